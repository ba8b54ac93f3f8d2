"""Sources made of bytes, and documents written to bytes."""

import hashlib
import io
from pathlib import Path

import pytest

from redact.core.flow import Edit, Source
from redact.core.place import Chars


class Press:
    """Makes sources and changes documents."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0

    def source(self, content: bytes, suffix: str = ".txt", kind: str = "text") -> Source:
        self._made += 1
        path = self._folder / f"{self._made}{suffix}"
        path.write_bytes(content)
        return Source(path, path.name, hashlib.sha256(content).hexdigest(), len(content), kind)

    @staticmethod
    def written(document, change=lambda segment: ()) -> bytes:
        out = io.BytesIO()
        document.write(change, out)
        return out.getvalue()

    @staticmethod
    def texts(document) -> list[str]:
        return [segment.text for segment in document.segments()]

    def replaced(self, document, old: str, new: str) -> bytes:
        """The document with every `old` replaced, as a policy would."""

        def change(segment):
            edits, at = [], segment.text.find(old)
            while at >= 0:
                edits.append(Edit(Chars(at, at + len(old)), new))
                at = segment.text.find(old, at + len(old))
            return edits

        return self.written(document, change)


@pytest.fixture
def press(tmp_path):
    return Press(tmp_path)


@pytest.fixture(scope="session")
def standing_press(tmp_path_factory):
    """The same for property tests, which may not take a new folder for each example."""
    return Press(tmp_path_factory.mktemp("press"))
