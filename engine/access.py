"""Who may do what: the vocabulary of permissions and the table of roles that hold them.

Steps enforce it with `require`; pages only ask `may`. What a permission means for one particular case
(own case, own team, not involved before) is checked by the step, next to the data.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from engine.errors import Forbidden
from models.roles import StaffRole


class Permission(StrEnum):
    """`<thing>:<action>`, in the order of the alphabet."""

    ACCOUNTS_MANAGE = "accounts:manage"
    ANNOUNCEMENTS_MANAGE = "announcements:manage"
    APPEAL_DECIDE = "appeal:decide"
    APPEAL_FILE = "appeal:file"
    APPEAL_INSPECTOR_OPINION = "appeal:inspector_opinion"
    APPEAL_TEAM_OPINION = "appeal:team_opinion"
    APPROVAL_DECIDE = "approval:decide"
    AUDIT_READ = "audit:read"
    CALENDAR_MANAGE = "calendar:manage"
    CASE_ACKNOWLEDGE = "case:acknowledge"
    CASE_LEAD_READ = "case:lead_read"
    CASE_OWN_READ = "case:own_read"
    CASE_REASSIGN = "case:reassign"
    CASE_RELEASE = "case:release"
    CASE_REOPEN = "case:reopen"
    CASE_REVIEW = "case:review"
    CASE_SWAP_SIDES = "case:swap_sides"
    CASE_TEAM_READ = "case:team_read"
    CONFLICT_MANAGE = "conflict:manage"
    CORRECTION_ASK = "correction:ask"
    DEADLINES_EXTEND = "deadlines:extend"
    HEALTH_READ = "health:read"
    LEXICON_MANAGE = "lexicon:manage"
    NUMBERS_READ = "numbers:read"
    INTEGRATIONS_MANAGE = "integrations:manage"
    LIBRARY_CURATE = "library:curate"
    LIBRARY_READ = "library:read"
    QC_OVERVIEW = "qc:overview"
    RECORDING_IMPORT = "recording:import"
    RECORDING_RETRY = "recording:retry"
    RECORDING_SWAP_SIDES = "recording:swap_sides"
    RULES_EDIT = "rules:edit"
    RULES_PUBLISH = "rules:publish"
    RULES_READ = "rules:read"
    SOURCES_MANAGE = "sources:manage"
    VOICEPRINT_ENROL = "voiceprint:enrol"
    VOICEPRINT_ERASE = "voiceprint:erase"


P, R = Permission, StaffRole

HOLDERS: dict[Permission, frozenset[StaffRole]] = {
    P.ACCOUNTS_MANAGE: frozenset({R.ADMIN}),
    P.ANNOUNCEMENTS_MANAGE: frozenset({R.ADMIN}),
    P.APPEAL_DECIDE: frozenset({R.QC_LEAD}),
    P.APPEAL_FILE: frozenset({R.AGENT, R.TEAM_LEADER}),
    P.APPEAL_INSPECTOR_OPINION: frozenset({R.INSPECTOR}),
    P.APPEAL_TEAM_OPINION: frozenset({R.TEAM_LEADER}),
    P.APPROVAL_DECIDE: frozenset({R.QC_LEAD, R.ADMIN}),
    P.AUDIT_READ: frozenset({R.ADMIN}),
    P.CALENDAR_MANAGE: frozenset({R.ADMIN}),
    P.CASE_ACKNOWLEDGE: frozenset({R.AGENT}),
    P.CASE_LEAD_READ: frozenset({R.QC_LEAD, R.QC_MANAGER}),
    P.CASE_OWN_READ: frozenset({R.AGENT}),
    P.CASE_REASSIGN: frozenset({R.QC_LEAD}),
    P.CASE_RELEASE: frozenset({R.QC_LEAD}),
    P.CASE_REOPEN: frozenset({R.QC_LEAD}),
    P.CASE_REVIEW: frozenset({R.INSPECTOR}),
    P.CASE_SWAP_SIDES: frozenset({R.INSPECTOR}),
    P.CASE_TEAM_READ: frozenset({R.TEAM_LEADER}),
    P.CONFLICT_MANAGE: frozenset({R.QC_LEAD, R.QC_MANAGER}),
    P.CORRECTION_ASK: frozenset({R.INSPECTOR}),
    P.DEADLINES_EXTEND: frozenset({R.QC_LEAD, R.ADMIN}),
    P.HEALTH_READ: frozenset({R.ADMIN}),
    P.LEXICON_MANAGE: frozenset({R.QC_MANAGER}),
    P.NUMBERS_READ: frozenset({R.QC_MANAGER}),
    P.INTEGRATIONS_MANAGE: frozenset({R.ADMIN}),
    P.LIBRARY_CURATE: frozenset({R.QC_LEAD, R.QC_MANAGER}),
    P.LIBRARY_READ: frozenset({R.QC_MANAGER, R.QC_LEAD, R.INSPECTOR, R.TEAM_LEADER, R.AGENT}),
    P.QC_OVERVIEW: frozenset({R.QC_MANAGER, R.QC_LEAD}),
    P.RECORDING_IMPORT: frozenset({R.ADMIN, R.QC_MANAGER}),
    P.RECORDING_RETRY: frozenset({R.ADMIN, R.QC_MANAGER}),
    P.RECORDING_SWAP_SIDES: frozenset({R.QC_LEAD, R.QC_MANAGER}),
    P.RULES_EDIT: frozenset({R.QC_MANAGER}),
    P.RULES_PUBLISH: frozenset({R.QC_MANAGER, R.QC_LEAD}),
    P.RULES_READ: frozenset({R.QC_MANAGER, R.QC_LEAD}),
    P.SOURCES_MANAGE: frozenset({R.ADMIN}),
    P.VOICEPRINT_ENROL: frozenset({R.QC_MANAGER}),
    P.VOICEPRINT_ERASE: frozenset({R.ADMIN, R.QC_MANAGER}),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """A person who acts, in one of their roles at a time."""

    user_id: int
    role: StaffRole
    roles: frozenset[StaffRole] = field(default_factory=frozenset)
    team_id: int | None = None


def may(actor: Actor, permission: Permission) -> bool:
    """Whether the role that *actor* acts in holds *permission*."""
    return actor.role in HOLDERS[permission]


def require(actor: Actor, permission: Permission) -> None:
    """Raises:
    Forbidden: the role that *actor* acts in does not hold *permission*.
    """
    if not may(actor, permission):
        raise Forbidden(permission.value)
