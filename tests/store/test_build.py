"""A build is a pure function of its inputs; a release holds nothing that is copied from a page."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.build import NoPages, addresses, run_row
from pipeline.log import Log
from pipeline.model import Attempt, Fee, Issue, Reading
from pipeline.rows import brief, text_fragment, without_quotes
from pipeline.store import DirectoryError, ReadingCache, dump
from tests.store.world import FIRST, World, day, listing, refusal, source

PAGE = "https://lakeside.test/observers"


def many(world: World) -> dict[str, object]:
    """A dozen sources with all that a page can state."""
    keys = [
        "lakeside",
        "hillside",
        "bayview",
        "northgate",
        "southgate",
        "westport",
        "eastham",
        "ashford",
        "brook",
        "cedar",
    ]
    world.sources = [source(key, f"{key.title()} Hospital") for key in keys]
    return {
        entry.urls[0]: [
            listing(
                title=f"{entry.key.title()} Observers",
                fee=100.0 * number + 50,
                emails=(f"o@{entry.key}.test",),
                deadline="2027-02-01",
            ),
            listing(
                "Student Elective",
                "elective",
                img="no",
                student="yes",
                fee=None,
                emails=(f"s@{entry.key}.test",),
            ),
        ]
        for number, entry in enumerate(world.sources)
    }


def test_the_same_input_gives_the_same_dump(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.crawl(many(world))  # type: ignore[arg-type]
    first = list(dump(world.build()))
    world.last = None
    world.cache = ReadingCache(None, "another")
    assert list(dump(world.build())) == first
    assert len(first) > 200


def test_building_again_on_its_own_result_changes_nothing(tmp_path: Path) -> None:
    world = World(tmp_path)
    pages = many(world)
    world.crawl(pages)  # type: ignore[arg-type]
    world.build()
    world.crawl(
        {PAGE: [listing(fee=900), listing("Student Elective", "elective", img="no", student="yes", fee=None)]}
    )
    second = list(dump(world.build()))
    assert world.changes()
    assert list(dump(world.build())) == second


def test_the_order_of_attempts_on_other_sources_does_not_matter(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.crawl(many(world))  # type: ignore[arg-type]
    first = list(dump(world.build()))
    world.last = None
    world.attempts.reverse()
    world.sources.reverse()
    assert list(dump(world.build())) == first


def test_without_stored_pages_nothing_is_built(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.crawl({PAGE: "blocked"})
    with pytest.raises(NoPages, match="imgdir crawl"):
        world.build()
    assert list(tmp_path.glob("*.db")) == []


def test_a_no_change_night_reads_no_page(tmp_path: Path) -> None:
    world = World(tmp_path)
    pages = many(world)
    world.spend(pages)  # type: ignore[arg-type]
    assert world.reads == 10
    world.spend(pages)  # type: ignore[arg-type]
    assert world.reads == 10
    assert (world.built.pages_read, world.built.pages_cached) == (10, 10)  # type: ignore[union-attr]


def test_a_new_version_of_the_readers_reads_every_page_again(tmp_path: Path) -> None:
    path = tmp_path / "readings"
    cache = ReadingCache(path, "1")
    assert cache.get("a", lambda: "x") == "x"
    cache.close()
    cache = ReadingCache(path, "1")
    assert cache.get("a", lambda: "y") == "x"
    cache.close()
    cache = ReadingCache(path, "2")
    assert cache.get("a", lambda: "y") == "y"
    cache.close()


def test_a_damaged_cache_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "readings"
    path.write_bytes(b"this is no database, " * 500)
    cache = ReadingCache(path, "1")
    assert cache.get("a", lambda: "y") == "y"
    cache.close()


def test_a_release_has_no_quote_and_no_fragment(tmp_path: Path) -> None:
    world = World(tmp_path)
    secret = "applications from the valley are weighed by moonlight on the second Tuesday of each month"
    said = listing(deadline=secret, fees=(Fee("program", 300.0, note=secret, applies_to=secret),))
    world.crawl({PAGE: Reading(PAGE, "program", (said,), (refusal(),), (Issue("extract", "", PAGE, "fees", f'cannot read: "{secret}"', "Look."),))})  # fmt: skip
    open_build = "\n".join(dump(world.build()))
    assert secret in open_build
    assert "We take no graduates of schools abroad." in open_build
    world.last = None
    shipped = "\n".join(dump(world.build(release=True)))
    assert secret not in shipped
    assert "We take no graduates" not in shipped
    assert ":~:text=" not in shipped
    assert "The fee is $" not in shipped
    (proof,) = world.rows("SELECT * FROM evidence WHERE field = 'program_fee_usd'")
    assert proof["quote"] is None
    assert proof["page_url"] == PAGE
    assert len(proof["page_sha256"]) == 64
    assert proof["rule"] == "fees.amount"


def test_evidence_names_columns_of_opportunities(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.spend(many(world))  # type: ignore[arg-type]
    columns = set(world.columns("opportunities"))
    fields = {row["field"] for row in world.rows("SELECT DISTINCT field FROM evidence")}
    assert fields
    assert fields <= columns


def test_evidence_quotes_and_points_to_the_words(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.spend({PAGE: listing()})
    (proof,) = world.rows("SELECT * FROM evidence WHERE field = 'accepts_img_graduates'")
    assert (proof["value"], proof["quote"]) == ("yes", "For img_graduate we say yes.")
    assert proof["text_fragment_url"].startswith(f"{PAGE}#:~:text=For%20img_graduate")


def test_a_reader_that_fails_on_one_page_costs_no_other(tmp_path: Path) -> None:
    world = World(tmp_path)
    pages = many(world)
    world.spend(pages)  # type: ignore[arg-type]
    before = world.listings()
    world.cache = ReadingCache(None, "3")
    usual = world.read

    def read(page, entry):  # type: ignore[no-untyped-def]
        if page.url == PAGE:
            raise RecursionError("nested too deep")
        return usual(page, entry)

    world.crawl(pages)  # type: ignore[arg-type]
    world.build(read=read)
    assert {key: row["title"] for key, row in world.listings().items()} == {
        k: r["title"] for k, r in before.items()
    }
    (problem,) = world.problems("extract")
    assert "RecursionError" in problem["message"]


def test_two_pages_of_one_program_are_one_listing_with_both_proofs(tmp_path: Path) -> None:
    world = World(tmp_path)
    second = "https://lakeside.test/fees"
    world.sources = [source(urls=[PAGE, second])]
    world.spend({PAGE: listing(fee=None), second: listing(hands_on="unknown", emails=())})
    assert world.only()["program_fee_usd"] == 500
    assert {row["page_url"] for row in world.rows("SELECT page_url FROM evidence")} == {PAGE, second}


def test_one_program_in_two_sources_of_one_institution_is_one_listing(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.sources = [source(), source("lakeside-neurology", "Lakeside Hospital")]
    world.spend({PAGE: listing(), world.sources[1].urls[0]: listing()})
    assert world.only()["source_id"] == "lakeside"


def test_like_programs_of_two_institutions_are_two_listings(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.sources = [source(), source("hillside", "Hillside Hospital")]
    world.spend({PAGE: listing(), world.sources[1].urls[0]: listing(emails=("o@hillside.test",))})
    assert len(world.listings()) == 2


def test_where_two_pages_disagree_the_cautious_one_stands_and_a_problem_says_so(tmp_path: Path) -> None:
    world = World(tmp_path)
    second = "https://lakeside.test/fees"
    world.sources = [source(urls=[PAGE, second])]
    world.spend({PAGE: listing(), second: listing(status="closed")})
    assert world.only()["status"] == "closed"
    assert [row["field"] for row in world.problems("identity")] == ["status"]
    (proof,) = world.rows("SELECT value, page_url FROM evidence WHERE field = 'status'")
    assert proof == {"value": "closed", "page_url": second}


def test_an_unknown_specialty_is_kept_as_printed_and_reported(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.spend({PAGE: listing(specialties=("Neurology", "Astral Medicine"))})
    assert json.loads(world.only()["specialties"]) == ["Neurology", "Astral Medicine"]
    assert [row["field"] for row in world.problems("vocabulary")] == ["specialties"]
    assert [row["specialty_id"] for row in world.rows("SELECT * FROM opportunity_specialties")] == [
        "neurology"
    ]


def test_a_script_link_is_no_application_address(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.spend({PAGE: listing(application_url="javascript:alert(1)")})
    assert world.only()["application_url"] is None


def test_runs_count_their_attempts() -> None:
    log = [
        Attempt("r1", "a", "https://a.test/x", FIRST, "ok", 200, "1" * 64),
        Attempt("r1", "a", "https://a.test/y", FIRST, "blocked", 403),
        Attempt("r2", "a", "https://a.test/x", FIRST.replace(day=2), "unchanged", 304, "1" * 64),
    ]
    runs = {name: run_row(name, run) for name, run in Log.of(log).runs.items()}
    assert (runs["r1"]["pages"], runs["r1"]["ok"], runs["r1"]["failed"], runs["r1"]["sources"]) == (
        2,
        1,
        1,
        1,
    )
    assert runs["r2"]["unchanged"] == 1
    (body,) = addresses(log)["https://a.test/x"].bodies
    assert (body.run, body.last.day) == ("r1", 2)


def test_a_build_into_a_file_that_is_there_is_refused(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.crawl({PAGE: listing()})
    from pipeline.build import Inputs, build

    path = tmp_path / "there.db"
    path.write_text("mine")
    inputs = Inputs(world, world.sources, world.now.date(), world.read, world.cache)
    with pytest.raises(DirectoryError, match="there already"):
        build(inputs, path)
    assert path.read_text() == "mine"


def test_pages_and_listings_of_a_shipped_directory_stay_where_nothing_is_stored(tmp_path: Path) -> None:
    world = World(tmp_path)
    pages = many(world)
    world.crawl(pages)  # type: ignore[arg-type]
    world.build(release=True)
    before = world.listings()
    world.attempts, world.said = [], {}
    world.spend({PAGE: [listing(title="Lakeside Observers", fee=50.0), listing("Student Elective", "elective", img="no", student="yes", fee=None)]})  # fmt: skip
    after = world.listings()
    assert set(after) == set(before)
    assert after["hillside-observership"] == before["hillside-observership"]
    assert after["lakeside-observership"]["last_confirmed"] == day(2)
    assert len(world.rows("SELECT * FROM pages")) == 10


@pytest.mark.parametrize(
    ("quote", "target"),
    [
        ("Apply by mail", "Apply%20by%20mail"),
        ("one-to-one, always", "one%2Dto%2Done%2C%20always"),
        (
            " ".join(f"w{n}" for n in range(20)),
            "w0%20w1%20w2%20w3%20w4%20w5,w14%20w15%20w16%20w17%20w18%20w19",
        ),
    ],
)
def test_text_fragments_follow_their_syntax(quote: str, target: str) -> None:
    assert text_fragment("https://a.test/x", quote) == f"https://a.test/x#:~:text={target}"
    assert text_fragment("https://a.test/x#part", quote) == f"https://a.test/x#part:~:text={target}"


def test_brief_keeps_lists_and_cuts_sentences() -> None:
    assert brief("one two; three four; five") == "one two; three four; five"
    assert (
        brief("one two three four five six seven eight nine") == "one two three four five six seven eight …"
    )
    assert (
        without_quotes('fee: "one two three four five six seven eight nine" fails')
        == "fee: (quote left out) fails"
    )


def test_a_source_without_reviewed_page_is_marked(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.spend({PAGE: listing()})
    (row,) = world.rows("SELECT * FROM sources")
    assert (row["reviewed"], row["health"], row["listings"], row["consecutive_failures"]) == (0, "ok", 1, 0)
    world.spend({PAGE: "blocked"})
    world.spend({PAGE: "timeout"})
    (row,) = world.rows("SELECT * FROM sources")
    assert (row["health"], row["consecutive_failures"], row["last_good"][:10]) == ("timeout", 2, day(1))


def test_replaced_listing_values_survive_json() -> None:
    from pipeline.build import READING

    reading = Reading(PAGE, "program", (replace(listing(), award_amount=(None, 3000.0)),), (refusal(),))
    back = READING.validate_json(READING.dump_json(reading))
    assert back.listings[0].fees == reading.listings[0].fees
    assert back.listings[0].duration_weeks == (2.0, 4.0)
    assert back.refusals == reading.refusals
