"""The keys of the review page."""

import pytest
from pydantic import ValidationError

from engine.errors import Invalid
from engine.preferences import FORBIDDEN_KEYS, ReviewPreferences, review_preferences
from review_app.inspector.keymap import actions, check_keys, keymap


def test_no_key_does_two_things() -> None:
    keys = [key for binding in keymap({}, "zh") for key in binding.keys]

    assert len(keys) == len(set(keys))


def test_no_usual_key_belongs_to_an_input_method_or_the_browser() -> None:
    assert not {key for binding in keymap({}, "zh") for key in binding.keys} & FORBIDDEN_KEYS


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_action_has_a_name_in_each_language(language: str) -> None:
    assert all(binding.name for binding in keymap({}, language))


def test_a_chosen_key_is_taken_from_whatever_had_it() -> None:
    by_action = {binding.action: binding.keys for binding in keymap({"replay": ["N"]}, "zh")}

    assert by_action["replay"] == ("N",)
    assert by_action["next"] == ()


def test_an_unknown_action_is_refused() -> None:
    with pytest.raises(Invalid):
        check_keys({"make_coffee": ["C"]})


def test_the_script_knows_every_action() -> None:
    from review_app.inspector.keymap import SOURCE

    script = (SOURCE.parent.parent / "static" / "js" / "review" / "actions.js").read_text(encoding="utf-8")

    assert [action for action in sorted(actions()) if f"{action}:" not in script and f"{action}," not in script] == []


@pytest.mark.parametrize("keys", [{"replay": ["Ctrl+Space"]}, {"replay": ["N"], "next": ["N"]}, {"replay": [""]}])
def test_keys_that_would_break_typing_are_refused(keys: dict[str, list[str]]) -> None:
    with pytest.raises(ValidationError):
        ReviewPreferences.model_validate({"keys": keys})


def test_wishes_of_another_version_fall_back_to_the_usual() -> None:
    assert review_preferences({"review": {"speed": 99}}) == ReviewPreferences()


@pytest.mark.parametrize("voices", ["both", "agent", "customer"])
def test_whose_voice_one_hears_is_kept(voices: str) -> None:
    assert review_preferences({"review": {"voices": voices}}).voices == voices


def test_nobodys_voice_is_no_choice() -> None:
    with pytest.raises(ValidationError):
        ReviewPreferences.model_validate({"voices": "nobody"})
