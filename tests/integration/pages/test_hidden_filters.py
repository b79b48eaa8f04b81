"""A filter on what is hidden would be an oracle: it is refused, on every list, for every role."""

import re

import pytest

from models.roles import StaffRole
from review_app.app import create_app
from tests.integration.pages.test_blindness import WHO
from tests.support.crawl import Crawl
from tests.support.pages import Visitor
from tests.support.seed import House

_CALL = ("call_id", "file_name", "customer_no", "recording_id", "case_id")
_AGENT = ("agent", "agent_no", "agent_id", "agent_name", "team", "team_id", "started_at")
_INSPECTOR = ("inspector", "inspector_id", "reviewer", "by", "decided_by")
HIDDEN = {
    StaffRole.INSPECTOR: (*_AGENT, *_INSPECTOR, *_CALL),
    StaffRole.QC_LEAD: (*_AGENT, *_CALL),
    StaffRole.AGENT: (*_INSPECTOR, *_CALL),
    StaffRole.TEAM_LEADER: (*_INSPECTOR, *_CALL),
}
# How many lists each role has; a page that is no list answers as if nothing had been asked.
LISTS = {StaffRole.INSPECTOR: 7, StaffRole.QC_LEAD: 4, StaffRole.AGENT: 3, StaffRole.TEAM_LEADER: 3}


DIFFERS = re.compile(
    r'<input type="hidden" name="sort"[^>]*>|(?:csrf_token" value|nonce|next" value|href|action)="[^"]*"'
)


def plain(page: str) -> str:
    """*page* without what differs each time: tokens, nonces, and the address that is asked."""
    return DIFFERS.sub("", page)


@pytest.mark.parametrize("role", HIDDEN)
def test_what_is_hidden_can_neither_be_filtered_nor_sorted_by(shared: House, role: StaffRole):
    app = create_app(shared.services)
    visitor = Visitor(app, WHO[role])
    pages = [
        asked.removeprefix("GET ")
        for asked, answer in Crawl(app, visitor, role, shared).pages()
        if answer.status_code == 200 and answer.mimetype == "text/html" and not re.search(r"[\w-]{22}", asked)
    ]
    oracles, lists = [], set()

    for path in pages:
        without = visitor.get(path)
        for field in HIDDEN[role]:
            for question in (f"{field}=8001", f"sort={field}"):
                answer = visitor.get(f"{path}?{question}")
                if answer.status_code == 422:
                    lists.add(path)
                elif plain(answer.text) != plain(without.text):
                    oracles.append(f"{path}?{question}")

    assert oracles == []
    assert len(lists) >= LISTS[role]


@pytest.mark.parametrize("role", HIDDEN)
def test_no_form_offers_a_hidden_field(shared: House, role: StaffRole):
    app = create_app(shared.services)
    visitor = Visitor(app, WHO[role])

    offered = {
        (asked, name)
        for asked, answer in Crawl(app, visitor, role, shared).pages()
        if answer.mimetype == "text/html"
        for form in re.findall(r'<form[^>]*method="get".*?</form>', answer.text, re.DOTALL)
        for name in re.findall(r'name="(\w+)"', form)
    }

    assert {pair for pair in offered if pair[1] in HIDDEN[role]} == set()
