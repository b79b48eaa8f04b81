"""The door for web servers: `waitress-serve --call review_app.wsgi:application`."""

from flask import Flask

from engine.logs import set_up_logs
from engine.wiring import open_services
from review_app.app import create_app


def application() -> Flask:
    """The application on the services that the settings of this machine name."""
    services = open_services()
    set_up_logs(services.settings.log_level)
    return create_app(services)
