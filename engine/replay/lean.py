"""Packing stored transcripts for judging, once; replays read only what is packed."""

import json
from collections.abc import Sequence

from sqlalchemy import Text, cast, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from models.tables.lean import LeanTranscript
from models.tables.recordings import TranscriptRow
from models.transaction import Transaction, Transactions
from rules.lean import FORM, packed
from rules.transcript_file import transcript_from_json

# A few megabytes of transcripts: read at once, and written in one short transaction.
_AT_ONCE = 50


def make_lean(transaction: Transactions, first: int, last: int) -> int:
    """Pack the newest transcript of recordings *first* to *last* where that was not done yet; how many.

    Nothing slow happens while the database is locked: what was changed in between is not packed, and made again later.
    """
    missing = _missing(transaction, first, last)
    for begin in range(0, len(missing), _AT_ONCE):
        ids = missing[begin : begin + _AT_ONCE]
        with transaction.read() as tx:
            bodies = _bodies(tx, ids)
        made = {number: packed(transcript_from_json(json.loads(body), words=False)) for number, body in bodies.items()}
        with transaction() as tx:
            unchanged = [number for number, body in _bodies(tx, ids, held=True).items() if bodies.get(number) == body]
            _store(tx, {number: made[number] for number in unchanged})
    return len(missing)


def _missing(transaction: Transactions, first: int, last: int) -> Sequence[int]:
    newest = (
        select(func.max(TranscriptRow.id).label("id"))
        .where(TranscriptRow.recording_id.between(first, last))
        .group_by(TranscriptRow.recording_id)
        .subquery()
    )
    made = select(LeanTranscript.transcript_id).where(
        LeanTranscript.transcript_id == newest.c.id, LeanTranscript.form == FORM
    )
    with transaction.read() as tx:
        return tx.session.scalars(select(newest.c.id).where(~made.exists()).order_by(newest.c.id)).all()


def _bodies(tx: Transaction, ids: Sequence[int], *, held: bool = False) -> dict[int, str]:
    """The transcripts as texts. *held*: nobody changes them before this transaction ends."""
    query = select(TranscriptRow.id, cast(TranscriptRow.body, Text)).where(TranscriptRow.id.in_(ids))
    return dict(tx.session.execute(query.with_for_update(read=True) if held else query).all())


def _store(tx: Transaction, bodies: dict[int, bytes]) -> None:
    if not bodies:
        return
    old = delete(LeanTranscript).where(LeanTranscript.transcript_id.in_(bodies), LeanTranscript.form != FORM)
    tx.session.execute(old)
    insert = sqlite.insert if tx.is_sqlite else postgresql.insert
    # Two replays may make the same row at the same time.
    tx.session.execute(
        insert(LeanTranscript).on_conflict_do_nothing(),
        [{"transcript_id": number, "form": FORM, "body": body} for number, body in bodies.items()],
    )
