"""The shipped tables against the schema, the vocabulary and each other."""

from __future__ import annotations

import re
from collections import Counter

import pytest
import yaml
from pydantic import ValidationError

from pipeline import reference
from pipeline.action_items import ActionItems, action_items, read
from pipeline.outcomes import read_rows
from pipeline.reference import FOLDER, link_targets, tables
from pipeline.schema import BY_NAME
from pipeline.specialty import by_id
from web import guides
from web.plugins.reference_pages import FACTOR_OF


@pytest.mark.parametrize("name", ["match_outcomes", "director_survey", "resources", "leads"])
def test_rows_have_the_columns_of_the_schema(loaded: reference.Reference, name: str) -> None:
    rows = tables(loaded)[name]
    table = BY_NAME[name]
    assert rows and len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert tuple(sorted(row)) == tuple(sorted(table.names))
        assert all(row[column.name] is not None for column in table.columns if column.required), row
        assert row["specialty_id"] is None or row["specialty_id"] in by_id()


def test_every_number_of_the_csv_stands_in_the_table(loaded: reference.Reference) -> None:
    held: Counter[tuple[str, str, str]] = Counter()
    for row in loaded.outcomes:
        for name in (
            "matched_n",
            "not_matched_n",
            "match_rate_pct",
            "matched_mean",
            "positions_filled",
            "img_share_pct",
        ):
            value = getattr(row, name)
            if value is not None:
                held[row.row_label, str(row.year), f"{float(value):g}"] += 1
    for line in read_rows(FOLDER / "match_outcomes.csv"):
        for name in (
            "matched_n",
            "unmatched_n",
            "match_rate_pct",
            "mean_step2ck_matched",
            "positions_filled",
            "img_share_pct",
        ):
            if line[name]:
                assert held[line["specialty"], line["year"], f"{float(line[name]):g}"], (
                    line["specialty"],
                    name,
                )


def test_only_the_publishers_own_pages_are_first_hand(loaded: reference.Reference) -> None:
    first_hand = [row for row in loaded.outcomes if not row.second_hand]
    assert first_hand and all("ecfmg.org" in row.source_url for row in first_hand)
    assert all(row.second_hand for row in loaded.survey)


def test_copies_of_others_work_are_named_and_not_linked(loaded: reference.Reference) -> None:
    copies = {row.url for row in loaded.resources if row.kind == "copy"}
    assert copies and not copies & set(link_targets(loaded))


def test_no_british_spelling_reaches_the_reader(loaded: reference.Reference) -> None:
    words = re.compile(
        r"\b(programmes?|practising|centres?|paediatric\w*|licen[c]es?|organisation\w*)\b", re.I
    )
    for lead in loaded.leads:
        assert not words.search(" ".join((lead.note, lead.eligibility, lead.amount_note))), lead.id
    for factor in loaded.survey:
        assert not words.search(f"{factor.factor} {factor.note}")
    text = (FOLDER / "action_items.yml").read_text(encoding="utf-8")
    assert not words.search(text)


def test_the_checklists_are_for_the_specialties_that_most_imgs_match_into(
    loaded: reference.Reference,
) -> None:
    counts = {
        row.specialty_id: row.matched_n or 0
        for row in loaded.outcomes
        if (row.measure, row.year, row.applicant_type) == ("counts", 2026, "non_us_img")
        and row.specialty_id != "all"
    }
    last = sorted(counts.values(), reverse=True)[19]
    assert set(action_items().specialties) == {key for key, matched in counts.items() if matched >= last}


def test_every_item_has_a_reason_and_a_source_that_exists(loaded: reference.Reference) -> None:
    resources = {row.id: row for row in loaded.resources}
    factors = {row.factor for row in loaded.survey if row.year == 2021}
    items = action_items()
    for block in (items.common, *items.specialties.values()):
        assert block.student and block.graduate
        for item in (*block.student, *block.graduate):
            assert len(item.why) > 20 and item.do.endswith(".") and item.why.endswith(".")
            if item.source:
                assert item.source in resources, item.id
            if item.data == "survey":
                assert FACTOR_OF[item.id] in factors
    assert all(checklist.signals.source in resources for checklist in items.specialties.values())


def test_no_item_is_a_copy_of_another_specialtys() -> None:
    said = Counter(
        item.do
        for checklist in action_items().specialties.values()
        for item in (*checklist.student, *checklist.graduate)
    )
    assert max(said.values()) == 1
    assert all(
        len(checklist.student) >= 3 and len(checklist.graduate) >= 3
        for checklist in action_items().specialties.values()
    )


def test_what_the_items_say_of_our_figures_is_so(loaded: reference.Reference) -> None:
    newest = {
        row.specialty_id: row
        for row in loaded.outcomes
        if (row.measure, row.year, row.applicant_type) == ("counts", 2026, "non_us_img")
    }

    def more_matched(identifier: str) -> bool:
        row = newest[identifier]
        return (row.matched_n or 0) > (row.not_matched_n or 0)

    assert more_matched("pediatrics")
    assert sum(more_matched(key) for key in action_items().specialties) < len(action_items().specialties) / 2
    for identifier in ("obstetrics-gynecology", "neurological-surgery"):
        assert not more_matched(identifier)
    for identifier in ("otolaryngology", "dermatology", "orthopaedic-surgery", "plastic-surgery"):
        assert (newest[identifier].matched_n or 0) < 10
    filled = {
        (row.specialty_id, row.year, row.applicant_type): row.matched_n or 0
        for row in loaded.outcomes
        if row.measure == "counts"
        and row.scope == "main_match_positions_filled"
        and row.track in {"", "categorical"}
    }
    for year in (2022, 2023):
        assert (
            filled["preliminary-surgery", year, "non_us_img"] > filled["general-surgery", year, "non_us_img"]
        )
        assert filled["family-medicine", year, "us_img"] > filled["family-medicine", year, "non_us_img"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("source: rs032}", "}"),
        ("source: rs032}", "source: rs032, check: ecfmg}"),
        ("check: ecfmg}", "check: nowhere}"),
        ("id: c-school", "id: c-elective"),
        ("about: exams", "about: luck"),
    ],
)
def test_an_item_without_reason_or_source_is_refused(tmp_path, old: str, new: str) -> None:  # type: ignore[no-untyped-def]
    text = (FOLDER / "action_items.yml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "items.yml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises((ValidationError, yaml.YAMLError)):
        read(path)
    assert isinstance(action_items(), ActionItems)


def test_themes_answer_factors_that_the_survey_has(loaded: reference.Reference) -> None:
    factors = {row.factor for row in loaded.survey if row.percent_citing is not None and row.year == 2021}
    assert {theme.factor for theme in guides.themes().themes} <= factors


def test_the_season_is_never_expected_in_the_past(loaded: reference.Reference) -> None:
    from tests.reference.conftest import TODAY

    for event in guides.coming(TODAY):
        month = event.expected(TODAY)
        assert month >= TODAY.replace(day=1) or TODAY.month in event.months
