"""Things with a shape: phone numbers, cards, amounts. Each kind is one function from text to what was found in it."""

from collections.abc import Callable, Mapping

from rules.entities.amount import amounts
from rules.entities.date import dates
from rules.entities.digits import bank_cards, id_cards, phones
from rules.entities.entity import Entity, Kind
from rules.entities.letters import emails, plates

FINDERS: Mapping[Kind, Callable[[str], tuple[Entity, ...]]] = {
    Kind.PHONE: phones,
    Kind.ID_CARD: id_cards,
    Kind.BANK_CARD: bank_cards,
    Kind.AMOUNT: amounts,
    Kind.DATE: dates,
    Kind.PLATE: plates,
    Kind.EMAIL: emails,
}

__all__ = ["FINDERS", "Entity", "Kind"]
