"""YAML read together with its line numbers, so that every complaint can say where.

Refuses what a policy never needs: aliases, deep nesting, two equal keys. Scalars can be taken as they are written: a
person may be called `No` or `Null`, and a number may begin with 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from redact.core.errors import PolicyError

Path_ = tuple[str | int, ...]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MAX_DEPTH = 20
_TYPED = frozenset({"tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool"})
_NULL = "tag:yaml.org,2002:null"


@dataclass(frozen=True, slots=True)
class Doc:
    """What a YAML file says, and the line (from 1) on which each key and item stands."""

    what: str  # how messages call the file: `the case file`
    data: Any = field(repr=False)
    lines: dict[Path_, int] = field(repr=False)

    def line(self, path: Iterable[str | int]) -> int:
        """The line of the innermost thing on this path that has one."""
        at = tuple(path)
        while at not in self.lines:
            at = at[:-1]
        return self.lines[at]

    def error(self, path: Iterable[str | int], message: str, hint: str) -> PolicyError:
        """A complaint about what stands at `path`."""
        return PolicyError(f"{self.what}, line {self.line(path)}: {message}", hint)


def read(path: Path, what: str) -> str:
    """The text of a policy or case file.

    Raises:
        PolicyError: it cannot be read, or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as err:
        raise PolicyError(f"{what} is not UTF-8", "save it as UTF-8 and run again") from err
    except OSError as err:
        raise PolicyError(f"{what} cannot be read", "check its path and your permission to read it") from err


def parse(text: str, what: str, *, literal: bool = False) -> Doc:
    """The content of a YAML text; with `literal` every scalar is the string that was written.

    Raises:
        PolicyError: it is not YAML, or holds aliases, two equal keys or more than 20 levels.
    """
    try:
        _refuse_tricks(text, what)
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as err:
        mark = err.problem_mark or err.context_mark
        where = f", line {mark.line + 1}" if mark else ""
        raise PolicyError(f"{what}{where}: not YAML", "check indentation, quotes and colons there") from err
    except yaml.YAMLError as err:
        raise PolicyError(f"{what}: not YAML", "it holds characters that YAML does not allow") from err
    reader = _Reader(what, literal)
    data = {} if root is None else reader.value(root, ())
    return Doc(what, data, {(): 1} | reader.lines)


def _refuse_tricks(text: str, what: str) -> None:
    """A few lines of aliases can unfold to gigabytes, and deep nesting exhausts the stack."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise PolicyError(f"{what}, line {line}: aliases are not allowed", "write the value out")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _MAX_DEPTH:
            raise PolicyError(f"{what}, line {line}: nested too deeply", "check the indentation there")


class _Reader:
    """Turns nodes into plain values and notes where each stood."""

    def __init__(self, what: str, literal: bool) -> None:
        self.what = what
        self.literal = literal
        self.lines: dict[Path_, int] = {}

    def value(self, node: yaml.Node, path: Path_) -> Any:
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self._item(child, (*path, at)) for at, child in enumerate(node.value)]
        if self.literal or node.tag not in _TYPED:
            return str(node.value)
        return yaml.safe_load(node.value)

    def _item(self, node: yaml.Node, path: Path_) -> Any:
        self.lines[path] = node.start_mark.line + 1
        return self.value(node, path)

    def _mapping(self, node: yaml.MappingNode, path: Path_) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for key_node, child in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise PolicyError(f"{self.what}, line {line}: a key must be a word", "check the indentation there")
            key = str(key_node.value)
            if (*path, key) in self.lines:
                raise PolicyError(f"{self.what}, line {line}: a key stands here twice", "leave one of them")
            self.lines[*path, key] = line
            if child.tag == _NULL and not child.value:
                continue  # `deny:` with nothing behind it says nothing
            out[key] = self.value(child, (*path, key))
        return out
