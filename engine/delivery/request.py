"""Sending one request to a webhook: no redirect is followed, no proxy asked, and nobody can keep us waiting."""

import http.client
import json
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from threading import Timer
from typing import Any
from urllib.parse import SplitResult

from engine.delivery.outcome import ANSWER_BYTES, Outcome, readable
from engine.delivery.signature import signature

_AGENT = "CallQC"


def request_body(side: str, items: list[dict[str, Any]], created_at: str) -> bytes:
    """What a program is told: what happened, on which side, and under which ids its people know the cases."""
    (item,) = items
    references = item["references"]
    body = {
        "type": item["kind"],
        "side": side,
        "at": created_at,
        "count": len(references),
        "references": references,
    }
    return json.dumps(body, ensure_ascii=False).encode()


def send(url: SplitResult, secret: str, delivery_id: str, body: bytes, sent_at_s: int, timeout_s: float) -> Outcome:
    """POST *body*; only an answer of 200 to 299 counts as taken."""
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": _AGENT,
        "Connection": "close",
        "webhook-id": delivery_id,
        "webhook-timestamp": str(sent_at_s),
        "webhook-signature": signature(secret, delivery_id, sent_at_s, body),
    }
    path = (url.path or "/") + (f"?{url.query}" if url.query else "")
    connection = _connection(url, timeout_s)
    watchdog = None
    try:
        connection.connect()
        # The time-out is one of silence; a receiver that sends a byte now and then is cut off by the clock.
        watchdog = Timer(2 * timeout_s, _cut, [connection.sock])
        watchdog.daemon = True
        watchdog.start()
        return _exchange(connection, path, body, headers)
    except TimeoutError:
        return Outcome("timeout")
    except ssl.SSLError:
        return Outcome("tls")
    except socket.gaierror:
        return Outcome("unknown_host")
    except (OSError, http.client.HTTPException) as error:
        return Outcome("refused" if isinstance(error, ConnectionRefusedError) else "broken_off")
    finally:
        if watchdog is not None:
            watchdog.cancel()
        connection.close()


def _exchange(connection: http.client.HTTPConnection, path: str, body: bytes, headers: Mapping[str, str]) -> Outcome:
    connection.request("POST", path, body, dict(headers))
    response = connection.getresponse()
    answer = readable(response.read(ANSWER_BYTES))
    if 200 <= response.status < 300:
        return Outcome(None, answer)
    return Outcome(f"status_{response.status}", answer)


def _connection(url: SplitResult, timeout_s: float) -> http.client.HTTPConnection:
    assert url.hostname is not None
    if url.scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(url.hostname, url.port, timeout=timeout_s, context=context)
    return http.client.HTTPConnection(url.hostname, url.port, timeout=timeout_s)


def _cut(connected: socket.socket) -> None:
    with suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)
