"""City and state of the programme, where the page itself gives them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from pipeline import regex as re
from pipeline.model import Claim, Section, Sentence
from pipeline.vocab import FOLDER, vocabulary

STATES: dict[str, str] = vocabulary("places")["states"]
CITIES: dict[str, str] = vocabulary("places")["cities"]
CODES = frozenset(STATES.values())
STATE = (
    "|".join(sorted((re.escape(name) for name in STATES), key=len, reverse=True))
    + "|"
    + "|".join(sorted(CODES))
)
CITY = r"(?:(?:St|Ft|Mt)\. )?[A-Z][a-z'’]+(?:[- ](?:[A-Z][a-z'’]+|of|[Dd]e[ls]?|[Ll]a[s]?|[Ll]os)){0,3}"
ADDRESS = re.compile(rf"(?P<city>{CITY}),?\s+(?P<state>{STATE})\.?,?\s*[-–]?\s*\d{{5}}(?:-\d{{4}})?\b")
NAMED = re.compile(
    rf"(?P<city>{CITY}),\s+(?P<state>{STATE})\b(?!\s+(?:University|State|College|School|Medical|Hospital))"
)
KNOWN = re.compile(
    r"\b(?:" + "|".join(re.escape(c) for c in sorted(CITIES, key=len, reverse=True)) + r")\b(?! University)"
)
FIVE = re.compile(r"\d{5}")
COMMA = re.compile(r"[a-z'’], (?:[A-Z]{2}\b|[A-Z][a-z]{3,})")
STREET = re.compile(
    r"^(?:.*\b(?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Blvd|Boulevard|Lane|Ln|Way|Suite|Room|Floor|Box|Highway|Hwy|Parkway|Pkwy|Place|Pl|Plaza|Building|Bldg|Court|Ct|Circle|Hall|Center|Box \d+|DUMC|[NSEW]|Northwest|Northeast|Southeast|Southwest)\.?\s+)(?=[A-Z])"
)
ELSEWHERE = re.compile(
    r"\b(?:ecfmg|aamc|3624 market|congress|conference|annual meeting|born|graduated|trained|degree from|residency at|fellowship at|accredited schools?|from des moines|patients? from|embassy|consulate|dear|airport|housing)\b",
    re.I,
)


def find(section: Section) -> Iterator[Claim]:
    yield from written(section.sentences) or written(section.shared) or known(section)


def written(sentences: Sequence[Sentence]) -> list[Claim]:
    """City and state from an address with ZIP code, or else from "City, State"."""
    for pattern, rule in ((ADDRESS, "place.address"), (NAMED, "place.city_and_state")):
        for sentence in sentences:
            if not (FIVE if pattern is ADDRESS else COMMA).search(sentence.text):
                continue
            for hit in pattern.finditer(sentence.text):
                city = STREET.sub("", hit["city"]).strip()
                if not city or ELSEWHERE.search(sentence.text[max(0, hit.start() - 60) : hit.end()]):
                    continue
                code = STATES.get(hit["state"], hit["state"])
                if pattern is NAMED and city in STATES:
                    continue
                place = on_the_map(city, code)
                if place is None and pattern is NAMED:
                    continue  # "Maria Lopez, PA" is a person with a degree, not a place
                city = place or city
                order = sentence.block.order
                return [
                    Claim("city", city, sentence.text, rule, city, order),
                    Claim("state", hit["state"], sentence.text, rule, code, order),
                ]
    return []


@cache
def post_offices() -> dict[str, frozenset[str]]:
    """State code to the names of its places, in lower case."""
    lines = (FOLDER / "cities.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {code: frozenset(plain_name(name) for name in names.split("|")) for code, names in rows}


def plain_name(name: str) -> str:
    return re.sub(r"^(?:st|ft|mt)\b", lambda m: LONG[m[0]], name.lower().replace(".", "").replace("-", " "))


LONG = {"st": "saint", "ft": "fort", "mt": "mount"}


def on_the_map(city: str, code: str) -> str | None:
    """The longest ending of `city` that is a place of that state ("Main Campus Toledo" is Toledo), or None."""
    places = post_offices().get(code, frozenset())
    words = city.split()
    return next(
        (" ".join(words[n:]) for n in range(len(words)) if plain_name(" ".join(words[n:])) in places), None
    )


def known(section: Section) -> list[Claim]:
    """A well-known city that the page names by itself: in its title, or more often than any other."""
    seen: Counter[str] = Counter()
    first: dict[str, tuple[Sentence, str]] = {}
    for sentence in (*section.sentences, *section.shared):
        for hit in KNOWN.finditer(sentence.text):
            if ELSEWHERE.search(sentence.text[max(0, hit.start() - 50) : hit.end() + 10]):
                continue
            seen[hit[0]] += 1
            first.setdefault(hit[0], (sentence, hit[0]))
    titled = KNOWN.search(f"{section.title} | {section.page_title}")
    if titled and titled[0] in first:
        city = titled[0]
    elif seen and (len(seen) == 1 or seen.most_common(2)[0][1] >= 2 * seen.most_common(2)[1][1]):
        city = seen.most_common(1)[0][0]
    else:
        return []
    sentence, raw = first[city]
    return [
        Claim("city", raw, sentence.text, "place.known_city", city, sentence.block.order, -1),
        Claim("state", raw, sentence.text, "place.known_city", CITIES[city], sentence.block.order, -1),
    ]
