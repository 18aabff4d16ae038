"""The walls of the house: who may know whom. Read from the sources, so that a stray import fails at once."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def importers(name: str, *folders: str) -> set[str]:
    """Modules under the folders that import `name` or anything in it."""
    return {
        path.relative_to(PROJECT).as_posix()
        for folder in folders
        for path in (PROJECT / folder).rglob("*.py")
        if any(found == name or found.startswith(f"{name}.") for found in imports(path))
    }


def test_the_pipeline_never_imports_scrapy() -> None:
    assert importers("scrapy", "pipeline") == set()


def test_the_pipeline_knows_neither_the_crawler_nor_the_web_nor_the_command_line() -> None:
    for name in ("scrapers", "web", "imgdir"):
        assert importers(name, "pipeline") == set(), name


def test_the_crawler_knows_only_three_doors_of_the_pipeline_and_the_gate() -> None:
    found = {
        name
        for path in (PROJECT / "scrapers").rglob("*.py")
        for name in imports(path)
        if name.startswith("pipeline.") and name.count(".") == 1
    }
    allowed = {
        "model",
        "sources",
        "pages",
        "gate",
        "sentences",
        "text",
        "schedule",
        "fingerprint",
        "vocab",
        "candidates",
    }
    assert {name.split(".")[1] for name in found} <= allowed


def test_one_module_alone_imports_bs4() -> None:
    assert importers("bs4", "pipeline", "scrapers", "imgdir", "web") == {"pipeline/text.py"}


def test_one_module_alone_writes_sqlite() -> None:
    assert importers("sqlite_utils", "pipeline", "scrapers", "imgdir", "web") == {"pipeline/store.py"}
