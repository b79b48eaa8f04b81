"""What is heard and what is not, as a manager would expect it."""

import pickle

import pytest

from rules.matcher import Kind, Phrase, compile_phrases
from rules.text.pinyin import ALL_CONFUSIONS, Confusion


def heard(phrase, *texts):
    return [texts[hit.utterance][hit.start : hit.end] for hit in compile_phrases([phrase]).scan(texts).hits]


@pytest.mark.parametrize(
    ("phrase", "said", "quote"),
    [
        ("投诉", "我要投訴你们", "投訴"),
        ("投诉你们", "我要投 诉,你们!", "投 诉,你们"),
        ("vip客户", "尊敬的ＶＩＰ 客户", "ＶＩＰ 客户"),
        ("thank you", "Well, THANK   you.", "THANK   you"),
        ("don't know", "I don’t know", "don’t know"),
        ("12315", "打123-15投诉", "123-15"),
    ],
)
def test_a_literal_phrase_is_heard_however_it_is_written(phrase, said, quote):
    assert heard(Phrase(phrase), said) == [quote]


@pytest.mark.parametrize(("phrase", "said"), [("hell", "hello"), ("art", "start now"), ("5", "15元"), ("am", "I'm")])
def test_a_word_is_not_heard_inside_another(phrase, said):
    assert heard(Phrase(phrase), said) == []


def test_a_phrase_does_not_run_over_from_one_utterance_to_the_next():
    assert heard(Phrase("投诉"), "我要投", "诉你") == []


def test_one_place_counts_once():
    assert heard(Phrase("好好"), "好好好好好") == ["好好", "好好"]


def test_a_fuzzy_phrase_forgives_a_slip():
    scan = compile_phrases([Phrase("请您稍等片刻", Kind.FUZZY, at_least=80)]).scan(["嗯请您稍等片客谢谢"])

    (hit,) = scan.hits
    assert (hit.start, hit.end) == (1, 6)
    assert hit.similarity == pytest.approx(100 * 5 / 6)


def test_a_short_answer_is_not_taken_for_a_long_phrase():
    assert heard(Phrase("好的我同意办理", Kind.FUZZY, at_least=60), "好的", "我", "办理") == []


def test_a_phrase_by_sound_is_heard_in_other_characters():
    assert heard(Phrase("年化率", Kind.SOUNDS_LIKE), "这个粘滑率很高", "年华绿") == ["粘滑率", "年华绿"]


def test_confusions_are_forgiven_only_when_asked():
    forgiving = Phrase("流量费", Kind.SOUNDS_LIKE, fold=frozenset({Confusion.N_L, Confusion.F_H}))

    assert heard(forgiving, "牛量灰") == ["牛量灰"]
    assert heard(Phrase("流量费", Kind.SOUNDS_LIKE), "牛量灰") == []


def test_hits_are_handed_out_to_who_asked():
    scan = compile_phrases([Phrase("投诉", key="A"), Phrase("投诉", key="B"), Phrase("谢谢", key="A")]).scan(
        ["谢谢", "投诉"]
    )

    assert [hit.phrase for hit in scan.of("A")] == ["谢谢", "投诉"]
    assert [hit.phrase for hit in scan.of("B")] == ["投诉"]
    assert scan.of("C") == ()


@pytest.mark.parametrize("kind", Kind)
def test_punctuation_alone_is_never_heard(kind):
    assert heard(Phrase("!?", kind), "什么!?", "") == []


def test_no_phrases_and_no_texts_are_no_trouble():
    assert compile_phrases([]).scan(["您好"]).hits == ()
    assert compile_phrases([Phrase("好", kind) for kind in Kind]).scan([]).hits == ()


def test_the_same_phrases_are_compiled_once():
    phrases = [Phrase("投诉"), Phrase("年化率", Kind.SOUNDS_LIKE, fold=ALL_CONFUSIONS)]

    assert compile_phrases(phrases) is compile_phrases(phrases)


def test_a_matcher_can_be_sent_to_another_process():
    matcher = compile_phrases([Phrase("投诉"), Phrase("年化率", Kind.FUZZY)])

    assert pickle.loads(pickle.dumps(matcher)).scan(["我投诉"]) == matcher.scan(["我投诉"])


def test_a_rulebook_of_ten_thousand_words_hears_each():
    words = [f"{chr(0x4E00 + number)}{chr(0x9000 - number)}" for number in range(10_000)]
    matcher = compile_phrases(Phrase(word) for word in words)

    assert {hit.phrase for hit in matcher.scan(words).hits} == set(words)
