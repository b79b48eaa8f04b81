"""How words are compared: folded text, syllables, numbers and word borders, each with its way back to the raw text."""
