"""Web addresses, account names and handles: those that lead to a person, and public pages apart from them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redact.core.flow import Finding
from redact.core.place import Chars
from redact.core.segment import Text, TextKind
from redact.detect.patterns.mail import shared_mailbox
from redact.detect.patterns.words import lowered, split_name

_ENDING = re.compile(
    r"\.(?:uk|org|com|net|gov|edu|int|mil|info|io|me|eu|ie|wales|scot|london|cymru|tv|biz|app|dev|blog|social|"
    r"online|site|page|xyz|co|fr|de|es|it|nl|pl|in|us|au|ca)(?![\w])|://"
)
_REST = re.compile(r"(?:\.[A-Za-z]{2,12})*(?::\d{2,5})?(?:[/?#][^\s<>\"'“”‘’\])}|]*)?")
_AFTER_SCHEME = re.compile(r"[^\s<>\"'“”]{3,400}")
_HOST_MARKS = "._-"
_TRAILING = ".,;:!?)]}'\"*"
#: Hosts on which a path is a person's page.
_SOCIAL = re.compile(
    r"(?:facebook|fb|twitter|x|instagram|linkedin|tiktok|youtube|snapchat|reddit|github|gitlab|medium|tumblr|"
    r"pinterest|flickr|vimeo|soundcloud|strava|gofundme|justgiving|ebay|etsy|"
    r"vinted|gumtree|onlyfans|patreon|paypal|venmo|monzo|telegram|t|wa|discord|bsky|mastodon|threads|ancestry|"
    r"findagrave|blogspot|wordpress|substack|livejournal|about|linktr)"
    r"\.(?:com|co\.uk|org|net|me|social|app|tv|ee|gg)$",
    re.IGNORECASE,
)
_PERSONAL_PATH = re.compile(
    r"/(?:~|@|u/|user/|users/|in/|profile|people/|person/|members?/|staff/|author/|blog|p/|id/)|[?&](?:user|uid|"
    r"id|email|name|token|ref|case|member|account|session)=", re.IGNORECASE
)
_PERSONAL_CUE = re.compile(
    r"\b(?:my|his|her|their|own|personal|profile|blog|channel|page of|posted (?:at|on)|fundraiser|portfolio|"
    r"wishlist|onlyfans|linkedin|facebook|instagram)(?: \w+){0,3}[ :(]*$", re.IGNORECASE
)
_OFFICIAL = re.compile(r"(?:^|\.)(?:gov|nhs|police|parliament|mod|sch|ac|judiciary|legislation|senedd|"
    r"nic)(?:\.(?:uk|wales|scot))?$", re.IGNORECASE)
_BODY = re.compile(r"council|police|nhs|gov|news|official|borough", re.IGNORECASE)
#: Hosts on which the first label is a person's: `someone.example-blogs.com`.
_OWN_HOST = re.compile(r"[\w\-]+\.(?:blogspot|wordpress|substack|github|livejournal|tumblr)\.", re.IGNORECASE)
_HANDLE = re.compile(r"@[A-Za-z_][A-Za-z0-9_.]{1,29}(?<![.])")
_ACCOUNT_WORDS = (
    "username", "user name", "user id", "userid", "user", "login", "log-in", "logon", "handle", "snapchat",
    "instagram", "insta", "tiktok", "twitter", "skype", "discord", "gamertag", "telegram", "using", "seller", "buyer",
    "profile", "vendor", "posted by", "accounts", "moderator", "unlock by", "reset by", "screen name", "account name",
    "nickname", "alias",
)
_ACCOUNT = re.compile(
    r"s?(?:[ \-]?(?:name|id))?(?: (?:name|id|account|handle|is|was|the|under|called|as)){0,4}(?P<mark>\s?[:=]\s?|"
    r"\s)[\"'“‘(]?(?P<value>[A-Za-z0-9][A-Za-z0-9._\-]{2,31})(?<![.\-])", re.IGNORECASE
)
_NO_ACCOUNT = frozenset(
    """failed success yes no none name names and or the page error denied required unknown null true false root admin system
    guest e-mail email anonymous""".split()
)


def addresses(text: str) -> Iterator[Finding]:
    """Web addresses, each either a person's or public."""
    done = 0
    for match in _ENDING.finditer(text):
        if match.start() < done:
            continue
        start, end = _whole(text, match)
        if start < 0 or end - start < 5:
            continue
        done = end
        entity = _whose(text, start, end)
        yield Finding(Chars(start, end), entity, 0.8 if entity == "PUBLIC_CONTACT" else 0.85, "generic.url")


def _whole(text: str, match: re.Match[str]) -> tuple[int, int]:
    start = match.start()
    while start > 0 and match.start() - start < 80 and (text[start - 1].isalnum() or text[start - 1] in _HOST_MARKS):
        start -= 1
    if start > 0 and text[start - 1] in "@/\\" and text[max(0, start - 3) : start] != "://":
        return -1, -1
    start = _with_scheme(text, start)
    rest = (_AFTER_SCHEME if match.group() == "://" else _REST).match(text, match.end())
    end = rest.end() if rest is not None else match.end()
    while end > match.end() and text[end - 1] in _TRAILING:
        end -= 1
    if text[end : end + 1] == "@" or match.start() == start or not text[start].isalnum():
        return -1, -1
    return start, end


def _with_scheme(text: str, start: int) -> int:
    if text[max(0, start - 3) : start] != "://":
        return start
    start -= 3
    while start > 0 and text[start - 1].isalpha():
        start -= 1
    return start


def _whose(text: str, start: int, end: int) -> str:
    """A page is a person's where its host is for people, its path names one, or the words before say so."""
    address = re.sub(r"^[a-z]+://", "", text[start:end], flags=re.IGNORECASE)
    host, slash, path = address.partition("/")
    host = host.split(":")[0].split("?")[0].removeprefix("www.").lower()
    if _PERSONAL_PATH.search(slash + path) or (_SOCIAL.search(host) and path) or _OWN_HOST.match(host):
        return "URL"
    if _OFFICIAL.search(host):
        return "PUBLIC_CONTACT"
    return "URL" if _PERSONAL_CUE.search(text[max(0, start - 40) : start]) else "PUBLIC_CONTACT"


def accounts(segment: Text, text: str) -> Iterator[Finding]:
    """Account names: `@handle`, `username: ...`, `user=...`, and fields so called."""
    if segment.kind is not TextKind.CODE:  # `@media`, `@PMingLiU`, `@Override`: in code the sign means something else
        yield from _handles(text)
    if segment.kind is TextKind.FIELD:
        value = text.strip()
        if _names_account(segment.context) and re.fullmatch(r"[\w.\-@]{3,40}", value) and "@" not in value[1:]:
            start = text.index(value)
            yield Finding(Chars(start, start + len(value)), "USERNAME", 0.9, "generic.username", frozenset({"cue"}))
        return
    lower = lowered(text)
    for word in _ACCOUNT_WORDS:
        at = lower.find(word)
        while at >= 0:
            yield from _named_account(text, at, at + len(word))
            at = lower.find(word, at + len(word))


def _handles(text: str) -> Iterator[Finding]:
    at = text.find("@")
    while at >= 0:
        match = _HANDLE.match(text, at)
        if match is not None and (at == 0 or not (text[at - 1].isalnum() or text[at - 1] in "@._/-")):
            entity = "PUBLIC_CONTACT" if _is_body(match.group()[1:]) else "USERNAME"
            yield Finding(Chars(*match.span()), entity, 0.8, "generic.handle")
        at = text.find("@", at + 1)


def _is_body(name: str) -> bool:
    """Whether a handle is an office's by its own words: `@WestshireCouncil`, `@press.office`."""
    return _BODY.search(name) is not None or shared_mailbox(split_name(name).replace(" ", "."))


def _names_account(context: str) -> bool:
    words = f" {split_name(context).lower()} "
    return any(f" {word} " in words for word in _ACCOUNT_WORDS)


def _named_account(text: str, at: int, end: int) -> Iterator[Finding]:
    match = _ACCOUNT.match(text, end)
    if match is None or text[at - 1 : at].isalnum():
        return
    value, marked = match["value"], match["mark"].strip() != ""
    odd = any(c in "._" or c.isdigit() for c in value) and not value.isdigit() and any(c.isalpha() for c in value)
    if value.lower() in _NO_ACCOUNT or value.lower() in _ACCOUNT_WORDS or text[match.end() : match.end() + 1] == "@":
        return
    if odd or (marked and value.islower()):
        yield Finding(Chars(*match.span("value")), "USERNAME", 0.85, "generic.username", frozenset({"cue"}))
