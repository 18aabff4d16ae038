"""How a build grows: seconds and memory at 20,000 and 100,000 made-up listings, and a no-change night beside a first.

    .venv/bin/python bench/store.py [LISTINGS ...]

Each size runs in a process of its own. Readings are made up and free, so that what is timed is what the build adds to
them: identity, checks, history, SQLite, text index. Figures are ratios of one run; machines differ.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pipeline.build import Inputs, build
from pipeline.model import Attempt, Fact, Fee, Listing, Page, Reading
from pipeline.sources import Institution, Source
from pipeline.specialty import specialties
from pipeline.store import Directory, ReadingCache

FIRST = datetime(2026, 3, 1, 2, tzinfo=UTC)
A_PAGE = 4
"""Listings a page."""
NAMES = [specialty.name for specialty in specialties()]
STATES = ("NY", "TX", "CA", "FL", "IL", "OH", "PA", "MI", "GA", "NC")


class Country:
    """Pages that are made when they are asked for."""

    def __init__(self, listings: int) -> None:
        self.pages = listings // A_PAGE
        self.nights = 1
        self.changed = 0
        self.sources = [
            Source(
                key=f"h{n:06d}",
                institution=Institution(
                    name=f"Hospital {n:06d}",
                    kind="hospital",
                    city="Springfield",
                    state=STATES[n % 10],
                    latitude=40.0 + n % 9,
                    longitude=-80.0 - n % 30,
                ),
                urls=[f"https://h{n:06d}.test/observers"],
            )
            for n in range(self.pages)
        ]

    def sha(self, number: int, night: int) -> str:
        version = night if number < self.changed and night > 1 else 1
        return f"{number:08x}{version:02x}" + hashlib.sha256(str(number).encode()).hexdigest()[:54]

    def attempts(self) -> Iterator[Attempt]:
        for night in range(1, self.nights + 1):
            at = FIRST + timedelta(days=night)
            for number, source in enumerate(self.sources):
                sha = self.sha(number, night)
                fresh = night == 1 or sha != self.sha(number, night - 1)
                yield Attempt(
                    f"r{night}", source.key, source.urls[0], at, "ok" if fresh else "unchanged", 200, sha
                )

    def __contains__(self, sha256: object) -> bool:
        return True

    def page(self, sha256: str) -> Page:
        return Page(self.sources[int(sha256[:8], 16)].urls[0], FIRST, b"", sha256=sha256)

    def read(self, page: Page, source: Source) -> Reading:
        number, version = int(page.sha256[:8], 16), int(page.sha256[8:10], 16)
        return Reading(page.url, "program", tuple(listing(number, part, version) for part in range(A_PAGE)))


def listing(number: int, part: int, version: int) -> Listing:
    name = NAMES[(number * A_PAGE + part) % len(NAMES)]
    fee = Fee("program", 100.0 + number % 977 + 50 * (version - 1), per="once")
    audience = {
        "img_graduate": "yes",
        "international_student": "no",
        "us_student": "unknown",
        "physician": "yes",
    }
    email = f"o{part}@h{number:06d}.test"
    facts = (
        Fact("type", "observership", f"Our observership in {name} is open to visitors.", "type.named"),
        Fact("status", "open", "Applications are welcome all year round.", "status.open"),
        Fact("audience.img_graduate", "yes", "Graduates of schools abroad may apply.", "audience.offer"),
        Fact("audience.international_student", "no", "We take no students.", "audience.refusal"),
        Fact("audience.physician", "yes", "Physicians from abroad are welcome.", "audience.offer"),
        Fact("hands_on", "no", "Observers do not touch patients.", "hands_on.no"),
        Fact("fees", fee, f"The fee is ${fee.amount:g}.", "fees.amount"),
        Fact("duration_weeks", (2.0, 4.0), "Two to four weeks.", "duration.range"),
        Fact("emails", email, f"Write to {email}.", "contacts.email"),
        Fact("specialties", name, f"{name} observers join the team on rounds.", "specialties.named"),
    )
    return Listing(
        title=f"{name} Observership",
        type="observership",
        status="open",
        audience=audience,  # type: ignore[arg-type]
        hands_on="no",
        specialties=(name,),
        duration_weeks=(2.0, 4.0),
        fees=(fee,),
        requirements=("cv", "passport", "immunization"),
        emails=(email,),
        facts=facts,
    )


def measure(listings: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        country = Country(listings)
        before = peak()
        nights = (("first night", 0), ("no change", 0), ("a tenth changed", country.pages // 10))
        last: Path | None = None
        first_cpu = 0.0
        for night, (label, changed) in enumerate(nights, 1):
            country.nights, country.changed = night, changed
            path = folder / f"{night}.db"
            cache = ReadingCache(folder / "readings.db", "1")
            previous = Directory(last) if last else None
            wall, cpu = time.perf_counter(), time.process_time()
            built = build(
                Inputs(
                    country,
                    country.sources,
                    date(2026, 3, 1) + timedelta(days=night),
                    country.read,
                    cache,
                    previous,
                ),
                path,
            )
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            cache.close()
            if previous:
                previous.connection.close()
            if built.stop:
                raise SystemExit(built.stop.message)
            last = path
            first_cpu = first_cpu or cpu
            print(
                f"{listings:7,d} listings, {label:16s} wall {wall:6.1f} s   CPU {cpu:6.1f} s ({cpu / first_cpu:4.0%})   "
                f"{1e3 * cpu / listings:5.2f} ms a listing   {path.stat().st_size / 1e6:6.0f} MB file   "
                f"peak {peak():4.0f} MB ({peak() - before:+.0f})   {built.counts.get('changes', 0)} changes",
                flush=True,
            )
        assert last is not None
        questions(last)


def questions(path: Path) -> None:
    """What readers ask most, in ms (median of 9)."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    asked = {
        "text search, 50 rows": "SELECT * FROM opportunities WHERE rowid IN (SELECT rowid FROM opportunities_fts WHERE "
        "opportunities_fts MATCH 'neurology') AND accepts_img_graduates = 'yes' LIMIT 50",
        "by specialty": "SELECT o.* FROM opportunity_specialties s JOIN opportunities o ON o.id = s.opportunity_id WHERE "
        "s.specialty_id = 'neurology' LIMIT 50",
        "cheapest that take graduates": "SELECT * FROM opportunities WHERE accepts_img_graduates = 'yes' AND cost_4_weeks_usd "
        "IS NOT NULL ORDER BY cost_4_weeks_usd LIMIT 50",
        "one listing's evidence": "SELECT * FROM evidence WHERE opportunity_id = (SELECT id FROM opportunities LIMIT 1 OFFSET 99)",
        "changed this week": "SELECT * FROM changes WHERE seen_on >= '2026-03-01' ORDER BY seen_on DESC LIMIT 50",
    }
    found = {}
    for name, sql in asked.items():
        times = []
        for _ in range(9):
            started = time.perf_counter()
            connection.execute(sql).fetchall()
            times.append(1e3 * (time.perf_counter() - started))
        found[name] = round(sorted(times)[4], 2)
    connection.close()
    print("        ms:", json.dumps(found))


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    for size in [int(text) for text in sys.argv[1:]] or [20_000, 100_000]:
        process = multiprocessing.get_context("spawn").Process(target=measure, args=(size,))
        process.start()
        process.join()
        if process.exitcode:
            raise SystemExit(process.exitcode)
