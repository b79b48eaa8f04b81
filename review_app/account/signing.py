"""Sign in, sign out, act in another of one's roles."""

from typing import cast

from flask import current_app, redirect, render_template, request, url_for
from pydantic import Field
from werkzeug.wrappers import Response

from engine.steps import sign_in as step
from models.roles import StaffRole
from review_app.access import public, signed_in
from review_app.context import services, session_now, token_now
from review_app.forms import Form, read
from review_app.paths import inside
from review_app.sessions import Cookies


class SignInForm(Form):
    login: str = Field(max_length=80)
    password: str = Field(max_length=400)


class RoleForm(Form):
    role: StaffRole


@public
def sign_in() -> Response | str:
    """The form, and what follows it."""
    onward = inside(request.values.get("next", ""))
    if request.method == "GET":
        return redirect(onward) if session_now() else render_template("account/sign_in.html", next=onward)
    form = read(SignInForm, request.form)
    signed = step.sign_in(form.login, form.password, address=request.remote_addr or "", services=services())
    response = redirect(onward, code=303)
    _cookies().hand_out(response, signed.token)
    return response


@signed_in
def sign_out() -> Response:
    """End this sign-in on the server, then take the cookie away."""
    step.sign_out(token_now(), services=services())
    response = redirect(url_for("account.sign_in", done="signed_out"), code=303)
    _cookies().take_back(response)
    return response


@signed_in
def role() -> Response:
    """Act in another of one's roles, from its home page on."""
    step.switch_role(token_now(), read(RoleForm, request.form).role, services=services())
    return redirect(url_for("home.home"), code=303)


def _cookies() -> Cookies:
    return cast(Cookies, current_app.session_interface)
