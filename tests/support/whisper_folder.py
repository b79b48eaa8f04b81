"""Whisper models made on the spot: the true architecture and sizes with random weights, no hub.

They hear nothing, but they cost what the published models cost and run every line of the real code.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from ctranslate2.specs.whisper_spec import WhisperConfig, WhisperSpec

MELS, POSITIONS, TEXT_POSITIONS = 80, 1500, 448
TIME_TOKENS = 1501
LANGUAGE_CODES = (
    "en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr bg "
    "lt la mi ml cy sk te fa lv bn sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn yo so "
    "af oc ka be tg sd gu am yi lo uz fo ht ps tk nn mt sa lb my bo tl mg as tt haw ln ha ba jw su"
)
LANGUAGES = tuple(LANGUAGE_CODES.split())


@dataclass(frozen=True, slots=True)
class Size:
    """Width, layers on each side, heads."""

    name: str
    width: int
    layers: int
    heads: int
    text_tokens: int = 50257


GRAIN = Size("grain", 16, 1, 2, text_tokens=2000)
TINY = Size("tiny", 384, 4, 6)
BASE = Size("base", 512, 6, 8)
SMALL = Size("small", 768, 12, 12)
SIZES = (TINY, BASE, SMALL)


def write_random_whisper(folder: Path, size: Size, *, seed: int = 20, never_ends: bool = False) -> Path:
    """Make a model folder that faster-whisper loads; the same seed gives the same weights.

    Args:
        never_ends: it never says that a text is finished, so every window has the longest text there can be.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tokens = _tokens(size)
    spec = WhisperSpec(size.layers, size.heads, size.layers, size.heads)
    _fill(spec, size, len(tokens), np.random.default_rng(seed))
    if never_ends:
        spec.decoder.projection.bias = np.zeros(len(tokens), dtype=np.float32)
        spec.decoder.projection.bias[size.text_tokens] = -1e4
    first_special = size.text_tokens
    config = WhisperConfig(
        suppress_ids=[],
        suppress_ids_begin=[32, first_special],
        lang_ids=list(range(first_special + 2, first_special + 2 + len(LANGUAGES))),
        alignment_heads=[(size.layers - 1, head) for head in range(min(2, size.heads))],
    )
    spec._config = config
    spec.register_vocabulary(tokens)
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))
    (folder / "tokenizer.json").write_text(json.dumps(_tokenizer(tokens, size), ensure_ascii=False), encoding="utf-8")
    frontend = {"chunk_length": 30, "feature_size": MELS, "hop_length": 160, "n_fft": 400, "sampling_rate": 16000}
    (folder / "preprocessor_config.json").write_text(json.dumps(frontend), encoding="utf-8")
    return folder


def _byte_letters() -> list[str]:
    """The letters that stand for bytes in a byte-level vocabulary."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in shown]
    letters = {byte: chr(byte) for byte in shown} | {byte: chr(256 + order) for order, byte in enumerate(hidden)}
    return [letters[byte] for byte in range(256)]


def _tokens(size: Size) -> list[str]:
    letters = _byte_letters()
    common = ["".join(letters[byte] for byte in chr(code).encode()) for code in range(0x4E00, 0x9FA5)]
    text = [*letters, *common][: size.text_tokens]
    text += [f"{letters[32]}w{number}" for number in range(size.text_tokens - len(text))]
    text[-1] = ""  # by the empty token CTranslate2 knows a vocabulary of many languages
    special = ["<|endoftext|>", "<|startoftranscript|>", *(f"<|{language}|>" for language in LANGUAGES)]
    special += [
        "<|translate|>",
        "<|transcribe|>",
        "<|startoflm|>",
        "<|startofprev|>",
        "<|nospeech|>",
        "<|notimestamps|>",
    ]
    return [*text, *special, *(f"<|{step * 0.02:.2f}|>" for step in range(TIME_TOKENS))]


def _tokenizer(tokens: list[str], size: Size) -> dict[str, Any]:
    special = [
        {
            "id": number,
            "content": token,
            "single_word": False,
            "lstrip": False,
            "rstrip": False,
            "normalized": False,
            "special": not token[2:3].isdigit(),
        }
        for number, token in enumerate(tokens)
        if number >= size.text_tokens
    ]
    level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    return {
        "version": "1.0",
        "added_tokens": special,
        "pre_tokenizer": level,
        "decoder": level,
        "model": {
            "type": "BPE",
            "vocab": {token: n for n, token in enumerate(tokens[: size.text_tokens])},
            "merges": [],
        },
    }


def _fill(spec: WhisperSpec, size: Size, vocabulary: int, rng: np.random.Generator) -> None:
    width = size.width
    _conv(spec.encoder.conv1, width, MELS, rng)
    _conv(spec.encoder.conv2, width, width, rng)
    spec.encoder.position_encodings.encodings = _some(rng, POSITIONS, width)
    spec.decoder.position_encodings.encodings = _some(rng, TEXT_POSITIONS, width)
    _norm(spec.encoder.layer_norm, width)
    _norm(spec.decoder.layer_norm, width)
    spec.decoder.embeddings.weight = _some(rng, vocabulary, width)
    spec.decoder.projection.weight = spec.decoder.embeddings.weight
    for layer in spec.encoder.layer:
        _attention(layer.self_attention, width, rng, own=True)
        _feed_forward(layer.ffn, width, rng)
    for layer in spec.decoder.layer:
        _attention(layer.self_attention, width, rng, own=True)
        _attention(layer.attention, width, rng, own=False)
        _feed_forward(layer.ffn, width, rng)


def _attention(spec: Any, width: int, rng: np.random.Generator, *, own: bool) -> None:
    _norm(spec.layer_norm, width)
    outputs = (3 * width, width) if own else (width, 2 * width, width)
    for linear, output in zip(spec.linear, outputs, strict=True):
        _linear(linear, output, width, rng)


def _feed_forward(spec: Any, width: int, rng: np.random.Generator) -> None:
    _norm(spec.layer_norm, width)
    _linear(spec.linear_0, 4 * width, width, rng)
    _linear(spec.linear_1, width, 4 * width, rng)


def _linear(spec: Any, outputs: int, inputs: int, rng: np.random.Generator) -> None:
    spec.weight = _some(rng, outputs, inputs)
    spec.bias = np.zeros(outputs, dtype=np.float32)


def _conv(spec: Any, outputs: int, inputs: int, rng: np.random.Generator) -> None:
    spec.weight = _some(rng, outputs, inputs, 3)
    spec.bias = np.zeros(outputs, dtype=np.float32)


def _norm(spec: Any, width: int) -> None:
    spec.gamma, spec.beta = np.ones(width, dtype=np.float32), np.zeros(width, dtype=np.float32)


def _some(rng: np.random.Generator, *shape: int) -> Any:
    return (rng.standard_normal(shape) * 0.05).astype(np.float32)
