"""`callqc demo`: a whole call centre in one command, thrown away just as easily."""

import ipaddress
import time
from collections.abc import Callable
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from sqlalchemy import func, select

from engine.demo.calls import SOURCE, offers
from engine.demo.people import settle
from engine.demo.scenes import play
from engine.errors import Environment
from engine.installation import add_source, install
from engine.logs import set_up_logs
from engine.services import Services
from engine.settings import Settings
from engine.station import is_free, open_station, start_redis, start_web, start_workers, url_of
from engine.steps.ingest import ingest
from engine.wiring import open_services
from models.channels import ChannelPolicy
from models.roles import StaffRole
from models.tables.recordings import Progress as Stage
from models.tables.recordings import Recording

_PORTS_TRIED = 20
_LONGEST_WAIT_S = 900.0

SIGN_INS = (
    ("qc1", StaffRole.INSPECTOR, "质检员  待检队列、复核", "inspector: queue and review"),
    ("8001", StaffRole.AGENT, "坐席    我的成绩、申诉", "agent: own results, appeals"),
    ("tl1", StaffRole.TEAM_LEADER, "坐席班长 本组成绩、申诉意见", "team leader: own team, opinions"),
    ("lead2", StaffRole.QC_LEAD, "质检班长 终审、审批", "QC lead: decisions, approvals"),
    ("manager", StaffRole.QC_MANAGER, "质检主管 覆盖率、录音、导入", "QC manager: coverage, recordings, upload"),
    ("admin", StaffRole.ADMIN, "系统管理员 账号、日志、系统状态", "administrator: accounts, logs, health"),
)


@click.command()
@click.option("--data-dir", type=click.Path(path_type=Path), default=Path("var/demo"), show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), help="Default: 8600, or the next one that is free.")
@click.option("--seed-only", is_flag=True, help="Prepare everything, print the sign-ins, and end.")
def demo(data_dir: Path, port: int | None, seed_only: bool) -> None:
    """Seed sample calls as audio, push them through the real engine, and serve the pages until Ctrl+C."""
    settings = _settings(data_dir, port)
    set_up_logs("ERROR")
    console = Console()
    services = open_services(settings)
    supervisor = open_station(settings)
    try:
        _step(console, "数据库 database", lambda: _prepare(services))
        passwords = settle(services, settings.data_dir / "sign-ins.json")
        _step(console, "队列 redis", lambda: start_redis(supervisor, settings))
        _take_in(services)
        start_workers(supervisor, settings)
        _watch_progress(console, services)
        _step(console, "复核与申诉 people at work", lambda: play(services))
        if not seed_only:
            _step(console, "页面 web", lambda: start_web(supervisor, settings))
        _print_sign_ins(console, settings, passwords, serving=not seed_only)
        if not seed_only:
            supervisor.watch()
    except KeyboardInterrupt:
        pass
    finally:
        supervisor.stop()


def _settings(data_dir: Path, port: int | None) -> Settings:
    settings = Settings(data_dir=data_dir.resolve(), demo=True)
    if not ipaddress.ip_address(settings.web.host).is_loopback:
        raise Environment("the demo's passwords are printed: it serves this machine only", "unset CALLQC_WEB__HOST")
    chosen = port or next(
        (one for one in range(settings.web.port, settings.web.port + _PORTS_TRIED) if is_free(settings.web.host, one)),
        settings.web.port,
    )
    settings.web.port = chosen
    # A tenth of so few calls would show nothing.
    settings.routing.random_share = 0.3
    return settings


def _prepare(services: Services) -> None:
    install(services)
    policy = ChannelPolicy.STEREO_AGENT_LEFT
    add_source(services, SOURCE, inbound=policy, outbound=policy, language="zh")
    add_source(services, "upload", inbound=policy, outbound=policy, language="zh")


def _take_in(services: Services) -> None:
    for offer in offers(services.clock(), services.settings.web.timezone):
        ingest(offer.path, offer.about, services=services)


def _watch_progress(console: Console, services: Services) -> None:
    """Show how far the machine has come, until every recording is routed or has failed."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    until = time.monotonic() + _LONGEST_WAIT_S
    with Progress(*columns, console=console) as bars:
        total = _count(services)
        bar = bars.add_task("转写与评分 hearing and judging", total=total)
        shown = -1
        while (done := _count(services, Stage.ROUTED, Stage.FAILED)) < total:
            bars.update(bar, completed=done)
            if not console.is_terminal and done != shown:
                console.print(f"  {done}/{total}")
                shown = done
            if time.monotonic() > until:
                raise Environment("the calls are not judged in time", f"look into {services.settings.data_dir}/logs")
            time.sleep(0.3)
        bars.update(bar, completed=done)


def _count(services: Services, *stages: Stage) -> int:
    query = select(func.count(Recording.id))
    if stages:
        query = query.where(Recording.progress.in_(stages))
    with services.transaction.read() as tx:
        return tx.session.scalar(query) or 0


def _step(console: Console, what: str, do: Callable[[], object]) -> None:
    began = time.monotonic()
    do()
    console.print(f"[green]✓[/green] {what}  [dim]{time.monotonic() - began:.1f} s[/dim]", highlight=False)


def _print_sign_ins(console: Console, settings: Settings, passwords: dict[str, str], *, serving: bool) -> None:
    console.print()
    if serving:
        console.print(f"打开 open  [bold]{url_of(settings)}[/bold]", highlight=False)
    for login, _, chinese, english in SIGN_INS:
        console.print(f"  {login:<8} {passwords[login]:<14} {chinese}  ·  {english}", highlight=False, markup=False)
    others = "  ".join(f"{login}/{password}" for login, password in passwords.items() if login not in _shown())
    console.print(f"  其他 others: {others}", highlight=False, markup=False, style="dim")
    if serving:
        console.print("Ctrl+C 停止 stops everything", highlight=False)


def _shown() -> set[str]:
    return {login for login, *_ in SIGN_INS}
