"""A rulebook is published by two persons, after lint, tests and a replay; what is published never changes."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from engine.errors import Conflict, Forbidden, Invalid, Refused
from engine.reading.frame import frame
from engine.reading.rulebooks import draft_page, rulebooks_page
from engine.steps import draft as drafting
from engine.steps.publish import ask, grant, refuse
from models.roles import StaffRole
from models.tables.audit import AuditRow
from models.tables.notices import Notice
from models.tables.recordings import RulebookVersion
from models.tables.rulebooks import DraftState, RulebookDraft
from tests.support import publishing
from tests.support.publishing import replayed
from tests.support.seed import House
from tests.support.seed import house as furnished_house

STORY = "repair-banned"


@pytest.fixture
def house(tmp_path: Path, sqlite_template: Path) -> Iterator[House]:
    shutil.copy(sqlite_template, tmp_path / "callqc.db")
    made = furnished_house(tmp_path, f"sqlite:///{tmp_path / 'callqc.db'}")
    yield made
    made.services.transaction.database.close()


@pytest.fixture
def draft_id(house: House) -> str:
    return publishing.begun(house)


def rewritten(house: House, draft_id: str, old: str = "客户主动表扬", new: str = "客户当面表扬") -> None:
    publishing.rewritten(house, draft_id, old, new)


def test_two_persons_publish_what_was_replayed(house: House, draft_id: str) -> None:
    rewritten(house, draft_id)
    replayed(house, draft_id)
    ask(draft_id, **house.as_("manager"))

    version_id = grant(draft_id, "看过回放", **house.as_("lead"))

    with house.services.transaction.read() as tx:
        version = tx.session.get_one(RulebookVersion, version_id)
        actions = set(tx.session.scalars(select(AuditRow.action).where(AuditRow.action.like("rulebook.%"))))
        assert version.active and version.version == 2
        assert version_id in house.services.rulebooks.active_ids(tx)
    assert {
        "rulebook.begun", "rulebook.written", "rulebook.replay_asked", "rulebook.replayed",
        "rulebook.publication_asked", "rulebook.published",
    } <= actions  # fmt: skip
    assert draft_page(draft_id, **house.as_("lead")).line.published_as == 2


def test_nothing_is_asked_for_before_it_was_replayed(house: House, draft_id: str) -> None:
    rewritten(house, draft_id)

    with pytest.raises(Refused, match="not_replayed"):
        ask(draft_id, **house.as_("manager"))


def test_a_replay_of_other_words_does_not_count(house: House, draft_id: str) -> None:
    rewritten(house, draft_id)
    replayed(house, draft_id)
    rewritten(house, draft_id, "客户当面表扬", "客户夸奖")

    with pytest.raises(Refused, match="not_replayed"):
        ask(draft_id, **house.as_("manager"))


def test_what_fails_its_own_tests_is_not_asked_for(house: House, draft_id: str) -> None:
    rewritten(house, draft_id, "expect: fail", "expect: pass")
    replayed(house, draft_id)

    with pytest.raises(Refused, match="not_linted"):
        ask(draft_id, **house.as_("manager"))


def test_the_same_text_is_no_new_version(house: House, draft_id: str) -> None:
    with pytest.raises(Refused, match="unchanged"):
        ask(draft_id, **house.as_("manager"))


def test_who_asked_cannot_say_yes(house: House, draft_id: str) -> None:
    rewritten(house, draft_id)
    replayed(house, draft_id)
    ask(draft_id, **house.as_("manager"))

    with pytest.raises(Refused, match="same_person"):
        grant(draft_id, "", **house.as_("manager"))


def told(house: House, login: str) -> list[tuple[str, str, object]]:
    with house.services.transaction.read() as tx:
        rows = tx.session.scalars(select(Notice).where(Notice.user_id == house.people[login].user_id)).all()
    return [
        (row.kind.value, row.reference, row.params.get("why")) for row in rows if row.kind.startswith("publication")
    ]


def test_everybody_who_may_say_yes_is_asked_and_nobody_else(house: House, draft_id: str) -> None:
    rewritten(house, draft_id)
    replayed(house, draft_id)

    ask(draft_id, **house.as_("manager"))

    asked = {login for login in house.people if told(house, login)}
    assert asked == {"lead", "lead2"}
    assert told(house, "lead") == [("publication_asked", draft_id, None)]


def test_the_rail_counts_what_waits_for_those_who_may_say_yes(house: House, draft_id: str) -> None:
    rewritten(house, draft_id)
    replayed(house, draft_id)
    ask(draft_id, **house.as_("manager"))

    waits = {login: frame(**house.as_(login)).counts.get("drafts", 0) for login in ("lead", "manager", "inspector")}

    assert waits == {"lead": 1, "manager": 0, "inspector": 0}


def test_the_author_is_told_what_became_of_it_and_why(house: House, draft_id: str) -> None:
    rewritten(house, draft_id)
    replayed(house, draft_id)
    ask(draft_id, **house.as_("manager"))
    refuse(draft_id, "范围太宽", **house.as_("lead"))
    house.clock.forward(hours=1)
    ask(draft_id, **house.as_("manager"))

    grant(draft_id, "", **house.as_("lead2"))

    assert told(house, "manager") == [
        ("publication_refused", draft_id, "范围太宽"),
        ("publication_granted", draft_id, None),
    ]
    assert [kind for kind, *_ in told(house, "lead")] == ["publication_asked"] * 2


@pytest.mark.parametrize("login", ["inspector", "agent8001", "leader1", "admin"])
def test_others_neither_write_nor_publish(house: House, draft_id: str, login: str) -> None:
    with pytest.raises(Forbidden):
        drafting.ask_replay(draft_id, **house.as_(login))
    with pytest.raises(Forbidden):
        grant(draft_id, "", **house.as_(login))


def test_a_refusal_says_why_and_gives_the_draft_back(house: House, draft_id: str) -> None:
    rewritten(house, draft_id)
    replayed(house, draft_id)
    ask(draft_id, **house.as_("manager"))
    with pytest.raises(Refused, match="reason_missing"):
        refuse(draft_id, " ", **house.as_("lead"))

    refuse(draft_id, "范围太宽", **house.as_("lead"))

    page = draft_page(draft_id, **house.as_("manager"))
    assert (page.line.state, page.decision_note, page.may_write) == (DraftState.OPEN, "范围太宽", True)


def test_a_draft_that_waits_is_not_written(house: House, draft_id: str) -> None:
    rewritten(house, draft_id)
    replayed(house, draft_id)
    ask(draft_id, **house.as_("manager"))

    with pytest.raises(Conflict):
        rewritten(house, draft_id, "客户当面表扬", "客户夸奖")


def test_a_mistake_names_file_line_and_rule_and_changes_nothing(house: House, draft_id: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rewritten(house, draft_id, "op: keyword", "op: keywordz")

    assert "keywordz" in refusal.value.detail and ".yaml:" in refusal.value.detail
    assert draft_page(draft_id, **house.as_("manager")).version == 0


def test_of_two_writers_the_second_is_told(house: House, draft_id: str) -> None:
    page = draft_page(draft_id, **house.as_("manager"))
    rewritten(house, draft_id)

    with pytest.raises(Conflict):
        drafting.write(draft_id, page.files, "later", page.version, **house.as_("manager"))


def test_a_draft_from_an_older_version_is_overtaken(house: House, draft_id: str) -> None:
    ((line, *_), _) = rulebooks_page(**house.as_("manager"))
    other = drafting.begin(line.name, **house.as_("manager"))
    rewritten(house, other)
    replayed(house, other)
    ask(other, **house.as_("manager"))
    grant(other, "", **house.as_("lead"))
    rewritten(house, draft_id, new="客户夸奖")
    replayed(house, draft_id)

    with pytest.raises(Refused, match="overtaken"):
        ask(draft_id, **house.as_("manager"))


def test_the_page_says_which_verdicts_change(house: House, draft_id: str) -> None:
    house.hear(STORY)
    rewritten(house, draft_id, " 不归我,", " 不归他,")
    replayed(house, draft_id)

    page = draft_page(draft_id, **house.as_("lead"))

    assert page.replay is not None
    assert page.replay.calls == 1
    assert {rule.how for rule in page.changed} == {"changed"}


def test_the_database_wants_two_persons_too(house: House, draft_id: str) -> None:
    rewritten(house, draft_id)
    replayed(house, draft_id)
    ask(draft_id, **house.as_("manager"))

    with pytest.raises(IntegrityError), house.services.transaction() as tx:
        tx.session.execute(update(RulebookDraft).values(decided_by_id=RulebookDraft.asked_by_id))


@pytest.mark.parametrize("content", ["别闹了\n少管我\n别闹了\n".encode(), "词语\n别闹了\n少管我\n".encode("gb18030")])
def test_a_word_list_comes_from_a_file(house: House, draft_id: str, content: bytes) -> None:
    drafting.add_words(draft_id, "rude", "词表.csv", content, **house.as_("manager"))

    files = draft_page(draft_id, **house.as_("manager")).files
    assert files["words-rude.yaml"].endswith('word_lists:\n  "rude":\n    - "别闹了"\n    - "少管我"\n')


def test_the_list_says_which_encoding_was_assumed(house: House, draft_id: str) -> None:
    content = "別鬧了\n投訴\n".encode("big5")
    drafting.add_words(draft_id, "rude", "詞表.txt", content, **house.as_("manager"))

    text = draft_page(draft_id, **house.as_("manager")).files["words-rude.yaml"]
    assert text.startswith("# '詞表.txt': read as Big5 by its characters; as GB 18030 it would read '")
    assert '- "別鬧了"' in text


def test_a_file_that_is_no_word_list_is_refused_with_its_place(house: House, draft_id: str) -> None:
    with pytest.raises(Invalid) as refusal:
        drafting.add_words(draft_id, "rude", "a.txt", b"\xff\xfe\x00\xd8\x00", **house.as_("manager"))

    assert refusal.value.code == "not_a_word_list"


def test_only_a_manager_begins(house: House) -> None:
    ((line, *_), _) = rulebooks_page(**house.as_("lead"))
    with pytest.raises(Forbidden):
        drafting.begin(line.name, **house.as_("lead"))
    assert StaffRole.QC_LEAD in house.people["lead"].roles
