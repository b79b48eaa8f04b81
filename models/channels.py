"""What the source of a recording says of its files: whose channel is which, and what a file without a header holds."""

from enum import StrEnum


class ChannelPolicy(StrEnum):
    """Whose channel is which. There is no default: a wrong guess would score the customer."""

    STEREO_AGENT_LEFT = "stereo_agent_left"
    STEREO_AGENT_RIGHT = "stereo_agent_right"
    MONO_DIARIZE = "mono_diarize"


class RawEncoding(StrEnum):
    """Sound without a header; only the source can say what it is."""

    ALAW = "alaw"
    MULAW = "mulaw"
    PCM = "s16le"
    G729 = "g729"
    G723_1 = "g723_1"
    GSM = "gsm"


# The others say their rate and channels by being what they are.
SAMPLE_BY_SAMPLE = frozenset({RawEncoding.ALAW, RawEncoding.MULAW, RawEncoding.PCM})

# Exchanging the two sides of a call.
OTHER_WAY_ROUND = {
    ChannelPolicy.STEREO_AGENT_LEFT: ChannelPolicy.STEREO_AGENT_RIGHT,
    ChannelPolicy.STEREO_AGENT_RIGHT: ChannelPolicy.STEREO_AGENT_LEFT,
    ChannelPolicy.MONO_DIARIZE: ChannelPolicy.MONO_DIARIZE,
}
