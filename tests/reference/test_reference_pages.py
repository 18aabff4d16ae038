"""The specialty pages and guides, served: every figure is read back to its row."""

from __future__ import annotations

import asyncio
import csv
import io
import re
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.action_items import action_items
from pipeline.outcomes import rate, wilson
from web.app import site

Fetch = Callable[[str], Any]
GUIDES = (
    "",
    "/awards?stage=trainee&from=lmic",
    "/letters",
    "/interviews",
    "/calendar",
    "/outlook",
    "/match-figures",
)
NUMBER = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\w]|[.,]\d)")
NAMES = re.compile(r"Step [12](?: CK)?|PGY-\d|95 %|Match 2026|(?<![\d.])1 to 5(?![\d.])|of 5\b(?!\.)")


@pytest.fixture(scope="session")
def fetch(directory_file: Path) -> Iterator[Fetch]:
    loop = asyncio.new_event_loop()
    served = site(lambda: directory_file)

    def get(path: str) -> Any:
        return loop.run_until_complete(served.client.get(path))

    yield get
    loop.close()


@pytest.fixture(scope="session")
def database(directory_file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(directory_file)
    connection.row_factory = sqlite3.Row
    return connection


def tree(fetch: Fetch, path: str) -> LexborHTMLParser:
    response = fetch(path)
    assert response.status_code == 200, path
    return LexborHTMLParser(response.text)


def with_figures(database: sqlite3.Connection) -> list[str]:
    return [
        row[0]
        for row in database.execute(
            "select distinct specialty_id from match_outcomes where specialty_id is not null"
        )
    ]


def words(value: float | int | None) -> set[str]:
    """How a figure may be printed."""
    if value is None:
        return set()
    return {f"{value:,}", f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}", f"{value:.1f}"}


def allowed(rows: list[sqlite3.Row]) -> set[str]:
    """Every figure that rows of match_outcomes state, and what may be computed from one year's counts."""
    found: set[str] = set()
    columns = (
        [
            name
            for name in list(rows[0].keys())
            if name.endswith(("_n", "_pct", "_q1", "_median", "_q3", "_mean")) or name.startswith("positions")
        ]
        if rows
        else []
    )
    by_year: dict[tuple[Any, ...], dict[str, sqlite3.Row]] = {}
    for row in rows:
        for name in columns:
            found |= words(row[name])
        if row["matched_n"] is not None and row["not_matched_n"] is not None:
            total = row["matched_n"] + row["not_matched_n"]
            found |= words(total) | words(rate(row["matched_n"], row["not_matched_n"]))
            for bound in wilson(row["matched_n"], total):
                found |= words(bound)
        by_year.setdefault((row["year"], row["scope"], row["track"]), {})[row["applicant_type"]] = row
    for kinds in by_year.values():
        ours, theirs = kinds.get("non_us_img"), kinds.get("us_img")
        if (
            ours
            and theirs
            and ours["positions_filled"]
            and None not in (ours["matched_n"], theirs["matched_n"])
        ):
            taken = ours["matched_n"] + theirs["matched_n"]
            found |= words(taken) | words(round(100 * taken / ours["positions_filled"], 1))
            for bound in wilson(taken, ours["positions_filled"]):
                found |= words(bound)
    return found


def printed(node: LexborNode, reports: set[str]) -> list[str]:
    """Numbers of a part of a page, without axis ticks, names of reports and exams, and years."""
    for tick in node.css("text.soft"):
        tick.decompose()
    text = node.text(separator=" ")
    for report in sorted(reports, key=len, reverse=True):
        text = text.replace(report, " ")
    return [hit for hit in NUMBER.findall(NAMES.sub(" ", text)) if not re.fullmatch(r"20[0-4]\d", hit)]


def test_every_figure_of_every_specialty_is_read_back_to_its_row(
    fetch: Fetch, database: sqlite3.Connection
) -> None:
    reports = {
        row[0]
        for row in database.execute(
            "select distinct report from match_outcomes union select report from director_survey"
        )
    }
    survey = list(database.execute("select * from director_survey"))
    checked = 0
    for slug in with_figures(database):
        rows = list(database.execute("select * from match_outcomes where specialty_id = ?", [slug]))
        page = tree(fetch, f"/specialty/{slug}/print")
        parts = {section.attributes["aria-labelledby"]: section for section in page.css("section.part")}
        may = allowed(rows) | {
            str(len({row["year"] for row in rows if row["scope"] == scope and row["track"] == track}))
            for row in rows
            for scope, track in [(row["scope"], row["track"])]
        }
        may |= {str(sum(row["conflict"] is not None for row in rows))}
        for hit in printed(parts["match"], reports):
            assert hit in may or hit in {"95"}, (slug, hit)
            checked += 1
        factors = set().union(
            *(
                words(row["percent_citing"]) | words(row["mean_importance"]) | words(row["rank"])
                for row in survey
            )
        )
        for hit in printed(parts["directors"], reports):
            assert hit in factors, (slug, hit)
            checked += 1
    assert checked > 1000


def test_the_headline_is_the_newest_row(fetch: Fetch, database: sqlite3.Connection) -> None:
    row = database.execute(
        "select * from match_outcomes where specialty_id = 'neurology' and year = 2026 and measure = 'counts'"
    ).fetchone()
    shown = [node.text() for node in tree(fetch, "/specialty/neurology").css(".figures b")]
    assert shown == [str(row["matched_n"]), str(row["not_matched_n"]), f"{row['match_rate_pct']} %"]


def test_matched_by_year_stands_in_the_table_with_both_groups(
    fetch: Fetch, database: sqlite3.Connection
) -> None:
    page = tree(fetch, "/specialty/neurology")
    cells = {
        (row.css_first("th").text(), index): cell.text(strip=True)
        for table in page.css("table.data")
        if table.css_first("caption") and "Positions filled, by year" in table.css_first("caption").text()
        for row in table.css("tbody tr")
        for index, cell in enumerate(row.css("td"))
    }
    for year in (2021, 2022):
        for index, kind in enumerate(("non_us_img", "us_img")):
            stated = database.execute(
                "select matched_n from match_outcomes where specialty_id = 'neurology' and year = ? and applicant_type = ? "
                "and scope = 'main_match_positions_filled' and track is null and measure = 'counts'",
                [year, kind],
            ).fetchone()[0]
            assert cells[str(year), index] == str(stated)


def test_a_missing_figure_says_not_known(fetch: Fetch) -> None:
    page = tree(fetch, "/specialty/urology")
    match = next(node for node in page.css("section.part") if node.attributes["aria-labelledby"] == "match")
    assert "not known" in match.text()
    assert not match.css("svg")


def test_my_score_is_placed_without_script_in_both_groups(fetch: Fetch, database: sqlite3.Connection) -> None:
    row = database.execute(
        "select * from match_outcomes where specialty_id = 'neurology' and measure = 'step2ck' and year = 2026"
    ).fetchone()
    value = int(row["matched_median"]) - 1
    assert row["matched_q1"] <= value and row["not_matched_median"] < value <= row["not_matched_q3"]
    said = tree(fetch, f"/specialty/neurology?score={value}").css_first(".mine").text()
    assert "below the median, within the middle half of those who matched" in " ".join(said.split())
    assert "above the median, within the middle half of those who did not" in " ".join(said.split())
    assert not tree(fetch, "/specialty/neurology").css(".mine")


@pytest.mark.parametrize("value", ["<script>", "nan", "999", "1e9", "-4", "inf", "2" * 5000])
def test_a_value_that_is_none_is_refused_and_escaped(fetch: Fetch, value: str) -> None:
    response = fetch("/specialty/neurology?score=" + re.sub(r"[<>]", lambda hit: f"%{ord(hit[0]):X}", value))
    assert response.status_code == 200
    assert "<script>" not in response.text.split("</head>")[1]
    page = LexborHTMLParser(response.text)
    assert not page.css(".mine") and page.css_first("[role=alert]")


def test_factors_say_whether_they_are_the_specialtys_own(fetch: Fetch) -> None:
    def part(slug: str) -> str:
        page = tree(fetch, f"/specialty/{slug}")
        return next(
            node for node in page.css("section.part") if node.attributes["aria-labelledby"] == "directors"
        ).text()

    assert "Over all specialties" in part("neurology") and "not known" in part("neurology")
    assert "Named by directors in Emergency Medicine" in part("emergency-medicine")


def test_held_back_figures_are_on_no_page(fetch: Fetch, database: sqlite3.Connection) -> None:
    held = [row[0] for row in database.execute("select factor from director_survey where held is not null")]
    assert held
    for path in ("/specialty/neurology", "/guides/interviews", "/guides/letters"):
        text = fetch(path).text
        assert not any(factor in text for factor in held)


def test_places_of_subspecialties_come_too_and_sellers_last(fetch: Fetch) -> None:
    page = tree(fetch, "/specialty/neurology")
    section = next(
        node for node in page.css("section.part") if node.attributes["aria-labelledby"] == "places"
    )
    names = [node.text() for node in section.css("a.name")]
    assert names == ["=Neurology observership", "Stroke observership", "Bought rotation"]


def test_text_of_others_stays_text(fetch: Fetch) -> None:
    for path in ("/specialty/neurology", "/guides/calendar"):
        assert "<script>alert" not in fetch(path).text


def test_leads_stand_apart_with_their_state(fetch: Fetch) -> None:
    page = tree(fetch, "/specialty/neurology")
    leads = page.css(".leads > li")
    assert leads and all("Not yet read by us" in lead.text() for lead in leads)
    assert all(not lead.css("a.name") for lead in leads)


def test_the_csv_holds_the_page_and_no_formula(fetch: Fetch, database: sqlite3.Connection) -> None:
    response = fetch("/specialty/neurology.csv")
    lines = list(csv.DictReader(io.StringIO(response.text)))
    assert {line["section"] for line in lines} >= {
        "match figures", "director survey", "place", "award", "not yet read by us", "checklist", "season",
    }  # fmt: skip
    assert not any(cell and cell[0] in "=+-@\t\r" for line in lines for cell in line.values())
    assert any(line["name"] == "'=Neurology observership" for line in lines)
    stated = {
        f"{row[0]:g}"
        for row in database.execute(
            "select matched_n from match_outcomes where specialty_id = 'neurology' and matched_n is not null"
        )
    }
    matched = [
        line for line in lines if line["section"] == "match figures" and line["name"].endswith(": matched")
    ]
    assert matched and {f"{float(line['value']):g}" for line in matched} <= stated
    assert all(
        line["year"] and line["source"]
        for line in lines
        if line["section"] in {"match figures", "director survey"}
    )


@pytest.mark.parametrize(
    "path", ["/specialty/neurology.ics", "/specialty/anesthesiology.ics", "/guides/calendar.ics"]
)
def test_the_calendar_tells_stated_days_from_expected_ones(fetch: Fetch, path: str) -> None:
    response = fetch(path)
    assert response.headers["content-type"].startswith("text/calendar")
    events = Calendar.from_ical(response.content).walk("VEVENT")
    assert events and len({str(event["uid"]) for event in events}) == len(events)
    for event in events:
        expected = str(event["summary"]).startswith("Expected")
        assert expected == (str(event["status"]) == "TENTATIVE")
        assert event.decoded("dtend") > event.decoded("dtstart") >= date(2026, 10, 1)
    if "neurology" in path:
        assert any("=Neurology observership" in str(event["summary"]) for event in events)
    assert response.content == fetch(path).content


def test_an_award_that_takes_no_imgs_is_in_no_calendar(fetch: Fetch) -> None:
    assert "CAP Foundation Medical Student Travel Award" not in fetch("/guides/calendar").text
    assert "not open to IMGs when last seen" in fetch("/specialty/pathology").text


@pytest.mark.parametrize("slug", action_items().specialties)
def test_a_checklist_shows_what_bears_each_item_out(fetch: Fetch, slug: str) -> None:
    page = tree(fetch, f"/specialty/{slug}/checklist")
    items = page.css("li.item")
    own = action_items().specialties[slug]
    common = action_items().common
    assert len(items) == sum(
        len(part) for part in (own.student, own.graduate, common.student, common.graduate)
    )
    for entry in items:
        said = entry.css_first(".why .fine")
        assert said is not None and len(said.text(strip=True)) > 15
        assert "The figure for this specialty is not known" not in said.text()
        assert entry.css_first("label input[type=checkbox]") is not None


@pytest.mark.parametrize(
    "path",
    ["/specialties", "/specialty/neurology", "/specialty/retina", *(f"/guides{name}" for name in GUIDES)],
)
def test_pages_have_no_inline_code_and_no_unfilled_place(fetch: Fetch, path: str) -> None:
    response = fetch(path)
    page = LexborHTMLParser(response.text)
    assert not page.css("[style], style, script:not([src])")
    assert not page.css("[onclick], [onload]")
    assert not re.search(
        r"\b(?:None|nan|undefined)\b(?! that we know)|\{\{|\.csv\b", page.css_first("main").text()
    )
    identifiers = [node.attributes["id"] for node in page.css("[id]")]
    assert len(identifiers) == len(set(identifiers))
    for link in page.css("main a[href]"):
        assert re.match(r"(https?://|/|#)", link.attributes["href"] or "")


def test_charts_have_a_name_a_description_and_a_table(fetch: Fetch) -> None:
    for path in ("/specialty/neurology", "/guides/outlook", "/guides/match-figures"):
        page = tree(fetch, path)
        charts = page.css("figure.chart svg")
        assert charts
        for chart in charts:
            named = (chart.attributes["aria-labelledby"] or "").split()
            assert chart.attributes["role"] == "img" and len(named) == 2
            assert all(page.css_first(f"[id='{name}']").text() for name in named)
        assert page.css("table.data")


def test_where_figures_appear_nrmp_is_said_not_to_be_affiliated(fetch: Fetch) -> None:
    for path in (
        "/specialties",
        "/specialty/neurology",
        "/guides/match-figures",
        "/guides/outlook",
        "/guides/interviews",
        "/guides/letters",
    ):
        assert "NRMP is not affiliated with this project" in fetch(path).text


def test_a_second_hand_figure_says_so_beside_its_source(fetch: Fetch) -> None:
    sources = tree(fetch, "/specialty/neurology").css(".source")
    assert sources and all("econd-hand" in node.text() for node in sources)


def test_a_dead_link_is_marked(fetch: Fetch) -> None:
    assert "link dead when last checked" in fetch("/guides/interviews").text


def test_no_such_specialty_is_not_found(fetch: Fetch) -> None:
    for path in ("/specialty/nope", "/specialty/any", "/specialty/retina/checklist", "/specialty/nope.csv"):
        assert fetch(path).status_code == 404


@pytest.mark.parametrize(
    ("query", "parameters", "holds"),
    [
        ("match_by_year", "specialty=neurology", "215"),
        ("where_i_stand", "specialty=Neurology&measure=step2ck&value=200", "in the lowest quarter"),
        ("director_factors", "specialty=neurology", "All specialties"),
        ("director_factors", "specialty=emergency-medicine", "Emergency Medicine"),
        ("years_not_known", "specialty=neurology", "2020"),
        ("awards_not_yet_read", "specialty=anesthesiology", "Global Scholars Program"),
        ("contradictions", "", "Internal Medicine"),
    ],
)
def test_the_questions_are_answered_by_sql_too(fetch: Fetch, query: str, parameters: str, holds: str) -> None:
    response = fetch(f"/directory/{query}.json?_shape=array&{parameters}")
    assert response.status_code == 200
    rows = response.json()
    assert rows and holds in response.text


def test_the_index_of_specialties_is_read_back_to_its_rows(
    fetch: Fetch, database: sqlite3.Connection
) -> None:
    checked = 0
    for row in tree(fetch, "/specialties").css("table.specialties tbody tr"):
        slug = (row.css_first("th a").attributes["href"] or "").removeprefix("/specialty/")
        cells = [cell.text(strip=True) for cell in row.css("td")]
        stated = database.execute(
            "select * from match_outcomes where specialty_id = ? and measure = 'counts' and applicant_type = 'non_us_img' "
            "and not_matched_n is not null and conflict is null order by year desc limit 1",
            [slug],
        ).fetchone()
        if stated is None:
            assert cells[0] == "not known"
            continue
        assert cells[:4] == [
            f"{stated['matched_n']:,}",
            f"{stated['not_matched_n']:,}",
            f"{stated['match_rate_pct']:.1f}",
            str(stated["year"]),
        ]
        checked += 1
    assert checked >= 24


def test_the_trends_are_read_back_to_their_rows(fetch: Fetch, database: sqlite3.Connection) -> None:
    checked = 0
    for figure in tree(fetch, "/guides/outlook").css(
        "#shares ~ div figure, section[aria-labelledby=shares] figure"
    ):
        slug = (figure.css_first("figcaption a").attributes["href"] or "").removeprefix("/specialty/")
        may = allowed(list(database.execute("select * from match_outcomes where specialty_id = ?", [slug])))
        for row in figure.css("tbody tr"):
            cells = [cell.text(strip=True) for cell in row.css("td")]
            assert cells[0] in may, (slug, cells)
            if cells[1] != "not known":
                assert set(cells[1].split(" to ")) <= may, (slug, cells)
            checked += 1
    assert checked > 20
    everybody = allowed(
        list(database.execute("select * from match_outcomes where specialty = 'All specialties'"))
    )
    rates = tree(fetch, "/guides/outlook").css("section[aria-labelledby=rates] tbody tr")
    assert len(rates) > 10
    for row in rates:
        cells = [cell.text(strip=True) for cell in row.css("td")]
        assert cells[1] in everybody and (cells[2] in everybody or cells[2] == "not known")


def test_awards_are_planned_by_stage_and_country(fetch: Fetch, database: sqlite3.Connection) -> None:
    def shown(query: str) -> set[str]:
        return {
            (node.attributes["id"] or "").removeprefix("lead-")
            for node in tree(fetch, f"/guides/awards{query}").css(".leads > li")
        }

    everything = {row[0] for row in database.execute("select id from leads where kind = 'award'")}
    assert shown("") == everything == shown("?stage=nonsense&from=%3Cscript%3E")
    students = {
        row[0]
        for row in database.execute(
            "select id from leads where kind = 'award' and career_stage like '%student%'"
        )
    }
    assert shown("?stage=student") == students
    abroad = shown("?from=lmic")
    in_training_here = {
        row[0] for row in database.execute("select id from leads where country_rule = 'us_canada'")
    }
    assert in_training_here and not abroad & in_training_here
    for_one_country = {
        row[0] for row in database.execute("select id from leads where country_rule = 'India'")
    }
    assert for_one_country and for_one_country <= abroad & shown("?from=us")
