#!/bin/sh
# Run tests/diarize in .venv-diarize. torch comes first: pyannote.audio takes the torch it finds.
set -eu
python="${1:-python3}"
venv=.venv-diarize

if [ ! -d tests/diarize ]; then
    echo "tests/diarize is not part of this checkout: nothing to test."
    exit 0
fi

stamp="$venv/.installed-$(cat pyproject.toml tools/test_diarize.sh | cksum | cut -d' ' -f1)"
if [ ! -e "$stamp" ]; then
    echo "Installing torch and pyannote.audio into $venv (large; a few minutes the first time) …"
    [ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
    "$venv/bin/python" -m pip install --quiet torch==2.13.0
    "$venv/bin/python" -m pip install --quiet torch==2.13.0 pyannote.audio==4.0.7
    "$venv/bin/python" -m pip install --quiet torch==2.13.0 --editable ".[asr,diarize,postgres]" pytest hypothesis psutil
    rm -f "$venv"/.installed-*
    touch "$stamp"
fi

PYANNOTE_METRICS_ENABLED=false exec "$venv/bin/python" -m pytest -q tests/diarize
