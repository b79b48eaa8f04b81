"""Reads a rulebook as an experienced colleague would: what is allowed but will not work as meant.

Each check is one small function; a new one is a function and a line in the table of its module.
"""

from rules.lint import of_forms, of_rules
from rules.lint.across import in_two_lists, same_trigger
from rules.lint.remark import Grade, Remark
from rules.rulebook import Rulebook

__all__ = ["Grade", "Remark", "lint"]


def lint(rulebook: Rulebook) -> tuple[Remark, ...]:
    """Every remark on rules, word lists and scorecards, errors first."""
    remarks = [
        Remark(grade, rule.id, check, what)
        for rule in rulebook.rules
        for check, said_of in of_rules.CHECKS.items()
        for grade, what in said_of(rule, rulebook)
    ]
    remarks += [
        Remark(grade, card.id, check, f"{place}: {what}" if place else what)
        for card in rulebook.scorecards
        for check, (grade, place, what) in of_forms.said_of(card, rulebook)
    ]
    remarks += [Remark(grade, "word_lists", "two-lists", what) for grade, what in in_two_lists(rulebook.word_lists)]
    remarks += [Remark(grade, "rules", "same-trigger", what) for grade, what in same_trigger(rulebook.rules)]
    return tuple(sorted(remarks))
