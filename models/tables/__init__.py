"""Every table, imported once, so that the metadata is whole."""

from models.tables import (
    appeals,
    audit,
    cases,
    clarifications,
    deliveries,
    lean,
    lexicons,
    library,
    notices,
    organisation,
    recordings,
    reviews,
    rulebooks,
    sampling,
    special_days,
    voiceprints,
    work,
)
from models.tables.base import Base

__all__ = [
    "Base",
    "appeals",
    "audit",
    "cases",
    "clarifications",
    "deliveries",
    "lean",
    "lexicons",
    "library",
    "notices",
    "organisation",
    "recordings",
    "reviews",
    "rulebooks",
    "sampling",
    "special_days",
    "voiceprints",
    "work",
]
