"""One small transcript in every foreign format: the agent says 您好 or hello, the customer answers."""

import json
from typing import Any


def as_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _word(**fields: Any) -> dict[str, Any]:
    return fields


WHISPER = as_json(
    {
        "text": " Hello. Hi.",
        "language": "english",
        "segments": [
            {"id": 0, "start": 0.5, "end": 1.5, "text": " Hello.", "avg_logprob": -0.2, "no_speech_prob": 0.01,
             "words": [_word(word=" Hello.", start=0.5, end=1.5, probability=0.9)]},
            {"id": 1, "start": 2.0, "end": 3.0, "text": " Hi.", "avg_logprob": -0.3, "no_speech_prob": 0.01},
        ],
    }
)  # fmt: skip
WHISPERX = as_json(
    {
        "segments": [
            {"start": 0.5, "end": 3.0, "text": " Thank you for calling. Hi.", "speaker": "SPEAKER_00",
             "words": [
                 _word(word="Thank", start=0.5, end=0.8, score=0.9, speaker="SPEAKER_00"),
                 _word(word="you", start=0.8, end=0.9, score=0.9, speaker="SPEAKER_00"),
                 _word(word="for", score=0.9, speaker="SPEAKER_00"),
                 _word(word="calling.", start=1.0, end=1.5, score=0.7, speaker="SPEAKER_00"),
                 _word(word="Hi.", start=2.0, end=3.0, score=0.8, speaker="SPEAKER_01"),
             ]},
        ],
        "word_segments": [],
    }
)  # fmt: skip
WHISPER_TIMESTAMPED = as_json(
    {
        "text": "Bonjour !",
        "language": "fr",
        "segments": [
            {"id": 0, "start": 0.14, "end": 0.96, "text": " Bonjour !", "confidence": 0.828, "avg_logprob": -0.6,
             "words": [{"text": "Bonjour !", "start": 0.14, "end": 0.96, "confidence": 0.828}]}
        ],
    }
)  # fmt: skip
CONTACT_LENS = as_json(
    {
        "Version": "1.1.0",
        "Channel": "VOICE",
        "LanguageCode": "en-US",
        "Participants": [
            {"ParticipantId": "A1", "ParticipantRole": "AGENT"},
            {"ParticipantId": "C1", "ParticipantRole": "CUSTOMER"},
        ],
        "ConversationCharacteristics": {"TotalConversationDurationMillis": 5000},
        "Transcript": [
            {"Id": "1", "ParticipantId": "A1", "Content": "Hello.", "BeginOffsetMillis": 500, "EndOffsetMillis": 1500},
            {"Id": "2", "ParticipantId": "C1", "Content": "Hi.", "BeginOffsetMillis": 1400, "EndOffsetMillis": 3000},
        ],
    }
)
CALL_ANALYTICS = as_json(
    {
        "JobName": "x",
        "JobStatus": "COMPLETED",
        "LanguageCode": "en-US",
        "Channel": "VOICE",
        "ConversationCharacteristics": {},
        "Transcript": [
            {"ParticipantRole": "AGENT", "Content": "Hello.", "BeginOffsetMillis": 500, "EndOffsetMillis": 1500,
             "Items": [{"Content": "Hello.", "BeginOffsetMillis": 500, "EndOffsetMillis": 1500, "Confidence": "0.9"}]},
            {"ParticipantRole": "CUSTOMER", "Content": "Hi.", "BeginOffsetMillis": 2000, "EndOffsetMillis": 3000},
        ],
    }
)  # fmt: skip


def _spoken(label: str, name: str, text: str, start: str, end: str) -> list[dict[str, Any]]:
    return [
        {name: label, "start_time": start, "end_time": end, "type": "pronunciation",
         "alternatives": [{"confidence": "0.9", "content": text}]},
        {name: label, "type": "punctuation", "alternatives": [{"confidence": "0.0", "content": "."}]},
    ]  # fmt: skip


TRANSCRIBE_CHANNELS = as_json(
    {
        "jobName": "x",
        "results": {
            "transcripts": [{"transcript": "Hello. Hi."}],
            "channel_labels": {"channels": []},
            "items": [
                *_spoken("ch_0", "channel_label", "Hello", "0.5", "1.5"),
                *_spoken("ch_1", "channel_label", "Hi", "2.0", "3.0"),
            ],
        },
    }
)
TRANSCRIBE_SPEAKERS = as_json(
    {
        "jobName": "x",
        "results": {
            "transcripts": [{"transcript": "Hello. Hi."}],
            "speaker_labels": {
                "speakers": 2,
                "segments": [
                    {"speaker_label": "spk_0", "items": [{"start_time": "0.5", "speaker_label": "spk_0"}]},
                    {"speaker_label": "spk_1", "items": [{"start_time": "2.0", "speaker_label": "spk_1"}]},
                ],
            },
            "items": [*_spoken("", "unused", "Hello", "0.5", "1.5"), *_spoken("", "unused", "Hi", "2.0", "3.0")],
        },
    }
)
AZURE = as_json(
    {
        "source": "x",
        "durationInTicks": 50000000,
        "recognizedPhrases": [
            {"recognitionStatus": "Success", "channel": channel, "locale": "en-US", "offsetInTicks": offset,
             "durationInTicks": 10000000, "nBest": [{"confidence": 0.9, "display": text,
             "words": [{"word": text, "offsetInTicks": offset, "durationInTicks": 10000000, "confidence": 0.9}]}]}
            for channel, offset, text in ((0, 5000000, "Hello."), (1, 20000000, "Hi."))
        ],
    }
)  # fmt: skip
ASSEMBLYAI = as_json(
    {
        "id": "x",
        "status": "completed",
        "language_code": "en_us",
        "audio_duration": 5,
        "text": "Hello. Hi.",
        "words": [],
        "utterances": [
            {"speaker": "A", "start": 500, "end": 1500, "confidence": 0.9, "text": "Hello.",
             "words": [{"text": "Hello.", "start": 500, "end": 1500, "confidence": 0.9, "speaker": "A"}]},
            {"speaker": "B", "start": 2000, "end": 3000, "confidence": 0.9, "text": "Hi.", "words": []},
        ],
    }
)  # fmt: skip
DEEPGRAM = as_json(
    {
        "metadata": {"duration": 5.0, "channels": 2},
        "results": {
            "channels": [
                {"alternatives": [{"transcript": text, "confidence": 0.9, "words": [
                    {"word": text.lower(), "punctuated_word": text, "start": start,
                     "end": start + 1.0, "confidence": 0.9}
                ]}]}
                for text, start in (("Hello.", 0.5), ("Hi.", 2.0))
            ]
        },
    }
)  # fmt: skip
WTF = as_json(
    {
        "transcript": {"text": "Hello. Hi.", "language": "en-us", "duration": 5.0},
        "segments": [
            {"id": 0, "start": 0.5, "end": 1.5, "text": "Hello.", "speaker": 0, "words": [0]},
            {"id": 1, "start": 2.0, "end": 3.0, "text": "Hi.", "speaker": 1, "words": None},
        ],
        "words": [{"id": 0, "start": 0.5, "end": 1.5, "text": "Hello.", "confidence": 0.9}],
        "metadata": {"provider": "x"},
    }
)
VCON = as_json(
    {
        "vcon": "0.0.1",
        "uuid": "0192f923-7de3-8b26-9dd8-dd37220d739c",
        "created_at": "2026-11-04T21:45:05+00:00",
        "parties": [{"tel": "+1", "meta": {"role": "agent"}}, {"tel": "+2", "meta": {"role": "customer"}}],
        "dialog": [{"type": "recording", "duration": 5.0, "parties": [0, 1]}],
        "analysis": [
            {"type": "transcript", "dialog": 0, "vendor": "x", "encoding": "none",
             "body": [{"speaker": "Agent", "message": "Hello."}, {"speaker": "Customer", "message": "Hi."}]}
        ],
    }
)  # fmt: skip
VCON_TEXT = as_json(
    {
        "vcon": "0.3.0",
        "uuid": "0195b780-5836-83e6-9dd8-dd37220d739c",
        "created_at": "2026-11-04T21:45:05+00:00",
        "parties": [{"role": "agent"}, {"role": "contact"}],
        "dialog": [
            {"type": "text", "parties": [0], "originator": 0, "body": "Hello."},
            {"type": "text", "parties": [1], "originator": 1, "body": "Hi."},
        ],
        "analysis": [],
    }
)
ALIYUN = as_json(
    {
        "Code": "200",
        "Data": {
            "Dialogues": [
                {"Role": "客服", "Identity": "客服", "Words": "您好", "Begin": 500, "End": 1500, "SpeechRate": 200},
                {"Role": "客户", "Identity": "客户", "Words": "喂", "Begin": 2000, "End": 3000},
            ]
        },
    }
)
SRT = b"1\n00:00:00,500 --> 00:00:01,500\n[CSR] Hello.\n\n2\n00:00:02,000 --> 00:00:03,000\n[Customer] Hi.\n"
VTT = (
    b"WEBVTT - a call\n\nNOTE made by hand\n\nSTYLE\n::cue { color: red }\n\n"
    b"a\n00:00.500 --> 00:01.500 align:start\n<v Agent>Hello.\n\n00:02.000 --> 00:03.000\n<v.loud Customer>Hi.</v>\n"
)

EVERY = {
    "whisper": WHISPER,
    "whisperx": WHISPERX,
    "whisper-timestamped": WHISPER_TIMESTAMPED,
    "contact-lens": CONTACT_LENS,
    "call-analytics": CALL_ANALYTICS,
    "transcribe-channels": TRANSCRIBE_CHANNELS,
    "transcribe-speakers": TRANSCRIBE_SPEAKERS,
    "azure": AZURE,
    "assemblyai": ASSEMBLYAI,
    "deepgram": DEEPGRAM,
    "wtf": WTF,
    "vcon": VCON,
    "vcon-text": VCON_TEXT,
    "aliyun": ALIYUN,
    "srt": SRT,
    "vtt": VTT,
}
