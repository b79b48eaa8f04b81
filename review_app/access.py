"""The guard in front of every view: who must be signed in, and with which permission.

A view says `@requires(Permission.X)`, `@signed_in` or `@public`. One that says nothing is never served. Whether
this very case is the reader's own is the step's business, next to the data.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from engine.access import Permission, may
from engine.reading.session import session_of
from engine.steps.sign_in import touch
from review_app.context import services, session_now, token_now

View = TypeVar("View", bound=Callable[..., object])

# Where somebody whose password must change may still go.
_BEFORE_A_NEW_PASSWORD = frozenset({"account.password", "account.sign_out", "account.language", "static_file"})


@dataclass(frozen=True, slots=True)
class Rule:
    """What a view asks for: nothing, a sign-in, or any one of some permissions."""

    public: bool = False
    permissions: frozenset[Permission] = frozenset()


def requires(*permissions: Permission) -> Callable[[View], View]:
    """Only for those whose role holds one of *permissions*."""
    return _marked(Rule(permissions=frozenset(permissions)))


def signed_in(view: View) -> View:
    """For everybody with a sign-in, whatever the role."""
    return _marked(Rule())(view)


def public(view: View) -> View:
    """For everybody, signed in or not."""
    return _marked(Rule(public=True))(view)


def rule_of(view: object) -> Rule | None:
    """What *view* asks for; None when it says nothing, which is a mistake."""
    return getattr(view, "access_rule", None)


def install(app: Flask) -> None:
    """Put the guard in front of every view of *app*."""
    app.before_request(_recognise)
    app.before_request(_guard)


def _marked(rule: Rule) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.access_rule = rule  # type: ignore[attr-defined]
        return view

    return mark


def _recognise() -> None:
    token = token_now()
    g.session_now = session_of(token, services()) if token and request.endpoint != "static_file" else None
    if g.session_now is not None and g.session_now.needs_touch:
        touch(token, services=services())


def _guard() -> Response | None:
    if request.endpoint is None:
        return None  # no such page; the router says so
    rule = rule_of(current_app.view_functions[request.endpoint])
    if rule is None:
        abort(500)
    if rule.public:
        return None
    session = session_now()
    if session is None:
        return _to_sign_in()
    if session.must_change_password and request.endpoint not in _BEFORE_A_NEW_PASSWORD:
        return redirect(url_for("account.password"))
    if rule.permissions and not any(may(session.actor, permission) for permission in rule.permissions):
        abort(403)
    return None


def _to_sign_in() -> Response:
    if request.method != "GET" or request.headers.get("HX-Request"):
        abort(401)
    return redirect(url_for("account.sign_in", next=request.full_path.rstrip("?")))
