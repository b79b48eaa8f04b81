"""The sentence tester beside the editor: a dialogue or a stored call, and what the rule says of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from werkzeug.datastructures import MultiDict

from engine.access import Actor, Permission, may
from engine.errors import Expected
from engine.reading.excerpt import excerpt_of
from engine.reading.rule_editor import EditorPage
from engine.reading.rule_trial import CallChoice, TrialView, recent_calls, stored_call, trial_of_rule
from engine.services import Services
from engine.steps.try_call import excerpted_from, tried_on
from review_app.problems import problem_text
from rules.dialogue import dialogue
from rules.editing.trial import Tested, run_tests
from rules.yaml_text import YamlRefused, read

EXPECTED = ("fail", "pass", "unsure", "none")
LONGEST_DIALOGUE = 20_000


@dataclass(frozen=True, slots=True)
class Tester:
    """What was filled in, and the answer.

    Args:
        recording: the call id of a stored call, instead of a dialogue.
        facts: metadata of the dialogue, a line of YAML each.
        add_op: the kind of condition to be added; it is sent with the rest of the page.
        runs: of the rule's own tests, by their numbers from 1; None while nobody asked.
        problem: why there is no answer.
        is_excerpt: the dialogue has just been taken from a stored call.
    """

    call: str = ""
    recording: str = ""
    facts: str = ""
    expect: str = "fail"
    add_op: str = "keyword"
    trial: TrialView | None = None
    runs: Mapping[int, Tested] | None = None
    problem: str = ""
    problem_code: str = ""
    is_excerpt: bool = False
    calls: tuple[CallChoice, ...] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def from_form(cls, form: MultiDict[str, str]) -> Self:
        """What was filled in."""
        facts = form.get("facts", "").replace("\r\n", "\n")
        try:
            told = read(facts).value
        except YamlRefused:
            told = None
        return cls(
            call=form.get("call", "").replace("\r\n", "\n")[:LONGEST_DIALOGUE],
            recording=form.get("recording", "").strip()[:200],
            facts=facts,
            expect=form.get("expect", "fail"),
            add_op=form.get("add_op", "keyword"),
            problem_code="" if isinstance(told, dict) or not facts.strip() else "facts",
            metadata=told if isinstance(told, dict) else {},
        )

    @property
    def is_expectable(self) -> bool:
        """Whether a test can expect that."""
        return self.expect in EXPECTED

    @property
    def passed(self) -> int:
        """Tests that came out as expected."""
        return sum(not run.failures for run in (self.runs or {}).values())


def tester_of(page: EditorPage, act: str, tester: Tester, *, actor: Actor, services: Services) -> Tester:
    """The tester with its answer: a dialogue is tried at every chance, a stored call only when it is asked for."""
    may_pick = page.draft.may_write and may(actor, Permission.RECORDING_IMPORT)
    tester = replace(tester, calls=recent_calls(actor=actor, services=services) if may_pick else ())
    rulebook = page.checked.rulebook
    if rulebook is None:
        asked = act in ("try", "run") or bool(tester.call.strip())
        return replace(tester, problem_code="broken") if asked else tester
    if act in ("run", "add-test"):
        tester = replace(tester, runs={run.number: run for run in run_tests(rulebook, page.checked.id)})
    if act == "add-test" and not tester.call.strip():
        return replace(tester, problem_code="no_dialogue")
    if tester.recording and act not in ("try", "excerpt"):
        return replace(tester, problem_code="again")
    if not (tester.recording or tester.call.strip()) or tester.problem_code:
        return tester
    try:
        excerpts = act == "excerpt" and tester.recording
        return (_excerpted if excerpts else _tried)(page, tester, actor=actor, services=services)
    except ValueError as refusal:
        return replace(tester, problem_code="dialogue", problem=str(refusal))
    except Expected as refusal:
        return replace(tester, problem_code="call", problem=problem_text(refusal))


def _tried(page: EditorPage, tester: Tester, *, actor: Actor, services: Services) -> Tester:
    rulebook, rule = page.checked.rulebook, page.checked.rule
    assert rulebook is not None and rule is not None
    if tester.recording:
        call = stored_call(tester.recording, actor=actor, services=services)
        tried_on(call.recording_id, page.checked.id, actor=actor, services=services)
        trial = trial_of_rule(rulebook, rule, call.transcript, call.metadata, call.texts)
    else:
        trial = trial_of_rule(rulebook, rule, dialogue(tester.call), tester.metadata)
    return replace(tester, trial=trial, problem_code="" if trial else "not_runnable")


def _excerpted(page: EditorPage, tester: Tester, *, actor: Actor, services: Services) -> Tester:
    """An anonymous excerpt after whatever the dialogue says already, and what the rule says of that."""
    rulebook, rule = page.checked.rulebook, page.checked.rule
    assert rulebook is not None and rule is not None
    call = stored_call(tester.recording, actor=actor, services=services)
    trial = trial_of_rule(rulebook, rule, call.transcript, call.metadata, call.texts)
    if trial is None:
        return replace(tester, problem_code="not_runnable")
    lines = excerpt_of(call, trial, actor=actor, services=services)
    excerpted_from(call.recording_id, page.checked.id, lines.count("\n") + 1, actor=actor, services=services)
    said = "\n".join(part for part in (tester.call.strip(), lines) if part)
    return _tried(page, replace(tester, call=said, recording="", is_excerpt=True), actor=actor, services=services)
