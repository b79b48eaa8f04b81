"""Addresses that come from outside and lead back inside."""

from urllib.parse import urlsplit

from flask import url_for


def inside(target: str) -> str:
    """*target* when it is a path of this very site, else the home page."""
    parts = urlsplit(target)
    plain = target.isprintable() and "\\" not in target
    if plain and target.startswith("/") and not target.startswith("//") and not parts.scheme and not parts.netloc:
        return target.rstrip("?")
    return url_for("home.home")
