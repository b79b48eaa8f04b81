"""A draft of a rulebook on its way through the house, by the real steps."""

from engine.reading.rulebooks import draft_page, rulebooks_page
from engine.steps import draft as drafting
from engine.steps.prove import prove
from tests.support.seed import House

AUTHOR = "manager"


def begun(house: House) -> str:
    """A draft that says what holds now."""
    ((line, *_), _) = rulebooks_page(**house.as_(AUTHOR))
    return drafting.begin(line.name, **house.as_(AUTHOR))


def rewritten(house: House, draft_id: str, old: str, new: str, note: str = "换个说法") -> None:
    """Every *old* of the draft made *new*."""
    page = draft_page(draft_id, **house.as_(AUTHOR))
    assert any(old in text for text in page.files.values())
    files = {name: text.replace(old, new) for name, text in page.files.items()}
    drafting.write(draft_id, files, note, page.version, **house.as_(AUTHOR))


def replayed(house: House, draft_id: str) -> None:
    """Judged against what is stored."""
    drafting.ask_replay(draft_id, **house.as_(AUTHOR))
    assert prove(services=house.services, processes=1) == 1
