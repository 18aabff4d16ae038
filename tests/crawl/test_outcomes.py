"""Every attempt ends in one named outcome; three nights of one web show them and what they come to."""

from __future__ import annotations

import ssl
import subprocess
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from pipeline.model import Attempt
from pipeline.pages import Standing
from tests.crawl.conftest import Registry
from tests.crawl.web import Reply, Web, page

pytestmark = pytest.mark.server
HTML = "text/html"
REFRESH = b'<html><head><meta http-equiv="refresh" content="2; url=/there"><title>x</title></head><body></body></html>'
WALL = b"<html><head><title>Just a moment...</title></head><body><p>Please complete the captcha below.</p></body></html>"
SHELL = b'<html><head><title>App</title><script src="a.js"></script></head><body><div id="root"></div></body></html>'
LOST = page("Page not found")


@dataclass
class Nights:
    """The latest attempts after each night, what was asked in each, and how addresses stand at the end."""

    attempts: list[dict[str, Attempt]]
    asked: list[list[tuple[str, str]]]
    standings: dict[tuple[str, str], Standing]
    output: list[str]
    registry: Registry
    web: Web


def sites() -> dict[str, dict[str, Reply | list[Reply]]]:
    return {
        "good.test": {
            "/etag": Reply(page("Etag"), headers={"ETag": '"one"'}),
            "/plain": Reply(page("Plain")),
            "/noise": [
                Reply(page("Noise", f'<a href="/x;jsessionid={n}A?sid={n}">x</a><script>var t={n}</script>'))
                for n in range(3)
            ],
            "/news": [Reply(page(f"News {n}")) for n in range(3)],
            "/flyer": Reply(b"%PDF-1.4 made up", type="application/pdf"),
            "/data": Reply(b'{"programs": []}', type="application/json"),
        },
        "lost.test": {
            "/missing": Reply(b"", 404),
            "/back": [Reply(b"", 410), Reply(page("Back")), Reply(page("Back"))],
            "/soft": Reply(LOST),
            "/home": Reply(status=302, headers={"Location": "/"}),
            "/": Reply(page("Home")),
        },
        "moved.test": {
            "/old": Reply(status=301, headers={"Location": "/new"}),
            "/new": Reply(page("New")),
            "/slash": Reply(status=301, headers={"Location": "/slash/"}),
            "/slash/": Reply(page("Slash")),
            "/for-now": Reply(status=302, headers={"Location": "/elsewhere"}),
            "/elsewhere": Reply(page("Elsewhere")),
            "/refresh": Reply(REFRESH),
            "/there": Reply(page("There")),
            "/loop": Reply(status=302, headers={"Location": "/loop2"}),
            "/loop2": Reply(status=302, headers={"Location": "/loop"}),
            "/stairs0": Reply(status=302, headers={"Location": "/stairs1"}),
            **{
                f"/stairs{n}": Reply(status=302, headers={"Location": f"/stairs{n + 1}"}) for n in range(1, 9)
            },
        },
        "wall.test": {"/captcha": Reply(WALL), "/shell": Reply(SHELL), "/empty": Reply(b"")},
        "login.test": {
            "/page": Reply(status=302, headers={"Location": "/sso/login?next=page"}),
            "/sso/login?next=page": Reply(page("Log in")),
        },
        "forbidden.test": {f"/{n}": Reply(page("No"), 403) for n in range(6)},
        "broken.test": {"/500": Reply(b"", 500), "/fine": Reply(page("Fine"))},
        "big.test": {"/big": Reply(b"x" * 11_000_000)},
        "bomb.test": {"/bomb": Reply(bomb(), headers={"Content-Encoding": "gzip"})},
        "odd.test": {
            "/zip": Reply(b"PK", type="application/zip"),
            "/cut": Reply(page("Cut"), headers={"Content-Encoding": "gzip"}),
        },
        "slow.test": {f"/{n}": Reply(page("Slow"), seconds=6.0) for n in range(6)},
        "inside.test": {
            "/out": Reply(status=302, headers={"Location": "http://127.0.0.1:9/secret"}),
            "/meta": Reply(status=302, headers={"Location": "http://169.254.169.254/latest/meta-data/"}),
            "/file": Reply(status=302, headers={"Location": "file:///etc/passwd"}),
        },
        "drops.test": {"/drop": Reply(drop=True)},
    }


def bomb() -> bytes:
    import gzip

    return gzip.compress(b"\0" * 60_000_000)


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Nights:
    registry = Registry(tmp_path_factory.mktemp("nights"))
    registry.add(
        "good", *(f"http://good.test/{p}" for p in ("etag", "plain", "noise", "news", "flyer", "data"))
    )
    registry.add("lost", *(f"http://lost.test/{p}" for p in ("missing", "back", "soft", "home")))
    registry.add(
        "moved",
        *(f"http://moved.test/{p}" for p in ("old", "slash", "for-now", "refresh", "loop", "stairs0")),
    )
    registry.add("wall", *(f"http://wall.test/{p}" for p in ("captcha", "shell", "empty")))
    registry.add("login", "http://login.test/page")
    registry.add("forbidden", *(f"http://forbidden.test/{n}" for n in range(6)))
    registry.add("broken", "http://broken.test/500", "http://broken.test/fine")
    registry.add("big", "http://big.test/big")
    registry.add("bomb", "http://bomb.test/bomb")
    registry.add("odd", "http://odd.test/zip", "http://odd.test/cut")
    registry.add("slow", *(f"http://slow.test/{n}" for n in range(6)))
    registry.add("inside", *(f"http://inside.test/{p}" for p in ("out", "meta", "file")))
    registry.add("drops", "http://drops.test/drop")
    registry.add("nowhere", "http://no-such-host.invalid/a", "http://no-such-host.invalid/b")
    registry.add(
        "loopback",
        "http://localhost:81/a",
        "http://127.0.0.1:8001/directory",
        "http://[::1]/x",
        "http://2130706433/a",
    )
    attempts, asked, output = [], [], []
    with Web(sites()) as web:
        for day in ("2026-11-20T02:00:00", "2026-11-20T12:00:00", "2026-11-21T02:30:00"):
            web.asked.clear()
            ended = registry.crawl("--all", test_web=web.address, now=day, timeout=2.5)
            assert ended.returncode == 0, ended.stderr
            output.append(ended.stdout)
            attempts.append(registry.attempts())
            asked.append([(one.host, one.path) for one in web.asked])
    return Nights(attempts, asked, registry.archive().standings(), output, registry, web)


@pytest.mark.parametrize(
    ("url", "outcomes"),
    [
        ("http://good.test/etag", ["ok", "unchanged", "unchanged"]),
        ("http://good.test/plain", ["ok", "unchanged", "unchanged"]),
        ("http://good.test/noise", ["ok", "unchanged", "unchanged"]),
        ("http://good.test/news", ["ok", "ok", "ok"]),
        ("http://good.test/flyer", ["ok", "unchanged", "unchanged"]),
        ("http://good.test/data", ["ok", "unchanged", "unchanged"]),
        ("http://lost.test/missing", ["missing", "missing", "gone"]),
        ("http://lost.test/back", ["missing", "ok", "unchanged"]),
        ("http://lost.test/soft", ["soft-404"] * 3),
        ("http://lost.test/home", ["soft-404"] * 3),
        ("http://moved.test/old", ["moved"] * 3),
        ("http://moved.test/slash", ["ok", "unchanged", "unchanged"]),
        ("http://moved.test/for-now", ["ok", "unchanged", "unchanged"]),
        ("http://moved.test/refresh", ["ok", "unchanged", "unchanged"]),
        ("http://moved.test/loop", ["server-error"] * 3),
        ("http://moved.test/stairs0", ["server-error"] * 3),
        ("http://wall.test/captcha", ["blocked"] * 3),
        ("http://wall.test/shell", ["shell"] * 3),
        ("http://wall.test/empty", ["shell"] * 3),
        ("http://login.test/page", ["blocked"] * 3),
        ("http://forbidden.test/0", ["blocked"] * 3),
        ("http://broken.test/500", ["server-error"] * 3),
        ("http://broken.test/fine", ["ok", "unchanged", "unchanged"]),
        ("http://big.test/big", ["too-large"] * 3),
        ("http://bomb.test/bomb", ["too-large"] * 3),
        ("http://odd.test/zip", ["bad-type"] * 3),
        ("http://slow.test/0", ["timeout"] * 3),
        ("http://slow.test/5", ["timeout"] * 3),
        ("http://inside.test/out", ["error"] * 3),
        ("http://inside.test/meta", ["error"] * 3),
        ("http://drops.test/drop", ["server-error"] * 3),
        ("http://no-such-host.invalid/a", ["dns"] * 3),
        ("http://no-such-host.invalid/b", ["dns"] * 3),
        ("http://localhost:81/a", ["error"] * 3),
        ("http://127.0.0.1:8001/directory", ["error"] * 3),
        ("http://[::1]/x", ["error"] * 3),
    ],
)
def test_every_attempt_ends_in_its_name(nights: Nights, url: str, outcomes: list[str]) -> None:
    found = [attempts[url] for attempts in nights.attempts]
    assert [attempt.outcome for attempt in found] == outcomes, [attempt.why for attempt in found]
    assert all(attempt.why for attempt in found if attempt.outcome not in {"ok"})


def test_a_page_that_answered_404_once_is_not_gone(nights: Nights) -> None:
    assert nights.standings[("lost", "http://lost.test/missing")].gone
    assert not nights.standings[("lost", "http://lost.test/back")].gone
    assert nights.standings[("lost", "http://lost.test/back")].missing_since is None


def test_a_permanent_redirect_proposes_the_new_address(nights: Nights) -> None:
    attempt = nights.attempts[0]["http://moved.test/old"]
    assert attempt.final_url == "http://moved.test/new"
    assert "http://moved.test/new" in attempt.why
    assert nights.standings[("moved", "http://moved.test/old")].sha256 == "", "a moved page is no reading"


def test_no_request_reaches_a_private_address(nights: Nights) -> None:
    for attempts in nights.attempts:
        for url in ("http://inside.test/out", "http://inside.test/meta", "http://[::1]/x"):
            assert attempts[url].why.startswith("refused:")
    assert all(attempts["http://2130706433/a"].outcome in {"dns", "error"} for attempts in nights.attempts)


def test_a_failing_host_is_left_alone_after_three_strikes_and_probed_once_the_next_night(
    nights: Nights,
) -> None:
    def pages(night: int, host: str) -> int:
        return sum(one == host and path != "/robots.txt" for one, path in nights.asked[night])

    assert [pages(night, "forbidden.test") for night in range(3)] == [3, 1, 1]
    # A time-out while this machine was late is asked again once, so that there may be twice as many.
    assert 3 <= pages(0, "slow.test") <= 6 and all(1 <= pages(night, "slow.test") <= 2 for night in (1, 2))
    assert "not asked" in nights.attempts[0]["http://forbidden.test/5"].why


def test_an_unchanged_page_is_stored_once(nights: Nights) -> None:
    archive = nights.registry.archive()
    for path, versions in (("etag", 1), ("plain", 1), ("noise", 1), ("news", 3)):
        stored = [entry for entry in archive.entries() if entry.url == f"http://good.test/{path}"]
        assert len(stored) == versions, path
    standing = nights.standings[("good", "http://good.test/plain")]
    assert standing.fetched and standing.confirmed and standing.confirmed > standing.fetched


def test_requests_are_stored_with_the_conditions_that_they_made(nights: Nights) -> None:
    sent: dict[str, list[str]] = {}
    for file in sorted((nights.registry.state / "warc").iterdir()):
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream):
                if record.rec_type == "request":
                    http = record.http_headers
                    assert http.get_header("User-Agent").startswith("imgdir/")
                    url = record.rec_headers.get_header("WARC-Target-URI")
                    sent.setdefault(url, []).append(http.get_header("If-None-Match") or "")
    assert sent["http://good.test/etag"] == ["", *[sent["http://good.test/etag"][-1]] * 2]
    assert sent["http://good.test/etag"][-1]
    # The same words are no new body, and so leave no record.
    assert sent["http://good.test/plain"] == [""]


def test_a_failed_reading_leaves_the_last_good_one(nights: Nights) -> None:
    latest = {standing.url: page for standing, page in nights.registry.archive().latest()}
    assert b"News 2" in latest["http://good.test/news"].body
    assert "http://wall.test/captcha" not in latest


def test_the_report_names_troubled_sources(nights: Nights) -> None:
    assert "wall: shell" in nights.output[0]
    assert "nowhere: dns" in nights.output[0]


def test_the_crawler_says_who_it_is_and_keeps_no_cookie(nights: Nights) -> None:
    for asked in nights.web.asked:
        assert asked.headers["user-agent"].startswith("imgdir/")
        assert "Mozilla" not in asked.headers["user-agent"]
        assert "cookie" not in asked.headers


def test_a_pause_that_the_server_asks_for_is_kept(registry: Registry) -> None:
    busy = Reply(page("Busy"), 429, {"Retry-After": "1"})
    with Web(
        {
            "busy.test": {"/a": [busy, Reply(page("A"))], "/b": Reply(page("B"))},
            "closed.test": {"/a": Reply(page("A"), 429, {"Retry-After": "86400"})},
        }
    ) as web:
        registry.add("busy", "http://busy.test/a", "http://busy.test/b")
        registry.add("closed", "http://closed.test/a")
        registry.crawl("--all", test_web=web.address, now="2026-11-20T02:00:00")
    asked = [one for one in web.asked if one.path == "/a" and one.host == "busy.test"]
    assert len(asked) == 2
    assert asked[1].at - asked[0].at >= 1.0
    found = registry.attempts()
    assert found["http://busy.test/a"].outcome == "ok"
    assert found["http://closed.test/a"].outcome == "blocked"
    assert web.paths("closed.test") == ["/robots.txt", "/a"]
    retry_at = found["http://closed.test/a"].retry_at
    assert retry_at is not None and retry_at.isoformat().startswith("2026-11-21T02:00")


def test_a_certificate_that_cannot_be_trusted_is_named(registry: Registry, tmp_path: Path) -> None:
    made = subprocess.run(
        [
            *(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=wrong.test",
            ),
            *("-keyout", str(tmp_path / "key.pem"), "-out", str(tmp_path / "cert.pem")),
        ],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("openssl is not installed: no certificate to refuse")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        port = server.server_address[1]
        registry.add("secure", f"https://secure.test:{port}/a", f"https://secure.test:{port}/b")
        registry.crawl("--all", test_web="http://127.0.0.1:9")
    finally:
        server.shutdown()
        server.server_close()
    found = registry.attempts()
    assert {attempt.outcome for attempt in found.values()} == {"tls"}, [a.why for a in found.values()]
    assert "certificate" in found[f"https://secure.test:{port}/a"].why


def test_without_a_network_one_line_says_so_and_nothing_is_recorded(registry: Registry) -> None:
    registry.add("far", "http://no-such-host.invalid/a")
    ended = registry.crawl("--all")
    assert ended.returncode == 1
    assert "There is no network" in ended.stderr
    assert registry.attempts() == {}
