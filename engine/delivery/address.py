"""Mail addresses, as an account may have them."""

import re

from engine.errors import Invalid

# Wide on purpose, but one line of one address: what a mail server is to make of it, it says itself.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


def checked_address(text: str | None) -> str | None:
    """*text* without blanks around it; None when there is none.

    Raises:
        Invalid: `not_an_address`, about the field `email`.
    """
    address = (text or "").strip()
    if not address:
        return None
    if len(address) > 200 or not _ADDRESS.fullmatch(address):
        raise Invalid("email", "not_an_address")
    return address
