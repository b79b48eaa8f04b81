"""The headers of every answer, and the limits of every question."""

import secrets

from flask import Flask, Response, g, request

from engine.settings import WebSettings

FORM_LIMIT_BYTES = 1_000_000
# A whole rulebook, and a word list of tens of thousands of lines: Chinese takes nine bytes a character in a form.
RULES_LIMIT_BYTES = 32_000_000

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'{nonce}; img-src 'self' data:; media-src 'self'; "
    "connect-src 'self'; font-src 'self'; manifest-src 'self'; frame-ancestors 'none'; form-action 'self'; "
    "base-uri 'none'"
)
# By these, checks on this very machine ask; nobody else can mean us by them.
_OWN_NAMES = ("localhost", "127.0.0.1", "[::1]")
_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Other sites learn nothing; our own form check under https needs to see where a form came from.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def style_nonce() -> str:
    """A word for this one answer, for a component that must bring its own <style> (the waveform does)."""
    if "style_nonce" not in g:
        g.style_nonce = secrets.token_urlsafe(16)
    return str(g.style_nonce)


def install(app: Flask, web: WebSettings) -> None:
    """Set the limits of every question and the headers of every answer."""
    app.config.update(
        MAX_CONTENT_LENGTH=FORM_LIMIT_BYTES,
        MAX_FORM_MEMORY_SIZE=FORM_LIMIT_BYTES,
        MAX_FORM_PARTS=2_000,
        WTF_CSRF_TIME_LIMIT=None,
        TRUSTED_HOSTS=[*web.trusted_hosts, *_OWN_NAMES] if web.trusted_hosts else None,
    )
    app.jinja_env.globals["style_nonce"] = style_nonce

    larger = {
        "manager.upload": web.upload_limit_bytes,
        "rules.write": RULES_LIMIT_BYTES,
        "rules.words": RULES_LIMIT_BYTES,
    }

    def limits() -> None:
        """Read before the body is: the visitor is known by then, for what asks for the form comes later."""
        if request.endpoint in larger:
            request.max_content_length = larger[request.endpoint]
        if request.endpoint == "rules.write":
            request.max_form_memory_size = RULES_LIMIT_BYTES

    app.before_request(limits)

    def headers(response: Response) -> Response:
        nonce = f" 'nonce-{g.style_nonce}'" if "style_nonce" in g else ""
        response.headers["Content-Security-Policy"] = _POLICY.format(nonce=nonce)
        response.headers.update(_FIXED)
        if web.https:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-store"
        if request.endpoint != "static_file":
            response.vary.add("Cookie")
        # A form sent by htmx follows no redirect inside the page: the page itself goes on.
        if request.headers.get("HX-Request") and response.status_code in {302, 303}:
            response.headers["HX-Redirect"] = response.headers.pop("Location")
            response.status_code = 204
        return response

    app.after_request(headers)
