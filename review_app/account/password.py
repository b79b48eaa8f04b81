"""Change one's own password."""

from flask import render_template, request
from pydantic import Field
from werkzeug.wrappers import Response

from engine.errors import Invalid
from engine.steps.sign_in import change_password
from review_app.access import signed_in
from review_app.context import actor, services, token_now
from review_app.done import done
from review_app.forms import Form, read


class PasswordForm(Form):
    old: str = Field(max_length=400)
    new: str = Field(max_length=400)
    again: str = Field(max_length=400)


@signed_in
def password() -> Response | str:
    """The form, and the change; other devices are signed out."""
    if request.method == "GET":
        return render_template("account/password.html")
    form = read(PasswordForm, request.form)
    if form.new != form.again:
        raise Invalid("again", "differs")
    change_password(form.old, form.new, actor=actor(), keep_token=token_now(), services=services())
    return done("password_changed", "home.home")
