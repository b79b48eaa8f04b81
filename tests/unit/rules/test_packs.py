"""The shipped packs load, and every rule passes its own tests."""

import pytest

from rules.load import builtin_packs, load_pack, load_rulebook_text
from rules.selftest import selftest


@pytest.mark.parametrize("name", builtin_packs())
def test_every_rule_of_a_pack_passes_its_own_tests(name: str) -> None:
    assert [str(failure) for failure in selftest(load_pack(name))] == []


@pytest.mark.parametrize("name", builtin_packs())
def test_a_stored_pack_is_the_same_rulebook(name: str) -> None:
    pack = load_pack(name)

    assert load_rulebook_text(pack.sources) == pack


@pytest.mark.parametrize("name", builtin_packs())
def test_every_rule_of_a_pack_has_a_reason_and_tests_in_both_directions(name: str) -> None:
    for rule in load_pack(name).rules:
        assert rule.why.zh and rule.why.en, rule.id
        expected = {test.expect for test in rule.tests}
        assert {"fail", "pass"} <= expected or {"pass", "none"} <= expected, rule.id
