"""The door opens at once: nothing heavy is loaded before it is needed."""

from __future__ import annotations

import json
import resource
import subprocess
import sys

import pytest

HEAVY = (
    "spacy",
    "thinc",
    "presidio_analyzer",
    "presidio_anonymizer",
    "lxml",
    "numpy",
    "torch",
    "cv2",
    "onnxruntime",
    "pyarrow",
    "ray",
    "fsspec",
    "psutil",
)


def _loaded(code: str) -> set[str]:
    """The top-level modules that are loaded after `code` has run in a fresh interpreter."""
    tail = "\nimport json, sys; print('\\n' + json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    run = subprocess.run([sys.executable, "-c", code + tail], capture_output=True, text=True, check=True)
    return set(json.loads(run.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    "code",
    [
        "import redact",
        "import redact.modelstore, redact.registry, redact.settings",
        "import sys, contextlib\nfrom redact.cli import main\nsys.argv = ['redact', '--help']\n"
        "with contextlib.suppress(SystemExit): main()",
    ],
    ids=["import redact", "the ground floor", "redact --help"],
)
def test_no_heavy_library_is_loaded(code: str) -> None:
    assert _loaded(code) & set(HEAVY) == set()


def test_the_probe_would_see_a_heavy_library() -> None:
    assert "numpy" in _loaded("import numpy")


def test_help_takes_less_than_a_third_of_a_second() -> None:
    """Issue 1: `redact --help` in under 0.3 CPU seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "redact", "--help"], capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)

    assert (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime) < 0.3
