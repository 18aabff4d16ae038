"""Floors hold an update back, ceilings warn, and both say what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model import Reading
from pipeline.sources import Expectation, Institution
from tests.store.world import World, day, listing, source

PAGE = "https://lakeside.test/observers"
FULL = listing(application_url="https://lakeside.test/apply")
BARE = listing(
    img="unknown",
    student="unknown",
    fee=None,
    status="unknown",
    hands_on="unknown",
    duration_weeks=(None, None),
    emails=(),
)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def floors(world: World) -> list[str]:
    return [row["field"] for row in world.rows("SELECT * FROM problems WHERE severity = 'floor'")]


def test_fewer_listings_than_expected_hold_the_update_back(world: World) -> None:
    world.sources = [source(expect=Expectation(listings_min=1))]
    world.spend({PAGE: FULL})
    before = world.only()
    for _ in range(3):
        world.spend({PAGE: Reading(PAGE, "program", ())})
    assert world.only() == before
    assert floors(world) == ["listings"]
    (problem,) = world.problems()
    assert "--accept lakeside" in problem["remedy"]


def test_an_accepted_update_goes_through(world: World) -> None:
    world.sources = [source(expect=Expectation(listings_min=1))]
    world.spend({PAGE: FULL})
    for _ in range(2):
        world.spend({PAGE: Reading(PAGE, "program", ())}, accept=frozenset({"lakeside"}))
    assert world.only()["ended_on"] == day(3)
    assert floors(world) == []


def test_a_first_reading_with_too_few_listings_is_published_with_a_warning(world: World) -> None:
    world.sources = [source(expect=Expectation(listings_min=2, fields=["fees"]))]
    world.spend({PAGE: BARE})
    assert len(world.listings()) == 1
    assert sorted(row["field"] for row in world.problems()) == ["fees", "listings"]
    assert floors(world) == []


def test_values_that_all_fall_silent_hold_the_update_back(world: World) -> None:
    world.spend({PAGE: FULL})
    before = world.only()
    world.spend({PAGE: BARE})
    assert world.only() == before
    assert floors(world) == ["key fields"]


def test_one_value_that_falls_silent_is_a_change(world: World) -> None:
    world.spend({PAGE: FULL})
    world.spend({PAGE: listing(hands_on="unknown")})
    assert world.only()["hands_on"] == "not stated"
    assert floors(world) == []


def test_a_fill_rate_that_collapses_over_many_listings_holds_the_update_back(world: World) -> None:
    names = ["Neurology", "Pediatrics", "Dermatology", "Urology"]
    world.spend({PAGE: [listing(f"{name} Observers", specialties=(name,)) for name in names]})
    before = world.listings()
    world.spend({PAGE: [listing(f"{name} Observers", specialties=(name,), emails=()) for name in names]})
    assert world.listings() == before
    assert floors(world) == ["contact_email"]


def test_a_required_field_that_nobody_states_any_more_holds_the_update_back(world: World) -> None:
    world.sources = [source(expect=Expectation(fields=["fees"]))]
    world.spend({PAGE: FULL})
    world.spend({PAGE: listing(fee=None)})
    assert world.only()["program_fee_usd"] == 500
    assert floors(world) == ["fees"]


def test_a_gone_page_is_no_collapse(world: World) -> None:
    world.sources = [source(expect=Expectation(listings_min=1))]
    world.spend({PAGE: FULL})
    world.spend({PAGE: "missing"})
    world.spend({PAGE: "gone"})
    assert world.only()["ended_reason"] == "page gone"
    assert floors(world) == []


def hospitals(world: World, count: int, parent: str | None = None) -> list[str]:
    world.sources = [
        source(
            f"h{number:02d}",
            institution=Institution(
                name=f"Hospital {number:02d}", kind="hospital", parent=parent, city="Albany", state="NY"
            ),
        )
        for number in range(count)
    ]
    return [entry.urls[0] for entry in world.sources]


def test_a_contact_suddenly_shared_by_unrelated_institutions_holds_their_updates_back(world: World) -> None:
    pages = hospitals(world, 4)
    world.spend({url: listing(emails=(f"o@h{n}.test",)) for n, url in enumerate(pages)})
    before = world.listings()
    world.spend({url: listing(emails=("info@widget.test",), fee=700.0 + n) for n, url in enumerate(pages)})
    assert {key: row["contact_email"] for key, row in world.listings().items()} == {
        key: row["contact_email"] for key, row in before.items()
    }
    assert set(floors(world)) == {"contact_email"}


def test_a_contact_shared_within_one_system_is_fine(world: World) -> None:
    pages = hospitals(world, 4, parent="Great System")
    world.spend({url: listing(emails=(f"o@h{n}.test",)) for n, url in enumerate(pages)})
    world.spend({url: listing(emails=("gme@great.test",)) for url in pages})
    assert {row["contact_email"] for row in world.listings().values()} == {"gme@great.test"}
    assert floors(world) == []


def test_a_fee_suddenly_shared_by_unrelated_institutions_holds_their_updates_back(world: World) -> None:
    pages = hospitals(world, 5)
    world.spend({url: listing(emails=(f"o@h{n}.test",), fee=100.0 + n) for n, url in enumerate(pages)})
    world.spend({url: listing(emails=(f"o@h{n}.test",), fee=99.0) for n, url in enumerate(pages)})
    assert 99.0 not in {row["program_fee_usd"] for row in world.listings().values()}
    assert "program_fee_usd" in floors(world)


def test_a_fee_that_many_have_always_had_is_fine(world: World) -> None:
    pages = hospitals(world, 5)
    world.spend({url: listing(emails=(f"o@h{n}.test",), fee=500.0) for n, url in enumerate(pages)})
    world.spend({url: listing(emails=(f"o@h{n}.test",), fee=500.0, status="closed" if n == 1 else "open") for n, url in enumerate(pages)})  # fmt: skip
    assert floors(world) == []


def big(world: World, closed: int) -> dict[str, object]:
    pages = [entry.urls[0] for entry in world.sources]
    return {
        url: listing(emails=(f"o@h{n}.test",), status="closed" if n < closed else "open", fee=100.0 + n)
        for n, url in enumerate(pages)
    }


def test_a_run_that_would_flip_more_than_a_fifth_is_stopped_and_says_where_to_look(world: World) -> None:
    hospitals(world, 20)
    world.spend(big(world, 0))  # type: ignore[arg-type]
    before = world.last
    world.spend(big(world, 5))  # type: ignore[arg-type]
    assert world.built is not None
    assert world.built.stop is not None
    assert "5 would flip" in world.built.stop.message
    assert "h00 (1)" in world.built.stop.message
    assert "--accept all" in world.built.stop.remedy
    assert world.last == before


def test_a_run_that_flips_a_fifth_is_published(world: World) -> None:
    hospitals(world, 20)
    world.spend(big(world, 0))  # type: ignore[arg-type]
    world.spend(big(world, 4))  # type: ignore[arg-type]
    assert world.built is not None
    assert world.built.stop is None


def test_an_accepted_run_is_published(world: World) -> None:
    hospitals(world, 20)
    world.spend(big(world, 0))  # type: ignore[arg-type]
    world.spend(big(world, 15), accept=frozenset({"all"}))  # type: ignore[arg-type]
    assert sum(row["status"] == "closed" for row in world.listings().values()) == 15


def test_deadlines_that_pass_do_not_stop_a_run(world: World) -> None:
    pages = hospitals(world, 20)
    said = {
        url: listing(emails=(f"o@h{n}.test",), deadline="2026-03-02", fee=100.0 + n)
        for n, url in enumerate(pages)
    }
    world.spend(said)
    world.spend(said)
    world.spend(said)
    assert world.built is not None
    assert world.built.stop is None
    assert {row["status"] for row in world.listings().values()} == {"closed"}


def test_a_sudden_growth_warns(world: World) -> None:
    world.spend({PAGE: FULL})
    names = ["Neurology", "Pediatrics", "Dermatology", "Urology", "Psychiatry", "Anesthesiology"]
    world.spend({PAGE: [listing(f"{name} Observers", specialties=(name,)) for name in names]})
    assert len([row for row in world.listings().values() if not row["ended_on"]]) >= 6
    assert "listings" in [row["field"] for row in world.problems()]


def test_every_problem_has_a_remedy(world: World) -> None:
    world.sources = [source(expect=Expectation(listings_min=3, fields=["fees", "visas"], kind="index"))]
    world.spend({PAGE: [listing(specialties=("Astral Medicine",)), BARE]})
    rows = world.rows("SELECT * FROM problems")
    assert len(rows) >= 4
    assert all(row["remedy"].strip() and row["message"].strip() for row in rows)


def test_more_listings_than_a_source_is_expected_to_give_warn_and_go_through(world: World) -> None:
    world.sources = [source(expect=Expectation(listings_max=1))]
    world.spend(
        {
            PAGE: [
                listing("Neurology observers", specialties=("Neurology",), emails=("n@lakeside.test",)),
                listing("Urology observers", specialties=("Urology",), emails=("u@lakeside.test",)),
            ]
        }
    )
    assert len(world.listings()) == 2
    (problem,) = world.problems()
    assert (problem["severity"], problem["field"]) == ("warning", "listings")
    assert "at most 1" in problem["message"]
