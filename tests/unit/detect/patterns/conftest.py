from __future__ import annotations

import pytest

from redact.core.ports import Detector
from redact.detect.patterns import generic, uk
from redact.settings import Settings


@pytest.fixture(scope="session")
def uk_pack() -> Detector:
    return uk.make(Settings())


@pytest.fixture(scope="session")
def generic_pack() -> Detector:
    return generic.make(Settings())
