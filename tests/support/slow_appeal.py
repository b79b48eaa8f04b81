"""An appeal in which nobody hurries, so that every reminder is sent."""

from engine.steps.sweep import sweep
from models.tables.appeals import Decision
from tests.support.desk import Desk


def appeal_slowly(desk: Desk) -> None:
    """From a released result to a decision that comes late and overturns."""
    desk.file()
    desk.clock.forward(days=1, hours=2)
    sweep(services=desk.services)
    desk.inspector_opines()
    desk.leader_opines()
    desk.clock.forward(days=20)
    sweep(services=desk.services)
    desk.decide(Decision.OVERTURN)
