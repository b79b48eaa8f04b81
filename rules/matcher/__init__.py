"""One scan of a call for every phrase of a rulebook.

matcher = compile_phrases([Phrase("投诉", key="R1/0"), Phrase("年化率", Kind.SOUNDS_LIKE, key="R2/1")])
scan = matcher.scan([utterance.text for utterance in transcript.utterances])
for hit in scan.of("R1/0"):
    hit.utterance, hit.start, hit.end   # which text, and the span of its raw characters
"""

from rules.matcher.compiled import Matcher, compile_phrases
from rules.matcher.phrase import DEFAULT_SIMILARITY, Hit, Kind, Phrase, Scan

__all__ = ["DEFAULT_SIMILARITY", "Hit", "Kind", "Matcher", "Phrase", "Scan", "compile_phrases"]
