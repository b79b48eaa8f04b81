"""Judge one file in memory: hear it, apply a rulebook, give the report. No database, no queue."""

import time
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from engine.speech.channels import Notice, NoticeCode
from engine.speech.hear import Heard, Models, Request, hear
from engine.speech.options import SpeechSettings
from engine.speech.swap import swapped
from models.channels import ChannelPolicy
from rules.evaluate import evaluate
from rules.report import run_json
from rules.rulebook import Rulebook, day_of
from rules.scorecard import fits, judgements_of, score
from rules.titles import findings_in, score_in
from rules.transcript_file import timeline_json, utterance_json


def process(
    path: Path,
    *,
    rulebook: Rulebook,
    models: Models,
    settings: SpeechSettings,
    policy: ChannelPolicy | None = None,
    language: str | None = None,
    metadata: Mapping[str, object] | None = None,
) -> dict[str, Any]:
    """The report of `callqc process --json`.

    Args:
        policy: whose channel is which; None assumes the agent left in a two-channel file, looks at what is said, and
            says so among the warnings.

    Raises:
        SpeechError: the file cannot be heard.
    """
    began = time.perf_counter()
    heard = hear(Request(path, policy or ChannelPolicy.STEREO_AGENT_LEFT, language), models, settings)
    if policy is None:
        heard = _assumed(heard)
    listened = time.perf_counter()
    judged = judgement_json(rulebook, heard, metadata or {})
    ended = time.perf_counter()
    decode_s = heard.seconds.get("decode", 0.0)
    return {
        "version": 1,
        **heard_json(path.name, heard),
        **judged,
        "seconds": {
            "decode": round(decode_s, 3),
            "speech": round(listened - began - decode_s, 3),
            "rules": round(ended - listened, 4),
            "total": round(ended - began, 3),
        },
    }


def judgement_json(rulebook: Rulebook, heard: Heard, metadata: Mapping[str, object]) -> dict[str, object]:
    """Findings and preliminary scores on every scorecard that fits the call, titled in the rulebook's own language."""
    known = {**metadata, "duration_s": heard.facts.duration_s, "channels": heard.facts.channels}
    findings = findings_in(rulebook.language, evaluate(rulebook, heard.transcript, known), rulebook)
    cards = [card for card in rulebook.scorecards if fits(card, known, day_of(known))]
    scores = [score_in(rulebook.language, score(card, judgements_of(card, findings)), card) for card in cards]
    return run_json(findings, scores)


def heard_json(name: str, heard: Heard) -> dict[str, Any]:
    """The parts of the report that speech answers for: recording, transcript, timeline."""
    facts, transcript = heard.facts, heard.transcript
    return {
        "recording": {
            "name": name,
            "sha256": facts.sha256,
            "duration_s": round(facts.duration_s, 3),
            "channels": facts.channels,
            "sample_rate_hz": facts.sample_rate_hz,
            "codec": facts.codec,
            "channel_policy": str(heard.policy),
            "warnings": [str(notice) for notice in heard.notices],
        },
        "transcript": {
            "backend": heard.provenance.backend,
            "model": heard.provenance.model,
            "revision": heard.provenance.revision,
            "demo": heard.provenance.demo,
            "language": transcript.language,
            "role_source": str(transcript.role_source),
            "role_confidence": transcript.role_confidence,
            "quality": asdict(heard.quality),
            "utterances": [utterance_json(said) for said in transcript.utterances],
        },
        "timeline": timeline_json(transcript.timeline),
    }


def _assumed(heard: Heard) -> Heard:
    """The hearing under an assumed policy: turned round when the words are clearly the other way, and marked."""
    kept = tuple(
        notice for notice in heard.notices if notice.code not in (NoticeCode.NOT_STEREO, NoticeCode.SWAPPED_SUSPECTED)
    )
    if heard.policy is ChannelPolicy.MONO_DIARIZE:
        return replace(heard, notices=kept)
    if len(kept) < len(heard.notices):
        heard = replace(heard, transcript=swapped(heard.transcript), policy=ChannelPolicy.STEREO_AGENT_RIGHT)
    return replace(heard, notices=(*kept, Notice(NoticeCode.POLICY_ASSUMED, str(heard.policy))))
