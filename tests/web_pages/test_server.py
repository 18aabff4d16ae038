"""What the site answers, whoever asks: read with an HTTP client and the parsers of each format."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import time
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import feedparser
import httpx
import pytest
import yaml
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from bench.synthetic import write
from imgdir.commands import serve as serve_command
from pipeline import schema
from tests.web_pages.conftest import TODAY, Site
from web import eligibility, labels, listing, metadata
from web.directory import read_snapshot
from web.facets import FACETS, SORTS, members
from web.query import Search, TextMatch, answer, read_search, where
from web.words import match_expression

pytestmark = pytest.mark.server
PAGES = (
    "/",
    "/directory/opportunities",
    "/directory/opportunities?q=cardio&state=NY",
    "/directory/opportunities?q=zzzzzz&type=award",
    "/opportunity/source-0-observership",
    "/institution/institution-1",
    "/states",
    "/state/NY",
    "/awards",
    "/refusals",
    "/changes",
    "/sources",
    "/about",
    "/can-i-go",
    "/can-i-go?group=img_graduate&budget=1000&visa=visitor&passed=step1&months=3",
    "/compare?id=source-0-observership&id=source-1-observership",
    "/shortlist?id=source-0-observership",
    "/no-such-page",
    "/directory",
    "/directory/opportunities?_facet=type&_size=5",
    "/directory/takes_img_graduates",
    "/directory?sql=select+1",
    "/directory/fees?_size=5",
)


def get(served: Site, path: str, **more: object) -> httpx.Response:
    return httpx.get(served.root + path, timeout=30, **more)  # type: ignore[arg-type]


def rows(path: Path, sql: str, *values: object) -> list[sqlite3.Row]:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        return connection.execute(sql, values).fetchall()
    finally:
        connection.close()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_without_cookie_inline_code_or_foreign_request(served: Site, path: str) -> None:
    response = get(served, path)
    assert response.status_code == (404 if "no-such" in path else 200)
    assert "set-cookie" not in response.headers
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    body = response.text
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*ld\+json)", body)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", body)
    for address in re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"([^\"]+)\"", body):
        assert address.startswith(("/", "?", served.root)), address


def test_the_facet_counts_are_what_choosing_the_value_gives(served: Site) -> None:
    held = read_snapshot(served.path, TODAY)
    base = Search(chosen={"type": ("observership",), "state": ("NY", "TX")})
    found = answer(base, held, {})
    counts = held.index.counts(found.base, base.chosen)
    for facet in FACETS:
        for value, number in counts[facet].items():
            chosen = {**base.chosen, facet: (value,)}
            assert answer(Search(chosen=chosen), held, {}).count == number, (facet, value)


def texts_of(connection: sqlite3.Connection, held: object, q: str) -> dict[object, TextMatch]:
    found = {}
    for part in held.words.parts(q):  # type: ignore[attr-defined]
        rowids = connection.execute(
            "select rowid from opportunities_fts where opportunities_fts match ?", (match_expression(part),)
        )
        bits = 0
        for (rowid,) in rowids:
            bits |= 1 << held.index.position[rowid]  # type: ignore[attr-defined]
        found[part] = TextMatch(bits, {})
    return found


FACET_VALUES = {
    "audience": ["img_graduate", "physician", "no-img_graduate"],
    "type": ["observership", "elective", "award"],
    "specialty": ["internal-medicine", "neurology", "cardiovascular-disease", "any"],
    "state": ["NY", "TX", "none"],
    "price": ["free", "to-500", "over-2500", "not-stated"],
    "weeks": ["1", "4", "12", "not-stated"],
    "hands_on": ["yes", "no", "not-stated"],
    "visa": ["B-1", "J-1", "sponsored", "not-stated"],
    "letter": ["yes", "not-stated"],
    "certificate": ["no"],
    "status": ["open", "closed", "not_offered", "not-stated"],
    "freshness": ["fresh", "stale"],
    "operator": ["hospital", "seller"],
}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_memory_and_sql_find_the_same_rows(made_up: Path, data: st.DataObject) -> None:
    held = read_snapshot(made_up, TODAY)
    pairs = [
        (facet, value)
        for facet in data.draw(st.lists(st.sampled_from(sorted(FACET_VALUES)), max_size=3, unique=True))
        for value in data.draw(
            st.lists(st.sampled_from(FACET_VALUES[facet]), min_size=1, max_size=2, unique=True)
        )
    ]
    pairs.append(
        (
            "q",
            data.draw(
                st.sampled_from(["", "cardio", "peds new york", "observership", "clinic houston", '"(*'])
            ),
        )
    )
    pairs.append(("exact", data.draw(st.sampled_from(["", "1"]))))
    search = read_search(pairs)
    with sqlite3.connect(f"file:{made_up}?mode=ro", uri=True) as connection:
        found = answer(search, held, texts_of(connection, held, search.q))  # type: ignore[arg-type]
        conditions = where(search, held)
        clause = " and ".join(text for text, _ in conditions) or "1"
        values = {name: value for _, named in conditions for name, value in named.items()}
        by_sql = {
            row[0] for row in connection.execute(f"select id from opportunities where {clause}", values)
        }
    assert {held.index.ids[position] for position in members(found.rows)} == by_sql


@given(
    pairs=st.lists(
        st.tuples(
            st.sampled_from([*FACETS, "q", "page", "size", "sort", "exact", "x__y", "_where"]),
            st.text(max_size=20),
        )
    )
)
def test_any_address_is_read_and_said_again_the_same(pairs: list[tuple[str, str]]) -> None:
    search = read_search(pairs)
    assert read_search(search.pairs()) == search


@pytest.mark.parametrize("sort", sorted(SORTS))
def test_sellers_and_shut_places_never_come_first(served: Site, sort: str) -> None:
    found = list(
        csv.DictReader(
            io.StringIO(get(served, f"/directory/opportunities.csv?sort={sort}").text.lstrip("\ufeff"))
        )
    )
    standing = [
        (
            row["status"] == "not_offered",
            row["status"] == "closed",
            row["is_seller"] == "1" and row["status"] not in ("closed", "not_offered"),
        )
        for row in found
    ]
    assert standing == sorted(standing)
    assert len(found) == 300


def test_synonyms_and_misspellings_find_the_specialty(served: Site) -> None:
    assert 'name="specialty"' in get(served, "/directory/opportunities?q=cardio").text
    held = read_snapshot(served.path, TODAY)
    for written, meant in {
        "cardio": "cardiovascular-disease",
        "peds": "pediatrics",
        "OBGYN": "obstetrics-gynecology",
        "ob/gyn": "obstetrics-gynecology",
        "heme onc": "hematology-and-medical-oncology",
        "ENT": "otolaryngology",
    }.items():
        assert [part.value for part in held.words.parts(written)] == [meant], written
    body = get(served, "/directory/opportunities?q=nuerology").text
    assert "Showing <strong>neurology</strong>" in body


def test_an_empty_result_says_which_filter_to_drop(served: Site) -> None:
    body = get(
        served, "/directory/opportunities?state=NY&specialty=neurology&price=free&hands_on=yes&type=volunteer"
    ).text
    assert "Drop a filter" in body
    ways = re.findall(r'<a href="([^"]+)">Without [^:]+: ([\d,]+)', body)
    assert ways
    address, number = ways[0]
    assert f"{number} of 300" in get(served, address.replace("&amp;", "&")).text


@pytest.mark.parametrize(
    "query", ["", "?q=cardio", "?state=NY&type=observership", "?specialty=internal-medicine&price=free"]
)
def test_csv_json_and_page_show_the_same_listings(served: Site, query: str) -> None:
    page = get(served, f"/directory/opportunities{query}").text
    number = int(re.search(r'<h2 id="count">([\d,]+)', page)[1].replace(",", ""))  # type: ignore[index]
    table = list(
        csv.DictReader(io.StringIO(get(served, f"/directory/opportunities.csv{query}").text.lstrip("\ufeff")))
    )
    join = "&" if query else "?"
    objects = get(served, f"/directory/opportunities.json{query}{join}_shape=array&_size=max").json()
    assert len(table) == number
    assert {row["id"] for row in table} == {row["id"] for row in objects}


def test_datasettes_own_parameters_still_work(served: Site) -> None:
    all_of = get(served, "/directory/opportunities.json?state__exact=NY&_shape=array&_size=max").json()
    assert all_of and {row["state"] for row in all_of} == {"NY"}
    assert f"{len(all_of):,} of 300" in get(served, "/directory/opportunities?state__exact=NY").text
    page = get(served, "/directory/opportunities.json?q=observership&_size=5").json()
    assert len(page["rows"]) == 5 and "q=observership" in page["next_url"]
    assert get(served, "/directory/opportunities?_where=state='NY'").status_code == 200
    assert get(served, "/directory/opportunities?nonsense=1").status_code == 400
    assert get(served, "/directory/opportunities/source-0-observership.json?_shape=array").status_code == 200


def test_csv_opens_in_a_spreadsheet_and_nothing_in_it_runs(tmp_path: Path) -> None:
    path = tmp_path / "directory.db"
    write(path, 20, TODAY)
    with sqlite3.connect(path) as connection:
        connection.execute(
            "update opportunities set title = '=cmd()', summary = '@é' where id = 'source-0-observership'"
        )
    with Site(path) as running:
        program = get(running, "/directory/opportunities.csv").content
        person = get(running, "/directory/opportunities.csv", headers={"Accept": "text/html,*/*"}).content
        special = get(running, "/directory/opportunities.csv?specialty=internal-medicine").text
    assert person == b"\xef\xbb\xbf" + program
    row = next(r for r in csv.DictReader(io.StringIO(program.decode())) if r["id"] == "source-0-observership")
    assert row["title"] == "'=cmd()" and row["summary"] == "'@é" and "[" not in row["specialties"]
    found = [r["match"] for r in csv.DictReader(io.StringIO(special))]
    assert found and set(found) <= {"named", "sub", "any"}


def test_feeds_are_read_by_real_parsers(served: Site) -> None:
    feed = feedparser.parse(get(served, "/directory/opportunities.atom?state=NY").content)
    assert not feed.bozo and feed.version == "atom10"
    assert feed.entries and all(
        entry.link.startswith(served.root + "/opportunity/") for entry in feed.entries
    )
    updated = [entry.updated for entry in feed.entries]
    assert updated == sorted(updated, reverse=True)
    changes = feedparser.parse(get(served, "/changes.atom").content)
    assert not changes.bozo and changes.entries
    calendar = Calendar.from_ical(get(served, "/directory/opportunities.ics").content)
    events = calendar.walk("VEVENT")
    dated = rows(served.path, "select count(*) as n from opportunities where deadline is not null")[0]["n"]
    assert len(events) == dated
    assert len({str(event["uid"]) for event in events}) == dated


def test_machines_get_what_they_ask_for(served: Site) -> None:
    sitemap = ElementTree.fromstring(get(served, "/sitemap.xml").content)
    assert len(sitemap) > 300
    assert "Sitemap:" in get(served, "/robots.txt").text
    assert get(served, "/llms.txt").text.startswith("# IMG Directory")
    package = get(served, "/datapackage.json").json()
    assert {resource["title"] for resource in package["resources"]} == set(schema.BY_NAME)
    for resource in package["resources"]:
        header = (
            get(served, resource["path"].removeprefix(served.root))
            .text.lstrip("\ufeff")
            .splitlines()[0]
            .split(",")
        )
        names = [field["name"] for field in resource["schema"]["fields"]]
        assert set(header) <= set(names) and len(header) >= len(names) - 2, resource["title"]
    assert get(served, "/directory.db").content == served.path.read_bytes()


def test_metadata_describes_every_table_and_column() -> None:
    assert metadata.PATH.read_text(encoding="utf-8") == metadata.rendered(), "run: python -m web.metadata"
    told = yaml.safe_load(metadata.PATH.read_text(encoding="utf-8"))["databases"]["directory"]["tables"]
    for table in schema.TABLES:
        assert told[table.name]["description"]
        assert set(told[table.name]["columns"]) == set(table.names)
        assert all(told[table.name]["columns"].values())


@pytest.mark.parametrize("name", sorted(metadata.QUERIES))
def test_every_prepared_question_answers(served: Site, name: str) -> None:
    values = {"specialty": "internal-medicine", "dollars": "500", "days": "400"}
    query = "&".join(f"{key}={values[key]}" for key in metadata.QUERIES[name].get("params", []))
    found = get(served, f"/directory/{name}.json?_shape=array&{query}").json()
    assert isinstance(found, list) and found
    assert get(served, f"/directory/{name}?{query}").status_code == 200


def test_a_listing_shows_each_value_with_its_proof(served: Site) -> None:
    body = get(served, "/opportunity/source-0-observership").text
    for row in rows(
        served.path,
        "select * from evidence where opportunity_id = 'source-0-observership' and field = 'hands_on'",
    ):
        assert row["quote"] in body
        assert row["text_fragment_url"].split("#")[0] in body
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', body, re.S)[1])  # type: ignore[index]
    assert data["@type"] == "EducationalOccupationalProgram" and data["provider"]["name"]
    award = get(served, "/opportunity/source-7-award").text
    assert json.loads(re.search(r'ld\+json">(.*?)</script>', award, re.S)[1])["@type"] == "MonetaryGrant"  # type: ignore[index]


def test_a_release_without_quotes_says_so(tmp_path: Path) -> None:
    path = tmp_path / "directory.db"
    write(path, 40, TODAY, quotes=False)
    with Site(path) as running:
        body = get(running, "/opportunity/source-0-observership").text
    assert "read it on the page" in body and '<q class="quote">' not in body


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "directory.db"
    write(path, 20, TODAY)
    evil = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    with sqlite3.connect(path) as connection:
        connection.execute(
            "update opportunities set title = ?, summary = ?, url = 'javascript:alert(1)', application_url = 'data:text/html,x', "
            "contact_email = ? where id = 'source-0-observership'",
            (evil, evil, evil),
        )
        connection.execute(
            "update evidence set quote = ?, page_url = 'javascript:alert(1)', text_fragment_url = null",
            (evil,),
        )
    with Site(path) as running:
        for address in (
            "/opportunity/source-0-observership",
            "/directory/opportunities",
            f"/directory/opportunities?q={quote(evil)}",
        ):
            body = get(running, address).text
            assert "<script>alert" not in body and "<img src=x" not in body
            assert 'href="javascript:' not in body and 'href="data:' not in body
        feed = feedparser.parse(get(running, "/directory/opportunities.atom").content)
        assert not feed.bozo


def test_a_replaced_directory_is_served_within_seconds(own_copy: Path, tmp_path: Path) -> None:
    with Site(own_copy) as running:
        assert get(running, "/-/healthz").json()["opportunities"] == 300
        fresh = tmp_path / "next.db"
        write(fresh, 50, TODAY, seed=8)
        fresh.replace(own_copy)
        end = time.monotonic() + 8
        while time.monotonic() < end and get(running, "/-/healthz").json()["opportunities"] != 50:
            time.sleep(0.2)
        assert "50 of 50" in get(running, "/directory/opportunities").text
        assert len(get(running, "/directory/opportunities.json?_shape=array&_size=max").json()) == 50
        own_copy.write_bytes(b"half a file")
        time.sleep(1.2)
        assert get(running, "/-/healthz").json()["opportunities"] == 50


def test_an_etag_saves_a_second_download(served: Site) -> None:
    first = get(served, "/about", headers={"Accept-Encoding": "br"})
    assert first.headers["content-encoding"] == "br"
    second = get(served, "/about", headers={"If-None-Match": first.headers["etag"]})
    assert second.status_code == 304 and not second.content


def test_sql_is_bounded(served: Site) -> None:
    begun = time.monotonic()
    slow = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
    assert get(served, f"/directory.json?sql={quote(slow)}").status_code == 400
    assert time.monotonic() - begun < 15
    assert get(served, "/directory.json?sql=delete+from+opportunities").status_code == 400


@pytest.mark.parametrize(
    "page", ["patterns", "messages", "allow-debug", "permissions", "logout", "threads.json"]
)
def test_datasettes_internal_pages_are_closed(served: Site, page: str) -> None:
    assert get(served, f"/-/{page}").status_code == 404


ROW = {
    **dict.fromkeys(schema.BY_NAME["opportunities"].names, None),
    "type": "observership",
    "status": "open",
    "freshness": "fresh",
    "accepts_img_graduates": "yes",
    "visas": "[]",
    "visa_sponsorship": "not stated",
    "usmle": "[]",
    "requirements": "[]",
    "ecfmg_required": "not stated",
    "english_required": "not stated",
    "hands_on": "not stated",
    "letter_of_recommendation": "not stated",
}


@pytest.mark.parametrize(
    ("person", "row", "verdict"),
    [
        ({}, {}, "yes"),
        ({}, {"accepts_img_graduates": "not stated"}, "ask"),
        ({}, {"accepts_img_graduates": "limited"}, "ask"),
        ({}, {"accepts_img_graduates": "no"}, "no"),
        ({}, {"status": "closed"}, "no"),
        ({}, {"deadline": "2026-11-21"}, "ask"),
        ({}, {"deadline": "2026-11-22"}, "yes"),
        ({"budget": "500"}, {"cost_4_weeks_usd": 501.0}, "no"),
        ({"budget": "500"}, {"cost_4_weeks_usd": 0.0}, "yes"),
        ({"budget": "500"}, {}, "ask"),
        ({"passed": "none"}, {"usmle": '["step1"]'}, "no"),
        ({"passed": "step1"}, {"usmle": '["step1"]'}, "yes"),
        ({}, {"usmle": '["step1"]'}, "ask"),
        ({"ecfmg": "no"}, {"ecfmg_required": "yes"}, "no"),
        ({"visa": "visitor"}, {}, "ask"),
        ({"visa": "visitor"}, {"visas": '["B-1"]'}, "yes"),
        ({"visa": "visitor"}, {"visas": '["J-1"]'}, "ask"),
        ({"visa": "j1"}, {"visas": '["J-1"]', "visa_sponsorship": "no"}, "no"),
        ({"visa": "j1"}, {"visas": '["J-1"]', "visa_sponsorship": "yes"}, "yes"),
        ({"visa": "resident"}, {}, "yes"),
        ({"months": "1"}, {"duration_min_weeks": 12.0}, "no"),
        ({"letter": "1"}, {}, "ask"),
        ({"hands_on": "1"}, {"hands_on": "no"}, "no"),
    ],
)
def test_silence_is_ask_and_only_a_stated_value_is_no(
    person: dict[str, str], row: dict[str, object], verdict: str
) -> None:
    read, wrong = eligibility.read_person(person.items())
    assert not wrong
    said, reasons = eligibility.judge(read, {**ROW, **row}, TODAY)
    assert said == verdict
    assert reasons[0].verdict == verdict
    assert all(reason.field in schema.BY_NAME["opportunities"].names for reason in reasons)


def test_a_wrong_answer_is_explained_not_guessed(served: Site) -> None:
    body = get(served, "/can-i-go?budget=lots&graduated=12").text
    assert "is not a number" in body and "four digits" in body


def test_every_tool_works_from_its_address(served: Site) -> None:
    ids = [row["id"] for row in rows(served.path, "select id from opportunities limit 7")]
    body = get(served, "/compare?" + "&".join(f"id={name}" for name in ids)).text
    assert body.count('scope="col"') == 5 and "first five" in body
    listed = get(served, f"/shortlist.csv?id={','.join(ids)}").text.lstrip("\ufeff")
    assert [row["id"] for row in csv.DictReader(io.StringIO(listed))] == ids
    assert "Not in the directory: nothing" in get(served, "/shortlist?id=nothing").text


def test_a_report_carries_the_listing_to_a_known_contact() -> None:
    row = {"id": "a-1", "url": "https://h.example/x"}
    assert listing.report_links(row, "https://d.example/opportunity/a-1", "ask@d.example")["mail"].startswith(
        "mailto:ask@d.example?"
    )
    links = listing.report_links(row, "https://d.example/opportunity/a-1", "https://d.example/issues/new")
    assert links["issue"].startswith("https://d.example/issues/new?title=")


def test_stays_and_money_in_words() -> None:
    assert labels.weeks(4, 4) == "4 weeks"
    assert labels.weeks(None, 4) == "up to 4 weeks"
    assert labels.weeks(0.4, 1) == "3 days to 1 week"
    assert labels.weeks(None, None) == "not stated"
    assert (labels.money(0), labels.money(None), labels.money(1234.5)) == ("free", "not stated", "$1,234.50")
    assert (
        labels.safe_url("javascript:alert(1)") == ""
        and labels.safe_url("https://a.example/") == "https://a.example/"
    )


def test_an_answer_does_not_wait_for_the_network_to_batch_it() -> None:
    import socket

    bound = serve_command.listen("127.0.0.1", 0)
    assert bound.proto == socket.IPPROTO_TCP
    bound.close()


def test_serve_says_in_one_paragraph_what_is_wrong(tmp_path: Path, made_up: Path) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(serve_command.command, list(arguments))
        return result.exit_code, result.output

    assert run("--db", str(tmp_path / "none.db"))[0] == 1
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"this is no database" * 100)
    assert run("--db", str(broken))[0] == 1
    old = tmp_path / "old.db"
    with sqlite3.connect(old) as connection:
        connection.execute("create table opportunities (id text)")
    code, said = run("--db", str(old))
    assert code == 1 and "older" in said
    taken = serve_command.listen("127.0.0.1", 0)
    taken.listen()
    port = taken.getsockname()[1]
    code, said = run("--db", str(made_up), "--port", str(port))
    taken.close()
    assert code == 1 and "in use" in said and "--port" in said
    assert said.strip().count("\n") == 0
