"""PostgreSQL, Redis, Chromium and what drives it: find them, install them where that is allowed, say what is missing.

Only the standard library: it runs before and without everything else.

    python tools/system_packages.py install test|demo
    python tools/system_packages.py missing
"""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

POLICY = Path("/usr/sbin/policy-rc.d")


@dataclass(frozen=True)
class Part:
    """A part of the system that Python packages cannot bring: programs, or a library, by the names of their files."""

    name: str
    package: str
    commands: tuple[str, ...]
    folders: tuple[str, ...] = ()

    def binary(self) -> Path | None:
        """Where the part is; None when this machine lacks it."""
        own = Path(sys.executable).parent
        for command in self.commands:
            found = shutil.which(command) or shutil.which(command, path=str(own))
            if found:
                return Path(found)
            for pattern in self.folders:
                inside = sorted(Path("/").glob(f"{pattern}/{command}"))
                if inside:
                    return inside[-1]
        return None


POSTGRES = Part("PostgreSQL", "postgresql", ("postgres",), ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin"))
REDIS = Part("Redis", "redis-server", ("redis-server", "valkey-server"))
CHROMIUM = Part("Chromium", "chromium", ("chromium", "chromium-browser", "google-chrome"))

# Without a Chinese font pages are full of boxes, and as wide as those are.
CHINESE_FONT = Part(
    "a Chinese font",
    "fonts-wqy-microhei",
    ("wqy-microhei.ttc", "NotoSansCJK-Regular.ttc", "NotoSansSC-Regular.otf", "wqy-zenhei.ttc"),
    ("usr/share/fonts/*/*", "usr/share/fonts/*", "usr/local/share/fonts"),
)
# Playwright's own driver does not start without it, and the smallest systems do not have it.
ATOMIC = Part("libatomic", "libatomic1", ("libatomic.so.1",), ("usr/lib/*-linux-gnu", "usr/lib64", "usr/lib"))

NEEDED = {"test": (POSTGRES, REDIS, CHROMIUM, ATOMIC, CHINESE_FONT), "demo": (REDIS,)}


def missing(purpose: str) -> tuple[Part, ...]:
    """The parts that *purpose* needs and this machine lacks."""
    return tuple(part for part in NEEDED[purpose] if part.binary() is None)


def install_line(parts: tuple[Part, ...]) -> str:
    """The line a person may type to install *parts*."""
    return "apt-get install " + " ".join(part.package for part in parts)


def install(purpose: str) -> int:
    """Install what is missing, or say how. 0 when the purpose can go on."""
    lacking = missing(purpose)
    if not lacking:
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {', '.join(part.name for part in lacking)} with apt-get …", flush=True)
        _apt_get(lacking)
        lacking = missing(purpose)
    if not lacking:
        return 0
    print(
        f"This machine lacks {', '.join(part.name for part in lacking)}. Type: {install_line(lacking)}", file=sys.stderr
    )
    # The tests go on without; the demo cannot.
    return 0 if purpose == "test" else 3


def closing_line() -> int:
    """Say in one line which tests were skipped for want of what."""
    lacking = missing("test")
    if not lacking:
        return 0
    names = ", ".join(part.name for part in lacking)
    print(f"Skipped: the tests that need {names}. To run them, type: {install_line(lacking)}")
    return 1 if in_ci() else 0


def in_ci() -> bool:
    """True where nothing may be skipped."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def _apt_get(parts: tuple[Part, ...]) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with _no_services():
        for command in (
            ["update", "-qq"],
            ["install", "-qq", "-y", "--no-install-recommends", *(part.package for part in parts)],
        ):
            done = subprocess.run(["apt-get", *command], env=quiet, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                print("\n".join((done.stdout + done.stderr).strip().splitlines()[-5:]), file=sys.stderr)


@contextmanager
def _no_services() -> Iterator[None]:
    """Packages start no service while this lasts: the tests start their own."""
    if POLICY.exists():
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n")
    POLICY.chmod(POLICY.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    try:
        yield
    finally:
        POLICY.unlink(missing_ok=True)


def main(arguments: list[str]) -> int:
    match arguments:
        case ["install", ("test" | "demo") as purpose]:
            return install(purpose)
        case ["missing"]:
            return closing_line()
        case _:
            print(__doc__, file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
