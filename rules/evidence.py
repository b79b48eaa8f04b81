"""The proof of a judgement: the parts that made it so, each with its words, its times and what was compared."""

from collections.abc import Iterator

from rules.finding import RAW, Evidence
from rules.outcome import Hit, Outcome, Window
from rules.plan import Branch, Leaf, Other
from rules.scene import times_of
from rules.truth import Truth, negation
from rules.verdict import Trial

MOST_SHOWN = 50  # a person reads the first few; the count of hits is kept apart


def evidence_of(branch: Branch, trial: Trial) -> tuple[Evidence, ...]:
    """What supports the truth of a branch, in order of time and without repeats."""
    found = list(_support(branch, trial.truth(branch), trial))
    if len(found) < 2:
        return tuple(found)
    listed = dict.fromkeys(found)
    ordered = sorted(listed, key=lambda one: (one.window, one.start_s, one.end_s, one.chars or (0, 0)))
    return tuple(ordered[:MOST_SHOWN])


def proves(branch: Branch, trial: Trial) -> bool:
    """Whether `evidence_of` finds any, without writing it down."""
    return _is_supported(branch, trial.truth(branch), trial)


def occurrences(branch: Branch, trial: Trial) -> int:
    """How often a branch that is true happened: distinct utterances, or distinct stretches of time; a sum is one."""
    return len(_places(branch, trial))


def _places(branch: Branch, trial: Trial) -> frozenset[object]:
    """What is counted; in a conjunction the rarest part decides."""
    if isinstance(branch, Leaf):
        return frozenset(_place(hit) for hit in trial.outcome(branch).hits if hit.sure)
    if isinstance(branch, Other):
        trigger = trial.trigger(branch)
        return frozenset() if trigger is None else _places(trigger, trial)
    if branch.kind == "not":
        return frozenset()
    if branch.kind == "sequence":
        return frozenset([0])
    true = [
        places
        for part in trial.may_hold(branch)
        if trial.truth(part) is Truth.TRUE and (places := _places(part, trial))
    ]
    if branch.kind == "any":
        return frozenset().union(*true)
    return min(true, key=len, default=frozenset())


def _place(hit: Hit) -> object:
    if hit.part_of is not None:
        return hit.part_of
    return (hit.start_s, hit.end_s) if hit.position is None else hit.position


def _support(branch: Branch, truth: Truth, trial: Trial) -> Iterator[Evidence]:
    """Evidence for *branch* being *truth*; only the parts that made the difference speak."""
    if isinstance(branch, Leaf):
        yield from _of_leaf(branch, trial.outcome(branch), trial)
    elif isinstance(branch, Other):
        trigger = trial.trigger(branch)
        if trigger is not None:
            yield from _support(trigger, truth, trial)
    elif branch.kind == "not":
        yield from _support(branch.parts[0], negation(truth), trial)
    elif branch.kind == "sequence" and trial.hits(branch):
        yield from _of_chain(branch.parts, trial.hits(branch), trial)
    else:
        parts = [part for part in branch.parts if trial.truth(part) is truth] or list(branch.parts)
        for part in parts:
            yield from _support(part, trial.truth(part), trial)


def _is_supported(branch: Branch, truth: Truth, trial: Trial) -> bool:
    """Whether `_support` has anything to say."""
    if isinstance(branch, Leaf):
        return _speaks(trial.outcome(branch))
    if isinstance(branch, Other):
        trigger = trial.trigger(branch)
        return trigger is not None and _is_supported(trigger, truth, trial)
    if branch.kind == "not":
        return _is_supported(branch.parts[0], negation(truth), trial)
    if branch.kind == "sequence" and trial.hits(branch):
        return next(_of_chain(branch.parts, trial.hits(branch), trial), None) is not None
    some = trial.may_hold(branch) if truth is Truth.TRUE else branch.parts
    parts = [part for part in some if trial.truth(part) is truth] or list(branch.parts)
    return any(_is_supported(part, trial.truth(part), trial) for part in parts)


def _speaks(outcome: Outcome) -> bool:
    if outcome.hits and outcome.truth is not Truth.FALSE:
        return True
    return bool(outcome.windows) and (outcome.truth is not Truth.TRUE or not outcome.hits)


def _of_leaf(leaf: Leaf, outcome: Outcome, trial: Trial) -> Iterator[Evidence]:
    if outcome.truth is not Truth.FALSE:  # too few hits do not prove that there are too few
        for hit in outcome.hits:
            yield _of_hit(hit, leaf, outcome, trial)
    if outcome.truth is not Truth.TRUE or not outcome.hits:
        for window in outcome.windows:
            yield _of_window(window, leaf, outcome, trial)


def _of_chain(parts: tuple[Branch, ...], chain: tuple[Hit, ...], trial: Trial) -> Iterator[Evidence]:
    for part in parts:
        if isinstance(part, Leaf):
            outcome = trial.outcome(part)
            yield from (_of_hit(hit, part, outcome, trial) for hit in chain if hit in outcome.hits)


def _of_hit(hit: Hit, leaf: Leaf, outcome: Outcome, trial: Trial) -> Evidence:
    why = hit.why or outcome.why
    if hit.position is None:
        near = _heard_during(hit.start_s, hit.end_s, trial)
        return Evidence(near, hit.start_s, hit.end_s, None, "", why, leaf.name, leaf.operator.op)
    utterance = trial.scene.utterances[hit.position]
    start_s, end_s = times_of(utterance, *hit.chars) if hit.chars else (hit.start_s, hit.end_s)
    quote = utterance.text[slice(*hit.chars)] if hit.chars else utterance.text
    if not hit.sure:
        reason = utterance.suspect or "the words or the speaker are not certain"
        why = f"{why}; {reason}" if why else reason
    return Evidence(
        (utterance.id,),
        start_s,
        end_s,
        hit.chars,
        quote,
        why,
        leaf.name,
        leaf.operator.op,
        utterance.confidence,
        channel=utterance.channel,
        text_version=RAW if hit.chars else "",
    )


def _of_window(window: Window, leaf: Leaf, outcome: Outcome, trial: Trial) -> Evidence:
    ids, confidence, channel = trial.searched(window)
    why = outcome.why or "searched, not found"
    return Evidence(
        ids,
        window.start_s,
        window.end_s,
        None,
        "",
        why,
        leaf.name,
        leaf.operator.op,
        confidence,
        window=True,
        channel=channel,
    )


def _heard_during(start_s: float, end_s: float, trial: Trial) -> tuple[int, ...]:
    """The ids of the utterances beside or inside a stretch of time, so that a page can show where it is."""
    utterances = trial.scene.utterances
    following = trial.scene.position_at(end_s - 0.001)
    inside = [
        position
        for position in range(following)
        if utterances[position].end_s > start_s and utterances[position].start_s < end_s
    ]
    before = max((at for at in range(following) if utterances[at].end_s <= start_s + 0.05), default=None)
    near = {*inside, *(() if before is None else (before,)), *((following,) if following < len(utterances) else ())}
    return tuple(utterances[position].id for position in sorted(near))
