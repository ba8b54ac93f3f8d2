"""Rich text gone through once: what is read, what is shown as a picture, and what is left out, in the order of the file.

Source: Microsoft, Rich Text Format (RTF) Specification 1.9.1, March 2008, "Conventions of an RTF Reader".
"""

from __future__ import annotations

from collections.abc import Iterator

from redact.core.errors import CorruptInput, LimitExceeded
from redact.media.rtf import fields
from redact.media.rtf import vocabulary as words
from redact.media.rtf.fonts import Fonts
from redact.media.rtf.groups import Drop, Group, Item, Known
from redact.media.rtf.lettering import Lettering, finished
from redact.media.rtf.pictures import Sketch
from redact.media.rtf.reading import Reading
from redact.media.rtf.tokens import Kind, Token, tokens
from redact.media.rtf.vocabulary import Apart
from redact.settings import Settings

_LONGEST_WORD = 32
#: A character has two bytes in any code page of the format: what is said to stand there beyond that is read as text.
_MAX_FALLBACK = 2
#: What may stand behind the last group and says nothing.
_NOTHING = b"\r\n\t \0"


class Interpreter:
    """One reading of a file."""

    def __init__(self, raw: bytes, settings: Settings, known: Known) -> None:
        """`known` is filled by the first reading and used by all."""
        self._raw = raw
        self._known = known
        self._max_depth = settings.max_depth
        self._keeps_comments = settings.office_comments == "keep"
        self._accepts = settings.tracked_changes != "keep"
        self._tokens = tokens(raw)
        self._body = Reading(Apart("text"))
        self._groups: list[Group] = []
        self._end = 0  # behind the last group that was closed
        self._fonts = Fonts()
        self._letters = Lettering(raw, accepts=self._accepts)

    @property
    def unseen(self) -> int:
        """How many characters there are that a reader does not see."""
        return self._letters.unseen

    def items(self) -> Iterator[Item]:
        """Everything, in order.

        Raises:
            CorruptInput: it does not begin as rich text, or breaks off.
            LimitExceeded: groups are nested too deep.
        """
        if not self._raw.startswith(b"{\\rtf"):
            raise CorruptInput("it does not begin as rich text does", "check what it is, and name it so")
        for token in self._tokens:
            yield from self._token(token)
            if not self._groups:
                if self._raw[self._end :].strip(_NOTHING):
                    yield Drop(self._end, len(self._raw), "bytes behind the end")
                return
        raise CorruptInput("the file breaks off", "open it in the program that made it and save it anew")

    def _token(self, token: Token) -> Iterator[Item]:
        kind = token.kind
        if self._is_nameless(kind):
            yield from self._dropped(token, "unknown parts")
        elif kind is Kind.OPEN:
            self._open(token)
        elif kind is Kind.CLOSE:
            yield from self._close(token)
        elif kind is Kind.WORD:
            yield from self._word(token, self._groups[-1])
        elif kind is Kind.SYMBOL and token.word == "*":
            self._groups[-1].starred |= self._groups[-1].first
        elif kind is Kind.SYMBOL:
            self._groups[-1].first = False
            yield from self._letters.symbol(token, self._groups)
        elif kind is not Kind.NEWLINE:
            yield from self._letters.characters(token, self._groups[-1])

    def _is_nameless(self, kind: Kind) -> bool:
        """Whether a starred destination has no name: then nobody knows what it is."""
        if not self._groups or kind in (Kind.WORD, Kind.CLOSE, Kind.NEWLINE):
            return False
        return self._groups[-1].first and self._groups[-1].starred

    def _open(self, token: Token) -> None:
        self._letters.end()
        if not self._groups:
            self._groups.append(Group(token.start, self._body, self._fonts.codec))
            return
        if len(self._groups) >= self._max_depth:
            raise LimitExceeded("groups are nested deeper than the limit", "raise max_depth in the settings")
        self._groups[-1].first = False
        self._groups.append(self._groups[-1].inner(token.start))

    def _close(self, token: Token) -> Iterator[Item]:
        self._letters.end()
        self._end = token.end
        group = self._groups.pop()
        outer = self._groups[-1] if self._groups else None
        if outer is None:
            yield from finished(group.reading)
        elif group.sketch is not None and group.sketch is not outer.sketch:
            yield self._picture(group, token)
        elif group.reading is outer.reading:
            if group.destination == "stylesheet":
                group.reading.drop_end(";")
                yield from finished(group.reading)
                outer.reading = Reading(words.APART["stylesheet"])
        else:
            yield from self._ended(group, outer, token)

    def _ended(self, group: Group, outer: Group, token: Token) -> Iterator[Item]:
        """A destination whose text is read apart has ended."""
        if group.destination == "fldinst":
            yield from self._field(group, outer, token)
        elif group.destination in ("bkmkstart", "bkmkend"):
            name = group.reading.text.strip()
            if not fields.is_automatic(name):
                yield from group.reading.rewritten(self._known.mark(name)).patches(())
        else:
            if group.destination == "sn":
                outer.property = group.reading.text.strip()
            yield from finished(group.reading)

    def _picture(self, group: Group, token: Token) -> Item:
        picture = group.sketch.picture(self._raw, group.start, token.end) if group.sketch else None
        if picture is None or (group.deleted and self._accepts):
            return Drop(group.start, token.end, "pictures that cannot be read")
        return picture

    def _field(self, group: Group, outer: Group, token: Token) -> Iterator[Item]:
        code = group.reading.text
        if fields.stays(code):
            fresh = fields.renamed(code, self._known.marks)
            yield group.reading.rewritten(fresh) if fresh != code else group.reading
            return
        yield Drop(group.start, token.end, "fields that tell of the writer or of other files")
        if outer.field_word is not None:
            yield Drop(outer.field_word.start, outer.field_word.end, "words of such fields")
            outer.field_plain = True

    def _dropped(self, token: Token, sort: str) -> Iterator[Item]:
        """Leave out the rest of the group, and all of it where nothing stands before this word."""
        depth, last = 1 + (token.kind is Kind.OPEN), token
        for last in self._tokens:
            depth += (last.kind is Kind.OPEN) - (last.kind is Kind.CLOSE)
            if not depth:
                break
        if depth:
            return  # the file breaks off, and the group stays open
        group = self._groups[-1]
        if group.first and len(self._groups) > 1:
            self._groups.pop()
            yield Drop(group.start, last.end, sort)
        else:
            yield Drop(token.start, last.start, sort)
            yield from self._close(last)

    def _word(self, token: Token, group: Group) -> Iterator[Item]:
        word = token.word
        self._letters.end()
        if self._goes(group, word):
            yield from self._dropped(token, words.DROPPED.get(word, ("unknown parts", None))[0])
            return
        group.first = False
        if word == "result" and group.destination == "object":
            group.destination = "body"
            yield Drop(token.start, token.end, "words of embedded objects")
        elif group.destination == "object" or len(word) > _LONGEST_WORD:
            yield Drop(token.start, token.end, "words of embedded objects")
        elif self._forgotten(word):
            yield Drop(token.start, token.end, "marks of who wrote what when")
            if word == "deleted":
                group.deleted = token.number != 0
        elif word in words.APART:
            group.destination = word
            group.reading = Reading(words.APART[word])
        elif word in words.SIGNS or word == "u":
            yield from self._letters.sign(token, group)
        elif word in words.BREAKS:
            yield from self._letters.line_end(token, self._groups)
        else:
            yield from self._format(token, group)

    def _goes(self, group: Group, word: str) -> bool:
        if word in words.OF_COMMENTS and self._keeps_comments:
            return False
        if word == "sv" and len(self._groups) > 1 and self._groups[-2].property in words.UNSHOWN:
            return True
        return word in words.DROPPED or (group.first and group.starred and word not in words.STARRED)

    def _forgotten(self, word: str) -> bool:
        if word == "chatn":
            return not self._keeps_comments
        return word in words.FORGOTTEN or (word in words.CHANGES and self._accepts)

    def _format(self, token: Token, group: Group) -> Iterator[Item]:
        """Words that change how what follows is read; of all others nothing is known but that they are formatting."""
        word, number = token.word, token.number
        if word in Fonts.WORDS:
            self._fonts.word(word, number, group)
            if word == "plain":
                group.hidden = group.deleted = False
        elif word == "uc":
            group.fallback = max(0, min(number if number is not None else 1, _MAX_FALLBACK))
        elif word in ("v", "webhidden"):
            group.hidden = number != 0
        elif word == "pict":
            group.sketch, group.destination = Sketch(), word
        elif group.destination == "pict" and group.sketch is not None:
            group.sketch.word(token)
        else:
            yield from self._wrap(token, group)

    def _wrap(self, token: Token, group: Group) -> Iterator[Item]:
        """Words around what is not text: objects, raw data, fields."""
        word = token.word
        if word == "bin":
            yield Drop(token.start, token.end, "raw data")
        elif word == "object":
            group.destination = word
            yield Drop(token.start, token.end, "words of embedded objects")
        elif word == "field":
            group.field_word = token
        elif word == "fldrslt" and len(self._groups) > 1 and self._groups[-2].field_plain:
            yield Drop(token.start, token.end, "words of such fields")
