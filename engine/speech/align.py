"""From what the recogniser said in its windows to utterances of one lane. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from engine.speech.ports import Said, Span, Turn
from engine.speech.windows import Piece, Window
from rules.transcript import Word

# Words may begin a little before the detector hears them and end a little after.
SLACK_S = 0.1


@dataclass(frozen=True, slots=True)
class Spoken:
    """One utterance before anybody knows who said it. *log_prob* and the two after it speak for its window."""

    start_s: float
    end_s: float
    text: str
    words: tuple[Word, ...] = ()
    speaker: int | None = None
    mean_log_prob: float | None = None
    no_speech_prob: float | None = None

    @property
    def confidence(self) -> float | None:
        """Mean probability of the words, weighted by their length; the window's where there are none."""
        known = [(len(word.text.strip()), word.prob) for word in self.words if word.prob is not None]
        weight = sum(length for length, _ in known)
        if weight:
            return round(sum(length * prob for length, prob in known) / weight, 4)
        return None if self.mean_log_prob is None else round(min(1.0, 2.718281828**self.mean_log_prob), 4)


def spoken_in(windows: Sequence[Window], said: Sequence[Said]) -> tuple[Spoken, ...]:
    """One utterance per stretch of speech that has words, sorted by start.

    A window whose words have no times cannot be divided: it becomes one utterance from its first stretch to its last.
    """
    found: list[Spoken] = []
    for window, heard in zip(windows, said, strict=True):
        if heard.text.strip():
            found.extend(_by_piece(window, heard) if heard.words else [_whole(window, heard)])
    return tuple(sorted(found, key=lambda spoken: (spoken.start_s, spoken.end_s)))


def _whole(window: Window, heard: Said) -> Spoken:
    return Spoken(
        window.pieces[0].speech.start_s,
        window.pieces[-1].speech.end_s,
        heard.text.strip(),
        mean_log_prob=heard.mean_log_prob,
        no_speech_prob=heard.no_speech_prob,
    )


def _by_piece(window: Window, heard: Said) -> Iterable[Spoken]:
    for index, piece in enumerate(window.pieces):
        words = [word for word in heard.words if window.piece_at((word.start_s + word.end_s) / 2) == index]
        text = "".join(word.text for word in words).strip()
        if text:
            yield Spoken(
                piece.speech.start_s,
                piece.speech.end_s,
                text,
                tuple(_moved(word, piece) for word in words),
                mean_log_prob=heard.mean_log_prob,
                no_speech_prob=heard.no_speech_prob,
            )


def _moved(word: Word, piece: Piece) -> Word:
    """The word at its place in the recording, kept near the voice it belongs to."""
    low, high = piece.speech.start_s - SLACK_S, piece.speech.end_s + SLACK_S
    start_s = min(max(piece.original_s(word.start_s), low, 0.0), high)
    end_s = min(max(piece.original_s(word.end_s), start_s), high)
    return replace(word, start_s=round(start_s, 3), end_s=round(max(start_s, end_s), 3))


def dominant_speaker(span: Span, turns: Sequence[Turn]) -> int | None:
    """The speaker whose turns cover most of *span*; the nearest turn's when none does; None without turns.

    Ties go to the earlier turn, so that the answer does not depend on the order of *turns*.
    """
    covered: dict[int, float] = {}
    first_s: dict[int, float] = {}
    for turn in turns:
        shared_s = min(span.end_s, turn.end_s) - max(span.start_s, turn.start_s)
        if shared_s > 0:
            covered[turn.speaker] = covered.get(turn.speaker, 0.0) + shared_s
            first_s[turn.speaker] = min(first_s.get(turn.speaker, turn.start_s), turn.start_s)
    if covered:
        return min(covered, key=lambda speaker: (-covered[speaker], first_s[speaker], speaker))
    if not turns:
        return None
    middle_s = (span.start_s + span.end_s) / 2
    nearest = min(
        turns, key=lambda turn: (max(turn.start_s - middle_s, middle_s - turn.end_s, 0.0), turn.start_s, turn.speaker)
    )
    return nearest.speaker


def by_speaker(spoken: Sequence[Spoken], turns: Sequence[Turn]) -> tuple[Spoken, ...]:
    """Give each utterance its speaker, dividing it between words where the speaker changes."""
    return tuple(part for utterance in spoken for part in _divided(utterance, turns))


def _divided(utterance: Spoken, turns: Sequence[Turn]) -> Iterable[Spoken]:
    if not utterance.words:
        yield replace(utterance, speaker=dominant_speaker(Span(utterance.start_s, utterance.end_s), turns))
        return
    runs: list[tuple[int | None, list[Word]]] = []
    for word in utterance.words:
        speaker = dominant_speaker(Span(word.start_s, max(word.end_s, word.start_s + 0.01)), turns)
        if runs and runs[-1][0] == speaker:
            runs[-1][1].append(word)
        else:
            runs.append((speaker, [word]))
    for index, (speaker, words) in enumerate(runs):
        text = "".join(word.text for word in words).strip()
        if text:
            yield replace(
                utterance,
                start_s=utterance.start_s if index == 0 else words[0].start_s,
                end_s=utterance.end_s if index == len(runs) - 1 else words[-1].end_s,
                text=text,
                words=tuple(words),
                speaker=speaker,
            )
