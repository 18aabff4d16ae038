"""A listing as rows of directory.db: `opportunities`, `fees` and `evidence`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote as percent
from urllib.parse import urlsplit

import zipcodes

from pipeline import summary
from pipeline.cost import cost_of_four_weeks
from pipeline.identity import Program
from pipeline.model import AUDIENCE_GROUPS, Fact, Fee
from pipeline.schema import NOT_STATED
from pipeline.sources import Institution, Source
from pipeline.specialty import lookup

Row = dict[str, Any]
Coordinates = tuple[float | None, float | None]
Gazetteer = Callable[[str, str], Coordinates]
"""(city, state) to its coordinates."""
GAZETTEER_VERSION: str = zipcodes.__version__

AUDIENCE_COLUMNS = {
    "img_graduate": "accepts_img_graduates",
    "international_student": "accepts_international_students",
    "us_student": "accepts_us_students",
    "physician": "accepts_physicians",
}
COLUMN_OF = {
    "lor": "letter_of_recommendation",
    "emails": "contact_email",
    "phones": "contact_phone",
    "currency": "award_currency",
} | {f"audience.{group}": column for group, column in AUDIENCE_COLUMNS.items()}
"""Fields of the JSON form whose column has another name."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FULL_DATE = re.compile(r"\d{4}-\d\d-\d\d")
YEARLY = re.compile(r"\d\d-\d\d")
FRAGMENT_WORDS = 6
BRIEF_WORDS = 8
"""Longest run of a page's words that is shipped; a checker of copied text looks for ten."""
TITLE_WORDS = 9
QUOTED = re.compile(r""""[^"]*"|“[^”]*”|'[^']*(?:'\w[^']*)*'""")
FRESH_DAYS = 14
AGING_DAYS = 60


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def institution_id(institution: Institution) -> str:
    return slug(institution.name)[:70].strip("-") + (
        f"-{institution.state.lower()}" if institution.state else ""
    )


def institution_row(institution: Institution, gazetteer: Gazetteer | None = None) -> Row:
    latitude, longitude = place(institution, institution.city, institution.state, gazetteer)
    return {
        "id": institution_id(institution),
        "name": institution.name,
        "parent": institution.parent,
        "kind": institution.kind,
        "city": institution.city,
        "state": institution.state,
        "country": institution.country,
        "latitude": latitude,
        "longitude": longitude,
        "url": institution.url,
    }


def place(
    institution: Institution, city: str | None, state: str | None, gazetteer: Gazetteer | None = None
) -> Coordinates:
    """Coordinates of a programme: the institution's own where it is in the same city, else the city's."""
    if (city, state) in {
        (None, None),
        (institution.city, institution.state),
    } and institution.latitude is not None:
        return institution.latitude, institution.longitude
    return (gazetteer or city_coordinates)(city, state) if city and state else (None, None)


@lru_cache(maxsize=50_000)
def city_coordinates(city: str, state: str) -> Coordinates:
    """Of the city's first ZIP code that is not retired, from the offline gazetteer."""
    try:
        found = zipcodes.filter_by(city=city, state=state)  # type: ignore[no-untyped-call]
    except (TypeError, ValueError):
        return None, None
    for entry in found or ():
        if entry.get("lat") and entry.get("long"):
            return float(entry["lat"]), float(entry["long"])
    return None, None


def word(value: str | None) -> str:
    """A word column: silence is `not stated`."""
    return NOT_STATED if value in (None, "", "unknown") else str(value)


def array(values: Iterable[str]) -> str:
    return json.dumps(list(dict.fromkeys(values)), ensure_ascii=False)


@lru_cache(maxsize=50_000)
def day(moment: datetime) -> str:
    return moment.astimezone(UTC).date().isoformat()


@lru_cache(maxsize=50_000)
def stamp(moment: datetime) -> str:
    """UTC to the second, as every timestamp of the directory is written."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def spoken(value: date) -> str:
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def deadline_of(printed: str | None, today: date) -> tuple[str | None, str | None]:
    """(date, words) of a deadline: `2026-09-01`, `09-01` for every year, or the page's own term.

    A yearly date is given for its next occurrence, today included; 29 February falls on the next leap year.
    """
    if not printed:
        return None, None
    if FULL_DATE.fullmatch(printed):
        try:
            when = date.fromisoformat(printed)
        except ValueError:
            return None, printed
        return when.isoformat(), spoken(when)
    if YEARLY.fullmatch(printed):
        month, dom = int(printed[:2]), int(printed[3:])
        for year in range(today.year, today.year + 9):
            try:
                when = date(year, month, dom)
            except ValueError:
                continue
            if when >= today:
                return when.isoformat(), f"{dom} {MONTHS[month - 1]}, every year"
        return None, printed
    return None, printed


def canonical(names: Iterable[str]) -> list[str]:
    """Specialty names in order: canonical where the vocabulary knows them, else as printed, and no whole sentence."""
    found = []
    for name in names:
        known = lookup(name)
        if name.lower() == "any":
            found.append("any")
        elif known:
            found.append(known.name)
        elif len(name.split()) <= BRIEF_WORDS:
            found.append(name)
    return list(dict.fromkeys(found))


def fee_usd(fees: Iterable[Fee], kind: str) -> float | None:
    """The highest amount of one kind in US dollars; None where none is stated."""
    return max((fee.amount for fee in fees if fee.kind == kind and fee.currency == "USD"), default=None)


def freshness(last_confirmed: str, ended_on: str | None, today: date) -> str:
    if ended_on:
        return "ended"
    age = (today - date.fromisoformat(last_confirmed)).days
    return "fresh" if age <= FRESH_DAYS else "aging" if age <= AGING_DAYS else "stale"


def safe_link(url: str | None) -> str | None:
    """An http(s) address, or None: a page may print `javascript:` where a form is expected."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in {"http", "https"} and parts.hostname else None


def opportunity_row(
    program: Program,
    identifier: str,
    track: str,
    source: Source,
    today: date,
    gazetteer: Gazetteer | None = None,
) -> Row:
    """The row as its pages state it now; dates of history are those of its pages and may be moved back later."""
    listing, institution = program.listing, source.institution
    city, state = listing.city, listing.state
    if city is None and state in (None, institution.state):
        city, state = institution.city, institution.state
    latitude, longitude = place(institution, city, state, gazetteer)
    specialties = canonical(listing.specialties or source.specialties)
    deadline, deadline_text = deadline_of(listing.deadline, today)
    funded = listing.type == "award" or listing.award_amount is not None or listing.award_kind is not None
    least, most = listing.award_amount or (None, None)
    live = [version for version in program.versions if version.gone_on is None]
    versions = live or list(program.versions)
    row: Row = {
        "id": identifier,
        "institution_id": institution_id(institution),
        "institution": institution.name,
        "title": " ".join(listing.title.split()) or institution.name,
        "type": listing.type,
        "status": word(listing.status),
        **{
            column: word(listing.audience[group])
            for group, column in zip(AUDIENCE_GROUPS, AUDIENCE_COLUMNS.values(), strict=True)
        },
        "hands_on": word(listing.hands_on),
        "specialties": array(specialties),
        "duration_min_weeks": listing.duration_weeks[0],
        "duration_max_weeks": listing.duration_weeks[1],
        "application_fee_usd": fee_usd(listing.fees, "application"),
        "program_fee_usd": fee_usd(listing.fees, "program"),
        "cost_4_weeks_usd": cost_of_four_weeks(listing),
        "visas": array(sorted(listing.visas)),
        "visa_sponsorship": word(listing.visa_sponsorship),
        "usmle": array(sorted(listing.usmle)),
        "ecfmg_required": word(listing.ecfmg_required),
        "english_required": word(listing.english_required),
        "requirements": array(sorted(listing.requirements)),
        "letter_of_recommendation": word(listing.lor),
        "certificate": word(listing.certificate),
        "deadline": deadline,
        "deadline_text": deadline_text,
        "lead_time_weeks": listing.lead_time_weeks,
        "award_kind": word(listing.award_kind) if funded else None,
        "award_min": least,
        "award_max": most,
        "award_currency": listing.currency if listing.award_amount else None,
        "covers": array(sorted(listing.covers)),
        "cycle": word(listing.cycle) if funded else None,
        "city": city,
        "state": state,
        "latitude": latitude,
        "longitude": longitude,
        "url": versions[0].url,
        "application_url": safe_link(listing.application_url),
        "contact_email": listing.emails[0] if listing.emails else None,
        "contact_phone": listing.phones[0] if listing.phones else None,
        "operator_kind": source.operator_kind or institution.kind,
        "is_seller": int(source.is_seller),
        "summary": "",
        "first_seen": min(day(version.fetched) for version in versions),
        "last_confirmed": max(day(version.confirmed) for version in versions),
        "last_changed": min(day(version.fetched) for version in versions),
        "source_id": source.key,
        "freshness": "",
        "ended_on": None,
        "ended_reason": None,
        "missing_since": None,
        "track": track or None,
    }
    if not live:
        row["ended_on"] = min(version.gone_on for version in program.versions if version.gone_on).isoformat()
        row["ended_reason"] = "page gone"
        row["status"] = "closed"
    return row


def finished(row: Row, today: date) -> Row:
    """`row` with the columns that follow from the others: freshness and summary."""
    row["freshness"] = freshness(row["last_confirmed"], row["ended_on"], today)
    known = [name for name in json.loads(row["specialties"]) if name == "any" or lookup(name)]
    row["summary"] = summary.summary(row, known)
    return row


def fee_rows(identifier: str, fees: Sequence[Fee]) -> Iterator[Row]:
    for seq, fee in enumerate(dict.fromkeys(fees), 1):
        yield {
            "opportunity_id": identifier,
            "seq": seq,
            "kind": fee.kind,
            "amount": float(fee.amount),
            "currency": fee.currency,
            "per": fee.per,
            "applies_to": fee.applies_to or None,
            "note": fee.note or None,
        }


def evidence_rows(identifier: str, program: Program) -> Iterator[Row]:
    """One row for each value that a sentence proves; `field` is a column of `opportunities`."""
    seq: dict[str, int] = {}
    seen: set[tuple[str, str, str]] = set()
    for fact, version in program.facts:
        target, read, confirmed = None, stamp(version.fetched), day(version.confirmed)
        for column, value in columns_of(fact):
            if value == "" or (column, value, version.url) in seen:
                continue
            seen.add((column, value, version.url))
            seq[column] = seq.get(column, 0) + 1
            target = target or text_fragment(version.url, fact.quote)
            yield {
                "opportunity_id": identifier,
                "field": column,
                "seq": seq[column],
                "value": value,
                "quote": fact.quote,
                "page_url": version.url,
                "text_fragment_url": target,
                "fetched_at": read,
                "page_sha256": version.sha256,
                "rule": fact.rule,
                "first_seen": read[:10],
                "last_confirmed": confirmed,
            }


def columns_of(fact: Fact) -> Iterator[tuple[str, str]]:
    """(column, value as text) that a fact proves. Fees other than application and program prove the computed cost."""
    value = plain(fact.value)
    if fact.field == "fees":
        for fee in value if isinstance(value, list) else [value]:
            if isinstance(fee, Mapping):
                column = {"application": "application_fee_usd", "program": "program_fee_usd"}.get(fee["kind"])
                if column is None or fee.get("currency", "USD") != "USD":
                    column = "cost_4_weeks_usd"
                yield (
                    column,
                    f"{fee['amount']:g} {fee.get('currency', 'USD')} per {fee.get('per', 'once')} ({fee['kind']})",
                )
    elif fact.field in {"duration_weeks", "award_amount"} and isinstance(value, list) and len(value) == 2:
        low, high = (
            ("duration_min_weeks", "duration_max_weeks")
            if fact.field == "duration_weeks"
            else ("award_min", "award_max")
        )
        for column, number in ((low, value[0]), (high, value[1])):
            if number is not None:
                yield column, f"{number:g}"
    elif fact.field == "deadline":
        known = isinstance(value, str) and bool(FULL_DATE.fullmatch(value) or YEARLY.fullmatch(value))
        yield ("deadline" if known else "deadline_text"), value_text(value)
    elif fact.field in {"refusal", "fee_note"}:
        return
    else:
        yield COLUMN_OF.get(fact.field, fact.field), value_text(value)


def plain(value: Any) -> Any:
    """`value` as JSON knows it: dataclasses as objects, tuples as lists."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    return value


def value_text(value: Any) -> str:
    """A value as the text of an `evidence` row."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return f"{value:g}"
    if isinstance(value, list):
        return "; ".join(value_text(item) for item in value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


@lru_cache(maxsize=50_000)
def text_fragment(url: str, quote: str) -> str:
    """The page's address with a text fragment (WICG) that scrolls to the first and last words of `quote`."""
    words = quote.split()
    if not words:
        return url
    short = len(words) <= 2 * FRAGMENT_WORDS
    parts = [words] if short else [words[:FRAGMENT_WORDS], words[-FRAGMENT_WORDS:]]
    target = ",".join("%20".join(map(percent_word, part)) for part in parts)
    base, _, fragment = url.partition("#")
    return f"{base}#{fragment}:~:text={target}"


@lru_cache(maxsize=50_000)
def percent_word(word: str) -> str:
    """A word of a text fragment, in which a hyphen has a meaning of its own."""
    return percent(word, safe="").replace("-", "%2D")


def rolled(deadline: str | None, words: str | None, today: date) -> str | None:
    """A yearly deadline moved on to its next day; any other as it is."""
    if not deadline or "every year" not in (words or ""):
        return deadline
    return deadline_of(deadline[5:], today)[0]


def brief(text: str | None, most: int = BRIEF_WORDS) -> str | None:
    """`text` with each of its parts cut after `most` words: values are facts, whole sentences are another's writing."""
    if text is None:
        return None
    parts = [part.split(" ") for part in text.split("; ")]
    return "; ".join(" ".join(part) if len(part) <= most else " ".join([*part[:most], "…"]) for part in parts)


def without_quotes(message: str) -> str:
    """`message` without quoted passages of more than eight words."""
    return QUOTED.sub(
        lambda hit: hit[0] if len(hit[0].split()) <= BRIEF_WORDS else "(quote left out)", message
    )
