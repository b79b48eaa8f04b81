"""Which channel is whom, and whether two channels are really two."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from engine.speech.ports import FloatArray
from models.channels import ChannelPolicy
from rules.transcript import Role

# Two encodings of one signal differ by coding noise, about a hundredth of the energy; two people share far less.
SAME_SIGNAL_SHARE = 0.97
# -70 dBFS: nobody speaks this softly into a telephone.
SILENT_RMS = 3e-4


class NoticeCode(StrEnum):
    """What a person should know about how a call was heard; pages translate the code."""

    DUAL_MONO = "dual_mono"
    NOT_STEREO = "not_stereo"
    SILENT_CHANNEL = "silent_channel"
    SILENT = "silent"
    SWAPPED_SUSPECTED = "swapped_suspected"
    SPEAKERS_UNSURE = "speakers_unsure"
    ROLES_UNSURE = "roles_unsure"
    POLICY_ASSUMED = "policy_assumed"
    DEMO_MODEL = "demo_model"


NOTICE_TEXTS = {
    NoticeCode.DUAL_MONO: "both channels carry the same signal: heard as one",
    NoticeCode.NOT_STEREO: "the source says two channels, the file has one",
    NoticeCode.SILENT_CHANNEL: "one channel is silent",
    NoticeCode.SILENT: "nobody speaks in this recording",
    NoticeCode.SWAPPED_SUSPECTED: "what is said suggests that agent and customer channels are swapped",
    NoticeCode.SPEAKERS_UNSURE: "the voices are too alike to be told apart with confidence",
    NoticeCode.ROLES_UNSURE: "what is said does not show who the agent is",
    NoticeCode.POLICY_ASSUMED: "nobody said whose channel is which",
    NoticeCode.DEMO_MODEL: "heard by the demo model, which knows only the demo's synthetic voices",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One remark on the hearing, with what it is about."""

    code: NoticeCode
    detail: str = ""

    def __str__(self) -> str:
        said = f"{self.code}: {NOTICE_TEXTS[self.code]}"
        return f"{said} ({self.detail})" if self.detail else said


@dataclass(frozen=True, slots=True)
class Lane:
    """One signal to be heard: a channel with a known role, or the mix of all (channel and role unknown)."""

    channel: int | None
    role: Role
    samples: FloatArray


@dataclass(frozen=True, slots=True)
class Lanes:
    """How the recording is heard. *policy* is the one that holds after looking at the signal."""

    policy: ChannelPolicy
    lanes: tuple[Lane, ...]
    notices: tuple[Notice, ...]


def lanes_of(samples: FloatArray, policy: ChannelPolicy) -> Lanes:
    """Lay out the channels by the policy, unless the signal shows that there is only one.

    Args:
        samples: shape (channels, n).
    """
    if policy is ChannelPolicy.MONO_DIARIZE:
        return _mixed(samples, ())
    if samples.shape[0] < 2:
        return _mixed(samples, (Notice(NoticeCode.NOT_STEREO),))
    if is_dual_mono(samples):
        return _mixed(samples, (Notice(NoticeCode.DUAL_MONO),))
    agent = 0 if policy is ChannelPolicy.STEREO_AGENT_LEFT else 1
    lanes = tuple(
        Lane(channel, Role.AGENT if channel == agent else Role.CUSTOMER, samples[channel]) for channel in (0, 1)
    )
    silent = tuple(
        Notice(NoticeCode.SILENT_CHANNEL, str(lane.role)) for lane in lanes if rms(lane.samples) < SILENT_RMS
    )
    return Lanes(policy, lanes, silent if len(silent) == 1 else ())


def _mixed(samples: FloatArray, notices: tuple[Notice, ...]) -> Lanes:
    mix = samples[0] if samples.shape[0] == 1 else samples.mean(axis=0, dtype=np.float32)
    return Lanes(ChannelPolicy.MONO_DIARIZE, (Lane(None, Role.UNKNOWN, mix),), notices)


def is_dual_mono(samples: FloatArray) -> bool:
    """Whether two channels carry one signal, whatever their gain or polarity."""
    if samples.shape[0] != 2:
        return False
    left, right = samples
    left_energy, right_energy = float(np.dot(left, left)), float(np.dot(right, right))
    quiet = SILENT_RMS**2 * max(1, samples.shape[1])
    if left_energy < quiet or right_energy < quiet:
        return False
    return float(np.dot(left, right)) ** 2 >= SAME_SIGNAL_SHARE * left_energy * right_energy


def rms(samples: FloatArray) -> float:
    """Root mean square level; 0.0 for no samples."""
    return float(np.sqrt(np.dot(samples, samples) / len(samples))) if len(samples) else 0.0
