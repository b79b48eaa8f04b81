"""The handbook of the operators as the editor shows it, in the reader's language."""

import re
from collections.abc import Mapping
from functools import cache

from markupsafe import Markup

from review_app.languages import language
from rules.handbook import Language, Page, pages

_TICKED = re.compile(r"`([^`]+)`")


def handbook() -> Mapping[str, Page]:
    """A page for every operator, by its name."""
    return _by_name("en" if language() == "en" else "zh")


def ticked(said: str) -> Markup:
    """*said*, with what stands between ticks shown as code."""
    plain_and_code = enumerate(_TICKED.split(said))
    return Markup("").join(Markup("<code>{}</code>").format(part) if at % 2 else part for at, part in plain_and_code)


@cache
def _by_name(spoken: Language) -> Mapping[str, Page]:
    return {page.op: page for page in pages(spoken)}
