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
    security,
    words,
)
from review_app.account import pages as account
from review_app.agent import pages as agent
from review_app.context import KEY
from review_app.inspector import pages as inspector
from review_app.secret import secret_key
from review_app.sessions import Cookies

BLUEPRINTS = (account, agent, health.pages, home.pages, inspector, media.pages)


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
    for part in (assets, errors, frame, listing, notices, words):
        part.install(app)
    filters.install(app, web)
    for pages in BLUEPRINTS:
        app.register_blueprint(pages)
    if web.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=web.proxies, x_proto=web.proxies, x_host=web.proxies
        )
    return app
