"""Numbers nobody has: set aside for drama, documentation and tests, or never issued. Each keeps the form given."""

from __future__ import annotations

from collections.abc import Iterator

from redact.core.fold import key

_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"  # inward postcode letters. Source: BS 7666-2:2006 (no C I K M O V)
_PLATE = "ABCDEFGHJKLMNOPRSTUVWXYZ"  # Source: DVLA INF104 (no I, no Q in the last three)


def same_digits(one: str, other: str) -> bool:
    """Whether both are the same number, however written; +44 and 0 are one."""
    return national(one) == national(other)


def national(text: str) -> str:
    """A number as it is dialled at home, so that its spellings are one; other text as it reads."""
    plain = key(text).removeprefix("00")
    abroad = plain.startswith("44") and len(plain) in (12, 13)  # +44 7700 900123, +44 (0)7700 900123
    return "0" + plain.removeprefix("44").removeprefix("0") if abroad else plain


def phone(numbers: Iterator[int], surface: str) -> str:
    """A number of the same sort: mobile, London, freephone, UK-wide, or of no area.

    Source: Ofcom, "Telephone numbers for use in TV and radio drama programmes", 2025.
    """
    plain = national(surface)
    prefix, digits = next((form for start, form in _DRAMA if plain.startswith(start)), ("01632 960", 3))
    number = prefix + f"{next(numbers) % 10**digits:0{digits}d}"
    return "+44 " + number[1:] if surface.strip().startswith(("+44", "0044", "(+44")) else number


_DRAMA = (
    ("07", ("07700 900", 3)),
    ("020", ("020 7946 0", 3)),
    ("0121", ("0121 496 0", 3)),
    ("0808", ("0808 157 0", 3)),
    ("0800", ("0808 157 0", 3)),
    ("03", ("03069 990", 3)),
)


def nhs(numbers: Iterator[int], surface: str) -> str:
    """A number from 999 000 0000 on, its check digit right, so that it reads as one.

    Source: NHS Data Dictionary, NHS NUMBER (check digit modulus 11); 999… is never issued and used for tests.
    """
    while True:
        nine = f"999{next(numbers) % 10**6:06d}"
        check = 11 - sum(int(digit) * (10 - at) for at, digit in enumerate(nine)) % 11
        if check != 10:
            break
    full = nine + str(check % 11)
    if not any(char in " -" for char in surface.strip()):
        return full
    between = "-" if "-" in surface else " "
    return between.join((full[:3], full[3:6], full[6:]))


def nino(numbers: Iterator[int], surface: str) -> str:
    """A number with the prefix QQ, which is never allocated.

    Source: HMRC National Insurance Manual, NIM39110 (Q is not used as a prefix letter).
    """
    six = f"{next(numbers) % 10**6:06d}"
    last = "ABCD"[next(numbers) % 4]
    spaced = " " in surface.strip()
    return f"QQ {six[:2]} {six[2:4]} {six[4:]} {last}" if spaced else f"QQ{six}{last}"


def postcode(numbers: Iterator[int], surface: str) -> str:
    """A postcode in an area that begins with Q, which no area does; an outward part stays an outward part.

    Source: BS 7666-2:2006, Royal Mail PAF Programmers' Guide (Q, V, X are not used as first letter).
    """
    outward = f"Q{_LETTERS[next(numbers) % len(_LETTERS)]}{1 + next(numbers) % 99}"
    if len(key(surface)) <= 4:
        return outward
    inward = f"{next(numbers) % 10}" + "".join(_LETTERS[next(numbers) % len(_LETTERS)] for _ in range(2))
    return f"{outward} {inward}"


def plate(numbers: Iterator[int], surface: str) -> str:
    """A mark whose first letter is allocated to no DVLA region. Source: DVLA INF104 (J, T, U stand for no region)."""
    area = "JTU"[next(numbers) % 3] + _PLATE[next(numbers) % len(_PLATE)]
    tail = "".join(_PLATE[next(numbers) % len(_PLATE)] for _ in range(3))
    between = " " if " " in surface.strip() else ""
    return f"{area}{2 + next(numbers) % 23:02d}{between}{tail}"


def ip(numbers: Iterator[int], surface: str) -> str:
    """An address set aside for documentation. Source: RFC 5737 (IPv4), RFC 3849 (IPv6)."""
    if ":" in surface:
        return f"2001:db8::{next(numbers) % 0xFFFF + 1:x}"
    net = ("192.0.2", "198.51.100", "203.0.113")[next(numbers) % 3]
    return f"{net}.{1 + next(numbers) % 254}"


def mac(numbers: Iterator[int], surface: str) -> str:
    """An address set aside for documentation. Source: RFC 9542, section 2.1.2 (00-00-5E-00-53-xx)."""
    between = "-" if "-" in surface else ":"
    return between.join(("00", "00", "5E", "00", "53", f"{next(numbers) % 256:02X}"))
