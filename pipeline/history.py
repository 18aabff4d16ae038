"""What changed since the previous directory, and what only looks as if it had.

Only a proper reading changes or confirms a listing. What a page no longer states ends after the second proper reading
without it; a page that is gone ends what stood on it; all else leaves a listing as it was, and its age shows.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from pipeline.schema import NOT_STATED, OPPORTUNITIES

Row = dict[str, Any]
Cause = Literal["page", "reading", "calendar"]

WATCHED = (
    "title",
    "type",
    "status",
    "accepts_img_graduates",
    "accepts_international_students",
    "accepts_us_students",
    "accepts_physicians",
    "hands_on",
    "specialties",
    "duration_min_weeks",
    "duration_max_weeks",
    "application_fee_usd",
    "program_fee_usd",
    "cost_4_weeks_usd",
    "visas",
    "visa_sponsorship",
    "usmle",
    "ecfmg_required",
    "english_required",
    "requirements",
    "letter_of_recommendation",
    "certificate",
    "deadline_text",
    "lead_time_weeks",
    "award_kind",
    "award_min",
    "award_max",
    "award_currency",
    "covers",
    "cycle",
    "city",
    "state",
    "application_url",
    "contact_email",
    "contact_phone",
)
"""Columns whose change is a change of the listing. The deadline is watched in words: a yearly date moves by itself."""
ARRAYS = frozenset(column.name for column in OPPORTUNITIES.columns if column.array)
LINKS = frozenset({"application_url"})
SESSION_KEYS = re.compile(
    r"^(?:jsessionid|phpsessid|aspsessionid\w*|cfid|cftoken|sid|session(?:_?id)?|token|_gl|_ga|gclid|fbclid|utm_\w+|"
    r"v|ver|ts|timestamp|cb|nonce)$",
    re.I,
)
PATH_SESSION = re.compile(r";jsessionid=[^/?#]*|/\(S\([a-z0-9]+\)\)", re.I)
FOLDED = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "\u00ad": None, "\u200b": None}
)
STOPS = str.maketrans(".,;:", "    ")


@dataclass(frozen=True, slots=True)
class Seen:
    """How the page that a listing stood on fares now."""

    state: Literal["read", "refused", "gone", "failed", "unknown"]
    """read: properly, and the listing is not on it. refused: it says that nothing is offered."""
    day: str = ""
    """Day of that reading, or on which the page counts as gone."""
    same_body: bool = False
    """The page has not changed since the listing was read from it."""


@lru_cache(maxsize=50_000)
def plain_text(text: str) -> str:
    """`text` without what typography and layout change: quotes, dashes, spaces, case, Unicode form."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(FOLDED)
    return " ".join(text.translate(STOPS).split()).casefold()


def plain_url(url: str) -> str:
    """`url` without session tokens, tracking, fragment, scheme, `www.` and a closing slash; parameters sorted."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    query = urlencode(
        sorted((k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not SESSION_KEYS.match(k))
    )
    host = (parts.hostname or "").removeprefix("www.")
    return urlunsplit(("", host, PATH_SESSION.sub("", parts.path).rstrip("/"), query, ""))


def same(field: str, old: Any, new: Any) -> bool:
    """Do two values of one column say the same?"""
    if old == new:
        return True
    if old is None or new is None:
        return False
    if field in ARRAYS:
        return sorted(map(plain_text, json.loads(old))) == sorted(map(plain_text, json.loads(new)))
    if field in LINKS:
        return plain_url(old) == plain_url(new)
    if field == "contact_phone":
        return re.sub(r"\D", "", old)[-10:] == re.sub(r"\D", "", new)[-10:]
    if isinstance(old, str) and isinstance(new, str):
        return plain_text(old) == plain_text(new)
    if isinstance(old, (int, float)) and isinstance(new, (int, float)):
        return abs(old - new) < 1e-9
    return False


def text_of(value: Any) -> str | None:
    """A value as `changes` writes it."""
    if value is None:
        return None
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, str) and value.startswith("["):
        try:
            return "; ".join(json.loads(value)) or NOT_STATED
        except (ValueError, TypeError):
            return value
    return str(value)


def close_by_calendar(row: Row, deadline: str | None, today: date) -> bool:
    """Close an open `row` whose one dated deadline has passed. True where it did."""
    if row["status"] != "open" or not deadline or not re.fullmatch(r"\d{4}-\d\d-\d\d", deadline):
        return False
    try:
        passed = date.fromisoformat(deadline) < today
    except ValueError:
        return False
    if passed:
        row["status"] = "closed"
    return passed


def calendar_change(row: Row) -> Row:
    """The change of a listing that `close_by_calendar` has closed; it dates from the day after the deadline."""
    on = date.fromisoformat(row["deadline"]) + timedelta(days=1)
    return event(row["id"], "open", "closed", on.isoformat(), None) | {"field": "status", "cause": "calendar"}


def compare(old: Row, new: Row, *, cause: Cause, seen_on: str, run: str | None, calendar: bool) -> list[Row]:
    """The changes between two rows of one listing. Where they say the same, `new` takes the old spelling.

    `calendar` says that the status closed because a date has passed, and not because the page says so.
    """
    identifier, changes = new["id"], []
    for field in WATCHED:
        if same(field, old[field], new[field]):
            new[field] = old[field]
            continue
        why: Cause = "calendar" if field == "status" and calendar else cause
        on = seen_on
        if why == "calendar":
            on = (date.fromisoformat(new["deadline"]) + timedelta(days=1)).isoformat()
        changes.append(
            {
                "opportunity_id": identifier,
                "field": field,
                "old": text_of(old[field]),
                "new": text_of(new[field]),
                "seen_on": on,
                "run_id": run if why == "page" else None,
                "cause": why,
            }
        )
    return changes


def continued(old: Row, new: Row, changes: Sequence[Row]) -> Row:
    """`new` with the dates that a known listing carries on."""
    new["first_seen"] = min(old["first_seen"], new["first_seen"])
    new["last_confirmed"] = max(old["last_confirmed"], new["last_confirmed"])
    by_page = [change["seen_on"] for change in changes if change["cause"] == "page"]
    new["last_changed"] = max([old["last_changed"], *by_page])
    return new


def event(identifier: str, old: str | None, new: str, seen_on: str, run: str | None) -> Row:
    """A change of the whole listing: new, ended, returned."""
    return {
        "opportunity_id": identifier,
        "field": "listing",
        "old": old,
        "new": new,
        "seen_on": seen_on,
        "run_id": run,
        "cause": "page",
    }


def unseen(old: Row, seen: Seen, run: str | None) -> tuple[Row, list[Row]]:
    """A known listing that no reading shows now: as it was, missing, or ended. Returns its row and its changes."""
    row = dict(old)
    if row["ended_on"]:
        return row, []
    if seen.state == "gone":
        return end(row, seen.day, "page gone", "closed", run)
    if seen.state == "refused":
        return end(row, seen.day, "no longer offered", "not_offered", run)
    if seen.state == "read" and seen.day >= row["last_confirmed"]:
        if row["missing_since"] is None:
            row["missing_since"] = seen.day
        elif seen.day > row["missing_since"]:
            reason = "not found on rereading" if seen.same_body else "no longer on its page"
            return end(row, seen.day, reason, "closed", run)
    return row, []


def end(row: Row, on: str, reason: str, status: str, run: str | None) -> tuple[Row, list[Row]]:
    """`row` ended on a day for a reason, and the changes that say so."""
    changes = [event(row["id"], None, f"ended: {reason}", on, run)]
    if row["status"] != status:
        changes.append(
            event(row["id"], row["status"], status, on, run) | {"field": "status"},
        )
    row |= {
        "ended_on": on,
        "ended_reason": reason,
        "status": status,
        "last_changed": max(row["last_changed"], on),
    }
    return row, changes


def merged_changes(earlier: Iterable[Row], later: Iterable[Row]) -> list[Row]:
    """All changes of one listing, one a field, day and cause: a second on the same day continues the first."""
    found: dict[tuple[str, str, str], Row] = {}
    for change in (*earlier, *later):
        key = change["seen_on"], change["field"], change["cause"]
        if key in found:
            first = found[key]
            if (first["old"], first["new"]) == (change["old"], change["new"]):
                continue
            found[key] = change | {"old": first["old"]}
            if found[key]["old"] == found[key]["new"]:
                del found[key]
        else:
            found[key] = dict(change)
    return [found[key] for key in sorted(found)]


@dataclass(slots=True)
class Proofs:
    """What was known as proof of a listing."""

    cited: set[str] = made(default_factory=set)
    """Hashes of the page versions that it was read from."""
    since: dict[tuple[str, str], str] = made(default_factory=dict)
    """(column, value without its typography) to the first day on which it was seen."""

    def add(self, column: str, value: str, first_seen: str, page_sha256: str) -> None:
        self.cited.add(page_sha256)
        key = column, plain_text(value)
        self.since[key] = min(self.since.get(key, first_seen), first_seen)

    def dated(self, evidence: Iterable[Row]) -> list[Row]:
        """New evidence, with the first day on which each value was seen."""
        found = []
        for row in evidence:
            first = self.since.get((row["field"], plain_text(row["value"])), row["first_seen"])
            found.append(row if first >= row["first_seen"] else row | {"first_seen": first})
        return found
