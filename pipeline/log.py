"""The log of attempts: one JSON line an attempt, append only, read source by source.

One pass notes where each source's lines are (eight bytes each) and what the runs came to; a line is read in full only
when its source is worked on, so that memory does not grow with the pages.
"""

from __future__ import annotations

import json
import os
import re
import weakref
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from sys import intern
from typing import Any, NamedTuple, cast

from pipeline.model import Attempt, AttemptOutcome

HEAD = re.compile(
    rb'\{"run": "(?P<run>[^"\\]*)", "source": "(?P<source>[^"\\]*)", "url": "(?P<url>(?:[^"\\]|\\.)*)", '
    rb'"at": "(?P<at>[^"\\]*)", "outcome": "(?P<outcome>[^"\\]*)"'
)
"""The beginning of a line as `attempt_line` writes it."""
LINE = 1024
"""Bytes that hold nearly every line."""
OPEN_RUNS = 16
"""Runs whose sources are counted side by side: one that was interrupted may be followed by others before it goes on."""
NOT_IN_ARCHIVE = "not-in-archive"
PROPER: frozenset[AttemptOutcome] = frozenset({"ok", "unchanged"})
"""Outcomes that are a proper reading of the page; only these confirm or change a listing."""


@dataclass(slots=True)
class Run:
    """What one crawl came to."""

    started: str
    """First and last attempt, as ISO text in UTC."""
    ended: str
    sources: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)


class Head(NamedTuple):
    """What is read of every line: `place` says where the line is."""

    place: int
    run: str
    source: str
    url: str
    at: str
    outcome: str


class Log:
    """Attempts by source, and the runs. Reading needs no lock: lines that are appended later are not seen."""

    def __init__(self, heads: Callable[[], Iterator[Head]], get: Callable[[int], Attempt]) -> None:
        """`heads` gives every line in the order of writing, each time anew; `get` the attempt at a place."""
        self.runs: dict[str, Run] = {}
        self._heads = heads
        self._get = get
        self._places: dict[str, array[int]] = {}
        self._outside: set[str] = set()
        self._open_runs: dict[str, set[str]] = {}
        for head in heads():
            self._note(head)

    @classmethod
    def of(cls, attempts: Iterable[Attempt]) -> Log:
        """A log of attempts that are at hand."""
        held = tuple(attempts)

        def heads() -> Iterator[Head]:
            for place, one in enumerate(held):
                yield Head(place, one.run, one.source, one.url, iso(one.at), one.outcome)

        return cls(heads, held.__getitem__)

    @classmethod
    def read(cls, file: Path) -> Log:
        """The log in a file; an empty one where there is none. A torn last line is passed over.

        Raises OSError where the file cannot be read.
        """
        try:
            descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return cls.of(())
        end = os.fstat(descriptor).st_size
        log = cls(lambda: _heads(descriptor, end), lambda place: attempt_of(_line(descriptor, place)))
        weakref.finalize(log, os.close, descriptor)
        return log

    def _note(self, head: Head) -> None:
        place, run, source, _, at, outcome = head
        found = self.runs.get(run)
        if found is None:
            found = self.runs[run] = Run(at, at)
        if at < found.started:
            found.started = at
        if at > found.ended:
            found.ended = at
        found.outcomes[outcome] += 1
        seen = self._open_runs.get(run)
        if seen is None:
            seen = self._open_runs[run] = set()
            if len(self._open_runs) > OPEN_RUNS:
                del self._open_runs[next(iter(self._open_runs))]
        places = self._places.get(source)
        if places is None:
            places = self._places[source] = array("q")
        places.append(place)
        if source not in seen:
            seen.add(intern(source))
            found.sources += 1
        if outcome == NOT_IN_ARCHIVE:
            self._outside.add(source)

    @property
    def sources(self) -> list[str]:
        """Keys of all sources of which an attempt is noted, sorted."""
        return sorted(self._places)

    @property
    def outside(self) -> frozenset[str]:
        """Sources of which a replay's archive did not hold a page."""
        return frozenset(self._outside)

    def read_addresses(self) -> Iterator[str]:
        """Addresses of which there was a proper reading; one may come several times."""
        return (head.url for head in self._heads() if head.outcome in PROPER)

    def attempts(self, source: str) -> Iterator[Attempt]:
        """Every attempt at a source, in the order of writing."""
        return map(self._get, self._places.get(source, ()))


def _heads(descriptor: int, end: int) -> Iterator[Head]:
    """The heads of the whole lines that stand before `end`."""
    place = 0
    with os.fdopen(os.dup(descriptor), "rb") as stream:
        stream.seek(0)
        for line in stream:
            if place >= end:
                return
            if line.endswith(b"}\n"):
                if found := HEAD.match(line):
                    run, source, url, at, outcome = (
                        part.decode("utf-8", "replace") for part in found.groups()
                    )
                    if "\\" in url:
                        url = json.loads(f'"{url}"')
                    yield Head(place, run, source, url, at, outcome)
                else:
                    one = attempt_of(line.decode("utf-8", "replace"))
                    yield Head(place, one.run, one.source, one.url, iso(one.at), one.outcome)
            place += len(line)


def _line(descriptor: int, place: int) -> str:
    line, size = b"", LINE
    while b"\n" not in line:
        line = os.pread(descriptor, size, place)
        if len(line) < size:
            break
        size *= 4
    return line.partition(b"\n")[0].decode("utf-8", "replace")


# --- lines


@lru_cache(maxsize=4096)
def instant(text: str) -> datetime:
    """Cached: a log of attempts has many in one second."""
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC)


@lru_cache(maxsize=4096)
def iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def attempt_line(attempt: Attempt) -> str:
    data: dict[str, Any] = {
        "run": attempt.run,
        "source": attempt.source,
        "url": attempt.url,
        "at": iso(attempt.at),
        "outcome": attempt.outcome,
        "status": attempt.status,
        "sha256": attempt.sha256,
        "final_url": attempt.final_url,
        "why": attempt.why,
        "seconds": round(attempt.seconds, 3),
        "bytes": attempt.bytes,
        "retry_at": iso(attempt.retry_at) if attempt.retry_at else None,
    }
    return json.dumps({k: v for k, v in data.items() if v not in (None, "", 0)}) + "\n"


def attempt_of(line: str) -> Attempt:
    data = json.loads(line)
    return Attempt(
        run=intern(data["run"]),
        source=intern(data["source"]),
        url=intern(data["url"]),
        at=instant(data["at"]),
        outcome=cast(AttemptOutcome, intern(data["outcome"])),
        status=data.get("status"),
        sha256=intern(data.get("sha256", "")),
        final_url=data.get("final_url"),
        why=intern(data.get("why", "")),
        seconds=data.get("seconds", 0.0),
        bytes=data.get("bytes", 0),
        retry_at=instant(data["retry_at"]) if "retry_at" in data else None,
    )
