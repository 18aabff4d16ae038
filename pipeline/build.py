"""Stored pages to a new directory: a pure function of pages, vocabulary, registry, previous directory and day.

One institution is worked on at a time, so that memory does not grow with their number. Nothing here asks for the
time, the network or the folder of the project: everything comes in with `Inputs`.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, Protocol

import us
from pydantic import TypeAdapter

from pipeline import checks, history, rows
from pipeline.checks import Problem, Tally
from pipeline.history import Proofs, Seen
from pipeline.identity import Known, Program, Sighting, Version, assign, programs, specialty_key
from pipeline.leads import outstanding, plain
from pipeline.log import PROPER, Log, Run
from pipeline.model import AUDIENCE_GROUPS, Attempt, Issue, Page, Reading, Refusal
from pipeline.pages import Standing, advance
from pipeline.schema import BY_NAME, NOT_STATED
from pipeline.sources import Source
from pipeline.specialty import ancestors, by_id, lookup, specialties
from pipeline.store import Directory, DirectoryWriter, ReadingCache, json_array

Row = dict[str, Any]
Read = Callable[[Page, Source], Reading]
NIGHT = timedelta(hours=12)
"""Attempts that lie further apart are not of one night."""
READING: TypeAdapter[Reading] = TypeAdapter(Reading)
PROPER_KINDS = frozenset({"program", "index", "no_offer"})
AFTER_READING = frozenset(
    {
        "build",
        "candidates",
        "checks",
        "cost",
        "export",
        "history",
        "identity",
        "leads",
        "log",
        "nrmp",
        "outcomes",
        "page_index",
        "pages",
    }
    | {"publish", "reference", "report", "rows", "schedule", "schema", "sources", "store", "summary"}
)
"""Modules that do not decide what a page says; a change of any other makes every cached reading old."""
ANY_ROW = {
    "id": "any",
    "name": "Any department",
    "level": "any",
    "parent": None,
    "acgme_name": None,
    "nrmp_name": None,
}


class Stored(Protocol):
    """What a build needs of the stored pages; `pipeline.pages.Archive` gives it."""

    def log(self) -> Log: ...
    def page(self, sha256: str) -> Page: ...
    def __contains__(self, sha256: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything a directory is made of. `accept` names sources (or `all`) whose floors were looked at and waived."""

    stored: Stored
    sources: Sequence[Source]
    today: date
    read: Read
    cache: ReadingCache
    previous: Directory | None = None
    issues: Sequence[Issue] = ()
    reference: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    candidates: Sequence[Row] = ()
    accept: frozenset[str] = frozenset()
    log: Log | None = None
    """What was tried, where it has been read already."""
    release: bool = False
    """Leave out everything that is copied from pages: quotes, text fragments, long phrases."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did. `stop` says why it must not be published."""

    counts: Mapping[str, int]
    tally: Tally
    problems: Sequence[Problem]
    stop: Issue | None
    pages_read: int
    pages_cached: int


@dataclass(slots=True)
class Body:
    """One version of the page at an address: the same body from `first` to `last`."""

    sha256: str
    first: datetime
    last: datetime
    run: str


@dataclass(slots=True)
class Address:
    """One address of one source with all its proper versions, oldest first."""

    standing: Standing
    bodies: list[Body]


@dataclass(frozen=True, slots=True)
class PageRead:
    """The reading that stands for an address: that of its latest version which is a proper page."""

    address: Address
    body: Body
    reading: Reading
    latest: Reading
    """The reading of the latest version; another one than `reading` where that is a bot wall or the wrong page."""


class NoPages(Exception):
    """There are no stored pages to build from."""


def readers_version(folder: Path) -> str:
    """Hash of the code and vocabulary that decide what a page says. `folder` is the project's."""
    digest = hashlib.sha256()
    code = [path for path in (folder / "pipeline").rglob("*.py") if path.stem not in AFTER_READING]
    data = [path for path in (folder / "vocab").rglob("*") if path.is_file()]
    for path in sorted((*code, *data)):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:24]


def addresses(attempts: Iterable[Attempt]) -> dict[str, Address]:
    """How every address of one source stands, from the attempts at it."""
    found: dict[str, Address] = {}
    for attempt in attempts:
        address = found.get(attempt.url)
        after = advance(address.standing if address else None, attempt)
        if after is None:
            continue
        if address is None:
            address = found[attempt.url] = Address(after, [])
        elif after is address.standing:
            continue
        address.standing = after
        if attempt.outcome in PROPER and attempt.sha256:
            if address.bodies and address.bodies[-1].sha256 == attempt.sha256:
                address.bodies[-1].last = attempt.at
            else:
                address.bodies.append(Body(attempt.sha256, attempt.at, attempt.at, attempt.run))
    return found


def left(source: Source, url: str, found: Mapping[str, Address]) -> bool:
    """Has an address left its source: its file names it no more, and later nights read the source without it?

    One such night is enough where only the file names pages; two where pages find each other, because a crawl that was
    interrupted may not have come to this one. What the file's rule allows is asked for ever, and leaves by being gone.
    """
    if url in source.urls or (source.follow and source.follow.allows(url)):
        return False
    since = found[url].standing.last.at + NIGHT
    own = (found[known].standing for known in source.urls if known in found)
    nights = max((sum(at > since for at, _ in standing.checks) for standing in own), default=0)
    return nights >= (1 if source.spider == "pages" else 2)


def run_row(identifier: str, run: Run) -> Row:
    proper = sum(run.outcomes[outcome] for outcome in PROPER)
    return {
        "id": identifier,
        "started": run.started,
        "ended": run.ended,
        "sources": run.sources,
        "pages": run.outcomes.total(),
        "ok": run.outcomes["ok"],
        "unchanged": run.outcomes["unchanged"],
        "failed": run.outcomes.total() - proper,
        "outcomes": json.dumps(dict(sorted(run.outcomes.items()))),
    }


def build(inputs: Inputs, path: Path) -> Built:
    """Write a new directory to `path` and say what it did.

    Raises NoPages where nothing is stored and DirectoryError where `path` cannot be written. Where a value turns out
    to be shared by unrelated institutions, the sources that brought it are held back in a second pass.
    """
    log = inputs.log or inputs.stored.log()
    if not any(run.outcomes[outcome] for run in log.runs.values() for outcome in PROPER):
        raise NoPages(
            "There are no stored pages, so that a build would give an empty directory; the one that is there stays. "
            "Fetch pages with `imgdir crawl`, or read an archive with `imgdir crawl --replay FILE.warc.gz`."
        )
    held: Mapping[str, Sequence[Issue]] = {}
    for attempt in (1, 2):
        with DirectoryWriter(path) as writer:
            work = Build(inputs, log, writer, held)
            work.institutions()
            shared = work.shared() if attempt == 1 else {}
            if not shared:
                return work.finish()
        held = shared
    raise AssertionError("the second pass always finishes")


class Build:
    """One pass over all institutions into one new file."""

    def __init__(
        self,
        inputs: Inputs,
        log: Log,
        writer: DirectoryWriter,
        held: Mapping[str, Sequence[Issue]],
    ) -> None:
        self.inputs = inputs
        self.log = log
        self.found: dict[str, dict[str, Address]] = {}
        """Source to address to how it stands; of one institution at a time."""
        self.runs = {identifier: run_row(identifier, run) for identifier, run in log.runs.items()}
        self.writer = writer
        self.held = held
        self.problems: list[Problem] = [
            Problem("floor" if issue.stage == "sources" else "warning", issue) for issue in inputs.issues
        ]
        self.problems += [
            Problem("floor", issue) for issue in dict.fromkeys(i for found in held.values() for i in found)
        ]
        self.latest_run = max(self.runs, key=lambda run: (self.runs[run]["ended"], run), default=None)
        self.taken: set[str] = set()
        self.institutions_written: set[str] = set()
        self.sources_written: set[str] = set()
        self.given = {plain(row["url"]): 0 for row in inputs.reference.get("leads", ())}
        """Listings of the pages that leads name."""
        self.before = self.ended = self.flipped = 0
        self.by_source: Counter[str] = Counter()
        self.proofs_of: dict[str, Proofs] = defaultdict(Proofs)
        self.changes_of: dict[str, list[Row]] = {}
        self.previews: dict[int, tuple[Sighting, Row]] = {}
        """By the identity of a listing, which its sighting keeps alive; of one institution at a time."""
        self.cities: dict[tuple[str, str], rows.Coordinates] = {}
        self.known_listings = inputs.previous is not None and inputs.previous.count("opportunities") > 0
        self.previous_runs()
        self.write_specialties()

    # -- the whole

    def previous_runs(self) -> None:
        if self.inputs.previous:
            for row in self.inputs.previous.table("runs"):
                self.runs.setdefault(row["id"], row)
            self.taken.update(row["id"] for row in self.inputs.previous.rows("SELECT id FROM opportunities"))
        for identifier in sorted(self.runs):
            self.writer.add("runs", self.runs[identifier])

    def write_specialties(self) -> None:
        self.writer.add("specialties", ANY_ROW | {"synonyms": "[]", "opportunities": 0})
        for specialty in specialties():
            self.writer.add(
                "specialties",
                {
                    "id": specialty.id,
                    "name": specialty.name,
                    "parent": specialty.parent,
                    "level": specialty.level,
                    "synonyms": rows.array((*specialty.synonyms, *specialty.loose)),
                    "acgme_name": specialty.acgme,
                    "nrmp_name": specialty.nrmp,
                    "opportunities": 0,
                },
            )

    def institutions(self) -> None:
        """Every institution of the registry, then what the previous directory has of sources that are not in it."""
        groups: dict[str, list[Source]] = {}
        for source in sorted(self.inputs.sources, key=lambda source: source.key):
            groups.setdefault(rows.institution_id(source.institution), []).append(source)
        for _, group in sorted(groups.items()):
            self.institution(group)
        self.orphans({source.key for source in self.inputs.sources})

    def institution(self, group: Sequence[Source]) -> None:
        """All sources of one institution, whose pages may state one programme twice."""
        self.write_institution(rows.institution_row(group[0].institution, self.coordinates))
        by_key = {source.key: source for source in group}
        self.previews.clear()
        self.found = {key: addresses(self.log.attempts(key)) for key in by_key}
        self.remember(by_key)
        old = self.known(by_key)
        read = {source.key: list(self.readings(source)) for source in group}
        sightings: list[Sighting] = []
        held: set[str] = set()
        for source in group:
            mine = [sighting for page in read[source.key] for sighting in self.sightings(source, page)]
            before = [known.row for known in old if known.source == source.key and not known.ended]
            looked_at = before or source.expect != "unreviewed"
            after = [self.preview(source, s) for s in mine if looked_at and s.version.gone_on is None]
            floor: object = self.held.get(source.key)
            if floor is None and not self.accepted(source.key):
                gone = (
                    bool(before)
                    and not after
                    and any(page.address.standing.gone for page in read[source.key])
                )
                floor = (
                    None
                    if gone or not self.news(source, read[source.key])
                    else checks.source_floor(source, before, after)
                )
                if floor:
                    self.problems.append(Problem("floor", floor))
            if floor:
                held.add(source.key)
            else:
                sightings.extend(mine)
            kinds = {page.address.standing.url: page.reading.kind for page in read[source.key]}
            for issue in checks.source_warnings(source, before, after, kinds):
                self.problems.append(Problem("warning", issue))
        remembered = {known.source for known in old}
        found = [
            program
            for program in programs(sightings)
            # What stood on a page that is gone is ended by its address below; its old title must not make a new listing.
            if program.source not in remembered
            or any(version.gone_on is None for version in program.versions)
        ]
        live = [known for known in old if known.source not in held]
        tracks = {source.key: source.tracks for source in group}
        written: Counter[str] = Counter()
        matched: set[str] = set()
        for program, (identifier, track, known) in zip(
            found, assign(found, live, tracks, self.taken), strict=True
        ):
            if known:
                matched.add(known.id)
            self.write_program(by_key[program.source], program, identifier, track, known)
            written[program.source] += 1
        for known in old:
            if known.id not in matched:
                seen = (
                    Seen("unknown")
                    if known.source in held
                    else self.seen(known, by_key[known.source], read[known.source])
                )
                self.write_known(known, seen)
                written[known.source] += 1
        for source in group:
            self.write_source(source, read[source.key], written[source.key])
            self.write_refusals(source, read[source.key])

    def orphans(self, registered: Collection[str]) -> None:
        """Listings of the previous directory whose source is not in the registry: its file is broken, or it is gone."""
        previous = self.inputs.previous
        if not previous:
            return
        broken = {issue.source for issue in self.inputs.issues if issue.stage == "sources"}
        for row in list(previous.table("sources")):
            if row["id"] in registered:
                continue
            for institution in previous.rows(
                "SELECT * FROM institutions WHERE id = ?", [row["institution_id"]]
            ):
                self.write_institution(institution)
            self.write_source_row(row)
            self.remember([row["id"]])
            for known in self.known([row["id"]]):
                if row["id"] in broken or known.ended:
                    self.write_known(known, Seen("unknown"))
                else:
                    ended, changes = history.end(
                        dict(known.row),
                        self.inputs.today.isoformat(),
                        "source withdrawn",
                        known.row["status"],
                        None,
                    )
                    self.write_carried(ended, changes)
            for refusal in previous.rows(
                "SELECT * FROM refusals WHERE source_id = ? ORDER BY 2, 3, 4, 5, 6", [row["id"]]
            ):
                self.write("refusals", refusal)

    def accepted(self, source: str) -> bool:
        return "all" in self.inputs.accept or source in self.inputs.accept

    # -- reading

    def readings(self, source: Source) -> Iterator[PageRead]:
        """What each address of a source says, by its latest proper version."""
        for url, address in sorted(self.found.get(source.key, {}).items()):
            if left(source, url, self.found[source.key]):
                self.page_row(source, url, address, None)
                continue
            bodies = [body for body in address.bodies if body.sha256 in self.inputs.stored]
            latest = stood = None
            for body in reversed(bodies):
                reading = self.reading(source, url, body)
                latest = latest or reading
                stood = stood or PageRead(address, body, reading, latest)
                if reading.kind in PROPER_KINDS:
                    stood = PageRead(address, body, reading, latest)
                    break
            if stood:
                if stood.reading is not stood.latest:
                    self.problems.append(Problem("warning", wrong_page(source, url, stood)))
                for issue in stood.reading.issues:
                    if issue.stage == "vocabulary" and address.standing.gone:
                        continue
                    self.problems.append(
                        Problem("warning", replace(issue, source=issue.source or source.key))
                    )
                yield stood
            self.page_row(source, url, address, stood)

    def reading(self, source: Source, url: str, body: Body) -> Reading:
        """The reading of one version, from the cache where the program has not changed since."""
        key = "\n".join(
            (url, body.sha256, body.first.date().isoformat(), source.type_hint or "", source.reader or "")
        )

        def fresh() -> str:
            page = self.inputs.stored.page(body.sha256)
            page = replace(page, url=url, fetched=body.first, source=source.key)
            return READING.dump_json(self.inputs.read(page, source)).decode()

        try:
            return READING.validate_json(self.inputs.cache.get(key, fresh))
        except (
            Exception
        ) as error:  # one page that a reader cannot stand must not cost the others their update
            issue = Issue(
                "extract",
                source.key,
                url,
                "page",
                f"{url}: the reader failed: {type(error).__name__}: {str(error)[:200]}. Its listings stay as they were.",
                f"Run `imgdir extract --explain --url {url}` on the stored page and mend the reader.",
            )
            return Reading(url, "blocked", issues=(issue,), reason="the reader failed")

    def sightings(self, source: Source, page: PageRead) -> Iterator[Sighting]:
        standing = page.address.standing
        gone_on = standing.last.at.astimezone(UTC).date() if standing.gone else None
        version = Version(
            standing.url,
            page.body.sha256,
            page.body.first,
            page.body.last,
            page.body.run,
            gone_on=gone_on,
            failing=standing.failures > 0,
        )
        if page.reading.kind != "program":
            return
        for order, listing in enumerate(page.reading.listings):
            yield Sighting(source.key, version, listing, order)

    def preview(self, source: Source, sighting: Sighting) -> Row:
        """The row that a sighting would give, for the floors."""
        program = Program(source.key, sighting.listing, (sighting.version,), ())
        row = rows.opportunity_row(program, "", "", source, self.inputs.today, self.coordinates)
        self.previews[id(sighting.listing)] = sighting, row
        return row

    def row(self, source: Source, program: Program, identifier: str, track: str) -> Row:
        """The row of a programme: its preview where one page alone states it."""
        known = self.previews.get(id(program.listing))
        if known and program.versions == (known[0].version,) and known[0].source == source.key:
            return known[1] | {"id": identifier, "track": track or None}
        return rows.opportunity_row(program, identifier, track, source, self.inputs.today, self.coordinates)

    def news(self, source: Source, read: Sequence[PageRead]) -> bool:
        """Has a page, or the reading of it, moved since the previous directory? Only then is there an update to hold."""
        return bool(read) and any(not page.address.standing.gone for page in read)

    def coordinates(self, city: str, state: str) -> rows.Coordinates:
        """Of a city, from the cache: the gazetteer takes a second to load, and most nights ask for known cities only."""
        if (city, state) not in self.cities:
            key = "\n".join(("city", rows.GAZETTEER_VERSION, city, state))
            found = self.inputs.cache.kept(key, lambda: json.dumps(rows.city_coordinates(city, state)))
            latitude, longitude = json.loads(found)
            self.cities[city, state] = latitude, longitude
        return self.cities[city, state]

    def known(self, keys: Iterable[str]) -> list[Known]:
        """The previous directory's listings of these sources, by id."""
        if not self.inputs.previous:
            return []
        wanted = sorted(keys)
        marks = ", ".join("?" * len(wanted))
        found = self.inputs.previous.rows(
            f"SELECT * FROM opportunities WHERE source_id IN ({marks}) ORDER BY id", wanted
        )
        return [known_of(row) for row in found]

    def seen(self, known: Known, source: Source, read: Sequence[PageRead]) -> Seen:
        """How the page of a known listing fares, where no reading shows the listing now."""
        address = self.found.get(source.key, {}).get(known.url)
        page = next((page for page in read if page.address.standing.url == known.url), None)
        if address is not None and address.standing.gone:
            return Seen("gone", rows.day(address.standing.last.at))
        if page is None:
            gone = address is None or left(source, known.url, self.found[source.key])
            moved = known.url not in source.urls and [
                page
                for page in read
                if page.reading.kind in PROPER_KINDS and not page.address.standing.failures
            ]
            return (
                Seen("read", max(rows.day(page.body.last) for page in moved))
                if moved and gone
                else Seen("unknown")
            )
        if page.reading.kind == "no_offer":
            return Seen("refused", rows.day(page.body.first))
        if page.reading.kind in PROPER_KINDS:
            return Seen("read", rows.day(page.body.last), page.body.sha256 in self.proofs_of[known.id].cited)
        return Seen("failed")

    def remember(self, keys: Iterable[str]) -> None:
        """Have at hand what the previous directory knows of the listings of these sources, in one go."""
        self.proofs_of, self.changes_of = defaultdict(Proofs), {}
        if not self.inputs.previous:
            return
        wanted = sorted(keys)
        mine = f"(SELECT id FROM opportunities WHERE source_id IN ({', '.join('?' * len(wanted))}))"
        for identifier, *proof in self.inputs.previous.connection.execute(
            f"SELECT opportunity_id, field, value, first_seen, page_sha256 FROM evidence WHERE opportunity_id IN {mine}",
            wanted,
        ):
            self.proofs_of[identifier].add(*proof)
        key = ", ".join(BY_NAME["changes"].key)
        for row in self.inputs.previous.rows(
            f"SELECT * FROM changes WHERE opportunity_id IN {mine} ORDER BY {key}", wanted
        ):
            self.changes_of.setdefault(row["opportunity_id"], []).append(row)

    # -- writing

    def write(self, table: str, row: Row) -> None:
        self.writer.add(table, shipped(table, row) if self.inputs.release else row)

    def write_institution(self, row: Row) -> None:
        if row["id"] not in self.institutions_written:
            self.institutions_written.add(row["id"])
            self.writer.add("institutions", row)

    def write_program(
        self, source: Source, program: Program, identifier: str, track: str, known: Known | None
    ) -> None:
        """One programme that a page states, compared with what was known of it."""
        today, previous = self.inputs.today, self.inputs.previous
        row = self.row(source, program, identifier, track)
        evidence = list(rows.evidence_rows(identifier, program))
        calendar = history.close_by_calendar(row, program.listing.deadline, today)
        if calendar:
            evidence = closed_evidence(evidence)
        for name in program.conflicts:
            self.problems.append(Problem("warning", disagreement(source, program, name)))
        changes: list[Row] = []
        old_changes: list[Row] = []
        if known and previous:
            old = dict(known.row)
            old_changes = self.changes_of.get(identifier, [])
            proofs = self.proofs_of[identifier]
            fresh = [version for version in program.versions if version.sha256 not in proofs.cited]
            lead = max(fresh or program.versions, key=lambda version: version.fetched)
            cause: history.Cause = "page" if fresh else "reading"
            seen_on = rows.day(lead.fetched) if fresh else rows.day(lead.confirmed)
            if row["ended_on"]:
                row, changes = history.unseen(old, Seen("gone", row["ended_on"]), self.latest_run)
            else:
                changes = history.compare(
                    old, row, cause=cause, seen_on=seen_on, run=lead.run or None, calendar=calendar
                )
                if old["ended_on"]:
                    changes.append(
                        history.event(
                            identifier,
                            f"ended: {old['ended_reason']}",
                            "returned",
                            rows.day(lead.confirmed),
                            lead.run,
                        )
                    )
                row = history.continued(old, row, changes)
            evidence = proofs.dated(evidence)
            self.count(old, row, calendar)
        elif self.known_listings and not row["ended_on"]:
            lead = program.versions[0]
            changes = [history.event(identifier, None, "new", rows.day(lead.fetched), lead.run)]
        self.write_listing(row, history.merged_changes(old_changes, changes))
        for item in (*rows.fee_rows(identifier, program.listing.fees),):
            self.write("fees", item)
        for item in evidence:
            self.write("evidence", item)

    def write_known(self, known: Known, seen: Seen) -> None:
        """A known listing that no reading shows now: kept as it was, or ended."""
        row, changes = history.unseen(dict(known.row), seen, self.latest_run)
        self.count(dict(known.row), row, False)
        if row["missing_since"] and not row["ended_on"] and seen.state == "read":
            self.problems.append(Problem("warning", missing(row)))
        self.write_carried(row, changes)

    def write_carried(self, row: Row, changes: Sequence[Row]) -> None:
        """A listing of the previous directory with its fees and evidence as they were."""
        previous = self.inputs.previous
        assert previous is not None
        calendar = not row["ended_on"] and history.close_by_calendar(
            row, fixed_deadline(row), self.inputs.today
        )
        if calendar:
            changes = [*changes, history.calendar_change(row)]
        self.taken.add(row["id"])
        self.write_listing(row, history.merged_changes(self.changes_of.get(row["id"], []), changes))
        for table in ("fees", "evidence"):
            for item in previous.of_listing(table, row["id"]):
                self.write(table, item)

    def write_listing(self, row: Row, changes: Sequence[Row]) -> None:
        today = self.inputs.today
        row["deadline"] = rows.rolled(row["deadline"], row["deadline_text"], today)
        row = rows.finished(row, today)
        if self.inputs.release:
            row = shipped("opportunities", row)
        printed = json_array(row["specialties"])
        found = dict.fromkeys(identifier for name in printed if (identifier := specialty_id(name)))
        self.writer.add_opportunity(row, search_place(row), search_specialties(printed))
        for identifier in found:
            self.writer.add(
                "opportunity_specialties", {"opportunity_id": row["id"], "specialty_id": identifier}
            )
        for change in changes:
            if change["run_id"] and change["run_id"] not in self.runs:
                change = change | {"run_id": None}
            self.write("changes", change)

    def count(self, old: Row, new: Row, calendar: bool) -> None:
        """Keep the tally for the whole-run floor."""
        if old["ended_on"]:
            return
        self.before += 1
        if new["ended_on"]:
            self.ended += 1
            self.by_source[new["source_id"]] += 1
        elif checks.flipped(old, new, calendar):
            self.flipped += 1
            self.by_source[new["source_id"]] += 1

    def write_source(self, source: Source, read: Sequence[PageRead], listings: int) -> None:
        mine = self.found.get(source.key, {})
        standings = [address.standing for url, address in mine.items() if not left(source, url, mine)]
        tried = max(standings, key=lambda standing: standing.last.at, default=None)
        ill = [standing for standing in standings if standing.failures]
        worst = max(
            ill, key=lambda standing: (standing.failures, standing.last.at, standing.url), default=None
        )
        shown = worst or tried
        good = [standing.confirmed for standing in standings if standing.confirmed]
        wall = next(filter(judged, read), None)
        health, why = (shown.last.outcome, shown.last.why) if shown else ("never tried", "")
        if not shown and source.key in self.log.outside:
            health, why = "not-in-archive", "The archive that was read does not hold its pages."
        if wall and not worst:
            health, why = judged(wall) or health, wall.latest.reason
        previous = self.previous_source(source.key) if not standings else None
        self.write_source_row(
            {
                "id": source.key,
                "institution_id": rows.institution_id(source.institution),
                "urls": rows.array(source.urls),
                "spider": source.spider,
                "cadence": source.cadence,
                "is_seller": int(source.is_seller),
                "reviewed": int(source.expect != "unreviewed"),
                "last_tried": rows.stamp(tried.last.at) if tried else (previous or {}).get("last_tried"),
                "last_good": rows.stamp(max(good)) if good else (previous or {}).get("last_good"),
                "health": previous["health"] if previous and health == "never tried" else health,
                "consecutive_failures": worst.failures if worst else 0,
                "why": why or None,
                "pages": len(read),
                "listings": listings,
            }
        )

    def previous_source(self, key: str) -> Row | None:
        if not self.inputs.previous:
            return None
        return next(self.inputs.previous.rows("SELECT * FROM sources WHERE id = ?", [key]), None)

    def write_source_row(self, row: Row) -> None:
        if row["id"] not in self.sources_written:
            self.sources_written.add(row["id"])
            self.writer.add("sources", row)

    def write_refusals(self, source: Source, read: Sequence[PageRead]) -> None:
        """What the pages say is not offered; what a failing page said before stays."""
        known: dict[tuple[str, str, str, str], Row] = {}
        if self.inputs.previous:
            for row in self.inputs.previous.rows("SELECT * FROM refusals WHERE source_id = ?", [source.key]):
                known[(row["source_id"], row["type"], row["audience"], row["page_url"])] = row
        now: dict[tuple[str, str, str, str], Row] = {}
        answered = set()
        for page in read:
            url = page.address.standing.url
            if page.reading.kind == "blocked":
                continue
            answered.add(url)
            if page.address.standing.gone:
                continue
            for refusal in page.reading.refusals:
                row = refusal_row(source, page, refusal)
                key = (row["source_id"], row["type"], row["audience"], row["page_url"])
                if key in known:
                    row["first_seen"] = min(row["first_seen"], known[key]["first_seen"])
                now.setdefault(key, row)
        for key, row in known.items():
            if row["page_url"] not in answered:
                now.setdefault(key, row | {"institution_id": rows.institution_id(source.institution)})
        for key in sorted(now):
            self.write("refusals", now[key])

    def page_row(self, source: Source, url: str, address: Address, page: PageRead | None) -> None:
        standing = address.standing
        row = {
            "url": url,
            "source_id": source.key,
            "last_tried": rows.stamp(standing.last.at),
            "outcome": judged(page) or standing.last.outcome,
            "status": standing.last.status,
            "last_good": rows.stamp(standing.confirmed) if standing.confirmed else None,
            "sha256": page.body.sha256 if page else standing.sha256 or None,
            "kind": page.reading.kind if page else None,
            "listings": len(page.reading.listings) if page else 0,
            "final_url": standing.last.final_url,
            "why": standing.last.why or (page.latest.reason if page else "") or None,
        }
        self.writer.add("pages", row)
        named = plain(url)
        if page and named in self.given:
            self.given[named] = max(self.given[named], len(page.reading.listings))

    # -- the end

    def shared(self) -> dict[str, list[Issue]]:
        """Sources to hold back in a second pass, because unrelated institutions suddenly share a contact or a fee."""
        held: dict[str, list[Issue]] = {}
        for column, least, extra in (
            ("contact_email", checks.SHARED_CONTACT, ""),
            ("contact_phone", checks.SHARED_CONTACT, ""),
            (
                "program_fee_usd",
                checks.SHARED_FEE,
                "AND o.first_seen < o.last_changed AND o.program_fee_usd > 0",
            ),
        ):
            value, family = f"CAST(o.{column} AS TEXT)", "coalesce(i.parent, i.id)"
            some = (
                f"FROM opportunities o JOIN institutions i ON i.id = o.institution_id "
                f"WHERE o.{column} IS NOT NULL AND o.is_seller = 0"
            )
            shared = f"GROUP BY 1 HAVING count(DISTINCT {family}) >= ?"
            previous = self.inputs.previous
            if previous is None or not self.known_listings:
                known: set[str] = set()
            else:
                known = {
                    row["value"] for row in previous.rows(f"SELECT {value} AS value {some} {shared}", [least])
                }
            found = self.writer.query(
                f"SELECT {value}, {family}, o.source_id, o.url {some} {extra} "
                f"AND {value} IN (SELECT {value} {some} {extra} {shared}) ORDER BY 1, 2, 3, 4",
                [least],
            )
            for keys, issue in checks.shared_values(found, least, column, known):
                new = {key for key in keys if self.brought(key, column, issue) and not self.accepted(key)}
                if new:
                    for key in sorted(new):
                        held.setdefault(key, []).append(issue)
                else:
                    self.problems.append(Problem("warning", issue))
        return held

    def brought(self, key: str, column: str, issue: Issue) -> bool:
        """Did this source have another value before? A source that is new has nothing to fall back on."""
        if not self.inputs.previous:
            return False
        value = issue.message.split(": ", 1)[1].split(" now stands", 1)[0]
        old = {
            row["value"]
            for row in self.inputs.previous.rows(
                f"SELECT CAST({column} AS TEXT) AS value FROM opportunities WHERE source_id = ? AND ended_on IS NULL",
                [key],
            )
        }
        return bool(old) and value not in old

    def finish(self) -> Built:
        self.previous_pages()
        for table, content in self.inputs.reference.items():
            for row in outstanding(content, self.given) if table == "leads" else content:
                self.writer.add(table, row)
        for row in self.inputs.candidates:
            if row.get("source_id") not in self.sources_written:
                row = row | {"source_id": None}
            self.writer.add("candidates", row)
        tally = Tally(self.before, self.ended, self.flipped, self.by_source)
        stop = None if "all" in self.inputs.accept else checks.run_floor(tally)
        if stop:
            self.problems.append(Problem("floor", stop))
        self.problems.sort(
            key=lambda p: (
                p.severity,
                p.issue.stage,
                p.issue.source,
                p.issue.url,
                p.issue.field,
                p.issue.message,
            )
        )
        for number, problem in enumerate(dict.fromkeys(self.problems), 1):
            self.write("problems", problem_row(number, problem))
        self.writer.finish()
        return Built(
            counts=dict(self.writer.counts),
            tally=tally,
            problems=tuple(dict.fromkeys(self.problems)),
            stop=stop,
            pages_read=self.inputs.cache.misses,
            pages_cached=self.inputs.cache.hits,
        )

    def previous_pages(self) -> None:
        """Pages of the previous directory that this archive knows nothing of."""
        if self.inputs.previous:
            for row in self.inputs.previous.table("pages"):
                if not self.writer.has("pages", row["url"]):
                    if row["source_id"] not in self.sources_written:
                        row["source_id"] = None
                    self.writer.add("pages", row)


def known_of(row: Row) -> Known:
    return Known(
        id=row["id"],
        source=row["source_id"],
        type=row["type"],
        title=row["title"],
        audience={
            group: "unknown" if row[column] == NOT_STATED else row[column]
            for group, column in zip(AUDIENCE_GROUPS, rows.AUDIENCE_COLUMNS.values(), strict=True)
        },
        specialties=frozenset(map(specialty_key, json_array(row["specialties"]))),
        url=row["url"],
        track=row["track"] or "",
        ended=row["ended_on"] is not None,
        row=row,
    )


def specialty_id(name: str) -> str | None:
    if name.lower() == "any":
        return "any"
    found = lookup(name)
    return found.id if found else None


def search_place(row: Row) -> str:
    state = us.states.lookup(row["state"], field="abbr") if row["state"] else None
    return ", ".join(part for part in (row["city"], row["state"], state.name if state else None) if part)


def search_specialties(printed: Sequence[str]) -> str:
    """Names, synonyms and parents, so that "heart" finds cardiology and a parent its subspecialties."""
    words: dict[str, None] = {}
    for name in printed:
        found = lookup(name)
        words[name if name != "any" else "any department all specialties"] = None
        if found:
            words |= dict.fromkeys((found.name, *found.synonyms, *found.loose))
            words |= dict.fromkeys(by_id()[identifier].name for identifier in ancestors(found.id))
    return "; ".join(words)


def judged(page: PageRead | None) -> Literal["shell", "wrong-page"] | None:
    """What the latest version of a page is instead of a reading, which only its whole text says; None where it is one."""
    if page is None or page.address.standing.failures:
        return None
    if page.latest.kind == "blocked":
        return "shell"
    return "wrong-page" if page.reading is not page.latest else None


def wrong_page(source: Source, url: str, page: PageRead) -> Issue:
    return Issue(
        "gate",
        source.key,
        url,
        "page",
        f"{url}: the latest version reads as {page.latest.kind} ({page.latest.reason}); the listings stay as they were "
        f"on {rows.spoken(page.body.last.date())}.",
        f"Open the page. If the program has moved, put its new address into sources/{source.key}.yml.",
    )


def disagreement(source: Source, program: Program, name: str) -> Issue:
    urls = " and ".join(dict.fromkeys(version.url for version in program.versions))
    return Issue(
        "identity",
        source.key,
        program.versions[0].url,
        name,
        f"{name}: {urls} state one program and disagree; the more cautious or the fuller page stands.",
        "Open both. If they are two programs, give them tracks in the source's file; if one page is old, drop its address.",
    )


def missing(row: Row) -> Issue:
    return Issue(
        "history",
        row["source_id"],
        row["url"],
        "listing",
        f"{row['id']}: the page no longer shows it since {row['missing_since']}; it ends if the next reading agrees.",
        "Open the page. If it is still there, mend the reader; if it has moved, add its new address.",
    )


def closed_evidence(evidence: Sequence[Row]) -> list[Row]:
    """Evidence of a listing that the calendar has closed: its deadline proves the status."""
    kept = [row for row in evidence if row["field"] != "status"]
    for row in evidence:
        if row["field"] == "deadline":
            proof = row | {"field": "status", "seq": 1, "value": "closed", "rule": "calendar.deadline_passed"}
            return [*kept, proof]
    return kept


def fixed_deadline(row: Row) -> str | None:
    """The deadline of a row where it is a day of one year and not a yearly one."""
    return row["deadline"] if row["deadline"] and "every year" not in (row["deadline_text"] or "") else None


def refusal_row(source: Source, page: PageRead, refusal: Refusal) -> Row:
    return {
        "source_id": source.key,
        "institution_id": rows.institution_id(source.institution),
        "institution": source.institution.name,
        "type": refusal.type,
        "audience": refusal.audience,
        "quote": refusal.quote,
        "page_url": page.address.standing.url,
        "page_sha256": page.body.sha256,
        "first_seen": rows.day(page.body.first),
        "last_confirmed": rows.day(page.body.last),
    }


def problem_row(number: int, problem: Problem) -> Row:
    issue = problem.issue
    return {
        "id": number,
        "severity": problem.severity,
        "stage": issue.stage,
        "source_id": issue.source,
        "url": issue.url,
        "field": issue.field,
        "message": issue.message,
        "remedy": issue.remedy,
    }


def shipped(table: str, row: Row) -> Row:
    """`row` without anything copied from a page: no quotes, no text fragments, no long phrases."""
    if table == "evidence":
        return row | {"quote": None, "text_fragment_url": None, "value": rows.brief(row["value"])}
    if table == "refusals":
        return row | {"quote": None}
    if table == "fees":
        return row | {"applies_to": rows.brief(row["applies_to"]), "note": None}
    if table == "opportunities":
        printed = [rows.brief(name) or "" for name in json_array(row["specialties"])]
        return row | {
            "title": rows.brief(row["title"], rows.TITLE_WORDS),
            "specialties": rows.array(printed),
            "deadline_text": rows.brief(row["deadline_text"]),
        }
    if table == "changes":
        return row | {"old": rows.brief(row["old"]), "new": rows.brief(row["new"])}
    if table == "problems":
        return row | {"message": rows.without_quotes(row["message"])}
    return row
