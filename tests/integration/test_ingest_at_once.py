"""The same file, sent many times at the same moment, is one recording."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import func, select

from engine.call_about import CallAbout
from engine.steps.ingest import Ingested, ingest
from models.tables.recordings import Recording
from models.tables.work import Work
from tests.support.house import open_house, settings_of
from tests.support.recordings import short_calls

SENDERS = 8


def test_eight_senders_get_one_recording_and_the_same_answer(database_url: str, tmp_path: Path):
    path = short_calls(tmp_path / "calls", 1)[0]
    with open_house(settings_of(tmp_path / "data", database_url)) as services:

        def send(_: int) -> Ingested:
            return ingest(path, CallAbout(call_id="A-1"), services=services)

        with ThreadPoolExecutor(SENDERS) as pool:
            answers = list(pool.map(send, range(SENDERS)))

        with services.transaction.read() as tx:
            recordings = tx.session.scalar(select(func.count(Recording.id)))
            work = tx.session.scalar(select(func.count(Work.id)))
    assert (recordings, work) == (1, 1)
    assert len({answer.recording_id for answer in answers}) == 1
    assert [answer.duplicate for answer in answers].count(False) == 1
