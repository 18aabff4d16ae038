"""`imgdir sources`: the registry. What there is, whether it is sound, adding one, and finding more."""

from __future__ import annotations

import re
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
import yaml

from imgdir.commands.serve import PROJECT, preferred
from pipeline.model import Reading
from pipeline.sources import Source, load_registry

DRAFT = "draft"
"""First word of the `note` of a file that `add` wrote and nobody has reviewed yet."""
FIELDS = ("fees", "duration_weeks", "emails", "specialties", "requirements", "visas")

folder_option = click.option(
    "--sources",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=PROJECT / "sources",
    show_default="sources/",
    help="The registry's folder.",
)
test_web_option = click.option("--test-web", hidden=True, envvar="IMGDIR_TEST_WEB")
delay_option = click.option("--delay", type=click.FloatRange(min=0), hidden=True, envvar="IMGDIR_TEST_DELAY")


@click.group("sources")
def command() -> None:
    """List, check, add and discover sources.

    Example: imgdir sources check
    """


@command.command("list")
@folder_option
@click.option("--db", type=click.Path(path_type=Path), help="Another directory.db.")
@click.option("--health", help="Only sources with this health, such as blocked, gone or ok.")
def list_(folder: Path, db: Path | None, health: str | None) -> None:
    """Every source with its health.

    Example: imgdir sources list --health blocked
    """
    registry, issues = load_registry(folder)
    known = states(db or preferred())
    width = max((len(source.key) for source in registry), default=3)
    click.echo(f"{'key':{width}}  {'health':12}  {'last good':11}  {'listings':>8}  address")
    for source in registry:
        row = known.get(source.key, {})
        state = str(row.get("health") or "never tried")
        if health and state != health:
            continue
        good = str(row.get("last_good") or "")[:10]
        click.echo(
            f"{source.key:{width}}  {state:12}  {good:11}  {row.get('listings') or 0:>8}  {source.urls[0]}"
        )
    for issue in issues:
        click.echo(f"{issue.message} {issue.remedy}", err=True)
    if issues:
        sys.exit(1)


def states(db: Path) -> dict[str, dict[str, Any]]:
    """Key to the row of the directory's `sources` table; empty where there is no directory yet."""
    if not db.exists():
        return {}
    try:
        with closing(sqlite3.connect(f"file:{db}?mode=ro", uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            return {row["id"]: dict(row) for row in connection.execute("select * from sources")}
    except sqlite3.Error:
        return {}


@command.command("check")
@folder_option
def check(folder: Path) -> None:
    """Validate every file of the registry; needs no network.

    Example: imgdir sources check
    """
    registry, issues = load_registry(folder)
    drafts = [source.key for source in registry if (source.note or "").startswith(DRAFT)]
    for issue in issues:
        click.echo(f"{issue.message} {issue.remedy}", err=True)
    for key in drafts:
        click.echo(
            f"{key}.yml: note: is still a draft. Read the page, mend the file, and remove the note.", err=True
        )
    unreviewed = sum(source.expect == "unreviewed" for source in registry)
    addresses = sum(len(source.urls) for source in registry)
    click.echo(
        f"{len(registry)} sources with {addresses} addresses are sound, {unreviewed} of them unreviewed; "
        f"{len(issues) + len(drafts)} to mend."
    )
    if issues or drafts:
        sys.exit(1)


@command.command("add")
@click.argument("url")
@folder_option
@click.option("--key", help="Name of the file; default: made from the address.")
@click.option(
    "--state",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="IMGDIR_STATE",
    help="Where pages are kept.",
)
@test_web_option
@delay_option
def add(
    url: str, folder: Path, key: str | None, state: Path | None, test_web: str | None, delay: float | None
) -> None:
    """Fetch the page at URL, keep it, and draft its file with the expected answer for review.

    Example: imgdir sources add https://hospital.org/education/observership
    """
    from imgdir.commands.crawl import politeness_of
    from imgdir.crawling import Offline, crawl, state_folder
    from pipeline.pages import Archive, ArchiveError
    from pipeline.reading import read
    from scrapers.settings import contact_of

    registry, _ = load_registry(folder)
    plain = url.split("#")[0].rstrip("/").lower()
    for source in registry:
        if any(plain == known.split("#")[0].rstrip("/").lower() for known in source.urls):
            raise click.ClickException(f"{url} is in the registry already: {source.key}.yml.")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise click.UsageError(f"{url!r} is not an http(s) address.")
    name = key or key_of(url)
    path = folder / f"{name}.yml"
    if path.exists():
        raise click.ClickException(f"{path} exists already; give another name with --key.")
    home = {"home_page_reason": "to be said"} if parts.path in {"", "/"} and not parts.query else {}
    try:
        draft = Source.model_validate(
            {"key": name, "institution": {"name": parts.hostname, "kind": "hospital"}, "urls": [url], **home}
        )
        archive = Archive(state or state_folder())
        crawl(
            [draft],
            archive,
            politeness=politeness_of(delay, None, test_web),
            contact=contact_of(),
            test_web=test_web,
        )
    except (ArchiveError, Offline, ValueError) as error:
        raise click.ClickException(str(error)) from error
    archive = Archive(archive.folder)
    standing = archive.standings().get((name, url))
    if standing is None or not standing.sha256:
        why = f"{standing.last.outcome}: {standing.last.why}" if standing else "no attempt was recorded"
        raise click.ClickException(f"{url} could not be read ({why}). Nothing was written.")
    reading = read(archive.page(standing.sha256))
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(draft_yaml(url, reading, datetime.now(UTC), bool(home)), encoding="utf-8")
    click.echo(f"Wrote {path} ({reading.kind}, {len(reading.listings)} listings: {reading.reason}).")
    click.echo(
        "Read the page yourself, fill in the institution, mend `expect`, and remove the note that says draft."
    )


def key_of(url: str) -> str:
    """A file name for an address: its host and the last words of its path."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").rsplit(".", 1)[0]
    last = re.sub(r"\.\w{2,5}$", "", parts.path.rstrip("/")).rsplit("/", 1)[-1]
    return re.sub(r"[^a-z0-9]+", "-", f"{host} {last}".lower()).strip("-")[:70].strip("-")


def draft_yaml(url: str, reading: Reading, now: datetime, home: bool) -> str:
    """The draft of a source's file, with what the page was read to say as the expected answer. Values, no quotes."""
    expect: dict[str, Any] = {"kind": reading.kind}
    if reading.kind == "program":
        count = len(reading.listings)
        expect |= {"listings_min": count, "listings_max": count}
        stated = [name for name in FIELDS if any(any_stated(getattr(one, name)) for one in reading.listings)]
        if stated:
            expect["fields"] = stated
    types = {listing.type for listing in reading.listings}
    data: dict[str, Any] = {
        "institution": {"name": urlsplit(url).hostname, "kind": "hospital", "city": None, "state": None},
        "spider": "index" if reading.kind == "index" else "pages",
        "urls": [url],
        **({"home_page_reason": "to be said"} if home else {}),
        "cadence": "weekly",
        **({"type_hint": types.pop()} if len(types) == 1 else {}),
        "expect": expect,
        "seen": f"fetched {now:%Y-%m-%d}",
        "note": f"{DRAFT}: not reviewed yet",
    }
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=110)


def any_stated(value: Any) -> bool:
    """True for a value that says something; (None, None) says nothing."""
    return any(part is not None for part in value) if isinstance(value, tuple) else bool(value)


@command.command("discover")
@click.argument("domains", metavar="[DOMAIN...]", nargs=-1)
@click.option(
    "--all", "everywhere", is_flag=True, help="Every site of the registry, and those known by home page only."
)
@click.option("--limit", type=click.IntRange(1, 1000), default=1000, help="At most so many sites.")
@click.option(
    "--reject", metavar="URL", help="Mark a candidate as looked at and not wanted; nothing is fetched."
)
@folder_option
@click.option(
    "--into", type=click.Path(path_type=Path), default=PROJECT / "var" / "candidates.jsonl", hidden=True
)
@test_web_option
@delay_option
def discover(
    domains: tuple[str, ...],
    everywhere: bool,
    limit: int,
    reject: str | None,
    folder: Path,
    into: Path,
    test_web: str | None,
    delay: float | None,
) -> None:
    """Look over sites for pages that may state opportunities: sitemaps, link words, address patterns.

    What is found is scored and kept for review (var/candidates.md, table `candidates`); nothing is published.

    Example: imgdir sources discover hospital.org
    """
    from imgdir import discovery
    from imgdir.commands.crawl import politeness_of, printable
    from imgdir.crawling import Offline
    from pipeline import candidates
    from pipeline.pages import ArchiveError
    from scrapers.settings import contact_of

    if reject:
        rows = candidates.load(into)
        if reject not in rows:
            raise click.UsageError(f"{reject} is no candidate; see {into.with_suffix('.md')}.")
        rows[reject]["state"] = "rejected"
        discovery.write(into, rows)
        click.echo(f"Rejected {reject}.")
        return
    registry, _ = load_registry(folder)
    wanted = list(domains)
    if everywhere:
        wanted += discovery.targets(registry, PROJECT / "data" / "discovery_targets.csv")
    if not wanted:
        raise click.UsageError("Name a site such as hospital.org, or say --all.")
    try:
        found = discovery.discover(
            wanted[:limit],
            registry,
            into.parent / "discovery",
            politeness=politeness_of(delay, None, test_web),
            contact=contact_of(),
            test_web=test_web,
        )
    except (ArchiveError, Offline, ValueError) as error:
        raise click.ClickException(str(error)) from error
    rows = discovery.keep(into, found, registry)
    for candidate in found[:20]:
        click.echo(f"{candidate.score:3d}  {printable(candidate.url)}  {printable(candidate.text)}")
    new = sum(row["state"] == "new" for row in rows.values())
    click.echo(f"{len(found)} found now, {new} wait for review in {into.with_suffix('.md')}.")
