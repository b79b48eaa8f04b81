"""The tokens: bytes, one token per character, Whisper's special tokens, 1501 time tokens."""

import json
from dataclasses import dataclass
from pathlib import Path

TIME_TOKENS = 1501
SPECIAL = (
    *("<|endoftext|>", "<|startoftranscript|>", "<|en|>", "<|zh|>", "<|translate|>", "<|transcribe|>"),
    *("<|startoflm|>", "<|startofprev|>", "<|nospeech|>", "<|notimestamps|>"),
)
PUNCTUATION = "，。？"


def _byte_names() -> list[str]:
    """The printable stand-ins that byte-level BPE gives the 256 bytes."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    names, spare = {}, 256
    for byte in range(256):
        if byte in printable:
            names[byte] = chr(byte)
        else:
            names[byte], spare = chr(spare), spare + 1
    return [names[byte] for byte in range(256)]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Token names in the order of their ids, and the merges that make them."""

    tokens: tuple[str, ...]
    merges: tuple[tuple[str, str], ...]
    characters: str

    def id(self, name: str) -> int:
        """The id of a token by its name, a special token for example."""
        return self.tokens.index(name)

    def character_ids(self) -> dict[str, int]:
        """From each character to its token."""
        ids, names = {name: index for index, name in enumerate(self.tokens)}, _byte_names()
        return {char: ids["".join(names[byte] for byte in char.encode())] for char in self.characters}


def build(characters: str) -> Vocabulary:
    """The vocabulary whose text tokens are *characters*."""
    names = _byte_names()
    space = names[32]
    merges = [(space, "-"), (space, "'")]
    tokens = [*names, space + "-", space + "'"]
    seen = set(tokens)
    for char in characters:
        first, second, third = (names[byte] for byte in char.encode())
        if first + second not in seen:
            seen.add(first + second)
            merges.append((first, second))
            tokens.append(first + second)
        merges.append((first + second, third))
        tokens.append(first + second + third)
    # CTranslate2 takes a vocabulary that contains the empty string as multilingual.
    tokens += ["", *SPECIAL]
    tokens += [f"<|{index * 0.02:.2f}|>" for index in range(TIME_TOKENS)]
    return Vocabulary(tuple(tokens), tuple(merges), characters)


def tokenizer_json(vocabulary: Vocabulary) -> dict[str, object]:
    """The Hugging Face tokenizer that reads and writes these tokens."""
    first_special = vocabulary.id(SPECIAL[0])
    added = [
        {
            "id": first_special + index,
            "content": name,
            "single_word": False,
            "lstrip": False,
            "rstrip": False,
            "normalized": False,
            "special": index < len(SPECIAL),
        }
        for index, name in enumerate(vocabulary.tokens[first_special:])
    ]
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": added,
        "normalizer": None,
        "pre_tokenizer": byte_level,
        "post_processor": None,
        "decoder": byte_level,
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": None,
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": False,
            "byte_fallback": False,
            "ignore_merges": False,
            "vocab": {name: index for index, name in enumerate(vocabulary.tokens[:first_special])},
            "merges": [list(pair) for pair in vocabulary.merges],
        },
    }


def save(vocabulary: Vocabulary, folder: Path) -> None:
    """Write vocabulary.json and tokenizer.json."""
    text = json.dumps(list(vocabulary.tokens), ensure_ascii=False, indent=0)
    (folder / "vocabulary.json").write_text(text + "\n", encoding="utf-8")
    text = json.dumps(tokenizer_json(vocabulary), ensure_ascii=False, separators=(",", ":"))
    (folder / "tokenizer.json").write_text(text + "\n", encoding="utf-8")
