"""A room of its own for every test."""

from __future__ import annotations

from pathlib import Path

import pytest
from flow_kit import Room, redact


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """An empty room with a key of its own."""
    papers = tmp_path / "papers"
    papers.mkdir()
    key = tmp_path / "the.key"
    redact("key", "create", key)
    return Room(tmp_path, papers, key=key)
