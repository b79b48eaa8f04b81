"""The library of calls to learn from: who prepares an entry, who hears it, and what a clip must not tell."""

import re

import pytest
from sqlalchemy import select

from models.tables.library import LibraryEntry
from tests.integration.pages.conftest import Visit
from tests.support.seed import House


@pytest.fixture
def made(filled: House) -> House:
    return filled


def entries_of(made: House) -> list[LibraryEntry]:
    with made.services.transaction.read() as tx:
        return list(tx.session.scalars(select(LibraryEntry).order_by(LibraryEntry.id)))


def test_a_curator_prepares_an_entry_and_an_agent_hears_it(made: House, visit: Visit):
    lead, agent = visit("lead"), visit("agent8003")
    waiting = next(row for row in entries_of(made) if row.curated_at is None)
    assert agent.get(f"/library/{waiting.public_id}").status_code == 404

    saved = lead.post(f"/library/{waiting.public_id}/describe", title="先听完再回答", note="不打断")

    assert saved.status_code == 303
    assert "先听完再回答" in agent.page("/library")
    page = agent.page(f"/library/{waiting.public_id}")
    assert "质检员" not in re.sub(r"<[^>]+>", "", page).replace("质检员的说明", "").replace("质检员批注", "").replace(
        "客户与质检员的身份", ""
    )


def test_a_clip_has_a_neutral_name_and_no_date(made: House, visit: Visit):
    lead = visit("lead")
    clips = [
        link
        for row in entries_of(made)
        for link in re.findall(r'src="(/library/[^"]+/clips/\d+)"', lead.page(f"/library/{row.public_id}"))
    ]

    whole = lead.get(clips[0])
    part = lead.get(clips[0], headers={"Range": "bytes=0-99"})

    assert (whole.status_code, part.status_code) == (200, 206)
    assert whole.data[:4] == b"RIFF"
    assert part.data == whole.data[:100]
    assert not {"ETag", "Last-Modified"} & set(whole.headers.keys())
    assert re.search(r"filename=clip-\d+\.wav", whole.headers["Content-Disposition"])


def test_what_is_taken_out_is_gone_for_readers(made: House, visit: Visit):
    shown = next(row for row in entries_of(made) if row.curated_at is not None)
    manager, agent = visit("manager"), visit("agent8003")
    assert agent.get(f"/library/{shown.public_id}").status_code == 200

    manager.post(f"/library/{shown.public_id}/take-out", reason="客户要求")

    assert agent.get(f"/library/{shown.public_id}").status_code == 404
    assert "客户要求" in manager.page(f"/library/{shown.public_id}")
