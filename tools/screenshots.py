"""Take the pictures of docs/screenshots from a house with cases in every state, and write the page that shows them.

python -m tools.screenshots [FOLDER [PICTURE…]]
"""

import io
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import av
import av.filter
from playwright.sync_api import Browser, Page

from models.database import Database
from models.migrate import upgrade
from tests.support import chromium
from tests.support.seed import House, furnished
from tests.support.serving import served, sign_in
from tools.lived_in import live_in
from tools.system_packages import CHROMIUM

FOLDER = Path(__file__).parent.parent / "docs" / "screenshots"
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}
HEIGHTS = {1366: 768, 1920: 1080}
# So many colours hold a page of text and its charts; the picture is half as large.
COLOURS = 64


class Place(NamedTuple):
    """A page: who looks, and where.

    Args:
        path: `#open` opens the first thing of a list, `#/rules/drafts/` the first link that leads there.
        wide: a large window is shown too.
        inside: a page below the one that was opened.
        said: a dialogue that is tried there.
    """

    title: str
    login: str
    path: str
    wide: bool = False
    inside: str = ""
    said: str = ""


PLACES: dict[str, Place] = {
    "sign-in": Place("登录 · Sign in", "", "/sign-in"),
    "home-inspector": Place("质检员首页 · Inspector's home", "inspector", "/", wide=True),
    "queue": Place("待检 · Queue", "inspector", "/inspector/queue", wide=True),
    "review": Place("复核 · Review", "inspector", "/inspector/queue#open", wide=True),
    "done": Place("已检 · Done", "inspector", "/inspector/done"),
    "opinion": Place("申诉意见 · Opinion", "inspector", "/opinions/#open"),
    "library": Place("案例库 · Case library", "manager", "/library"),
    "library-entry": Place("案例 · An example", "manager", "/library#open"),
    "home-agent": Place("坐席首页 · Agent's home", "agent8006", "/"),
    "results": Place("我的结果 · Results", "agent8006", "/agent/results"),
    "result": Place("扣分明细 · Result", "agent8006", "/agent/results#open", wide=True),
    "appeals": Place("我的申诉 · Appeals", "agent8006", "/agent/appeals"),
    "statement": Place("对账单 · Statement", "agent8006", "/agent/statement"),
    "home-leader": Place("坐席班长首页 · Team leader's home", "leader2", "/"),
    "team": Place("班组 · Team", "leader2", "/team/"),
    "home-lead": Place("质检班长首页 · QC lead's home", "lead", "/"),
    "decisions": Place("待终审 · Decisions", "lead", "/lead/decisions"),
    "decision": Place("终审 · Decision", "lead", "/lead/decisions#open", wide=True),
    "approvals": Place("待审批 · Approvals", "lead", "/lead/approvals"),
    "cases": Place("质检单 · Cases", "lead", "/lead/cases"),
    "inspectors": Place("质检员在岗 · Inspectors", "lead", "/lead/inspectors"),
    "conflicts": Place("回避名单 · Conflicts", "lead", "/lead/conflicts"),
    "deadlines": Place("延长期限 · Extend deadlines", "lead", "/lead/deadlines?hours=4"),
    "home-manager": Place("质检主管首页 · QC manager's home", "manager", "/", wide=True),
    "recordings": Place("录音 · Recordings", "manager", "/recordings"),
    "recording": Place("一通录音 · A recording", "manager", "/recordings?progress=routed#open"),
    "upload": Place("上传 · Upload", "manager", "/recordings/upload"),
    "rules": Place("规则与评分表 · Rules and scorecards", "manager", "/rules"),
    "draft": Place("一份草稿 · A draft", "manager", "/rules#/rules/drafts/"),
    "effect": Place(
        "会改变什么 · What a draft would change", "manager", "/rules#/rules/drafts/", wide=True, inside="/effect"
    ),
    "form-editor": Place(
        "评分表编辑器 · Scorecard editor", "manager", "/rules#/rules/drafts/", wide=True, inside="/forms/zh-50"
    ),
    "form-preview": Place(
        "评分表预览 · Preview of a scorecard", "manager", "/rules#/rules/drafts/", inside="/forms/zh-50/preview"
    ),
    "rule-list": Place("一份草稿的规则 · The rules of a draft", "manager", "/rules#/rules/drafts/", inside="/rules"),
    "rule-editor": Place(
        "规则编辑器 · Rule editor",
        "manager",
        "/rules#/rules/drafts/",
        wide=True,
        inside="/rules/CLOSE-01",
        said="A 您好，有什么可以帮您\nC 我查一下话费\nA 一共八十六元\nC 好的\nA 祝您生活愉块",
    ),
    "rule-evidence": Place("半年回顾 · Half-yearly review", "manager", "/rules/evidence"),
    "lexicon": Place("项目词表 · A project's words", "manager", "/recordings/lexicon?project=宽带业务"),
    "home-admin": Place("系统管理员首页 · Administrator's home", "admin", "/"),
    "users": Place("账号 · Accounts", "admin", "/admin/users"),
    "sources": Place("录音来源 · A source", "admin", "/admin/sources#open"),
    "calendar": Place("工作日历 · Business calendar", "admin", "/admin/calendar"),
    "webhooks": Place("外发通知 · Outgoing notices", "admin", "/admin/webhooks"),
    "access-log": Place("访问记录 · Access log", "admin", "/admin/access-log"),
    "audit": Place("审计链 · Audit chain", "admin", "/admin/audit"),
    "health": Place("系统健康 · Health", "admin", "/admin/health"),
    "notices": Place("通知 · Notices", "agent8006", "/notices"),
    "settings": Place("我的设置 · My settings", "agent8006", "/settings"),
}


def main() -> int:
    folder = Path(sys.argv[1]) if sys.argv[1:] else FOLDER
    binary = CHROMIUM.binary()
    if binary is None:
        print("Chromium is missing; type: apt-get install chromium", file=sys.stderr)
        return 3
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        served(_house(Path(home)).services) as address,
        chromium.launched(binary) as browser,
    ):
        for language, locale in LANGUAGES.items():
            for name in sys.argv[2:] or PLACES:
                _take(browser, address, name, language, locale, folder)
    (folder / "README.md").write_text(_album(), encoding="utf-8")
    return 0


def _house(folder: Path) -> House:
    url = f"sqlite:///{folder / 'callqc.db'}"
    with closing(Database(url)) as database:
        upgrade(database)
    made = furnished(folder / "data", url)
    live_in(made)
    return made


def _take(browser: Browser, address: str, name: str, language: str, locale: str, folder: Path) -> None:
    place = PLACES[name]
    with chromium.new_page(browser, language=locale) as (page, _):
        if place.login:
            sign_in(page, address, place.login, language=language)
        else:
            page.context.add_cookies([{"name": "language", "value": language, "url": address}])
        path, _, opens = place.path.partition("#")
        page.goto(address + path)
        if opens:
            _open_first(page, path.partition("?")[0] if opens == "open" else opens)
        address_now = page.url + place.inside
        for width in _widths(name):
            page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
            page.goto(address_now)
            page.wait_for_load_state("networkidle")
            if place.said:
                page.locator("#call").fill(place.said)
                page.keyboard.press("Control+Enter")
                page.wait_for_selector(".trial")
            page.wait_for_timeout(400)
            _keep(page.screenshot(), folder / _file(name, language, width))
        print(f"{name}-{language}")


def _widths(name: str) -> tuple[int, ...]:
    return tuple(HEIGHTS) if PLACES[name].wide else (min(HEIGHTS),)


def _file(name: str, language: str, width: int) -> str:
    return f"{name}-{language}{'' if width == min(HEIGHTS) else f'-{width}'}.webp"


def _keep(png: bytes, path: Path) -> None:
    """WebP without loss, of few colours, holds a page of text in a quarter of the bytes; the repository stays small."""
    with av.open(io.BytesIO(png)) as taken, av.open(str(path), "w", format="webp") as file:
        frame = _of_few_colours(next(taken.decode(video=0)).reformat(format="bgra"))
        stream = file.add_stream("libwebp", rate=1, options={"lossless": "1", "compression_level": "6"})
        stream.width, stream.height, stream.pix_fmt = frame.width, frame.height, "bgra"
        file.mux(stream.encode(frame))
        file.mux(stream.encode(None))


def _of_few_colours(frame: av.VideoFrame) -> av.VideoFrame:
    graph = av.filter.Graph()
    source = graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base="1/1")
    split, sink = graph.add("split"), graph.add("buffersink")
    palette = graph.add("palettegen", f"max_colors={COLOURS}:reserve_transparent=0:stats_mode=single")
    use = graph.add("paletteuse", "dither=none:new=1")
    for one, other, out, into in (
        (source, split, 0, 0),
        (split, use, 0, 0),
        (split, palette, 1, 0),
        (palette, use, 0, 1),
    ):
        one.link_to(other, out, into)
    use.link_to(sink)
    graph.configure()
    frame.pts = 0
    source.push(frame)
    source.push(None)
    reduced = sink.pull().reformat(format="bgra")
    reduced.pts = None
    return reduced


def _open_first(page: Page, path: str) -> None:
    """Open the first thing of a list, as a person with a mouse does."""
    if path == "/inspector/queue":
        page.keyboard.press("n")
        page.wait_for_selector("[data-review][data-ready]")
    else:
        page.locator(f"main a[href^='{path.rstrip('/')}/']:not(.btn)").first.click()
        page.wait_for_url(lambda url: path.rstrip("/") + "/" in url)


def _album() -> str:
    """The page that shows them all."""
    sizes = " and ".join(f"{width} × {height}" for width, height in HEIGHTS.items())
    parts = [
        "# 页面 · Pages",
        f"Made by `python -m tools.screenshots` from a house with cases in every state, at {sizes}.",
    ]
    for name, place in PLACES.items():
        parts.append(f"## {place.title}")
        parts += [f"![{place.title}]({_file(name, lang, width)})" for width in _widths(name) for lang in LANGUAGES]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.exit(main())
