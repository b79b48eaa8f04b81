"""What an installation may choose about hearing."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class SpeechSettings(BaseModel):
    """Settings of the speech engine; the names are those of the environment after `CALLQC_SPEECH__`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    transcriber: str = Field(
        default="faster-whisper", description="Recogniser: faster-whisper, or module:factory of your own."
    )
    model: str = Field(
        default="",
        description="Speech model: a folder, or a name such as small or large-v3-turbo. Empty: the demo model, which "
        "knows the demo's synthetic voices only.",
    )
    models_dir: str = Field(
        default="", description="Folder that holds speech models by name. Empty: `models` in the data folder."
    )
    device: Literal["auto", "cpu", "cuda"] = Field(default="auto", description="Where the recogniser runs.")
    compute_type: str = Field(
        default="auto",
        description="Number type of the weights: auto (float16 on a GPU, int8 on a CPU), int8, float32 and others.",
    )
    cpu_threads: int = Field(default=0, ge=0, le=256, description="Threads of one recogniser; 0: one per core.")
    language: str = Field(
        default="zh", description="Language of the calls where the source does not say; empty: detected."
    )
    beam_size: int = Field(default=1, ge=1, le=10, description="Candidates kept while decoding; 1 is fastest.")
    batch_size: int = Field(default=0, ge=0, le=256, description="Windows decoded together; 0: by device.")
    hot_words: tuple[str, ...] = Field(default=(), description="Words the recogniser should expect, for every project.")
    initial_prompt: str = Field(default="", description="Text put before every window, to set style and spelling.")
    max_duration_s: float = Field(default=7200.0, gt=0, le=86400, description="Longer recordings are refused.")
    speech_on_prob: float = Field(default=0.5, gt=0, lt=1, description="Probability at which speech begins.")
    speech_off_prob: float = Field(default=0.35, gt=0, lt=1, description="Probability below which it ends.")
    min_speech_s: float = Field(default=0.1, ge=0, description="Shorter sounds are clicks.")
    min_silence_s: float = Field(default=0.25, gt=0, description="Shorter gaps belong to the speech around them.")
    diarizer: str = Field(
        default="auto",
        description="Who tells one mixed channel's speakers apart: auto (pyannote when a pipeline is configured, else "
        "light), light, pyannote, none, or module:factory.",
    )
    diarizer_model: str = Field(default="", description="Folder or name of a pyannote pipeline.")
    drop_card_codes: bool = Field(
        default=True, description="Remove digits said as a card's security code before storing."
    )
