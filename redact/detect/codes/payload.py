"""What a code holds, written so that people and detectors can read it: one field to a line, escapes undone.

Sources: vCard 2.1 and RFC 6350 (folding, escapes), NTT Docomo's bookmark and address formats (MECARD:, MATMSG:), the Wi-Fi
Alliance's WIFI: (WPA3 specification 3.0, section 7), RFC 6068 (mailto), RFC 3966 (tel), RFC 5870 (geo), RFC 3986, and the
AAMVA DL/ID Card Design Standard 2020, annex D.
"""

from __future__ import annotations

import quopri
import re
from urllib.parse import parse_qsl, unquote, urlsplit

_FIELD_NAMES = {
    "N": "Name", "FN": "Name", "TEL": "Telephone", "EMAIL": "E-mail", "ADR": "Address", "BDAY": "Date of birth",
    "ORG": "Organisation", "NOTE": "Note", "NICKNAME": "Nickname", "TO": "To", "SUB": "Subject", "BODY": "Text",
    "S": "Network", "P": "Password", "SOUND": "Name", "SUMMARY": "Summary", "LOCATION": "Location",
}  # fmt: skip
_AAMVA_NAMES = {
    "DCS": "Surname", "DAC": "First name", "DAD": "Middle name", "DBB": "Date of birth", "DAG": "Address",
    "DAH": "Address", "DAI": "Town", "DAJ": "State", "DAK": "Postcode", "DAQ": "Licence number", "DCT": "First name",
    "DAA": "Name", "DBA": "Expires", "DBD": "Issued", "DBC": "Sex", "DCF": "Document number",
}  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]+")
_ESCAPE = re.compile(r"\\([\\;,:\"nN])")
_BETWEEN_FIELDS = re.compile(r"(?<!\\);")
#: What stands before the first element of a licence; elements are three letters and a value, each on a line of its own.
_HEADER = re.compile(r"^(?:.*ANSI \d.*?)?(?:DL|ID)(?=D[A-D][A-Z])")
_LABELLED = ("tel", "geo", "sms", "smsto", "mmsto", "facetime", "sip")


def readable(payload: str) -> str:
    """The payload as lines of fields where its form is known, otherwise as it is without control characters."""
    head = payload.lstrip().upper()
    if head.startswith(("BEGIN:VCARD", "BEGIN:VCALENDAR", "BEGIN:VEVENT")):
        return _card(payload)
    if head.startswith(("MECARD:", "MATMSG:", "WIFI:", "BIZCARD:")):
        return _short_card(payload.lstrip())
    if head.startswith("@") and "ANSI " in head[:40]:
        return _licence(payload)
    return _plain(_address(payload.strip()))


def _card(payload: str) -> str:
    unfolded = re.sub(r"=\r?\n", "", re.sub(r"\r?\n[ \t]", "", payload))
    lines = [_card_line(line) for line in re.split(r"[\r\n]+", unfolded)]
    return _plain("\n".join(line for line in lines if line))


def _card_line(line: str) -> str:
    head, colon, value = line.partition(":")
    name, *params = head.split(";")
    name = name.rpartition(".")[2].upper()  # groups: item1.TEL
    if not colon or name in ("BEGIN", "END", "VERSION"):
        return "" if colon else line
    if "QUOTED-PRINTABLE" in ";".join(params).upper():
        value = quopri.decodestring(value.encode()).decode("utf-8", "replace")
    return _labelled(name, value)


def _short_card(payload: str) -> str:
    _, _, fields = payload.partition(":")
    pairs = (field.partition(":") for field in _BETWEEN_FIELDS.split(fields) if field.strip())
    return _plain("\n".join(_labelled(name.strip().upper(), value) if colon else name for name, colon, value in pairs))


def _labelled(name: str, value: str) -> str:
    """`Name: Jane Doe`: the surname, which cards give first, goes behind; the parts of other values are kept in order."""
    parts = [_unescaped(part).strip() for part in _BETWEEN_FIELDS.split(value)]
    if name == "N":
        surname, *given = parts if len(parts) > 1 else [part.strip() for part in parts[0].split(",")]
        text = " ".join(part for part in [*given, surname] if part)
    else:
        text = ", ".join(part for part in parts if part)
        text = unquote(text.removeprefix("tel:").removeprefix("mailto:")) if name in ("TEL", "EMAIL") else text
    return f"{_FIELD_NAMES.get(name, name.title())}: {text}"


def _unescaped(value: str) -> str:
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def _licence(payload: str) -> str:
    lines = (_HEADER.sub("", line) for line in re.split(r"[\x0a\x0d\x1c-\x1e]", payload))
    named = (f"{_AAMVA_NAMES[line[:3]]}: {line[3:].strip()}" if line[:3] in _AAMVA_NAMES else line for line in lines)
    return _plain("\n".join(line for line in named if line.strip() not in ("", "@")))


def _address(payload: str) -> str:
    """An address of the net: without percent escapes, one field of its query to a line."""
    scheme, colon, rest = payload.partition(":")
    scheme = scheme.lower()
    if not colon or "\n" in payload or not re.fullmatch(r"[a-z][a-z0-9+.-]{1,15}", scheme):
        return payload
    if scheme == "mailto":
        return "\n".join([f"E-mail: {unquote(rest.partition('?')[0])}", *_query(rest.partition("?")[2])])
    if scheme in _LABELLED:
        number, _, text = rest.partition("?")[0].partition(":")
        lines = [f"{'Place' if scheme == 'geo' else 'Telephone'}: {unquote(number)}", unquote(text)]
        return "\n".join([line for line in lines if line] + _query(rest.partition("?")[2]))
    return _link(payload) if rest.startswith("//") else payload


def _link(payload: str) -> str:
    try:
        parts = urlsplit(payload)
    except ValueError:  # brackets that enclose no address: read it as it is
        return unquote(payload)
    whole = unquote(f"{parts.scheme}://{parts.netloc}{parts.path}")
    return "\n".join([whole, *_query(parts.query), *([unquote(parts.fragment)] if parts.fragment else [])])


def _query(query: str) -> list[str]:
    if "=" not in query:
        return [unquote(query)] if query else []
    return [f"{name}: {value}" for name, value in parse_qsl(query, keep_blank_values=True)]


def _plain(text: str) -> str:
    return "\n".join(line.strip() for line in _CONTROL.sub("\n", text.replace("\t", " ")).split("\n") if line.strip())
