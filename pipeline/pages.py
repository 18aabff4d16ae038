"""Stored pages: WARC files, an index of them by hash and address, and a log of every attempt.

Layout of an archive's folder (`var/crawl/` by default; docs/crawling.md describes it for other tools):

    warc/NAME.warc.gz        standard WARC 1.1, one gzip member a record; `.open` is appended while it is written
    index.cdxj               one line a stored body: SURT key, 14-digit UTC date, JSON with hash, file, offset, length
    attempts.jsonl           one line an attempt, however it ended; append only
    run.json                 the run under way, so that an interrupted one is resumed; gone when it has ended
    lock                     held with flock while a crawl writes; a dead process holds nothing

Bodies are stored decoded (no content or transfer encoding), so that the payload digest is the page's `sha256`.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import io
import json
import os
import struct
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from io import FileIO
from itertools import chain
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit
from uuid import uuid4

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.log import PROPER as PROPER
from pipeline.log import Log as Log
from pipeline.log import attempt_line, attempt_of, instant, iso
from pipeline.model import Attempt, AttemptOutcome, Page
from pipeline.page_index import Entry as Entry
from pipeline.page_index import PageIndex, entry_of

MAX_BODY = 20_000_000
ROTATE_BYTES = 100_000_000
GONE_AFTER = timedelta(hours=20)
"""Least time between two 404 or 410 answers for a page to count as gone: a nightly run's "a day", with its jitter."""
HISTORY = 12
"""How many of an address's latest checks are remembered for its schedule."""
LISTS_OF_LINKS = frozenset(
    {
        "application/xml",
        "text/xml",
        "application/rss+xml",
        "application/atom+xml",
        "application/gzip",
        "application/x-gzip",
    }
)
"""Types of sitemaps and feeds: they are stored for the links in them and are no page to read."""
HOP_BY_HOP = frozenset(
    {"transfer-encoding", "content-encoding", "content-length", "connection", "keep-alive", "set-cookie"}
)
"""Headers that are not stored: they describe the transfer, not the stored body, or are cookies."""


class ArchiveError(Exception):
    """A stored archive that cannot be used: says which file, why, and what to do."""


def unreadable(path: Path, error: OSError) -> ArchiveError:
    return ArchiveError(f"{path}: cannot be read: {error.strerror}. Name another folder with --state.")


# --- reading any WARC file


def read_warc(path: Path) -> Iterator[Page]:
    """Every HTTP response record of a WARC file, oldest first as written. Bodies are decoded (gzip, brotli, chunked).

    Raises ArchiveError where the file is missing, empty, no WARC, holds no response, or is cut off.
    """
    for _, page in located(path):
        yield page


def located(path: Path) -> Iterator[tuple[int, Page]]:
    """As `read_warc`, each page with the offset of its record in the file."""
    count = 0
    for place in _responses(path):
        count += 1
        yield place
    if not count:
        raise ArchiveError(f"{path}: the archive holds no page (no WARC response record). Name another file.")


def _responses(path: Path) -> Iterator[tuple[int, Page]]:
    try:
        with path.open("rb") as stream:
            magic = stream.read(5)
            if magic and not magic.startswith((b"\x1f\x8b", b"WARC/")):
                raise ArchiveError(f"{path}: this is no WARC file. Name another one.")
            stream.seek(0)
            records = ArchiveIterator(stream)
            last = 0
            for record in records:
                page = _page_of(record)
                last = records.get_record_offset()
                if page is not None:
                    yield last, page
        if not _ends_whole(path, last):
            raise ArchiveError(_torn(path))
    except FileNotFoundError as error:
        raise ArchiveError(f"{path}: there is no such file. Check the path.") from error
    except OSError as error:
        raise ArchiveError(f"{path}: cannot be read: {error.strerror or error}.") from error
    except (ArchiveLoadFailed, EOFError, zlib.error, ValueError) as error:
        raise ArchiveError(f"{_torn(path)} ({type(error).__name__}: {str(error)[:120]})") from error


def _torn(path: Path) -> str:
    return f"{path}: this is no whole WARC file; it may be cut off or damaged. Fetch it anew and try again."


def _ends_whole(path: Path, last: int) -> bool:
    """False where a gzip file stops inside the member that starts at `last`, which warcio does not say."""
    with path.open("rb") as stream:
        if stream.read(2) != b"\x1f\x8b":
            return True
        stream.seek(last)
        return whole_members(stream)[0] == path.stat().st_size


def whole_members(stream: IO[bytes]) -> tuple[int, int]:
    """(offset after the last whole gzip member, count of whole members) from the stream's place onwards."""
    end = stream.tell()
    count = 0
    position = end
    inflater = zlib.decompressobj(zlib.MAX_WBITS + 16)
    chunk = b""
    while True:
        if not chunk:
            chunk = stream.read(1 << 16)
            if not chunk:
                return end, count
        size = len(chunk)
        try:
            inflater.decompress(chunk)
        except zlib.error:
            return end, count
        if inflater.eof:
            position += size - len(inflater.unused_data)
            chunk = inflater.unused_data
            end, count = position, count + 1
            inflater = zlib.decompressobj(zlib.MAX_WBITS + 16)
        else:
            position += size
            chunk = b""


def _page_of(record: Any, source: str | None = None) -> Page | None:
    if record.rec_type != "response" or record.http_headers is None:
        return None
    body = record.content_stream().read(MAX_BODY)
    headers = {name.lower(): value for name, value in record.http_headers.headers}
    return Page(
        url=record.rec_headers.get_header("WARC-Target-URI"),
        fetched=instant(record.rec_headers.get_header("WARC-Date")),
        body=body,
        content_type=headers.get("content-type", "text/html"),
        status=int(record.http_headers.get_statuscode() or 200),
        sha256=hashlib.sha256(body).hexdigest(),
        source=source,
        headers=headers,
    )


# --- what is stored


@dataclass(frozen=True, slots=True)
class Standing:
    """How one address of one source stands after all attempts so far. Times are aware UTC."""

    source: str
    url: str
    last: Attempt
    """The latest attempt, however it ended (never `not-in-archive`)."""
    sha256: str = ""
    """Body of the latest proper reading; "" where there has been none."""
    fetched: datetime | None = None
    """When that body was first read."""
    confirmed: datetime | None = None
    """When it was last seen to be unchanged."""
    failures: int = 0
    """Attempts since the last proper reading."""
    missing_since: datetime | None = None
    """First of the unbroken run of 404 or 410 answers."""
    packed: bytes = b""
    """`checks` in eight bytes each: a country's pages with a year of nights must fit into a small machine."""

    @property
    def checks(self) -> tuple[tuple[datetime, bool], ...]:
        """The latest proper readings, oldest first: when, and whether the page had changed."""
        found = struct.unpack(f"<{len(self.packed) // 8}q", self.packed)
        return tuple((datetime.fromtimestamp(value >> 1, UTC), bool(value & 1)) for value in found)

    @property
    def gone(self) -> bool:
        """True once the page has answered 404 or 410 twice, a day apart."""
        return self.last.outcome == "gone"


def advance(standing: Standing | None, attempt: Attempt) -> Standing | None:
    """The standing after one more attempt. An attempt older than the latest changes nothing."""
    if attempt.outcome == "not-in-archive":
        return standing
    if standing is None:
        standing = Standing(attempt.source, attempt.url, attempt)
    elif attempt.at < standing.last.at:
        return standing
    if attempt.outcome in PROPER:
        changed = attempt.sha256 != standing.sha256
        # Not `replace`, which costs three times as much: there is one of these for every attempt ever made.
        return Standing(
            source=standing.source,
            url=standing.url,
            last=attempt,
            sha256=attempt.sha256,
            fetched=attempt.at if changed or standing.fetched is None else standing.fetched,
            confirmed=attempt.at,
            failures=0,
            missing_since=None,
            packed=(standing.packed + struct.pack("<q", int(attempt.at.timestamp()) << 1 | changed))[
                -8 * HISTORY :
            ],
        )
    absent = attempt.outcome in {"missing", "gone"}
    # A blocked or failed attempt in between says nothing of whether the page is there.
    since = standing.missing_since or (attempt.at if absent else None)
    return replace(standing, last=attempt, failures=standing.failures + 1, missing_since=since)


def standings(attempts: Iterable[Attempt]) -> dict[str, Standing]:
    """How each address of one source stands, from the attempts at it."""
    found: dict[str, Standing] = {}
    for attempt in attempts:
        after = advance(found.get(attempt.url), attempt)
        if after is not None:
            found[attempt.url] = after
    return found


def absence(standing: Standing | None, at: datetime) -> AttemptOutcome:
    """`missing` for a first 404 or 410, `gone` where an earlier one lies a day back."""
    since = standing.missing_since if standing else None
    return "gone" if since is not None and at - since >= GONE_AFTER else "missing"


class Archive:
    """A folder of stored pages, read without a lock: what a crawl is writing appears line by line.

    Opening notes where each body stands in the index (about 150 bytes each); lines and bodies are read when asked for.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.warcs = folder / "warc"
        self.index_file = folder / "index.cdxj"
        self.attempts_file = folder / "attempts.jsonl"
        self.run_file = folder / "run.json"
        try:
            self.index = PageIndex(self.index_file)
        except OSError as error:
            raise unreadable(self.index_file, error) from error

    # -- reading

    def __len__(self) -> int:
        """How many different bodies are stored."""
        return len(self.index)

    def __contains__(self, sha256: str) -> bool:
        return sha256 in self.index

    def entries(self) -> Iterator[Entry]:
        """Every stored body, in the order of storing."""
        return iter(self.index)

    def entry(self, sha256: str) -> Entry | None:
        return self.index.get(sha256)

    def page(self, sha256: str) -> Page:
        """The stored page with this hash of its body. Raises KeyError where there is none, ArchiveError where its file is damaged."""
        entry = self.index.get(sha256)
        if entry is None:
            raise KeyError(sha256)
        path = self._warc_path(entry.file)
        try:
            with path.open("rb") as stream:
                stream.seek(entry.offset)
                member = stream.read(entry.length)
            page = _page_of(next(iter(ArchiveIterator(io.BytesIO(member)))))
        except (OSError, StopIteration, ArchiveLoadFailed, EOFError, zlib.error) as error:
            raise ArchiveError(
                f"{path}: the page {entry.url} cannot be read at byte {entry.offset}: {error}. "
                "Crawl its source again, or restore the file."
            ) from error
        if page is None or page.sha256 != sha256:
            raise ArchiveError(
                f"{path}: the record at byte {entry.offset} is not the page {entry.url} that the index names. "
                "Restore the file, or crawl the source again."
            )
        return page

    def attempts(self, run: str | None = None) -> Iterator[Attempt]:
        """Every attempt in the order of writing, or those of one run. A torn last line is passed over."""
        for line in _whole_lines(self.attempts_file):
            attempt = attempt_of(line)
            if run is None or attempt.run == run:
                yield attempt

    def log(self) -> Log:
        """Every attempt so far, by source. Raises ArchiveError where the log cannot be read."""
        try:
            return Log.read(self.attempts_file)
        except OSError as error:
            raise unreadable(self.attempts_file, error) from error

    def standings(self) -> dict[tuple[str, str], Standing]:
        """How each (source, address) stands, sorted by both."""
        log = self.log()
        return {
            (source, url): standing
            for source in log.sources
            for url, standing in sorted(standings(log.attempts(source)).items())
        }

    def latest(
        self, standings: Mapping[tuple[str, str], Standing] | None = None
    ) -> Iterator[tuple[Standing, Page]]:
        """The latest proper reading of each (source, address) that has one, sorted by both.

        `page.url` is the address as the registry or a link gave it, `page.final_url` where it was served from,
        `page.fetched` when that body was first read, `standing.confirmed` when it was last seen to be so. A
        standing that is `gone`, blocked or failing still comes with its last good page.
        """
        for standing in (self.standings() if standings is None else standings).values():
            entry = self.index.get(standing.sha256)
            if entry is not None and entry.mime not in LISTS_OF_LINKS:
                page = self.page(standing.sha256)
                yield (
                    standing,
                    replace(
                        page,
                        url=standing.url,
                        final_url=page.url if page.url != standing.url else None,
                        fetched=standing.fetched or page.fetched,
                        source=standing.source,
                    ),
                )

    def run(self) -> dict[str, Any] | None:
        """The run under way or interrupted, as its crawl described it; None where none is."""
        try:
            value = json.loads(self.run_file.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return None
        return value if isinstance(value, dict) else None

    def _warc_path(self, name: str) -> Path:
        path = self.warcs / name
        return path if path.exists() else path.with_name(name + ".open")

    # -- writing

    @contextmanager
    def writing(self, run: str, *, sync: Callable[[int], None] = os.fsync) -> Iterator[Writer]:
        """A Writer under the archive's lock, after mending what an interrupted crawl left.

        Raises ArchiveError where another process holds the lock or the folder cannot be written.
        """
        try:
            self.warcs.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / "lock").open("a+")
        except OSError as error:
            raise ArchiveError(
                f"{self.folder}: cannot be written: {error.strerror}. Give a folder that can, with --state."
            ) from error
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                lock.seek(0)
                holder = lock.read().strip() or "unknown"
                raise ArchiveError(
                    f"{self.folder}: another crawl (process {holder}) is writing here. "
                    "Wait until it ends, or stop it; a dead process holds no lock."
                ) from error
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            self._mend()
            writer = Writer(self, run, sync)
            try:
                yield writer
            except BaseException:
                with suppress(OSError):
                    writer.close()
                raise
            writer.close()

    def _mend(self) -> None:
        """Cut torn tails, index whole records whose index line was lost, and close files left open."""
        for path in (self.index_file, self.attempts_file):
            _cut_torn_line(path)
        self._finish_pruning()
        self.index.read()
        for path in sorted(self.warcs.glob("*.warc.gz.open")):
            with path.open("r+b") as stream:
                end, count = whole_members(stream)
                stream.truncate(end)
            name = path.name.removesuffix(".open")
            lost = {e.sha256 for e in self.index if e.file == name and e.offset + e.length > end}
            found = [e for e in _scan(path, name) if e.sha256 in lost or e.sha256 not in self.index]
            if lost:
                self.index.rewrite(chain((e for e in self.index if e.sha256 not in lost), found))
            else:
                for entry in found:
                    self.index.append(entry)
            if count:
                path.rename(path.with_name(name))
            else:
                path.unlink()

    # -- pruning

    def prune(self, cited: Collection[str], *, now: datetime, keep_days: int = 90) -> int:
        """Forget old bodies; returns how many. The caller holds the lock (call it on `writer.archive`).

        Kept: every hash in `cited` (evidence stands on it), the latest proper reading of every address, and
        whatever was stored within `keep_days`. Files as old that hold no body, of nights on which no page was new, go
        whole. Crash-safe: new files first, then the index, then the old files go.
        """
        limit = now - timedelta(days=keep_days)
        log = self.log()
        wanted = set(cited)
        for source in log.sources:
            wanted |= {standing.sha256 for standing in standings(log.attempts(source)).values()}
        old = {e.sha256: e.file for e in self.index if e.stored < limit and e.sha256 not in wanted}
        touched = sorted({name for name in old.values() if (self.warcs / name).exists()})
        removed = {sha for sha, name in old.items() if name in touched}
        empty = self._without_body(limit)
        if not removed and not empty:
            return 0
        keep: dict[str, list[tuple[int, int, str]]] = {name: [] for name in touched}
        for entry in self.index:
            if entry.file in keep and entry.sha256 not in removed:
                keep[entry.file].append((entry.offset, entry.length, entry.sha256))
        moved: dict[str, tuple[str, int]] = {}
        for name in filter(keep.get, touched):
            fresh = _next_name(name)
            with (self.warcs / name).open("rb") as before, (self.warcs / fresh).open("wb") as after:
                after.write(_warcinfo(fresh, now, f"kept from {name}"))
                for offset, length, sha256 in sorted(keep[name]):
                    moved[sha256] = fresh, after.tell()
                    before.seek(offset)
                    after.write(before.read(length))
                    after.write(_request_after(before))
                after.flush()
                os.fsync(after.fileno())
        (self.folder / "pruned.json").write_text(json.dumps([*touched, *empty]), encoding="utf-8")
        self.index.rewrite(
            entry._replace(file=moved[entry.sha256][0], offset=moved[entry.sha256][1])
            if entry.sha256 in moved
            else entry
            for entry in self.index
            if entry.sha256 not in removed
        )
        self._finish_pruning()
        return len(removed)

    def _without_body(self, limit: datetime) -> list[str]:
        """Names of closed files begun before `limit` in which the index knows no body."""
        used = {entry.file for entry in self.index}
        names = sorted(path.name for path in self.warcs.glob("*.warc.gz") if path.name not in used)
        return [name for name in names if (begun := _begun(self.warcs / name)) and begun < limit]

    def _finish_pruning(self) -> None:
        """Delete the files that a pruning replaced, once no line of the index names them."""
        note = self.folder / "pruned.json"
        try:
            names = json.loads(note.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            note.unlink(missing_ok=True)
            return
        named = {entry_of(line).file for line in _whole_lines(self.index_file)}
        for name in names:
            if name not in named:
                (self.warcs / name).unlink(missing_ok=True)
        note.unlink(missing_ok=True)


@dataclass
class Writer:
    """Appends to an archive whose lock is held. Every record reaches the file before its index line, and that before its attempt."""

    archive: Archive
    run: str
    sync: Callable[[int], None] = os.fsync
    rotate_bytes: int = ROTATE_BYTES
    _stream: FileIO | None = field(default=None, repr=False)
    _name: str = ""
    _size: int = 0
    _synced: float = 0.0
    _files: int = 0
    _attempts: IO[str] | None = field(default=None, repr=False)

    def append(
        self, page: Page, *, text: str = "", reason: str = "OK", sent: Mapping[str, str] | None = None
    ) -> str:
        """Store one response, and the request where its headers `sent` are given; returns the hash of the body.

        `page.url` is the address that answered, `page.fetched` when. A body that is stored already is not stored
        twice: a revisit record refers to it.
        """
        sha256 = hashlib.sha256(page.body).hexdigest()
        known = self.archive.entry(sha256)
        if known is not None:
            self.revisit(page, known, sent)
            return sha256
        identifier = _record_id()
        member = _response_record(page, sha256, reason, identifier)
        offset = self._write(member + _request_record(page, sent, identifier), page.fetched)
        entry = Entry(
            url=page.url,
            stored=page.fetched,
            status=page.status,
            mime=page.content_type.split(";")[0].strip().lower(),
            sha256=sha256,
            text=text,
            etag=page.headers.get("etag", ""),
            last_modified=page.headers.get("last-modified", ""),
            file=self._name,
            offset=offset,
            length=len(member),
        )
        self.archive.index.append(entry)
        return sha256

    def revisit(self, page: Page, known: Entry, sent: Mapping[str, str] | None = None) -> None:
        """Record that `page.url` still answers with a body that is stored (304, or the same bytes)."""
        identifier = _record_id()
        self._write(
            _revisit_record(page, known, identifier) + _request_record(page, sent, identifier), page.fetched
        )

    def record(self, attempt: Attempt) -> None:
        """Log one attempt; after this line a resumed crawl does not make it again."""
        if self._attempts is None:
            self._attempts = self.archive.attempts_file.open("a", encoding="utf-8")
        self._attempts.write(attempt_line(attempt))
        self._attempts.flush()

    def begin(self, description: Mapping[str, Any]) -> None:
        """Note the run under way in run.json, whole or not at all."""
        fresh = self.archive.run_file.with_suffix(".new")
        fresh.write_text(json.dumps({"run": self.run, **description}, sort_keys=True), encoding="utf-8")
        fresh.replace(self.archive.run_file)

    def end(self) -> None:
        """The run is whole: nothing is left to resume."""
        self.flush()
        self.archive.run_file.unlink(missing_ok=True)

    def flush(self) -> None:
        """Force what is written to the disk: pages first, then what points to them."""
        for stream in (self._stream, self.archive.index.stream, self._attempts):
            if stream is not None:
                stream.flush()
                self.sync(stream.fileno())

    def close(self) -> None:
        self.flush()
        self._finish_file()
        self.archive.index.close()
        if self._attempts is not None:
            self._attempts.close()
            self._attempts = None

    def _write(self, member: bytes, moment: datetime) -> int:
        if self._stream is None or self._size + len(member) > self.rotate_bytes:
            self._finish_file()
            self._open_file(moment)
        assert self._stream is not None
        offset = self._size
        try:
            rest = memoryview(member)
            while rest:
                rest = rest[self._stream.write(rest) :]
        except OSError:
            # A full disk: what stands half is taken back, so that the file stays whole.
            self._stream.truncate(offset)
            self._stream.seek(offset)
            raise
        self._size += len(member)
        return offset

    def _open_file(self, moment: datetime) -> None:
        while True:
            self._files += 1
            name = f"imgdir-{self.run}-{self._files:05d}.warc.gz"
            if not (self.archive.warcs / name).exists():
                break
        self._name = name
        self._stream = (self.archive.warcs / (name + ".open")).open("xb", buffering=0)
        self._size = 0
        self._write(_warcinfo(name, moment, f"run {self.run}"), moment)

    def _finish_file(self) -> None:
        if self._stream is not None:
            self._stream.flush()
            self.sync(self._stream.fileno())
            self._stream.close()
            self._stream = None
            path = self.archive.warcs / self._name
            path.with_name(self._name + ".open").rename(path)


# --- records


def _digest(sha256: str) -> str:
    return "sha256:" + base64.b32encode(bytes.fromhex(sha256)).decode()


def _headers(page: Page, reason: str, length: int | None) -> StatusAndHeaders:
    lines = [
        (_one_line(name).title(), _one_line(value))
        for name, value in page.headers.items()
        if name.lower() not in HOP_BY_HOP
    ]
    if length is not None:
        if not any(name.lower() == "content-type" for name, _ in lines):
            lines.append(("Content-Type", _one_line(page.content_type)))
        lines.append(("Content-Length", str(length)))
    return StatusAndHeaders(f"{page.status} {_one_line(reason)}", lines, protocol="HTTP/1.1")


def _one_line(text: str) -> str:
    """Header text with what could end the header line turned to spaces."""
    return (text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)).strip()


def _record_id() -> str:
    return f"<urn:uuid:{uuid4()}>"


def _gzip_member(
    kind: str, url: str, headers: Mapping[str, str], http: StatusAndHeaders | None, payload: bytes
) -> bytes:
    if http is not None and not payload:
        return _packed(_headers_alone(kind, url, headers, http))
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False, warc_version="1.1")
    writer.write_record(
        writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(payload),
            length=len(payload),
            warc_headers_dict=dict(headers),
            http_headers=http,
        )
    )
    return _packed(out.getvalue())


def _headers_alone(kind: str, url: str, headers: Mapping[str, str], http: StatusAndHeaders) -> bytes:
    """A record without a body, as WARC 1.1 has it. warcio's writer takes five times as long, and an unchanged night writes
    little else: a request and its "not modified" for each page."""
    block: bytes = http.to_ascii_bytes()
    lines = {
        "WARC-Type": kind,
        "WARC-Record-ID": _record_id(),
        "WARC-Target-URI": _one_line(url),
        **headers,
        "Content-Type": f"application/http; msgtype={'request' if kind == 'request' else 'response'}",
        "Content-Length": str(len(block)),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"WARC/1.1\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def _packed(record: bytes) -> bytes:
    """One gzip member. warcio compresses at level 9, which costs twice the time of level 6 for two percent of the size. A
    record of headers alone needs no window of 32 kB, which takes ten times as long to set up as to use."""
    window, memory = (10, 4) if len(record) <= 1 << 10 else (zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL)
    packer = zlib.compressobj(6, zlib.DEFLATED, window + 16, memory)
    return packer.compress(record) + packer.flush()


def _response_record(page: Page, sha256: str, reason: str, identifier: str) -> bytes:
    return _gzip_member(
        "response",
        page.url,
        {
            "WARC-Record-ID": identifier,
            "WARC-Date": iso(page.fetched),
            "WARC-Payload-Digest": _digest(sha256),
        },
        _headers(page, reason, len(page.body)),
        page.body,
    )


def _request_record(page: Page, sent: Mapping[str, str] | None, answer: str) -> bytes:
    """What `page` was asked for with, as a record that names its `answer`; nothing where that is not known."""
    if sent is None:
        return b""
    parts = urlsplit(page.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [
        ("Host", parts.netloc),
        *((_one_line(name).title(), _one_line(value)) for name, value in sent.items()),
    ]
    return _gzip_member(
        "request",
        page.url,
        {"WARC-Date": iso(page.fetched), "WARC-Concurrent-To": answer},
        StatusAndHeaders(f"GET {_one_line(target)} HTTP/1.1", lines, is_http_request=True),
        b"",
    )


def _revisit_record(page: Page, known: Entry, identifier: str) -> bytes:
    profile = "server-not-modified" if page.status == 304 else "identical-payload-digest"
    return _gzip_member(
        "revisit",
        page.url,
        {
            "WARC-Record-ID": identifier,
            "WARC-Date": iso(page.fetched),
            "WARC-Profile": f"http://netpreserve.org/warc/1.1/revisit/{profile}",
            "WARC-Refers-To-Target-URI": known.url,
            "WARC-Refers-To-Date": iso(known.stored),
            "WARC-Payload-Digest": _digest(known.sha256),
        },
        _headers(page, "Not Modified" if page.status == 304 else "OK", None),
        b"",
    )


def _warcinfo(name: str, moment: datetime, description: str) -> bytes:
    fields = {
        "software": "imgdir (Scrapy, warcio)",
        "format": "WARC File Format 1.1",
        "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "robots": "obey",
        "description": description,
    }
    payload = "".join(f"{key}: {value}\r\n" for key, value in fields.items()).encode()
    return _gzip_member(
        "warcinfo",
        "",
        {"WARC-Date": iso(moment), "WARC-Filename": name, "Content-Type": "application/warc-fields"},
        None,
        payload,
    )


def _scan(path: Path, name: str) -> Iterator[Entry]:
    """An Entry for each response record of a file, read from the records themselves."""
    with path.open("rb") as stream:
        records = ArchiveIterator(stream)
        for record in records:
            page = _page_of(record)
            offset = records.get_record_offset()
            length = records.get_record_length()
            if page is not None:
                yield Entry(
                    page.url,
                    page.fetched,
                    page.status,
                    page.content_type.split(";")[0].strip().lower(),
                    page.sha256,
                    "",
                    page.headers.get("etag", ""),
                    page.headers.get("last-modified", ""),
                    name,
                    offset,
                    length,
                )


def _request_after(stream: IO[bytes]) -> bytes:
    """The record at the stream's place, where it is the request of the one before it."""
    start = stream.tell()
    inflater = zlib.decompressobj(zlib.MAX_WBITS + 16)
    chunk = stream.read(1 << 14)
    try:
        text = inflater.decompress(chunk)
    except zlib.error:
        return b""
    if not inflater.eof or b"\r\nWARC-Type: request\r\n" not in text[:1000]:
        return b""
    stream.seek(start)
    return stream.read(len(chunk) - len(inflater.unused_data))


def _begun(path: Path) -> datetime | None:
    """The date of a file's first record; None where it has none."""
    try:
        with path.open("rb") as stream:
            return instant(next(iter(ArchiveIterator(stream))).rec_headers.get_header("WARC-Date"))
    except (OSError, StopIteration, ArchiveLoadFailed, EOFError, zlib.error, ValueError, AttributeError):
        return None


def _next_name(name: str) -> str:
    stem, _, number = name.removesuffix(".warc.gz").partition("-kept")
    return f"{stem}-kept{int(number or 0) + 1}.warc.gz"


# --- lines


def _whole_lines(path: Path) -> Iterator[str]:
    """Lines that end in a newline and are JSON to their last brace; a torn one is passed over."""
    try:
        stream = path.open(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return
    except OSError as error:
        raise unreadable(path, error) from error
    with stream:
        for line in stream:
            if line.endswith("}\n"):
                yield line


def _cut_torn_line(path: Path) -> None:
    """Cut a file back to its last newline, so that the next line starts clean."""
    try:
        with path.open("r+b") as stream:
            size = stream.seek(0, os.SEEK_END)
            tail = b""
            while size > 0:
                step = min(size, 4096)
                size -= step
                stream.seek(size)
                tail = stream.read(step) + tail
                cut = tail.rfind(b"\n")
                if cut >= 0:
                    stream.truncate(size + cut + 1)
                    return
            stream.truncate(0)
    except FileNotFoundError:
        return
