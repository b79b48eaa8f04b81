"""Every job there is: two lines each, one call of one step. The names are those of `engine.queueing.Job`."""

from engine.drain import drain
from engine.queueing import Job
from engine.speech.hear import Models
from engine.speech.registry import diarizer, transcriber
from engine.steps.deliver import deliver as deliver_some
from engine.steps.prove import prove
from engine.steps.route import route as route_one
from engine.steps.score import score as score_one
from engine.steps.sweep import sweep as sweep_once
from engine.steps.transcribe import transcribe as transcribe_some
from engine.wiring import open_services


def transcribe() -> None:
    """Hear what waits. The models are loaded with the first claim, in this process, and go with it."""
    services = open_services()
    loaded: list[Models] = []

    def models() -> Models:
        if not loaded:
            speech = services.settings.hearing
            loaded.append(Models(transcriber(speech), diarizer(speech)))
        return loaded[0]

    drain(
        Job.TRANSCRIBE,
        lambda claims: transcribe_some(claims, models=models, services=services),
        services,
        at_once=services.settings.work.batch_recordings,
    )


def score() -> None:
    """Judge what was heard."""
    services = open_services()
    drain(Job.SCORE, lambda claims: score_one(claims[0], services=services), services)


def route() -> None:
    """Send what was judged to people."""
    services = open_services()
    drain(Job.ROUTE, lambda claims: route_one(claims[0], services=services), services)


def sweep() -> None:
    """Do what the clock asks for, now instead of at the next tick."""
    services = open_services()
    services.queue.answered(Job.SWEEP)
    sweep_once(services=services)


def deliver() -> None:
    """Send what is to leave the house."""
    deliver_some(services=open_services())


def replay() -> None:
    """Say what drafts of rulebooks would change."""
    services = open_services()
    services.queue.answered(Job.REPLAY)
    prove(services=services)
