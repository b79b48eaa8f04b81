"""The same file, sent many times at the same moment, is one recording."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import func, select

from engine.call_about import CallAbout
from engine.steps.ingest import ingest
from models.tables.recordings import Recording
from models.tables.work import Work
from tests.support.house import open_house, settings_of
from tests.support.recordings import short_calls

SENDERS, FILES = 8, 12


def test_eight_senders_get_one_recording_and_the_same_answer(database_url: str, tmp_path: Path):
    """Many files, because the dangerous moment is short."""
    paths = short_calls(tmp_path / "calls", FILES)
    with open_house(settings_of(tmp_path / "data", database_url)) as services, ThreadPoolExecutor(SENDERS) as pool:
        for number, path in enumerate(paths):
            about = CallAbout(call_id=f"A-{number}")

            answers = list(
                pool.map(lambda _, path=path, about=about: ingest(path, about, services=services), range(SENDERS))
            )

            assert len({answer.recording_id for answer in answers}) == 1
            assert [answer.duplicate for answer in answers].count(False) == 1
        with services.transaction.read() as tx:
            recordings = tx.session.scalar(select(func.count(Recording.id)))
            work = tx.session.scalar(select(func.count(Work.id)))
    assert (recordings, work) == (FILES, FILES)
