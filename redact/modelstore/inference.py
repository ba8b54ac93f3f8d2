"""Networks in ONNX, loaded once and run on the processor. The only place that knows onnxruntime's options."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import onnxruntime as ort
from onnxruntime.capi import onnxruntime_pybind11_state as state

from redact.core.errors import MissingPart

#: What the library raises for a file that is no network, is damaged or asks for what this version lacks.
_UNFIT = (
    state.Fail,
    state.InvalidArgument,
    state.InvalidGraph,
    state.InvalidProtobuf,
    state.NoModel,
    state.NoSuchFile,
    state.NotImplemented,
    state.RuntimeException,
)
_SILENT = 3  # errors only: the library's warnings name files


def session(network: Path | bytes, threads: int = 0) -> ort.InferenceSession:
    """A network ready to run. `threads` 0 takes as many as OMP_NUM_THREADS says, or else as there are cores.

    Raises:
        MissingPart: the file is not a network this library can run.
    """
    options = ort.SessionOptions()
    options.log_severity_level = _SILENT
    options.intra_op_num_threads = threads or _said_threads()
    options.inter_op_num_threads = 1
    # Sizes of pictures vary: memory patterns of one size would be kept for every size that was ever seen.
    options.enable_mem_pattern = False
    # Threads that wait in a loop for the next picture take the processor from the decoder.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    held: Any = network if isinstance(network, bytes) else str(network)
    try:
        return ort.InferenceSession(held, options, providers=["CPUExecutionProvider"])
    except _UNFIT as err:
        raise MissingPart("a model file cannot be run", "fetch it again: redact models fetch") from err


def _said_threads() -> int:
    """What the environment says, 0 if nothing: a process of a pool has a share of the cores. The library does not look."""
    said = os.environ.get("OMP_NUM_THREADS", "").partition(",")[0].strip()
    return int(said) if said.isdecimal() else 0
