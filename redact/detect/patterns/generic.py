"""The generic pack: contacts, accounts, cards, networks, coordinates and other countries' numbers."""

from __future__ import annotations

import ipaddress
import re
import string
from collections.abc import Iterator
from itertools import chain

from redact.core.flow import Finding
from redact.core.fold import fold
from redact.core.place import Chars
from redact.core.ports import Detector
from redact.core.segment import Text
from redact.detect.patterns import generic_rows, mail, phone, twins, web
from redact.detect.patterns.engine import Pack, home
from redact.detect.patterns.foreign import foreign
from redact.detect.patterns.generic_rows import whose_host
from redact.settings import Settings

_COLONS = re.compile(r"[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}")
_COLON = re.compile(":(?=[0-9A-Fa-f:])")
_GROUP = 4  # hexadecimal digits between two colons
_MAC = re.compile(r"[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}")
_MASKED = re.compile(r"(?<![\w*•#])(?:[*•#xX]{2,4}[ \-]?){2,4}\d{4}(?!\d)")
_WORDS3 = re.compile(r"///[a-z]{3,20}\.[a-z]{3,20}\.[a-z]{3,20}")


class GenericPack:
    """E-mail, telephone, web, accounts, networks, cards, coordinates, numbers of other countries."""

    name = "generic"

    def __init__(self) -> None:
        self._pack = Pack(self.name, (*phone.ROWS, *generic_rows.ROWS), silent=twins.ROWS)

    def __call__(self, segment: Text) -> Iterator[Finding]:
        """Findings in the segment's own characters; an e-mail's domain is not reported again as a web address."""
        read = fold(segment.text)
        text = read.text
        web_like = chain(mail.mailboxes(text), web.addresses(text), web.accounts(segment, text))
        loose = chain(web_like, _marks(text), foreign(text))
        return chain(self._pack(segment, read), (home(finding, read) for finding in loose))


def _marks(text: str) -> Iterator[Finding]:
    """Values that begin with no digit: hardware and internet addresses with colons, masked cards, three-word places."""
    if ":" in text:
        yield from _colons(text)
    if "**" in text or "••" in text or "##" in text:
        for match in _MASKED.finditer(text):
            yield Finding(Chars(*match.span()), "CREDIT_CARD", 0.85, "generic.masked")
    if "///" in text:
        for match in _WORDS3.finditer(text):
            yield Finding(Chars(*match.span()), "GRID_REFERENCE", 0.9, "generic.three_words")


def _colons(text: str) -> Iterator[Finding]:
    done = 0
    for colon in _COLON.finditer(text):
        start = colon.start()
        while start > done and colon.start() - start < _GROUP and text[start - 1] in string.hexdigits:
            start -= 1
        match = _COLONS.match(text, start)
        if start < done or match is None:
            continue
        value, end = match.group(), match.end()
        done = end
        if text[end : end + 1].isalnum() or text[start - 1 : start].isalnum():
            continue
        if _MAC.fullmatch(value):
            yield Finding(Chars(start, end), "MAC_ADDRESS", 0.9, "generic.mac")
        elif _is_ipv6(value):
            yield Finding(Chars(start, end), whose_host(text, start, end), 0.85, "generic.ipv6")


def _is_ipv6(value: str) -> bool:
    if len(value) < 4 or not any(char.isdigit() for char in value):
        return False
    try:
        ipaddress.IPv6Address(value)
    except ipaddress.AddressValueError:
        return False
    return True


def make(settings: Settings) -> Detector:
    """The detector the registry asks for. Nothing of it is turned by settings."""
    del settings
    return GenericPack()
