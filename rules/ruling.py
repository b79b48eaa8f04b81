"""The verdicts of one rulebook on many calls, without the proof: what `evaluate` would say, for replays.

`evaluate` says of every rule why, with quotes and times, which is most of its work; here is only what it decides.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import IntEnum
from typing import NamedTuple

from rules.calls import Calls
from rules.day import day_of
from rules.evaluate import limits_of, verdict_of
from rules.evidence import proves
from rules.finding import Verdict
from rules.found import confirmed, hits_and_points
from rules.glance import glances_of
from rules.plain import PlainRules, Sighting
from rules.plan import Plan
from rules.rulebook import ReviewPolicy
from rules.scan import Heard, Scanner
from rules.scene import Scene
from rules.transcript import Transcript
from rules.verdict import Trial

CALLS_AT_ONCE = 32  # scanned in one go: past this the arrays outgrow the cache and nothing more is gained


class Code(IntEnum):
    """A verdict in one byte; NOTHING where the rule does not apply or has nothing to say."""

    NOTHING = 0
    PASS = 1
    FAIL = 2
    UNSURE = 3


CODES = {None: Code.NOTHING, Verdict.PASS: Code.PASS, Verdict.FAIL: Code.FAIL, Verdict.UNSURE: Code.UNSURE}
VERDICTS: dict[int, Verdict | None] = {code: verdict for verdict, code in CODES.items()}

Call = tuple[Transcript, Mapping[str, object]]


class Count(NamedTuple):
    """How often a rule was hit, and what that changes on the score."""

    hits: int
    points: float


class Ruling(NamedTuple):
    """What the rulebook says of one call.

    Attributes:
        codes: one per rule of `Rulings.rules`.
        counts: of the rules that change the score, by their place; of all others neither matters.
    """

    codes: bytes
    counts: Mapping[int, Count]


class Rulings:
    """A plan made ready for judging calls by the thousand; *rules* are the ids in the order of the codes."""

    def __init__(self, plan: Plan) -> None:
        self.rules = tuple(one.rule.id for one in plan.rules)
        self._glances = glances_of(plan)
        self._unroused = bytes(CODES[one.unless_roused] for one in plan.rules)
        asleep = {at for group in plan.quiet for at in group.rules}
        self._always = frozenset(range(len(plan.rules))) - asleep
        rewarded = {
            rule for card in plan.rulebook.scorecards for item in card.items() if item.bonus for rule in item.rules
        }
        self._welcome = frozenset(
            at for at, one in enumerate(plan.rules) if one.rule.effect.bonus or one.rule.id in rewarded
        )
        self._plain = PlainRules(plan, self._welcome)
        # What rouses the others alone.
        self._plan = replace(plan, roused_by=self._plain.others(plan.roused_by))
        self._dated = tuple(at for at, one in enumerate(plan.rules) if one.rule.effective.is_limited)

    def of(self, calls: Sequence[Call]) -> list[Ruling]:
        """One ruling per call."""
        scanned = ((some, scan(self._plan.scanner, some)) for some in batches(calls))
        return [ruling for some, heard in scanned for ruling in self.of_heard(some, heard)]

    def of_heard(self, calls: Sequence[Call], heard: Sequence[Heard]) -> list[Ruling]:
        """The same for a batch of calls that was scanned before."""
        return [self._ruling(trial, sightings) for trial, sightings in self._looked_over(calls, heard)]

    def _looked_over(self, calls: Sequence[Call], scanned: Sequence[Heard]) -> Iterator[tuple[Trial, list[Sighting]]]:
        """What can be seen in the calls together, and for each a trial of what is left to look at."""
        plan, limits, language = self._plan, limits_of(self._plan.rulebook), self._plan.rulebook.language
        together = Calls([transcript for transcript, _ in calls], scanned, limits, language)
        signs, sightings = self._signs(together), self._plain.seen_in(together)
        for (transcript, metadata), heard, seen, sighted in zip(calls, scanned, signs, sightings, strict=True):
            scene = Scene(transcript, metadata, heard, limits, language, seen, proving=False)
            yield Trial(plan, scene, self._glances), sighted

    def _signs(self, calls: Calls) -> list[list[int]]:
        """The numbers of the signs that each call has."""
        seen: list[list[int]] = [[] for _ in calls.transcripts]
        for number, sign in self._plan.signs.items():
            for at in sign(calls).nonzero()[0].tolist():
                seen[at].append(number)
        return seen

    def _ruling(self, trial: Trial, sightings: Sequence[Sighting]) -> Ruling:
        codes, counts = bytearray(self._unroused), dict[int, Count]()
        for at, sure in sightings:
            rule = self._plan.rules[at].rule
            if not sure:
                codes[at] = Code.UNSURE if rule.if_unknown == "review" else Code.NOTHING
            elif rule.review is ReviewPolicy.MANUAL:
                codes[at] = Code.UNSURE
            else:
                codes[at], counts[at] = Code.FAIL, Count(sure, rule.effect.points_for(sure))
        for at in sorted(self._always | trial.roused(self._plan)):
            one = self._plan.rules[at]
            verdict = verdict_of(one, trial)
            if verdict is Verdict.FAIL or (verdict is Verdict.PASS and at in self._welcome):
                verdict = confirmed(one, verdict, proved=proves(one.when, trial))
                if verdict is not Verdict.UNSURE:
                    counts[at] = Count(*hits_and_points(one, verdict, trial))
            codes[at] = CODES[verdict]
        day = day_of(trial.scene.metadata) if self._dated else None
        for at in self._dated:
            if not self._plan.rules[at].rule.effective.covers(day):
                codes[at] = Code.NOTHING
                counts.pop(at, None)
        return Ruling(bytes(codes), counts)


def batches(calls: Sequence[Call]) -> Iterator[Sequence[Call]]:
    """The calls, as many together as are best scanned in one go."""
    return (calls[first : first + CALLS_AT_ONCE] for first in range(0, len(calls), CALLS_AT_ONCE))


def scan(scanner: Scanner, calls: Sequence[Call]) -> list[Heard]:
    """What is found in each call of a batch."""
    return scanner.scan_calls([[one.text for one in transcript.utterances] for transcript, _ in calls])
