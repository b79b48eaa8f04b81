"""What lint has to say of one place."""

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """An error stops publishing, a warning asks for a second look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """One thing to look at."""

    grade: Grade
    where: str
    check: str
    what: str

    def __str__(self) -> str:
        return f"{self.grade}: {self.where}: {self.what} [{self.check}]"


Said = tuple[Grade, str]
