"""The crawl: as every role, every page that can be reached is read byte by byte for what that role must not see.

Each name, number and file of the house is a word that occurs nowhere else, so finding one is finding a leak.
"""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator

import pytest
from flask import Flask, Response
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy import select
from werkzeug.test import TestResponse

from models.roles import INSPECTING, StaffRole
from models.tables.cases import JudgementRow
from models.tables.organisation import User, UserRole
from models.tables.recordings import Recording, TranscriptRow
from review_app.app import create_app
from tests.integration.pages.conftest import Visit
from tests.support.pages import Visitor, links_in
from tests.support.seed import House

# Addresses that end the visit, or lead to the same page in another order without end.
NOT_FOLLOWED = re.compile(r"/sign-out|[?&](sort|page|month|q)=")
# So many pages of one kind are read; the next one is made by the same lines.
MOST_OF_A_KIND = 4
_ID = re.compile(r"[\w-]{22}|\d+")

AGENT_SECRETS = "AGENTCANARY"
INSPECTOR_SECRETS = "INSPECTORCANARY"
SPOKEN = "七九三一五"

# Whom each role must not be able to name.
HIDDEN = {
    ("inspector", StaffRole.INSPECTOR): (AGENT_SECRETS, SPOKEN),
    ("lead", StaffRole.QC_LEAD): (AGENT_SECRETS, SPOKEN),
    ("agent8006", StaffRole.AGENT): (INSPECTOR_SECRETS,),
    ("leader2", StaffRole.TEAM_LEADER): (INSPECTOR_SECRETS,),
}


# Without these a crawl that finds nothing proves nothing.
MUST_BE_READ = {
    StaffRole.INSPECTOR: {
        "/inspector/queue", "/inspector/done", "/inspector/reviews/*", "/opinions/", "/opinions/*", "/notices",
        "/media/assignment/*/audio",
    },
    StaffRole.QC_LEAD: {
        "/lead/decisions", "/lead/decisions/*", "/lead/approvals", "/lead/approvals/*", "/lead/cases", "/lead/cases/*",
        "/lead/cases?format=xlsx", "/media/case/*/audio",
    },
    StaffRole.AGENT: {
        "/agent/results", "/agent/results/*", "/agent/results?format=xlsx", "/agent/appeals", "/agent/statement",
        "/media/case/*/audio",
    },
    StaffRole.TEAM_LEADER: {
        "/team/", "/team/results", "/team/results/*", "/team/results?format=xlsx", "/team/opinions", "/team/opinions/*",
        "/media/case/*/audio",
    },
}  # fmt: skip


@pytest.fixture
def planted(made: House) -> House:
    """The house, in which everybody and every file has a name that occurs nowhere else."""
    with made.services.transaction() as tx:
        for number, person in enumerate(tx.session.scalars(select(User).order_by(User.id))):
            inspects = any(row.role in INSPECTING for row in person.roles)
            person.name = f"{INSPECTOR_SECRETS if inspects else AGENT_SECRETS}{number}"
            if person.agent_no:
                person.agent_no = f"79315{number}"
        for recording in tx.session.scalars(select(Recording)):
            recording.file_name = f"{AGENT_SECRETS}-file.wav"
            recording.call_id = f"{AGENT_SECRETS}-{recording.call_id}"
            recording.agent_no = "79315"
            recording.customer_no = f"{AGENT_SECRETS}-phone"
            recording.details = {**recording.details, "agent_name": f"{AGENT_SECRETS}X"}
        for heard in tx.session.scalars(select(TranscriptRow)):
            body = dict(heard.body)
            body["utterances"] = [
                {**one, "text": f"{one['text']}我是{AGENT_SECRETS}X工号{SPOKEN}", "words": []}
                for one in body["utterances"]
            ]
            heard.body = body
        for row in tx.session.scalars(select(JudgementRow)):
            row.review_comment = f"{INSPECTOR_SECRETS}4 认为 {AGENT_SECRETS}9 说得不对"
    return made


def crawl(visitor: Visitor) -> Iterator[tuple[str, TestResponse]]:
    """Pages of every kind that *visitor* reaches from the home page, and their spreadsheets."""
    kinds: Counter[str] = Counter()
    seen, waiting = {"/"}, ["/"]
    while waiting:
        path = waiting.pop(0)
        kinds[_ID.sub("*", path)] += 1
        if kinds[_ID.sub("*", path)] > MOST_OF_A_KIND:
            continue
        answer = visitor.get(path)
        yield path, answer
        if answer.mimetype == "text/html":
            new = {link for link in links_in(answer.text) - seen if not NOT_FOLLOWED.search(link)}
            seen |= new
            waiting += sorted(new)


def everything_in(answer: TestResponse) -> str:
    """All that was sent: head, body, and what is packed inside the body."""
    body = answer.data
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(
                [name.encode() for name in packed.namelist()] + [packed.read(name) for name in packed.namelist()]
            )
    return f"{answer.headers}\n{body.decode('utf-8', 'replace')}"


def leaks(app: Flask, login: str, role: StaffRole, reached: set[str] | None = None) -> Iterator[str]:
    """`path: secret` for everything that *login* reads and must not; the pages read are put into *reached*."""
    for path, answer in crawl(Visitor(app, login)):
        if reached is not None and answer.status_code == 200:
            reached.add(_ID.sub("*", path))
        sent = everything_in(answer)
        for secret in HIDDEN[login, role]:
            if secret in sent:
                yield f"{path}: {secret}"


@pytest.mark.parametrize(("login", "role"), HIDDEN)
def test_no_page_names_whom_the_role_must_not_know(planted: House, login: str, role: StaffRole):
    reached: set[str] = set()

    assert list(leaks(create_app(planted.services), login, role, reached)) == []

    assert MUST_BE_READ[role] - reached == set()


@pytest.mark.parametrize(
    "leak",
    [
        "{{ page.agent_name }}",
        "<!-- {{ page.agent_name }} -->",
        "<p data-agent='{{ page.agent_name }}'></p>",
    ],
)
def test_the_crawl_finds_a_leak_that_is_planted_in_a_page(planted: House, leak: str):
    app = create_app(planted.services)
    app.jinja_env.globals["page"] = {"agent_name": f"{AGENT_SECRETS}X"}
    loader = app.jinja_env.loader
    assert loader is not None
    source = loader.get_source(app.jinja_env, "frame/rail.html")[0]
    app.jinja_env.loader = ChoiceLoader([DictLoader({"frame/rail.html": source + leak}), loader])

    assert any(leaks(app, "inspector", StaffRole.INSPECTOR))


def test_the_crawl_finds_a_leak_that_is_planted_in_a_header(planted: House):
    app = create_app(planted.services)

    @app.after_request
    def tell(response: Response) -> Response:
        response.headers["X-Agent"] = f"{AGENT_SECRETS}X"
        return response

    assert any(leaks(app, "inspector", StaffRole.INSPECTOR))


def test_no_address_of_one_assignment_tells_of_another(planted: House, visit: Visit):
    """The same call has another name for everybody, and neither leads to the other."""
    inspector, agent = visit("inspector"), visit("agent8006")
    theirs = {part for path, _ in crawl(inspector) for part in path.split("/") if len(part) == 22}
    ours = {part for path, _ in crawl(agent) for part in path.split("/") if len(part) == 22}

    assert theirs and ours
    assert theirs & ours == set()


@pytest.mark.parametrize(
    ("login", "path"),
    [
        ("agent8006", "/agent/results"),
        ("agent8006", "/agent/appeals"),
        ("lead", "/lead/cases"),
        ("inspector", "/inspector/queue"),
        ("inspector", "/opinions/"),
    ],
)
def test_a_filter_on_what_is_hidden_is_no_oracle(planted: House, visit: Visit, login: str, path: str):
    visitor = visit(login)
    secret = f"{INSPECTOR_SECRETS}4" if login == "agent8006" else f"{AGENT_SECRETS}X"

    asked = visitor.get(path, query_string={"q": secret, "agent": "79315", "agent_no": "79315", "call_id": secret})
    nothing = visitor.get(path, query_string={"q": "zzz", "agent": "zzz", "agent_no": "zzz", "call_id": "zzz"})

    assert asked.text.count("<tr") == nothing.text.count("<tr")


def test_roles_of_both_sides_are_never_held_by_one_person(made: House):
    with made.services.transaction.read() as tx:
        holders = tx.session.scalars(select(UserRole.user_id).where(UserRole.role.in_(INSPECTING))).all()
        others = tx.session.scalars(select(UserRole.user_id).where(UserRole.role == StaffRole.AGENT)).all()

    assert set(holders) & set(others) == set()
