"""Passwords: argon2id, with the same work for a name that does not exist."""

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 256

# OWASP's second recommendation for argon2id: 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Hashing is costly on purpose; a crowd of sign-ins must not use up the memory.
_AT_ONCE = threading.BoundedSemaphore(4)
_NOBODY = _HASHER.hash("nobody has this password")


def hashed(password: str) -> str:
    """The hash to keep of *password*; takes tens of milliseconds on purpose."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def matches(password: str, kept: str | None) -> bool:
    """True when *password* is the one behind *kept*; without one it takes as long and is always False."""
    with _AT_ONCE:
        try:
            return _HASHER.verify(kept or _NOBODY, password) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False
