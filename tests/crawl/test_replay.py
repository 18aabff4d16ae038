"""An archive in place of the network: the same spiders, the archive's dates, and not one socket."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.model import Page
from pipeline.pages import Archive
from tests.crawl.conftest import Registry
from tests.crawl.web import page

MAY = datetime(2026, 5, 17, 2, 33, 1, tzinfo=UTC)


def archive_of(
    folder: Path, pages: dict[str, bytes], at: datetime = MAY, types: dict[str, str] | None = None
) -> Path:
    with Archive(folder).writing("made") as writer:
        for url, body in pages.items():
            status = 301 if body.startswith(b"to ") else 200
            headers = {"location": body[3:].decode()} if status == 301 else {}
            kind = next((t for end, t in (types or {}).items() if url.endswith(end)), "text/html")
            writer.append(Page(url, at, body, kind, status, headers=headers))
    return next((folder / "warc").iterdir())


@pytest.fixture
def given(tmp_path: Path, registry: Registry) -> Path:
    registry.add("known", "https://known.example/a", "https://known.example/b")
    registry.add("partly", "https://partly.example/a", "https://partly.example/absent")
    registry.add("absent", "https://absent.example/a")
    registry.add("list", "https://list.example/all", spider="index", follow={"allow": ["/programs/"]})
    registry.add("slash", "http://slash.example/a")
    return archive_of(
        tmp_path / "made",
        {
            "https://known.example/a": page("A"),
            "https://known.example/b": page("B"),
            "https://partly.example/a": page("Partly"),
            "https://list.example/all": page(
                "List", '<a href="/programs/1">One</a><a rel="next" href="?page=2">More</a>'
            ),
            "https://list.example/all?page=2": page("List 2", '<a href="/programs/2">Two</a>'),
            "https://list.example/programs/1": page("One"),
            "https://list.example/programs/2": page("Two"),
            "https://slash.example/a/": page("Slash"),
        },
    )


def test_a_replay_opens_no_socket(registry: Registry, given: Path) -> None:
    watch = (
        "import sys\n"
        "def watch(event, arguments):\n"
        "    if event in ('socket.connect', 'socket.bind', 'socket.getaddrinfo', 'socket.gethostbyname', 'socket.sendto'):\n"
        "        raise SystemExit(f'a socket was used: {event} {arguments}')\n"
        "sys.addaudithook(watch)\n"
        "from imgdir.cli import main; main()\n"
    )
    command = registry.command("--replay", str(given))
    command[2] = watch
    ended = subprocess.run(
        command, env=registry.environment(None), capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 0, ended.stderr + ended.stdout
    found = registry.attempts()
    assert found["https://known.example/a"].outcome == "ok"
    assert found["https://known.example/a"].at == MAY, "a page's date is the archive's"
    assert found["https://list.example/programs/2"].outcome == "ok", "links and next pages are followed"
    assert found["http://slash.example/a"].outcome == "ok", "http or https, slash or none: the same page"
    assert found["https://absent.example/a"].outcome == "not-in-archive"
    assert found["https://partly.example/absent"].outcome == "not-in-archive"
    dates = {page.fetched for _, page in registry.archive().latest()}
    assert dates == {MAY}


def test_the_watch_of_the_test_above_sees_a_socket() -> None:
    code = (
        "import sys, socket\n"
        "sys.addaudithook(lambda event, _: sys.exit(3) if event == 'socket.connect' else None)\n"
        "socket.create_connection(('127.0.0.1', 9), 0.1)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 3


def test_a_source_that_is_not_in_the_archive_changes_nothing(
    registry: Registry, given: Path, tmp_path: Path
) -> None:
    assert registry.crawl("--replay", str(given)).returncode == 0
    before = registry.archive().standings()
    other = archive_of(
        tmp_path / "other", {"https://known.example/a": page("A, later")}, datetime(2026, 6, 1, tzinfo=UTC)
    )
    ended = registry.crawl("--replay", str(other))
    assert ended.returncode == 0
    assert "4 sources are not in the archive" in ended.stdout
    after = registry.archive().standings()
    changed = {key for key in after if after[key] != before.get(key)}
    assert changed == {("known", "https://known.example/a")}


def test_replaying_twice_or_an_older_archive_changes_nothing(
    registry: Registry, given: Path, tmp_path: Path
) -> None:
    older = archive_of(
        tmp_path / "old", {"https://known.example/a": page("Old A")}, datetime(2025, 1, 1, tzinfo=UTC)
    )
    registry.crawl("--replay", str(given))
    bodies = {standing.url: page.sha256 for standing, page in registry.archive().latest()}
    registry.crawl("--replay", str(given))
    registry.crawl("--replay", str(older))
    assert {standing.url: page.sha256 for standing, page in registry.archive().latest()} == bodies


@pytest.mark.parametrize("damage", ["empty", "cut", "none", "text"])
def test_an_archive_that_is_damaged_is_refused_and_nothing_is_lost(
    registry: Registry, given: Path, tmp_path: Path, damage: str
) -> None:
    bad = tmp_path / "bad.warc.gz"
    if damage == "empty":
        bad.write_bytes(b"")
    elif damage == "cut":
        bad.write_bytes(given.read_bytes()[:-40])
    elif damage == "text":
        bad.write_text("hello\n" * 50)
    ended = registry.crawl("--replay", str(bad))
    assert ended.returncode == 1
    assert str(bad) in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not registry.state.exists() or not list(registry.archive().attempts())


def test_the_state_folder_of_one_crawl_can_be_replayed_into_another(registry: Registry, given: Path) -> None:
    assert registry.crawl("--replay", str(given.parent)).returncode == 0
    assert registry.attempts()["https://known.example/b"].outcome == "ok"
