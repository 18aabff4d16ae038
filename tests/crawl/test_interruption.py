"""A crawl may be killed at any moment: nothing fetched is fetched again, and the next crawl goes on."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest

from pipeline.pages import Archive
from tests.crawl.conftest import Registry
from tests.crawl.web import Reply, Web, page

pytestmark = pytest.mark.server
HOSTS = 6
PAGES = 8
LINKS = "".join(f'<a href="/deep/{n}">Observership {n}</a>' for n in range(4))


def country() -> dict[str, dict[str, Reply | list[Reply]]]:
    sites: dict[str, dict[str, Reply | list[Reply]]] = {}
    for host in range(HOSTS):
        paths: dict[str, Reply | list[Reply]] = {
            f"/{n}": Reply(page(f"Page {n} of host {host}"), seconds=0.02) for n in range(PAGES)
        }
        paths["/list"] = Reply(page(f"List {host}", LINKS))
        paths |= {f"/deep/{n}": Reply(page(f"Deep {n} of host {host}"), seconds=0.02) for n in range(4)}
        sites[f"h{host}.test"] = paths
    return sites


def register(registry: Registry) -> None:
    for host in range(HOSTS):
        registry.add(
            f"h{host}",
            f"http://h{host}.test/list",
            *(f"http://h{host}.test/{n}" for n in range(PAGES)),
            follow={"allow": ["/deep/"]},
        )


def started(registry: Registry, web: Web, delay: float = 0.1) -> subprocess.Popen[str]:
    return subprocess.Popen(
        registry.command("--all", delay=delay),
        env=registry.environment(web.address),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def recorded(registry: Registry) -> set[tuple[str, str]]:
    return {(attempt.source, attempt.url) for attempt in Archive(registry.state).attempts()}


def until(registry: Registry, count: int, child: subprocess.Popen[str]) -> None:
    """Wait until the crawl has recorded so many attempts."""
    limit = time.monotonic() + 60
    log = registry.state / "attempts.jsonl"
    while child.poll() is None and time.monotonic() < limit:
        if log.exists() and log.read_bytes().count(b"\n") >= count:
            return
        time.sleep(0.01)
    raise AssertionError(f"the crawl ended before {count} attempts: {child.communicate()}")


def test_a_killed_crawl_goes_on_without_fetching_again_what_it_has(registry: Registry) -> None:
    register(registry)
    chance = random.Random(7)
    with Web(country()) as web:
        kept: set[tuple[str, str]] = set()
        asked: Counter[tuple[str, str]] = Counter()
        for kill in (3, 12, 30):
            child = started(registry, web)
            until(registry, kill, child)
            time.sleep(chance.random() * 0.1)
            os.kill(child.pid, signal.SIGKILL)
            child.communicate()
            asked_now = Counter((one.host, one.path) for one in web.asked if one.path != "/robots.txt")
            again = {key for key, count in asked_now.items() if count > asked[key]}
            assert (
                not {
                    (source, f"http://{source}.test{path}")
                    for source, path in ((host.removesuffix(".test"), path) for host, path in again)
                }
                & kept
            )
            asked = asked_now
            now_kept = recorded(registry)
            assert kept <= now_kept, "nothing recorded is lost"
            kept = now_kept
        # Half-done sources are not due by their cadence: the run that was interrupted names them.
        ended = registry.crawl("--due", test_web=web.address)
    assert ended.returncode == 0, ended.stderr
    assert "attempts of the interrupted run were kept" in ended.stdout
    archive = Archive(registry.state)
    assert len({attempt.run for attempt in archive.attempts()}) == 1, "all parts are one run"
    times = Counter((attempt.source, attempt.url) for attempt in archive.attempts())
    assert len(times) == HOSTS * (1 + PAGES + 4), (
        "links of a page that was fetched before the kill are followed too"
    )
    assert set(times.values()) == {1}
    bodies = {found.body for _, found in archive.latest()}
    assert len(bodies) == HOSTS * (1 + PAGES + 4)
    assert not list((registry.state / "warc").glob("*.open"))
    assert archive.run() is None
    # Each kill may cost the pages that were under way: one a host.
    pages = sum(asked.path != "/robots.txt" for asked in web.asked)
    assert pages <= HOSTS * (1 + PAGES + 4) + 3 * HOSTS


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_stopped_crawl_says_so_and_goes_on(registry: Registry, name: str) -> None:
    register(registry)
    with Web(country()) as web:
        child = started(registry, web)
        until(registry, 8, child)
        before = time.monotonic()
        child.send_signal(getattr(signal, name))
        out, err = child.communicate(timeout=30)
        assert time.monotonic() - before < 10
        assert child.returncode == 1, (out, err)
        assert "interrupted" in err
        kept = recorded(registry)
        assert not list((registry.state / "warc").glob("*.open")), "a stopped crawl closes its files"
        web.asked.clear()
        assert registry.crawl("--all", test_web=web.address).returncode == 0
    asked = {f"http://{one.host}{one.path}" for one in web.asked}
    assert not asked & {url for _, url in kept}
    assert len(recorded(registry)) == HOSTS * (1 + PAGES + 4)


def test_a_second_crawl_is_refused_and_a_dead_one_holds_nothing(registry: Registry) -> None:
    register(registry)
    with Web(country()) as web:
        child = started(registry, web, delay=8.0)
        until(registry, 2, child)
        second = registry.crawl("--all", test_web=web.address)
        assert second.returncode == 1
        assert f"another crawl (process {child.pid})" in second.stderr
        assert child.poll() is None
        child.kill()
        child.communicate()
        third = registry.crawl("h0", test_web=web.address)
    assert third.returncode == 0, third.stderr


def test_a_full_disk_stops_the_crawl_with_one_paragraph(registry: Registry, tmp_path: Path) -> None:
    import resource

    register(registry)

    def little() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (3_000, 3_000))

    with Web(country()) as web:
        command = registry.command("--all")
        ended = subprocess.run(
            command,
            env={**registry.environment(web.address), "PYTHONDONTWRITEBYTECODE": "1"},
            preexec_fn=little,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert ended.returncode == 1
        assert "cannot be written" in ended.stderr, ended.stderr
        assert "Traceback" not in ended.stderr
        again = registry.crawl("--all", test_web=web.address)
    assert again.returncode == 0, again.stderr
    assert len(recorded(registry)) == HOSTS * (1 + PAGES + 4)
