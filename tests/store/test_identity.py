"""Ids: from the source's key, the type and the track; never from URL, title or clock."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.identity import Known, Program, Sighting, Version, assign, programs, title_likeness
from pipeline.model import Listing
from tests.store.world import listing

WHEN = datetime(2026, 3, 1, tzinfo=UTC)


def sighting(
    said: Listing, url: str = "https://a.test/x", order: int = 0, source: str = "a", **more: bool
) -> Sighting:
    return Sighting(source, Version(url, "0" * 64, WHEN, WHEN, "r", **more), said, order)  # type: ignore[arg-type]


def found(*said: Listing) -> list[Program]:
    return programs([sighting(one, order=number) for number, one in enumerate(said)])


def ids(*said: Listing, known: tuple[Known, ...] = (), tracks: dict[str, str] | None = None) -> list[str]:
    return [identifier for identifier, _, _ in assign(found(*said), known, {"a": tracks or {}}, set())]


def known(identifier: str, said: Listing, ended: bool = False) -> Known:
    from pipeline.identity import names

    return Known(
        identifier, "a", said.type, said.title, said.audience, names(said), "https://a.test/x", ended=ended
    )


DOCTORS = listing("Visiting Physicians", img="no", physician="yes")
STUDENTS = listing("Visiting Students", "elective", img="no", student="yes", us="no")
DOMESTIC = listing("Visiting Students from US Schools", "elective", img="no", student="no", us="yes")


def test_one_program_of_a_type_has_no_track() -> None:
    assert ids(DOCTORS, STUDENTS) == ["a-observership", "a-elective"]


def test_two_of_a_type_are_told_apart_by_audience() -> None:
    assert ids(STUDENTS, DOMESTIC) == ["a-elective-international", "a-elective-domestic"]


def test_two_of_a_type_are_told_apart_by_specialty() -> None:
    one, other = (
        listing("Observers", specialties=("Neurology",)),
        listing("Observers", specialties=("Cardiology",)),
    )
    assert ids(one, other) == ["a-observership-neurology", "a-observership-cardiovascular-disease"]


def test_what_nothing_tells_apart_is_numbered() -> None:
    assert ids(listing("Morning"), listing("Evening")) == ["a-observership-1", "a-observership-2"]


def test_a_declared_track_is_the_id_whatever_else_changes() -> None:
    tracks = {"physician": "doctors"}
    assert ids(DOCTORS, tracks=tracks) == ["a-observership-doctors"]
    later = listing("Our New Physician Days", img="yes", specialties=("Pediatrics",))
    old = known("a-observership-doctors", DOCTORS)
    assert ids(later, known=(old,), tracks=tracks) == ["a-observership-doctors"]


def test_no_url_and_no_title_goes_into_an_id() -> None:
    first = assign(programs([sighting(DOCTORS, "https://a.test/one")]), (), {}, set())
    second = assign(
        programs([sighting(listing("Quite Other", img="no", physician="yes"), "https://a.test/2")]),
        (),
        {},
        set(),
    )
    assert first[0][0] == second[0][0] == "a-observership"


def test_an_ended_listing_returns_only_where_it_is_nearly_the_same() -> None:
    old = known("a-observership", listing("Neurology Observers"), ended=True)
    assert ids(listing("Neurology Observers"), known=(old,)) == ["a-observership"]
    assert ids(listing("Summer Camp", specialties=("Pediatrics",), img="no"), known=(old,)) == [
        "a-observership-pediatrics"
    ]


def test_a_type_read_otherwise_keeps_the_id_of_the_same_title() -> None:
    old = known("a-observership", listing("Clinical Experience for Graduates"))
    assert ids(listing("Clinical Experience for Graduates", "externship"), known=(old,)) == ["a-observership"]


SEASONS = ["Spring", "Summer", "Autumn", "Winter", "Night", "Weekend"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.permutations(range(6)), st.lists(st.booleans(), min_size=6, max_size=6))
def test_ids_do_not_depend_on_order_once_given(order: list[int], fancy: list[bool]) -> None:
    said = [
        listing(f"{season} Observership", specialties=(specialty,))
        for season, specialty in zip(
            SEASONS,
            ["Neurology", "Pediatrics", "Dermatology", "Anesthesiology", "Psychiatry", "Urology"],
            strict=True,
        )
    ]
    first = ids(*said)
    memory = tuple(known(identifier, one) for identifier, one in zip(first, said, strict=True))
    again = [
        listing(
            one.title.upper() if fancy[place] else f"The {one.title} Program", specialties=one.specialties
        )
        for place, one in enumerate(said)
    ]
    assert ids(*(again[place] for place in order), known=memory) == [first[place] for place in order]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from([DOCTORS, STUDENTS, DOMESTIC, listing("Morning"), listing("Evening")]), max_size=9
    )
)
def test_no_two_programs_share_an_id(said: list[Listing]) -> None:
    given_ids = ids(*said)
    assert len(set(given_ids)) == len(given_ids) == len(said)


def test_two_listings_of_one_page_are_never_one() -> None:
    assert len(found(listing(), listing())) == 2


@pytest.mark.parametrize(
    "other",
    [
        listing(img="no"),
        listing(fee=900),
        listing(duration_weeks=(8.0, 12.0)),
        listing(specialties=("Cardiology",)),
        listing("Elective"),
        listing(type="externship"),
    ],
)
def test_two_pages_that_contradict_each_other_are_two_programs(other: Listing) -> None:
    pair = [sighting(listing()), sighting(other, "https://a.test/y")]
    assert len(programs(pair)) == 2


def test_generic_words_do_not_make_titles_alike() -> None:
    assert title_likeness("Neurology Observership Program", "Observership in Neurology") == 1
    assert title_likeness("Neurology Observership Program", "Cardiology Observership Program") < 0.6


def test_a_page_that_cannot_be_read_yields_to_one_that_can() -> None:
    old = sighting(listing(status="closed"), "https://a.test/old", failing=True)
    (program,) = programs([old, sighting(listing(status="open"), "https://a.test/new")])
    assert program.listing.status == "open"
    assert program.conflicts == ()


def test_a_long_list_that_stands_as_it_stood_keeps_its_ids_without_comparing_all_with_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from pipeline import identity

    departments = ["Neurology", "Cardiology", "Urology", "Pediatrics"]
    said = [listing(f"{name} Observers", specialties=(name,)) for name in departments]
    before = tuple(known(f"a-observership-{n}", one) for n, one in enumerate(said))
    compared: list[str] = []
    usual = identity.likeness
    monkeypatch.setattr(
        identity, "likeness", lambda old, program: compared.append(old.id) or usual(old, program)
    )
    assert ids(*reversed(said), known=before) == [old.id for old in reversed(before)]
    assert compared == []
    renamed = [*said[:3], listing("Children's Observers", specialties=("Pediatrics",))]
    assert ids(*renamed, known=before) == [old.id for old in before]
    assert set(compared) == {"a-observership-3"}


def test_two_known_listings_that_look_alike_are_told_apart_by_likeness_as_before() -> None:
    twin = known("a-observership-1", DOCTORS), known("a-observership-2", DOCTORS)
    assert ids(DOCTORS, known=twin) == ["a-observership-1"]
    assert ids(DOCTORS, known=(known("a-observership", DOCTORS, ended=True),)) == ["a-observership"]
