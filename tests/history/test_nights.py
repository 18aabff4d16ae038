"""Scripted site histories: what many nights of crawling do to a listing, its id, its dates and its changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.model import ATTEMPT_OUTCOMES, Fee, Reading
from tests.store.world import World, day, listing, refusal, source

PAGE = "https://lakeside.test/observers"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_the_life_of_a_program_over_many_nights(world: World) -> None:
    """Fee rise, pause, move, a week of blocking, return, redesign, split in two, and the end of one and then all."""
    first = listing()
    world.spend({PAGE: first})  # 1: it appears
    identifier = world.only()["id"]
    assert identifier == "lakeside-observership"
    assert world.only()["first_seen"] == day(1)
    assert world.changes() == []

    world.spend({PAGE: first})  # 2: nothing new
    assert world.changes() == []
    assert world.only()["last_confirmed"] == day(2)

    dearer = listing(fee=650)
    world.spend({PAGE: dearer})  # 3: the fee rises
    assert world.only()["program_fee_usd"] == 650
    assert (identifier, "program_fee_usd", "500", "650", day(3)) in world.changes()
    assert world.only()["last_changed"] == day(3)

    paused = listing(fee=650, status="closed")
    world.spend({PAGE: paused})  # 4: it pauses
    assert world.only()["status"] == "closed"
    assert (identifier, "status", "open", "closed", day(4)) in world.changes()

    moved = "https://lakeside.test/education/visiting-observers"
    world.sources = [source(urls=[PAGE, moved])]
    world.spend({PAGE: "missing", moved: dearer})  # 5: it moves and opens again
    row = world.only()
    assert (row["id"], row["status"]) == (identifier, "open")
    world.spend({PAGE: "gone", moved: dearer})  # 6: the old address is gone for good
    row = world.only()
    assert (row["id"], row["ended_on"], row["url"]) == (identifier, None, moved)

    before = world.only()
    for _ in range(7):  # 7 to 13: a bot wall for a week
        world.spend({moved: "blocked"})
    row = world.only()
    assert row["last_confirmed"] == before["last_confirmed"] == day(6)
    assert {k: v for k, v in row.items() if k != "freshness"} == {
        k: v for k, v in before.items() if k != "freshness"
    }

    world.spend({moved: dearer})  # 14: it answers again
    assert world.only()["last_confirmed"] == day(14)
    assert not [change for change in world.changes() if change[4] > day(6)]

    redesigned = listing(
        title="Visiting Physician Experience", fee=650, specialties=("Neurology", "Cardiology")
    )
    world.spend({moved: redesigned})  # 15: another title, another layout, one specialty more
    assert world.only()["id"] == identifier
    assert world.only()["first_seen"] == day(1)

    doctors = listing(title="Visiting Physician Experience", fee=650, specialties=("Neurology", "Cardiology"))
    students = listing(
        title="Student Observer Days", img="no", student="yes", us="yes", fee=100, specialties=("Pediatrics",)
    )
    world.spend({moved: [students, doctors]})  # 16: it splits into two
    assert set(world.listings()) == {identifier, "lakeside-observership-students"}
    assert world.listings()[identifier]["title"] == "Visiting Physician Experience"
    other = next(row for key, row in world.listings().items() if key != identifier)
    assert other["first_seen"] == day(16)
    assert (other["id"], "listing", None, "new", day(16)) in world.changes()

    world.spend({moved: [doctors, students]})  # 17: in another order
    assert not [change for change in world.changes() if change[4] == day(17)]

    world.spend({moved: [doctors]})  # 18: the students' program is off the page
    missing = world.listings()[other["id"]]
    assert (missing["ended_on"], missing["missing_since"], missing["status"]) == (None, day(18), "open")
    world.spend({moved: [doctors]})  # 19: and still is
    ended = world.listings()[other["id"]]
    assert (ended["ended_on"], ended["ended_reason"]) == (day(19), "no longer on its page")
    assert ended["freshness"] == "ended"

    world.spend({moved: "missing"})  # 20: not found, once
    assert world.listings()[identifier]["ended_on"] is None
    world.spend({moved: "gone"})  # 21: not found, a day later
    row = world.listings()[identifier]
    assert (row["ended_on"], row["ended_reason"], row["status"]) == (day(21), "page gone", "closed")
    assert row["program_fee_usd"] == 650
    assert (identifier, "listing", None, "ended: page gone", day(21)) in world.changes()

    world.spend({moved: [doctors]})  # 22: it comes back under its id
    row = world.listings()[identifier]
    assert (row["ended_on"], row["status"], row["first_seen"]) == (None, "open", day(1))
    assert (identifier, "listing", "ended: page gone", "returned", day(22)) in world.changes()


@pytest.mark.parametrize(
    "outcome",
    sorted(set(ATTEMPT_OUTCOMES) - {"ok", "unchanged", "gone"}),
)
def test_a_failed_attempt_changes_nothing(world: World, outcome: str) -> None:
    world.spend({PAGE: listing()})
    before, evidence = world.only(), world.rows("SELECT * FROM evidence")
    for _ in range(3):
        world.spend({PAGE: outcome})
    assert world.only() == before
    assert world.rows("SELECT * FROM evidence") == evidence
    assert world.changes() == []


def test_a_page_that_turns_into_a_bot_wall_keeps_what_it_said(world: World) -> None:
    world.spend({PAGE: listing()})
    before = world.only()
    world.spend({PAGE: Reading(PAGE, "blocked", reason="captcha")})
    assert world.only() == before
    assert world.rows("SELECT health FROM sources")[0]["health"] == "shell"
    assert [problem["url"] for problem in world.problems("gate")] == [PAGE]


def test_a_page_that_turns_into_another_page_keeps_what_it_said(world: World) -> None:
    world.spend({PAGE: listing()})
    before = world.only()
    for _ in range(3):
        world.spend({PAGE: Reading(PAGE, "irrelevant", reason="no program")})
    assert world.only() == before


def test_age_shows(world: World) -> None:
    world.spend({PAGE: listing()})
    for last, word in ((15, "fresh"), (16, "aging"), (61, "aging"), (62, "stale")):
        world.night = last - 1
        world.spend({PAGE: "blocked"})
        assert world.only()["freshness"] == word, last


def test_a_page_that_says_nothing_is_offered_ends_its_listing_at_once(world: World) -> None:
    world.spend({PAGE: listing()})
    world.spend({PAGE: Reading(PAGE, "no_offer", refusals=(refusal(),))})
    row = world.only()
    assert (row["status"], row["ended_reason"], row["ended_on"]) == (
        "not_offered",
        "no longer offered",
        day(2),
    )
    assert [found["audience"] for found in world.rows("SELECT * FROM refusals")] == ["img_graduate"]


def test_a_refusal_keeps_its_first_day_and_outlives_a_blocked_night(world: World) -> None:
    says = Reading(PAGE, "no_offer", refusals=(refusal(),))
    world.spend({PAGE: says})
    world.spend({PAGE: says}, nonce="x")
    world.spend({PAGE: "blocked"})
    found = world.rows("SELECT first_seen, last_confirmed FROM refusals")
    assert found == [{"first_seen": day(1), "last_confirmed": day(2)}]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (listing(title="Observers’ Program – Neurology"), listing(title="Observers' Program - Neurology")),
        (listing(specialties=("Neurology", "Pediatrics")), listing(specialties=("Pediatrics", "Neurology"))),
        (
            listing(application_url="https://lakeside.test/apply?id=3"),
            listing(application_url="https://www.lakeside.test/apply/?id=3&utm_source=x&sid=8f2a"),
        ),
        (listing(phones=("(518) 555-0100",)), listing(phones=("518.555.0100",))),
        (listing(requirements=("cv", "photo")), listing(requirements=("photo", "cv"))),
        (listing(city="Albany"), listing(city="ALBANY")),
        (listing(deadline="rolling admission"), listing(deadline="Rolling  admission.")),
    ],
)
def test_reordering_typography_and_session_tokens_are_no_change(world: World, old, new) -> None:  # type: ignore[no-untyped-def]
    world.spend({PAGE: old})
    before = world.only()
    world.spend({PAGE: new}, nonce="another body")
    assert world.changes() == []
    assert world.only()["last_changed"] == before["last_changed"]
    assert world.only()["last_confirmed"] == day(2)


def test_a_better_reading_of_the_same_page_is_no_change_of_the_page(world: World) -> None:
    world.spend({PAGE: listing(fee=500)})
    (key,) = world.said
    world.said[key] = Reading(PAGE, "program", (listing(fee=5000),))
    world.cache.version = "2"
    world.crawl({})
    world.attempts.append(replace(world.attempts[0], outcome="unchanged", at=world.now, run="run-002"))
    world.build()
    (change,) = world.rows("SELECT * FROM changes WHERE field = 'program_fee_usd'")
    assert (change["cause"], change["run_id"]) == ("reading", None)
    assert world.only()["last_changed"] == day(1)


def test_a_passed_deadline_closes_a_listing_and_says_why(world: World) -> None:
    dated = listing(deadline="2026-03-03")
    world.spend({PAGE: dated})
    assert world.only()["status"] == "open"
    world.spend({PAGE: dated})
    world.spend({PAGE: dated})
    assert world.only()["status"] == "closed"
    (change,) = world.rows("SELECT * FROM changes")
    assert (change["field"], change["cause"], change["seen_on"]) == ("status", "calendar", "2026-03-04")
    (proof,) = world.rows("SELECT * FROM evidence WHERE field = 'status'")
    assert (proof["value"], proof["rule"]) == ("closed", "calendar.deadline_passed")
    world.spend({PAGE: "blocked"})
    assert world.only()["status"] == "closed"
    world.spend({PAGE: listing(deadline="2027-03-03")})
    assert world.only()["status"] == "open"


def test_a_yearly_deadline_moves_on_without_a_change(world: World) -> None:
    yearly = listing(deadline="03-02")
    world.spend({PAGE: yearly})
    assert (world.only()["deadline"], world.only()["deadline_text"]) == ("2026-03-02", "2 Mar, every year")
    world.spend({PAGE: yearly})
    assert world.only()["deadline"] == "2027-03-02"
    assert world.only()["status"] == "open"
    assert world.changes() == []


def test_evidence_remembers_the_first_day_of_each_value(world: World) -> None:
    world.spend({PAGE: listing(fee=500)})
    world.spend({PAGE: listing(fee=500, status="closed")})
    rows = {row["field"]: row for row in world.rows("SELECT * FROM evidence")}
    assert (rows["program_fee_usd"]["first_seen"], rows["program_fee_usd"]["last_confirmed"]) == (
        day(1),
        day(2),
    )
    assert rows["status"]["first_seen"] == day(2)


def test_each_page_keeps_its_own_day_of_confirmation(world: World) -> None:
    other = "https://lakeside.test/neurology"
    world.sources = [source(urls=[PAGE, other])]
    fees = listing(hands_on="unknown")
    world.spend({PAGE: fees, other: listing(fee=None, hands_on="no")})
    world.spend({PAGE: fees, other: "blocked"})
    days = {row["field"]: row["last_confirmed"] for row in world.rows("SELECT * FROM evidence")}
    assert world.only()["hands_on"] == "no"
    assert (days["program_fee_usd"], days["hands_on"]) == (day(2), day(1))


def test_a_source_taken_from_the_registry_ends_its_listings(world: World) -> None:
    world.sources = [source(), source("hillside", "Hillside Hospital")]
    other = world.sources[1].urls[0]
    world.spend({PAGE: listing(), other: listing(emails=("o@hillside.test",))})
    world.sources = world.sources[:1]
    world.spend({PAGE: listing()})
    row = world.listings()["hillside-observership"]
    assert (row["ended_reason"], row["institution"]) == ("source withdrawn", "Hillside Hospital")


def test_a_source_file_with_an_error_stops_that_source_and_no_other(world: World) -> None:
    from pipeline.model import Issue

    world.sources = [source(), source("hillside", "Hillside Hospital")]
    other = world.sources[1].urls[0]
    world.spend({PAGE: listing(), other: listing(emails=("o@hillside.test",))})
    before = world.listings()["hillside-observership"]
    world.sources = world.sources[:1]
    world.issues = [Issue("sources", "hillside", "", "urls", "hillside.yml: urls: bad", "Mend it.")]
    world.spend({PAGE: listing(fee=700)})
    assert world.listings()["hillside-observership"] == before
    assert world.listings()["lakeside-observership"]["program_fee_usd"] == 700


def test_fees_of_a_blocked_listing_stay(world: World) -> None:
    two = listing(fees=(Fee("application", 100.0), Fee("program", 400.0)))
    world.spend({PAGE: two})
    before = world.rows("SELECT * FROM fees")
    world.said.clear()
    world.spend({PAGE: "blocked"})
    assert world.rows("SELECT * FROM fees") == before
    assert world.only()["application_fee_usd"] == 100


def test_an_address_taken_from_the_file_leaves_the_directory(world: World) -> None:
    """A replaced address keeps its listing's id and stops counting for the source; what only it showed ends in time."""
    other = "https://lakeside.test/research"
    world.sources = [source(urls=[PAGE, other])]
    research = listing(title="Research scholars", type="research", emails=("r@lakeside.test",))
    world.spend({PAGE: listing(), other: research})
    world.spend({PAGE: listing(), other: "moved"})
    assert world.rows("SELECT health FROM sources")[0]["health"] == "moved"
    world.sources = [source(urls=[PAGE])]
    world.build()
    assert world.listings()["lakeside-research"]["missing_since"] is None, "nothing was read without it yet"
    world.spend({PAGE: listing()})
    row = world.listings()["lakeside-research"]
    assert (row["ended_on"], row["missing_since"]) == (None, day(3))
    assert world.rows("SELECT health, pages FROM sources") == [{"health": "unchanged", "pages": 1}]
    world.spend({PAGE: listing()})
    row = world.listings()["lakeside-research"]
    assert (row["ended_on"], row["status"]) == (day(4), "closed")
    assert world.listings()["lakeside-observership"]["ended_on"] is None


def test_a_replaced_address_keeps_its_listing(world: World) -> None:
    moved = "https://lakeside.test/observers-2026"
    world.spend({PAGE: listing()})
    world.sources = [source(urls=[moved])]
    world.build()
    assert world.only()["ended_on"] is None
    for _ in range(3):
        world.spend({moved: listing(fee=700)})
    row = world.only()
    assert (row["id"], row["url"], row["program_fee_usd"]) == ("lakeside-observership", moved, 700)
    assert (row["ended_on"], row["missing_since"]) == (None, None)


def test_a_page_found_by_a_link_stays_while_the_rule_names_it(world: World) -> None:
    from pipeline.sources import Follow

    found = "https://lakeside.test/observers/neurology"
    neurology = listing(title="Neurology observers", specialties=("Neurology",), emails=("n@lakeside.test",))
    world.sources = [source(urls=[PAGE], spider="index")]
    world.spend({PAGE: Reading(PAGE, "index"), found: neurology})
    world.spend({PAGE: Reading(PAGE, "index")})
    assert world.only()["missing_since"] is None, "that night may have been cut short"
    before = world.last
    world.sources = [source(urls=[PAGE], spider="index", follow=Follow(allow=["/observers/"]))]
    world.spend({PAGE: Reading(PAGE, "index")})
    assert world.only()["missing_since"] is None, "the rule still names it, so that it is asked by itself"
    world.last = before
    world.sources = [source(urls=[PAGE], spider="index")]
    world.build()
    assert world.only()["missing_since"] == day(3)
