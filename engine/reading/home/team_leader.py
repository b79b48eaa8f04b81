"""A team leader's day: the team at a glance, opinions that are due, who needs a talk."""

from dataclasses import dataclass

from engine.access import Actor
from engine.reading.listing import Wish
from engine.reading.notices import NoticeLine, newest
from engine.reading.opinions import OpinionTask, leader_tasks
from engine.reading.team import TeamView, team_page
from engine.services import Services


@dataclass(frozen=True, slots=True)
class TeamLeaderHome:
    team: TeamView
    opinions: tuple[OpinionTask, ...]
    notices: tuple[NoticeLine, ...]


def team_leader_home(*, actor: Actor, services: Services) -> TeamLeaderHome:
    """What a team leader sees first."""
    opinions = leader_tasks(Wish(filters={"state": "open"}, size=5), actor=actor, services=services)
    with services.transaction.read() as tx:
        notices = newest(tx, actor)
    return TeamLeaderHome(team_page("", actor=actor, services=services), opinions.rows, notices)
