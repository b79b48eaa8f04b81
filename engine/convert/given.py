"""What every foreign format is read into, and how that becomes a transcript of ours."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from engine.convert.spelling import fitting
from engine.speech.errors import UnreadableTranscript
from engine.speech.privacy import without_card_codes
from engine.speech.quality import Suspect, echoes, suspicion
from engine.speech.roles import guess_agent
from rules.timeline import timeline_of
from rules.transcript import Role, RoleSource, Transcript, Utterance, Word

AGENT_LABELS = re.compile(
    r"agent|csr|representative|rep|operator|advisor|employee|staff|service|客服.*|坐席.*|座席.*|客服代表|接线员", re.I
)
CUSTOMER_LABELS = re.compile(r"customer|client|caller|contact|user|end[_ ]?user|cust|客户.*|用户.*|顾客|来电人", re.I)
# Text without times is laid out at the pace of unhurried speech.
IDEOGRAMS_PER_S, LETTERS_PER_S, SHORTEST_S = 4.5, 15.0, 0.5
GAP_S = 0.5
# Whisper's own files spell the language out.
SPELLED_OUT = {
    "chinese": "zh",
    "mandarin": "zh",
    "cantonese": "yue",
    "english": "en",
    "japanese": "ja",
    "korean": "ko",
    "french": "fr",
    "german": "de",
    "spanish": "es",
    "russian": "ru",
    "portuguese": "pt",
    "italian": "it",
}
# A day: no call is longer, and a time beyond it is in the wrong unit.
LONGEST_S = 86_400.0


@dataclass(frozen=True, slots=True)
class Line:
    """One utterance as another system gives it; *start_s* None: the format has no times."""

    text: str
    label: str = ""
    start_s: float | None = None
    end_s: float | None = None
    words: tuple[Word, ...] = ()
    confidence: float | None = None
    channel: int | None = None
    mean_log_prob: float | None = None
    no_speech_prob: float | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """A foreign transcript.

    Args:
        labels_are_channels: each label is a channel of its own, so that talk-over is known.
        metadata: what the file says of the call.
    """

    format: str
    lines: tuple[Line, ...]
    language: str = ""
    duration_s: float | None = None
    labels_are_channels: bool = False
    metadata: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Converted:
    """A transcript of ours made from a foreign one.

    Args:
        labels: what the other system called each side.
        warnings: what had to be assumed.
    """

    format: str
    transcript: Transcript
    metadata: Mapping[str, object]
    labels: Mapping[Role, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def converted(given: Given, *, agent: str = "") -> Converted:
    """Our transcript of a foreign one.

    Args:
        agent: the label that is the agent, where the file does not say.

    Raises:
        UnreadableTranscript: nothing is said in it, or a time is impossible.
    """
    lines = [line for line in given.lines if line.text.strip()]
    if not lines:
        raise UnreadableTranscript("", "nothing is said in this file")
    warnings = []
    if any(line.start_s is None for line in lines):
        lines = _laid_out(lines)
        warnings.append("times_estimated: the file has no times; they follow from the length of the text")
    for line in lines:
        _check_times(line)
    roles, source, confidence = _roles(lines, agent)
    if source is RoleSource.DIARIZATION:
        warnings.append(f"roles_guessed: the file does not say who the agent is (confidence {confidence:.2f})")
    language = _language(given.language, lines)
    utterances = without_card_codes(_numbered(lines, roles))
    last_s = max(said.end_s for said in utterances)
    known = len(set(roles.values()) - {Role.UNKNOWN}) == 2
    timeline = timeline_of(
        utterances, max(given.duration_s or 0.0, last_s), overlaps=given.labels_are_channels and known
    )
    transcript = Transcript(utterances, timeline, language, source, confidence)
    labels: dict[Role, str] = {role: label for label, role in roles.items() if role is not Role.UNKNOWN and label}
    return Converted(given.format, transcript, dict(given.metadata), labels, tuple(warnings))


def role_of(label: str) -> Role:
    """The side a label names by itself."""
    plain = label.strip().strip("[]()（）【】:：").strip()
    if AGENT_LABELS.fullmatch(plain):
        return Role.AGENT
    return Role.CUSTOMER if CUSTOMER_LABELS.fullmatch(plain) else Role.UNKNOWN


def _roles(lines: Sequence[Line], agent: str) -> tuple[dict[str, Role], RoleSource, float]:
    """Each label's side, how it is known, and how surely."""
    labels = list(dict.fromkeys(line.label for line in lines))
    if agent:
        if agent not in labels:
            raise UnreadableTranscript("", f"nobody is called {agent!r} here; there are {', '.join(labels)}")
        return {one: Role.AGENT if one == agent else Role.CUSTOMER for one in labels}, RoleSource.GIVEN, 1.0
    named = {label: role_of(label) for label in labels}
    sides = set(named.values())
    if len(labels) == 2 and len(sides) == 2 and Role.UNKNOWN in sides:
        # One side is named: the other is the other.
        other = Role.CUSTOMER if Role.AGENT in sides else Role.AGENT
        named = {label: other if role is Role.UNKNOWN else role for label, role in named.items()}
    if set(named.values()) != {Role.UNKNOWN}:
        return named, RoleSource.GIVEN, 1.0
    if len(labels) < 2 or "" in labels:
        return named, RoleSource.NONE, 0.0
    texts = {index: [line.text for line in lines if line.label == label] for index, label in enumerate(labels)}
    guess = guess_agent(texts, labels.index(lines[0].label))
    agent_label = labels[guess.agent] if guess.agent is not None else None
    found = {label: Role.AGENT if label == agent_label else Role.CUSTOMER for label in labels}
    return found, RoleSource.DIARIZATION, guess.confidence


def _numbered(lines: Sequence[Line], roles: Mapping[str, Role]) -> tuple[Utterance, ...]:
    ordered = sorted(lines, key=lambda line: (line.start_s or 0.0, line.end_s or 0.0))
    utterances = tuple(_utterance(number, line, roles[line.label]) for number, line in enumerate(ordered, 1))
    echoing = {one for role in Role for one in echoes([said for said in utterances if said.role is role])}
    return tuple(
        replace(said, suspect=Suspect.LOOP) if said.id in echoing and said.suspect is None else said
        for said in utterances
    )


def _utterance(number: int, line: Line, role: Role) -> Utterance:
    start_s, end_s = line.start_s or 0.0, line.end_s or 0.0
    suspect = suspicion(
        line.text,
        duration_s=end_s - start_s,
        confidence=line.confidence,
        mean_log_prob=line.mean_log_prob,
        no_speech_prob=line.no_speech_prob,
    )
    return Utterance(
        id=number,
        role=role,
        start_s=round(start_s, 3),
        end_s=round(end_s, 3),
        text=line.text.strip(),
        words=fitting(line.words, line.text),
        confidence=None if line.confidence is None else round(line.confidence, 4),
        suspect=suspect,
        channel=line.channel,
    )


def _check_times(line: Line) -> None:
    start_s, end_s = line.start_s or 0.0, line.end_s or 0.0
    if start_s < 0 or end_s < start_s:
        raise UnreadableTranscript(line.place, f"ends before it begins: {start_s} to {end_s}")
    if end_s > LONGEST_S:
        raise UnreadableTranscript(line.place, f"is later than a day into the call: {end_s} s")


def _laid_out(lines: Iterable[Line]) -> list[Line]:
    """Lines one after another, each as long as its text takes to say."""
    laid_out, clock_s = [], 0.0
    for line in lines:
        end_s = clock_s + seconds_to_say(line.text)
        laid_out.append(replace(line, start_s=round(clock_s, 2), end_s=round(end_s, 2)))
        clock_s = end_s + GAP_S
    return laid_out


def seconds_to_say(text: str) -> float:
    """How long a text takes at an unhurried pace."""
    ideograms = sum("一" <= one <= "鿿" for one in text)
    letters = sum(one.isalnum() for one in text) - ideograms
    return max(SHORTEST_S, ideograms / IDEOGRAMS_PER_S + letters / LETTERS_PER_S)


def _language(code: str, lines: Sequence[Line]) -> str:
    """The language's short code; told from the script where the file does not say."""
    if code:
        short = code.replace("_", "-").split("-")[0].lower()
        return SPELLED_OUT.get(short, short)
    text = "".join(line.text for line in lines)
    return "zh" if sum("一" <= one <= "鿿" for one in text) * 4 > len(text) else "en"
