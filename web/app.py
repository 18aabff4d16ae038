"""The site as a Datasette: this project's metadata, templates, static files and plugins, and settings that bound each query."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from datasette.app import Datasette
from datasette.plugins import pm

from web.directory import NAME, DirectoryDatabase
from web.page import STATIC, TEMPLATES

METADATA = Path(__file__).resolve().parent.parent / "metadata.yml"
PLUGINS = Path(__file__).resolve().parent / "plugins"
SETTINGS: dict[str, Any] = {
    "default_page_size": 50,
    "max_returned_rows": 1000,
    "sql_time_limit_ms": 2000,
    "facet_time_limit_ms": 300,
    "facet_suggest_time_limit_ms": 20,
    "suggest_facets": False,
    "allow_facet": True,
    "allow_download": False,  # DatabaseDownload knows the file it was started with; our own route gives the one in use
    "allow_csv_stream": True,
    "max_csv_mb": 200,
    "num_sql_threads": 4,
    "cache_size_kb": 20_000,
    "default_cache_ttl": 0,
    "template_debug": False,
    "trace_debug": False,
}


def register_plugins() -> None:
    """Register every module of web/plugins once in this process."""
    for path in sorted(PLUGINS.glob("[a-z]*.py")):
        name = f"web.plugins.{path.stem}"
        if not pm.has_plugin(name):
            pm.register(importlib.import_module(name), name=name)


def site(choose: Callable[[], Path], settings: dict[str, Any] | None = None) -> Datasette:
    """A Datasette that serves the file which `choose` names, and goes on to the next when that changes."""
    register_plugins()
    served = Datasette(
        [],
        memory=False,
        metadata=yaml.safe_load(METADATA.read_text(encoding="utf-8")) if METADATA.exists() else {},
        template_dir=str(TEMPLATES),
        static_mounts=[("static", str(STATIC))],
        settings=SETTINGS | (settings or {}),
    )
    served.databases.pop("_memory", None)
    served.add_database(DirectoryDatabase(served, choose), name=NAME)
    return served
