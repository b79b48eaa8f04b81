"""A worker whose leases have no fence, run by `python -m`: the control for tests that claim to need one."""

from typing import Any

from sqlalchemy import update

from engine import lease
from engine.lease import Claim
from models.tables.work import Work
from models.transaction import Transaction


def change_whoever_asks(tx: Transaction, held: Claim, **values: Any) -> bool:
    """What `engine.lease` does, without asking who holds the work now."""
    tx.session.execute(update(Work).where(Work.id == held.work_id).values(**values))
    return True


if __name__ == "__main__":
    lease._change = change_whoever_asks
    from workers.main import main

    main()
