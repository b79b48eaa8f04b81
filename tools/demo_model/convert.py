"""Stage 3: turn a checkpoint into the folder that faster-whisper loads: CTranslate2, int8."""

import argparse
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from ctranslate2.specs import WhisperSpec
from ctranslate2.specs.attention_spec import MultiHeadAttentionSpec
from ctranslate2.specs.common_spec import LayerNormSpec, LinearSpec
from numpy.typing import NDArray
from torch import Tensor, nn

from tools.demo_model import vocabulary
from tools.demo_model.feature import HOP, MELS, RATE_HZ, WINDOW
from tools.demo_model.network import Attention, Layer, Whisper
from tools.demo_model.train import WATCHED_HEADS, restore
from tools.demo_model.vocabulary import Vocabulary

MODEL_FILES = ("config.json", "model.bin", "preprocessor_config.json", "tokenizer.json", "vocabulary.json")


def convert(checkpoint: Path, folder: Path) -> None:
    """Write the model folder of *checkpoint*."""
    network, characters = restore(checkpoint)
    words = vocabulary.build(characters)
    folder.mkdir(parents=True, exist_ok=True)
    spec = _spec(network)
    spec.register_vocabulary(list(words.tokens))
    spec.config.alignment_heads = [[network.shape.decoder_layers - 1, head] for head in range(WATCHED_HEADS)]
    spec.config.lang_ids = [words.id("<|en|>"), words.id("<|zh|>")]
    spec.config.suppress_ids = _suppressed(words)
    spec.config.suppress_ids_begin = [words.tokens.index("\u0120"), words.id("<|endoftext|>")]
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))
    vocabulary.save(words, folder)
    _write(folder / "preprocessor_config.json", _preprocessor())
    _write(folder / "callqc.json", _card(folder))


def _suppressed(words: Vocabulary) -> list[int]:
    """Bytes and special tokens: the model has never been taught to write them."""
    first, last = words.id("<|endoftext|>"), words.id("<|notimestamps|>")
    text = set(words.character_ids().values())
    return [index for index in range(last + 1) if index not in text and index != first]


def _preprocessor() -> dict[str, int]:
    return {"chunk_length": 30, "feature_size": MELS, "hop_length": HOP, "n_fft": WINDOW, "sampling_rate": RATE_HZ}


def _card(folder: Path) -> dict[str, object]:
    hashes = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in MODEL_FILES}
    return {"name": "demo-zh", "kind": "demo", "language": "zh", "one_clip_per_window": True, "sha256": hashes}


def _write(path: Path, content: Mapping[str, object]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _spec(network: Whisper) -> WhisperSpec:
    shape = network.shape
    spec = WhisperSpec(shape.encoder_layers, shape.heads, shape.decoder_layers, shape.heads)
    for name in ("conv1", "conv2"):
        _linear(getattr(spec.encoder, name), getattr(network, name))
    spec.encoder.position_encodings.encodings = _array(network.positions)
    _norm(spec.encoder.layer_norm, network.encoder_norm)
    for part, layer in zip(spec.encoder.layer, network.encoder, strict=True):
        _layer(part, layer)
    spec.decoder.embeddings.weight = _array(network.embedding.weight)
    spec.decoder.projection.weight = _array(network.embedding.weight)
    spec.decoder.position_encodings.encodings = _array(network.token_positions)
    _norm(spec.decoder.layer_norm, network.decoder_norm)
    for part, layer in zip(spec.decoder.layer, network.decoder, strict=True):
        _layer(part, layer)
        _cross(part.attention, layer.cross)
        _norm(part.attention.layer_norm, layer.cross_norm)
    return spec


def _layer(part: object, layer: Layer) -> None:
    own: MultiHeadAttentionSpec = part.self_attention  # type: ignore[attr-defined]
    attention = layer.attention
    own.linear[0].weight = np.concatenate([_array(linear.weight) for linear in _projections(attention)])
    zeros = np.zeros(attention.key.out_features, np.float32)
    own.linear[0].bias = np.concatenate([_array(attention.query.bias), zeros, _array(attention.value.bias)])
    _linear(own.linear[1], attention.out)
    _norm(own.layer_norm, layer.attention_norm)
    ffn = part.ffn  # type: ignore[attr-defined]
    _norm(ffn.layer_norm, layer.norm)
    _linear(ffn.linear_0, layer.up)
    _linear(ffn.linear_1, layer.down)


def _cross(part: MultiHeadAttentionSpec, attention: Attention) -> None:
    _linear(part.linear[0], attention.query)
    part.linear[1].weight = np.concatenate([_array(attention.key.weight), _array(attention.value.weight)])
    zeros = np.zeros(attention.key.out_features, np.float32)
    part.linear[1].bias = np.concatenate([zeros, _array(attention.value.bias)])
    _linear(part.linear[2], attention.out)


def _projections(attention: Attention) -> tuple[nn.Linear, nn.Linear, nn.Linear]:
    return attention.query, attention.key, attention.value


def _linear(part: LinearSpec, module: nn.Linear | nn.Conv1d) -> None:
    part.weight, part.bias = _array(module.weight), _array(module.bias)


def _norm(part: LayerNormSpec, module: nn.LayerNorm) -> None:
    part.gamma, part.beta = _array(module.weight), _array(module.bias)


def _array(tensor: Tensor) -> NDArray[np.float32]:
    return np.ascontiguousarray(tensor.detach().float().numpy())


def main() -> None:
    """Parse the command line and convert."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    convert(args.checkpoint, args.out)
    size = sum(path.stat().st_size for path in args.out.iterdir())
    print(f"{args.out}: {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
