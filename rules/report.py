"""Findings and scores as JSON, in the shapes that other programs rely on."""

from collections.abc import Iterable

from rules.finding import Evidence, Finding
from rules.scorecard import ItemScore, Score, SectionScore

Json = dict[str, object]


def run_json(findings: Iterable[Finding], scores: Iterable[Score]) -> Json:
    """`{"findings": [...], "scores": [...]}`, passes included."""
    return {
        "findings": [finding_json(finding) for finding in findings],
        "scores": [score_json(score) for score in scores],
    }


def finding_json(finding: Finding) -> Json:
    """One finding with its evidence."""
    return {
        "rule": finding.rule,
        "title": finding.title,
        "verdict": finding.verdict.value,
        "severity": finding.severity.value,
        "points": number(finding.points),
        "hits": finding.hits,
        "why": finding.why,
        "suspected": finding.suspected,
        "flags": finding.flags,
        "evidence": [evidence_json(one) for one in finding.evidence],
    }


def evidence_json(evidence: Evidence) -> Json:
    """Where it was heard; `window` true: the stretch that was searched."""
    return {
        "utterances": list(evidence.utterances),
        "start_s": evidence.start_s,
        "end_s": evidence.end_s,
        "chars": list(evidence.chars) if evidence.chars else None,
        "quote": evidence.quote,
        "why": evidence.why,
        "condition": evidence.condition,
        "operator": evidence.operator,
        "confidence": evidence.confidence,
        "window": evidence.window,
        "channel": evidence.channel,
        "text_version": evidence.text_version,
    }


def score_json(score: Score) -> Json:
    """One scorecard's preliminary score; null where nothing was scored."""
    return {
        "scorecard": score.scorecard,
        "version": score.version,
        "maximum": number(score.maximum),
        "preliminary": number(score.total),
        "outcome": score.outcome.value,
        "fatal": list(score.fatal),
        "critical": list(score.critical),
        "sections": [_section_json(section) for section in score.sections],
    }


def number(value: float | None) -> float | int | None:
    """To a hundredth; whole numbers without a decimal point."""
    if value is None:
        return None
    short = round(value, 2)
    return int(short) if short == int(short) else short


def _section_json(section: SectionScore) -> Json:
    return {
        "id": section.id,
        "title": section.title,
        "maximum": number(section.maximum),
        "score": number(section.score),
        "items": [_item_json(item) for item in section.items],
    }


def _item_json(item: ItemScore) -> Json:
    return {
        "id": item.id,
        "title": item.title,
        "maximum": number(item.maximum),
        "score": number(item.score),
        "outcome": item.outcome.value,
        "deductions": [{"key": one.key, "points": number(one.points), "hits": one.hits} for one in item.deductions],
    }
