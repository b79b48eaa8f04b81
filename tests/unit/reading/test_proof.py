"""The proof of a judgement: whole sentences, the words that count marked, no hidden name cut in two."""

from engine.blind import MASK, Roster
from engine.reading.proof import Part, proofs

NOBODY = Roster(())
SENTENCES = {
    1: {"id": 1, "role": "agent", "start_s": 3.0, "end_s": 6.0, "text": "我保证没问题,我是陈思远"},
    2: {"id": 2, "role": "customer", "start_s": 8.0, "end_s": 9.0, "text": "好的"},
}


def hit(utterance: int, start: int, end: int, why: str = "") -> dict[str, object]:
    return {"utterances": [utterance], "start_s": 3.5, "end_s": 4.0, "chars": [start, end], "quote": "", "why": why}


def test_the_words_that_count_are_marked_in_their_sentence():
    (proof,) = proofs([hit(1, 0, 3)], SENTENCES, NOBODY)

    assert proof.parts == (Part("我保证", hit=True), Part("没问题,我是陈思远"))
    assert (proof.start_s, proof.end_s, proof.role) == (3.0, 6.0, "agent")


def test_two_hits_in_one_sentence_are_one_place():
    (proof,) = proofs([hit(1, 3, 6, "second"), hit(1, 0, 3, "first")], SENTENCES, NOBODY)

    assert [part.text for part in proof.parts if part.hit] == ["我保证", "没问题"]
    assert proof.why == "second; first"


def test_a_stretch_that_was_searched_has_no_words():
    searched = {"utterances": [1, 2], "start_s": 0.0, "end_s": 9.0, "quote": "", "why": "not found", "window": True}

    (proof,) = proofs([searched], SENTENCES, NOBODY)

    assert proof.parts == ()
    assert proof.window


def test_conditions_that_searched_the_same_stretch_are_one_place():
    searched = [
        {"utterances": [], "start_s": 0.0, "end_s": 9.0, "quote": "", "why": why, "window": True}
        for why in ("not found", "similarity 36 < 70", "not found")
    ]

    (proof,) = proofs(searched, SENTENCES, NOBODY)

    assert proof.why == "not found; similarity 36 < 70"


def test_a_hidden_name_is_masked_even_where_a_hit_ends_inside_it():
    roster = Roster(["陈思远"])

    (proof,) = proofs([hit(1, 7, 10)], SENTENCES, roster)

    assert "陈" not in proof.quote
    assert MASK in proof.quote


def test_places_come_in_the_order_of_the_call():
    found = proofs([hit(2, 0, 2), hit(1, 0, 3)], SENTENCES, NOBODY)

    assert [proof.start_s for proof in found] == [3.0, 8.0]
