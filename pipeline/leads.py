"""Leads: awards and places that are known by address only and that no reading of ours has confirmed.

A deadline that a page stated once is rolled forward only as an expectation, with the year it was stated for beside it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipeline.outcomes import decimal, read_rows
from pipeline.sources import Source

OLDEST_TO_ROLL = 5
"""Years: a deadline stated longer ago than this is not rolled forward, because the award itself may have changed."""
NOT_CHECKED = "not checked"
NOT_READ = "Not yet read by us."
NOT_MADE_OUT = "Our reader has read the page and could not make this award out."
MONTHS = {
    name: number
    for number, name in enumerate(
        [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        start=1,
    )
}
DAY = re.compile(rf"\b({'|'.join(MONTHS)}) (\d{{1,2}})\b")
STAGES = {
    "student": "medical students",
    "trainee": "residents and fellows",
    "early_career": "early career",
    "practicing": "physicians in practice",
}
COUNTRIES = {
    "any": "any country",
    "lmic": "low- and middle-income countries",
    "outside_us": "outside the US",
    "outside_us_canada": "outside the US and Canada",
    "us_canada": "in training or living in the US or Canada",
    "not_stated": "not stated",
}


@dataclass(frozen=True, slots=True)
class Lead:
    """One row of `leads`. Everything here is as last seen by others; nothing of it is evidence."""

    id: str
    kind: str
    name: str
    institution: str
    specialty: str
    specialty_id: str
    url: str
    address: str
    note: str
    seen_on: str = ""
    seen_at: str = ""
    award_kind: str = ""
    amount_usd: float | None = None
    amount_note: str = ""
    open_to_img: str = ""
    career_stage: str = ""
    country_rule: str = ""
    eligibility: str = ""
    destination: str = ""
    city: str = ""
    state: str = ""
    deadline_text: str = ""
    deadline_stated_year: int | None = None
    deadline_expected: tuple[str, ...] = ()
    deadline_basis: str = ""
    confidence: str = ""
    link_state: str = NOT_CHECKED
    link_checked: str = ""


def days_of_year(text: str) -> list[tuple[int, int]]:
    """Month and day of each date in "March 31 and September 30"."""
    return [(MONTHS[name], int(day)) for name, day in DAY.findall(text)]


def expected(text: str, stated: int | None, recurs: str, today: date) -> tuple[tuple[str, ...], str]:
    """The next such days from `today` on, as ISO dates, and what they rest on.

    Empty, with the reason, unless the award is given every year and its deadline was stated for a named year not more
    than OLDEST_TO_ROLL years ago. A stated day that has not passed yet is stated, not expected.
    """
    days = [day for day in days_of_year(text) if day != (2, 29)]
    if not days:
        return (), "no deadline known"
    if stated is None:
        return (), "the year it was stated for is not known, so it is not rolled forward"
    try:
        told = [date(stated, month, day) for month, day in days]
    except ValueError:
        return (), f"{text} is no day of {stated}"
    if ahead := [day for day in told if day >= today]:
        return tuple(day.isoformat() for day in sorted(ahead)), f"stated for {stated}"
    if recurs != "yes":
        return (), f"last stated for {stated}; not known to be given every year, so it is not rolled forward"
    if today.year - stated > OLDEST_TO_ROLL:
        return (), f"last stated for {stated}, too long ago to roll forward"
    rolled = []
    for month, day in days:
        this_year = date(today.year, month, day)
        rolled.append(this_year if this_year >= today else date(today.year + 1, month, day))
    return tuple(day.isoformat() for day in sorted(rolled)), f"expected; last stated for {stated}"


def plain(url: str) -> str:
    """An address without what does not tell pages apart, to compare it with addresses that were read."""
    parts = urlsplit(url.split("#")[0])
    host = (parts.hostname or "").removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{parts.path.rstrip('/').lower()}{query}"


def is_home_page(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in {"", "/"} and not parts.query


def award_leads(path: Path, visited: Collection[str], today: date) -> list[Lead]:
    """Awards of data/awards.csv; `visited` holds the addresses (see `plain`) of pages that were read properly.

    Several awards may share one page; each is a lead of its own, marked so. A home page is marked: the terms are
    elsewhere. Which of them the page itself lists by now is known after the readings: see `outstanding`.
    """
    lines = read_rows(path)
    shared = Counter(plain(line["url"]) for line in lines)
    found: list[Lead] = []
    for line in lines:
        address = line["url"]
        home = line["address"] == "home page"
        unread = NOT_READ if home or plain(address) not in visited else NOT_MADE_OUT
        stated = int(line["deadline_stated_year"]) if line["deadline_stated_year"] else None
        days, basis = expected(line["deadline"], stated, line["recurs"], today)
        where = (
            "home page"
            if line["address"] == "home page"
            else "shared"
            if shared[plain(address)] > 1
            else "page"
        )
        found.append(
            Lead(
                id=line["award_id"],
                kind="award",
                name=line["name"],
                institution=line["society"],
                specialty=line["specialty"],
                specialty_id=line["specialty_id"],
                url=address,
                address=where,
                award_kind=line["kind"],
                amount_usd=decimal(line["amount_usd"]),
                amount_note=line["amount_note"],
                open_to_img=line["open_to_img"],
                career_stage=line["stage"].replace("|", ", "),
                country_rule=line["country_rule"].removeprefix("list:"),
                eligibility=f"{line['audience']}. {line['eligibility_note']}".strip(),
                destination=line["location_of_award"],
                deadline_text=line["deadline"],
                deadline_stated_year=stated,
                deadline_expected=days,
                deadline_basis=basis,
                seen_on=line["seen_date"],
                seen_at=urlsplit(line["source_page_url"]).hostname or "",
                confidence=line["confidence"],
                note=f"{unread} Status as last seen: {line['status']}.",
            )
        )
    return found


def place_leads(
    sources: Iterable[Source], visited: Collection[str], targets: Path | None = None
) -> list[Lead]:
    """Registry entries of places none of whose addresses has been read properly, and home pages still to be searched."""
    found: list[Lead] = []
    for source in sources:
        if source.type_hint == "award" or any(plain(url) in visited for url in source.urls):
            continue
        kind = (source.type_hint or "page").replace("_", " ")
        found.append(
            Lead(
                id=source.key,
                kind="place",
                name=f"{source.institution.name}: {kind}",
                institution=source.institution.name,
                specialty=", ".join(source.specialties),
                specialty_id="",
                url=source.urls[0],
                address="home page" if is_home_page(source.urls[0]) else "page",
                city=source.institution.city or "",
                state=source.institution.state or "",
                deadline_basis="no deadline known",
                seen_at=source.seen or "",
                note="Not yet read by us: known by its address only.",
            )
        )
    for line in read_rows(targets) if targets is not None and targets.exists() else ():
        if plain(line["url"]) in visited:
            continue
        found.append(
            Lead(
                id="home-" + re.sub(r"[^a-z0-9]+", "-", plain(line["url"])).strip("-"),
                kind="place",
                name=f"{line['institution']}: {line['type_hint'].replace('_', ' ')}",
                institution=line["institution"],
                specialty="",
                specialty_id="",
                url=line["url"],
                address="home page",
                city=line["city"],
                state=line["state"],
                deadline_basis="no deadline known",
                seen_at=line["where_seen"],
                note="Not yet read by us: only its home page is known, the page with the terms is still to be found.",
            )
        )
    return found


def outstanding(rows: Iterable[Mapping[str, Any]], listings: Mapping[str, int]) -> list[Mapping[str, Any]]:
    """Rows of `leads` that the readings have not made listings of.

    `listings` counts, for each address (see `plain`), the listings that its page gave. A page that several awards
    share settles them only when it gave as many; until then all stay, because it is not known which is meant.
    """
    kept = list(rows)
    sharing = Counter(plain(row["url"]) for row in kept if row["address"] == "shared")
    return [
        row
        for row in kept
        if row["address"] == "home page"
        or listings.get(plain(row["url"]), 0) < max(1, sharing[plain(row["url"])])
    ]
