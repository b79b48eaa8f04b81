"""What an agent may contest."""

from engine.casework.scoring import standing
from models.tables.cases import Held, JudgementRow


def is_contestable(row: JudgementRow) -> bool:
    """Only what cost something can be contested: a failure, or a manual item below its full points."""
    held, points = standing(row)
    return held is Held.FAIL or points is not None
