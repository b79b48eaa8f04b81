"""A call as a stranger may read and hear it: no name, no number, in the text and in the sound."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from engine.anonymous import joined, personal_spans, without
from engine.blind import Roster
from engine.speech.ports import Span
from engine.speech.privacy import masked
from engine.speech.redact import MARGIN_S, heard_at, redactions
from models.tables.cases import Case
from models.tables.organisation import User
from models.tables.recordings import ScoreRun, TranscriptRow
from models.transaction import Transaction
from rules.transcript import Utterance
from rules.transcript_file import transcript_from_json

# "80" or "12" is an amount or a date far more often than an agent's number.
SHORTEST_NUMBER = 3


@dataclass(frozen=True, slots=True)
class Anonymous:
    """*silenced*: what must not be heard. *people*: everybody of the house, and whom the call names."""

    utterances: tuple[Utterance, ...]
    silenced: tuple[Span, ...]
    people: Roster

    def text(self, written: str) -> str:
        """What somebody wrote about the call, without names and numbers."""
        return without(written, _hidden(written, self.people))


def anonymous(tx: Transaction, case: Case) -> Anonymous:
    """The call of *case* for those who must not know whose it is."""
    run = tx.session.get_one(ScoreRun, case.score_run_id)
    heard = transcript_from_json(tx.session.get_one(TranscriptRow, run.transcript_id).body).utterances
    people = everybody(tx, case)
    hidden = _spans(heard, people)
    return Anonymous(
        utterances=tuple(masked(said, hidden.get(said.id, ())) for said in heard),
        silenced=tuple(_sound(said, span) for said in heard for span in hidden.get(said.id, ())),
        people=people,
    )


def everybody(tx: Transaction, case: Case) -> Roster:
    """Names, sign-ins and numbers of the whole house, and of the agent as the call names them."""
    details = case.recording.details
    names = {case.recording.agent_no, case.recording.customer_no, details.get("agent_name")}
    for row in tx.session.execute(select(User.name, User.login, User.agent_no)):
        names |= set(row)
    return Roster(
        name
        for name in names
        if isinstance(name, str) and (not name.isdigit() or len(name) >= SHORTEST_NUMBER) and name.strip("* ")
    )


def _spans(heard: Sequence[Utterance], people: Roster) -> dict[int, tuple[tuple[int, int], ...]]:
    found = {said.id: list(_hidden(said.text, people)) for said in heard}
    for one in redactions(heard):
        found[one.utterance].append(one.chars)
    return {number: joined(spans) for number, spans in found.items() if spans}


def _hidden(text: str, people: Roster) -> tuple[tuple[int, int], ...]:
    return joined((*personal_spans(text), *people.spans(text)))


def _sound(said: Utterance, span: tuple[int, int]) -> Span:
    start_s, end_s = heard_at(said, *span)
    return Span(max(0.0, start_s - MARGIN_S), end_s + MARGIN_S)
