"""`imgdir extract`: pages in, one JSON object a page out; nothing is stored."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypedDict

import click

from imgdir.folders import folders
from pipeline.explain import explain as explained
from pipeline.form import reading_json
from pipeline.model import OpportunityType, Page
from pipeline.pages import Archive, ArchiveError, read_warc
from pipeline.reading import read
from pipeline.sources import Source, load_source


class Unusable(click.ClickException):
    """What was asked for cannot be done; one paragraph, exit 2."""

    exit_code = 2


@click.command("extract")
@click.option("--warc", type=click.Path(path_type=Path), help="Read every page of this WARC archive.")
@click.option("--url", help="The page's own address (for FILE or standard input).")
@click.option(
    "--fetched",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day the page was fetched; default: the file's date.",
)
@click.option("--explain", is_flag=True, help="Show blocks, claims, conflicts and the rule that won.")
@click.option("--no-site-readers", is_flag=True, help="Use the general readers only.")
@click.argument("file", required=False)
def command(
    warc: Path | None,
    url: str | None,
    fetched: datetime | None,
    explain: bool,
    no_site_readers: bool,
    file: str | None,
) -> None:
    """Read pages and print what they say, one JSON object a page.

    FILE is an HTML or PDF file, "-" for standard input, or the address of a page that is in --warc or among the
    stored pages. Pages are judged as of the day they were fetched.

    \b
    Example: imgdir extract --url https://hospital.example/observership page.html
             imgdir extract --warc pages.warc.gz > readings.jsonl
             imgdir extract --explain https://hospital.example/observership
    """
    unread: list[str] = []
    try:
        for page in pages(warc, url, fetched, file):
            known = registered(page)
            hints: Hints = {"reader": known.reader, "type_hint": known.type_hint} if known else {}
            if explain:
                for line in explained(page, site_readers=not no_site_readers, **hints):
                    click.echo(line)
                continue
            reading = read(page, site_readers=not no_site_readers, **hints)
            click.echo(inert(json.dumps(reading_json(reading), ensure_ascii=False)))
            for issue in reading.issues:
                if issue.stage == "text":
                    unread.append(inert(f"{issue.message} {issue.remedy}"))
                elif issue.stage == "gate":
                    click.echo(inert(f"{issue.message} {issue.remedy}"), err=True)
    except ArchiveError as error:
        raise click.ClickException(str(error)) from error
    if unread:
        raise click.ClickException("\n".join(unread))


class Hints(TypedDict, total=False):
    """What a source says of its pages, as the reader takes it."""

    reader: str | None
    type_hint: OpportunityType | None


def registered(page: Page) -> Source | None:
    """The source of a stored page, so that it is read here as a build reads it."""
    if not page.source:
        return None
    known = load_source(folders().sources / f"{page.source}.yml")
    return known if isinstance(known, Source) else None


def inert(line: str) -> str:
    """A line without characters that a terminal obeys; JSON means the same by their escapes."""
    if line.isprintable():
        return line
    return "".join(
        c if c.isprintable() else f"\\u{ord(c):04x}" if ord(c) < 0x10000 else "\ufffd" for c in line
    )


def pages(warc: Path | None, url: str | None, fetched: datetime | None, file: str | None) -> Iterator[Page]:
    """The pages that were asked for, in the order of the archive."""
    address = file if file and file.startswith(("http://", "https://")) else None
    if warc:
        wanted = plain(address or url or "")
        if file and not address:
            raise Unusable(
                f"{file}: give either --warc or a FILE, not both. With --warc an address chooses one page."
            )
        found = False
        for page in whole(read_warc(warc)):
            if not wanted or plain(page.url) == wanted:
                found = True
                yield page
        if not found:
            raise Unusable(
                f"{address or url}: no such page in {warc}. Leave the address out to read all its pages."
            )
    elif address:
        yield stored(address)
    else:
        yield local(file, url, fetched)


def whole(found: Iterator[Page]) -> Iterator[Page]:
    """The pages of an archive; where it breaks off, the last one is left out unless it has its end."""
    held: Page | None = None
    try:
        for page in found:
            if held is not None:
                yield held
            held = page
    except ArchiveError:
        if held is not None and b"</html" in held.body[-2000:].lower():
            yield held
        raise
    if held is not None:
        yield held


def plain(address: str) -> str:
    """An address as it is compared: without scheme, fragment and last slash."""
    return (
        address.split("#")[0]
        .rstrip("/")
        .lower()
        .removeprefix("https://")
        .removeprefix("http://")
        .removeprefix("www.")
    )


def stored(address: str) -> Page:
    """The latest stored page of an address."""
    folder = folders().crawl
    wanted = plain(address)
    archive = Archive(folder)
    read = [
        standing
        for standing in archive.standings().values()
        if plain(standing.url) == wanted and standing.sha256 in archive
    ]
    if read:
        last = max(read, key=lambda standing: standing.confirmed or standing.last.at)
        for _, page in archive.latest({(last.source, last.url): last}):
            return page
    latest = max(
        (entry for entry in archive.entries() if plain(entry.url) == wanted),
        key=lambda e: e.stored,
        default=None,
    )
    if latest is None:
        raise Unusable(
            f"{address}: this page is not among the stored pages in {folder}. Crawl its source first, or name an archive "
            "with --warc FILE, or save the page and give its file with --url."
        )
    return archive.page(latest.sha256)


def local(file: str | None, url: str | None, fetched: datetime | None) -> Page:
    """A page out of a file or standard input; its date is the file's unless one is given."""
    if file in {None, "-"}:
        if sys.stdin.isatty():
            raise Unusable(
                "Nothing to read: give a FILE, an address, or --warc FILE (see imgdir extract --help)."
            )
        body, day, name = sys.stdin.buffer.read(), datetime.now(UTC), "standard input"
    else:
        path, name = Path(str(file)), str(file)
        try:
            body = path.read_bytes()
            day = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        except OSError as error:
            raise Unusable(f"{name}: cannot be read: {error.strerror}. Check the path.") from error
    if not body.strip():
        raise click.ClickException(
            f"{name}: the file is empty, so there is no page to read. Save the page again."
        )
    kind = "application/pdf" if body[:1024].lstrip().startswith(b"%PDF-") else "text/html"
    address = url or (Path(name).resolve().as_uri() if file not in {None, "-"} else "file:stdin")
    return Page(
        url=address, fetched=fetched.replace(tzinfo=UTC) if fetched else day, body=body, content_type=kind
    )
