"""Benchmark and target per section and item of a form, beside what was reached: in all, by month and by person."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from engine.access import Actor, Permission, require
from engine.casework.targets import maxima_of, targets_of
from engine.reading.findings_view import words
from engine.reading.rulebooks import active_form
from engine.services import Services
from engine.statistics.interval import Mean, mean
from models.roles import StaffRole
from models.tables.cases import Case, CaseScore
from models.tables.organisation import User
from rules.form import Item, Section

# Half a year, by which a standard is looked over.
SPAN = timedelta(days=182)
MOST_SCORES = 20_000


@dataclass(frozen=True, slots=True)
class Aim:
    """A section or an item; *actual* is None where nothing was scored."""

    key: str
    title: Mapping[str, str]
    is_section: bool
    maximum: float
    benchmark: float | None
    target: float | None
    actual: Mean | None


@dataclass(frozen=True, slots=True)
class Reached:
    """What a person, or everybody in a month, reached: by key of `Aim`."""

    whom: str
    calls: int
    means: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class TargetsPage:
    """*people* is empty for a reader who is blind to the agents."""

    scorecard: str
    title: Mapping[str, str]
    aims: tuple[Aim, ...]
    months: tuple[Reached, ...]
    people: tuple[Reached, ...]


def targets_page(scorecard: str, *, actor: Actor, services: Services) -> TargetsPage:
    """The newest score of every case of the form in the last half year.

    Raises:
        NotFound: no active rulebook has such a form.
    """
    require(actor, Permission.RULES_READ)
    card = active_form(scorecard, services)
    with services.transaction.read() as tx:
        held = targets_of(tx, card)
        newest = select(func.max(CaseScore.id)).group_by(CaseScore.case_id)
        rows = tx.session.execute(
            select(CaseScore.body, CaseScore.created_at, User.name)
            .join(Case, Case.id == CaseScore.case_id)
            .outerjoin(User, User.id == Case.agent_id)
            .where(
                CaseScore.id.in_(newest), Case.scorecard == scorecard, CaseScore.created_at > services.clock() - SPAN
            )
            .order_by(CaseScore.id.desc())
            .limit(MOST_SCORES)
        ).all()
    scored = [(_points(body), at.strftime("%Y-%m"), name) for body, at, name in rows]
    most = maxima_of(card)
    return TargetsPage(
        scorecard,
        words(card.title),
        tuple(
            Aim(one.id, words(one.title), is_section, most[one.id], held[one.id].benchmark, held[one.id].target, actual)
            for section in card.sections
            for is_section, one in _lines(section)
            for actual in (mean([points[one.id] for points, _, _ in scored if one.id in points]),)
        ),
        _grouped([(month, points) for points, month, _ in scored]),
        # Whoever decides on an agent's cases does not meet the agent here either.
        _grouped([(name, points) for points, _, name in scored if name]) if actor.role is StaffRole.QC_MANAGER else (),
    )


def _lines(section: Section) -> Iterator[tuple[bool, Section | Item]]:
    yield True, section
    yield from ((False, item) for item in section.items)


def _points(body: Mapping[str, object]) -> dict[str, float]:
    found: dict[str, float] = {}
    sections = body.get("sections") or []
    assert isinstance(sections, list)
    for section in sections:
        for one in (section, *section["items"]):
            if one["score"] is not None:
                found[one["id"]] = float(one["score"])
    return found


def _grouped(scored: list[tuple[str, dict[str, float]]]) -> tuple[Reached, ...]:
    groups: dict[str, list[dict[str, float]]] = defaultdict(list)
    for whom, points in scored:
        groups[whom].append(points)
    return tuple(Reached(whom, len(points), _means(points)) for whom, points in sorted(groups.items()))


def _means(many: list[dict[str, float]]) -> dict[str, float]:
    keys = {key for points in many for key in points}
    values = {key: [points[key] for points in many if key in points] for key in keys}
    return {key: round(sum(found) / len(found), 2) for key, found in values.items()}
