"""What a draft of a rulebook would change on stored calls: counts, agreement with people, scores, examples.

Whoever decides on an agent's cases does not meet the agent here either: scores by agent and team are for the manager.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.access import Actor, Permission, may, require
from engine.casework.draft_text import rulebook_of, texts_of
from engine.errors import NotFound
from engine.reading.findings_view import Words, words
from engine.reading.proof import Proof, proofs
from engine.reading.replay_progress import ReplayProgress, progress_of
from engine.reading.roster import roster_for
from engine.reading.spoken import is_kept, spoken
from engine.services import Services
from engine.statistics.interval import Share, share
from models.roles import StaffRole
from models.tables.organisation import Team, User
from models.tables.recordings import Recording, RulebookVersion
from models.tables.rulebooks import DraftState, RulebookDraft
from models.transaction import Transaction

# People whose scores move are listed by how far they move; beyond these nobody reads on.
MOST_SHIFTS = 60


@dataclass(frozen=True, slots=True)
class RuleEffect:
    """One rule.

    Args:
        changed: calls of which the rule says anything else, a doubt instead of a pass included.
        judged_by_people: calls on which a person decided; what follows is counted on those alone.
        precision_*: of what it hits, confirmed; recall_*: of what people found, hit.
    """

    id: str
    title: Words
    fails_old: int
    fails_new: int
    newly_hit: int
    newly_missed: int
    changed: int
    unchanged: int
    judged_by_people: int
    precision_old: Share | None
    precision_new: Share | None
    recall_old: Share | None
    recall_new: Share | None

    @property
    def otherwise(self) -> int:
        """Calls of which it says something else that is neither newly hit nor newly missed."""
        return self.changed - self.newly_hit - self.newly_missed


@dataclass(frozen=True, slots=True)
class Shift:
    """How the mean of one form moves. *whom* is empty for everybody together."""

    form: Words
    whom: str
    calls: int
    old_mean: float
    new_mean: float

    @property
    def by(self) -> float:
        return round(self.new_mean - self.old_mean, 2)


@dataclass(frozen=True, slots=True)
class Example:
    """One call. *number* names its sound; *recording_id* is None for a reader who cannot open recordings."""

    number: int
    hit: bool
    was: str | None
    now: str | None
    project: str
    duration_s: float
    recording_id: int | None
    has_audio: bool
    proofs: tuple[Proof, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The rule whose examples are shown; *why*: its reason, as the newer version gives it."""

    rule: RuleEffect
    why: Words
    hits: tuple[Example, ...]
    missed: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class EffectPage:
    """*progress*: of a replay that is waited for; *at*: None while nothing was replayed.

    *agents*, *teams*: None for blind readers.
    """

    draft_id: str
    name: str
    note: str
    state: str
    digest: str
    base: int
    progress: ReplayProgress | None
    at: datetime | None = None
    calls: int = 0
    changed_calls: int = 0
    replay_digest: str = ""
    rules: tuple[RuleEffect, ...] = ()
    forms: tuple[Shift, ...] = ()
    agents: tuple[Shift, ...] | None = None
    teams: tuple[Shift, ...] | None = None
    shown: Shown | None = None
    may_replay: bool = False


def effect_page(draft_id: str, rule_id: str = "", *, actor: Actor, services: Services) -> EffectPage:
    """What would change. *rule_id* chooses whose examples are shown; empty: those of the rule that changes most.

    Raises:
        NotFound: no such draft, or nothing changes for that rule.
    """
    require(actor, Permission.RULES_READ)
    with services.transaction.read() as tx:
        draft = tx.session.scalars(select(RulebookDraft).where(RulebookDraft.public_id == draft_id)).one_or_none()
        if draft is None:
            raise NotFound("draft")
        page = EffectPage(
            draft_id=draft.public_id,
            name=draft.name,
            note=draft.note,
            state=draft.state.value,
            digest=draft.digest,
            base=tx.session.get_one(RulebookVersion, draft.base_version_id).version,
            progress=progress_of(tx, draft, actor, services),
            may_replay=may(actor, Permission.RULES_EDIT) and draft.state is DraftState.OPEN,
        )
        return page if draft.replayed_at is None else _filled(tx, page, draft, rule_id, actor, services)


def _filled(
    tx: Transaction, page: EffectPage, draft: RulebookDraft, rule_id: str, actor: Actor, services: Services
) -> EffectPage:
    body = draft.replay or {}
    base = services.rulebooks.of(draft.base_version_id)
    after = rulebook_of(texts_of(draft))
    rules = {rule.id: rule for book in (base, after) for rule in book.rules}
    titles = {form.id: words(form.title) for book in (base, after) for form in book.scorecards}
    effects = tuple(_effect(row, words(rules[row["rule"]].title), body["calls"]) for row in body["rules"])
    chosen = _chosen(effects, rule_id)
    sees_people = actor.role is StaffRole.QC_MANAGER
    return replace(
        page,
        at=draft.replayed_at,
        calls=body["calls"],
        changed_calls=body["changed_calls"],
        replay_digest=str(body["digest"]),
        rules=effects,
        forms=_shifts(((row, "") for row in body["scores"]), titles),
        agents=_agents(tx, body["scores"], titles) if sees_people else None,
        teams=_teams(tx, body["scores"], titles) if sees_people else None,
        shown=_shown(tx, chosen, words(rules[chosen.id].why), body, actor) if chosen else None,
    )


def _chosen(effects: tuple[RuleEffect, ...], rule_id: str) -> RuleEffect | None:
    if not rule_id:
        return effects[0] if effects else None
    found = next((one for one in effects if one.id == rule_id), None)
    if found is None:
        raise NotFound("rule")
    return found


def _shown(tx: Transaction, rule: RuleEffect, why: Words, body: Mapping[str, Any], actor: Actor) -> Shown:
    stored = body.get("examples", ())
    hits, missed = (tuple(_examples(tx, stored, rule.id, hit=hit, actor=actor)) for hit in (True, False))
    return Shown(rule, why, hits, missed)


def _effect(row: Mapping[str, Any], title: Words, calls: int) -> RuleEffect:
    # A replay of an earlier release counted less.
    changed = row.get("changed", row["newly_hit"] + row["newly_missed"])
    true_old, true_new, found = (row.get(key, 0) for key in ("true_old", "true_new", "violations"))
    return RuleEffect(
        id=row["rule"],
        title=title,
        fails_old=row["fails_old"],
        fails_new=row["fails_new"],
        newly_hit=row["newly_hit"],
        newly_missed=row["newly_missed"],
        changed=changed,
        unchanged=calls - changed,
        judged_by_people=row["judged_by_people"],
        precision_old=share(true_old, row.get("flagged_old", 0)),
        precision_new=share(true_new, row.get("flagged_new", 0)),
        recall_old=share(true_old, found),
        recall_new=share(true_new, found),
    )


def _agents(tx: Transaction, scores: Iterable[Mapping[str, Any]], titles: Mapping[str, Words]) -> tuple[Shift, ...]:
    named = {no: name for no, name in tx.session.execute(select(User.agent_no, User.name)) if no}
    known = ((row, f"{named[row['agent']]} {row['agent']}") for row in scores if row["agent"] in named)
    return _moved(_shifts(known, titles))


def _teams(tx: Transaction, scores: Iterable[Mapping[str, Any]], titles: Mapping[str, Words]) -> tuple[Shift, ...]:
    rows = tx.session.execute(select(User.agent_no, Team.name).join(Team, Team.id == User.team_id))
    team_of = {no: team for no, team in rows if no}
    return _moved(_shifts(((row, team_of[row["agent"]]) for row in scores if row["agent"] in team_of), titles))


def _moved(shifts: Iterable[Shift]) -> tuple[Shift, ...]:
    return tuple(sorted((one for one in shifts if one.by), key=lambda one: (-abs(one.by), one.whom))[:MOST_SHIFTS])


def _shifts(rows: Iterable[tuple[Mapping[str, Any], str]], titles: Mapping[str, Words]) -> tuple[Shift, ...]:
    """Means of groups of agents, each agent counted by calls."""
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for row, whom in rows:
        groups[row["scorecard"], whom].append(row)
    return tuple(
        Shift(
            form=titles.get(card, {"zh": card, "en": card}),
            whom=whom,
            calls=calls,
            old_mean=sum(row["old_mean"] * row["calls"] for row in several) / calls,
            new_mean=sum(row["new_mean"] * row["calls"] for row in several) / calls,
        )
        for (card, whom), several in sorted(groups.items())
        for calls in (sum(row["calls"] for row in several),)
    )


def _examples(
    tx: Transaction, stored: Iterable[Mapping[str, Any]], rule_id: str, *, hit: bool, actor: Actor
) -> Iterator[Example]:
    for number, one in enumerate(stored):
        if one["rule"] != rule_id or one["hit"] is not hit:
            continue
        recording = tx.session.get(Recording, one["recording"])
        if recording is None or not is_kept(tx, one["transcript"]):
            continue
        heard, hidden = spoken(tx, one["transcript"], actor), roster_for(tx, recording, actor)
        utterances = {int(said["id"]): said for said in heard.body["utterances"]}
        yield Example(
            number=number,
            hit=hit,
            was=one["was"],
            now=one["now"],
            project=recording.project or "",
            duration_s=recording.duration_s or 0.0,
            recording_id=recording.id if may(actor, Permission.RECORDING_IMPORT) else None,
            has_audio=recording.playable_sha256 is not None,
            proofs=proofs(heard.evidence(one["evidence"]), utterances, hidden),
            missing=tuple(dict.fromkeys(heard.text(hidden.mask(why)) for why in one["missing"])),
        )
