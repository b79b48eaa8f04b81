"""What is allowed in a rule but will not work as meant."""

from collections.abc import Callable, Iterator, Mapping

from rules.agreement import nodes_of
from rules.condition import All, Reference, walk
from rules.effect import On
from rules.finding import Severity
from rules.lint import of_conditions
from rules.lint.remark import Grade, Said
from rules.operators.base import Operator
from rules.operators.clause import Clause
from rules.operators.fuzzy import Fuzzy
from rules.operators.keyword import Keyword
from rules.operators.manual import AskPerson
from rules.operators.metadata import Comparator, Metadata
from rules.operators.silence import SilenceFor, Where
from rules.operators.sounds_like import SoundsLike
from rules.rulebook import ReviewPolicy, Rule, Rulebook
from rules.scope import Speaker
from rules.text.normalise import normalise

LOOSE_CHARS = 2  # a fuzzy phrase of two characters allows one of them to be wrong at 50
LOOSE_SIMILARITY = 60.0


def _no_tests(rule: Rule, rulebook: Rulebook) -> Iterator[Said]:
    expected = {test.expect for test in rule.tests}
    if rule.not_runnable is not None:
        return
    if not expected:
        yield Grade.WARNING, "has no tests"
    elif len(expected) == 1:
        yield Grade.WARNING, f"is only tested for {expected.pop()}: add a dialogue that comes out otherwise"


def _unreachable(rule: Rule, rulebook: Rulebook) -> Iterator[Said]:
    used = {name for _, node in nodes_of(rule) for name in _names_in(node)}
    for name in rule.conditions:
        if name not in used:
            yield Grade.WARNING, f"condition {name!r} is never used"
    for root in (rule.when, rule.prerequisite):
        for path, node in walk(root) if root is not None else ():
            if isinstance(node, All):
                yield from _contradiction(path, node)


def _names_in(node: object) -> tuple[str, ...]:
    if isinstance(node, Operator):
        return node.scope.anchors
    return (getattr(node, "ref", ""),)


def _contradiction(path: str, node: All) -> Iterator[Said]:
    """Two demands on one metadata field that cannot both hold."""
    wanted: dict[str, object] = {}
    for part in node.all:
        if not isinstance(part, Metadata) or part.compare is not Comparator.EQ or part.value is None:
            continue
        if wanted.setdefault(part.field, part.value) != part.value:
            yield Grade.ERROR, f"can never fire: {part.field} is to be {wanted[part.field]!r} and {part.value!r}"


def _too_loose(rule: Rule, rulebook: Rulebook) -> Iterator[Said]:
    for _, node in nodes_of(rule):
        if isinstance(node, Fuzzy):
            words = (*node.phrases, *(word for name in node.lists_ for word in rulebook.word_lists[name]))
            short = [word for word in words if len(normalise(word).text) <= LOOSE_CHARS]
            if short:
                yield Grade.ERROR, f"{short[0]!r} is too short to be found fuzzily: use keyword"
            if node.at_least < LOOSE_SIMILARITY:
                yield Grade.WARNING, f"a similarity of {node.at_least:g} finds almost anything"
        if isinstance(node, Keyword):
            single = [word for word in node.words if len(normalise(word).text) == 1]
            alone = node.clause is Clause.WHOLE
            if single and node.times == 1 and not node.except_ and not alone and rule.effect.on is On.PRESENCE:
                yield Grade.WARNING, f"{single[0]!r} is a single character and will be found inside other words"


def _unheard(rule: Rule, rulebook: Rulebook) -> Iterator[Said]:
    for _, node in nodes_of(rule):
        for field in ("words", "phrases", "first", "second"):
            for word in getattr(node, field, ()):
                if not normalise(word).text:
                    yield Grade.ERROR, f"{word!r} is only punctuation and is never heard"
                elif field == "words" and isinstance(node, Keyword) and word in (*node.except_, *node.unless):
                    yield Grade.ERROR, f"{word!r} is among its own exceptions"


def _shadowed(rule: Rule, rulebook: Rulebook) -> Iterator[Said]:
    """A word that contains another word of the same condition adds nothing."""
    for _, node in nodes_of(rule):
        if not isinstance(node, Keyword) or node.need != "any" or node.times > 1:
            continue
        folded = {word: normalise(word).text for word in node.words}
        for word, text in folded.items():
            inside = next((other for other, part in folded.items() if _shadows(part, text, node.clause)), None)
            if inside is not None:
                yield Grade.WARNING, f"{word!r} is found by {inside!r} already"


def _shadows(part: str, text: str, clause: Clause) -> bool:
    """Whether a clause that stands like this with *text* does so with *part* too."""
    if part == text or not _is_in(part, text) or clause is Clause.WHOLE:
        return False
    begins, ends = text.startswith(part), text.endswith(part)
    return begins if clause is Clause.BEGINS else ends if clause is Clause.ENDS else True


def _is_in(part: str, text: str) -> bool:
    """Whether one folded phrase is heard inside another; words with spaces between them only as whole words."""
    return bool(part) and (f" {part} " in f" {text} " if part.isascii() else part in text)


def _nobody_in_particular(rule: Rule, rulebook: Rulebook) -> Iterator[Said]:
    for _, node in nodes_of(rule):
        spoken = isinstance(node, (Keyword, Fuzzy)) and node.scope.role is Speaker.ANY and node.scope.side is None
        if spoken and rule.effect.points < 0:
            yield Grade.WARNING, "the agent pays for words that the customer may have said: set scope.role"


def _silence_without_excuse(rule: Rule, rulebook: Rulebook) -> Iterator[Said]:
    for _, node in walk(rule.when) if rule.when is not None else ():
        trigger = rule.conditions.get(node.ref) if isinstance(node, Reference) else node
        if not isinstance(trigger, SilenceFor) or trigger.excuses is not None or trigger.where is Where.START:
            continue
        if rule.effect.points < 0 and trigger.over is not None:
            yield Grade.WARNING, "an announced wait will cost points: add excuses"


def _only_a_question(rule: Rule, rulebook: Rulebook) -> Iterator[Said]:
    if isinstance(rule.when, AskPerson):
        yield Grade.WARNING, "only asks a person: write it as a manual item of the scorecard"
    if isinstance(rule.when, SoundsLike) and rule.effect.points:
        yield Grade.WARNING, "a sound alone never takes points off"


def _unlike_its_effect(rule: Rule, rulebook: Rulebook) -> Iterator[Said]:
    if rule.effect.fatal and rule.severity is not Severity.FATAL:
        yield Grade.WARNING, f"is fatal but its severity is {rule.severity}"
    if rule.effect.fatal and rule.review is ReviewPolicy.AUTO_RELEASE:
        yield Grade.WARNING, "empties a form without a person: review should be flag"


def _dead_rule(rule: Rule, rulebook: Rulebook) -> Iterator[Said]:
    if not rulebook.scorecards or (rule.effect.points == 0 and rule.effect.fatal is None):
        return
    if not any(rule.id in card.rule_ids() for card in rulebook.scorecards):
        yield Grade.WARNING, "takes points off, but no scorecard counts it"


CHECKS: Mapping[str, Callable[[Rule, Rulebook], Iterator[Said]]] = {
    "no-tests": _no_tests,
    "unreachable": _unreachable,
    "never": of_conditions.never,
    "scope": of_conditions.unread,
    "too-loose": _too_loose,
    "unheard": _unheard,
    "shadowed": _shadowed,
    "role": _nobody_in_particular,
    "excuses": _silence_without_excuse,
    "question": _only_a_question,
    "effect": _unlike_its_effect,
    "dead": _dead_rule,
}
