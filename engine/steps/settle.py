"""Keep how a person likes the pages and what they want by mail. Everybody may do this to their own account."""

from collections.abc import Iterable, Mapping

from engine.access import Actor
from engine.delivery.kinds import OUTSIDE
from engine.errors import Invalid
from engine.looks import LANGUAGES, THEMES, looks
from engine.services import Services
from models.tables.organisation import User


def settle_looks(changes: Mapping[str, str], *, actor: Actor, services: Services) -> None:
    """Keep a chosen language, theme or rail with the account, so that it follows to any browser.

    Raises:
        Invalid: a value that is not offered.
    """
    offered: dict[str, tuple[str, ...]] = {"language": LANGUAGES, "theme": THEMES, "rail": ("wide", "narrow")}
    for name, value in changes.items():
        if value not in offered.get(name, ()):
            raise Invalid(name, "not_offered")
    with services.transaction() as tx:
        person = tx.session.get_one(User, actor.user_id)
        # A new dict: the column only notices another object.
        person.preferences = {**person.preferences, "looks": {**looks(person.preferences), **changes}}
        if language := changes.get("language"):
            person.language = language


def settle_mail(kinds: Iterable[str], *, actor: Actor, services: Services) -> None:
    """Keep which notices come by mail; none of them is a choice too.

    Raises:
        Invalid: a kind that is not offered.
    """
    wanted = set(kinds)
    if wanted - {kind.value for kind in OUTSIDE}:
        raise Invalid("kinds", "not_offered")
    with services.transaction() as tx:
        person = tx.session.get_one(User, actor.user_id)
        person.preferences = {**person.preferences, "mail": sorted(wanted)}
