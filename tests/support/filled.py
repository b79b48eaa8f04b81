"""A furnished house in which every page has something to show: what the walk through the life cycle does not leave."""

from sqlalchemy import select

from engine.casework.shelving import shelve
from engine.steps import clarify, conflict, curate, draft, reopen
from models.lifecycle import State
from models.tables.appeals import Appeal, AppealState
from models.tables.cases import Case, Mark, MarkKind
from models.tables.library import LibraryEntry
from models.tables.organisation import ConflictKind, Team
from tests.support import publishing
from tests.support.seed import House


def fill(made: House) -> None:
    """Something to reopen, examples in the library, a question in an appeal, a draft of the rules, and so on."""
    manager = made.as_("manager")
    with made.services.transaction.read() as tx:
        finals = tx.session.scalars(select(Case).where(Case.state == State.FINAL).order_by(Case.id)).unique().all()
        keys = [row.key for row in finals[0].judgements][:1]
        waiting = tx.session.scalars(select(Appeal.public_id).where(Appeal.state == AppealState.OPEN)).first()
        team_id = tx.session.scalars(select(Team.id).order_by(Team.id)).first()
    reopen.ask(finals[0].public_id, keys, "新的证据", **made.as_("lead2"))
    if waiting is not None:
        clarify.ask(waiting, "请说明您听到的是哪一句。", **made.as_("lead"))
    inspector_id = made.people["inspector"].user_id
    conflict.add_conflict(inspector_id, "8001", ConflictKind.KIN, "亲属", **manager)
    conflict.add_former_team(inspector_id, team_id or 0, "原班组", **manager)
    draft_id = draft.begin("zh-telecom", **manager)
    publishing.rewritten(made, draft_id, "[我保证,", "[马上生效, 我保证,")
    publishing.replayed(made, draft_id)
    _shelve(made, [case.id for case in finals[1:4]])


def _shelve(made: House, case_ids: list[int]) -> None:
    inspector_id = made.people["inspector"].user_id
    with made.services.transaction() as tx:
        for case_id in case_ids:
            case = tx.session.get_one(Case, case_id)
            tx.session.add(Mark(case_id=case.id, kind=MarkKind.POSITIVE, by_id=inspector_id, at=made.clock()))
            shelve(tx, case, made.clock())
        entries = tx.session.scalars(select(LibraryEntry.public_id)).all()
    for entry in entries[1:]:
        curate.describe(entry, "先安抚，再解释", "听客户说完再回答。", **made.as_("manager"))
