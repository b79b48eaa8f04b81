"""Keep the English catalogs in step with the Chinese texts in the source.

    python -m tools.translations           take new texts in, drop unused ones, compile; lists what lacks English
    python -m tools.translations --check   only list what is missing or unused, or not compiled

There are two catalogs: `review` for the inspector's desk, `pages` for everything else.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

APP = Path(__file__).parent.parent / "review_app"
CATALOGS = APP / "translations" / "en" / "LC_MESSAGES"
# What belongs to the review desk; every other file belongs to `pages`.
REVIEW = ("inspector", "templates/inspector")
# The same texts make the same file, whenever it is written.
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
KEYWORDS = ("_", "gettext", "lazy_gettext", "ngettext:1,2")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing")
    if not parser.parse_args().check:
        for domain in ("pages", "review"):
            update(domain)
    problems = [problem for domain in ("pages", "review") for problem in check(domain)]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def check(domain: str) -> list[str]:
    """What is wrong with the catalog of *domain*; empty when every text has its English."""
    wanted, kept = set(texts(domain)), _kept(domain)
    problems = [f"{domain}: no English for {text!r}" for text in sorted(wanted) if not _english(kept, text)]
    problems += [f"{domain}: no longer used: {text!r}" for text in sorted(set(_ids(kept)) - wanted)]
    compiled = CATALOGS / f"{domain}.mo"
    if not compiled.exists() or compiled.read_bytes() != _compiled(kept):
        problems.append(f"{domain}: not compiled; run python -m tools.translations")
    return problems


def update(domain: str) -> None:
    """Write the catalog of *domain* anew: the texts there are, with the English they had."""
    kept = _kept(domain)
    catalog = Catalog(
        locale="en",
        project="CallQC",
        header_comment="# English texts of the pages; see tools/translations.py.",
        creation_date=NO_DATE,
        revision_date=NO_DATE,
        fuzzy=False,
    )
    for text in sorted(set(texts(domain))):
        catalog.add(text, _english(kept, text) or "")
    CATALOGS.mkdir(parents=True, exist_ok=True)
    with (CATALOGS / f"{domain}.po").open("wb") as file:
        write_po(file, catalog, width=0, omit_header=False, no_location=True, ignore_obsolete=True)
    (CATALOGS / f"{domain}.mo").write_bytes(_compiled(_kept(domain)))


def texts(domain: str) -> Iterator[str]:
    """Every text of *domain* that a page may show."""
    for path in _sources(domain):
        method = "jinja2.ext:babel_extract" if path.suffix == ".html" else "python"
        options = {"extensions": "jinja2.ext.do", "silent": "false"}
        keywords = {word.partition(":")[0]: None for word in KEYWORDS}
        for _, message, _, _ in extract_from_file(method, path, keywords=keywords, options=options):
            if isinstance(message, str) and message:
                yield message


def _sources(domain: str) -> Iterable[Path]:
    for path in sorted((*APP.rglob("*.py"), *APP.rglob("*.html"))):
        name = path.relative_to(APP).as_posix()
        if name.startswith(tuple(f"{part}/" for part in REVIEW)) == (domain == "review"):
            yield path


def _kept(domain: str) -> Catalog:
    path = CATALOGS / f"{domain}.po"
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as file:
        return read_po(file, locale="en")


def _ids(catalog: Catalog) -> Iterator[str]:
    return (message.id for message in catalog if isinstance(message.id, str) and message.id)


def _english(catalog: Catalog, text: str) -> str:
    message = catalog.get(text)
    return message.string if message and isinstance(message.string, str) else ""


def _compiled(catalog: Catalog) -> bytes:
    out = BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
