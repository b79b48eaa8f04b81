"""What a step needs from the world, handed in so that tests can hand in theirs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from engine.queueing import JobQueue
from engine.rulebooks import Rulebooks
from engine.settings import Settings
from engine.storage import Storage
from models.transaction import Transactions


@dataclass(frozen=True, slots=True)
class Services:
    transaction: Transactions
    storage: Storage
    queue: JobQueue
    clock: Callable[[], datetime]
    settings: Settings
    rulebooks: Rulebooks
