"""A furnished house as it looks after a while: holidays, a project's words, a conflict, an entry in the library."""

from datetime import date, timedelta

from engine.casework.shelving import shelve
from engine.reading.library import library_page
from engine.reading.listing import Wish
from engine.reading.rulebooks import draft_page
from engine.steps.conflict import add_conflict
from engine.steps.curate import describe
from engine.steps.draft import ask_replay, begin, write
from engine.steps.lexicon import publish_lexicon
from engine.steps.prove import prove
from engine.steps.workdays import Day, set_days
from models.tables.cases import Case, Mark, MarkKind
from models.tables.organisation import ConflictKind
from tests.support.seed import House

HOLIDAYS = ((date(2026, 2, 15), 9, "春节"), (date(2026, 5, 1), 5, "劳动节"), (date(2026, 10, 1), 7, "国庆节"))
# Stories that are final in a furnished house.
LESSONS = {
    "repeated-question": (MarkKind.POSITIVE, "听错了就认，再问一遍也不丢人", "承认没听清，道歉后马上给出结果和时限。"),
    "rude-agent": (MarkKind.NEGATIVE, "客户来问话费，怎么就吵起来了", "留意第一句回应：先接住情绪，再说流程。"),
}
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
    _draft(made)
    _teach(made)


def _draft(made: House) -> None:
    """The next version of the rules, begun and replayed: one phrase more that promises too much."""
    manager = made.as_("manager")
    draft_id = begin("zh-telecom", **manager)
    page = draft_page(draft_id, **manager)
    files = {name: text.replace("[我保证,", "[马上生效, 我保证,") for name, text in page.files.items()}
    write(draft_id, files, "“马上生效”也是承诺：当月的账单已经出了。", page.version, **manager)
    ask_replay(draft_id, **manager)
    prove(services=made.services, processes=1)


def _holidays() -> list[Day]:
    off = [Day(first + timedelta(days=more), False, name) for first, count, name in HOLIDAYS for more in range(count)]
    return off + [Day(day, True, "调休") for day in WORKED_INSTEAD]


def _teach(made: House) -> None:
    """Calls that came to an end, marked, with a title and a lesson."""
    curator = made.as_("manager")
    for story, (kind, title, lesson) in LESSONS.items():
        with made.services.transaction() as tx:
            case = tx.session.get_one(Case, made.case(story).id)
            tx.session.add(Mark(case_id=case.id, kind=kind, by_id=made.people["lead2"].user_id, at=made.clock()))
            tx.session.flush()
            shelve(tx, case, made.clock())
        entry = library_page(Wish(filters={"shelf": "waiting"}), **curator).listing.rows[0]
        describe(entry.id, title, lesson, **curator)
