"""Exports: right rows, inert cells, valid calendars and feeds, the same bytes each time."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import feedparser
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from pipeline.export import Choice, UnknownName, all_specialties, cell, export, specialty_named, state_named
from pipeline.schema import OPPORTUNITIES
from pipeline.sources import Institution
from pipeline.store import Directory
from tests.store.world import World, listing, source


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Directory]:
    world = World(tmp_path_factory.mktemp("export"))
    seller = source("seller", is_seller=True, institution=Institution(name="AAA Rotations", kind="broker"))
    texas = Institution(name="Bayou Clinic", kind="hospital", city="Austin", state="TX")
    world.sources = [source(), seller, source("bayou", institution=texas)]
    lakeside, sold, bayou = (entry.urls[0] for entry in world.sources)
    world.spend(
        {
            lakeside: [
                listing("=HYPERLINK(0)", specialties=("Neurology", "Pediatrics"), deadline="2026-09-01"),
                listing("Stroke Days", specialties=("Vascular Neurology",), deadline="10-15", img="limited"),
                listing("Anywhere", specialties=("any",), img="no", student="yes", type="elective"),
            ],
            sold: listing("Bought Place", specialties=("Neurology",), emails=("s@seller.test",)),
            bayou: listing("Skin Days\nwith a <b>line</b>", specialties=("Dermatology",), img="unknown", phones=("+1 512 555 0100",), emails=("@evil.test",)),
        }
    )  # fmt: skip
    assert world.last is not None
    with Directory(world.last) as opened:
        yield opened


def rows(directory: Directory, choice: Choice) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(export(directory, choice, "csv")), newline="")))


def test_a_parent_brings_its_subspecialties_and_any_department(directory: Directory) -> None:
    found = rows(directory, Choice(specialty_named("neurology")))
    assert [(row["title"], row["match"]) for row in found] == [
        ("'=HYPERLINK(0)", "named"),
        ("Stroke Days", "sub"),
        ("Anywhere", "any"),
        ("Bought Place", "named"),
    ]


def test_exact_brings_the_specialty_alone(directory: Directory) -> None:
    found = rows(directory, Choice(specialty_named("neurology"), exact=True))
    assert {(row["title"], row["match"]) for row in found} == {
        ("'=HYPERLINK(0)", "named"),
        ("Bought Place", "named"),
    }


def test_a_subspecialty_does_not_bring_its_parent(directory: Directory) -> None:
    found = rows(directory, Choice(specialty_named("vascular neurology")))
    assert {row["title"] for row in found} == {"Stroke Days", "Anywhere"}


def test_sellers_come_last(directory: Directory) -> None:
    assert rows(directory, Choice())[-1]["is_seller"] == "1"


def test_filters_narrow(directory: Directory) -> None:
    assert [row["title"] for row in rows(directory, Choice(state="TX"))] == ["Skin Days with a <b>line</b>"]
    assert [row["title"] for row in rows(directory, Choice(type="elective"))] == ["Anywhere"]
    takes = {row["title"] for row in rows(directory, Choice(audience="img_graduate"))}
    assert takes == {"'=HYPERLINK(0)", "Stroke Days", "Bought Place"}


def test_every_column_is_there_and_arrays_are_joined(directory: Directory) -> None:
    (first, *_) = rows(directory, Choice(specialty_named("neurology")))
    assert list(first) == ["match", *OPPORTUNITIES.names]
    assert first["specialties"] == "Neurology; Pediatrics"
    assert first["program_fee_usd"] == "500"
    assert first["application_fee_usd"] == ""


def test_an_export_without_rows_has_its_header(directory: Directory) -> None:
    text = "".join(export(directory, Choice(state="WY"), "csv"))
    assert text.startswith("id,institution_id")
    assert text.count("\r\n") == 1


def test_cells_that_a_spreadsheet_would_run_are_inert(directory: Directory) -> None:
    (row,) = rows(directory, Choice(state="TX"))
    assert row["contact_phone"] == "'+1 512 555 0100"
    assert row["contact_email"] == "'@evil.test"
    assert float(row["longitude"]) < 0


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=40))
def test_no_cell_begins_as_a_formula(text: str) -> None:
    shown = str(cell(text))
    assert not shown[:1] or shown[0] not in "=+-@\t\r\n\x00＝＋－＠"
    assert not any(ord(c) < 32 or ord(c) == 127 for c in shown)
    back = next(csv.reader(io.StringIO(_line(shown), newline="")))
    assert back == [shown]


def _line(text: str) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerow([text])
    return stream.getvalue() if text else '""\r\n'


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("Neurology", "neurology"),
        (" NEUROLOGY ", "neurology"),
        ("vascular-neurology", "vascular-neurology"),
        ("Family Practice", "family-medicine"),
        ("Anaesthesiology", "anesthesiology"),
    ],
)
def test_names_ids_and_synonyms_are_taken(name: str, identifier: str) -> None:
    assert specialty_named(name).id == identifier


def test_an_unknown_name_suggests_near_ones() -> None:
    with pytest.raises(UnknownName, match="Did you mean Neurology"):
        specialty_named("neurolgy")
    with pytest.raises(UnknownName, match="list-specialties"):
        specialty_named("qqqqzzz")
    with pytest.raises(UnknownName, match="New York"):
        state_named("New Yrok")
    assert (state_named("ny"), state_named("Texas"), state_named("DC")) == ("NY", "TX", "DC")


def test_the_calendar_has_one_event_for_each_deadline(directory: Directory) -> None:
    calendar = Calendar.from_ical("".join(export(directory, Choice(), "ics")))
    events = {str(event["uid"]): event for event in calendar.walk("VEVENT")}
    assert len(events) == 2
    yearly = [event for event in events.values() if "rrule" in event]
    assert len(yearly) == 1
    assert yearly[0]["dtstart"].dt.isoformat() == "2026-10-15"


def test_the_feed_is_valid_and_inert(directory: Directory) -> None:
    feed = feedparser.parse("".join(export(directory, Choice(), "atom")))
    assert not feed.bozo
    assert len(feed.entries) == 5
    assert all(entry.link.startswith("https://") for entry in feed.entries)
    assert "&lt;b&gt;" in "".join(export(directory, Choice(), "atom"))


def test_json_opens_arrays(directory: Directory) -> None:
    found = json.loads("".join(export(directory, Choice(specialty_named("neurology")), "json")))
    assert found[0]["specialties"] == ["Neurology", "Pediatrics"]
    assert found[0]["application_fee_usd"] is None
    assert json.loads("".join(export(directory, Choice(state="WY"), "json"))) == []


@pytest.mark.parametrize("form", ["csv", "json", "ics", "atom"])
def test_the_same_directory_gives_the_same_bytes(directory: Directory, form: str) -> None:
    assert "".join(export(directory, Choice(), form)) == "".join(export(directory, Choice(), form))


def test_one_file_a_specialty_with_parents(directory: Directory, tmp_path: Path) -> None:
    files = {path.stem for path in all_specialties(directory, Choice(), tmp_path / "csv")}
    assert files == {"neurology", "pediatrics", "vascular-neurology", "dermatology"}
    text = (tmp_path / "csv" / "dermatology.csv").read_text(encoding="utf-8")
    assert "Skin Days" in text
    assert "Anywhere" in text
    exact = {path.stem for path in all_specialties(directory, Choice(exact=True), tmp_path / "exact")}
    assert exact == files
    assert "Anywhere" not in (tmp_path / "exact" / "dermatology.csv").read_text(encoding="utf-8")
