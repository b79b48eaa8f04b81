"""One judgement of a case as those see it who live with the result: what it costs, the proof, the way out."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select

from engine.access import Actor
from engine.blind import Roster
from engine.casework.contest import is_contestable
from engine.reading.findings_view import Words, words
from engine.reading.proof import Proof, Utterances, proofs
from engine.reading.spoken import Spoken, spoken
from engine.services import Services
from models.tables.cases import Case, CaseScore, Held, JudgementKind, JudgementRow
from models.tables.recordings import ScoreRun
from models.transaction import Transaction
from rules.dialogue import dialogue
from rules.effect import On
from rules.form import Item, Scorecard
from rules.rulebook import Rule, Rulebook

NOBODY = Roster(())


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an example dialogue."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Remedy:
    """What would have passed: something had to be said, or avoided (*on*); *example* is a call that does."""

    on: str
    example: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """One rule or manual question, with what is held of it now.

    Args:
        reason: why the rule exists, in words an agent accepts; the question of a manual item.
        held: `pass`, `fail`, … or None while nobody has judged it.
        points: what it changes on the standing score; negative for a deduction.
        machine: what the machine held; None for a manual item.
        comment: what the inspector wrote, names masked.
        contestable: it cost something, so it may be appealed.
    """

    key: str
    title: Words
    reason: Words
    item: Words
    section: Words
    severity: str
    fatal: bool
    held: str | None
    points: float
    machine: str | None
    reviewed: str | None
    comment: str
    proofs: tuple[Proof, ...]
    remedy: Remedy | None
    contestable: bool


@dataclass(frozen=True, slots=True)
class SectionScore:
    title: Words
    score: float | None
    maximum: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A case's form with its newest score: every judgement, in the order of the form.

    Args:
        lost_by: `fatal` or `critical` when such an item decides the outcome, whatever the points say.
    """

    title: Words
    total: float | None
    maximum: float
    outcome: str
    lost_by: str | None
    pass_mark: float
    adjustment: float
    sections: tuple[SectionScore, ...]
    judged: tuple[Judged, ...]

    @property
    def deductions(self) -> tuple[Judged, ...]:
        """What took something off, or would have: failures and items below their full points."""
        return tuple(one for one in self.judged if one.held == Held.FAIL or one.points < 0)


def sheet(
    tx: Transaction,
    case: Case,
    actor: Actor,
    services: Services,
    *,
    mask: Roster = NOBODY,
    agent: Roster = NOBODY,
) -> Sheet:
    """The form of *case* as it stands, without the numbers that *actor* must not see.

    Args:
        mask: names that this reader must not meet in what people wrote.
        agent: names and numbers to hide in what was spoken, for a reader who is blind to the agent.
    """
    run = tx.session.get_one(ScoreRun, case.score_run_id)
    rulebook = services.rulebooks.of(run.rulebook_version_id)
    card = rulebook.scorecard(case.scorecard)
    said = spoken(tx, run.transcript_id, actor)
    newest = newest_score(tx, case)
    points = _points_by_key(newest)
    utterances = {int(one["id"]): one for one in said.body["utterances"]}
    return Sheet(
        title=words(card.title),
        total=newest.total if newest else None,
        maximum=case.maximum,
        outcome=newest.outcome if newest else "unsure",
        lost_by=_lost_by(newest),
        pass_mark=card.pass_mark,
        adjustment=_adjustment(newest),
        sections=tuple(_sections(card, newest)),
        judged=tuple(
            _judged(row, rulebook, card, points.get(row.key, 0.0), utterances, said, mask, agent, case)
            for row in case.judgements
        ),
    )


def newest_score(tx: Transaction, case: Case) -> CaseScore | None:
    """The score that counts now; None while the case has none."""
    return tx.session.scalars(
        select(CaseScore).where(CaseScore.case_id == case.id).order_by(CaseScore.number.desc()).limit(1)
    ).one_or_none()


def standing(row: JudgementRow) -> Held | None:
    """What is held now: the end of the road, else the review, else the machine."""
    return row.final or row.reviewed or row.machine


def _judged(
    row: JudgementRow,
    rulebook: Rulebook,
    card: Scorecard,
    points: float,
    utterances: Utterances,
    said: Spoken,
    mask: Roster,
    agent: Roster,
    case: Case,
) -> Judged:
    section, item = next(
        (section, item) for section in card.sections for item in section.items if item.id == row.item_id
    )
    rule = rulebook.rule(row.key) if row.kind is JudgementKind.RULE else None
    held = standing(row)
    return Judged(
        key=row.key,
        title=words(rule.title) if rule else words(item.title),
        reason=words(rule.why) if rule else _question(item),
        item=words(item.title),
        section=words(section.title),
        severity=rule.severity.value if rule else "minor",
        fatal=_is_fatal(rule, item, card),
        held=held.value if held else None,
        points=points,
        machine=row.machine.value if row.machine else None,
        reviewed=row.reviewed.value if row.reviewed else None,
        comment=said.text(mask.mask(row.review_comment or "")),
        proofs=proofs(said.evidence((*row.evidence, *row.reviewed_evidence)), utterances, agent),
        remedy=_remedy(rule, card) if rule else None,
        contestable=is_contestable(row),
    )


def _question(item: Item) -> Words:
    return words(item.manual.question) if item.manual else words(item.title)


def _is_fatal(rule: Rule | None, item: Item, card: Scorecard) -> bool:
    effect = card.effects.get(rule.id, rule.effect) if rule else None
    return bool(item.fatal or (effect and effect.fatal))


def _remedy(rule: Rule, card: Scorecard) -> Remedy:
    effect = card.effects.get(rule.id, rule.effect)
    on = "say" if effect.on is On.ABSENCE else "avoid"
    passing = [test for test in rule.tests if test.expect == "pass"]
    # A whole dialogue teaches most. One with a place for phrases helps where something has to be said.
    whole = [test.call for test in passing if not test.said]
    filled = [test.calls()[0] for test in passing if test.said and on == "say"]
    return Remedy(on, _example((whole + filled)[0]) if whole or filled else ())


@lru_cache(maxsize=512)
def _example(call: str) -> tuple[Line, ...]:
    return tuple(Line(one.role.value, one.text) for one in dialogue(call).utterances)


def _points_by_key(score: CaseScore | None) -> dict[str, float]:
    if score is None:
        return {}
    return {
        str(one["key"]): float(one["points"])
        for section in score.body["sections"]
        for item in section["items"]
        for one in item["deductions"]
    }


def _adjustment(score: CaseScore | None) -> float:
    return float(score.body.get("adjustment") or 0.0) if score else 0.0


def _lost_by(score: CaseScore | None) -> str | None:
    return next((kind for kind in ("fatal", "critical") if score and score.body.get(kind)), None)


def _sections(card: Scorecard, score: CaseScore | None) -> Iterator[SectionScore]:
    scored = {section["id"]: section for section in score.body["sections"]} if score else {}
    for section in card.sections:
        told = scored.get(section.id, {})
        maximum = sum(card.maximum_of(item) for item in section.items if not item.bonus)
        yield SectionScore(words(section.title), told.get("score"), float(told.get("maximum", maximum)))
