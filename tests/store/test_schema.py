"""The tables of the contract: every one there, every column described, every word column closed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from pipeline import schema
from pipeline.history import WATCHED
from pipeline.model import OPPORTUNITY_TYPES
from pipeline.schema import BY_NAME, NOT_STATED, OPPORTUNITIES, TABLES
from tests.store.world import World, listing

CONTRACT = {
    "opportunities": "id institution_id institution title type status accepts_img_graduates accepts_international_students "
    "accepts_us_students accepts_physicians hands_on specialties duration_min_weeks duration_max_weeks application_fee_usd "
    "program_fee_usd cost_4_weeks_usd visas visa_sponsorship usmle ecfmg_required english_required requirements "
    "letter_of_recommendation certificate deadline deadline_text lead_time_weeks award_kind award_min award_max "
    "award_currency covers cycle city state latitude longitude url application_url contact_email contact_phone "
    "operator_kind is_seller summary first_seen last_confirmed last_changed source_id",
    "institutions": "name parent kind city state latitude longitude url",
    "specialties": "parent",
    "opportunity_specialties": "opportunity_id specialty_id",
    "fees": "opportunity_id kind amount currency per applies_to note",
    "evidence": "opportunity_id field value quote page_url text_fragment_url fetched_at page_sha256 rule first_seen "
    "last_confirmed",
    "changes": "opportunity_id field old new seen_on run_id",
    "sources": "health consecutive_failures why",
    "pages": "status",
    "runs": "",
    "match_outcomes": "",
    "director_survey": "",
    "resources": "",
    "refusals": "source_id type audience quote page_url first_seen last_confirmed",
    "leads": "kind name institution specialty url seen_on note",
    "candidates": "score reasons",
    "problems": "remedy",
}


@pytest.mark.parametrize("table", sorted(CONTRACT))
def test_every_table_and_column_of_the_contract_is_there(table: str) -> None:
    assert set(CONTRACT[table].split()) <= set(BY_NAME[table].names)


def test_every_column_is_described() -> None:
    for table in TABLES:
        assert table.description.endswith(".")
        for column in table.columns:
            assert column.description.endswith((".", "?")), (table.name, column.name)


def test_names_of_keys_and_references_exist() -> None:
    for table in TABLES:
        assert set(table.key) <= set(table.names)
        for index in table.indexes:
            assert set(index) <= set(table.names)
        for column in table.columns:
            if column.references:
                name, _, key = column.references.partition(".")
                assert BY_NAME[name].key == (key,)


def test_types_are_those_of_the_model() -> None:
    assert schema.TYPES == OPPORTUNITY_TYPES


def test_watched_columns_are_columns() -> None:
    assert set(WATCHED) <= set(OPPORTUNITIES.names)


def test_a_silent_page_gives_not_stated_and_null(tmp_path: Path) -> None:
    world = World(tmp_path)
    silent = listing(
        img="unknown", student="unknown", fee=None, status="unknown", hands_on="unknown", specialties=(),
        duration_weeks=(None, None), emails=(),
    )  # fmt: skip
    world.spend({"https://lakeside.test/observers": silent})
    row = world.only()
    for column in OPPORTUNITIES.columns:
        value = row[column.name]
        if column.array:
            assert value == "[]", column.name
        elif column.words and NOT_STATED in column.words:
            assert value == NOT_STATED, column.name
        elif column.type == "real" and column.name not in {"latitude", "longitude"}:
            assert value is None, column.name
        if column.words:
            assert value in column.words, column.name


def test_a_stated_free_program_costs_zero(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.spend({"https://lakeside.test/observers": listing(fee=0.0)})
    assert (world.only()["program_fee_usd"], world.only()["cost_4_weeks_usd"]) == (0, 0)


def test_the_file_is_whole_and_says_whose_it_is(tmp_path: Path) -> None:
    world = World(tmp_path)
    path = world.spend({"https://lakeside.test/observers": listing()})
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
        assert connection.execute("PRAGMA application_id").fetchone() == (schema.APPLICATION_ID,)
        assert connection.execute("PRAGMA foreign_key_list(opportunities)").fetchall()
        for table in TABLES:
            found = [row[1] for row in connection.execute(f"PRAGMA table_info({table.name})")]
            assert tuple(found) == table.names
    finally:
        connection.close()


@pytest.mark.parametrize(
    "words", ["neurology", "neurological", "lakeside", "albany", "new york", "observerships", "observation"]
)
def test_text_search_finds_by_title_place_specialty_parent_and_synonym(tmp_path: Path, words: str) -> None:
    world = World(tmp_path)
    world.spend(
        {"https://lakeside.test/observers": listing(specialties=("Neurology", "Neurological Surgery"))}
    )
    found = world.rows(
        "SELECT id FROM opportunities WHERE rowid IN (SELECT rowid FROM opportunities_fts WHERE opportunities_fts MATCH ?)",
        words,
    )
    assert [row["id"] for row in found] == ["lakeside-observership"]


def test_the_text_index_and_the_listings_have_the_same_rows(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.spend(
        {
            "https://lakeside.test/observers": [
                listing(),
                listing("Student Elective", "elective", img="no", student="yes"),
            ]
        }
    )
    found = world.rows(
        "SELECT o.title AS one, f.title AS other FROM opportunities o JOIN opportunities_fts f ON f.rowid = o.rowid"
    )
    assert len(found) == 2
    assert all(row["one"] == row["other"] for row in found)


def test_a_text_in_a_number_column_is_refused(tmp_path: Path) -> None:
    from pipeline.store import DirectoryError, DirectoryWriter

    with pytest.raises(DirectoryError), DirectoryWriter(tmp_path / "x.db") as writer:
        writer.add(
            "institutions", {"id": "a", "name": "A", "kind": "hospital", "country": "US", "latitude": "north"}
        )
        writer.finish()
    assert not (tmp_path / "x.db").exists()
