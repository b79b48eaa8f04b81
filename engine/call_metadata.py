"""What rules and scorecards may ask of a call besides its words."""

from models.tables.recordings import Recording


def metadata_of(recording: Recording) -> dict[str, object]:
    """What rules and scorecards may ask of a call, free fields included."""
    return {
        **recording.details,
        "direction": recording.direction.value,
        "project": recording.project,
        "queue": recording.queue,
        "duration_s": recording.duration_s,
        "agent_no": recording.agent_no,
        "started_at": recording.started_at.isoformat() if recording.started_at else None,
        "language": recording.source.language or "zh",
    }
