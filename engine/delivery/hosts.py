"""Where webhooks may be sent: http(s), to hosts that whoever runs the installation has named."""

from collections.abc import Iterable
from urllib.parse import SplitResult, urlsplit

from engine.errors import Invalid

_PORTS = {"http": 80, "https": 443}


def checked_url(url: str, allowed: Iterable[str]) -> SplitResult:
    """*url*, taken apart.

    Args:
        allowed: `hooks.example.cn`, `10.0.0.5:8080`, `*.example.cn`; without a port, any port.

    Raises:
        Invalid: `not_http`, or `host_not_allowed`, about the field `url`.
    """
    # urlsplit drops line breaks silently; what is stored is what is sent.
    if any(ord(sign) <= 32 or ord(sign) > 126 for sign in url):
        raise Invalid("url", "not_http")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Invalid("url", "not_http") from None
    if parts.scheme not in _PORTS or not parts.hostname or parts.username is not None or parts.fragment:
        raise Invalid("url", "not_http")
    if not any(_matches(parts.hostname, port or _PORTS[parts.scheme], entry) for entry in allowed):
        raise Invalid("url", "host_not_allowed", detail=parts.hostname)
    return parts


def _matches(host: str, port: int, entry: str) -> bool:
    try:
        wanted = urlsplit(f"//{entry.strip()}")
        name, wanted_port = wanted.hostname or "", wanted.port
    except ValueError:
        return False
    if wanted_port is not None and wanted_port != port:
        return False
    host = host.rstrip(".")
    return host.endswith(name[1:]) and len(host) >= len(name) if name.startswith("*.") else bool(name) and host == name
