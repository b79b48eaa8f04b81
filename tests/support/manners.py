"""The headers that protect whoever reads an answer, whatever the answer is."""

from werkzeug.test import TestResponse

ALWAYS = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Cross-Origin-Opener-Policy": "same-origin"}
SOMEHOW = ("Referrer-Policy", "Permissions-Policy", "Cache-Control")
POLICY = ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'")
LOOPHOLES = ("unsafe-inline", "unsafe-eval", "http:", "https:", "*")


def bad_manners(answer: TestResponse) -> list[str]:
    """What is missing from *answer*, or should not be there."""
    policy = answer.headers.get("Content-Security-Policy", "")
    wrong = [name for name, value in ALWAYS.items() if answer.headers.get(name) != value]
    wrong += [name for name in SOMEHOW if name not in answer.headers]
    wrong += [f"policy without {part}" for part in POLICY if part not in policy]
    wrong += [f"policy with {word}" for word in LOOPHOLES if word in policy]
    wrong += [name for name in ("Server", "X-Powered-By") if name in answer.headers]
    return wrong
