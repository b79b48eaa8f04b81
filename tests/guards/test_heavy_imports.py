"""The web process and the workers' parents load no model runtime: it costs memory, and it does not survive a fork."""

import json
import subprocess
import sys

import pytest

HEAVY = ("faster_whisper", "ctranslate2", "torch", "onnxruntime", "pyannote", "tokenizers", "huggingface_hub", "scipy")


@pytest.mark.parametrize(
    "module", ["review_app.wsgi", "workers.main", "workers.jobs", "engine.cli.main", "engine.wiring", "rules.evaluate"]
)
def test_importing_loads_no_model_runtime(module: str):
    code = f"import json, sys, {module}; print(json.dumps(sorted({{name.partition('.')[0] for name in sys.modules}})))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert set(HEAVY) & set(json.loads(done.stdout)) == set()
