"""A TOML file, read key by key. Whatever is wrong is said with its key and section, and never with what stands there."""

from __future__ import annotations

import difflib
import math
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from redact.core.errors import UsageError

_MOST_BYTES = 1 << 20
_WHERE = re.compile(r"\(at (line \d+, column \d+|end of document)\)")
_LANE, _RETENTION = "lane", "retention"
_MOST = 2**62


def tables(path: Path) -> tuple[Section, list[Section], Section]:
    """The top of a file, its lanes and its retention.

    Raises:
        UsageError: it cannot be read, or is no TOML.
    """
    given = _parsed(path)
    lanes, kept = given.pop(_LANE, []), given.pop(_RETENTION, {})
    if not isinstance(lanes, list) or not all(isinstance(each, dict) for each in lanes):
        raise UsageError("'lane' is not a list of tables", "begin each lane with [[lane]]")
    if not isinstance(kept, dict):
        raise UsageError("'retention' is not a table", "begin it with [retention]")
    home = path.absolute().parent
    sections = [Section(each, f"[[lane]] {at}: ", home) for at, each in enumerate(lanes, 1)]
    return Section(given, "", home), sections, Section(kept, "[retention]: ", home)


def _parsed(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            text = file.read(_MOST_BYTES).decode("utf-8")
        return tomllib.loads(text)
    except OSError as err:
        raise UsageError("the configuration cannot be read", "check its path and who may read it") from err
    except UnicodeDecodeError as err:
        raise UsageError("the configuration is no UTF-8", "save it as UTF-8 and start again") from err
    except tomllib.TOMLDecodeError as err:
        where = _WHERE.search(str(err))
        at = f", {where[1]}" if where else ""
        raise UsageError(
            f"the configuration is no TOML{at}", "correct it; `redact watch --example` shows one"
        ) from None


class Section:
    """One table. Each key is asked for once; what was never asked for is unknown."""

    def __init__(self, given: Mapping[str, Any], where: str, home: Path) -> None:
        """`where` stands before every message; `home` is what paths are relative to."""
        self._given, self._where, self._home = given, where, home
        self._asked: list[str] = []

    def nothing_more(self) -> None:
        """Every key was asked for.

        Raises:
            UsageError: one is unknown.
        """
        for key in self._given:
            if key not in self._asked:
                alike = difflib.get_close_matches(key, self._asked, 1)
                known = f"did you mean {alike[0]!r}?" if alike else f"known keys: {', '.join(sorted(self._asked))}"
                raise UsageError(f"{self._where}unknown key {key!r}", known)

    def folder(self, key: str, default: Path | None = None) -> Path:
        """A folder, absolute; without a default it must be named."""
        path = self.file(key) or default
        if path is None:
            raise UsageError(
                f"{self._where}{key!r} is missing", "name the folder; `redact watch --example` has all keys"
            )
        return path

    def file(self, key: str) -> Path | None:
        """A path, absolute; None where the key is not there."""
        value = self._get(key, str, "a path in quotes")
        if value is None:
            return None
        if not value or "\0" in value:
            raise self._wrong(key, "a path in quotes")
        return self._home / Path(value).expanduser()

    def policy(self, default: str) -> str:
        """The name of a pack, or the path of one, absolute."""
        value = self._get("policy", str, "the name of a pack, or the path of one, in quotes")
        if value is None:
            return default
        is_path = value.endswith((".yaml", ".yml")) or "/" in value or "\\" in value
        return str(self._home / Path(value).expanduser()) if is_path else str(value)

    def prefix(self, key: str) -> str:
        """A folder of the inbox, relative, without `/` at its ends."""
        value = self._get(key, str, "a folder within the inbox")
        parts = PurePosixPath((value or "").strip("/")).parts
        if not parts or ".." in parts or "\0" in (value or ""):
            raise self._wrong(key, "a folder within the inbox; what holds for all of it stands before the lanes")
        return "/".join(parts)

    def text(self, key: str, default: str, pattern: str) -> str:
        """A text of a certain form."""
        value = self._get(key, str, "a text")
        if value is not None and not re.fullmatch(pattern, value):
            raise self._wrong(key, f"of the form {pattern}")
        return default if value is None else str(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        wanted = "a list of patterns in quotes"
        value = self._get(key, list, wanted)
        if not all(isinstance(each, str) and each for each in value or ()):
            raise self._wrong(key, wanted)
        return tuple(value or ())

    def whole(self, key: str, default: int, least: int = 0, most: int = _MOST) -> int:
        """A whole number."""
        span = f"from {least}" + ("" if most == _MOST else f" to {most}")
        value = self._get(key, int, f"a whole number {span}")
        if isinstance(value, bool) or (value is not None and not least <= value <= most):
            raise self._wrong(key, f"a whole number {span}")
        return default if value is None else int(value)

    def number(self, key: str, default: float, least: float) -> float:
        """A number, in seconds."""
        wanted = f"a number of seconds from {least:g}"
        value = self._get(key, (int, float), wanted)
        if isinstance(value, bool) or (value is not None and not (math.isfinite(value) and value >= least)):
            raise self._wrong(key, wanted)
        return default if value is None else float(value)

    def yes_no(self, key: str, default: bool) -> bool:
        """Yes or no."""
        value = self._get(key, bool, "true or false")
        return default if value is None else bool(value)

    def _get(self, key: str, kind: type | tuple[type, ...], wanted: str) -> Any:
        self._asked.append(key)
        value = self._given.get(key)
        if value is not None and not isinstance(value, kind):
            raise self._wrong(key, wanted)
        return value

    def _wrong(self, key: str, wanted: str) -> UsageError:
        return UsageError(f"{self._where}{key!r} is not as it should be", f"it needs {wanted}")
