"""Stored pages are standard WARC files, found again by hash, mended after a crash, and never pruned while cited."""

from __future__ import annotations

import base64
import hashlib
import io
import random
import re
import sqlite3
import subprocess
import sys
import zlib
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from imgdir.crawling import forget_old_pages
from pipeline.model import Attempt, AttemptOutcome, Page
from pipeline.page_index import PageIndex
from pipeline.pages import Archive, ArchiveError, Writer, attempt_line, attempt_of, read_warc

DAY = datetime(2026, 11, 20, 2, tzinfo=UTC)


def page(n: int, url: str | None = None, at: datetime = DAY) -> Page:
    body = (
        f"<html><body><h1>Page {n}</h1><p>{random.Random(n).randbytes(800).hex()}</p></body></html>".encode()
    )
    return Page(
        url=url or f"https://hospital.example/observership/{n}?a=b c",
        fetched=at,
        body=body,
        content_type="text/html; charset=utf-8",
        headers={
            "etag": f'"{n}"',
            "content-encoding": "gzip",
            "x-odd": "two\r\nlines\u2028",
            "content-type": "text/html",
        },
    )


def attempt(
    url: str, sha256: str, outcome: AttemptOutcome = "ok", at: datetime = DAY, run: str = "r1"
) -> Attempt:
    return Attempt(run, "hospital", url, at, outcome, 200, sha256)


def fill(folder: Path, count: int, run: str = "r1", rotate: int | None = None) -> list[str]:
    archive = Archive(folder)
    with archive.writing(run) as writer:
        if rotate:
            writer.rotate_bytes = rotate
        return [store(writer, page(n)) for n in range(count)]


def store(writer: Writer, one: Page, run: str = "r1") -> str:
    sha256 = writer.append(one, text="words", sent={"user-agent": "imgdir/1", "accept": "text/html\r\nX: y"})
    writer.record(attempt(one.url, sha256, at=one.fetched, run=run))
    return sha256


def members(data: bytes) -> list[bytes]:
    """An independent reader: every gzip member of a file, inflated; nothing of warcio is used."""
    found = []
    while data:
        inflater = zlib.decompressobj(zlib.MAX_WBITS + 16)
        found.append(inflater.decompress(data))
        assert inflater.eof, "a torn member"
        data = inflater.unused_data
    return found


def parse(member: bytes) -> tuple[dict[str, str], bytes]:
    """WARC headers and block of one record, by the letter of the standard."""
    head, _, rest = member.partition(b"\r\n\r\n")
    first, *lines = head.decode("utf-8").split("\r\n")
    assert first == "WARC/1.1"
    headers = dict(line.split(": ", 1) for line in lines)
    length = int(headers["Content-Length"])
    assert rest[length:] == b"\r\n\r\n", "a record ends with two line breaks after its block"
    return headers, rest[:length]


def test_warc_files_pass_warcio_check_and_an_independent_reader(tmp_path: Path) -> None:
    hashes = fill(tmp_path, 5)
    with Archive(tmp_path).writing("r2") as writer:
        writer.append(page(3, at=DAY + timedelta(days=1)))
    files = sorted((tmp_path / "warc").iterdir())
    assert [file.name for file in files] == ["imgdir-r1-00001.warc.gz", "imgdir-r2-00001.warc.gz"]
    assert run_checker(files) == 0
    kinds, identifiers = [], []
    for file in files:
        for member in members(file.read_bytes()):
            headers, block = parse(member)
            kinds.append(headers["WARC-Type"])
            assert {"WARC-Type", "WARC-Record-ID", "WARC-Date", "Content-Length"} <= headers.keys()
            identifiers.append(headers["WARC-Record-ID"])
            if headers["WARC-Type"] == "response":
                http, _, body = block.partition(b"\r\n\r\n")
                digest = "sha256:" + base64.b32encode(hashlib.sha256(body).digest()).decode()
                assert headers["WARC-Payload-Digest"] == digest
                assert hashlib.sha256(body).hexdigest() in hashes
                assert f"Content-Length: {len(body)}".encode() in http
                assert b"Content-Encoding" not in http
                assert b"\r\nlines" not in http, "a header from outside must not start a line of its own"
                answer = headers
            if headers["WARC-Type"] == "request":
                assert headers["WARC-Concurrent-To"] == answer["WARC-Record-ID"]
                assert headers["WARC-Target-URI"] == answer["WARC-Target-URI"]
                first, *lines = block.decode("ascii").split("\r\n")
                assert re.fullmatch(r"GET /observership/\d\?a=b c HTTP/1\.1", first)
                assert lines == [
                    "Host: hospital.example",
                    "User-Agent: imgdir/1",
                    "Accept: text/html  X: y",
                    "",
                    "",
                ]
    assert kinds == ["warcinfo", *["response", "request"] * 5, "warcinfo", "revisit"]
    assert len(set(identifiers)) == len(identifiers)


def run_checker(files: list[Path]) -> int:
    """`warcio check`: every digest of every record."""
    command = [sys.executable, "-c", "from warcio.cli import main; main()", "check", *map(str, files)]
    return subprocess.run(command, check=False).returncode


def test_a_page_is_found_by_its_hash_and_as_the_latest_reading(tmp_path: Path) -> None:
    hashes = fill(tmp_path, 3)
    archive = Archive(tmp_path)
    assert archive.page(hashes[1]).body == page(1).body
    assert archive.page(hashes[1]).content_type == "text/html"
    with pytest.raises(KeyError):
        archive.page("0" * 64)
    latest = list(archive.latest())
    assert [standing.url for standing, _ in latest] == sorted(page(n).url for n in range(3))
    assert {found.sha256 for _, found in latest} == set(hashes)
    assert {found.source for _, found in latest} == {"hospital"}


def test_files_are_rotated_by_size(tmp_path: Path) -> None:
    hashes = fill(tmp_path, 12, rotate=4_000)
    files = list((tmp_path / "warc").iterdir())
    assert len(files) > 2
    assert all(file.stat().st_size < 4_000 for file in files)
    archive = Archive(tmp_path)
    assert all(archive.page(sha256).sha256 == sha256 for sha256 in hashes)


@pytest.mark.parametrize("torn", range(1, 400, 37))
def test_a_torn_last_record_is_cut_off_and_nothing_else_is_lost(tmp_path: Path, torn: int) -> None:
    hashes = fill(tmp_path, 4)
    file = tmp_path / "warc" / "imgdir-r1-00001.warc.gz"
    left_open = file.with_name(file.name + ".open")
    data = file.read_bytes()
    file.unlink()
    last = list(Archive(tmp_path).entries())[3]
    left_open.write_bytes(data[: last.offset + last.length - torn])
    with (tmp_path / "index.cdxj").open("a") as index, (tmp_path / "attempts.jsonl").open("a") as log:
        index.write("org,example)/ 2026112002")
        log.write('{"run": "r1", "source')
    archive = Archive(tmp_path)
    with archive.writing("r2") as writer:
        assert hashes[3] not in archive
        again = store(writer, page(3), "r2")
    reopened = Archive(tmp_path)
    assert again == hashes[3]
    assert [reopened.page(sha256).sha256 for sha256 in hashes] == hashes
    assert run_checker(sorted((tmp_path / "warc").glob("*.warc.gz"))) == 0
    assert not list((tmp_path / "warc").glob("*.open"))
    assert len(list(reopened.attempts())) == 5


def test_a_torn_request_costs_its_answer_nothing(tmp_path: Path) -> None:
    hashes = fill(tmp_path, 4)
    file = tmp_path / "warc" / "imgdir-r1-00001.warc.gz"
    file.with_name(file.name + ".open").write_bytes(file.read_bytes()[:-40])
    file.unlink()
    with Archive(tmp_path).writing("r2"):
        pass
    assert Archive(tmp_path).page(hashes[3]).body == page(3).body
    assert run_checker([file]) == 0


def test_garbage_after_a_power_loss_is_cut_off(tmp_path: Path) -> None:
    hashes = fill(tmp_path, 2)
    file = tmp_path / "warc" / "imgdir-r1-00001.warc.gz"
    file.rename(file.with_name(file.name + ".open"))
    with file.with_name(file.name + ".open").open("ab") as stream:
        stream.write(b"\0" * 4096)
    with Archive(tmp_path).writing("r2"):
        pass
    archive = Archive(tmp_path)
    assert [archive.page(sha256).sha256 for sha256 in hashes] == hashes
    assert file.stat().st_size == sum(len(m) for m in gzip_members(file.read_bytes()))


def gzip_members(data: bytes) -> list[bytes]:
    found = []
    while data:
        inflater = zlib.decompressobj(zlib.MAX_WBITS + 16)
        inflater.decompress(data)
        assert inflater.eof
        rest = inflater.unused_data
        found.append(data[: len(data) - len(rest)])
        data = rest
    return found


def test_a_record_whose_index_line_was_lost_is_indexed_anew(tmp_path: Path) -> None:
    hashes = fill(tmp_path, 3)
    file = tmp_path / "warc" / "imgdir-r1-00001.warc.gz"
    file.rename(file.with_name(file.name + ".open"))
    lines = (tmp_path / "index.cdxj").read_text().splitlines(keepends=True)
    (tmp_path / "index.cdxj").write_text("".join(lines[:1]))
    with Archive(tmp_path).writing("r2") as writer:
        assert all(sha256 in writer.archive for sha256 in hashes)
    assert len(Archive(tmp_path)) == 3


def test_what_evidence_cites_is_never_pruned(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    url = "https://hospital.example/fees"
    with archive.writing("r1") as writer:
        versions = [store(writer, page(n, url, DAY + timedelta(days=n))) for n in range(6)]
        other = store(writer, page(50, "https://hospital.example/other"))
    later = DAY + timedelta(days=400)
    with archive.writing("r2"):
        assert archive.prune({versions[1], versions[2]}, now=later) == 3
    reopened = Archive(tmp_path)
    assert {entry.sha256 for entry in reopened.entries()} == {versions[1], versions[2], versions[5], other}
    for sha256 in (versions[1], versions[2], versions[5], other):
        assert reopened.page(sha256).sha256 == sha256
    files = sorted((tmp_path / "warc").iterdir())
    assert [file.name for file in files] == ["imgdir-r1-00001-kept1.warc.gz"]
    assert run_checker(files) == 0
    kinds = [parse(member)[0]["WARC-Type"] for member in members(files[0].read_bytes())]
    assert kinds == ["warcinfo", *["response", "request"] * 4], "a request stays with its answer"
    with reopened.writing("r3"):
        assert reopened.prune({versions[1]}, now=later) == 1
        assert reopened.prune({versions[1]}, now=later) == 0
    assert Archive(tmp_path).page(versions[1]).sha256 == versions[1]


def test_directories_say_which_versions_stay(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "crawl")
    with archive.writing("r1") as writer:
        versions = [
            store(writer, page(n, "https://hospital.example/fees", DAY + timedelta(days=n))) for n in range(4)
        ]
    directories = []
    for n, table in enumerate(("evidence", "refusals")):
        directories.append(tmp_path / f"{n}.db")
        with closing(sqlite3.connect(directories[-1])) as connection:
            for name in ("evidence", "refusals"):
                connection.execute(f"create table {name} (page_sha256 text)")
            connection.execute(f"insert into {table} values (?)", (versions[n],))
            connection.commit()
    assert forget_old_pages(archive, directories, DAY + timedelta(days=400)) == 1
    assert {entry.sha256 for entry in Archive(tmp_path / "crawl").entries()} == {
        versions[0],
        versions[1],
        versions[3],
    }
    (tmp_path / "broken.db").write_text("no directory")
    with pytest.raises(ArchiveError, match=r"broken\.db"):
        forget_old_pages(archive, [tmp_path / "broken.db"], DAY + timedelta(days=400))


def test_files_of_old_nights_without_a_new_page_go_whole(tmp_path: Path) -> None:
    hashes = fill(tmp_path, 2)
    for n in (1, 380):
        with Archive(tmp_path).writing(f"night{n}") as writer:
            store(writer, page(0, at=DAY + timedelta(days=n)))
    archive = Archive(tmp_path)
    with archive.writing("now"):
        assert archive.prune(set(), now=DAY + timedelta(days=400)) == 0
    names = sorted(path.name for path in (tmp_path / "warc").iterdir())
    assert names == ["imgdir-night380-00001.warc.gz", "imgdir-r1-00001.warc.gz"]
    assert all(Archive(tmp_path).page(sha256).sha256 == sha256 for sha256 in hashes)


def test_young_versions_are_kept_whether_cited_or_not(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    with archive.writing("r1") as writer:
        for n in range(3):
            store(writer, page(n, "https://hospital.example/fees", DAY + timedelta(days=n)))
        assert archive.prune(set(), now=DAY + timedelta(days=30)) == 0


@pytest.mark.parametrize("stage", ["new file only", "before the index", "after the index"])
def test_an_interrupted_pruning_loses_nothing_that_is_kept(
    tmp_path: Path, stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = Archive(tmp_path)
    with archive.writing("r1") as writer:
        versions = [
            store(writer, page(n, "https://hospital.example/fees", DAY + timedelta(days=n))) for n in range(4)
        ]

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        if stage == "new file only":
            patch.setattr(Path, "write_text", killed)
        elif stage == "before the index":
            patch.setattr(PageIndex, "rewrite", killed)
        else:
            patch.setattr(Archive, "_finish_pruning", killed)
        with pytest.raises(KeyboardInterrupt):
            reopened = Archive(tmp_path)
            reopened.prune({versions[0]}, now=DAY + timedelta(days=400))
    again = Archive(tmp_path)
    with again.writing("r2"):
        again.prune({versions[0]}, now=DAY + timedelta(days=400))
    last = Archive(tmp_path)
    assert {entry.sha256 for entry in last.entries()} == {versions[0], versions[3]}
    assert all(last.page(entry.sha256).sha256 == entry.sha256 for entry in last.entries())


def test_two_writers_are_refused(tmp_path: Path) -> None:
    second = Archive(tmp_path).writing("r2")
    with Archive(tmp_path).writing("r1"), pytest.raises(ArchiveError, match="another crawl"), second:
        pass
    with Archive(tmp_path).writing("r3"):
        """The lock went with its holder."""


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveError, match="--state"), Archive(tmp_path / "file" / "state").writing("r1"):
        pass


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "holds no page"),
        (b"this is no archive at all\n" * 9, "no WARC file"),
        (None, "no such file"),
    ],
)
def test_an_archive_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None, said: str) -> None:
    file = tmp_path / "given.warc.gz"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ArchiveError, match=said) as raised:
        list(read_warc(file))
    assert str(file) in str(raised.value)


def test_a_truncated_archive_is_refused(tmp_path: Path) -> None:
    fill(tmp_path, 3)
    data = (tmp_path / "warc" / "imgdir-r1-00001.warc.gz").read_bytes()
    for cut in (10, 300, 900):
        file = tmp_path / f"cut{cut}.warc.gz"
        file.write_bytes(data[:-cut])
        with pytest.raises(ArchiveError, match="cut off"):
            list(read_warc(file))


def test_an_attempt_survives_its_line() -> None:
    one = Attempt(
        "r",
        "s",
        "https://a.example/?q=é\u2028",
        DAY,
        "blocked",
        429,
        "",
        "https://b.example",
        "why\n",
        1.5,
        7,
        DAY,
    )
    line = attempt_line(one)
    assert line.count("\n") == 1
    assert attempt_of(line) == one


def test_members_are_separate(tmp_path: Path) -> None:
    """One gzip member a record: a reader may start at any record's offset."""
    fill(tmp_path, 3)
    archive = Archive(tmp_path)
    for entry in archive.entries():
        data = (tmp_path / "warc" / entry.file).read_bytes()[entry.offset : entry.offset + entry.length]
        headers, _ = parse(zlib.decompressobj(zlib.MAX_WBITS + 16).decompress(data))
        assert headers["WARC-Target-URI"] == entry.url
        assert io.BytesIO(data).read(2) == b"\x1f\x8b"


def test_the_log_is_read_source_by_source_and_counts_its_runs(tmp_path: Path) -> None:
    """Also an address that JSON escapes, lines in another spelling, and a line that is torn."""
    odd = 'https://hospital.example/"quoted"\\\u00e9?a=1'
    lines = [
        attempt_line(attempt(odd, "1" * 64)),
        attempt_line(Attempt("r1", "other", "https://other.example/", DAY, "blocked", 403, why="HTTP 403")),
        '{"outcome": "unchanged", "at": "2026-11-21T02:00:00Z", "url": "https://hospital.example/x",'
        f' "source": "hospital", "run": "r2", "sha256": "{"2" * 64}"}}\n',
        attempt_line(attempt("https://hospital.example/torn", "3" * 64))[:90],
    ]
    Archive(tmp_path).attempts_file.parent.mkdir(exist_ok=True)
    Archive(tmp_path).attempts_file.write_text("".join(lines), encoding="utf-8")
    log = Archive(tmp_path).log()
    assert log.sources == ["hospital", "other"]
    assert [one.url for one in log.attempts("hospital")] == [odd, "https://hospital.example/x"]
    assert set(log.read_addresses()) == {odd, "https://hospital.example/x"}
    assert (log.runs["r1"].sources, log.runs["r1"].outcomes) == (2, {"ok": 1, "blocked": 1})
    assert log.runs["r2"].started == log.runs["r2"].ended == "2026-11-21T02:00:00Z"
    assert list(log.attempts("nobody")) == []
    for source in log.sources:
        same = [one for one in Archive(tmp_path).attempts() if one.source == source]
        assert list(log.attempts(source)) == same
