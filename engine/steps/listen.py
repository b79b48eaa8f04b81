"""Remember who heard how much of which call."""

from engine.access import Actor
from engine.casework.move import remember
from engine.services import Services


def listened(
    subject: str, start_s: float, streamed_s: float, size_bytes: int, *, actor: Actor, services: Services
) -> None:
    """Write one answer of the media address into the audit chain.

    Whether *actor* may hear the call was settled when the audio was opened; this only tells what was sent.

    Args:
        subject: as `engine.reading.audio` names it, `assignment:12`, `case:7` or `recording:3`.
        start_s: where in the call the answer began.
        streamed_s: seconds of sound really sent, counted in bytes: a player that stops early is not charged.
    """
    now = services.clock()
    with services.transaction() as tx:
        remember(
            tx,
            "recording.listened",
            subject,
            actor,
            now,
            details={"start_s": round(start_s, 1), "streamed_s": round(streamed_s, 1), "bytes": size_bytes},
        )
