"""Small pages in plain text for the tests: "# " a heading, "- " a list item under the sentence before it, else a paragraph."""

from __future__ import annotations

from datetime import date
from typing import Any

from pipeline.model import Block, Section
from pipeline.sentences import sentences

READ_ON = date(2026, 5, 17)


def blocks(text: str, title: str = "") -> tuple[Block, ...]:
    found: list[Block] = []
    trail: list[str] = [title] if title else []
    lead = ""
    for order, line in enumerate(line.strip() for line in text.strip().splitlines() if line.strip()):
        if line.startswith("#"):
            level = len(line) - len(line.lstrip("#")) + 1
            words = line.lstrip("# ")
            found.append(Block(tuple(trail[: level - 1]), words, kind="heading", level=level, order=order))
            trail = [*trail[: level - 1], words]
            lead = ""
        elif line.startswith("- "):
            found.append(Block(tuple(trail), line[2:], kind="item", lead=lead, order=order))
        elif " | " in line:
            cells = tuple(("", cell.strip()) for cell in line.split(" | "))
            found.append(Block(tuple(trail), line.replace(" | ", " "), kind="row", cells=cells, order=order))
        else:
            found.append(Block(tuple(trail), line, order=order))
            lead = line if line.endswith(":") else ""
    return tuple(found)


def section(
    text: str,
    title: str = "Observership Program",
    type_hint: Any = None,
    shared: str = "",
    url: str = "https://hospital.example/observers",
    fetched: date = READ_ON,
) -> Section:
    heading = Block((), title, kind="heading", level=1, order=-1)
    return Section(
        title=title,
        sentences=sentences((heading, *blocks(text, title))),
        shared=sentences(blocks(shared)) if shared else (),
        url=url,
        page_title=title,
        fetched=fetched,
        sole=not shared,
        type_hint=type_hint,
    )
