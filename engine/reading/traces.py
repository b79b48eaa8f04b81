"""Why the rules judged a stored call as they did, for the operator at the command line."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, select

from engine.call_metadata import metadata_of
from engine.casework.judging import latest_transcript
from engine.errors import NotFound
from engine.reading.spoken import Spoken, without_private_numbers
from engine.services import Services
from models.tables.recordings import Recording, TranscriptRow
from rules.explain import RuleTrace, explain, lines, trace_json
from rules.rulebook import Rulebook
from rules.transcript_file import transcript_from_json


@dataclass(frozen=True, slots=True)
class Traces:
    """The traces of one call by one rulebook, and the words of the call as the reader may see them."""

    rulebook: Rulebook
    rules: tuple[RuleTrace, ...]
    spoken: Spoken

    def text(self, only: Collection[str] = ()) -> str:
        """Every rule, or those of *only*, as an indented text."""
        return self.spoken.text("\n".join(line for trace in self._chosen(only) for line in lines(trace)))

    def rows(self, only: Collection[str] = ()) -> list[Any]:
        """The same for programs."""
        return [_discreet(trace_json(trace), self.spoken) for trace in self._chosen(only)]

    def _chosen(self, only: Collection[str]) -> list[RuleTrace]:
        return [trace for trace in self.rules if not only or trace.rule in only]


def traces_of(
    services: Services, recording_id: int, rulebook: Rulebook | None = None, *, numbers: bool = False
) -> tuple[Traces, ...]:
    """The newest transcript of a stored call, judged by *rulebook*, or by every rulebook that is in use.

    Args:
        numbers: spoken telephone, identity and card numbers too.

    Raises:
        NotFound: no such recording, or it has no transcript yet.
    """
    with services.transaction.read() as tx:
        recording = tx.session.get(Recording, recording_id)
        if recording is None:
            raise NotFound("recording")
        if tx.session.scalar(select(exists().where(TranscriptRow.recording_id == recording_id))) is not True:
            raise NotFound("transcript")
        body = latest_transcript(tx, recording_id).body
        metadata = metadata_of(recording)
        active = () if rulebook else services.rulebooks.active_ids(tx)
    books = (rulebook,) if rulebook else tuple(services.rulebooks.of(version) for version in active)
    spoken = Spoken(body) if numbers else without_private_numbers(body)
    call = transcript_from_json(body)
    return tuple(Traces(book, explain(book, call, metadata), spoken) for book in books)


def _discreet(part: Any, spoken: Spoken) -> Any:
    """JSON of a trace without the numbers of the call."""
    if isinstance(part, str):
        return spoken.text(part)
    if isinstance(part, Mapping):
        return {
            key: spoken.evidence(value) if key == "evidence" else _discreet(value, spoken)
            for key, value in part.items()
        }
    if isinstance(part, Sequence):
        return [_discreet(one, spoken) for one in part]
    return part
