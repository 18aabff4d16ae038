"""How fast the site is: search against the same SQL in one run, and the budgets of a page over slow 4G.

    python -m bench.site                     server time at 500, 20,000 and 100,000 listings
    python -m bench.site --browser           and page weight, largest paint and layout shift in Chromium

The directories are made up (bench/synthetic.py), the same in every run. Exits 1 where a bound is held neither by the clock
nor by processor time; the second is the measure on a machine that has other work.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import uvicorn

from bench.synthetic import write
from imgdir.commands.serve import listen
from web.app import site
from web.directory import read_snapshot, today
from web.find import CARD as CARDS_SQL
from web.query import Search, read_search, where

SIZES = (500, 20_000, 100_000)
RATIO = 2.0
EXTRA_MS = 30.0
WORDS = (
    "observership",
    "cardio",
    "peds",
    "new york",
    "cleveland",
    "university",
    "surgery",
    "neurology houston",
    "clinic",
    "heme onc",
)
AUDIENCES = ("img_graduate", "international_student", "physician")
CHOICES = {
    "type": ("observership", "elective", "research", "externship"),
    "state": ("NY", "TX", "CA", "FL", "OH"),
    "hands_on": ("no", "yes", "not-stated"),
    "letter": ("yes", "not-stated"),
    "price": ("free", "to-500", "to-1000", "not-stated"),
}
FACET_SQL = {
    "type": "select type, count(*) from hits group by 1",
    "status": "select status, count(*) from hits group by 1",
    "freshness": "select freshness, count(*) from hits group by 1",
    "hands_on": "select hands_on, count(*) from hits group by 1",
    "letter": "select letter_of_recommendation, count(*) from hits group by 1",
    "certificate": "select certificate, count(*) from hits group by 1",
    "state": "select state, count(*) from hits group by 1",
    "operator": "select operator_kind, count(*) from hits group by 1",
    "audience": "select sum(accepts_img_graduates in ('yes', 'limited')), sum(accepts_international_students in ('yes', 'limited')), "
    "sum(accepts_us_students in ('yes', 'limited')), sum(accepts_physicians in ('yes', 'limited')) from hits",
    "visa": "select value, count(*) from hits, json_each(hits.visas) group by 1",
    "price": "select case when cost_4_weeks_usd is null then 'n' when cost_4_weeks_usd = 0 then 'f' when cost_4_weeks_usd <= 500 "
    "then 'a' when cost_4_weeks_usd <= 1000 then 'b' when cost_4_weeks_usd <= 2500 then 'c' else 'd' end, count(*) from hits group by 1",
    "weeks": "select duration_min_weeks, duration_max_weeks, count(*) from hits group by 1, 2",
    "specialty": "select specialty_id, count(*) from opportunity_specialties where opportunity_id in (select id from hits) group by 1",
}


def searches(count: int, seed: int = 11) -> list[Search]:
    """Searches with a text and three filters, the same for the same seed."""
    chance = random.Random(seed)
    found = []
    for _ in range(count):
        facets = chance.sample(sorted(CHOICES), 2)
        pairs = [("q", chance.choice(WORDS)), ("audience", chance.choice(AUDIENCES))]
        pairs += [(facet, chance.choice(CHOICES[facet])) for facet in facets]
        found.append(read_search(pairs))
    return found


def straight(connection: sqlite3.Connection, conditions: list[tuple[str, dict[str, object]]]) -> int:
    """The same search in plain SQL: the hits once, their count, every facet, and the first page."""
    clause = " and ".join(text for text, _ in conditions)
    values = {name: value for _, named in conditions for name, value in named.items()}
    connection.execute("drop table if exists temp.hits")
    connection.execute(
        "create temp table hits as select id, type, status, freshness, hands_on, letter_of_recommendation, certificate, state, "
        "operator_kind, accepts_img_graduates, accepts_international_students, accepts_us_students, accepts_physicians, visas, "
        f"cost_4_weeks_usd, duration_min_weeks, duration_max_weeks, is_seller from opportunities where {clause}",
        values,
    )
    (count,) = connection.execute("select count(*) from hits").fetchone()
    for sql in FACET_SQL.values():
        connection.execute(sql).fetchall()
    connection.execute(
        f"select {CARDS_SQL} from opportunities where id in (select id from hits order by is_seller, id limit 25)"
    ).fetchall()
    return int(count)


class Served:
    """The site on a free port of loopback, in a thread."""

    def __init__(self, path: Path) -> None:
        self.socket = listen("127.0.0.1", 0)
        self.port = self.socket.getsockname()[1]
        config = uvicorn.Config(site(lambda: path).app(), log_level="error", lifespan="on")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.socket]}, daemon=True)

    def __enter__(self) -> Served:
        self.thread.start()
        while not self.server.started:
            time.sleep(0.02)
        return self

    def __exit__(self, *_: object) -> None:
        self.server.should_exit = True
        self.thread.join(10)


def p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def server_times(path: Path, size: int, count: int) -> dict[str, Any]:
    held = read_snapshot(path, today())
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    plain: list[float] = []
    served: list[float] = []
    plain_cpu: list[float] = []
    served_cpu: list[float] = []
    asked = searches(count)
    with Served(path) as running:
        client = http.client.HTTPConnection("127.0.0.1", running.port, timeout=60)

        def get(address: str) -> bytes:
            client.request("GET", address, headers={"Accept-Encoding": "gzip"})
            return client.getresponse().read()

        get("/directory/opportunities")
        straight(connection, where(asked[0], held))
        for search in asked:  # by turns, so that noise falls on both alike
            conditions = where(search, held)
            begun, busy = time.perf_counter(), time.process_time()
            straight(connection, conditions)
            plain.append((time.perf_counter() - begun) * 1000)
            plain_cpu.append((time.process_time() - busy) * 1000)
            begun, busy = time.perf_counter(), time.process_time()
            get(search.url())
            served.append((time.perf_counter() - begun) * 1000)
            served_cpu.append((time.process_time() - busy) * 1000)
    return {
        "listings": size,
        "sql_p50": statistics.median(plain),
        "sql_p95": p95(plain),
        "page_p50": statistics.median(served),
        "page_p95": p95(served),
        "bound": RATIO * p95(plain) + EXTRA_MS,
        "sql_cpu_p95": p95(plain_cpu),
        "page_cpu_p95": p95(served_cpu),
        "cpu_bound": RATIO * p95(plain_cpu) + EXTRA_MS,
    }


def browser_budgets(path: Path, size: int) -> list[dict[str, Any]]:
    """Weight, largest contentful paint and layout shift of first visits over slow 4G (1.6 Mbit/s, 150 ms) in Chromium."""
    from playwright.sync_api import sync_playwright

    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        (one,) = connection.execute("select id from opportunities where status = 'open' limit 1").fetchone()
    pages = (
        "/",
        "/directory/opportunities",
        "/directory/opportunities?q=cardio&audience=img_graduate",
        f"/opportunity/{one}",
        "/awards",
        "/state/NY",
        "/can-i-go",
    )
    found = []
    with Served(path) as running, sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for address in pages:
            context = browser.new_context(viewport={"width": 412, "height": 823}, device_scale_factor=2)
            page = context.new_page()
            devtools = context.new_cdp_session(page)
            devtools.send("Network.enable")
            devtools.send(
                "Network.emulateNetworkConditions",
                {
                    "offline": False,
                    "latency": 150,
                    "downloadThroughput": 1_600_000 / 8,
                    "uploadThroughput": 750_000 / 8,
                },
            )
            weights: list[float] = []
            devtools.on(
                "Network.loadingFinished",
                lambda event, weights=weights: weights.append(event["encodedDataLength"]),
            )
            page.add_init_script(
                "window.lcp = 0; window.cls = 0;"
                "new PerformanceObserver(l => { for (const e of l.getEntries()) window.lcp = e.startTime })"
                ".observe({type: 'largest-contentful-paint', buffered: true});"
                "new PerformanceObserver(l => { for (const e of l.getEntries()) if (!e.hadRecentInput) window.cls += e.value })"
                ".observe({type: 'layout-shift', buffered: true});"
            )
            page.goto(f"http://127.0.0.1:{running.port}{address}", wait_until="networkidle")
            page.wait_for_timeout(300)
            found.append(
                {
                    "listings": size,
                    "page": urlencode({"": address})[1:]
                    .replace("%2F", "/")
                    .replace("%3F", "?")
                    .replace("%3D", "=")
                    .replace("%26", "&"),
                    "kB": sum(weights) / 1000,
                    "lcp_ms": page.evaluate("window.lcp"),
                    "cls": page.evaluate("window.cls"),
                }
            )
            context.close()
        browser.close()
    return found


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--searches", type=int, default=60)
    parser.add_argument("--browser", action="store_true")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    given = parser.parse_args()
    held = True
    with tempfile.TemporaryDirectory(prefix="imgdir-bench-") as folder:
        for size in map(int, given.sizes.split(",")):
            path = Path(folder) / f"{size}.db"
            write(path, size, proofs=size <= 20_000)
            times = server_times(path, size, given.searches)
            held &= times["page_p95"] <= times["bound"] or times["page_cpu_p95"] <= times["cpu_bound"]
            print(
                json.dumps(times)
                if given.json
                else f"{size:>7} listings: SQL p50 {times['sql_p50']:.1f} p95 {times['sql_p95']:.1f} ms; page p50 "
                f"{times['page_p50']:.1f} p95 {times['page_p95']:.1f} ms; bound {times['bound']:.1f} ms; "
                f"processor time p95: SQL {times['sql_cpu_p95']:.1f}, page {times['page_cpu_p95']:.1f}, bound {times['cpu_bound']:.1f} ms"
            )
            if given.browser and size <= 20_000:
                for row in browser_budgets(path, size):
                    held &= row["kB"] <= 100 and row["lcp_ms"] <= 1500 and row["cls"] <= 0.02
                    print(
                        json.dumps(row)
                        if given.json
                        else f"{size:>7} {row['page']}: {row['kB']:.1f} kB, LCP {row['lcp_ms']:.0f} ms, CLS {row['cls']:.4f}"
                    )
            path.unlink()
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
