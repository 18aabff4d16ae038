"""A small directory with the shipped reference tables and a few made-up listings, served by our own site."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline import reference
from pipeline.leads import Lead
from pipeline.schema import BY_NAME
from pipeline.specialty import by_id
from pipeline.store import DirectoryWriter

TODAY = date(2026, 11, 22)
DEAD_RESOURCE = "https://students-residents.aamc.org/book/export/html/14376"


def listing(identifier: str, title: str, kind: str, specialty: str, **values: Any) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for column in BY_NAME["opportunities"].columns:
        if column.words:
            row[column.name] = "not stated" if "not stated" in column.words else column.words[0]
        elif column.array:
            row[column.name] = "[]"
        elif column.required:
            row[column.name] = 0 if column.type == "integer" else "2026-11-20"
    row |= {
        "id": identifier,
        "institution_id": "made-up",
        "institution": "Made-up Hospital",
        "title": title,
        "type": kind,
        "status": "open",
        "specialties": json.dumps([specialty]),
        "url": f"https://made-up.example/{identifier}",
        "source_id": "made-up",
        "summary": "A listing of our own.",
        "freshness": "fresh",
    }
    return row | values


LISTINGS = (
    (listing("a", "Stroke observership", "observership", "Vascular Neurology", accepts_img_graduates="no"), ["vascular-neurology"]),
    (
        listing("b", "=Neurology observership", "observership", "Neurology", accepts_img_graduates="yes", letter_of_recommendation="yes", deadline="2027-02-01"),
        ["neurology"],
    ),
    (listing("c", "Bought rotation", "externship", "Neurology", accepts_img_graduates="yes", is_seller=1), ["neurology"]),
    (listing("d", "<script>alert(1)</script>", "award", "Neurology", deadline="2027-01-10"), ["neurology"]),
)  # fmt: skip


def write_directory(path: Path, loaded: reference.Reference) -> Path:
    with DirectoryWriter(path) as writer:
        writer.add(
            "institutions", {"id": "made-up", "name": "Made-up Hospital", "kind": "hospital", "country": "US"}
        )
        for specialty in by_id().values():
            writer.add(
                "specialties",
                {
                    "id": specialty.id,
                    "name": specialty.name,
                    "parent": specialty.parent,
                    "level": specialty.level,
                    "synonyms": "[]",
                    "opportunities": 0,
                },
            )
        writer.add(
            "sources",
            {
                "id": "made-up", "institution_id": "made-up", "urls": "[]", "spider": "pages", "cadence": "weekly",
                "is_seller": 0, "reviewed": 1, "health": "ok", "consecutive_failures": 0, "pages": 1, "listings": 4,
            },
        )  # fmt: skip
        for row, specialties in LISTINGS:
            writer.add_opportunity(row, "", " ".join(specialties))
            for specialty_id in specialties:
                writer.add(
                    "opportunity_specialties", {"opportunity_id": row["id"], "specialty_id": specialty_id}
                )
        for table, rows in reference.tables(loaded).items():
            for content in rows:
                writer.add(table, content)
        writer.finish()
    return path


@pytest.fixture(scope="session")
def loaded() -> reference.Reference:
    dead = {DEAD_RESOURCE.removeprefix("https://"): reference.LinkState("gone", "2026-11-20")}
    return reference.load(today=TODAY, links=dead)


@pytest.fixture(scope="session")
def award_leads(loaded: reference.Reference) -> list[Lead]:
    return [lead for lead in loaded.leads if lead.kind == "award"]


@pytest.fixture(scope="session")
def directory_file(tmp_path_factory: pytest.TempPathFactory, loaded: reference.Reference) -> Path:
    return write_directory(tmp_path_factory.mktemp("directory") / "directory.db", loaded)


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("IMGDIR_TODAY", TODAY.isoformat())
    yield
