"""What the machine found in a case, beside what an inspector makes of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.blind import Roster
from engine.casework.rejudging import SIDES
from engine.casework.reviewing import needs_verdict
from engine.reading.spoken import Spoken
from engine.review_draft import ReviewDraft, Span, VerdictDraft
from models.tables.cases import Held, JudgementKind, JudgementRow
from rules.effect import Effect
from rules.finding import Severity
from rules.form import Item, Scorecard
from rules.rulebook import Rulebook
from rules.spec import Text

Words = Mapping[str, str]

_GRAVEST_FIRST = tuple(reversed(Severity))
# Findings that may be judged many at a time: little hangs on them, and the machine was sure.
LOW_RISK = frozenset({Severity.INFO, Severity.MINOR})


# What modification records tell of besides judgements.
UNTITLED: Mapping[str, Words] = {
    "adjustment": {"zh": "非常规调整", "en": "Non-standard adjustment"},
    SIDES: {"zh": "互换坐席与客户后的机评分", "en": "Machine score after the sides were exchanged"},
}


@dataclass(frozen=True, slots=True)
class Proof:
    """One place in the call. *window*: the stretch was searched and nothing was there; *speaker* is "" then."""

    start_s: float
    end_s: float
    quote: str = ""
    why: str = ""
    window: bool = False
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class FindingView:
    """One rule of the case.

    Args:
        machine: what the machine holds of it.
        points: what it changes on the score if it stands; negative for a deduction.
        fatal: `form` or `section` when it makes that 0.
        held: what the inspector holds of it so far; None when it is not judged.
        added: places that the inspector pointed at.
        open: a person must still say something of it.
    """

    key: str
    title: Words
    reason: Words
    why: str
    severity: str
    machine: str
    points: float
    hits: int
    suspected: bool
    fatal: str | None
    critical: bool
    bonus: bool
    item_id: str
    item_title: Words
    proofs: tuple[Proof, ...]
    held: str | None
    comment: str
    added: tuple[Span, ...]
    open: bool
    needs_verdict: bool
    low_risk: bool
    detected: bool

    @property
    def start_s(self) -> float | None:
        return self.proofs[0].start_s if self.proofs else None


def words(text: Text) -> Words:
    """A wording in each language, the other one where it is missing."""
    return {language: text.in_language(language) for language in ("zh", "en")}


def finding_views(
    rows: Iterable[JudgementRow],
    rulebook: Rulebook,
    scorecard: Scorecard,
    run_findings: Iterable[Mapping[str, Any]],
    draft: ReviewDraft,
    roster: Roster,
    heard: Spoken,
    speakers: Mapping[int, str],
) -> tuple[FindingView, ...]:
    """Every rule of the case: what ends a form first, then in order of time.

    Args:
        speakers: who speaks in each utterance, by its id.
    """
    said = {str(finding["rule"]): finding for finding in run_findings}
    items = {item.id: item for item in scorecard.items()}
    views = (
        _view(
            row,
            rulebook,
            scorecard,
            items[row.item_id],
            said.get(row.key, {}),
            draft.verdicts.get(row.key) or VerdictDraft(),
            _each_place_once(_proofs(heard.evidence(row.evidence), roster, speakers)),
            roster,
            heard,
        )
        for row in rows
        if row.kind is JudgementKind.RULE and row.item_id in items
    )
    return tuple(sorted(views, key=_order))


def _order(view: FindingView) -> tuple[bool, bool, float, str]:
    grave = view.fatal is not None or view.critical or view.severity in (Severity.FATAL, Severity.CRITICAL)
    return (not view.detected, not grave, view.start_s if view.start_s is not None else 0.0, view.key)


def _view(
    row: JudgementRow,
    rulebook: Rulebook,
    scorecard: Scorecard,
    item: Item,
    said: Mapping[str, Any],
    verdict: VerdictDraft,
    proofs: tuple[Proof, ...],
    roster: Roster,
    heard: Spoken,
) -> FindingView:
    rule = rulebook.rule(row.key)
    effect = scorecard.effects.get(row.key, rule.effect)
    suspected = bool(said.get("suspected"))
    machine = row.machine or Held.UNSURE
    return FindingView(
        key=row.key,
        title=words(rule.title),
        reason=words(rule.why),
        why=heard.text(roster.mask(str(said.get("why") or ""))),
        severity=rule.severity.value,
        machine=machine.value,
        points=_points_at_stake(row, effect),
        hits=row.machine_hits,
        suspected=suspected,
        fatal=effect.fatal or item.fatal,
        critical=effect.critical or item.critical,
        bonus=effect.bonus,
        item_id=item.id,
        item_title=words(item.title),
        proofs=proofs,
        held=verdict.held.value if verdict.held else None,
        comment=verdict.comment,
        added=tuple(verdict.spans),
        open=needs_verdict(row) and verdict.held is None,
        needs_verdict=needs_verdict(row),
        low_risk=machine is Held.FAIL
        and not suspected
        and rule.severity in LOW_RISK
        and not (effect.fatal or effect.critical or item.fatal or item.critical),
        detected=needs_verdict(row) or (effect.bonus and row.machine_hits > 0),
    )


def _points_at_stake(row: JudgementRow, effect: Effect) -> float:
    """What the finding costs or adds when it stands."""
    if row.machine_points:
        return row.machine_points
    return effect.points_for(max(1, row.machine_hits))


def _proofs(evidence: Iterable[Mapping[str, Any]], roster: Roster, speakers: Mapping[int, str]) -> Iterator[Proof]:
    for proof in evidence:
        spoken = [] if proof.get("window") else proof.get("utterances") or []
        yield Proof(
            start_s=float(proof["start_s"]),
            end_s=float(proof["end_s"]),
            quote=roster.mask(str(proof.get("quote") or "")),
            why=roster.mask(str(proof.get("why") or "")),
            window=bool(proof.get("window")),
            speaker=speakers.get(int(spoken[0]), "") if spoken else "",
        )


def _each_place_once(proofs: Iterable[Proof]) -> tuple[Proof, ...]:
    """Two conditions of one rule may point at the same words; a person judges them once."""
    places: dict[tuple[float, float, str, bool], Proof] = {}
    for proof in proofs:
        places.setdefault((proof.start_s, proof.end_s, proof.quote, proof.window), proof)
    return tuple(places.values())


def gravest(severities: Iterable[Severity]) -> Severity | None:
    """The one that matters most."""
    return min(severities, key=_GRAVEST_FIRST.index, default=None)
