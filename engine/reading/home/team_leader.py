"""A team leader's day: the team at a glance, opinions that are due, who needs a talk."""

from dataclasses import dataclass

from sqlalchemy import select

from engine.access import Actor
from engine.reading.home.today import Today, asked_of, today_of
from engine.reading.listing import Wish
from engine.reading.notices import NoticeLine, newest
from engine.reading.opinions import OpinionTask, leader_tasks
from engine.reading.team import TeamView, team_page
from engine.services import Services
from models.tables.cases import Case
from models.tables.organisation import User
from models.tables.recordings import Recording


@dataclass(frozen=True, slots=True)
class TeamLeaderHome:
    today: Today
    asked: tuple[str, ...]
    team: TeamView
    opinions: tuple[OpinionTask, ...]
    opinions_total: int
    notices: tuple[NoticeLine, ...]


def team_leader_home(*, actor: Actor, services: Services) -> TeamLeaderHome:
    """What a team leader sees first."""
    opinions = leader_tasks(Wish(filters={"state": "open"}, size=5), actor=actor, services=services)
    with services.transaction.read() as tx:
        notices = newest(tx, actor)
        # A leader without a team has no calls; NULL is equal to nothing, so none are found.
        today = today_of(
            tx,
            Case.team_id == actor.team_id,
            Recording.agent_id.in_(select(User.id).where(User.team_id == actor.team_id)),
            services,
            with_agents=True,
        )
        asked = asked_of(tx, actor)
    return TeamLeaderHome(
        today, asked, team_page("", actor=actor, services=services), opinions.rows, opinions.total, notices
    )
