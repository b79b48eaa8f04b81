"""Benchmark and target per section and item: what the form says, unless a manager set something since."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from models.tables.rulebooks import Target as TargetRow
from models.transaction import Transaction
from rules.form import Scorecard


@dataclass(frozen=True, slots=True)
class Target:
    """In points; None: nothing is said."""

    benchmark: float | None
    target: float | None


def maxima_of(card: Scorecard) -> Mapping[str, float]:
    """The points there are, by id of section and item; a bonus adds nothing to its section."""
    items = {item.id: card.maximum_of(item) for item in card.items()}
    sections = {
        section.id: sum(items[item.id] for item in section.items if not item.bonus) for section in card.sections
    }
    return {**sections, **items}


def targets_of(tx: Transaction, card: Scorecard) -> Mapping[str, Target]:
    """By id of section and item, the newest word."""
    sections = {one.id: Target(one.benchmark, one.target) for one in card.sections}
    own = {**sections, **{one.id: Target(one.benchmark, one.target) for one in card.items()}}
    newest = select(func.max(TargetRow.id)).where(TargetRow.scorecard == card.id).group_by(TargetRow.key)
    rows = tx.session.scalars(select(TargetRow).where(TargetRow.id.in_(newest)))
    return {**own, **{row.key: Target(row.benchmark, row.target) for row in rows if row.key in own}}
