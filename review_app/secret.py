"""The key that form tokens are signed with: from the settings, or made once in the data folder."""

import os
import secrets
from pathlib import Path

from engine.settings import Settings


def secret_key(settings: Settings) -> str:
    """The key of the settings, else the one kept in the data folder."""
    if settings.web.secret_key is not None:
        return settings.web.secret_key.get_secret_value()
    return _kept(settings.data_dir / "web-secret-key")


def _kept(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Of several web processes that start at once, one makes the file and the others read it.
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    if not path.exists():
        partial.touch(mode=0o600)
        partial.write_text(secrets.token_urlsafe(48), encoding="ascii")
        try:
            os.link(partial, path)
        except FileExistsError:
            pass
        finally:
            partial.unlink()
    return path.read_text(encoding="ascii")
