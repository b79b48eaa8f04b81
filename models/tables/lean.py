"""Transcripts once more without the times of their words: all that judging reads, in a tenth of the space."""

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base


class LeanTranscript(Base):
    """What `rules.lean` packed of one transcript. Made from it, and gone with it or when its body is changed.

    The database itself sees to that, so that no step that erases spoken words has to think of it. Rows that are not
    there are made when they are asked for.
    """

    __tablename__ = "lean_transcripts"

    transcript_id: Mapped[int] = mapped_column(
        ForeignKey("transcripts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    form: Mapped[int] = mapped_column(comment="of rules.lean; rows of another form are made again")
    body: Mapped[bytes] = mapped_column(LargeBinary)
