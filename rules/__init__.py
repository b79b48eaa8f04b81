"""Judges: given a transcript and a rulebook, say what was found and why. Pure."""
