"""Teams."""

from flask import render_template, request
from pydantic import Field
from werkzeug.wrappers import Response

from engine.access import Permission
from engine.reading.accounts import teams_page
from engine.steps.account import create_team
from review_app.access import requires
from review_app.context import actor, services
from review_app.done import done
from review_app.forms import Form, read


class TeamForm(Form):
    name: str = Field(min_length=1, max_length=80)


@requires(Permission.ACCOUNTS_MANAGE)
def teams() -> Response | str:
    """The list, and a new one."""
    if request.method == "GET":
        return render_template("admin/teams.html", teams=teams_page(actor=actor(), services=services()))
    create_team(read(TeamForm, request.form).name, actor=actor(), services=services())
    return done("created", "admin.teams")
