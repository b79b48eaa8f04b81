"""Which notices may leave the house, and to which side of the blind a person belongs."""

from collections.abc import Mapping
from typing import Any

from models.roles import INSPECTED, StaffRole
from models.tables.deliveries import Side
from models.tables.notices import NoticeKind

__all__ = ["OUTSIDE", "TEST", "Side", "mail_kinds", "side_of"]

# In the order in which a case meets them; then what happens to few cases, and to rulebooks.
OUTSIDE: tuple[NoticeKind, ...] = (
    NoticeKind.RELEASED,
    NoticeKind.DEADLINE_NEAR,
    NoticeKind.APPEAL_FILED,
    NoticeKind.OPINION_ASKED,
    NoticeKind.OPINION_DUE,
    NoticeKind.OVERDUE,
    NoticeKind.DECIDED,
    NoticeKind.CORRECTED,
    NoticeKind.CLARIFICATION_ASKED,
    NoticeKind.CLARIFICATION_CLOSED,
    NoticeKind.DEADLINE_EXTENDED,
    NoticeKind.PUBLICATION_ASKED,
    NoticeKind.PUBLICATION_GRANTED,
    NoticeKind.PUBLICATION_REFUSED,
)
# What a test sends; it is no notice, so nobody can choose it.
TEST = "test"


def side_of(roles: frozenset[StaffRole]) -> Side:
    """Nobody holds roles of both sides, so one is enough to tell."""
    return Side.INSPECTED if roles & INSPECTED else Side.INSPECTING


def mail_kinds(preferences: Mapping[str, Any]) -> frozenset[str]:
    """The kinds that a person wants by mail; every one of them until they chose."""
    chosen = preferences.get("mail")
    every = frozenset(kind.value for kind in OUTSIDE)
    return every if chosen is None else every & frozenset(map(str, chosen))
