"""Passwords: long ones, not the common ones, and the same work for a name that does not exist."""

import pytest

from engine.errors import Refused
from engine.password_rules import check_password
from engine.passwords import hashed, matches
from engine.tokens import token_digest


@pytest.mark.parametrize(
    ("password", "login", "code"),
    [
        ("", "wang", "password_short"),
        ("1234567", "wang", "password_short"),
        ("x" * 257, "wang", "password_long"),
        ("12345678", "wang", "password_common"),
        ("PassWord", "wang", "password_common"),
        ("woaini1314", "wang", "password_common"),
        ("wang-2026!", "wang", "password_common"),
        ("my WANG word", "Wang", "password_common"),
    ],
)
def test_what_a_password_must_not_be(password: str, login: str, code: str):
    with pytest.raises(Refused) as told:
        check_password(password, login)

    assert told.value.code == code


@pytest.mark.parametrize(
    ("password", "login"),
    [
        ("a quiet sentence", "wang"),
        ("x" * 256, "wang"),
        ("八个汉字也是可以的", "wang"),
        ("with a login of one letter", "a"),
        ("with a login of blanks", "  "),
        ("with no login", ""),
    ],
)
def test_length_is_all_that_is_asked(password: str, login: str):
    check_password(password, login)


def test_a_hash_is_salted_argon2id_and_knows_its_password():
    first, second = hashed("a quiet sentence"), hashed("a quiet sentence")

    assert first != second
    assert first.startswith("$argon2id$")
    assert matches("a quiet sentence", first)
    assert not matches("another sentence", first)


@pytest.mark.parametrize("kept", [None, "", "not a hash", "$argon2id$broken"])
def test_what_is_no_hash_lets_nobody_in(kept: str | None):
    assert not matches("nobody has this password", kept)


def test_the_database_keeps_a_hash_of_the_cookie_only():
    assert token_digest("token") != "token"
    assert len(token_digest("token")) == 64
