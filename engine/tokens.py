"""Secrets that a browser or a program shows to be let in; the database keeps their hash only."""

import hashlib


def token_digest(token: str) -> str:
    """What the database keeps of *token*."""
    return hashlib.sha256(token.encode()).hexdigest()
