"""Findings and scores in the language of who reads them: judging writes the Chinese titles."""

from collections.abc import Iterable
from dataclasses import replace

from rules.explain import RuleTrace
from rules.finding import Finding
from rules.form import Scorecard
from rules.rulebook import Rulebook
from rules.scorecard import Score


def findings_in(language: str, findings: Iterable[Finding], rulebook: Rulebook) -> tuple[Finding, ...]:
    """The same with the titles that their rules have in *language*; the other one where there is none in it."""
    titles = _titles_of_rules(language, rulebook)
    return tuple(replace(finding, title=titles[finding.rule]) for finding in findings)


def traces_in(language: str, traces: Iterable[RuleTrace], rulebook: Rulebook) -> tuple[RuleTrace, ...]:
    """The same of traces."""
    titles = _titles_of_rules(language, rulebook)
    return tuple(replace(trace, title=titles[trace.rule]) for trace in traces)


def score_in(language: str, score: Score, scorecard: Scorecard) -> Score:
    """A score with the titles that the sections and items of its form have in *language*."""
    titles = {section.id: section.title.in_language(language) for section in scorecard.sections}
    titles |= {item.id: item.title.in_language(language) for item in scorecard.items()}
    sections = tuple(
        replace(
            section,
            title=titles[section.id],
            items=tuple(replace(item, title=titles[item.id]) for item in section.items),
        )
        for section in score.sections
    )
    return replace(score, sections=sections)


def _titles_of_rules(language: str, rulebook: Rulebook) -> dict[str, str]:
    return {rule.id: rule.title_in(language) for rule in rulebook.rules}
