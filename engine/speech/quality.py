"""Which texts may be invented, and why. Pure.

A recogniser of Whisper's kind repeats itself with high confidence and speaks on silence. A marked text never counts as
proof against anybody; the mark says what gave it away.
"""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from engine.speech.ports import Span
from rules.transcript import Utterance


class Suspect(StrEnum):
    """Why a text may be invented; pages translate the code."""

    NO_VOICE = "no_voice"
    LOOP = "loop"
    COMPRESSION = "compression"
    LOW_PROBABILITY = "low_probability"
    PHANTOM = "phantom"
    TOO_DENSE = "too_dense"


# Of an utterance's time, the part that must lie on detected voice.
VOICED_SHARE = 0.25
# Below -60 dBFS no telephone carries speech that a person could follow.
FAINTEST_DB = -60.0
# Whisper's own limits: above the first a text repeats itself, below the second it guessed.
LARGEST_COMPRESSION_RATIO = 2.4
LOWEST_MEAN_LOG_PROB = -1.0
LIKELY_NO_SPEECH_PROB = 0.6
# Words below one third are wrong more often than right in the outputs with loops that were looked at.
LOWEST_CONFIDENCE = 0.33
# Mandarin is spoken at 4-6 syllables a second, auctioneers reach 10; English at 12-18 letters, 30 at most.
MOST_IDEOGRAMS_PER_S = 13.0
MOST_LETTERS_PER_S = 40.0
# Texts learned from subtitles, said on silence in many languages.
PHANTOMS = re.compile(
    r"amara\.?\s*org|字幕(?:由|志愿者|组|組|製作|制作|提供|by)|请不吝点赞|請不吝點贊|明镜与点点|明鏡與點點|打赏支持|優優獨播|优优独播"
    r"|(?:谢谢|謝謝|感谢|感謝)(?:大家)?(?:观看|觀看|收看|您的观看|您的收看)|(?:请|請)?(?:记得|記得)?(?:订阅|訂閱)(?:我的|本)?(?:频道|頻道)"
    r"|小編字幕|中文字幕|ご視聴ありがとう|チャンネル登録|시청해\s*주셔서|구독과|sous-?titr|untertitel|sottotitoli|subtítulos"
    r"|subtitles? by|thanks? (?:you )?for watching|please subscribe|like and subscribe|субтитр|редактор",
    re.IGNORECASE,
)
IDEOGRAM = re.compile(r"[぀-ヿ㐀-鿿가-힯]")
# A unit of up to 30 characters, said at least four times in a row.
LOOP = re.compile(r"(.{2,30}?)\1{3,}")
STUTTER = re.compile(r"(\S)\1{9,}")
SHORTEST_LOOP_CHARS = 10
SHORTEST_COMPRESSIBLE_BYTES = 60


def suspicion(
    text: str,
    *,
    duration_s: float,
    confidence: float | None = None,
    loudness_db: float | None = None,
    voiced_share: float | None = None,
    mean_log_prob: float | None = None,
    no_speech_prob: float | None = None,
) -> Suspect | None:
    """The first reason to doubt *text*; None when there is none. Measures that are None are not known."""
    if voiced_share is not None and voiced_share < VOICED_SHARE:
        return Suspect.NO_VOICE
    if loudness_db is not None and loudness_db < FAINTEST_DB:
        return Suspect.NO_VOICE
    if PHANTOMS.search(text):
        return Suspect.PHANTOM
    if loops(text):
        return Suspect.LOOP
    if compression_ratio(text) > LARGEST_COMPRESSION_RATIO:
        return Suspect.COMPRESSION
    if _too_dense(text, duration_s):
        return Suspect.TOO_DENSE
    if no_speech_prob is not None and no_speech_prob > LIKELY_NO_SPEECH_PROB and (mean_log_prob or 0.0) < -0.5:
        return Suspect.NO_VOICE
    if confidence is not None and confidence < LOWEST_CONFIDENCE:
        return Suspect.LOW_PROBABILITY
    if mean_log_prob is not None and mean_log_prob < LOWEST_MEAN_LOG_PROB:
        return Suspect.LOW_PROBABILITY
    return None


@dataclass(frozen=True, slots=True)
class CallQuality:
    """How far the text of a whole call can be trusted.

    *confidence* is the mean of the utterances, weighted by their length, None when none is known. *suspect_share* is
    the part of the spoken time with marked text, *unwritten_share* the part of the detected voice without any text.
    """

    confidence: float | None
    suspect_share: float
    unwritten_share: float


def call_quality(utterances: Sequence[Utterance], voice_s: float) -> CallQuality:
    """The quality of a call.

    Args:
        voice_s: how long voices were heard, all channels together.
    """
    written_s = sum(said.duration_s for said in utterances)
    known = [(said.duration_s, said.confidence) for said in utterances if said.confidence is not None]
    weight_s = sum(length_s for length_s, _ in known)
    suspect_s = sum(said.duration_s for said in utterances if said.suspect)
    return CallQuality(
        confidence=round(sum(length_s * sure for length_s, sure in known) / weight_s, 4) if weight_s else None,
        suspect_share=round(suspect_s / written_s, 4) if written_s else 0.0,
        unwritten_share=round(max(0.0, 1 - written_s / voice_s), 4) if voice_s else 0.0,
    )


def loops(text: str) -> bool:
    """Whether the text repeats one piece of itself as no person does. Digits and short yes-yes do not count."""
    tight = re.sub(r"[\s,，.。、!！?？]+", "", text)
    for found in LOOP.finditer(tight):
        if len(found.group()) >= SHORTEST_LOOP_CHARS and not found.group().isdigit():
            return True
    return any(not found.group(1).isdigit() for found in STUTTER.finditer(tight))


def compression_ratio(text: str) -> float:
    """How much smaller the text packs; 0.0 for one too short to tell."""
    raw = text.encode()
    return len(raw) / len(zlib.compress(raw)) if len(raw) >= SHORTEST_COMPRESSIBLE_BYTES else 0.0


def _too_dense(text: str, duration_s: float) -> bool:
    ideograms = len(IDEOGRAM.findall(text))
    letters = sum(character.isalnum() for character in text) - ideograms
    needed_s = ideograms / MOST_IDEOGRAMS_PER_S + letters / MOST_LETTERS_PER_S
    return needed_s > duration_s + 0.5


def voiced_share(start_s: float, end_s: float, speech: Sequence[Span]) -> float:
    """How much of a stretch lies on detected voice, 0-1."""
    length_s = end_s - start_s
    if length_s <= 0:
        return 0.0
    return sum(max(0.0, min(end_s, span.end_s) - max(start_s, span.start_s)) for span in speech) / length_s


def echoes(utterances: Sequence[Utterance]) -> frozenset[int]:
    """Ids of utterances in a run of three or more with the same long text: a loop across windows."""
    found: set[int] = set()
    run: list[Utterance] = []
    for utterance in utterances:
        if run and utterance.text.strip() == run[-1].text.strip():
            run.append(utterance)
        else:
            run = [utterance]
        if len(run) >= 3 and len(utterance.text.strip()) >= 4:
            found.update(member.id for member in run)
    return frozenset(found)
