"""What an import gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rules.errors import RuleError
from rules.transcript import Transcript


class Unrunnable(RuleError):
    """A part of a rule means something that cannot run here; the rule is kept and marked with the reason."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class ImportedRule:
    """One rule.

    Args:
        written: the rule as it stands in a rule file, validated.
        not_runnable: why it cannot run here; None when it can.
        remarks: where it may judge differently from the original.
        triggers: the ids of the conditions that set it off, the original's own.
    """

    id: str
    title: str
    written: Mapping[str, Any]
    not_runnable: str | None
    remarks: tuple[str, ...]
    triggers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """Everything in a document.

    Args:
        dialogues: test dialogues that came with the rules.
        document: the text as it was.
    """

    rules: tuple[ImportedRule, ...]
    dialogues: tuple[Transcript, ...]
    document: str
