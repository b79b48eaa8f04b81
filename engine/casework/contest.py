"""What an agent may contest."""

from models.tables.cases import Held, JudgementRow


def is_contestable(row: JudgementRow, *, again: bool = False) -> bool:
    """Only what cost something can be contested: a failure, or a manual item below its full points."""
    held, points = (row.final, row.final_points) if again else (row.reviewed, row.reviewed_points)
    return held is Held.FAIL or points is not None
