"""Escapes of markup, both ways: entities, percent signs, script escapes."""

from __future__ import annotations

import html
import re
from urllib.parse import quote

from redact.media._encoding import Encoding
from redact.media._reading import Atoms, Reading

_ENTITY = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]{1,31};?)")
_DASHES = re.compile(r"\A-|-(?=-)|-\Z")
_HARMLESS = str.maketrans('<>[]?"', "()().'")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2})+|\+")
_SCRIPT = re.compile(r"\\u\{[0-9a-fA-F]{1,6}\}|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}")


def entities(reading: Reading) -> Reading:
    """With character references undone. Source: HTML section 13.2.5.72, as Python's `html.unescape` has it."""
    return reading.decoded(_ENTITY, _entity) if "&" in reading.text else reading


def _entity(match: re.Match[str]) -> Atoms:
    seen = html.unescape(match.group())
    return None if seen == match.group() else ((seen, match.start(), match.end()),)


def collapsed(reading: Reading) -> Reading:
    """With each stretch of white space read as one space, as a browser shows it."""
    return reading.decoded(_SPACES, _space)


def _space(match: re.Match[str]) -> Atoms:
    return None if match.group() == " " else ((" ", match.start(), match.end()),)


def percents(reading: Reading) -> Reading:
    """With ``%41`` undone, and ``+`` read as a space after a question mark. Source: RFC 3986, section 2.1."""
    query = reading.text.find("?")

    def convert(match: re.Match[str]) -> Atoms:
        if match.group() == "+":
            return ((" ", match.start(), match.end()),) if 0 <= query < match.start() else None
        try:
            text = bytes.fromhex(match.group().replace("%", "")).decode("utf-8")
        except UnicodeDecodeError:
            return None
        atoms, at = [], match.start()
        for char in text:
            width = 3 * len(char.encode("utf-8"))
            atoms.append((char, at, at + width))
            at += width
        return atoms

    return reading.decoded(_PERCENT, convert)


def scripted(reading: Reading) -> Reading:
    """With the escapes of script strings undone. Source: ECMA-262, section 12.9.4."""
    return reading.decoded(_SCRIPT, _scripted) if "\\" in reading.text else reading


def _scripted(match: re.Match[str]) -> Atoms:
    code = int(match.group()[2:].strip("{}"), 16)
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return None
    return ((chr(code), match.start(), match.end()),)


def as_markup(text: str, encoding: Encoding) -> str:
    """`text` for element content, attribute values and comments alike: no sign in it can end any of them."""
    safe = _DASHES.sub("&#45;", html.escape(text, quote=True))
    return "".join(char if encoding.fits(char) else f"&#{ord(char)};" for char in safe)


def as_bare(text: str, encoding: Encoding) -> str:
    """`text` where no references are undone (CDATA, instructions, declarations): signs with a meaning become others."""
    return encoding.plain(text).translate(_HARMLESS)


def as_address(text: str, encoding: Encoding) -> str:
    """`text` inside an address."""
    del encoding  # percent signs are ASCII
    return quote(text, safe="/:@,;.-_~")


def as_script(text: str, encoding: Encoding) -> str:
    """`text` inside a string of a script."""
    return "".join(
        f"\\u{ord(char):04x}" if char in "\"'`\\<>&\r\n$" or not encoding.fits(char) else char for char in text
    )


def as_name(text: str, encoding: Encoding) -> str:
    """`text` as the name of an element or attribute."""
    bare = re.sub(r"[^\w.:-]+", "_", encoding.plain(text))
    return bare if bare[:1].isalpha() or bare[:1] == "_" else "_" + bare
