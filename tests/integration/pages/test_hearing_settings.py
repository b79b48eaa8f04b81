"""Sources, lexicons and voices through their pages; what they say is what the next hearing is told."""

import io
import json
from pathlib import Path

import pytest
from sqlalchemy import select

from engine.call_about import CallAbout
from engine.casework.hearing import prepared
from engine.speech.audio import RawFormat
from engine.steps.ingest import ingest
from models.channels import ChannelPolicy, RawEncoding
from models.tables.audit import AuditRow
from models.tables.recordings import Recording, Source, TranscriptRow
from models.tables.voiceprints import VoiceprintRow
from tests.integration.pages.conftest import Visit
from tests.support.house import work_through
from tests.support.pages import links_in
from tests.support.seed import House
from tests.support.sound_files import voice_like, write_wav

SOURCE = {
    "name": "pbx", "inbound": "stereo_agent_right", "outbound": "mono_diarize", "timezone": "Europe/Berlin",
    "language": "", "raw_encoding": "mulaw", "raw_sample_rate_hz": "8000", "raw_channels": "2",
}  # fmt: skip


def source(made: House, name: str = "pbx") -> Source:
    with made.services.transaction.read() as tx:
        return tx.session.scalars(select(Source).where(Source.name == name)).one()


def told(made: House, action: str) -> list[AuditRow]:
    with made.services.transaction.read() as tx:
        return list(tx.session.scalars(select(AuditRow).where(AuditRow.action == action)))


def told_to_hear(made: House, path: Path, **about: object) -> Recording:
    taken = ingest(path, CallAbout(**about), services=made.services)
    with made.services.transaction.read() as tx:
        return tx.session.get_one(Recording, taken.recording_id)


# Sources


def test_a_source_is_made_and_says_what_its_files_hold(made: House, visit: Visit, tmp_path: Path):
    assert visit("admin").post("/admin/sources/new", **SOURCE).status_code == 303

    (tmp_path / "call.ul").write_bytes(b"\xff\x7f" * 8000)
    recording = told_to_hear(made, tmp_path / "call.ul", source="pbx")
    with made.services.transaction.read() as tx:
        call = prepared(tx, tx.session.get_one(Recording, recording.id), made.services)
    assert recording.channel_policy is ChannelPolicy.STEREO_AGENT_RIGHT
    assert call.request.raw == RawFormat(RawEncoding.MULAW, 8000, 2)
    assert [row.details["raw_encoding"] for row in told(made, "source.added")][-1] == "mulaw"
    page = visit("admin").page("/admin/sources")
    assert "pbx" in page
    assert "Europe/Berlin" in page


def test_a_file_with_a_header_is_read_by_its_header(made: House, visit: Visit, tmp_path: Path):
    visit("admin").post("/admin/sources/new", **SOURCE)
    recording = told_to_hear(made, write_wav(tmp_path / "call.wav", voice_like(3.0)), source="pbx")

    with made.services.transaction.read() as tx:
        assert prepared(tx, tx.session.get_one(Recording, recording.id), made.services).request.raw is None


def test_sound_without_a_header_is_heard(made: House, visit: Visit, tmp_path: Path):
    visit("admin").post("/admin/sources/new", **{**SOURCE, "raw_encoding": "s16le", "raw_sample_rate_hz": "16000"})
    samples = (voice_like(4.0, 2).T * 32767).astype("<i2")
    (tmp_path / "call.raw").write_bytes(samples.tobytes())
    recording = told_to_hear(made, tmp_path / "call.raw", source="pbx")

    work_through(made.services)

    with made.services.transaction.read() as tx:
        heard = tx.session.get_one(Recording, recording.id)
        assert heard.failure_code is None
        assert (heard.channels, heard.sample_rate_hz, heard.duration_s) == (2, 16000, pytest.approx(4.0))


def test_a_change_is_on_record_with_old_and_new(made: House, visit: Visit):
    admin = visit("admin")
    admin.post("/admin/sources/new", **SOURCE)
    here = f"/admin/sources/{source(made).id}"

    assert admin.post(here, **{**SOURCE, "inbound": "stereo_agent_left", "raw_encoding": ""}).status_code == 303

    assert source(made).inbound_policy is ChannelPolicy.STEREO_AGENT_LEFT
    assert source(made).raw_channels is None
    (row,) = told(made, "source.changed")
    assert row.details["inbound"] == ["stereo_agent_right", "stereo_agent_left"]
    assert row.details["raw_encoding"] == ["mulaw", None]
    assert "timezone" not in row.details


@pytest.mark.parametrize(
    "changes",
    [
        {"inbound": ""}, {"outbound": "both"}, {"timezone": "Mars/Olympus"}, {"name": " "}, {"name": "upload"},
        {"raw_sample_rate_hz": "1"}, {"raw_channels": "7"}, {"raw_encoding": "mp5"}, {"raw_channels": ""},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_made(made: House, visit: Visit, changes: dict[str, str]):
    answer = visit("admin").post("/admin/sources/new", **{**SOURCE, **changes})

    assert answer.status_code == 422
    with made.services.transaction.read() as tx:
        assert tx.session.scalars(select(Source.name)).all() == ["upload"]


# Transcripts made elsewhere


def test_a_transcript_is_handed_in_through_the_page_with_sound_and_without(made: House, visit: Visit, tmp_path: Path):
    manager, about = visit("manager"), {"source": "upload", "direction": "inbound", "project": "宽带业务"}
    words = "1\n00:00:00,000 --> 00:00:02,000\n客服: 您好,这里是客服\n".encode()
    sound = write_wav(tmp_path / "a.wav", voice_like(3.0, 2)).read_bytes()

    alone = manager.post("/recordings/upload", **about, call_id="T-1", transcript=(io.BytesIO(words), "t.srt"))
    both = manager.post(
        "/recordings/upload", **about, call_id="T-2", sound=(io.BytesIO(sound), "a.wav"),
        transcript=(io.BytesIO(words + b"\n"), "t.srt"),
    )  # fmt: skip
    broken = manager.post("/recordings/upload", **about, transcript=(io.BytesIO(b"{"), "t.json"))
    nothing = manager.post("/recordings/upload", **about)
    work_through(made.services)

    assert [answer.status_code for answer in (alone, both, broken, nothing)] == [303, 303, 422, 422]
    with made.services.transaction.read() as tx:
        taken = tx.session.scalars(select(Recording).where(Recording.call_id.in_(["T-1", "T-2"]))).all()
        assert [(one.progress, one.playable_sha256 is not None) for one in taken] == [
            ("routed", False),
            ("routed", True),
        ]
    assert "只有转写，没有录音" in manager.page(f"/recordings/{taken[0].id}")


# Lexicons


def test_words_of_a_project_are_told_to_the_recogniser_and_kept_as_versions(made: House, visit: Visit, tmp_path: Path):
    manager = visit("manager")
    first = {"project": "宽带业务", "hot_words": "光猫\n千兆，掌厅", "initial_prompt": "以下是客服通话。"}
    manager.post("/recordings/lexicon", **first, corrections="光选 = 光猫")
    manager.post("/recordings/lexicon", **first, corrections="光选 = 光猫\n钱兆 → 千兆", note="补一个")
    manager.post("/recordings/lexicon", **first, corrections="钱兆=千兆\n光选=光猫")

    recording = told_to_hear(made, write_wav(tmp_path / "a.wav", voice_like(3.0, 2)), project="宽带业务")
    with made.services.transaction.read() as tx:
        call = prepared(tx, tx.session.get_one(Recording, recording.id), made.services)
    work_through(made.services)

    assert call.request.hints.hot_words == ("光猫", "千兆", "掌厅")
    assert call.request.hints.prompt == "以下是客服通话。"
    assert call.meant == {"光选": "光猫", "钱兆": "千兆"}
    assert [row.new for row in told(made, "lexicon.published")] == ["1", "2"]
    with made.services.transaction.read() as tx:
        row = tx.session.scalars(select(TranscriptRow).where(TranscriptRow.recording_id == recording.id)).one()
        assert row.lexicon_id == call.lexicon_id
    assert "第 2 版" in manager.page("/recordings/lexicon?project=宽带业务")
    assert "第 2 版" in manager.page(f"/recordings/{recording.id}")


@pytest.mark.parametrize(
    "form",
    [{"project": ""}, {"corrections": "没有箭头"}, {"corrections": "甲="}, {"hot_words": "长" * 41}],
)
def test_words_that_cannot_be_are_refused(made: House, visit: Visit, form: dict[str, str]):
    assert visit("manager").post("/recordings/lexicon", **{"project": "宽带业务", **form}).status_code == 422


# Voices


def test_a_voice_is_enrolled_used_and_erased(made: House, visit: Visit):
    manager, story = visit("manager"), made.case("loan-promise")
    here = f"/recordings/{story.recording_id}"

    assert manager.post(f"{here}/voice").status_code == 303

    with made.services.transaction.read() as tx:
        kept = tx.session.scalars(select(VoiceprintRow)).one()
        call = prepared(tx, tx.session.get_one(Recording, story.recording_id), made.services)
    assert kept.agent_id == story.agent_id
    assert kept.speech_s > 2
    assert call.request.voiceprint is not None
    assert call.request.voiceprint.as_dict() == kept.body

    assert visit("admin").post(f"/recordings/voices/{kept.id}/erase").status_code == 303

    with made.services.transaction.read() as tx:
        erased = tx.session.get_one(VoiceprintRow, kept.id)
        call = prepared(tx, tx.session.get_one(Recording, story.recording_id), made.services)
    assert (erased.body, call.request.voiceprint) == (None, None)
    assert erased.erased_at is not None
    assert [row.acting_as for row in told(made, "voiceprint.erased")] == ["admin"]
    assert "已抹去" in manager.page("/recordings/voices")


def test_a_new_voice_takes_the_place_of_the_old(made: House, visit: Visit):
    here = f"/recordings/{made.case('loan-promise').recording_id}/voice"

    visit("manager").post(here)
    visit("manager").post(here)

    with made.services.transaction.read() as tx:
        rows = tx.session.scalars(select(VoiceprintRow).order_by(VoiceprintRow.id)).all()
    assert [row.erased_at is None for row in rows] == [False, True]


@pytest.mark.parametrize("login", ["admin", "lead", "inspector", "leader1", "agent8001"])
def test_nobody_else_enrols(made: House, visit: Visit, login: str):
    here = f"/recordings/{made.case('loan-promise').recording_id}/voice"

    assert visit(login).post(here).status_code == 403


# Doubtful sides, and their exchange


def test_doubtful_sides_are_shown_where_they_are_judged(made: House, visit: Visit):
    with made.services.transaction() as tx:
        for row in tx.session.scalars(select(TranscriptRow)):
            row.body = {**row.body, "role_source": "diarization", "role_confidence": 0.58}
    inspector = visit("inspector")
    inspector.post("/inspector/next")
    here = next(path for path in _links(inspector.page("/inspector/queue")) if "/inspector/reviews/" in path)
    inspector.post(f"{here}/open")

    page = inspector.page(here)

    assert "说话人存疑" in page
    assert "58 %" in page
    assert "58%" in visit("manager").page("/recordings/1")


def test_the_review_page_exchanges_the_sides(made: House, visit: Visit):
    inspector = visit("inspector")
    here = next(path for path in _links(inspector.page("/inspector/queue")) if "/inspector/reviews/" in path)
    inspector.post(f"{here}/open")
    before = inspector.page(here)

    answer = inspector.post(f"{here}/swap")

    after = inspector.page(here)
    assert answer.status_code == 303
    assert before.count('class="sentence agent') == after.count('class="sentence customer') > 0
    assert json.dumps(["agent", "customer"]) in before.replace("&#34;", '"')
    assert json.dumps(["customer", "agent"]) in after.replace("&#34;", '"')


def _links(page: str) -> list[str]:
    return sorted(links_in(page))
