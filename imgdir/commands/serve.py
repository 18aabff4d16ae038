"""`imgdir serve`: the directory in the browser."""

from __future__ import annotations

import errno
import logging
import socket
import sqlite3
from pathlib import Path

import click

from imgdir.folders import PROJECT as PROJECT
from imgdir.folders import folders
from pipeline import schema

HOST = "127.0.0.1"
PORT = 8001


def preferred() -> Path:
    """var/directory.db where it exists, the shipped directory.db otherwise."""
    return folders().preferred()


def check(path: Path) -> None:
    """Raise click.ClickException with one clear paragraph unless `path` is a directory that this version can serve."""
    if not path.exists():
        raise click.ClickException(
            f"There is no directory at {path}. Build one with `imgdir run` (crawls) or `imgdir build` (from stored "
            "pages), or name another file with --db."
        )
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            version = connection.execute("pragma user_version").fetchone()[0]
            tables = {
                row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")
            }
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise click.ClickException(
            f"{path} cannot be read as a SQLite database ({error}). Rebuild it with `imgdir build`, or return to the "
            "last one with `imgdir rollback`."
        ) from error
    missing = sorted({table.name for table in schema.TABLES} - tables)
    if version < schema.VERSION or (version == schema.VERSION and missing):
        lacking = f" and lacks {', '.join(missing)}" if missing else ""
        raise click.ClickException(
            f"{path} was built by an older version of imgdir (format {version}; this one needs {schema.VERSION}){lacking}. "
            "Build it anew with `imgdir build`; the stored pages are kept."
        )
    if version > schema.VERSION:
        raise click.ClickException(
            f"{path} was built by a newer version of imgdir (format {version}; this one reads {schema.VERSION}). "
            "Update imgdir, or name another file with --db."
        )


def listen(host: str, port: int) -> socket.socket:
    """A bound socket. Raises click.ClickException where the port is taken or not allowed."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns Nagle's algorithm off only on sockets that name their protocol; without it each answer waits 40 ms.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as error:
        bound.close()
        if error.errno == errno.EADDRINUSE:
            raise click.ClickException(
                f"Port {port} on {host} is in use, perhaps by another `imgdir serve`. Stop that one, or choose another "
                f"port: imgdir serve --port {port + 1 if port < 65535 else port - 1}"
            ) from error
        raise click.ClickException(
            f"Cannot listen on {host} port {port}: {error.strerror}. Choose another with --port (1024 or above needs no "
            "special rights)."
        ) from error
    return bound


def serve(db: Path | None = None, host: str = HOST, port: int = PORT) -> None:
    """Serve until interrupted. Raises click.ClickException where the directory or the port will not do."""
    check(db or preferred())
    bound = listen(host, port)
    import uvicorn

    from web.app import site

    served = site((lambda: db) if db else preferred)
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"Serving {db or preferred()} at http://{shown}:{bound.getsockname()[1]}/  (stop with Ctrl-C)")
    config = uvicorn.Config(
        served.app(), log_level=logging.WARNING, lifespan="on", server_header=False, date_header=True
    )
    with bound:
        uvicorn.Server(config).run(sockets=[bound])


@click.command("serve")
@click.option("--db", type=click.Path(path_type=Path, dir_okay=False), help="Serve this file instead.")
@click.option("--host", default=HOST, show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=PORT, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one."
)
def command(db: Path | None, host: str, port: int) -> None:
    """Serve the directory in the browser with Datasette.

    A newly published directory is taken up within seconds, without a restart.

    Example: imgdir serve --port 8010
    """
    serve(db, host, port)
