"""Amounts of money in running text: pure. What an amount pays for is read elsewhere (fees, award)."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline import regex as re


@dataclass(frozen=True, slots=True)
class Money:
    """One amount or range as printed; `raw` is `text[start:end]`. `least` equals `most` unless a range is printed."""

    start: int
    end: int
    raw: str
    least: float
    most: float
    currency: str
    """ISO 4217 code; a bare dollar sign is `dollar`, the caller's own."""


SYMBOLS = {
    "us$": "USD", "usd$": "USD", "usd": "USD", "$us": "USD", "u.s.$": "USD", "u.s. $": "USD",
    "ca$": "CAD", "c$": "CAD", "cad": "CAD", "cad$": "CAD", "cdn$": "CAD", "can$": "CAD",
    "au$": "AUD", "a$": "AUD", "aud": "AUD", "aud$": "AUD",
    "nz$": "NZD", "nzd": "NZD", "nzd$": "NZD", "hk$": "HKD", "hkd": "HKD", "s$": "SGD", "sgd": "SGD",
    "£": "GBP", "gbp": "GBP", "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR",
    "chf": "CHF", "sfr": "CHF", "rm": "MYR", "myr": "MYR", "₹": "INR", "inr": "INR", "rs": "INR", "rs.": "INR",
    "¥": "JPY", "jpy": "JPY", "yen": "JPY", "sek": "SEK", "dkk": "DKK", "nok": "NOK", "zar": "ZAR", "aed": "AED",
    "sar": "SAR", "qar": "QAR", "brl": "BRL", "r$": "BRL", "mxn": "MXN", "pkr": "PKR", "php": "PHP", "try": "TRY",
}  # fmt: skip
NAMES = {
    "us dollars": "USD", "u.s. dollars": "USD", "us dollar": "USD", "american dollars": "USD", "usd": "USD",
    "canadian dollars": "CAD", "cad": "CAD", "australian dollars": "AUD", "aud": "AUD",
    "new zealand dollars": "NZD", "nzd": "NZD", "singapore dollars": "SGD", "sgd": "SGD",
    "euros": "EUR", "euro": "EUR", "eur": "EUR", "€": "EUR", "pounds sterling": "GBP", "pounds": "GBP",
    "gbp": "GBP", "swiss francs": "CHF", "chf": "CHF", "ringgit": "MYR", "myr": "MYR", "rupees": "INR", "inr": "INR",
    "yen": "JPY", "jpy": "JPY",
}  # fmt: skip
DOLLARS = ("dollars", "dollar")

NUMBER = r"(?:\d{1,3}(?:[,'’]\d{3})+(?:\.\d{1,2})?|\d{1,3}(?:\.\d{3})+(?:,\d{2})?(?!\d|\.\d)|\d+(?:\.\d{1,2})?)(?!\d)"
SCALE = r"(?:\s?(?:k|m|mm|million|thousand|billion)\b)?"
SIGN = "|".join(re.escape(s) for s in sorted(SYMBOLS, key=len, reverse=True))
NAME = "|".join(
    re.escape(s).replace(r"\ ", r"\s+")
    for s in sorted([*NAMES, *DOLLARS, "us$", "usd$", "$"], key=len, reverse=True)
)
DASH = r"\s*(?:-|–|—|to|and|or)\s*"
PREFIXED = re.compile(
    rf"""
    (?<![\w$€£])(?P<sign>(?:US|USD|U\.S\.|CAD|CDN|AUD|NZD|SGD|HKD)?\s?\$|{SIGN})\s?
    (?P<a>{NUMBER})(?P<as>{SCALE})(?:\s?/-)?
    (?:\s?\(?\b(?P<word>{NAME})\b\)?)?
    (?:\s*(?:-|–|—|\bto\b)\s*(?:(?:US)?\s?[$€£]|(?:USD|EUR|GBP)\s)?\s?(?P<b>{NUMBER})(?P<bs>{SCALE})(?![/%]|\s*(?:-?\s?(?:week|month|day|year|hour|wk)s?\b)))?
    """,
    re.IGNORECASE | re.VERBOSE,
)
SUFFIXED = re.compile(
    rf"""
    (?<![\w.,$€£-])(?P<a>{NUMBER})(?P<as>{SCALE})
    (?:\s*(?:-|–|—|\bto\b)\s*(?P<b>{NUMBER})(?P<bs>{SCALE}))?
    \s?(?:\(\s?)?(?P<word>{NAME})(?![\w])
    """,
    re.IGNORECASE | re.VERBOSE,
)
TENS = {
    w: 10 * i
    for i, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
UNITS = {
    w: i
    for i, w in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ],
        1,
    )
}
NUMERAL = "|".join([*TENS, *sorted(UNITS, key=len, reverse=True), "hundred", "thousand"])
WORDED = re.compile(
    rf"\b(?P<words>(?:(?:{NUMERAL}|a(?=\s+(?:hundred|thousand)))(?:[\s-]+(?:and\s+)?)?){{1,12}}?)\s*(?P<word>(?:us\s+|u\.s\.\s+|american\s+)?dollars|euros|pounds)\b",
    re.IGNORECASE,
)
CUES = (
    "$", "€", "£", "₹", "¥", "usd", "eur", "gbp", "cad", "aud", "chf", "rm", "rs", "inr", "myr", "dollar", "nzd", "sgd", "hkd",
    "sek", "dkk", "nok", "pound", "jpy", "yen", "zar", "aed", "sar", "qar", "brl", "mxn", "pkr", "php", "try", "ringgit", "rupee",
)  # fmt: skip
CUE = re.compile(
    r"[$€£₹¥]|\d\s?\(?\s?(?:us|u\.s\.|eur|gbp|pound|dollar|cad|aud|chf|rm|inr|rup|nz|sgd|can|aus|yen|jpy|swiss|american|ringgit)|"
    r"\b(?:usd|eur|gbp|cad|aud|chf|rm|rs|inr|myr|nzd|sgd|hkd|sek|dkk|nok|jpy|zar|aed|sar|qar|brl|mxn|pkr|php|try)\b\.?\s?\$?\d|dollars|euros|pounds"
)


def hinted(low: str) -> bool:
    """Could a text in lower case carry an amount? Cheap, and never wrong where the answer is no."""
    return re.holds(low, CUES) and CUE.search(low) is not None


BARE = re.compile(rf"^\s*(?P<a>{NUMBER})\s*\*{{0,3}}\s*$")


def find(text: str, dollar: str = "USD") -> tuple[Money, ...]:
    """The amounts of `text` in reading order, none overlapping another. `dollar`: what a bare dollar sign means."""
    if not hinted(text.lower()):
        return ()
    found: list[Money] = []
    for match in PREFIXED.finditer(text):
        if money := prefixed(match, dollar):
            found.append(money)
    for match in SUFFIXED.finditer(text):
        if not overlaps(match, found):
            currency = NAMES.get(re.sub(r"\s+", " ", match["word"].lower()))
            currency = currency or ("USD" if "us" in match["word"].lower() else dollar)
            if money := made(match, currency, match.end()):
                found.append(money)
    for match in WORDED.finditer(text):
        if not overlaps(match, found) and (amount := worded(match["words"])):
            name = match["word"].lower()
            currency = {"euros": "EUR", "pounds": "GBP"}.get(name, "USD" if name != "dollars" else dollar)
            found.append(Money(match.start(), match.end(), match[0], amount, amount, currency))
    return tuple(sorted(found, key=lambda money: money.start))


def bare(text: str, currency: str) -> Money | None:
    """The number that is all of a table's cell, where its column or row says what it counts."""
    match = BARE.match(text)
    if match is None:
        return None
    amount = number(match["a"])
    return Money(match.start("a"), match.end("a"), match["a"], amount, amount, currency)


def overlaps(match: re.Match[str], found: list[Money]) -> bool:
    return any(match.start() < m.end and m.start < match.end() for m in found)


def prefixed(match: re.Match[str], dollar: str) -> Money | None:
    sign = re.sub(r"\s", "", match["sign"].lower())
    if sign in ("rm", "rs", "try", "php", "rs.") and not (match["sign"][0].isupper() and len(match["a"]) > 2):
        return None
    currency = dollar if sign == "$" else SYMBOLS.get(sign) or SYMBOLS.get(sign.removesuffix("$"), dollar)
    word = match["word"]
    if word and sign == "$":
        named = re.sub(r"\s+", " ", word.lower())
        currency = NAMES.get(named) or ("USD" if named.startswith("us") else dollar)
    return made(match, currency, match.end())


def made(match: re.Match[str], currency: str, end: int) -> Money | None:
    least = number(match["a"]) * scale(match["as"])
    most = number(match["b"]) * scale(match["bs"]) if match["b"] else least
    if match["b"] and not match["as"].strip() and least < number(match["b"]):
        least *= scale(match["bs"])  # "$1 – 2 million"
    if most < least:  # no range: "$500-1"
        start = match.start("sign") if "sign" in match.groupdict() else match.start("a")
        raw = match.string[start : match.end("as")].strip()
        return Money(start, start + len(raw), raw, least, least, currency)
    raw = match.string[match.start() : end].strip()
    start = match.string.index(raw, match.start())
    if "(" in raw and ")" not in raw and match.string[end : end + 1] == ")":
        raw = match.string[start : end + 1]
    return Money(start, start + len(raw), raw, least, most, currency)


def number(printed: str) -> float:
    """1500 of "1,500", "1.500" and "1,500.00"."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d{2})?", printed):
        printed = printed.replace(".", "").replace(",", ".")
    return float(re.sub(r"[,'’]", "", printed))


def scale(printed: str | None) -> int:
    word = (printed or "").strip().lower()
    return {"k": 1_000, "thousand": 1_000, "m": 10**6, "mm": 10**6, "million": 10**6, "billion": 10**9}.get(
        word, 1
    )


def worded(words: str) -> float:
    """250 of "two hundred and fifty"; 0 where no number is meant."""
    total = group = 0
    for word in re.findall(r"[a-z]+", words.lower()):
        if word in UNITS:
            group += UNITS[word]
        elif word in TENS:
            group += TENS[word]
        elif word == "hundred":
            group = (group or 1) * 100
        elif word == "thousand":
            total += (group or 1) * 1000
            group = 0
    return float(total + group)
