"""openai-whisper, whisper-timestamped, faster-whisper and WhisperX: segments with times, words and speakers.

They share one shape and differ in names: a word's text is `word` or `text`, its certainty `probability`, `confidence`
or `score`, its speaker stands at the word or at the segment.
"""

from engine.convert.document import Node
from engine.convert.given import Given, Line
from engine.convert.spelling import spaced, spelled
from rules.transcript import Word

NAME = "whisper"


def recognises(document: Node) -> bool:
    """Whether *document* is the JSON of Whisper or one of its relatives."""
    if not isinstance(document.value, dict) or not isinstance(document.value.get("segments"), list):
        return False
    segments = document.value["segments"]
    return not segments or (isinstance(segments[0], dict) and "text" in segments[0] and "start" in segments[0])


def read(document: Node) -> Given:
    """The transcript in the JSON of Whisper or one of its relatives."""
    lines = tuple(line for segment in document.each("segments") for line in _lines(segment))
    language = document.text("language", "")
    return Given(NAME, lines, language, document.maybe_number("duration"))


def _lines(segment: Node) -> list[Line]:
    """One line per speaker of the segment: WhisperX lets a segment hold words of two."""
    words = [_word(node, segment) for node in segment.each("words") if _spelled(node)]
    speakers = [node.text("speaker", "") for node in segment.each("words") if _spelled(node)]
    whole = segment.text("speaker", segment.text("role", ""))
    measures = {
        "mean_log_prob": segment.maybe_number("avg_logprob"),
        "no_speech_prob": segment.maybe_number("no_speech_prob"),
        "place": segment.path,
    }
    confidence = segment.maybe_number("confidence")
    if len({speaker for speaker in speakers if speaker}) < 2:
        return [
            Line(
                text=segment.text("text").strip(),
                label=whole or next((one for one in speakers if one), ""),
                start_s=segment.number("start"),
                end_s=segment.number("end"),
                words=tuple(words),
                confidence=confidence if confidence is not None else _mean(words),
                **measures,  # type: ignore[arg-type]
            )
        ]
    return [
        Line(
            text=spelled([word.text for word in part]),
            label=speaker,
            start_s=part[0].start_s,
            end_s=max(word.end_s for word in part),
            words=spaced(part),
            confidence=_mean(part),
            **measures,  # type: ignore[arg-type]
        )
        for speaker, part in _runs(words, speakers, whole)
    ]


def _runs(words: list[Word], speakers: list[str], whole: str) -> list[tuple[str, list[Word]]]:
    runs: list[tuple[str, list[Word]]] = []
    for word, named in zip(words, speakers, strict=True):
        speaker = named or (runs[-1][0] if runs else whole)
        if runs and runs[-1][0] == speaker:
            runs[-1][1].append(word)
        else:
            runs.append((speaker, [word]))
    return runs


def _spelled(node: Node) -> str:
    return node.text("word", "") or node.text("text", "")


def _word(node: Node, segment: Node) -> Word:
    """A word; WhisperX leaves numbers without times, they get those of their segment."""
    prob = next(
        (found for name in ("probability", "confidence", "score") if (found := node.maybe_number(name)) is not None),
        None,
    )
    start_s = node.number("start", segment.number("start"))
    return Word(_spelled(node), start_s, max(start_s, node.number("end", start_s)), prob)


def _mean(words: list[Word]) -> float | None:
    known = [word.prob for word in words if word.prob is not None]
    return sum(known) / len(known) if known else None
