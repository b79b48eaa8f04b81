"""What breaks the law, one thing at a time: each must be found out by the rules that come near it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType, SimpleNamespace

import pytest

from engine.casework import assigning, deadlines, deciding, due, finalising, move, releasing
from engine.reading import decisions, opinions
from engine.steps import appeal, approve, assign, decide, opine, release, respond, review, sweep
from models.lifecycle import State
from tests.support.life.machine import STARTS, steps
from tests.support.mutants import without


@dataclass(frozen=True, slots=True)
class Mutant:
    """One thing taken out of *module*: *name* of it, put into every one of *users* (itself when there is none).

    It is looked for with the *rules* that come near it, from *start*; *law* is what is said when it is found.
    """

    module: ModuleType
    name: str
    piece: str
    instead: str
    start: State
    rules: tuple[str, ...]
    users: tuple[ModuleType, ...] = ()
    law: str = ""


IN_REVIEW, RELEASED, APPEALED, ADJUDICATION = STARTS
LATE, OPEN = "now > case.appeal_until", "if appeal.state is not AppealState.OPEN:"
LAST_MOMENT, ROAD, MIND, SETTLE = (
    ("at_the_last_moment", "time_passes"), ("go_on", "go_on_further"), ("change_of_mind", "time_passes"),
    ("settle", "time_passes"),
)  # fmt: skip
DONE, SEALED, OWN, UNTOLD = (
    "what is not allowed was done", "read before both are in", "their own review", "without its audit row"
)  # fmt: skip
MUTANTS = {
    "an appeal a millisecond late is taken": Mutant(
        appeal, "_check_in_time", LATE, "now.replace(microsecond=0) > case.appeal_until", RELEASED, LAST_MOMENT,
        law=DONE,
    ),
    "at the deadline itself it is too late": Mutant(
        appeal, "_check_in_time", LATE, "now >= case.appeal_until", RELEASED, LAST_MOMENT,
        law="refused what is allowed",
    ),
    "the clock closes at the deadline itself": Mutant(
        due, "past_deadline", "Case.appeal_until < now", "Case.appeal_until <= now", RELEASED, LAST_MOMENT, (sweep,),
        law="closed before the deadline had passed",
    ),
    "holidays do not count": Mutant(
        deadlines, "appeal_deadline", "for row in tx.session.scalars(select(SpecialDay))", "for row in ()",
        IN_REVIEW, ("a_day_is_announced", *ROAD), (releasing, decide), law="the calendar says",
    ),
    "opinions have no deadline": Mutant(
        opine, "_check_in_time", "if now > appeal.opinions_due_at", "if False", APPEALED, LAST_MOMENT, law=DONE,
    ),
    "a lead who took part decides": Mutant(
        decide, "decide", "if actor.user_id in people_involved(tx, case):", "if False:", ADJUDICATION, ROAD,
        law="two roles|people of an earlier one",
    ),
    "who asked for an approval grants it": Mutant(
        approve, "_decide", "if approval.asked_by_id == actor.user_id:", "if False:",
        IN_REVIEW, ("a_lead_reviews_and_answers", "time_passes"), law="ck_approvals_two_persons",
    ),
    "a leader opines on their own appeal": Mutant(
        opine, "team_leader_opinion", "if actor.user_id in (appeal.filed_by_id, case.agent_id):", "if False:",
        RELEASED, ("go_on", "opine_as_leader"), law=DONE,
    ),
    "the reviewer is asked for the opinion": Mutant(
        appeal, "_ask_opinions", "involved = barred(tx, case, AssignmentKind.OPINION, services.settings)",
        "involved = frozenset()", RELEASED, ROAD, law=OWN,
    ),
    "the reviewer follows whoever steps back": Mutant(
        assigning, "pass_on", "excluding = barred(tx, case, kind, settings) | handed_back(tx, case, kind)",
        "excluding = handed_back(tx, case, kind)", APPEALED, ("step_back", "sweep"), (review, assign, sweep), law=OWN,
    ),
    "the lead reads the first opinion": Mutant(
        decisions, "decision_page", "if appeal.state is not AppealState.OPEN else {}", "", APPEALED, ROAD, law=SEALED,
    ),
    "the leader reads the inspector's opinion": Mutant(
        opinions, "leader_opinion_page", "Side.TEAM_LEADER", "Side.INSPECTOR",
        APPEALED, ("opine_as_inspector", "time_passes"), law=SEALED,
    ),
    "a decision on an older version is taken": Mutant(
        decide, "decide", "case.version != version or ", "", ADJUDICATION, SETTLE, law=DONE,
    ),
    "a decision makes a score of its own": Mutant(
        decide, "decide", "case.final_score = outcome.result.total", "case.final_score = 50.0", ADJUDICATION, SETTLE,
        law="does not follow from the items",
    ),
    "an appeal is withdrawn after an opinion": Mutant(
        appeal, "withdraw", "if appeal.opinions:", "if False:", APPEALED, ("go_on", "take_back"), law=DONE,
    ),
    "withdrawing gives new time": Mutant(
        appeal, "withdraw", "case.appeal_rounds -= 1", "case.appeal_until = now.replace(year=2027)", RELEASED, MIND,
        law="the deadline moved by itself",
    ),
    "an old appeal is withdrawn for the open one": Mutant(
        appeal, "withdraw", OPEN, "if False:", RELEASED, MIND, law=DONE
    ),
    "an old appeal gets an opinion": Mutant(opine, "team_leader_opinion", OPEN, "if False:", RELEASED, MIND,
        law=DONE),
    "released before the adjustment is settled": Mutant(
        releasing, "release_case", 'raise Refused("approval_open")', "pass", IN_REVIEW, ROAD, (release,), law=DONE,
    ),
    "what the first round decided is forgotten": Mutant(
        finalising, "close_undisputed", "row.final, row.final_points = standing(row)",
        "row.final, row.final_points = row.reviewed, row.reviewed_points", ADJUDICATION, ("settle", *MIND),
        (respond, sweep), law="forgotten|does not follow",
    ),
    "a partial decision gives points": Mutant(
        deciding, "outcome_of", "_check_partial(one, costs.get(row.key, 0.0))", "pass", ADJUDICATION, SETTLE, (decide,),
        law="gave points or cost more",
    ),
    "a change is not counted": Mutant(
        move, "move", "case.version += 1", "pass", ADJUDICATION, SETTLE, (decide,), law=UNTOLD,
    ),
    "a change is not told of": Mutant(
        move, "move", "audit.append(", "if False: audit.append(", ADJUDICATION, SETTLE, (decide,), law=UNTOLD,
    ),
}  # fmt: skip


@contextmanager
def broken(mutant: Mutant) -> Iterator[SimpleNamespace]:
    """The steps and pages of a house in which *mutant* lives, while the context lasts."""
    instead = getattr(without(mutant.module, mutant.piece, mutant.instead), mutant.name)
    do = steps()
    if mutant.module in (decisions, opinions):
        setattr(do, mutant.name, instead)
    with pytest.MonkeyPatch.context() as patch:
        for user in mutant.users or (mutant.module,):
            patch.setattr(user, mutant.name, instead)
        yield do
