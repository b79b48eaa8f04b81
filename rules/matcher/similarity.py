"""What *similar* means: one definition, RapidFuzz's own."""

from rapidfuzz import fuzz


def best_place(phrase: str, text: str, at_least: float) -> tuple[float, int, int] | None:
    """Where *text* is most like *phrase*: (similarity 0-100, start, end); None below *at_least*.

    `rapidfuzz.fuzz.partial_ratio` with the phrase as the needle: the best `fuzz.ratio` between the phrase and a
    stretch of the text as long as the phrase (shorter only at the two ends of the text). A text shorter than the phrase
    is compared whole: "yes" is not heard as "yes I agree to the terms", which partial_ratio would give 100. Of
    equal places an exact one is the first; characters the phrase does not have are cut from the ends of a place. Both
    are folded texts, and the phrase is not empty.
    """
    exactly = text.find(phrase)
    if exactly >= 0:
        return 100.0, exactly, exactly + len(phrase)
    if len(text) < len(phrase):
        similarity = fuzz.ratio(phrase, text, score_cutoff=at_least)
        return (
            (similarity, *_trimmed(phrase, text, 0, len(text))) if similarity >= at_least and similarity > 0 else None
        )
    found = fuzz.partial_ratio_alignment(phrase, text, score_cutoff=at_least)
    if found is None or found.score <= 0:
        return None
    return (found.score, *_trimmed(phrase, text, found.dest_start, found.dest_end))


def _trimmed(phrase: str, text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without characters at its ends that the phrase does not have; some in it are the phrase's."""
    while text[start] not in phrase:
        start += 1
    while text[end - 1] not in phrase:
        end -= 1
    return start, end
