"""A simulated country on loopback: 300 hosts x 8 pages with latencies, walls, lost pages, loops and hanging hosts.

Three nights are crawled by the real command: the first, one without any change, one with 10 % of the pages changed.
Printed for each: wall time against the politeness lower bound (the slowest host's sum of max(delay, latency) over the
requests that it needs, and its time-outs), CPU a page, peak memory, requests sent against needed.

    .venv/bin/python bench/country.py --delay 0.2 --timeout 3        # minutes become seconds; ratios stay
    .venv/bin/python bench/country.py --hosts 3000 --delay 0.2       # memory at ten times the hosts
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlsplit

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.pages import Archive  # noqa: E402

PAGES = 8
NIGHTS = ("2026-11-20T02:00:00", "2026-11-21T02:30:00", "2026-11-22T03:00:00")
KINDS = {"blocked": 0.05, "gone": 0.03, "loop": 0.02, "hanging": 0.01}
STRIKES = 3
DEPARTMENTS = (
    "Neurology",
    "Cardiology",
    "Surgery",
    "Pediatrics",
    "Psychiatry",
    "Radiology",
    "Pathology",
    "Dermatology",
)


@dataclass
class Host:
    name: str
    kind: str
    latency: float
    etag: bool
    changes: frozenset[int] = frozenset()
    """Pages that read otherwise in the third night."""


@dataclass
class Country:
    hosts: dict[str, Host]
    night: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    filler: str = ""


def country(count: int, seed: int, scale: float) -> Country:
    """Hosts with latencies between 0.05 and 3 times `scale`, a tenth of them slow, and their fates."""
    chance = random.Random(seed)
    hosts = {}
    fates = [kind for kind, share in KINDS.items() for _ in range(round(count * share))]
    fates += ["good"] * (count - len(fates))
    chance.shuffle(fates)
    changed = set(chance.sample(range(count * PAGES), count * PAGES // 10))
    for number, fate in enumerate(fates):
        slow = chance.random() < 0.1
        latency = scale * (chance.uniform(0.5, 1.5) if slow else chance.uniform(0.02, 0.3))
        pages = frozenset(page for page in range(PAGES) if number * PAGES + page in changed)
        name = f"h{number:05d}.test"
        hosts[name] = Host(name, fate, latency, chance.random() < 0.7, pages)
    filler = " ".join(
        chance.choice(("service", "patients", "care", "campus", "visit", "team", "clinic"))
        for _ in range(400)
    )
    return Country(hosts, filler=filler)


def body(host: Host, page: int, night: int, filler: str) -> bytes:
    """About 30 kB of HTML in the manner of a hospital's page; a session token differs with each answer."""
    department = DEPARTMENTS[page % len(DEPARTMENTS)]
    token = time.monotonic_ns()
    menu = "".join(
        f'<li><a href="/menu/{n}?sid={token}">{filler[n * 30 : n * 30 + 25]}</a></li>' for n in range(60)
    )
    return f"""<!doctype html><html><head><title>{department} Observership | Hospital {host.name}</title>
<script>var session="{token}"; {"x" * 9000}</script></head><body><nav><ul>{menu}</ul></nav><main>
<h1>{department} Observership</h1><p>International medical graduates may apply for an observership of four weeks in
{department} at {host.name}.</p><h2>Fees</h2><p>The program fee is ${fee_of(host, page, night)} for four weeks.</p>
<h2>Requirements</h2><ul><li>Curriculum vitae</li><li>Proof of immunization</li><li>Passport copy</li></ul>
<h2>How to apply</h2><p>Write to observer{page}@{host.name} at least 8 weeks before the start.</p>
<p>{filler}</p></main><footer>{filler[:400]}</footer></body></html>""".encode()


def fee_of(host: Host, page: int, night: int) -> int:
    """Dollars. No two pages share one: the checks suspect a fee that many institutions suddenly share."""
    first = 300 + int(host.name[1:6]) * PAGES + page
    return first + (25_000 if night >= 2 and page in host.changes else 0)


WALL = b"<html><head><title>Just a moment...</title></head><body><p>Complete the captcha to go on.</p></body></html>"


class Server:
    """A plain HTTP/1.1 server: one process, thousands of connections, little CPU."""

    def __init__(self, country: Country) -> None:
        self.country = country

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                line, *rest = head.split("\r\n")
                headers = {k.lower(): v.strip() for k, _, v in (item.partition(":") for item in rest if item)}
                path = line.split(" ")[1]
                host = self.country.hosts[headers["host"].partition(":")[0]]
                self.country.asked[host.name] += 1
                if host.kind == "hanging" and path != "/robots.txt":
                    await asyncio.sleep(3600)
                await asyncio.sleep(host.latency)
                writer.write(self.answer(host, path, headers))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def answer(self, host: Host, path: str, headers: dict[str, str]) -> bytes:
        if path == "/robots.txt":
            return reply(200, b"User-agent: *\nDisallow: /private/\n", kind="text/plain")
        page = int(path.rsplit("/", 1)[-1])
        if host.kind == "blocked":
            return reply(403, WALL) if page % 2 else reply(200, WALL)
        if host.kind == "gone":
            return reply(404, b"<title>Not found</title>")
        if host.kind == "loop":
            return reply(302, b"", {"Location": f"/p/{(page + 1) % 2}"})
        version = f'"{page}-{2 if self.country.night >= 2 and page in host.changes else 0}"'
        if host.etag and headers.get("if-none-match") == version:
            return reply(304, b"", {"ETag": version})
        return reply(
            200,
            body(host, page, self.country.night, self.country.filler),
            {"ETag": version} if host.etag else {},
        )


def reply(
    status: int, content: bytes, headers: dict[str, str] | None = None, kind: str = "text/html"
) -> bytes:
    lines = [f"HTTP/1.1 {status} X", f"Content-Type: {kind}", f"Content-Length: {len(content)}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


def run_server(country: Country, pipe: Connection) -> None:
    async def main() -> None:
        server = await asyncio.start_server(Server(country).serve, "127.0.0.1", 0, backlog=4096)
        pipe.send(server.sockets[0].getsockname()[1])
        loop = asyncio.get_running_loop()
        while True:
            order = await loop.run_in_executor(None, pipe.recv)
            if order is None:
                os._exit(0)
            pipe.send((dict(country.asked), sum(os.times()[:2])))
            country.night = order
            country.asked.clear()

    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    asyncio.run(main())


def write_registry(country: Country, folder: Path, port: int) -> None:
    folder.mkdir()
    for host in country.hosts.values():
        data = {
            "institution": {
                "name": f"Hospital {host.name}",
                "kind": "hospital",
                "city": "Reno",
                "state": "NV",
            },
            "urls": [f"http://{host.name}:{port}/p/{page}" for page in range(PAGES)],
            "cadence": "daily",
        }
        (folder / f"{host.name.removesuffix('.test')}.yml").write_text(yaml.safe_dump(data), encoding="utf-8")


def needed(host: Host, night: int, delay: float, timeout: float) -> tuple[int, float]:
    """(requests that a crawl must send to a host, seconds that they take at least): robots.txt and what can be asked."""
    pages = PAGES
    if host.kind == "gone" and night == 2:
        return 0, 0.0  # known to be gone since the night before: asked weekly
    if host.kind in {"blocked", "hanging"}:
        pages = STRIKES if night == 0 else 1
    elif host.kind == "loop":
        # Two hops show the loop; it counts against the host, as an error of its server.
        pages = 2 * (STRIKES if night == 0 else 1)
    step = max(delay, host.latency)
    if host.kind == "hanging":
        return 1 + pages, step + pages * max(delay, timeout)
    return 1 + pages, pages * step + host.latency


def main() -> None:
    parse = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parse.add_argument("--hosts", type=int, default=300)
    parse.add_argument("--delay", type=float, default=2.0, help="seconds between two requests to a host")
    parse.add_argument("--timeout", type=float, default=30.0)
    parse.add_argument("--latency", type=float, default=1.0, help="scale of the hosts' latencies")
    parse.add_argument("--at-once", type=int, default=None, help="hosts crawled side by side")
    parse.add_argument("--nights", type=int, default=3)
    parse.add_argument(
        "--build", action="store_true", help="build the directory after each night and check its listings"
    )
    parse.add_argument("--seed", type=int, default=4)
    options = parse.parse_args()
    land = country(options.hosts, options.seed, options.latency)
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.Process(target=run_server, args=(land, theirs), daemon=True)
    server.start()
    port = ours.recv()
    with tempfile.TemporaryDirectory() as folder:
        sources, state = Path(folder) / "sources", Path(folder) / "crawl"
        write_registry(land, sources, port)
        first: dict[str, float] | None = None
        for night in range(options.nights):
            ours.send(night)
            ours.recv()
            figures = crawl(options, sources, state, night, port)
            ours.send(night)
            asked, _ = ours.recv()
            if options.build:
                figures |= build(sources, state, Path(folder) / "directory.db", night)
            expected = {
                name: needed(host, night, options.delay, options.timeout) for name, host in land.hosts.items()
            }
            show(land, night, figures, asked, expected, state, options, first)
            first = first or figures
            if options.build:
                compare(Path(folder) / "directory.db", land, night)
    ours.send(None)


def crawl(options: argparse.Namespace, sources: Path, state: Path, night: int, port: int) -> dict[str, float]:
    """Wall and CPU seconds and peak memory of one night's command."""
    command = [
        sys.executable,
        "-c",
        "from imgdir.cli import main; main()",
        "crawl",
        "--due",
        "--no-build",
        "--json",
    ]
    command += ["--sources", str(sources), "--state", str(state), "--delay", str(options.delay)]
    command += [
        "--timeout",
        str(options.timeout),
        "--test-web",
        f"http://127.0.0.1:{port}",
        "--now",
        NIGHTS[night],
    ]
    if options.at_once:
        command += ["--hosts", str(options.at_once)]
    started = time.monotonic()
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    output = child.stdout.read() if child.stdout else ""
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - started
    if status:
        sys.exit(output[-3000:])
    return {
        "wall": wall,
        "cpu": usage.ru_utime + usage.ru_stime,
        "reading": json.loads(output)["reading_cpu_seconds"],
        "memory": usage.ru_maxrss / 1024,
    }


def show(
    land: Country,
    night: int,
    figures: dict[str, float],
    asked: dict[str, int],
    expected: dict[str, tuple[int, float]],
    state: Path,
    options: argparse.Namespace,
    first: dict[str, float] | None,
) -> None:
    bound = max(seconds for _, seconds in expected.values())
    sent, must = sum(asked.values()), sum(count for count, _ in expected.values())
    archive = Archive(state)
    runs = {attempt.run for attempt in archive.attempts()}
    latest = max(runs)
    outcomes = Counter(attempt.outcome for attempt in archive.attempts(latest))
    name = ("first night", "no-change night", "10 % changed")[night]
    pages = len(land.hosts) * PAGES
    print(f"\n{name}: {len(land.hosts)} hosts, {pages} pages, delay {options.delay:g} s")
    print(f"  wall {figures['wall']:.1f} s, bound {bound:.1f} s: {figures['wall'] / bound:.2f} x")
    outside = figures["reading"] + figures.get("build", 0.0)
    print(f"  CPU of the crawl {figures['cpu']:.1f} s: {1000 * figures['cpu'] / pages:.1f} ms a page")
    print(f"  CPU outside fetching {outside:.2f} s (answers {figures['reading']:.2f}", end="")
    print(f", build {figures['build']:.2f})" if options.build else ")", end="")
    before = first["reading"] + first.get("build", 0.0) if first else outside
    print(f": {outside / before:.3f} x the first night's" if first else "")
    if options.build:
        print(f"  build {figures['build wall']:.1f} s, peak {figures['build memory']:.0f} MB")
    print(f"  peak memory {figures['memory']:.0f} MB")
    print(f"  requests sent {sent}, needed {must}: {sent / must:.3f} x")
    print(f"  outcomes {json.dumps(dict(outcomes.most_common()))}")
    stored = sum(1 for _ in archive.entries())
    print(
        f"  {stored} bodies stored, {sum(f.stat().st_size for f in archive.warcs.glob('*')) / 1e6:.1f} MB of WARC",
        flush=True,
    )


def build(sources: Path, state: Path, database: Path, night: int) -> dict[str, float]:
    """CPU and wall seconds of building the directory from what is stored."""
    command = [sys.executable, "-c", "from imgdir.cli import main; main()", "build", "--no-smoke-test"]
    command += [
        "--db",
        str(database),
        "--sources",
        str(sources),
        "--state",
        str(state),
        "--now",
        NIGHTS[night][:10],
    ]
    if night == 0:
        command += ["--previous", "none"]
    started = time.monotonic()
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    output = child.stdout.read() if child.stdout else ""
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit(output[-3000:])
    return {
        "build wall": time.monotonic() - started,
        "build": usage.ru_utime + usage.ru_stime,
        "build memory": usage.ru_maxrss / 1024,
    }


def compare(database: Path, land: Country, night: int) -> None:
    """Every page of a good host is one listing with the fee that it states; the others give none."""
    right = wrong = 0
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        rows = connection.execute(
            "select url, program_fee_usd from opportunities where ended_on is null"
        ).fetchall()
    found: dict[tuple[str, int], list[float | None]] = {}
    for url, fee in rows:
        parts = urlsplit(url)
        found.setdefault((parts.hostname or "", int(parts.path.rsplit("/", 1)[-1])), []).append(fee)
    for host in land.hosts.values():
        for page in range(PAGES):
            expected = [float(fee_of(host, page, night))] if host.kind == "good" else []
            if found.get((host.name, page), []) == expected:
                right += 1
            else:
                wrong += 1
                if wrong <= 3:
                    print(
                        f"  wrong: {host.name}/p/{page}: expected {expected}, found {found.get((host.name, page))}"
                    )
    print(f"  listings {len(rows)}: {right} pages right, {wrong} wrong", flush=True)


if __name__ == "__main__":
    main()
