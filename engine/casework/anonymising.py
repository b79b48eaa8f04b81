"""A call as a stranger may read and hear it: no name, no number, in the text and in the sound."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select

from engine.anonymous import joined, personal_spans, without
from engine.blind import Roster
from engine.speech.ports import Span
from engine.speech.privacy import masked
from engine.speech.redact import MARGIN_S, heard_at, redactions
from models.tables.cases import Case
from models.tables.organisation import User
from models.tables.recordings import Recording, ScoreRun, TranscriptRow
from models.transaction import Transaction
from rules.transcript import Utterance
from rules.transcript_file import transcript_from_json

# "80" or "12" is an amount or a date far more often than an agent's number.
SHORTEST_NUMBER = 3


@dataclass(frozen=True, slots=True)
class People:
    """Everybody of the house, and whom one call names."""

    rosters: tuple[Roster, ...]

    def text(self, written: str) -> str:
        """What somebody wrote about the call, without names and numbers."""
        return without(written, self.spans(written))

    def spans(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where somebody is named in *text*."""
        return joined((*personal_spans(text), *(span for roster in self.rosters for span in roster.spans(text))))


@dataclass(frozen=True, slots=True)
class Anonymous:
    """*silenced*: what must not be heard."""

    utterances: tuple[Utterance, ...]
    silenced: tuple[Span, ...]
    people: People


def anonymous(tx: Transaction, case: Case) -> Anonymous:
    """The call of *case* for those who must not know whose it is."""
    run = tx.session.get_one(ScoreRun, case.score_run_id)
    heard = transcript_from_json(tx.session.get_one(TranscriptRow, run.transcript_id).body).utterances
    people = people_of(everybody(tx), case)
    hidden = _spans(heard, people)
    return Anonymous(
        utterances=_masked(heard, hidden),
        silenced=tuple(_sound(said, span) for said in heard for span in hidden.get(said.id, ())),
        people=people,
    )


def anonymous_words(tx: Transaction, recording: Recording, heard: Sequence[Utterance]) -> tuple[Utterance, ...]:
    """What was said in *recording*, for those who must not know whose it is."""
    return _masked(heard, _spans(heard, _people_in(everybody(tx), recording)))


def everybody(tx: Transaction) -> Roster:
    """Names, sign-ins and numbers of the whole house."""
    house = tx.session.execute(select(User.name, User.login, User.agent_no).order_by(User.id))
    return _roster(_names(name for row in house for name in row))


def people_of(house: Roster, case: Case) -> People:
    """*house*, and the agent and the customer as the call of *case* names them."""
    return _people_in(house, case.recording)


def _people_in(house: Roster, recording: Recording) -> People:
    called = (recording.agent_no, recording.customer_no, recording.details.get("agent_name"))
    return People((house, Roster(_names(called))))


@lru_cache(maxsize=4)
def _roster(names: tuple[str, ...]) -> Roster:
    return Roster(names)


def _names(found: Iterable[object]) -> tuple[str, ...]:
    named = (name for name in found if isinstance(name, str) and name.strip("* "))
    return tuple(sorted({name for name in named if not name.isdigit() or len(name) >= SHORTEST_NUMBER}))


def _masked(heard: Sequence[Utterance], hidden: Mapping[int, tuple[tuple[int, int], ...]]) -> tuple[Utterance, ...]:
    return tuple(masked(said, hidden.get(said.id, ())) for said in heard)


def _spans(heard: Sequence[Utterance], people: People) -> dict[int, tuple[tuple[int, int], ...]]:
    found = {said.id: list(people.spans(said.text)) for said in heard}
    for one in redactions(heard):
        found[one.utterance].append(one.chars)
    return {number: joined(spans) for number, spans in found.items() if spans}


def _sound(said: Utterance, span: tuple[int, int]) -> Span:
    start_s, end_s = heard_at(said, *span)
    return Span(max(0.0, start_s - MARGIN_S), end_s + MARGIN_S)
