"""A sender in a process of its own, to be killed: `python -m tests.support.sender FOLDER URL MOMENT SETTINGS`."""

import json
import sys
from datetime import datetime
from pathlib import Path

from engine.steps.deliver import deliver
from tests.support.clock import Clock
from tests.support.seed import entered


def main(folder: str, url: str, moment: str, settings: str) -> None:
    """Send what waits, at *moment*."""
    house = entered(Path(folder), url, Clock(datetime.fromisoformat(moment)), **json.loads(settings))
    deliver(services=house.services)


if __name__ == "__main__":
    main(*sys.argv[1:])
