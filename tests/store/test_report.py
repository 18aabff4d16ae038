"""The report of a night: complete, short where it can be, and inert."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from pipeline import report
from pipeline.store import Directory
from tests.store.world import World, listing

PAGE = "https://lakeside.test/observers"
HOSTILE = "<script>alert(1)</script> | [x](javascript:alert(1)) `rm` *now*"


def compiled(tmp_path: Path) -> report.Report:
    world = World(tmp_path)
    gone = listing("Student Elective", "elective", img="no", student="yes", fee=None)
    before = world.spend({PAGE: [listing(), gone]})
    world.spend({PAGE: [listing(fee=600)]})
    after = world.spend({PAGE: [listing(fee=600), listing(HOSTILE, "research", fee=None)]})
    with Directory(before) as old, Directory(after) as new:
        return report.compile_report("2026-03-04", old, new, timing={"crawl": 1.25})


def test_new_changed_and_ended_are_told(tmp_path: Path) -> None:
    found = {section.title: section.rows for section in compiled(tmp_path).sections}
    assert [row[0] for row in found["New"]] == [f"{HOSTILE} (Lakeside Hospital)"]
    assert (
        "Observership Program (Lakeside Hospital)",
        "program_fee_usd",
        "500",
        "600",
        "page",
        PAGE,
    ) in found["Changed"]
    assert [row[1] for row in found["Ended"]] == ["no longer on its page"]


def test_hostile_text_is_inert_in_every_form(tmp_path: Path) -> None:
    made = compiled(tmp_path)
    assert "<script" not in report.as_html(made)
    assert "<script" not in report.as_markdown(made)
    assert "](javascript" not in report.as_markdown(made)
    assert json.loads(report.as_json(made))["counts"]["new"] == 1


def test_only_web_addresses_become_links() -> None:
    assert report.cell("javascript:alert(1)") == "javascript:alert(1)"
    assert report.cell("https://a.test/x") == "<a href='https://a.test/x' rel='nofollow'>https://a.test/x</a>"
    assert "href" not in report.cell("https://a.test/x' onclick='y")
    assert report.markdown("https://a.test/x>y") != "<https://a.test/x>y>"


def test_a_quiet_night_says_so(tmp_path: Path) -> None:
    world = World(tmp_path)
    before = world.spend({PAGE: listing()})
    after = world.spend({PAGE: listing()})
    with Directory(before) as old, Directory(after) as new:
        made = report.compile_report("2026-03-03", old, new)
    assert made.look == []
    assert "All went by itself." in report.as_markdown(made)
    assert "Nothing changed." in report.as_html(made)


def test_a_source_that_fails_the_third_time_is_named_once(tmp_path: Path) -> None:
    world = World(tmp_path)
    last = world.spend({PAGE: listing()})
    looks = []
    for _ in range(5):
        night = world.spend({PAGE: "blocked"})
        with Directory(last) as old, Directory(night) as new:
            looks.append(bool(report.compile_report("n", old, new).look))
        last = night
    assert looks == [False, False, True, False, False]


@pytest.mark.server
def test_a_webhook_gets_a_short_message_and_a_dead_one_fails_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from imgdir.commands.nightly import notify

    got: list[dict[str, str]] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    made = compiled(tmp_path)
    notify(made)
    assert got == []
    server = HTTPServer(("127.0.0.1", 0), Hook)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        monkeypatch.setenv("IMGDIR_NOTIFY", f"json://127.0.0.1:{server.server_port}/night")
        notify(made)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    (message,) = got
    assert message["title"] == "imgdir 2026-03-04: all well"
    assert "1 new" in message["message"]
    notify(made)
    assert "could not be sent" in capsys.readouterr().err
