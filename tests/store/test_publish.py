"""Publishing: old or new, never a third; the last seven kept; a way back."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from pipeline import publish
from pipeline.store import DirectoryError, dump
from tests.store.world import World, listing, on

PAGE = "https://lakeside.test/observers"
PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def made(tmp_path: Path) -> list[Path]:
    """Ten directories that differ in their fee."""
    (tmp_path / "made").mkdir()
    world = World(tmp_path / "made")
    return [world.spend({PAGE: listing(fee=100.0 + night)}) for night in range(10)]


def fee(path: Path) -> float:
    connection = sqlite3.connect(path)
    try:
        return float(connection.execute("SELECT program_fee_usd FROM opportunities").fetchone()[0])
    finally:
        connection.close()


def put(made: Path, target: Path, night: int = 1) -> None:
    with publish.workplace(target) as place:
        place.write_bytes(made.read_bytes())
        publish.publish(place, target, target.parent / "published", on(night))


def test_the_last_seven_are_kept_and_numbered(made: list[Path], tmp_path: Path) -> None:
    target = tmp_path / "var" / "directory.db"
    for night, path in enumerate(made):
        put(path, target, night)
    kept = publish.versions(tmp_path / "var" / "published")
    assert [entry.number for entry in kept] == [10, 9, 8, 7, 6, 5, 4]
    assert fee(target) == fee(kept[0].path) == 109


def test_rollback_returns_to_the_one_before_and_again(made: list[Path], tmp_path: Path) -> None:
    target = tmp_path / "var" / "directory.db"
    kept = tmp_path / "var" / "published"
    for path in made[:3]:
        put(path, target)
    assert publish.rollback(kept, target).number == 2
    assert fee(target) == 101
    assert publish.rollback(kept, target).number == 1
    with pytest.raises(DirectoryError, match="no earlier directory"):
        publish.rollback(kept, target)
    assert fee(target) == 100
    assert publish.rollback(kept, target, 3).number == 3
    assert fee(target) == 102


def test_publishing_after_a_rollback_takes_the_next_number(made: list[Path], tmp_path: Path) -> None:
    target = tmp_path / "var" / "directory.db"
    for path in made[:3]:
        put(path, target)
    publish.rollback(tmp_path / "var" / "published", target)
    put(made[5], target)
    assert publish.versions(tmp_path / "var" / "published")[0].number == 4


def test_a_damaged_file_is_not_published(made: list[Path], tmp_path: Path) -> None:
    target = tmp_path / "var" / "directory.db"
    put(made[0], target)
    torn = tmp_path / "torn.db"
    torn.write_bytes(made[1].read_bytes()[:20_000])
    with pytest.raises(DirectoryError, match="whole"):
        publish.publish(torn, target, None, on(1))
    assert fee(target) == 100


def test_an_empty_directory_is_not_published(tmp_path: Path) -> None:
    from pipeline.store import DirectoryWriter

    path = tmp_path / "empty.db"
    with DirectoryWriter(path) as writer:
        writer.finish()
    with pytest.raises(DirectoryError, match="no listing"):
        publish.examine(path)


def test_a_reader_of_the_old_file_is_undisturbed(made: list[Path], tmp_path: Path) -> None:
    target = tmp_path / "var" / "directory.db"
    put(made[0], target)
    reader = sqlite3.connect(f"file:{target}?mode=ro", uri=True)
    reader.execute("SELECT * FROM opportunities").fetchone()
    put(made[1], target)
    assert reader.execute("SELECT program_fee_usd FROM opportunities").fetchone() == (100,)
    reader.close()
    assert fee(target) == 101


def test_a_second_process_is_refused_and_a_dead_one_holds_nothing(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, time; from pathlib import Path; from pipeline.publish import one_at_a_time\n"
            f"with one_at_a_time(Path({str(lock)!r}), 'x'):\n    print('held', flush=True); time.sleep(60)",
        ],
        stdout=subprocess.PIPE,
        cwd=PROJECT,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with (
            pytest.raises(DirectoryError, match=f"process {holder.pid}"),
            publish.one_at_a_time(lock, "build"),
        ):
            pass
    finally:
        holder.kill()
        holder.wait()
        assert holder.stdout is not None
        holder.stdout.close()
    with publish.one_at_a_time(lock, "build"):
        pass


def test_leftovers_of_a_killed_build_are_swept_and_those_of_a_living_one_are_not(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    gone, alive = tmp_path / f".building-{dead.pid}-abc", tmp_path / f".building-{os.getppid()}-abc"
    gone.mkdir()
    alive.mkdir()
    with publish.workplace(tmp_path / "directory.db") as place:
        assert place.parent.is_dir()
    assert not gone.exists()
    assert alive.exists()


KILLED = """
    import sys
    from pathlib import Path
    from datetime import date
    from pipeline import publish
    target, sources = Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]
    print("go", flush=True)
    while True:
        for made in sources:
            with publish.workplace(target) as place:
                place.write_bytes(made.read_bytes())
                publish.publish(place, target, target.parent / "published", date(2026, 3, 1))
"""


def test_sigkill_at_any_moment_leaves_a_whole_directory(made: list[Path], tmp_path: Path) -> None:
    target = tmp_path / "var" / "directory.db"
    put(made[0], target)
    whole = {tuple(dump(path)) for path in made[:3]}
    for moment in range(12):
        process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(KILLED), str(target), *map(str, made[:3])],
            stdout=subprocess.PIPE,
            cwd=PROJECT,
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.003 + 0.0041 * moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        publish.examine(target)
        assert tuple(dump(target)) in whole
    put(made[4], target)
    assert fee(target) == 104
    assert not [path for path in target.parent.rglob("*") if ".part" in path.name or "building" in path.name]
    for entry in publish.versions(target.parent / "published"):
        publish.examine(entry.path)


def test_a_folder_that_cannot_be_written_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(DirectoryError, match="untouched"),
        publish.workplace(tmp_path / "file" / "directory.db"),
    ):
        pass


SERVERS = {
    "silent": "import time; time.sleep(60)",
    "dies": "raise SystemExit('no module named web')",
    "wrong": textwrap.dedent(
        """
        import http.server
        class H(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200); self.end_headers(); self.wfile.write(b'[{"n": 99}]')
            def log_message(self, *a): pass
        s = http.server.HTTPServer(('127.0.0.1', 0), H)
        print(f'http://127.0.0.1:{s.server_port}/', flush=True); s.serve_forever()
        """
    ),
}


@pytest.mark.server
@pytest.mark.parametrize("kind", sorted(SERVERS))
def test_a_server_that_does_not_show_the_directory_stops_publishing(made: list[Path], kind: str) -> None:
    with pytest.raises(DirectoryError, match="not published"):
        publish.smoke(made[0], [sys.executable, "-c", SERVERS[kind]], start_seconds=3.0)


@pytest.mark.server
def test_the_real_server_shows_a_new_directory(made: list[Path]) -> None:
    publish.smoke(made[0], [sys.executable, "-m", "imgdir", "serve"])
