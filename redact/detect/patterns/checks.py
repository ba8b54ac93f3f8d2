"""Arithmetic that tells a real number from one that only looks like it. Every check takes the value as written.

A passed check is never evidence by itself: one random ten-digit number in eleven passes the NHS check.
"""

from __future__ import annotations

import hashlib

_ALPHABET36 = {char: value for value, char in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_PUPIL = "ABCDEFGHJKLMNPQRTUVWXYZ"
#: What a scanner or a typist makes of a digit.
_AS_DIGIT = str.maketrans("OoQDIl|!SsBZz", "0000111155822")


def bare(value: str) -> str:
    """Letters and digits only, upper case."""
    return "".join(c for c in value if c.isalnum()).upper()


def digits(value: str) -> str:
    """The digits only."""
    return "".join(c for c in value if "0" <= c <= "9")


def straightened(value: str) -> str:
    """The digits of a value in which letters may stand for digits (O for 0, l for 1, S for 5, B for 8)."""
    return digits(value.translate(_AS_DIGIT))


def nhs(value: str) -> bool:
    """Modulus 11 over ten digits, weights 10 to 2; a remainder that gives 10 is never issued.

    Source: NHS Data Model and Dictionary, NHS NUMBER.
    """
    number = straightened(value)
    if len(number) != 10 or len(set(number)) == 1:
        return False
    total = sum(int(d) * (10 - i) for i, d in enumerate(number[:9]))
    return (11 - total % 11) % 11 == int(number[9])


def chi(value: str) -> bool:
    """An NHS check digit over a number that starts with a date of birth (DDMMYY).

    Source: Public Health Scotland, Data Dictionary A-Z, CHI Number.
    """
    number = straightened(value)
    return nhs(value) and 1 <= int(number[:2]) <= 31 and 1 <= int(number[2:4]) <= 12


def health_and_care(value: str) -> bool:
    """An NHS check digit in Northern Ireland's range.

    Source: NHS Data Model and Dictionary, HEALTH AND CARE NUMBER: 320 000 001 to 399 999 999 before the check digit.
    """
    return nhs(value) and "320000001" <= straightened(value)[:9] <= "399999999"


def luhn(value: str) -> bool:
    """ISO/IEC 7812-1 annex B."""
    number = digits(value)
    if len(number) < 12 or len(set(number)) == 1:
        return False
    doubled = (int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(number)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def card(value: str) -> bool:
    """A Luhn number that starts as cards do.

    Source: ISO/IEC 7812-1, major industry identifiers 3 to 6 (2 for Mastercard).
    """
    number = digits(value)
    return 13 <= len(number) <= 19 and number[0] in "23456" and luhn(number)


def iban(value: str) -> bool:
    """ISO 13616-1: moved, lettered and taken modulo 97 it leaves 1."""
    code = bare(value)
    if not 15 <= len(code) <= 34:
        return False
    moved = code[4:] + code[:4]
    return all(c in _ALPHABET36 for c in moved) and int("".join(str(_ALPHABET36[c]) for c in moved)) % 97 == 1


def vat(value: str) -> bool:
    """Modulus 97, or modulus 97 less 55 for numbers issued since 2010; branches carry three more digits.

    Source: HMRC, VAT Notice 700 section 16; European Commission, VIES algorithms (GB).
    """
    number = digits(value)[:9]
    if len(number) != 9:
        return False
    total = sum(int(d) * (8 - i) for i, d in enumerate(number[:7])) + int(number[7:])
    return total % 97 == 0 or (total + 55) % 97 == 0


def utr(value: str) -> bool:
    """Modulus 11 with the check digit in front. Source: HMRC, UTR modulus check (weights 6 7 8 9 10 5 4 3 2)."""
    number = digits(value)
    if len(number) != 10:
        return False
    total = sum(int(d) * w for d, w in zip(number[1:], (6, 7, 8, 9, 10, 5, 4, 3, 2), strict=True))
    return "21987654321"[total % 11] == number[0]


def nino(value: str) -> bool:
    """Whether the prefix was ever, or is for tests and administration, in use.

    Source: HMRC National Insurance Manual NIM39110. Prefixes with Q are never issued and serve as examples in papers:
    they are shown as numbers of people all the same, since a reader cannot tell.
    """
    code = bare(value)
    prefix = code[:2].replace("0", "O").replace("1", "I")
    return prefix not in {"BG", "GB", "KN", "NK", "NT", "ZZ"} and prefix[1:] != "O"


def upn(value: str) -> bool:
    """The leading letter is the weighted sum of the twelve characters behind it, modulo 23.

    Source: Department for Education, Unique Pupil Numbers guide for schools, annex A (letters without I, O and S).
    """
    code = bare(value)
    if len(code) != 13 or not code[1:12].isdigit() or code[12] not in f"0123456789{_PUPIL}":
        return False
    worth = [int(c) if c.isdigit() else _PUPIL.index(c) for c in code[1:]]
    return _PUPIL[sum(d * w for w, d in enumerate(worth, start=2)) % 23] == code[0]


def driver(value: str) -> bool:
    """Month and day of birth inside the driver number are possible (fifty is added to a woman's month's tens digit).

    Source: DVLA, INF1 and D750: five of the surname, decade, month (+50 for women), day, year, initials, 9, check.
    """
    code = bare(value)
    inner = straightened(code[5:11])
    if len(inner) != 6:
        return False
    return int(inner[1:3]) % 50 in range(1, 13) and 1 <= int(inner[3:5]) <= 31


def vin(value: str) -> bool:
    """Seventeen characters that hold letters, end in digits, and are not one long word. Source: ISO 3779."""
    code = bare(value)
    return len(code) == 17 and code[-4:].isdigit() and 3 <= sum(c.isalpha() for c in code) <= 12


def uln(value: str) -> bool:
    """Ten digits, weights 10 to 2; the remainder taken from 10 is the tenth.

    Source: Learning Records Service, ULN check digit.
    """
    number = digits(value)
    if len(number) != 10:
        return False
    rest = sum(int(d) * (10 - i) for i, d in enumerate(number[:9])) % 11
    return rest != 0 and 10 - rest == int(number[9])


def bitcoin(value: str) -> bool:
    """Base58Check: four bytes of a double SHA-256 close an address. Bech32 addresses (`bc1`) are taken by shape."""
    if value.lower().startswith("bc1"):
        return True
    number = 0
    for char in value:
        number = number * 58 + _BASE58.index(char)
    raw = number.to_bytes(25, "big") if number < 1 << 200 else b""
    return bool(raw) and hashlib.sha256(hashlib.sha256(raw[:-4]).digest()).digest()[:4] == raw[-4:]
