"""The index of stored bodies: one line a body, of which only its place in the file is held in memory.

A line is CDXJ: SURT key, 14-digit UTC date, JSON with address, hash, file, offset and length.
"""

from __future__ import annotations

import json
import os
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from sys import intern
from typing import IO, NamedTuple
from urllib.parse import urlsplit

DIGEST = b'"digest": "sha256:'
"""What stands before a body's hash; quotation marks inside of a JSON text are escaped, so that no other text has it."""
HEX = 64
LINE = 1024
"""Bytes that hold nearly every line."""


class Entry(NamedTuple):
    """One stored body: where it lies and what later requests need of it. `stored` is aware UTC."""

    url: str
    stored: datetime
    status: int
    mime: str
    sha256: str
    text: str
    """Hash of the page's words without chrome and session tokens; "" where none was made."""
    etag: str
    last_modified: str
    file: str
    offset: int
    length: int


class PageIndex:
    """Hash to Entry, in the order of storing. The first line of a hash counts.

    Reading needs no lock: lines that are appended later are not seen, and a file that is replaced is still read as it was.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._places: dict[bytes, int] = {}
        self._source = -1
        self._close: Callable[[], object] = _nothing
        self._stream: IO[bytes] | None = None
        self._size = 0
        self.read()

    def read(self) -> None:
        """Forget what is known and note the place of every whole line of the file."""
        self._places = {}
        self._open()
        if self._source < 0:
            return
        place = 0
        with os.fdopen(os.dup(self._source), "rb") as stream:
            stream.seek(0)
            for line in stream:
                if line.endswith(b"}\n"):
                    self._places.setdefault(_digest(line), place)
                place += len(line)

    def _open(self) -> None:
        self._close()
        self._source, self._close = -1, _nothing
        with suppress(FileNotFoundError):
            self._source = os.open(self.file, os.O_RDONLY | os.O_CLOEXEC)
            self._close = weakref.finalize(self, os.close, self._source)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, sha256: str) -> bool:
        return _key(sha256) in self._places

    def __iter__(self) -> Iterator[Entry]:
        return map(self._at, self._places.values())

    def get(self, sha256: str) -> Entry | None:
        place = self._places.get(_key(sha256))
        return None if place is None else self._at(place)

    def _at(self, place: int) -> Entry:
        line, size = b"", LINE
        while b"\n" not in line:
            line = os.pread(self._source, size, place)
            if len(line) < size:
                break
            size *= 4
        return entry_of(line.partition(b"\n")[0].decode("utf-8", "replace"))

    # -- writing: the caller holds the archive's lock

    def append(self, entry: Entry) -> None:
        """Add a line, and hand it to the system."""
        if self._stream is None:
            self._stream = self.file.open("ab")
            self._size = self._stream.seek(0, os.SEEK_END)
        line = entry_line(entry).encode()
        self._stream.write(line)
        self._stream.flush()
        if self._source < 0:
            self._open()
        self._places.setdefault(_key(entry.sha256), self._size)
        self._size += len(line)

    def rewrite(self, entries: Iterable[Entry]) -> None:
        """Replace the file, whole or not at all."""
        self.close()
        fresh = self.file.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as stream:
            stream.writelines(map(entry_line, entries))
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(self.file)
        self.read()

    @property
    def stream(self) -> IO[bytes] | None:
        """What is appended to, where anything was."""
        return self._stream

    def close(self) -> None:
        """No more is appended; reading goes on."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None


def _nothing() -> None:
    """There is no file to close."""


def _key(sha256: str) -> bytes:
    return bytes.fromhex(sha256)


def _digest(line: bytes) -> bytes:
    start = line.find(DIGEST) + len(DIGEST)
    try:
        if start < len(DIGEST):
            raise ValueError("another spelling")
        return bytes.fromhex(line[start : start + HEX].decode("ascii"))
    except ValueError:
        return _key(entry_of(line.decode("utf-8", "replace")).sha256)


def surt(url: str) -> str:
    """Sort-friendly form of an address, as CDXJ has it: `org,example,www)/path?query`."""
    parts = urlsplit(url)
    host = ",".join(reversed((parts.hostname or "").split(".")))
    port = f":{parts.port}" if parts.port and parts.port not in {80, 443} else ""
    return (f"{host}{port}){parts.path or '/'}" + (f"?{parts.query}" if parts.query else "")).lower()


def entry_line(entry: Entry) -> str:
    data = {
        "url": entry.url,
        "mime": entry.mime,
        "status": str(entry.status),
        "digest": f"sha256:{entry.sha256}",
        "length": str(entry.length),
        "offset": str(entry.offset),
        "filename": entry.file,
        "text": entry.text,
        "etag": entry.etag,
        "last_modified": entry.last_modified,
    }
    stamp = entry.stored.astimezone(UTC).strftime("%Y%m%d%H%M%S")
    key = surt(entry.url).replace(" ", "%20").replace("\n", "%0A")
    return f"{key} {stamp} {json.dumps({k: v for k, v in data.items() if v})}\n"


def entry_of(line: str) -> Entry:
    _, stamp, text = line.split(" ", 2)
    data = json.loads(text)
    month, day, hour, minute, second = (int(stamp[at : at + 2]) for at in range(4, 14, 2))
    return Entry(
        intern(data["url"]),
        datetime(int(stamp[:4]), month, day, hour, minute, second, tzinfo=UTC),
        int(data["status"]),
        intern(data.get("mime", "")),
        intern(data["digest"].removeprefix("sha256:")),
        data.get("text", ""),
        data.get("etag", ""),
        data.get("last_modified", ""),
        intern(data["filename"]),
        int(data["offset"]),
        int(data["length"]),
    )
