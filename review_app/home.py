"""The first page of every role: what waits, what is due, how it goes."""

from collections.abc import Mapping
from typing import Protocol

from flask import Blueprint, render_template

from engine.access import Actor
from engine.reading.home.admin import admin_home
from engine.reading.home.agent import agent_home
from engine.reading.home.inspector import inspector_home
from engine.reading.home.qc_lead import lead_home
from engine.reading.home.qc_manager import manager_home
from engine.reading.home.team_leader import team_leader_home
from engine.services import Services
from models.roles import StaffRole
from review_app.access import signed_in
from review_app.context import actor, services

pages = Blueprint("home", __name__)


class Reading(Protocol):
    def __call__(self, *, actor: Actor, services: Services) -> object: ...


HOMES: Mapping[StaffRole, Reading] = {
    StaffRole.ADMIN: admin_home,
    StaffRole.QC_MANAGER: manager_home,
    StaffRole.QC_LEAD: lead_home,
    StaffRole.INSPECTOR: inspector_home,
    StaffRole.TEAM_LEADER: team_leader_home,
    StaffRole.AGENT: agent_home,
}


@pages.get("/")
@signed_in
def home() -> str:
    """The home page of the role that is acted in."""
    role = actor().role
    return render_template(f"home/{role}.html", page=HOMES[role](actor=actor(), services=services()))
