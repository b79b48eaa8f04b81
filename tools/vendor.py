"""Bring the few files of other people that pages and their tests need into the repository, and prove what they are.

    python -m tools.vendor            fetch what `PACKAGES` names, verify, write files, lock and notices
    python -m tools.vendor --check    only compare the files on disk with the lock

Packages come through `npm pack`, with the version pinned here; the tarball must match the sha512 that the lock
already holds, so a version can never change its contents unnoticed.
"""

import argparse
import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tools.icons import ICONS

ROOT = Path(__file__).parent.parent
SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, slots=True)
class Package:
    """*files* maps the path in the tarball to the name it gets on its shelf."""

    name: str
    version: str
    licence: str
    files: dict[str, str]

    @property
    def spec(self) -> str:
        return f"{self.name}@{self.version}"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of other people's files, with a lock and their licences."""

    folder: Path
    packages: tuple[Package, ...]

    @property
    def lock(self) -> Path:
        return self.folder / "vendor.lock.json"

    @property
    def notices(self) -> Path:
        return self.folder / "THIRD_PARTY_NOTICES.txt"


PACKAGES = (
    Package("bootstrap", "5.3.9", "MIT", {"dist/css/bootstrap.min.css": "bootstrap.min.css"}),
    Package("htmx.org", "2.0.11", "0BSD", {"dist/htmx.min.js": "htmx.min.js"}),
    Package(
        "wavesurfer.js",
        "8.0.1",
        "BSD-3-Clause",
        {
            "dist/wavesurfer.esm.js": "wavesurfer/wavesurfer.esm.js",
            "dist/plugins/regions.esm.js": "wavesurfer/regions.esm.js",
            "dist/plugins/hover.esm.js": "wavesurfer/hover.esm.js",
        },
    ),
    Package("@tabler/icons", "3.51.0", "MIT", {}),
)
SHELVES = (
    Shelf(ROOT / "review_app" / "static" / "vendor", PACKAGES),
    # Never served: the tests read it into pages to judge them.
    Shelf(ROOT / "tests" / "vendor", (Package("axe-core", "4.14.1", "MPL-2.0", {"axe.min.js": "axe.min.js"}),)),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare files with the lock, fetch nothing")
    only_compare = parser.parse_args().check
    problems = [problem for shelf in SHELVES for problem in (check(shelf) if only_compare else fetch(shelf))]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def check(shelf: Shelf) -> list[str]:
    """What on *shelf* differs from its lock."""
    packages = json.loads(shelf.lock.read_text())["packages"]
    kept = {name: entry for package in packages for name, entry in package["files"].items()}
    problems = [f"{name}: missing" for name in kept if not (shelf.folder / name).is_file()]
    problems += [
        f"{name}: not what the lock says"
        for name, entry in kept.items()
        if (shelf.folder / name).is_file() and _sha384((shelf.folder / name).read_bytes()) != entry["sha384"]
    ]
    on_disk = {path.relative_to(shelf.folder).as_posix() for path in shelf.folder.rglob("*") if path.is_file()}
    known = {*kept, shelf.lock.name, shelf.notices.name}
    return problems + [f"{name}: not in the lock" for name in sorted(on_disk - known)]


def fetch(shelf: Shelf) -> list[str]:
    """Fetch every package of *shelf* anew; returns the problems found."""
    known = {p["name"] + "@" + p["version"]: p["integrity"] for p in _old_lock(shelf)}
    locked, notices = [], []
    for package in shelf.packages:
        with tempfile.TemporaryDirectory() as folder:
            tarball, integrity = _pack(package, Path(folder))
            if known.get(package.spec, integrity) != integrity:
                return [f"{package.spec}: the tarball is not the one that was locked"]
            files = _extract(package, tarball)
            licence = _member(tarball, "LICENSE").decode()
            notices.append(f"{package.name} {package.version} ({package.licence})\n\n{licence}")
        for name, body in files.items():
            (shelf.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (shelf.folder / name).write_bytes(body)
        locked.append(
            {
                "name": package.name,
                "version": package.version,
                "licence": package.licence,
                "integrity": integrity,
                "files": {name: {"bytes": len(body), "sha384": _sha384(body)} for name, body in files.items()},
            }
        )
    shelf.lock.write_text(json.dumps({"packages": locked}, indent=2) + "\n")
    shelf.notices.write_text(("\n" + "-" * 80 + "\n\n").join(notices))
    return check(shelf)


def _old_lock(shelf: Shelf) -> list[dict[str, str]]:
    return json.loads(shelf.lock.read_text())["packages"] if shelf.lock.exists() else []


def _pack(package: Package, folder: Path) -> tuple[Path, str]:
    answer = subprocess.run(["npm", "pack", package.spec, "--json"], cwd=folder, check=True, capture_output=True).stdout
    told = json.loads(answer)[0]
    tarball = folder / told["filename"]
    digest = "sha512-" + base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
    if digest != told["integrity"]:
        raise SystemExit(f"{package.spec}: damaged on the way")
    return tarball, digest


def _extract(package: Package, tarball: Path) -> dict[str, bytes]:
    files = {name: _member(tarball, path) for path, name in package.files.items()}
    if package.name == "@tabler/icons":
        files["icons.svg"] = sprite(tarball)
    return files


def sprite(tarball: Path) -> bytes:
    """One SVG with a symbol per icon of `tools.icons`."""
    ElementTree.register_namespace("", SVG.strip("{}"))
    root = ElementTree.Element(f"{SVG}svg")
    for name in sorted(set(ICONS)):
        drawn = ElementTree.fromstring(_member(tarball, f"icons/outline/{name}.svg"))
        symbol = ElementTree.SubElement(root, f"{SVG}symbol", {"id": name, "viewBox": "0 0 24 24"})
        symbol.extend(path for path in drawn if path.get("stroke") != "none")
    return ElementTree.tostring(root)


def _member(tarball: Path, path: str) -> bytes:
    with tarfile.open(tarball) as archive:
        member = archive.extractfile(f"package/{path}")
        if member is None:
            raise SystemExit(f"{tarball.name}: no {path}")
        return member.read()


def _sha384(body: bytes) -> str:
    return base64.b64encode(hashlib.sha384(body).digest()).decode()


if __name__ == "__main__":
    sys.exit(main())
