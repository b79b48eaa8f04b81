"""What makes judging fast changes no answer, and the answer is the same in every process."""

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from functools import cache

import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.evaluate import judged, plan_of
from rules.load import load_pack
from rules.plan import Branch, Joint, Leaf, Plan
from rules.report import finding_json
from rules.scan import Pattern, Scanner
from rules.timeline import timeline_of
from rules.transcript import Role, Transcript, Utterance

SAID = """
    您好，很高兴为您服务 我要投诉你们 这个不归我管 没办法 非常抱歉 请稍等，我帮您查一下 再见 我要改手机号 嗯
    麻烦您报一下身份证后四位 请问还有其他可以帮您的吗 我保证百分之百到账 请问退款多久能到账 请问您的订单号是多少
    五个工作日内退回您的账户 我去银保监会投诉 你听不懂吗 卡号六二二八四八零四零二五六四八九零零一八
"""
PHRASES = SAID.split()
UTTERANCE = st.tuples(
    st.sampled_from((Role.AGENT, Role.CUSTOMER, Role.UNKNOWN)),
    st.lists(st.sampled_from(PHRASES), min_size=1, max_size=2).map("，".join),
    st.sampled_from((0.5, 2.0, 12.0)),
    st.sampled_from((None, None, None, "may be invented")),
)


def call(turns: list[tuple[Role, str, float, str | None]]) -> Transcript:
    utterances, now_s = [], 0.0
    for number, (role, text, gap_s, suspect) in enumerate(turns, start=1):
        start_s = now_s + gap_s
        now_s = start_s + len(text) / 4.5
        utterances.append(Utterance(number, role, start_s, now_s, text, suspect=suspect))
    return Transcript(tuple(utterances), timeline_of(utterances))


def at_length(plan: Plan) -> Plan:
    """The same plan without its shortcuts: every condition is looked at."""
    rules = tuple(
        replace(
            one,
            when=_looking(one.when),
            prerequisite=None if one.prerequisite is None else _looking(one.prerequisite),
            when_shortcut=None,
            prerequisite_shortcut=None,
        )
        for one in plan.rules
    )
    return replace(plan, rules=rules)


def _looking(branch: Branch) -> Branch:
    if isinstance(branch, Leaf):
        return replace(branch, needs=None, anchors=tuple(_leaf(anchor) for anchor in branch.anchors))
    return replace(branch, parts=tuple(map(_looking, branch.parts))) if isinstance(branch, Joint) else branch


def _leaf(leaf: Leaf) -> Leaf:
    return replace(leaf, needs=None, anchors=tuple(_leaf(anchor) for anchor in leaf.anchors))


@cache
def plans() -> tuple[Plan, Plan]:
    quick = plan_of(load_pack("zh-telecom"))
    return quick, at_length(quick)


@settings(max_examples=60, deadline=None)
@given(st.lists(UTTERANCE, max_size=14))
def test_shortcuts_change_no_verdict(turns: list[tuple[Role, str, float, str | None]]) -> None:
    quick, slow = plans()
    transcript = call(turns)

    fast = judged(quick, transcript, {"direction": "inbound"})
    full = judged(slow, transcript, {"direction": "inbound"})

    assert [(one.rule, one.verdict, one.hits, one.points) for one in fast] == [
        (one.rule, one.verdict, one.hits, one.points) for one in full
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(UTTERANCE, max_size=10))
def test_passes_without_proof_are_the_same_findings(turns: list[tuple[Role, str, float, str | None]]) -> None:
    quick, _ = plans()
    transcript = call(turns)

    proved = judged(quick, transcript, {})
    bare = judged(quick, transcript, {}, prove_passes=False)

    assert [(one.rule, one.verdict, one.points) for one in proved] == [
        (one.rule, one.verdict, one.points) for one in bare
    ]


PATTERNS = ("^您好$", "没办法$", "(a|b)+c", "[^，]{3}", r"\Ax", "(?s)a.b", "再见|您好", r"\bno\b", "x*")


@given(st.lists(st.text(alphabet="您好，没办法abcxno \n", max_size=8), max_size=5))
def test_the_pattern_set_never_misses_a_pattern_that_matches(texts: list[str]) -> None:
    scanner = Scanner([Pattern(pattern) for pattern in PATTERNS])

    found = scanner.scan(texts).found

    options = re2.Options()
    options.case_sensitive = False
    matching = {
        number
        for number, pattern in enumerate(PATTERNS)
        if any(re2.compile(pattern, options=options).search(text) for text in texts)
    }
    assert matching <= set(found)


JUDGE = """
import sys, json
from rules.dialogue import dialogue
from rules.evaluate import evaluate
from rules.load import load_pack
from rules.report import finding_json
call = dialogue(sys.stdin.read())
print(json.dumps([finding_json(one) for one in evaluate(load_pack("zh-telecom"), call, {"direction": "inbound"})]))
"""


def test_two_processes_with_different_hash_seeds_give_the_same_bytes() -> None:
    said = "\n".join(f"{'AC'[number % 2]} {phrase}" for number, phrase in enumerate(PHRASES))

    digests = {
        hashlib.sha256(
            subprocess.run(
                [sys.executable, "-c", JUDGE],
                input=said.encode(),
                capture_output=True,
                check=True,
                env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            ).stdout
        ).hexdigest()
        for seed in ("1", "2")
    }

    assert len(digests) == 1


def test_a_finding_survives_json() -> None:
    quick, _ = plans()
    findings = judged(quick, call([(Role.AGENT, "没办法", 0.5, None)]), {})

    assert json.loads(json.dumps([finding_json(one) for one in findings])) == [finding_json(one) for one in findings]
