"""What only a person can answer."""

from typing import Literal

from rules.binder import Binder
from rules.operators.base import Look, Operator, Reads, cannot_tell
from rules.outcome import Outcome, Window
from rules.scene import Scene
from rules.spec import Bilingual


class AskPerson(Operator):
    """Asks the inspector. Always unknown to the machine.

    Why: some judgements need ears and sense; joined with other conditions the question comes up only where it matters.

    Example:
        {op: manual, question: {zh: '语气是否耐心?', en: 'Was the tone patient?'}}
        {op: manual, question: 'Was the discount explained in full?'}

    Parameters:
        question: what the inspector is asked, in Chinese, English or both.

    Source: the inspector.
    """

    reads = Reads.METADATA

    op: Literal["manual"]
    question: Bilingual

    def bind(self, binder: Binder) -> Look:
        why = self.question.in_language("zh")

        def look(window: Window, scene: Scene) -> Outcome:
            return cannot_tell(window, f"for a person: {why}")

        return look
