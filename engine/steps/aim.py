"""What is usual and what is aimed at, in points, per section and item of a form."""

from collections.abc import Mapping

from engine.access import Actor, Permission, require
from engine.casework.move import remember
from engine.casework.targets import Target as Aim
from engine.casework.targets import maxima_of, targets_of
from engine.errors import Invalid, NotFound
from engine.services import Services
from models.tables.rulebooks import Target


def aim(scorecard: str, wanted: Mapping[str, Aim], *, actor: Actor, services: Services) -> int:
    """Set benchmark and target of sections and items; how many changed. What was before is kept.

    Raises:
        NotFound: no active rulebook has such a form.
        Invalid: a key that the form has not, or a value outside 0 and the points there are.
    """
    require(actor, Permission.RULES_EDIT)
    now = services.clock()
    with services.transaction() as tx:
        card = next(
            (
                one
                for version in services.rulebooks.active_ids(tx)
                for one in services.rulebooks.of(version).scorecards
                if one.id == scorecard
            ),
            None,
        )
        if card is None:
            raise NotFound("scorecard")
        most, held = maxima_of(card), targets_of(tx, card)
        changed = {key: value for key, value in wanted.items() if held.get(key, Aim(None, None)) != value}
        for key, value in changed.items():
            if key not in most:
                raise Invalid("key", "unknown", detail=key)
            for points in (value.benchmark, value.target):
                if points is not None and not 0 <= points <= most[key]:
                    raise Invalid("target", "out_of_range", detail=key)
            tx.session.add(
                Target(
                    scorecard=scorecard,
                    key=key,
                    benchmark=value.benchmark,
                    target=value.target,
                    set_by_id=actor.user_id,
                    set_at=now,
                )
            )
        if changed:
            remember(tx, "targets.set", f"scorecard:{scorecard}", actor, now, details={"keys": sorted(changed)})
        return len(changed)
