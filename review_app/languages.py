"""Chinese by default, English by choice. Texts in the source are Chinese; the English catalogs are complete."""

from collections.abc import Mapping

from flask import Flask, g, has_request_context
from flask_babel import Babel

from engine.settings import WebSettings
from review_app.context import session_now
from review_app.looks import look
from rules.spec import Text

LANGUAGES = {"zh": "中文", "en": "English"}
COOKIE = "language"


def language() -> str:
    """The language of this request: what the person chose, else the browser's choice, else the account's usual one."""
    if not has_request_context():
        return "zh"
    session = session_now() if "session_now" in g else None
    for wish in (look(COOKIE), session.language if session else None):
        if wish in LANGUAGES:
            return wish
    return "zh"


def localised(text: Text | Mapping[str, str] | str | None) -> str:
    """What a rulebook says, in the language of this page."""
    if text is None or isinstance(text, str):
        return text or ""
    if isinstance(text, Text):
        return text.in_language(language())
    return text.get(language()) or text.get("zh", "")


def install(app: Flask, web: WebSettings) -> None:
    """Choose the language and the time zone of every request."""
    app.config.update(
        BABEL_DEFAULT_LOCALE="zh",
        BABEL_TRANSLATION_DIRECTORIES="translations;translations",
        BABEL_DOMAIN="pages;review",
    )
    Babel(app, locale_selector=language, timezone_selector=lambda: web.timezone)
    app.jinja_env.globals.update(language=language, LANGUAGES=LANGUAGES)
    app.jinja_env.add_extension("jinja2.ext.i18n")
