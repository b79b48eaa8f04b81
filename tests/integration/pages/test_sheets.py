"""Every list can be taken along as a spreadsheet, as it is filtered, and that it was taken is remembered."""

import io

import pytest
from python_calamine import CalamineWorkbook

from tests.integration.pages.conftest import Visit
from tests.support.pages import Visitor


def rows(visitor: Visitor, address: str) -> list[list[object]]:
    answer = visitor.get(address)
    assert answer.status_code == 200
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize(
    ("who", "address", "head"),
    [
        ("lead", "/lead/decisions?format=xlsx", "申诉"),
        ("lead", "/lead/approvals?format=xlsx", "事项"),
        ("inspector", "/opinions/?format=xlsx", "质检单号"),
        ("leader2", "/team/opinions?format=xlsx", "工号"),
        ("agent8006", "/agent/appeals?format=xlsx", "提交时间"),
        ("admin", "/admin/users?format=xlsx", "账号"),
        ("admin", "/admin/audit?format=xlsx", "行号"),
    ],
)
def test_a_list_is_taken_along(visit: Visit, who: str, address: str, head: str) -> None:
    taken = rows(visit(who), address)

    assert taken[0][0] == head
    assert len(taken) > 1


def test_a_sheet_holds_what_the_filter_leaves(visit: Visit) -> None:
    admin = visit("admin")

    leaders = rows(admin, "/admin/users?role=team_leader&format=xlsx")

    assert [row[0] for row in leaders[1:]] == ["leader1", "leader2"]


def test_that_a_sheet_was_taken_is_in_the_chain(visit: Visit) -> None:
    visit("lead").get("/lead/decisions?format=xlsx")

    chain = rows(visit("admin"), "/admin/audit?format=xlsx")
    assert "list:decisions" in {row[5] for row in chain}
