"""The command line. Each command lives in imgdir/commands/<name>.py and is imported only when it is called."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from types import MappingProxyType

import click

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "run": "Crawl what is due, build, check, publish, then serve: the main job.",
        "crawl": "Fetch and store pages, then build what changed.",
        "build": "Rebuild the directory from the stored pages.",
        "extract": "Read pages and print one JSON object a page; nothing is stored.",
        "serve": "Serve the directory in the browser with Datasette.",
        "export": "Write opportunities as CSV, JSON, iCalendar or Atom.",
        "sources": "List, check, add and discover sources.",
        "nightly": "What the timer runs: crawl, build, check, publish, export, report.",
        "demo": "Run the whole main job against a small made-up web on loopback.",
        "rollback": "Return to an earlier published directory.",
        "data": "Reference figures: import reports that you hold.",
        "doctor": "Say what is missing or wrong on this machine and in this directory.",
    }
)


class LazyGroup(click.Group):
    """Commands by name; `imgdir extract` must not pay for importing Scrapy or Datasette."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"imgdir.commands.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="imgdir", prog_name="imgdir")
def main() -> None:
    """A directory of US clinical experience, awards and match figures for international medical graduates.

    Example: imgdir run
    """
