"""The door for web servers: `waitress-serve --call review_app.wsgi:application`."""

from flask import Flask

from engine.wiring import open_services
from review_app.app import create_app


def application() -> Flask:
    """The application on the services that the settings of this machine name."""
    return create_app(open_services())
