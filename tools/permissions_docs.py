"""Write the tables of docs/permissions.md from the permissions and the routes themselves.

python -m tools.permissions_docs            write the page
python -m tools.permissions_docs --check    say whether it is the one that would be written
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from engine.access import HOLDERS, Permission
from engine.settings import Settings
from engine.wiring import open_services
from models.roles import StaffRole
from review_app.access import Rule, rule_of
from review_app.app import create_app

PAGE = Path(__file__).parent.parent / "docs" / "permissions.md"
MARK = "<!-- below this line the page is made by `make docs` -->\n"
SHORT = {
    StaffRole.ADMIN: "admin",
    StaffRole.QC_MANAGER: "manager",
    StaffRole.QC_LEAD: "lead",
    StaffRole.INSPECTOR: "inspector",
    StaffRole.TEAM_LEADER: "leader",
    StaffRole.AGENT: "agent",
}


def page() -> str:
    """The whole page: what people wrote above the mark, and the tables below it."""
    written = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
    return written + MARK + "\n".join(["", *_permissions(), "", *_routes()]) + "\n"


def routes(app: Flask) -> Iterator[tuple[str, str, Rule]]:
    """(method, address, rule) of everything that the app answers, in order of address."""
    for route in sorted(app.url_map.iter_rules(), key=lambda route: route.rule):
        rule = rule_of(app.view_functions[route.endpoint])
        assert rule is not None, f"{route.endpoint} says nothing about who may ask"
        for method in sorted((route.methods or set()) - {"HEAD", "OPTIONS"}):
            yield method, route.rule, rule


def may_ask(rule: Rule, role: StaffRole) -> bool:
    """Whether somebody who acts as *role* gets past the guard in front of a view."""
    return rule.public or not rule.permissions or any(role in HOLDERS[need] for need in rule.permissions)


def bare_app() -> Flask:
    """The application on an empty data folder, for reading its routes."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.model_validate(
            {"data_dir": folder, "database_url": "sqlite://", "web": {"secret_key": "x"}}
        )
        return create_app(open_services(settings, wakes=False))


def _permissions() -> Iterator[str]:
    yield "## Permissions"
    yield ""
    yield "| permission | " + " | ".join(SHORT.values()) + " |"
    yield "|---|" + "---|" * len(SHORT)
    for permission in Permission:
        yield f"| `{permission}` | " + " | ".join("✓" if role in HOLDERS[permission] else "" for role in SHORT) + " |"


def _routes() -> Iterator[str]:
    yield "## Addresses"
    yield ""
    yield "`anybody` needs no sign-in. Everybody else is asked to sign in; a role without a tick gets 403."
    yield ""
    yield "| method | address | anybody | " + " | ".join(SHORT.values()) + " |"
    yield "|---|---|---|" + "---|" * len(SHORT)
    for method, address, rule in routes(bare_app()):
        ticks = ["✓" if rule.public else "", *("✓" if may_ask(rule, role) else "" for role in SHORT)]
        yield f"| {method} | `{address}` | " + " | ".join(ticks) + " |"


def main() -> int:
    if "--check" in sys.argv[1:]:
        return 0 if PAGE.read_text(encoding="utf-8") == page() else 1
    PAGE.write_text(page(), encoding="utf-8")
    print(f"docs/permissions.md: {len(list(routes(bare_app())))} addresses")
    return 0


if __name__ == "__main__":
    sys.exit(main())
