"""Publishing: a checked file takes the place of the old one in one step, and the last ones are kept.

The new directory is built in a folder of its own beside the target, checked by SQLite, asked over HTTP, and then
renamed over the old one. A process killed at any moment leaves the old directory or the new one.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import filecmp
import json
import os
import re
import select
import shutil
import sqlite3
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.store import DirectoryError, check, connect, sync

KEEP = 7
NAME = "directory.db"
KEPT = re.compile(r"^(\d{6})-(\d{4}-\d\d-\d\d)\.db$")
START_SECONDS = 60.0
ANSWER_SECONDS = 30.0
ADDRESS = re.compile(r"https?://\S+?:\d+")
BUILDING = "building-"
NO_LISTING = (
    "{path} holds no listing. It is not published; the old directory stays. See `problems` in the report: usually no page "
    "could be read."
)


@dataclass(frozen=True, slots=True)
class Kept:
    """One published directory that is kept: its number, the day it was built for, its file."""

    number: int
    day: str
    path: Path


@contextmanager
def one_at_a_time(lock: Path, what: str) -> Iterator[None]:
    """Hold `lock` with flock, which a dead process does not. Raises DirectoryError where another process has it."""
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        handle = lock.open("a+")
    except OSError as error:
        raise DirectoryError(
            f"Cannot {what}: {lock} cannot be written: {error.strerror}. Nothing was changed. "
            "Make the folder writable, or work in another with --state."
        ) from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.EACCES):
                raise
            handle.seek(0)
            holder = handle.read().strip() or "unknown"
            raise DirectoryError(
                f"Cannot {what}: process {holder} is at it already and holds {lock}. Wait until it ends; a process that "
                "has died holds nothing."
            ) from error
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        yield


@contextmanager
def workplace(target: Path) -> Iterator[Path]:
    """A path for a new directory in a folder of its own beside `target`, removed after. Leftovers of the dead are too."""
    parent = target.parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        sweep(parent)
        folder = Path(tempfile.mkdtemp(prefix=f".{BUILDING}{os.getpid()}-", dir=parent))
    except OSError as error:
        raise DirectoryError(
            f"Cannot build in {parent}: {error.strerror}. The published directory is untouched. "
            "Make the folder writable or the disk less full, or name another file with --db."
        ) from error
    try:
        yield folder / NAME
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(parent: Path) -> None:
    """Remove what builds that were killed have left in `parent`."""
    for folder in parent.glob(f".{BUILDING}*"):
        hit = re.match(rf"^\.{BUILDING}(\d+)-", folder.name)
        if hit and not alive(int(hit[1])):
            shutil.rmtree(folder, ignore_errors=True)


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def examine(path: Path) -> None:
    """Raise DirectoryError unless `path` is a whole directory with listings in it."""
    try:
        with contextlib.closing(connect(path)) as connection:
            fault = check(connection)
            (listings,) = connection.execute("SELECT count(*) FROM opportunities").fetchone()
    except sqlite3.DatabaseError as error:
        fault, listings = str(error), 1
    if fault:
        raise DirectoryError(f"{path} is not sound: {fault}. It is not published; the old directory stays.")
    if not listings:
        raise DirectoryError(NO_LISTING.format(path=path))


def smoke(path: Path, server: Sequence[str], start_seconds: float = START_SECONDS) -> None:
    """Start `server` (a command that prints its address) on `path` and ask it as a reader would.

    The command gets `--db PATH --port 0` appended. Raises DirectoryError where it does not start, does not answer, or
    answers without the listings that are in the file.
    """
    with contextlib.closing(connect(path)) as connection:
        (listings,) = connection.execute("SELECT count(*) FROM opportunities").fetchone()
        if not listings:
            raise DirectoryError(NO_LISTING.format(path=path))
        title = str(connection.execute("SELECT title FROM opportunities ORDER BY id LIMIT 1").fetchone()[0])
    word = max(re.findall(r"[^\W\d_]+", title) or ["observership"], key=len)
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [*server, "--db", str(path), "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=errors,
            stdin=subprocess.DEVNULL,
        )
        try:
            base = address_of(process, start_seconds)
            if base is None:
                errors.seek(0)
                said = errors.read()[-400:].decode("utf-8", "replace").strip()
                raise DirectoryError(
                    f"The server did not start on the new directory {path}{f': {said}' if said else ''}. It is not published; "
                    "the old directory stays. Run `imgdir doctor`."
                )
            counted = json.loads(
                answer(f"{base}/directory.json?sql=select+count(*)+as+n+from+opportunities&_shape=array")
            )
            if counted[0]["n"] != listings:
                raise DirectoryError(
                    f"The server shows {counted[0]['n']} listings of {listings} in {path}. It is not published."
                )
            for place in ("/", f"/directory/opportunities?_search={urllib.parse.quote(word)}"):
                if b"</html>" not in answer(base + place):
                    raise DirectoryError(
                        f"The server's answer at {place} is cut off. {path} is not published."
                    )
        except (OSError, ValueError, KeyError, IndexError) as error:
            raise DirectoryError(
                f"The new directory {path} fails when it is served: {error}. It is not published; the old directory stays. "
                "Run `imgdir doctor`, or look at the file with `imgdir serve --db`."
            ) from error
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout:
                process.stdout.close()


def address_of(process: subprocess.Popen[bytes], seconds: float) -> str | None:
    """The address that a server prints, or None where it ends or is silent for `seconds`."""
    assert process.stdout is not None
    until = time.monotonic() + seconds
    said = b""
    while time.monotonic() < until:
        ready, _, _ = select.select([process.stdout], [], [], 0.2)
        if ready:
            chunk = os.read(process.stdout.fileno(), 4096)
            if not chunk:
                return None
            said += chunk
            if hit := ADDRESS.search(said.decode("utf-8", "replace")):
                return hit[0]
    return None


def answer(url: str) -> bytes:
    """The body at `url` on loopback; asked again for a moment while the server comes up."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + ANSWER_SECONDS
    while True:
        try:
            with opener.open(url, timeout=ANSWER_SECONDS) as response:
                return bytes(response.read())
        except urllib.error.HTTPError as error:
            raise OSError(f"{urllib.parse.urlsplit(url).path} answers {error.code}") from error
        except urllib.error.URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def publish(built: Path, target: Path, kept: Path | None, today: date, keep: int = KEEP) -> None:
    """Put `built` in the place of `target` in one step, and keep it among the last in `kept`.

    Both lie on one file system. The number of a kept file grows, so that their order needs no clock.
    """
    examine(built)
    try:
        if kept is not None:
            store_copy(built, kept, today)
        sync(built)
        built.replace(target)
        sync(target)
        if kept is not None:
            prune(kept, target, keep)
    except OSError as error:
        raise DirectoryError(
            f"Cannot publish to {target}: {error.strerror}. The old directory stays. Make the folder writable, or name "
            "another file with --db."
        ) from error


def store_copy(built: Path, kept: Path, today: date) -> None:
    kept.mkdir(parents=True, exist_ok=True)
    number = max((entry.number for entry in versions(kept)), default=0) + 1
    name = kept / f"{number:06d}-{today.isoformat()}.db"
    linked_copy(built, name)


def linked_copy(source: Path, name: Path) -> None:
    """`name` with the content of `source`: a hard link, or a copy where the file system has none. Whole or not at all."""
    part = name.with_name(name.name + ".part")
    part.unlink(missing_ok=True)
    try:
        os.link(source, part)
    except OSError:
        shutil.copyfile(source, part)
        sync(part)
    part.replace(name)
    sync(name)


def versions(kept: Path) -> list[Kept]:
    """The kept directories, newest first."""
    found = [
        Kept(int(hit[1]), hit[2], path)
        for path in kept.glob("*.db")
        if (hit := KEPT.match(path.name)) is not None
    ]
    return sorted(found, key=lambda entry: -entry.number)


def prune(kept: Path, target: Path, keep: int) -> None:
    """Remove all but the last `keep`; never the one that is published."""
    for entry in versions(kept)[keep:]:
        if not same_content(entry.path, target):
            entry.path.unlink(missing_ok=True)
    for part in kept.glob("*.part"):
        part.unlink(missing_ok=True)


def same_content(one: Path, other: Path) -> bool:
    if not one.exists() or not other.exists():
        return False
    if one.samefile(other):
        return True
    return filecmp.cmp(one, other, shallow=False)


def published(kept: Path, target: Path) -> Kept | None:
    """Which kept directory is published now."""
    return next((entry for entry in versions(kept) if same_content(entry.path, target)), None)


def rollback(kept: Path, target: Path, number: int | None = None) -> Kept:
    """Publish an earlier directory: the one before that which is published, or that with `number`.

    Raises DirectoryError where there is none. The kept files stay, so that a rollback can itself be undone.
    """
    entries = versions(kept)
    now = published(kept, target)
    if number is not None:
        chosen = next((entry for entry in entries if entry.number == number), None)
    else:
        chosen = next((entry for entry in entries if now is None or entry.number < now.number), None)
    if chosen is None:
        have = ", ".join(f"{entry.number} of {entry.day}" for entry in entries) or "none"
        raise DirectoryError(
            f"There is no earlier directory to return to in {kept} (kept: {have}). The published one stays. "
            "Rebuild one with `imgdir build`."
        )
    examine(chosen.path)
    try:
        with workplace(target) as place:
            linked_copy(chosen.path, place)
            place.replace(target)
            sync(target)
    except OSError as error:
        raise DirectoryError(
            f"Cannot publish to {target}: {error.strerror}. The published directory stays."
        ) from error
    return chosen
