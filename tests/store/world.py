"""A made-up world for builds: pages that say what a test tells them to, night by night."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from pipeline import unsettled
from pipeline.build import Built, Inputs, build
from pipeline.log import Log
from pipeline.model import Attempt, Fact, Fee, Issue, Listing, Page, Reading, Refusal
from pipeline.sources import Institution, Source
from pipeline.store import Directory, ReadingCache

FIRST = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
Said = Reading | Sequence[Listing] | Listing | str
"""What a page does in one night: a reading, its listings, or the named outcome of a failed attempt."""


def source(key: str = "lakeside", name: str = "Lakeside Hospital", **more: Any) -> Source:
    institution = more.pop("institution", None) or Institution(
        name=name, kind="hospital", city="Albany", state="NY", latitude=42.65, longitude=-73.75
    )
    more.setdefault("urls", [f"https://{key}.test/observers"])
    return Source(key=key, institution=institution, **more)


def listing(
    title: str = "Observership Program",
    type: str = "observership",
    img: str = "yes",
    student: str = "no",
    us: str = "unknown",
    physician: str = "unknown",
    fee: float | None = 500.0,
    **more: Any,
) -> Listing:
    """A listing with proof of each value, as a page of ours would state it."""
    fees = more.pop("fees", None)
    if fees is None:
        fees = () if fee is None else (Fee("program", fee, per="once"),)
    values: dict[str, Any] = {
        "status": "open",
        "hands_on": "no",
        "specialties": ("Neurology",),
        "duration_weeks": (2.0, 4.0),
        "emails": ("observers@lakeside.test",),
    } | more
    audience = {
        "img_graduate": img,
        "international_student": student,
        "us_student": us,
        "physician": physician,
    }
    facts = [Fact("type", type, f"This is our {type}.", "type.named")]
    facts += [
        Fact(f"audience.{group}", answer, f"For {group} we say {answer}.", "audience.offer")
        for group, answer in audience.items()
        if answer != "unknown"
    ]
    facts += [Fact("fees", item, f"The fee is ${item.amount:g}.", "fees.amount") for item in fees]
    for name in ("status", "hands_on", "deadline"):
        if values.get(name) not in (None, "unknown"):
            facts.append(Fact(name, values[name], f"Here {name} is {values[name]}.", f"{name}.said"))
    if values["duration_weeks"] != (None, None):
        facts.append(Fact("duration_weeks", values["duration_weeks"], "Two to four weeks.", "duration.range"))
    facts += [Fact("emails", email, f"Write to {email}.", "contacts.email") for email in values["emails"]]
    return Listing(title=title, type=type, audience=audience, fees=tuple(fees), facts=tuple(facts), **values)  # type: ignore[arg-type]


def reading_of(url: str, said: Sequence[Listing]) -> Reading:
    """What a reader gives that found these listings, with the words that the vocabulary lacks."""
    unknown = tuple(issue for one in said for issue in unsettled.issues(one, url))
    return Reading(url, "program", tuple(said), issues=unknown)


@dataclass
class World:
    """Pages over many nights, and the directory that each night's build gives."""

    folder: Path
    sources: list[Source] = field(default_factory=lambda: [source()])
    night: int = 0
    attempts: list[Attempt] = field(default_factory=list)
    said: dict[tuple[str, str], Reading] = field(default_factory=dict)
    """(address, hash of its body) -> what it says."""
    last: Path | None = None
    built: Built | None = None
    issues: list[Issue] = field(default_factory=list)
    reads: int = 0
    cache: ReadingCache = field(default_factory=lambda: ReadingCache(None, "1"))
    published: bool = True

    @property
    def now(self) -> datetime:
        return FIRST + timedelta(days=self.night)

    # what a build asks of stored pages

    def log(self) -> Log:
        return Log.of(self.attempts)

    def page(self, sha256: str) -> Page:
        url = next(url for url, sha in self.said if sha == sha256)
        return Page(url, FIRST, b"", sha256=sha256)

    def __contains__(self, sha256: str) -> bool:
        return any(sha == sha256 for _, sha in self.said)

    # what tests do

    def owner(self, url: str) -> str:
        for entry in self.sources:
            if url in entry.urls or any(url.split("/")[2] == known.split("/")[2] for known in entry.urls):
                return entry.key
        raise KeyError(url)

    def crawl(self, pages: Mapping[str, Said], nonce: str = "") -> None:
        """One night's attempts. `nonce` changes every body and nothing that it says."""
        self.night += 1
        run = f"run-{self.night:03d}"
        for url, said in pages.items():
            key = self.owner(url)
            at = self.now
            if isinstance(said, str):
                self.attempts.append(
                    Attempt(run, key, url, at, said, 404 if said in {"gone", "missing"} else 403)
                )  # type: ignore[arg-type]
                continue
            if isinstance(said, Listing):
                said = (said,)
            reading = said if isinstance(said, Reading) else reading_of(url, said)
            sha = hashlib.sha256(f"{url}{reading}{nonce}".encode()).hexdigest()
            before = [a.sha256 for a in self.attempts if a.url == url and a.outcome in {"ok", "unchanged"}]
            outcome = "unchanged" if before and before[-1] == sha else "ok"
            self.said[url, sha] = reading
            self.attempts.append(Attempt(run, key, url, at, outcome, 200, sha))  # type: ignore[arg-type]

    def read(self, page: Page, entry: Source) -> Reading:
        self.reads += 1
        return replace(self.said[page.url, page.sha256], url=page.url)

    def build(self, **more: Any) -> Path:
        """Build on the last published directory; publish unless the run is stopped."""
        path = self.folder / f"{self.night:03d}-{len(list(self.folder.glob('*.db')))}.db"
        previous = Directory(self.last) if self.last else None
        try:
            values: dict[str, Any] = {
                "stored": self,
                "sources": self.sources,
                "today": self.now.date(),
                "read": self.read,
                "cache": self.cache,
                "previous": previous,
                "issues": self.issues,
            }
            self.built = build(Inputs(**(values | more)), path)
        finally:
            if previous:
                previous.connection.close()
        if not self.built.stop:
            self.last = path
        return path

    def spend(self, pages: Mapping[str, Said], nonce: str = "", **more: Any) -> Path:
        """A whole night: crawl and build."""
        self.crawl(pages, nonce)
        return self.build(**more)

    def rows(self, sql: str, *parameters: Any) -> list[dict[str, Any]]:
        assert self.last is not None
        connection = sqlite3.connect(self.last)
        connection.row_factory = sqlite3.Row
        try:
            return [dict(row) for row in connection.execute(sql, parameters)]
        finally:
            connection.close()

    def listings(self) -> dict[str, dict[str, Any]]:
        return {row["id"]: row for row in self.rows("SELECT * FROM opportunities ORDER BY id")}

    def columns(self, table: str) -> list[str]:
        return [row["name"] for row in self.rows(f"SELECT name FROM pragma_table_info('{table}')")]

    def only(self) -> dict[str, Any]:
        found = self.listings()
        assert len(found) == 1, sorted(found)
        return next(iter(found.values()))

    def changes(self) -> list[tuple[str, str, str | None, str | None, str]]:
        return [
            (row["opportunity_id"], row["field"], row["old"], row["new"], row["seen_on"])
            for row in self.rows("SELECT * FROM changes ORDER BY seen_on, opportunity_id, field")
        ]

    def problems(self, stage: str = "checks") -> list[dict[str, Any]]:
        return self.rows("SELECT * FROM problems WHERE stage = ? ORDER BY id", stage)


def day(number: int) -> str:
    """The date of a night."""
    return (FIRST + timedelta(days=number)).date().isoformat()


def on(number: int) -> date:
    return (FIRST + timedelta(days=number)).date()


def refusal(audience: str = "img_graduate") -> Refusal:
    return Refusal("observership", audience, "We take no graduates of schools abroad.")
