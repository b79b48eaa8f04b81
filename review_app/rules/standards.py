"""The standard looked over: benchmark and target beside what was reached, and the rules that are in doubt."""

from collections.abc import Mapping

from flask import render_template, request
from werkzeug.wrappers import Response

from engine.access import Permission, may
from engine.casework.targets import Target
from engine.errors import Invalid
from engine.reading.rule_evidence import rule_evidence
from engine.reading.targets import targets_page
from engine.steps.aim import aim
from review_app.access import requires
from review_app.context import actor, services
from review_app.done import done

BENCHMARK, TARGET = "benchmark:", "target:"


@requires(Permission.RULES_READ)
def targets(scorecard: str) -> str:
    """One form, with what is aimed at and what was reached."""
    page = targets_page(scorecard, actor=actor(), services=services())
    return render_template("rules/targets.html", page=page, may_edit=may(actor(), Permission.RULES_EDIT))


@requires(Permission.RULES_EDIT)
def set_targets(scorecard: str) -> Response:
    """New values."""
    keys = [key.removeprefix(TARGET) for key in request.form if key.startswith(TARGET)]
    wanted = {key: Target(_points(request.form, BENCHMARK + key), _points(request.form, TARGET + key)) for key in keys}
    aim(scorecard, wanted, actor=actor(), services=services())
    return done("saved", "rules.targets", scorecard=scorecard)


@requires(Permission.RULES_READ)
def evidence() -> str:
    """What half a year says of each rule."""
    return render_template("rules/evidence.html", records=rule_evidence(actor=actor(), services=services()))


def _points(fields: Mapping[str, str], name: str) -> float | None:
    text = fields.get(name, "").strip()
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        raise Invalid("target", "not_a_number", detail=text[:20]) from None
