"""Style sheets, scripts and icons under one address that changes whenever any of them does."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, send_from_directory, url_for

from review_app.access import public

STATIC = Path(__file__).parent / "static"


def digest_of(folder: Path) -> str:
    """A short name for the contents of *folder*."""
    seen = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            seen.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return seen.hexdigest()[:16]


def install(app: Flask) -> None:
    """Serve `static/` and tell templates where."""
    now = digest_of(STATIC)

    @public
    def static_file(digest: str, name: str) -> Response:
        # Relative imports of scripts stay inside the same digest, so no browser mixes old and new files.
        response = send_from_directory(STATIC, name, etag=False, max_age=31536000 if digest == now else 0)
        response.headers.pop("Last-Modified", None)
        if digest == now:
            response.cache_control.public = True
            response.cache_control.immutable = True
            response.cache_control.no_cache = None
        return response

    def asset(name: str) -> str:
        """Where *name* of `static/` is served."""
        return url_for("static_file", digest=now, name=name)

    @cache
    def modules(folder: str) -> tuple[str, ...]:
        """Every script of *folder*, so that a page can ask for all of them at once instead of one after the other."""
        return tuple(path.relative_to(STATIC).as_posix() for path in sorted((STATIC / folder).glob("*.js")))

    app.add_url_rule("/static/<digest>/<path:name>", "static_file", static_file)
    app.jinja_env.globals["asset"] = asset
    app.jinja_env.globals["modules"] = modules
    # Every page draws icons, so nobody has to import that macro.
    app.jinja_env.globals["icon"] = app.jinja_env.get_template("macros/icon.html").module.icon  # type: ignore[attr-defined]
