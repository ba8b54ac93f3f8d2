"""Bank, building society and bills: sort codes, accounts, roll numbers."""

from __future__ import annotations

from redact.detect.patterns.recognizer import Recognizer, coded, numbered
from redact.detect.patterns.shapes import DIGIT, digit_run

_SORT = (
    "sort code", "sort", "sortcode", "sort code no", "bank sort code", "sword code", "bank details",
)
_ACCOUNT = (
    "account", "account no", "bank account", "bank account no", "a/c", "a/c no", "current account", "savings account",
    "account ending", "ac no", "accountno", "acct", "bank", "bank details", *_SORT,
)

ROWS: tuple[Recognizer, ...] = (
    Recognizer(
        "UK_SORT_CODE", "sort_code",
        r"\d{6}|\d{2}(?:-\d{2}-|–\d{2}–| \d{2} |\.\d{2}\.|/\d{2}/)\d{2}",
        "Pay.UK, Extended Industry Sorting Code Directory: six digits",
        cues=_SORT,
        loose=rf"{DIGIT}{{2}}[ \-.]{{0,2}}{DIGIT}{{2}}[ \-.]{{0,2}}{DIGIT}{{2}}", cued=0.95, reach=2,
        hands_on="account",
        finds=("New sort code «00-41-77» acct", "DD set up, sort «20-99-14» a/c", "s/c «204417»",
            "Sort Code: «20 44 17»", "sort code «2O-44-l7»"),
        misses=("on 20-09-14 he came", "part 20-99-14", "sort 12 boxes"),
    ),
    Recognizer(
        "UK_SORT_CODE", "pair",
        r"(?P<value>\d{2}-\d{2}-\d{2})(?= ?[/,;|]? ?(?:a/?c(?:c(?:ou)?n?t?)?\.?(?: no\.?)?:? ?)?\d{8}(?!\d))",
        "As the row before: an account beside it names it",
        bare=0.9, hands_on="account",
        finds=("paid to «20-99-14» 33018876", "«20-99-14» / 33018876"),
        misses=("20-99-14 3301887",),
    ),
    Recognizer(
        "UK_BANK_ACCOUNT", "account",
        r"\d{8}|\d{4} \d{4}|\d{7}|\d{2} \d{2} \d{2} \d{2}",
        "Pay.UK, Vocalink modulus checking: eight digits (seven in some older books)",
        cues=_ACCOUNT,
        loose=digit_run(7, 10), cued=0.93, reach=2, crosses=True, hands_on="sort code",
        finds=("sort code 00-41-77 acct «31926815».", "a/c «33018876».", "Account number: «3301 8876»",
            "sort 20-99-14, «33018876»", "(10-88-42 «71900364») went", "account no. «330l 8876»"),
        misses=("order 33018876", "account of 2019", "on account of 40 people"),
    ),
    Recognizer(
        "UK_BANK_ACCOUNT", "roll",
        r"[A-Z0-9]{1,6}(?:[/\- ]?[A-Z0-9]{1,10}){0,3}",
        "Building Societies Association: roll numbers, up to 18 letters, digits, strokes",
        cues=("roll no", "building society roll no", "building society ref", "building society",
            "building society account", "building society account no", "mortgage no", "mortgage account no",
            "mortgage account", "mortgage ref", "roll ref", "credit union member", "credit union no",
            "premium bond no", "policy holder no", "pension no", "pension ref", "isa no"),
        check=lambda value: any(c.isdigit() for c in value), cued=0.9, reach=1,
        finds=("roll number «D/44177230-4»", "Building society roll no: «12345678-1»",
            "mortgage account no. «4417 7230»"),
        misses=("the roll of 2019",),
    ),
    coded(
        "UK_BANK_ACCOUNT", "account_code",
        (*numbered("account", "bank account", "customer", "client", "rent account", "loan", "direct debit", "mandate",
            "prepayment", "wallet", "pension", "policy holder", "credit union"), "rent account", "rent a/c",
            "account", "rent", "loan account", "customer account", "utility account", "mandate ref", "dd ref",
            "account ref"),
        "UK GDPR art. 4(1): an account names its holder",
        cued=0.86,
        finds=("Rent a/c «MK/0319»", "account number «A-00417»", "Customer no. «0044 1772»",
            "account ref «HRA 00512288»"),
        misses=("on account of 12 days", "rent 94.12 pw"),
    ),
)
