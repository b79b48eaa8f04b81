"""Finding a speech model without asking anybody."""

from pathlib import Path

import pytest

from engine.speech.errors import ModelMissing, UnknownBackend
from engine.speech.model_store import locate, revision
from engine.speech.options import SpeechSettings
from engine.speech.ports import WindowShape
from engine.speech.registry import diarizer, transcriber

FILES = ("config.json", "model.bin", "tokenizer.json", "vocabulary.json")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "carried-in"
    place.mkdir()
    for name in FILES:
        (place / name).write_bytes(b"{}")
    return place


def test_a_folder_is_used_as_it_is(folder: Path):
    place = locate(str(folder))

    assert (place.name, place.folder, place.demo) == ("carried-in", folder, False)


def test_a_model_is_found_by_name_in_the_models_folder(folder: Path):
    assert locate("carried-in", str(folder.parent)).folder == folder


def test_a_name_that_is_not_here_is_left_to_the_hub(tmp_path: Path):
    assert locate("small", str(tmp_path)).folder is None


@pytest.mark.parametrize("missing", FILES)
def test_a_folder_that_lacks_a_file_is_refused_at_once(folder: Path, missing: str):
    (folder / missing).unlink()

    with pytest.raises(ModelMissing, match=missing):
        locate(str(folder))


def test_a_folder_that_is_not_there_is_not_taken_for_a_name():
    with pytest.raises(ModelMissing, match="no such folder"):
        locate("/no/such/folder")


def test_a_small_model_gets_single_sentences(folder: Path):
    assert locate(str(folder)).window == WindowShape(12.0, packed=False)


def test_a_model_may_say_how_it_likes_its_windows(folder: Path):
    (folder / "callqc.json").write_text('{"one_clip_per_window": false}')

    assert locate(str(folder)).window == WindowShape(30.0, packed=True)


def test_a_card_that_cannot_be_read_is_refused(folder: Path):
    (folder / "callqc.json").write_text("{")

    with pytest.raises(ModelMissing, match=r"callqc\.json"):
        locate(str(folder))


def test_the_revision_is_that_of_the_weights(folder: Path):
    before = revision(folder)
    (folder / "model.bin").write_bytes(b"other")

    assert len(before) == 12
    assert revision(folder) != before


def test_an_unknown_recogniser_is_named_with_the_known_ones():
    with pytest.raises(UnknownBackend, match="faster-whisper"):
        transcriber(SpeechSettings(transcriber="abacus"))


def test_a_recogniser_of_ones_own_is_loaded_by_its_place():
    found = transcriber(SpeechSettings(transcriber="engine.speech.scripted:load"))

    assert found.provenance.backend == "scripted"


def test_no_diarizer_is_a_choice():
    assert diarizer(SpeechSettings(diarizer="none")) is None


def test_without_a_pipeline_the_light_diarizer_is_used():
    found = diarizer(SpeechSettings())

    assert found is not None
    assert found.provenance.backend == "light"
