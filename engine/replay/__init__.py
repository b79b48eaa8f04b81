"""Judging what is stored again, by another version of the rules, to see what would change."""
