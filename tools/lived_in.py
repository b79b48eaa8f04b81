"""A furnished house as it looks after a while: holidays, a project's words, a conflict, an entry in the library."""

from datetime import date, timedelta

from sqlalchemy import select

from engine.casework.shelving import shelve
from engine.reading.library import library_page
from engine.reading.listing import Wish
from engine.steps.conflict import add_conflict
from engine.steps.curate import describe
from engine.steps.lexicon import publish_lexicon
from engine.steps.workdays import Day, set_days
from models.tables.cases import Case, Held
from models.tables.organisation import ConflictKind
from models.tables.reviews import Assignment, AssignmentKind, AssignmentState
from tests.support.seed import House

HOLIDAYS = ((date(2026, 2, 15), 9, "春节"), (date(2026, 5, 1), 5, "劳动节"), (date(2026, 10, 1), 7, "国庆节"))
WORKED_INSTEAD = (date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9), date(2026, 9, 20), date(2026, 10, 10))


def live_in(made: House) -> None:
    """Do in *made* what its people would have done by now."""
    set_days(_holidays(), **made.as_("admin"))
    publish_lexicon(
        "宽带业务",
        hot_words=("光猫", "青禾宽带", "千兆", "装维"),
        initial_prompt="客服与客户谈宽带的安装和故障。",
        corrections={"光毛": "光猫", "装围": "装维"},
        note="首版",
        **made.as_("manager"),
    )
    add_conflict(made.people["inspector2"].user_id, "8003", ConflictKind.KIN, "表兄弟", **made.as_("lead"))
    _teach(made)


def _holidays() -> list[Day]:
    off = [Day(first + timedelta(days=more), False, name) for first, count, name in HOLIDAYS for more in range(count)]
    return off + [Day(day, True, "调休") for day in WORKED_INSTEAD]


def _teach(made: House) -> None:
    """One reviewed call, marked and final, with a title and a lesson."""
    story = _marked(made)
    made.release(story)
    made.acknowledge(story)
    with made.services.transaction() as tx:
        shelve(tx, tx.session.get_one(Case, made.case(story).id), made.clock())
    curator = made.as_("manager")
    entry = library_page(Wish(filters={"shelf": "waiting"}), **curator).listing.rows[0]
    describe(entry.id, "客户着急时，先安抚再查询", "留意 00:10 之后的第一句：先接住情绪，再说流程。", **curator)


def _marked(made: House) -> str:
    """The first story that still waits, reviewed with one verdict changed, which marks it as risk of a complaint."""
    with made.services.transaction.read() as tx:
        open_reviews = select(Assignment).where(
            Assignment.kind == AssignmentKind.REVIEW, Assignment.state == AssignmentState.OPEN
        )
        waiting = next(
            one
            for one in tx.session.scalars(open_reviews.order_by(Assignment.id.desc()))
            if any(row.machine is Held.FAIL for row in one.case.judgements)
        )
        story = waiting.case.recording.call_id
        wrong = next(row.key for row in waiting.case.judgements if row.machine is Held.FAIL)
    made.review(story, overrule={wrong: "语境不同，不构成违规"})
    return story
