"""What a password must not be. Length counts; no rules about signs and digits."""

from engine.errors import Refused
from engine.passwords import LONGEST_PASSWORD, SHORTEST_PASSWORD

# A shorter login is part of many a password by chance.
_TELLING = 3
# The ones that are tried first everywhere.
_COMMON = frozenset(
    {
        *("password", "password1", "qwertyuiop", "iloveyou", "asdfghjkl", "letmein1", "welcome1", "qwer1234"),
        *("12345678", "123456789", "1234567890", "11111111", "88888888", "00000000", "66666666", "87654321"),
        *("abc12345", "a1234567", "1qaz2wsx", "admin123", "admin1234", "woaini1314", "5201314520", "abcd1234"),
    }
)


def check_password(password: str, login: str) -> None:
    """Raises:
    Refused: `password_short`, `password_long` or `password_common`.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise Refused("password_short")
    if len(password) > LONGEST_PASSWORD:
        raise Refused("password_long")
    own = login.strip().lower()
    if password.lower() in _COMMON or (len(own) >= _TELLING and own in password.lower()):
        raise Refused("password_common")
