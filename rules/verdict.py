"""One call against one plan: the truth of every leaf and branch, each worked out at most once."""

from collections.abc import Iterable, Mapping
from itertools import chain as chained
from types import MappingProxyType
from typing import NamedTuple

from rules import truth as logic
from rules.chains import chain_of
from rules.operators.base import Look, Reads, cannot_tell
from rules.outcome import Hit, Outcome, Window
from rules.plan import Branch, Joint, Leaf, Other, Plan, Shortcut
from rules.scene import Scene
from rules.settled import joined, settled, unheard
from rules.truth import Truth
from rules.window import windows


class Searched(NamedTuple):
    """The ids of the utterances, how well they were recognised on the average, and their channel if it is one."""

    utterances: tuple[int, ...]
    confidence: float | None
    channel: int | None


class Trial:
    """The answers of one call so far."""

    def __init__(self, plan: Plan, scene: Scene, glances: Mapping[int, Look] = MappingProxyType({})) -> None:
        """*glances*: quicker looks, by the numbers of the leaves, for verdicts that nobody proves."""
        self.scene = scene
        self._glances = glances
        self._outcomes: list[Outcome | None] = [None] * plan.leaves
        self._windows: dict[int, Window] = {}
        self._searched: dict[int, Searched] = {}  # by id(): windows live as long as this
        self._absences: dict[int, Outcome] = {}
        self._awake = plan.waking.woken(scene.found_numbers)
        self._plan = plan

    def outcome(self, leaf: Leaf) -> Outcome:
        """What a condition saw."""
        known = self._outcomes[leaf.number]
        if known is None:
            known = self._outcomes[leaf.number] = self._looked(leaf)
        return known

    def truth(self, branch: Branch) -> Truth:
        """The truth of any part of a rule."""
        if isinstance(branch, Leaf):
            return (self._outcomes[branch.number] or self.outcome(branch)).truth
        if isinstance(branch, Other):
            trigger = self.trigger(branch)
            return Truth.UNKNOWN if trigger is None else self.truth(trigger)
        if branch.kind == "not":
            return logic.negation(self.truth(branch.parts[0]))
        if branch.kind == "all":
            return self._first(branch, Truth.FALSE, Truth.TRUE)
        if branch.kind == "any":
            return self._any(branch)
        if branch.kind == "at_least":
            return self._at_least(branch)
        return self.chain(branch)[0]

    def passed_over(self, plan: Plan) -> frozenset[int]:
        """The rules, by place, that nothing in this call rouses and whose windows can be relied on."""
        return frozenset(at for group in plan.quiet for at in group.rules) - self.roused(plan)

    def roused(self, plan: Plan) -> frozenset[int]:
        """The rules, by place, of those that can be passed over, that must be looked at."""
        by_woken = (plan.roused_by[number] for number in self._awake if number in plan.roused_by)
        by_doubt = (
            group.rules
            for group in plan.quiet
            if any(self._absent(leaf).truth is not Truth.FALSE for leaf in group.leaves)
        )
        return frozenset(chained.from_iterable(by_woken)).union(*by_doubt)

    def surely_false(self, shortcut: Shortcut) -> bool:
        """Whether a branch is false because nothing that it needs was found in words that can be relied on."""
        return shortcut.members.isdisjoint(self._awake) and all(
            self._absent(leaf).truth is Truth.FALSE for leaf in shortcut.leaves
        )

    def may_hold(self, joint: Joint) -> Iterable[Branch]:
        """The parts that can be true."""
        if not joint.light:
            return joint.parts
        return (*(joint.light[number] for number in sorted(self._awake & joint.light.keys())), *joint.heavy)

    def _any(self, joint: Joint) -> Truth:
        """True as soon as one part is; those that have nothing to look at all say the same, and are asked once."""
        answer = Truth.FALSE
        for part in self.may_hold(joint):
            truth = self.truth(part)
            if truth is Truth.TRUE:
                return truth
            if truth is Truth.UNKNOWN:
                answer = truth
        asleep = (self._absent(one).truth for one, numbers in joint.alike if not numbers <= self._awake)
        return answer if answer is Truth.UNKNOWN else logic.disjunction(asleep)

    def _first(self, joint: Joint, decides: Truth, otherwise: Truth) -> Truth:
        """*decides* as soon as one part has it, else unknown if any part is, else *otherwise*."""
        answer = otherwise
        for part in joint.parts:
            truth = self.truth(part)
            if truth is decides:
                return decides
            if truth is Truth.UNKNOWN:
                answer = truth
        return answer

    def _at_least(self, joint: Joint) -> Truth:
        """True as soon as enough parts are, whatever the others may be."""
        truths: list[Truth] = []
        for part in joint.parts:
            truths.append(self.truth(part))
            if truths.count(Truth.TRUE) == joint.needed:
                break
        return logic.at_least(joint.needed, truths)

    def trigger(self, other: Other) -> Branch | None:
        """What another rule waits for; None where that rule cannot be run here."""
        return next((one.when for one in self._plan.rules if one.rule.id == other.rule), None)

    def hits(self, branch: Branch) -> tuple[Hit, ...]:
        """Where a branch that is not false was seen."""
        if isinstance(branch, Leaf):
            return self.outcome(branch).hits
        if isinstance(branch, Other):
            trigger = self.trigger(branch)
            return () if trigger is None else self.hits(trigger)
        if branch.kind == "not":
            return ()
        if branch.kind == "sequence":
            return self.chain(branch)[1]
        return tuple(hit for part in branch.parts if self.truth(part) is not Truth.FALSE for hit in self.hits(part))

    def chain(self, joint: Joint) -> tuple[Truth, tuple[Hit, ...]]:
        """A sequence: its truth, and the first chain of hits that shows it."""
        every = [sorted(self.hits(part), key=lambda hit: (hit.start_s, hit.end_s)) for part in joint.parts]
        sure = chain_of([[hit for hit in hits if hit.sure] for hits in every], joint)
        parts = [self.truth(part) for part in joint.parts]
        if sure and all(part is Truth.TRUE for part in parts):
            return Truth.TRUE, sure
        loose = chain_of(every, joint)
        if loose:
            return Truth.UNKNOWN, loose
        if logic.conjunction(parts) is Truth.UNKNOWN:
            return Truth.UNKNOWN, ()
        return Truth.FALSE, ()

    def points(self, branch: Branch) -> float | None:
        """What operators themselves take off, as scripts do for their steps; None where none does."""
        if isinstance(branch, Leaf):
            return self.outcome(branch).points
        if isinstance(branch, Other):
            return None
        own = [points for part in branch.parts if (points := self.points(part)) is not None]
        return sum(own) if own else None

    def searched(self, window: Window) -> Searched:
        """What was looked through in a window."""
        known = self._searched.get(id(window))
        if known is None:
            there = [self.scene.utterances[position] for position in window.positions]
            heard = [one.confidence for one in there if one.confidence is not None]
            mean = round(sum(heard) / len(heard), 3) if heard else None
            channels = {one.channel for one in there}
            channel = channels.pop() if len(channels) == 1 else None
            known = self._searched[id(window)] = Searched(tuple(one.id for one in there), mean, channel)
        return known

    def window(self, leaf: Leaf) -> Window:
        """The window of a leaf that hangs on nothing; worked out once for all leaves of the same scope."""
        found = self._windows.get(leaf.scope_number)
        if found is None:
            (found,) = windows(leaf.scope, self.scene, ())
            self._windows[leaf.scope_number] = found
        return found

    def _looked(self, leaf: Leaf) -> Outcome:
        if not leaf.anchors:
            if leaf.is_light and leaf.number not in self._awake:
                return self._absent(leaf)
            return self._in_window(leaf, self.window(leaf))
        searched = windows(leaf.scope, self.scene, [self.outcome(anchor) for anchor in leaf.anchors])
        outcomes = [self._in_window(leaf, window) for window in searched]
        return outcomes[0] if len(outcomes) == 1 else joined(outcomes, every=leaf.scope.hit == "every")

    def _absent(self, leaf: Leaf) -> Outcome:
        """What all leaves of one scope say that look for something which is nowhere in the call."""
        known = self._absences.get(leaf.absence_number)
        if known is None:
            window = self.window(leaf)
            known = unheard(leaf, window)
            if known is None:
                absent = Outcome(Truth.FALSE, (), "", (window,))
                in_words = leaf.reads is Reads.WORDS
                known = settled(absent, window, self.scene, strict=leaf.strict) if in_words else absent
            self._absences[leaf.absence_number] = known
        return known

    def _in_window(self, leaf: Leaf, window: Window) -> Outcome:
        reads = leaf.reads
        if reads is Reads.METADATA:
            return self._glances.get(leaf.number, leaf.look)(window, self.scene)
        silent = unheard(leaf, window)
        if silent is not None:
            return silent
        if leaf.scope.every:
            return self._everywhere(leaf, window)
        outcome = self._glances.get(leaf.number, leaf.look)(window, self.scene)
        return settled(outcome, window, self.scene, strict=leaf.strict) if reads is Reads.WORDS else outcome

    def _everywhere(self, leaf: Leaf, window: Window) -> Outcome:
        outcomes = []
        counted = [position for position in window.positions if leaf.operator.counts(position, self.scene)]
        if not counted:
            return cannot_tell(window, "nothing there to measure")
        for position in counted:
            utterance = self.scene.utterances[position]
            doubtful = window.doubtful & {position}
            one = Window((position,), utterance.start_s, utterance.end_s, doubtful, loose=window.loose)
            outcomes.append(settled(leaf.look(one, self.scene), one, self.scene, strict=leaf.strict))
        missing = sum(outcome.truth is Truth.FALSE for outcome in outcomes)
        whole = joined(outcomes, every=True)
        why = f"{missing} of {len(outcomes)} utterances do not" if missing else whole.why
        return Outcome(whole.truth, whole.hits, why, (window,), float(len(outcomes) - missing), float(len(outcomes)))
