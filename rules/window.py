"""Turns a scope into the stretches of one call that are searched."""

from collections.abc import Sequence

from rules.outcome import Hit, Outcome, Window
from rules.scene import Scene
from rules.scope import Scope, Side, Speaker
from rules.spec import Span
from rules.transcript import Role
from rules.truth import Truth

_ROLES = {Speaker.AGENT: Role.AGENT, Speaker.CUSTOMER: Role.CUSTOMER}


def windows(scope: Scope, scene: Scene, anchors: Sequence[Outcome]) -> tuple[Window, ...]:
    """The stretches to search: one, or with an anchor one per hit that the scope speaks of.

    A stretch that the call does not have comes back with `missing` set.

    Args:
        anchors: the outcomes of `scope.anchors`, in that order.
    """
    if scope.side is None:
        return (_window(scope, scene, range(len(scene.utterances)), 0.0, scene.duration_s, None, loose=False),)
    hits = _chosen(scope, anchors[0])
    if not hits:
        return (_missing(scene, f"nothing to look {scope.side.value}: {scope.anchors[0]} was not found"),)
    loose = anchors[0].truth is not Truth.TRUE
    if scope.side is Side.BETWEEN:
        return tuple(_until(scope, scene, hit, anchors[1], loose=loose or not hit.sure) for hit in hits)
    return tuple(_beside(scope, scene, hit, loose=loose or not hit.sure) for hit in hits)


def _chosen(scope: Scope, anchor: Outcome) -> tuple[Hit, ...]:
    if anchor.truth is Truth.FALSE:
        return ()
    hits = sorted(anchor.hits, key=lambda hit: (hit.start_s, hit.end_s))
    if scope.hit == "first":
        return tuple(hits[:1])
    if scope.hit == "last":
        return tuple(hits[-1:])
    if isinstance(scope.hit, int):
        return tuple(hits[scope.hit - 1 : scope.hit])
    return tuple(hits)


def _beside(scope: Scope, scene: Scene, hit: Hit, *, loose: bool) -> Window:
    count = len(scene.utterances)
    first = scene.position_at(hit.start_s) if hit.position is None else hit.position
    following = scene.position_at(hit.end_s) if hit.position is None else hit.position + 1
    if scope.side is Side.AFTER:
        return _window(scope, scene, range(following, count), hit.end_s, scene.duration_s, hit, loose=loose)
    if scope.side is Side.BEFORE:
        return _window(scope, scene, range(first - 1, -1, -1), 0.0, hit.start_s, hit, loose=loose)
    if scope.side is Side.SAME:
        inside = range(first, following) if hit.position is not None else _during(scene, hit)
        return _window(scope, scene, inside, hit.start_s, hit.end_s, hit, loose=loose)
    before = _window(scope, scene, range(first - 1, -1, -1), 0.0, hit.start_s, hit, loose=loose)
    after = _window(scope, scene, range(following, count), hit.end_s, scene.duration_s, hit, loose=loose)
    return _joined(before, after)


def _until(scope: Scope, scene: Scene, hit: Hit, closing: Outcome, *, loose: bool) -> Window:
    ends = [end for end in closing.hits if end.start_s >= hit.end_s]
    if not ends or closing.truth is Truth.FALSE:
        return _missing(scene, f"{scope.anchors[1]} was not found after {scope.anchors[0]}")
    end = min(ends, key=lambda end: end.start_s)
    first = scene.position_at(hit.end_s) if hit.position is None else hit.position + 1
    last = scene.position_at(end.start_s) if end.position is None else end.position
    doubt = loose or not end.sure or closing.truth is not Truth.TRUE
    return _window(scope, scene, range(first, last), hit.end_s, end.start_s, hit, loose=doubt)


def _during(scene: Scene, hit: Hit) -> list[int]:
    return [
        position
        for position, utterance in enumerate(scene.utterances)
        if utterance.start_s < hit.end_s and utterance.end_s > hit.start_s
    ]


def _window(
    scope: Scope, scene: Scene, order: Sequence[int], start_s: float, end_s: float, hit: Hit | None, *, loose: bool
) -> Window:
    inside = order if scope.seconds is None and scope.percent is None else _in_time(scope, scene, order, hit)
    chosen, unsure_role = _of_role(scope, scene, inside)
    if scope.percent or scope.seconds or scope.utterances or scope.side is Side.SAME:
        if not chosen:
            return _missing(scene, f"the call has no such stretch ({_said(scope)})")
        start_s = min(scene.utterances[position].start_s for position in chosen)
        end_s = max(scene.utterances[position].end_s for position in chosen)
    doubtful = frozenset(unsure_role).union(scene.doubtful_text.intersection(chosen))
    return Window(tuple(sorted(chosen)), start_s, end_s, doubtful, loose=loose)


def _in_time(scope: Scope, scene: Scene, order: Sequence[int], hit: Hit | None) -> list[int]:
    return [position for position in order if _is_in_time(scope, scene, position, hit)]


def _is_in_time(scope: Scope, scene: Scene, position: int, hit: Hit | None) -> bool:
    start_s, end_s = scene.utterances[position].start_s, scene.utterances[position].end_s
    if scope.percent is not None and not _covers(scope.percent, _share(start_s, scene), 100.0):
        return False
    if scope.seconds is None:
        return True
    if hit is None:
        return _covers(scope.seconds, start_s, scene.duration_s)
    away_s = start_s - hit.end_s if start_s >= hit.end_s else max(0.0, hit.start_s - end_s)
    return _covers(scope.seconds, max(0.0, away_s), scene.duration_s)


def _share(start_s: float, scene: Scene) -> float:
    return 100.0 * start_s / scene.duration_s if scene.duration_s else 0.0


def _covers(span: Span, value: float, whole: float) -> bool:
    first = 0.0 if span.first is None else span.first
    last = whole if span.last is None else span.last
    return (whole + first if first < 0 else first) <= value <= (whole + last if last < 0 else last)


def _of_role(scope: Scope, scene: Scene, inside: Sequence[int]) -> tuple[list[int], Sequence[int]]:
    """The utterances of the role in the window, and those of them whose speaker is not certain."""
    role = _ROLES.get(scope.role)
    if role is None:
        return _counted(inside, scope.utterances, 1), []
    if not scene.roles_sure:  # either side may have said it: look twice as far, rely on nothing
        chosen = _counted(inside, scope.utterances, 2)
        return chosen, chosen
    own, open_ = scene.of_role(role, inside), scene.of_role(Role.UNKNOWN, inside)
    chosen = _counted(own, scope.utterances, 1)
    if not open_:
        return chosen, []
    if scope.utterances is None:
        return [*own, *open_], open_
    extra = _counted(open_, scope.utterances, 2) if not own else _between(chosen, open_)
    return [*chosen, *extra], extra


def _between(chosen: Sequence[int], open_: Sequence[int]) -> list[int]:
    """Utterances of unknown role that may shift the count: those no further than one turn off the chosen ones."""
    if not chosen:
        return list(open_)
    low, high = min(chosen) - 1, max(chosen) + 1
    return [position for position in open_ if low <= position <= high]


def _counted(positions: Sequence[int], span: Span | None, widen: int) -> list[int]:
    if span is None:
        return list(positions)
    count = len(positions)
    first = 1 if span.first is None else int(span.first)
    last = -1 if span.last is None else int(span.last)
    low = first - 1 if first > 0 else max(0, count + first * widen)
    high = last * widen if last > 0 else count + 1 + last
    return list(positions[low:high]) if low < high else []


def _joined(before: Window, after: Window) -> Window:
    if before.missing or after.missing:
        return after if before.missing else before
    return Window(
        before.positions + after.positions,
        before.start_s,
        after.end_s,
        before.doubtful | after.doubtful,
        loose=before.loose,
    )


def _missing(scene: Scene, why: str) -> Window:
    return Window((), 0.0, scene.duration_s, missing=True, why=why)


def _said(scope: Scope) -> str:
    parts = [scope.role.value]
    for name in ("utterances", "seconds", "percent"):
        span = getattr(scope, name)
        if span is not None:
            parts.append(f"{name} {span}")
    if scope.side is not None:
        parts.append(f"{scope.side.value} {' and '.join(scope.anchors)}")
    return ", ".join(parts)
