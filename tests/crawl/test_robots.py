from __future__ import annotations

from itertools import pairwise

import pytest

from tests.crawl.conftest import Registry
from tests.crawl.web import Reply, Web, page

pytestmark = pytest.mark.server
ROBOTS = "text/plain"


def test_no_disallowed_page_is_fetched_while_robots_txt_is_slow(registry: Registry) -> None:
    secret = {f"/private/{n}": Reply(page(f"Private {n}")) for n in range(10)}
    open_pages = {f"/open/{n}": Reply(page(f"Open {n}")) for n in range(2)}
    slow = Reply(b"User-agent: *\nDisallow: /private/\n", type=ROBOTS, seconds=1.0)
    with Web({"slow.test": {"/robots.txt": slow, **secret, **open_pages}}) as web:
        # Each address is a source of its own and their queues run side by side: all wait for one robots.txt.
        for n in range(10):
            registry.add(f"private-{n}", f"http://other{n}.test/x", f"http://slow.test/private/{n}")
        for n in range(2):
            registry.add(f"open-{n}", f"http://other{n}-open.test/x", f"http://slow.test/open/{n}")
        ended = registry.crawl("--all", test_web=web.address)
    assert ended.returncode == 0, ended.stderr
    asked = web.paths("slow.test")
    assert [path for path in asked if path.startswith("/private/")] == []
    assert asked.count("/robots.txt") == 1
    assert sorted(path for path in asked if path.startswith("/open/")) == ["/open/0", "/open/1"]
    found = registry.attempts()
    assert {found[f"http://slow.test/private/{n}"].outcome for n in range(10)} == {"robots"}


def test_the_middleware_gives_every_waiting_request_the_rules() -> None:
    """Scrapy's fault shows only with requests that wait side by side: ten at once on one middleware."""
    import asyncio

    from scrapy import Request
    from scrapy.http import TextResponse
    from scrapy.utils.test import get_crawler

    from scrapers.robots import DisallowedByRobots, ObeyedRobots

    class Engine:
        asked = 0

        async def download_async(self, request: Request) -> TextResponse:
            self.asked += 1
            await asyncio.sleep(0.05)
            return TextResponse(request.url, body=b"User-agent: *\nDisallow: /private/\n", encoding="utf-8")

    async def ten() -> list[object]:
        crawler = get_crawler(settings_dict={"ROBOTSTXT_OBEY": True, "ROBOTSTXT_USER_AGENT": "imgdir"})
        engine = Engine()
        crawler.engine = engine  # type: ignore[assignment]
        robots = ObeyedRobots(crawler)
        requests = [Request(f"http://slow.test/private/{n}") for n in range(10)]
        found = await asyncio.gather(*map(robots.process_request, requests), return_exceptions=True)
        assert engine.asked == 1
        return list(found)

    refusals = asyncio.run(ten())
    assert [type(refusal) for refusal in refusals] == [DisallowedByRobots] * 10


def test_what_robots_txt_answers_decides_what_may_be_asked(registry: Registry) -> None:
    answers = {
        "gone-robots": Reply(b"", 404),
        "closed-robots": Reply(b"", 403),
        "broken-robots": Reply(b"", 503),
        "busy-robots": Reply(b"", 429),
        "dead-robots": Reply(drop=True),
        "hanging-robots": Reply(seconds=6.0),
    }
    with Web(
        {f"{name}.test": {"/robots.txt": reply, "/a": Reply(page("A"))} for name, reply in answers.items()}
    ) as web:
        for name in answers:
            registry.add(name, f"http://{name}.test/a", f"http://{name}.test/b")
        registry.crawl("--all", test_web=web.address, timeout=2.5)
    outcomes = {url: attempt.outcome for url, attempt in registry.attempts().items()}
    assert outcomes["http://gone-robots.test/a"] == "ok"
    assert outcomes["http://closed-robots.test/a"] == "ok"
    assert outcomes["http://broken-robots.test/a"] == "server-error"
    assert outcomes["http://busy-robots.test/a"] == "blocked"
    assert outcomes["http://dead-robots.test/a"] == "server-error"
    assert outcomes["http://hanging-robots.test/a"] == "timeout"
    for name in ("broken-robots", "busy-robots", "hanging-robots"):
        assert web.paths(f"{name}.test") == ["/robots.txt"], (
            "nothing is asked of a host whose robots.txt is unread"
        )


def test_crawl_delay_is_kept_and_a_host_is_asked_one_thing_at_a_time(registry: Registry) -> None:
    robots = Reply(b"User-agent: *\nCrawl-delay: 0.4\n", type=ROBOTS)
    paths: dict[str, Reply] = {f"/{n}": Reply(page(f"Page {n}"), seconds=0.1) for n in range(4)}
    with Web({"paced.test": {"/robots.txt": robots, **paths}, "usual.test": dict(paths)}) as web:
        registry.add("paced", *(f"http://paced.test/{n}" for n in range(2)))
        registry.add("paced-too", "http://elsewhere.test/x", *(f"http://paced.test/{n}" for n in range(2, 4)))
        registry.add("usual", *(f"http://usual.test/{n}" for n in range(4)))
        registry.crawl("--all", test_web=web.address, delay=0.1)
    times = [asked.at for asked in web.asked if asked.host == "paced.test"]
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert len(times) == 5
    assert all(gap > 0.37 for gap in gaps[1:]), gaps
    assert web.most_open["paced.test"] == 1
    usual = [asked.at for asked in web.asked if asked.host == "usual.test"]
    assert min(later - earlier for earlier, later in pairwise(usual)) > 0.08
