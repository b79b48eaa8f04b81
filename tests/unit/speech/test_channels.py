"""Which channel is whom."""

import numpy as np
import pytest

from engine.speech.channels import ChannelPolicy, NoticeCode, is_dual_mono, lanes_of
from engine.speech.ports import RATE_HZ
from rules.transcript import Role

RNG = np.random.default_rng(3)
VOICE = (RNG.standard_normal(RATE_HZ) * 0.1).astype(np.float32)
OTHER = (RNG.standard_normal(RATE_HZ) * 0.1).astype(np.float32)


def codes(laid_out) -> list[NoticeCode]:
    return [notice.code for notice in laid_out.notices]


@pytest.mark.parametrize(
    ("policy", "roles"),
    [
        (ChannelPolicy.STEREO_AGENT_LEFT, (Role.AGENT, Role.CUSTOMER)),
        (ChannelPolicy.STEREO_AGENT_RIGHT, (Role.CUSTOMER, Role.AGENT)),
    ],
)
def test_the_policy_says_whose_channel_is_which(policy: ChannelPolicy, roles: tuple[Role, Role]):
    laid_out = lanes_of(np.stack([VOICE, OTHER]), policy)

    assert tuple(lane.role for lane in laid_out.lanes) == roles
    assert laid_out.policy is policy


def test_two_equal_channels_are_one():
    laid_out = lanes_of(np.stack([VOICE, VOICE]), ChannelPolicy.STEREO_AGENT_LEFT)

    assert codes(laid_out) == [NoticeCode.DUAL_MONO]
    assert laid_out.policy is ChannelPolicy.MONO_DIARIZE
    assert [lane.role for lane in laid_out.lanes] == [Role.UNKNOWN]


@pytest.mark.parametrize("gain", [0.3, 1.0, -1.0])
def test_gain_and_polarity_do_not_hide_dual_mono(gain: float):
    noise = (RNG.standard_normal(RATE_HZ) * 0.002).astype(np.float32)

    assert is_dual_mono(np.stack([VOICE, VOICE * np.float32(gain) + noise]))


def test_crosstalk_is_not_dual_mono():
    assert not is_dual_mono(np.stack([VOICE, OTHER + 0.3 * VOICE]).astype(np.float32))


def test_two_silent_channels_are_not_called_equal():
    assert not is_dual_mono(np.zeros((2, RATE_HZ), dtype=np.float32))


def test_a_mono_file_of_a_stereo_source_is_said_so():
    laid_out = lanes_of(VOICE[None, :], ChannelPolicy.STEREO_AGENT_RIGHT)

    assert codes(laid_out) == [NoticeCode.NOT_STEREO]


def test_a_stereo_file_of_a_mono_source_is_mixed():
    laid_out = lanes_of(np.stack([VOICE, OTHER]), ChannelPolicy.MONO_DIARIZE)

    assert len(laid_out.lanes) == 1
    assert np.allclose(laid_out.lanes[0].samples, (VOICE + OTHER) / 2)


def test_a_silent_channel_is_named():
    laid_out = lanes_of(np.stack([VOICE, np.zeros_like(VOICE)]), ChannelPolicy.STEREO_AGENT_LEFT)

    assert [str(notice) for notice in laid_out.notices] == ["silent_channel: one channel is silent (customer)"]
