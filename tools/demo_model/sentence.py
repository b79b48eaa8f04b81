"""Sentences of the call-centre grammar: templates with slots, and word salad."""

import re
from dataclasses import dataclass
from pathlib import Path
from random import Random

import yaml

from tools.demo_model.spoken import number

GRAMMAR = Path(__file__).parent / "grammar"
PUNCTUATION = "，。？"
# Salad makes the decoder listen: without it a small decoder completes sentences from memory.
SALAD_SHARE = 0.14
CLAUSE_SHARE = 0.12
TWO_SENTENCES_SHARE = 0.16

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Grammar:
    """Templates, and the words of their slots."""

    templates: tuple[str, ...]
    slots: dict[str, tuple[str, ...]]


def load(folder: Path = GRAMMAR) -> Grammar:
    """Read every template file and slots.yaml of *folder*."""
    templates = tuple(
        line.strip()
        for path in sorted(folder.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    )
    slots = yaml.safe_load((folder / "slots.yaml").read_text(encoding="utf-8"))
    return Grammar(templates, {name: tuple(words) for name, words in slots.items()})


def draw(grammar: Grammar, rng: Random, *, salad_share: float = SALAD_SHARE) -> str:
    """One turn of speech, 1 to about 45 characters, with its punctuation."""
    dice = rng.random()
    if dice < salad_share:
        return _salad(grammar, rng)
    text = fill(rng.choice(grammar.templates), grammar, rng)
    if dice < salad_share + CLAUSE_SHARE:
        return clause(text, rng)
    if dice < salad_share + CLAUSE_SHARE + TWO_SENTENCES_SHARE:
        both = text + fill(rng.choice(grammar.templates), grammar, rng)
        return both if len(both) <= 46 else text
    return text


def fill(template: str, grammar: Grammar, rng: Random) -> str:
    """*template* with every choice made and every slot filled."""
    while "[" in template:
        template = _CHOICE.sub(lambda found: rng.choice(found[1].split("|")), template)
    while "{" in template:
        template = _SLOT.sub(lambda found: _word(found[1], grammar, rng), template)
    return re.sub("[，]+(?=[，。？])", "", template).lstrip(PUNCTUATION)


def clause(text: str, rng: Random) -> str:
    """A part of *text* between two pauses."""
    clauses = [part for part in re.split(f"(?<=[{PUNCTUATION}])", text) if len(part) > 1]
    return rng.choice(clauses) if clauses else text


def characters(grammar: Grammar) -> str:
    """Every character a sentence may hold, sorted, punctuation included."""
    text = "".join((*grammar.templates, *(word for words in grammar.slots.values() for word in words)))
    text += "零幺一二两三四五六七八九十百千万元块钱毛月号日点半左右前分之本下个每上午晚先生女士"
    return "".join(sorted({char for char in text if "\u4e00" <= char <= "\u9fff"})) + PUNCTUATION


def _word(slot: str, grammar: Grammar, rng: Random) -> str:
    if slot == "person":
        return rng.choice(grammar.slots["surname"]) + rng.choice(("先生", "女士", "小姐", "先生", "女士"))
    spoken = number(rng, slot)
    return rng.choice(grammar.slots[slot]) if spoken is None else spoken


def _salad(grammar: Grammar, rng: Random) -> str:
    names = [name for name in grammar.slots if name != "surname"]
    words = [
        rng.choice(grammar.slots["words"] if rng.random() < 0.6 else grammar.slots[rng.choice(names)])
        for _ in range(rng.randrange(2, 8))
    ]
    if len(words) > 4:
        words[rng.randrange(1, 3)] += "，"
    return re.sub(r"\{\w+\}", "", "".join(words))[:32].rstrip("，") + "。"
