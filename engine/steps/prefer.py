"""Keep how a person likes the review page."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from engine.access import Actor
from engine.errors import Invalid
from engine.preferences import ReviewPreferences, review_preferences
from engine.services import Services
from models.tables.organisation import User


def prefer(changes: Mapping[str, Any], *, actor: Actor, services: Services) -> ReviewPreferences:
    """Keep *changes*, leave the rest as it is. Everybody may do this to their own account.

    Raises:
        Invalid: names the wish that cannot be.
    """
    with services.transaction() as tx:
        person = tx.session.get_one(User, actor.user_id)
        now = review_preferences(person.preferences)
        try:
            wanted = ReviewPreferences.model_validate({**now.model_dump(), **changes})
        except ValidationError as errors:
            first = errors.errors(include_url=False, include_input=False)[0]
            raise Invalid(".".join(map(str, first["loc"])), first["type"], detail=first["msg"]) from None
        # A new dict: the column only notices another object.
        person.preferences = {**person.preferences, "review": wanted.model_dump(mode="json")}
        return wanted
