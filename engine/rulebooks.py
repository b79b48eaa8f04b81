"""Published rulebooks: stored word for word, loaded once per process."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from threading import Lock

from sqlalchemy import func, select, update

from models.tables.recordings import RulebookVersion
from models.transaction import Transaction, Transactions
from rules.load import load_rulebook_text, load_stored_text
from rules.rulebook import Rulebook


class Rulebooks:
    """Reads published versions. They never change, so a version that was loaded once stays loaded."""

    def __init__(self, transaction: Transactions) -> None:
        self._transaction = transaction
        self._load = lru_cache(maxsize=16)(self._load_uncached)
        self._one_loads = Lock()

    def of(self, version_id: int) -> Rulebook:
        """The rulebook that is published as *version_id*."""
        with self._one_loads:
            return self._load(version_id)

    def active_ids(self, tx: Transaction) -> tuple[int, ...]:
        """Versions that judge new calls, one per name, in order of name."""
        rows = tx.session.scalars(
            select(RulebookVersion.id).where(RulebookVersion.active).order_by(RulebookVersion.name)
        )
        return tuple(rows)

    def _load_uncached(self, version_id: int) -> Rulebook:
        # Whoever asks holds a connection, and maybe a lock that all who have the others wait for.
        with self._transaction.read(aside=True) as tx:
            row = tx.session.get_one(RulebookVersion, version_id)
        return load_stored_text({name: str(body) for name, body in row.files.items()})


def publish(tx: Transaction, name: str, files: Mapping[str, str], now: datetime) -> int:
    """Store *files* as the newest version of *name* and let it judge from now on.

    The same text again is the version it already is. Raises `rules.errors.RuleErrors` when it does not load.
    """
    rulebook = load_rulebook_text(files)
    known = tx.session.scalar(select(RulebookVersion).where(RulebookVersion.digest == rulebook.digest))
    if known is None:
        newest = tx.session.scalar(select(func.max(RulebookVersion.version)).where(RulebookVersion.name == name)) or 0
        known = RulebookVersion(
            name=name, version=newest + 1, digest=rulebook.digest, files=dict(files), published_at=now
        )
        tx.session.add(known)
        tx.session.flush()
    tx.session.execute(update(RulebookVersion).where(RulebookVersion.name == name).values(active=False))
    known.active = True
    tx.session.flush()
    return known.id
