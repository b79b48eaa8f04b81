"""The web application, put together from its parts."""

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from engine.services import Services
from review_app import (
    access,
    assets,
    errors,
    filters,
    frame,
    health,
    home,
    languages,
    listing,
    media,
    notices,
    openings,
    security,
    whys,
    words,
)
from review_app.account import pages as account
from review_app.admin import pages as admin
from review_app.agent import pages as agent
from review_app.context import KEY
from review_app.inspector import pages as inspector
from review_app.lead import pages as lead
from review_app.library import pages as library
from review_app.manager import pages as manager
from review_app.opinion import pages as opinion
from review_app.rule_editor import pages as rule_editor
from review_app.rules import pages as rules
from review_app.secret import secret_key
from review_app.sessions import Cookies
from review_app.team_leader import pages as team_leader

BLUEPRINTS = (
    account,
    admin,
    agent,
    health.pages,
    home.pages,
    inspector,
    lead,
    library,
    manager,
    media.pages,
    opinion,
    rule_editor,
    rules,
    team_leader,
)


def create_app(services: Services) -> Flask:
    """The application that serves *services*; nothing is opened here that was not handed in."""
    web = services.settings.web
    app = Flask("review_app", static_folder=None)
    app.secret_key = secret_key(services.settings)
    app.extensions[KEY] = services
    app.session_interface = Cookies(web)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.do")
    security.install(app, web)
    access.install(app)
    CSRFProtect(app)
    languages.install(app, web)
    for part in (assets, errors, frame, listing, notices, openings, whys, words):
        part.install(app)
    filters.install(app, web)
    for pages in BLUEPRINTS:
        app.register_blueprint(pages)
    if web.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=web.proxies, x_proto=web.proxies, x_host=web.proxies
        )
    return app
