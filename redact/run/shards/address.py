"""Addresses of corpora as people write them: which are URLs, which name several files, and how they may be shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase

_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://(.*)", re.DOTALL)
_LOCAL = ("file", "local")
_WEB = ("http", "https")
_MAGIC = re.compile(r"[*?\[]")
#: `user:password@`; without the colon it is no secret: `abfs://container@account/` says where, not who.
_PASSWORD = re.compile(r"^[^/@]*:[^/]*@")
#: A query that gives something a value; a lone `?` is part of a glob.
_QUERY = re.compile(r"\?.*=.*$", re.DOTALL)


def protocol(address: str) -> str:
    """`s3` of ``s3://bucket/prefix``; empty for a path on this machine."""
    url = _URL.fullmatch(address)
    return "" if url is None or url[1].lower() in _LOCAL else url[1].lower()


def path_of(address: str) -> str:
    """A path on this machine, without the ``file://`` some write before it."""
    url = _URL.fullmatch(address)
    return address if url is None else url[2]


def shown(address: str) -> str:
    """The address without passwords and tokens, for people; never to be opened."""
    url = _URL.fullmatch(address)
    if url is None:
        return address
    rest = _PASSWORD.sub("", url[2])
    rest = rest.partition("?")[0] if url[1].lower() in _WEB else _QUERY.sub("", rest)
    return f"{url[1]}://{rest}"


def is_glob(address: str) -> bool:
    """Whether the address may name several files; in web addresses a `?` begins the query."""
    return protocol(address) not in _WEB and bool(_MAGIC.search(address))


def split_glob(address: str) -> tuple[str, str]:
    """The folder that holds everything a glob can match, and the pattern below it."""
    magic = _MAGIC.search(address)
    cut = address.rfind("/", 0, magic.start() if magic else None) + 1
    return address[:cut], address[cut:]


def matches(name: str, pattern: str) -> bool:
    """Whether a name below the folder is meant: `*`, `?` and `[...]` stay within a name, `**` is any depth of folders."""
    return _fits(name.split("/"), pattern.split("/"))


def depth(pattern: str) -> int:
    """How many folders deep a match can lie at most; -1: any."""
    return -1 if "**" in pattern.split("/") else pattern.count("/")


def _fits(names: Sequence[str], patterns: Sequence[str]) -> bool:
    if not patterns:
        return not names
    if patterns[0] == "**":
        return _fits(names, patterns[1:] or ["*"]) or (bool(names) and _fits(names[1:], patterns))
    return bool(names) and fnmatchcase(names[0], patterns[0]) and _fits(names[1:], patterns[1:])
