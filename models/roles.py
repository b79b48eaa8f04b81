"""The six roles of a QC organisation, and which of them one person may hold together."""

from enum import StrEnum


class StaffRole(StrEnum):
    ADMIN = "admin"
    QC_MANAGER = "qc_manager"
    QC_LEAD = "qc_lead"
    INSPECTOR = "inspector"
    TEAM_LEADER = "team_leader"
    AGENT = "agent"


# The two sides of the blind. Whoever judges must not know the judged; nobody gets a role from both.
INSPECTING = frozenset({StaffRole.QC_MANAGER, StaffRole.QC_LEAD, StaffRole.INSPECTOR})
INSPECTED = frozenset({StaffRole.TEAM_LEADER, StaffRole.AGENT})


def both_sides(roles: frozenset[StaffRole]) -> bool:
    """True when *roles* would let one person see both sides of the blind."""
    return bool(roles & INSPECTING) and bool(roles & INSPECTED)
