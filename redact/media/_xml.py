"""Whether a text is well-formed XML without a document type: checked by expat before we read a word of it.

Source: XML 1.0 (fifth edition), sections 2.8 and 4; OWASP, XML External Entity Prevention, 2024.
"""

from __future__ import annotations

from xml.parsers import expat

from redact.core.errors import CorruptInput, LimitExceeded

_CHUNK = 1 << 20
#: Document types of the web's own formats, which browsers know without fetching them; no entity of theirs is expanded.
_PUBLIC = "-//W3C//"


def check(raw: str, max_depth: int) -> None:
    """Nothing, if `raw` is well-formed, no deeper than `max_depth`, and declares nothing.

    Raises:
        CorruptInput: it is not well-formed, or declares entities or a document type of its own.
        LimitExceeded: it is nested too deep.
    """
    parser = expat.ParserCreate("utf-8")
    depth = _Depth(max_depth)
    parser.StartElementHandler = depth.opened
    parser.EndElementHandler = depth.closed
    parser.StartDoctypeDeclHandler = _doctype
    parser.EntityDeclHandler = _entity
    parser.ExternalEntityRefHandler = _refused
    try:
        for at in range(0, len(raw), _CHUNK):
            parser.Parse(raw[at : at + _CHUNK].encode("utf-8"), False)
        parser.Parse(b"", True)
    except expat.ExpatError as err:
        raise CorruptInput(f"this is not well-formed XML (line {err.lineno})", "check it with an XML checker") from err


class _Depth:
    """How deep the open elements are nested."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._open = 0

    def opened(self, _name: str, _attributes: dict[str, str]) -> None:
        self._open += 1
        if self._open > self._limit:
            raise LimitExceeded("the markup is nested deeper than the limit", "raise max_depth in the settings")

    def closed(self, _name: str) -> None:
        self._open -= 1


def _doctype(_name: str, system: str | None, public: str | None, has_internal: bool) -> None:
    if has_internal or (system and not (public or "").startswith(_PUBLIC)):
        raise _declares()


def _entity(*_declared: object) -> None:
    raise _declares()


def _refused(*_reference: object) -> int:
    raise _declares()


def _declares() -> CorruptInput:
    return CorruptInput("the XML declares a document type or entities of its own", "remove the DOCTYPE and try again")
