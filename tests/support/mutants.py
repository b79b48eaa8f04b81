"""Modules with one thing taken away: what a test must notice, or it proves nothing."""

import importlib.util
from pathlib import Path
from types import ModuleType


def without(module: ModuleType, piece: str, instead: str) -> ModuleType:
    """A copy of *module* in whose source *piece* is replaced; the module itself stays as it is."""
    assert module.__file__ is not None
    source = Path(module.__file__).read_text(encoding="utf-8")
    assert piece in source, f"{module.__name__} no longer says {piece!r}: give the mutant its new words"
    spec = importlib.util.spec_from_loader(f"{module.__name__}_mutant", loader=None)
    assert spec is not None
    copy = importlib.util.module_from_spec(spec)
    exec(compile(source.replace(piece, instead), module.__file__, "exec"), copy.__dict__)
    return copy
