"""Rich text made by hand, and what is done with it in tests."""

import io
import re

from redact.core.flow import Edit
from redact.core.place import Chars
from redact.core.segment import Child, Text
from redact.media.rtf import open_rtf
from redact.settings import Settings

HEAD = (
    rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}"
    rb"{\f1\fnil\fcharset204 Arial;}{\f2\fnil\fcharset128 Gothic;}}"
)


def rtf(body):
    return HEAD + body + b"}"


def opened(press, body, **settings):
    return open_rtf(press.source(rtf(body), ".rtf", "rtf"), Settings(**settings))


def texts(document):
    return [segment for segment in document.segments() if isinstance(segment, Text)]


def read(document):
    """All texts but the list of fonts."""
    return [text.text.strip() for text in texts(document) if text.part != "fonts 1"]


def written(document, words=(), put="[GONE]", release=lambda child: ()):
    def change(segment):
        if isinstance(segment, Child):
            return release(segment)
        found = (m for word in words for m in re.finditer(re.escape(word), segment.text))
        return [Edit(Chars(m.start(), m.end()), put) for m in sorted(found, key=lambda m: m.start())]

    out = io.BytesIO()
    document.write(change, out)
    return out.getvalue()


def body(draft):
    """What stands behind the head and before the last brace."""
    assert draft.startswith(HEAD)
    assert draft.endswith(b"}")
    return draft[len(HEAD) : -1]
