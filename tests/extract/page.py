"""Whole pages out of a few lines of HTML, written by us."""

from __future__ import annotations

from datetime import UTC, datetime

from pipeline.model import Block, Page
from pipeline.text import blocks

DAY = datetime(2026, 5, 17, tzinfo=UTC)


def page(html: str, url: str = "https://hospital.example/education/observership", **more: object) -> Page:
    return Page(url, DAY, html.encode(), **more)  # type: ignore[arg-type]


def whole(body: str, title: str = "Clinical Observership Program | Mercy Hospital") -> str:
    return f"<!doctype html><html lang=en><head><title>{title}</title></head><body>{body}</body></html>"


def read_blocks(body: str) -> tuple[Block, ...]:
    return blocks(page(whole(body)))


def texts(body: str) -> list[str]:
    return [block.text for block in read_blocks(body)]
