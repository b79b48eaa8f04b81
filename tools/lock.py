"""Write requirements.lock: every package with its hashes, for every platform, naming no index."""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent
EXTRAS = ("asr", "postgres", "redis", "dev")
HEADER = (
    "# Made by `make lock` from pyproject.toml. Every file is known by its hash; where it comes from is up to you.\n"
)


def main() -> None:
    """Resolve in a throw-away environment, so that the resolver is no dependency of the project."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", "uv"], check=True)
        command = [str(Path(folder) / "bin" / "uv"), "pip", "compile", "pyproject.toml", "--universal", "--quiet"]
        command += ["--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-header"]
        for extra in EXTRAS:
            command += ["--extra", extra]
        resolved = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    (ROOT / "requirements.lock").write_text(HEADER + resolved, encoding="utf-8")
    print(f"requirements.lock: {resolved.count('==')} packages")


if __name__ == "__main__":
    sys.exit(main())
