"""Mail, mailboxes, calendars and cards among texts: known by the lines they begin with."""

from __future__ import annotations

import re

#: Header fields that no other text begins with two of. Source: RFC 5322, section 3.6; RFC 2045, section 3.
_FIELD = re.compile(
    r"(?:return-path|received|delivered-to|date|from|sender|reply-to|to|cc|bcc|message-id|in-reply-to|references|subject"
    r"|mime-version|content-type|content-transfer-encoding|x-[\w-]+|dkim-signature|arc-[\w-]+|authentication-results"
    r"|thread-topic|thread-index|list-[\w-]+|user-agent|importance|status|envelope-to):",
    re.I,
)
_MACHINE = re.compile(r"^(?:message-id|mime-version|received|return-path|content-transfer-encoding):", re.I | re.M)
#: The line between two messages. Source: RFC 4155, appendix A.
_FROM_LINE = re.compile(r"From \S+ .*\d{2}:\d{2}")
_CARDS = re.compile(r"\s*BEGIN:(?:VCALENDAR|VCARD)\s*$", re.I | re.M)
_TELLING = 2


def letters_kind(text: str, suffix: str) -> str:
    """The adapter for a text that begins so: `mail`, `mbox`, `calendar`, or nothing.

    A text that was saved from a mail program shows its fields too, and is read as it is unless its suffix or a field that
    only machines write says otherwise.
    """
    if _CARDS.match(text):
        return "calendar"
    if _FROM_LINE.match(text) and (suffix == ".mbox" or _fields(text.partition("\n")[2]) >= _TELLING):
        return "mbox"
    if suffix == ".eml" and _fields(text):
        return "mail"
    if suffix in ("", ".txt", ".mail", ".mht", ".mhtml") and _fields(text) >= _TELLING and _MACHINE.search(_head(text)):
        return "mail"
    return ""


def _head(text: str) -> str:
    return re.split(r"\r?\n\r?\n", text, maxsplit=1)[0]


def _fields(text: str) -> int:
    """How many header fields a text begins with; none if anything else stands among them."""
    lines = _head(text).splitlines()
    if not lines or not all(line[:1] in " \t" or re.match(r"[!-9;-~]+:", line) for line in lines):
        return 0
    return sum(_FIELD.match(line) is not None for line in lines)
