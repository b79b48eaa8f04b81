"""The help of the rule language in Chinese, in the shape of the docstrings that say it in English."""

from collections.abc import Mapping

from rules.chinese.measures import MEASURES
from rules.chinese.parts import PARTS
from rules.chinese.questions import QUESTIONS
from rules.chinese.wordings import WORDINGS

OPERATORS: Mapping[str, str] = {**WORDINGS, **MEASURES, **QUESTIONS}

__all__ = ["OPERATORS", "PARTS"]
