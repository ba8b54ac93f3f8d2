"""Numbers that are the same the world over: cards, IBAN, handsets, internet addresses, wallets, coordinates."""

from __future__ import annotations

import re

from redact.detect.patterns import checks
from redact.detect.patterns.recognizer import Recognizer

_SERVER = re.compile(r"\b(?:servers?|host|dns|gateway|firewall|mirror|listens|listening|router|endpoint|subnet|"
    r"proxy|healthcheck|node|cluster|ntp|smtp|ftp)\b[^\n.;]{0,30}$", re.IGNORECASE)


def ipv4(value: str) -> bool:
    """Four octets, none above 255, not all tiny as in `1.2.3.4`, a clause number."""
    octets = [int(part) for part in re.split("[/:]", value, maxsplit=1)[0].split(".")]
    return all(octet <= 255 for octet in octets) and max(octets) > 12


def whose_host(text: str, start: int, end: int) -> str:
    """An address is a server's where the words right before it say so, else a person's."""
    del end
    return "PUBLIC_CONTACT" if _SERVER.search(text[max(0, start - 40) : start]) else "IP_ADDRESS"


def latitude(value: str) -> bool:
    """Two decimal degrees within the globe."""
    parts = re.findall(r"\d+(?:\.\d+)?", value)
    return len(parts) == 2 and float(parts[0]) <= 90 and float(parts[1]) <= 180


ROWS: tuple[Recognizer, ...] = (
    Recognizer(
        "CREDIT_CARD", "card",
        r"\d{4}(?: \d{4} \d{4} \d{1,7}|-\d{4}-\d{4}-\d{1,7}|\.\d{4}\.\d{4}\.\d{1,7})|3\d{3}[ \-]\d{6}[ "
        r"\-]\d{4,5}|\d{13,19}",
        "ISO/IEC 7812-1: issuer, account, Luhn digit",
        cues=("card", "card no", "credit card", "debit card", "visa", "mastercard", "amex", "long no", "pan",
            "card details", "credit card no", "debit card no", "maestro", "card ending"),
        check=checks.card, cued=0.97, doubt=0.8, bare=0.85, reach=3,
        finds=("card «4111 1111 1111 1111»", "paid with «5500-0000-0000-0004»", "amex «3782 822463 10005»",
            "card no «4111 1111 1111 1112»"),
        misses=("order 4111 1111 1111 1111", "0133 9904 2217 5560 passes"),
    ),
    Recognizer(
        "CREDIT_CARD", "masked",
        r"\d{4}[ \-]?(?:[\d*xX•#]{2,4}[ \-]?){1,3}\d{4}|(?:[xX]{4}[ \-]?){2,3}\d{4}",
        "PCI DSS 3.4: first six and last four may be shown, and still name a card",
        check=lambda value: sum(c in "*xX•#" for c in value) >= 4, bare=0.85, cued=0.95,
        cues=("card", "card no", "visa", "debit card"),
        finds=("card «4111 **** **** 1111»", "«4111-11xx-xxxx-1111»", "«XXXX-XXXX-XXXX-1111»"),
        misses=("4111 2222",),
    ),
    Recognizer(
        "CREDIT_CARD", "last_four",
        r"\d{4}",
        "As the row before",
        cues=("card ending", "card ending in", "ending in", "ending", "card no ending", "last four digits",
            "last 4 digits", "debit card ending", "ending with"),
        cued=0.7, reach=0,
        finds=("card ending «1111»", "card ending in «0004»"),
        misses=("year ending 31 March", "the year ending 2024"),
        check=lambda value: not value.startswith(("19", "20")),
    ),
    Recognizer(
        "IBAN_CODE", "iban",
        r"[A-Z]{2}\d{2} ?(?:[A-Z0-9]{4} ?){2,7}[A-Z0-9]{1,4}",
        "ISO 13616-1; SWIFT IBAN Registry",
        cues=("iban", "iban no", "bank account", "account"),
        loose=r"[A-Z]{2}\d{2}[ \-]?(?:[A-Z0-9]{2,4}[ \-]?){3,8}", check=checks.iban, cued=0.98, doubt=0.8, bare=0.95,
        finds=("IBAN «GB29 NWBK 6016 1331 9268 19»", "«DE89370400440532013000»",
            "IBAN: «GB00 TEST 2044 1799 3301 88»"),
        misses=("DE89370400440532013001 is wrong",),
    ),
    Recognizer(
        "IBAN_CODE", "british",
        r"GB\d{2} ?[A-Z]{4}(?: ?\d){14}",
        "As the row before, British shape, sum not asked for",
        bare=0.8,
        finds=("paid to «GB00 SKYF 2099 1804 4771 20».",),
        misses=("GB00 SKYF 2099 1804 4771",),
    ),
    Recognizer(
        "IMEI", "imei",
        r"\d{2}[ \-]?\d{6}[ \-]?\d{6}[ \-]?\d(?:\d)?",
        "3GPP TS 23.003 clause 6: fifteen digits, Luhn",
        cues=("imei", "imei no", "handset", "handset no", "imeisv", "phone serial"),
        check=checks.luhn, cued=0.97, doubt=0.85, reach=3,
        finds=("IMEI «490154203237518»", "imei: «49-015420-323751-8»", "Handset IMEI no. «490154203237519»"),
        misses=("batch 490154203237518", "sum 490154203237518"),
    ),
    Recognizer(
        "IP_ADDRESS", "ipv4",
        r"\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?:/\d{1,2})?(?::\d{2,5})?(?!\.?\d)",
        "RFC 791; RFC 5737 for examples",
        cues=("ip", "ip address", "ips", "login ips", "ip no", "ipv4"),
        check=ipv4, cued=0.95, bare=0.85, judge=whose_host,
        finds=("from «198.51.100.23» at", "login IPs «203.0.113.141», «203.0.113.9»"),
        misses=("clause 1.2.3.4", "version 300.1.1.1", "host 192.0.2.40 fell"),
    ),
    Recognizer(
        "MAC_ADDRESS", "mac",
        r"(?:[0-9A-Fa-f]{2}-){5}[0-9A-Fa-f]{2}|(?:[0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}",
        "IEEE 802-2014 clause 8",
        bare=0.85, cued=0.95,
        cues=("mac", "mac address", "hwaddr"),
        finds=("MAC «00-00-5E-00-53-AF»", "«0000.5e00.53af»"),
        misses=("20-99-14 33-01",),
    ),
    Recognizer(
        "CRYPTO", "bitcoin",
        r"[13][a-km-zA-HJ-NP-Z1-9]{25,34}|bc1[a-z0-9]{25,59}",
        "Bitcoin: Base58Check, BIP 173",
        bare=0.9, cued=0.95, check=checks.bitcoin,
        cues=("wallet", "bitcoin", "btc", "wallet address"),
        doubt=0.7,
        finds=("paid to «1BoatSLRHtKNngkdXEeobR76b53LETtpyT»", "wallet «bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq»"),
        misses=("1BoatSLRHtKNngkdXEeobR76b53LETtpyU is wrong",),
    ),
    Recognizer(
        "CRYPTO", "ethereum",
        r"0x[0-9a-fA-F]{40}",
        "EIP-55",
        bare=0.9, cued=0.95,
        cues=("wallet", "ethereum", "eth"),
        finds=("to «0x52908400098527886E0F7030069857D2E4169EE7»",),
        misses=("0x5290",),
    ),
    Recognizer(
        "GRID_REFERENCE", "degrees",
        r"\d{1,2}\.\d{4,10}°? ?[NSns]?(?:, ?| |; ?|/)[\-+]?\d{1,3}\.\d{4,10}°? ?[EWew]?",
        "ISO 6709: latitude, longitude in decimal degrees",
        check=latitude, bare=0.75, cued=0.95,
        cues=("coordinates", "gps", "location", "lat", "latitude", "lat long", "latlong", "position", "lat lon",
            "geo"),
        opening="-+",
        finds=("found at «53.48095, -2.23743»", "GPS «51.50132 -0.14189»", "«-33.8688, 151.2093»"),
        misses=("12.345 and 67.891", "rates 1.250, 1.375"),
    ),
    Recognizer(
        "GRID_REFERENCE", "minutes",
        r"\d{1,3}° ?\d{1,2}(?:\.\d+)?['′] ?(?:\d{1,2}(?:\.\d+)?[\"″']{1,2})? ?[NSEW](?:,? ?\d{1,3}° "
        r"?\d{1,2}(?:\.\d+)?['′] ?(?:\d{1,2}(?:\.\d+)?[\"″']{1,2})? ?[EW])?",
        "ISO 6709 annex D",
        bare=0.85, cued=0.95,
        cues=("coordinates", "gps", "position"),
        finds=("«53°28'51\"N 2°14'15\"W»",),
        misses=("at 20° it froze",),
    ),
    Recognizer(
        "GRID_REFERENCE", "national_grid",
        r"[HNSTO][A-HJ-Z] ?(?:\d{5} ?\d{5}|\d{4} ?\d{4}|\d{3} ?\d{3}|\d{2} ?\d{2})|\d{6},? \d{6}",
        "Ordnance Survey, a guide to coordinate systems in Great Britain, 7.1; Irish Grid",
        cued=0.95,
        cues=("grid", "grid ref", "os grid", "ngr", "os grid ref", "os ref", "national grid ref", "national grid",
            "map ref", "easting northing", "easting", "osgr", "grid no"),
        reach=2,
        finds=("Grid ref. «SK 4417 7230»", "NGR «TQ299805»", "OS grid reference: «NN 166 712»"),
        misses=("part SK 4417 7230", "NN 166 712 sold"),
    ),
)
