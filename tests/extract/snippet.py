"""A few lines of HTML as one Section: what the finders see of a page that carries one programme."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml

from pipeline import text
from pipeline.model import Claim, Page, Section
from pipeline.sentences import sentences

URL = "https://hospital.example/education/observership"
FETCHED = date(2026, 5, 17)


def section(html: str, title: str = "Observership Program", shared: str = "") -> Section:
    """All of `html` as the section's own sentences, `shared` as those of the whole page."""
    return Section(title, said(html), said(shared) if shared else (), URL, title, FETCHED)


def said(html: str) -> tuple[Any, ...]:
    body = f"<html><body><main><h1>Medical Education</h1>{html}</main></body></html>".encode()
    page = Page(URL, datetime(2026, 5, 17, tzinfo=UTC), body)
    return tuple(s for s in sentences(text.blocks(page)) if s.text != "Medical Education")


def values(claims: list[Claim], field: str) -> set[Any]:
    return {claim.value for claim in claims if claim.field == field}


def cases(name: str) -> list[dict[str, Any]]:
    """The snippets of tests/extract/<name>.yml."""
    loaded: list[dict[str, Any]] = yaml.safe_load(
        (Path(__file__).parent / f"{name}.yml").read_text(encoding="utf-8")
    )
    return loaded
