"""The invented call centre: two teams of four agents and those who look after quality."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from engine.services import Services
from engine.steps.account import create_team, create_user
from models.roles import StaffRole
from models.tables.organisation import Team, User

R = StaffRole


@dataclass(frozen=True, slots=True)
class Person:
    login: str
    name: str
    role: StaffRole
    team: str | None = None
    agent_no: str | None = None


TEAMS = ("一组", "二组")
PEOPLE = (
    Person("admin", "系统管理员", R.ADMIN),
    Person("manager", "顾明远", R.QC_MANAGER),
    Person("lead1", "韩雪梅", R.QC_LEAD),
    Person("lead2", "邵立群", R.QC_LEAD),
    Person("qc1", "沈佳宁", R.INSPECTOR),
    Person("qc2", "罗海涛", R.INSPECTOR),
    Person("qc3", "唐可心", R.INSPECTOR),
    Person("tl1", "魏国强", R.TEAM_LEADER, "一组"),
    Person("tl2", "蒋文静", R.TEAM_LEADER, "二组"),
    Person("8001", "林晓燕", R.AGENT, "一组", "8001"),
    Person("8002", "陈志豪", R.AGENT, "一组", "8002"),
    Person("8003", "王丽娜", R.AGENT, "一组", "8003"),
    Person("8004", "赵鹏飞", R.AGENT, "一组", "8004"),
    Person("8005", "孙美玲", R.AGENT, "二组", "8005"),
    Person("8006", "周俊杰", R.AGENT, "二组", "8006"),
    Person("8007", "吴思远", R.AGENT, "二组", "8007"),
    Person("8008", "郑晓彤", R.AGENT, "二组", "8008"),
)


def settle(services: Services, kept: Path) -> dict[str, str]:
    """Create whoever is missing.

    Returns:
        login -> password. The passwords are random, made once, and kept in *kept*, readable by its owner alone,
        so that the demo can print them again.
    """
    passwords: dict[str, str] = json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else {}
    for person in PEOPLE:
        passwords.setdefault(person.login, secrets.token_urlsafe(9))
    _keep(kept, passwords)
    with services.transaction.read() as tx:
        teams = {team.name: team.id for team in tx.session.scalars(select(Team))}
        known = set(tx.session.scalars(select(User.login)))
    for name in TEAMS:
        if name not in teams:
            teams[name] = create_team(name, services=services)
    for person in PEOPLE:
        if person.login not in known:
            create_user(
                person.login,
                person.name,
                passwords[person.login],
                [person.role],
                services=services,
                team_id=teams[person.team] if person.team else None,
                agent_no=person.agent_no,
                must_change_password=False,
            )
    return passwords


def _keep(kept: Path, passwords: dict[str, str]) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(passwords, file, ensure_ascii=False, indent=1)
