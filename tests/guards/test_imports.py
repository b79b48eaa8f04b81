"""The contracts of pyproject.toml hold, and each one breaks when it is violated."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.support.machine import ROOT
from tests.support.source import FOLDERS

CONTRACTS = {
    contract["id"]: contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
}

# contract -> file -> a line that violates it
VIOLATIONS = {
    "direction": {"rules/planted.py": "import workers"},
    "engine": {"engine/errors.py": "import engine.settings"},
    "steps": {"engine/steps/planted.py": "import engine.steps.score"},
    "pure-rules": {"rules/planted.py": "import socket"},
    "pure-lifecycle": {"models/lifecycle.py": "import sqlalchemy"},
    "no-sql-at-the-edge": {"workers/planted.py": "import sqlalchemy"},
    "web-at-the-edge": {"engine/planted.py": "import flask"},
    "tables": {"workers/planted.py": "import models.tables.cases"},
    "recogniser": {"engine/planted.py": "import faster_whisper"},
    "segmenter": {"rules/planted.py": "import jieba"},
    "acyclic": {"workers/planted.py": "import workers.other", "workers/other.py": "import workers.planted"},
}


def verdicts(folder: Path) -> dict[str, str]:
    """Contract name -> KEPT or BROKEN, for the code in *folder*."""
    linter = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    done = subprocess.run([*linter, "--no-logo", "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)
    return dict(re.findall(r"^(.+) (KEPT|BROKEN)$", done.stdout, re.MULTILINE)) or {"failed": done.stdout + done.stderr}


@pytest.fixture(scope="module")
def violated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The verdicts on a copy of the project with every violation planted in it."""
    copy = tmp_path_factory.mktemp("copy")
    shutil.copy(ROOT / "pyproject.toml", copy)
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, copy / folder, ignore=lambda at, names: {
            name for name in names if (Path(at) / name).is_file() and not name.endswith(".py")
        })  # fmt: skip
    for files in VIOLATIONS.values():
        for name, line in files.items():
            with (copy / name).open("a") as file:
                file.write(f"\n{line}\n")
    return verdicts(copy)


def test_every_contract_holds():
    assert verdicts(ROOT) == dict.fromkeys(CONTRACTS.values(), "KEPT")


@pytest.mark.parametrize("contract", CONTRACTS)
def test_a_contract_breaks_when_it_is_violated(contract: str, violated: dict[str, str]):
    assert VIOLATIONS[contract]
    assert violated[CONTRACTS[contract]] == "BROKEN"
