"""What a person has chosen for themselves."""

from dataclasses import dataclass

from engine.access import HOLDERS, Actor, Permission
from engine.delivery.kinds import OUTSIDE, mail_kinds
from engine.services import Services
from models.roles import StaffRole
from models.tables.notices import NoticeKind
from models.tables.organisation import User

_K, _R = NoticeKind, StaffRole
# Who is ever told what; a choice about something that never comes would be no choice.
_TOLD: dict[NoticeKind, frozenset[StaffRole]] = {
    _K.RELEASED: frozenset({_R.AGENT}),
    _K.DEADLINE_NEAR: frozenset({_R.AGENT}),
    _K.APPEAL_FILED: frozenset({_R.AGENT}),
    _K.OPINION_ASKED: frozenset({_R.INSPECTOR, _R.TEAM_LEADER}),
    _K.OPINION_DUE: frozenset({_R.INSPECTOR, _R.TEAM_LEADER}),
    _K.OVERDUE: frozenset({_R.QC_LEAD}),
    _K.DECIDED: frozenset({_R.AGENT, _R.TEAM_LEADER, _R.INSPECTOR}),
    _K.CORRECTED: frozenset({_R.AGENT}),
    _K.CLARIFICATION_ASKED: frozenset({_R.AGENT, _R.TEAM_LEADER}),
    _K.CLARIFICATION_CLOSED: frozenset({_R.QC_LEAD}),
    _K.DEADLINE_EXTENDED: frozenset({_R.AGENT}),
    _K.PUBLICATION_ASKED: HOLDERS[Permission.RULES_PUBLISH],
    _K.PUBLICATION_GRANTED: HOLDERS[Permission.RULES_EDIT],
    _K.PUBLICATION_REFUSED: HOLDERS[Permission.RULES_EDIT],
}


@dataclass(frozen=True, slots=True)
class OwnSettings:
    """*kinds*: (kind, wanted by mail). *email*: empty when the administrator has entered none."""

    email: str
    mail_is_sent: bool
    kinds: tuple[tuple[str, bool], ...]


def own_settings(*, actor: Actor, services: Services) -> OwnSettings:
    """The mail address of *actor* and which notices go there."""
    with services.transaction.read() as tx:
        person = tx.session.get_one(User, actor.user_id)
    wanted = mail_kinds(person.preferences)
    offered = [kind for kind in OUTSIDE if _TOLD[kind] & person.role_set]
    return OwnSettings(
        email=person.email or "",
        mail_is_sent=services.settings.mail.host is not None,
        kinds=tuple((kind.value, kind in wanted) for kind in offered),
    )
