"""Write docs/routes.md: every address, its methods, and the roles that may ask for it.

python -m tools.route_docs            write it
python -m tools.route_docs --check    only say whether it is up to date
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from engine.access import HOLDERS
from engine.settings import Settings
from engine.wiring import open_services
from models.roles import StaffRole
from review_app.access import Rule, rule_of
from review_app.app import create_app

PAGE = Path(__file__).parent.parent / "docs" / "routes.md"
HEAD = """# Addresses and roles

Made from the code by `python -m tools.route_docs`; a test compares the two. ✓ lets the role in; whether this very case
is theirs is checked by the step, next to the data. “everybody” needs no sign-in.

"""


def main() -> int:
    wanted = text()
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(wanted, encoding="utf-8")
    return 0 if PAGE.exists() and PAGE.read_text(encoding="utf-8") == wanted else 1


def text() -> str:
    """The page as it should be."""
    roles = list(StaffRole)
    lines = [f"| method | address | {' | '.join(roles)} |", f"|---|---|{'|'.join(':-:' for _ in roles)}|"]
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(open_services(Settings(data_dir=Path(folder)), wakes=False))
        for route in sorted(app.url_map.iter_rules(), key=lambda one: one.rule):
            rule = rule_of(app.view_functions[route.endpoint])
            for method in sorted((route.methods or set()) - {"HEAD", "OPTIONS"}):
                lines.append(f"| {method} | `{route.rule}` | {' | '.join(_cells(rule, roles))} |")
    return HEAD + "\n".join(lines) + "\n"


def _cells(rule: Rule | None, roles: list[StaffRole]) -> Iterator[str]:
    if rule is None:
        raise SystemExit("a view does not say who may see it")
    for role in roles:
        may = not rule.permissions or any(role in HOLDERS[permission] for permission in rule.permissions)
        yield "everybody" if rule.public else "✓" if may else ""


if __name__ == "__main__":
    sys.exit(main())
