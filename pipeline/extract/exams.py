"""Examinations asked for: USMLE steps, ECFMG certification, proof of English."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import regex as re
from pipeline.extract.demand import clause, inherited, setting, stance
from pipeline.model import Claim, Section, Sentence
from pipeline.specialty import find as specialties_in
from pipeline.vocab import vocabulary

WORDS = vocabulary("exams")
STEP = re.compile(
    r"\b(?:usmle(?: \(united states medical licensing exam(?:ination)?s?\))?[\s,:-]*(?:exam\w*[\s,:-]*)?)?(?:steps?|parts?)\s*((?:(?:[123]|i{1,3})(?:\s*\(?(?:ck|cs|clinical knowledge)\)?)?(?:\s*\((?![^)]*(?:ecfmg|comlex|prefer|step))[^)]{0,60}\))?(?:\s*(?:,|/|&|and|\+|or|-)\s*(?:step )?)*)+)(?![\w-])"
)
NUMBER = re.compile(r"[123]|i{1,3}")
NUMERALS = {"1": "1", "2": "2", "3": "3", "i": "1", "ii": "2", "iii": "3"}
EXAM = re.compile(r"\busmle\b|\bstep\b|licensing exam")
DEMAND = re.compile(
    r"\b(?:pass(?:ed|ing|es)?|scores?|must|requir\w+|complet\w+|taken|report|proof|copy|copies|results?|mandatory|minimum|successful\w*|transcripts?|need)\b"
)
ANY_ONE = re.compile(r"\bi\.?e\.|\b(?:at least one|any (?:one )?of|one of|either|one or more)\b")
LATER = re.compile(
    r"\b(?:in preparation|prepar(?:e|ing) for|help (?:you )?(?:pass|with)|studying|courses? for|journey)\b(?:\W+\w+){0,3}\W*$"
)
"""Before an examination: it is studied for, not demanded."""
COURSE = re.compile(r"\W*(?:question bank|courses?|prep\b|preparation|tutor)")
ALTERNATIVE = re.compile(WORDS["alternatives"])
ELSE_IN_PARENTHESES = re.compile(
    r"[\w ,-]{0,30}\((?:or\b[^()]{0,40}|[^()]{0,20}\bcomlex\b[^()]{0,20}\b(?:accept\w*|too|also|instead|equivalent|for d\.?o)|comlex\b[^()]{0,30}\b(?:accepted|ok|fine|allowed))"
)
BEFORE_ALTERNATIVE = re.compile(
    r"\b(?:comlex(?:[- ]usa)?(?: level)?(?: \d)?|ifom|level 1)\s*(?:/|and\s*/\s*or|or)\s*(?:usmle )?$"
)
ECFMG = re.compile(WORDS["ecfmg"])
ECFMG_PROOF = re.compile(WORDS["ecfmg_proof"])
ECFMG_ELSE = re.compile(
    r"certificat\w+ of foreign|pathway to|apply for ecfmg|ecfmg'?s? (?:website|epic)|j-?1|sponsor|ds-?2019|\bcount\w*\b|ecfmg (?:requirements|standards|rules|hours)"
)
ECFMG_WAIVER = re.compile(r"\bwaive[ds]?\b|\bexempt")
"""A lead under which the certificate takes the place of another proof."""
LEFT_OPEN = re.compile(
    r"\bif (?!applicable)|failing|in lieu|optional|not (?:\w+ )?(?:required|necessary|needed|mandatory)"
)
"""What is "preferred" or "helpful" is neither required nor not required."""
ENGLISH = re.compile(WORDS["english"])
ENGLISH_ELSE = re.compile(
    r"\b(?:translat\w+|spanish|(?<!without an )(?<!without )(?<!without the help of an )interpreters?|non-english|in english only|esl (?:class|course)|documents? (?:must be )?in english|improve (?:your )?english|english department)\b"
)


def find(section: Section) -> Iterator[Claim]:
    for sentences, strength in ((section.sentences, 1), (inherited(section), 0)):
        for sentence in sentences:
            low = sentence.low
            if sentence.block.kind == "heading" and len(low) < 60:
                continue
            if "step" in low or "usmle" in low or "part" in low:
                yield from usmle(sentence, strength)
            if "ecfmg" in low or "educational commission" in low:
                yield from ecfmg(sentence, strength)
            if "english" in low or "toefl" in low or "ielts" in low or "duolingo" in low or "oet" in low:
                yield from english(sentence, strength)


def usmle(sentence: Sentence, strength: int = 1) -> Iterator[Claim]:
    """A claim for each step that the sentence demands; an alternative (COMLEX, any one step) demands none."""
    low = sentence.low
    for hit in STEP.finditer(low):
        left, right = clause(low, hit.start(), hit.end())
        if re.match(r"\W*i\.?e\.", low):
            continue
        if not EXAM.search(low[max(0, left - 40) : right]) or not examined(sentence, hit):
            continue
        if ANY_ONE.search(low[left : hit.end()]):
            continue
        if LATER.search(low[left : hit.start()]) or COURSE.match(low, hit.end()):
            continue
        listed = hit[0].rstrip(" ,/&-")
        end = hit.start() + len(re.sub(r"\s*\b(?:and|or)$", "", listed))
        if re.search(r"\bor\b", low[hit.start() : end]) or ALTERNATIVE.match(low, after_score(low, end)):
            continue
        if ELSE_IN_PARENTHESES.match(low, end):
            continue
        if BEFORE_ALTERNATIVE.search(low[: hit.start()]):
            continue
        if for_one_department(sentence, left, right):
            continue
        if stance(sentence, hit.start(), hit.end()) != "asked":
            continue
        raw = sentence.text[hit.start() : hit.end()].strip()
        for number in NUMBER.findall(re.sub(r"\([^)]*\)?", " ", hit[1])):
            value = "step" + NUMERALS[number]
            yield Claim(
                "usmle", raw, sentence.text, "exams.step_required", value, sentence.block.order, strength
            )


AFTER = re.compile(
    r"[\s)]*(?:(?:passing )?(?:scores?|exams?|results?|reports?|examination|transcripts?|licensing|ck|test)\s*)*(?:\([^)]*\))?\s*"
)


def after_score(low: str, end: int) -> int:
    hit = AFTER.match(low, end)
    return hit.end() if hit else end


def examined(sentence: Sentence, hit: re.Match[str]) -> bool:
    """Is the step an examination, and not a step of a procedure ("Step 1: choose your elective")?"""
    low = sentence.low
    if "usmle" in hit[0] or "usmle" in low[max(0, hit.start() - 60) : hit.end() + 30]:
        return True
    number = re.search(r"[123]|i{1,3}", hit[1])
    following = low[hit.start(1) + (number.end() if number else 0) :].lstrip()
    if hit.start() <= 2 and following[:1] in {":", "-", ".", ")"}:
        return False
    if "part" in hit[0]:
        return False
    return bool(DEMAND.search(low[max(0, hit.start() - 60) : hit.end() + 40]))


def for_one_department(sentence: Sentence, left: int, right: int) -> bool:
    """ "Step 2 is required for psychiatry electives" is no rule of the whole programme."""
    part = sentence.text[left:right]
    low = sentence.low[left:right]
    named = re.search(
        r"\b(?:for|by|in|to apply for|apply(?:ing)? (?:for|to))(?: an?| the| all| our)? (.{3,80})$", low
    )
    if not named or not re.search(r"elective|rotation|department|clerkship|sub-?i", named[1]):
        return False
    return bool(specialties_in(part[named.start(1) :])) or "psychiatric" in named[1]


BUT_NOT = re.compile(
    r"\W*(?:but )?(?:it )?(?:is )?(?:not|isn't) (?:\w+ )?(?:mandatory|required|necessary|compulsory|obligatory|a must)"
)


def ecfmg(sentence: Sentence, strength: int = 1) -> Iterator[Claim]:
    low = sentence.low
    for hit in ECFMG.finditer(low):
        left, right = clause(low, hit.start(), hit.end())
        part = low[left:right]
        near = low[max(left, hit.start() - 50) : min(right, hit.end() + 60)]
        if not ECFMG_PROOF.search(near) or ECFMG_ELSE.search(near):
            continue
        if sentence.block.lead and ECFMG_WAIVER.search(sentence.block.lead.lower()):
            continue
        found = stance(sentence, hit.start(), hit.end())
        if BUT_NOT.match(low, right):
            found = "waived"
        raw = sentence.text[hit.start() : hit.end()]
        order = sentence.block.order
        if found == "waived" or (found == "optional" and LEFT_OPEN.search(part)):
            yield Claim(
                "ecfmg_required", raw, sentence.text, "exams.ecfmg_not_required", "no", order, strength
            )
        elif found == "asked" and re.search(r"\beither\b", low[left : hit.start()]):
            continue
        elif found == "asked" and not re.search(
            r"\b(?:or|/) (?:be |have |has |a |proof of )*(?:usmle|step|enrolled|currently|pass\w*|scores?|an? (?:state|medical|full)|licen\w+|equivalent|in the process|pathway)|eligible",
            near,
        ):
            yield Claim("ecfmg_required", raw, sentence.text, "exams.ecfmg_required", "yes", order, strength)


def english(sentence: Sentence, strength: int = 1) -> Iterator[Claim]:
    low = sentence.low
    for hit in ENGLISH.finditer(low):
        left, right = clause(low, hit.start(), hit.end())
        if ENGLISH_ELSE.search(low[left:right]) and not re.search(
            r"toefl|ielts|proficien|fluen", low[left:right]
        ):
            continue
        found = "asked" if UNAIDED.search(low) else stance(sentence, hit.start(), hit.end())
        raw = sentence.text[hit.start() : hit.end()]
        order = sentence.block.order
        if found in ("waived", "optional"):
            value = "no" if not re.search(r"proficien|fluen", hit[0]) or found == "waived" else ""
            if value:
                yield Claim(
                    "english_required",
                    raw,
                    sentence.text,
                    "exams.english_not_required",
                    "no",
                    order,
                    strength - 1,
                )
        elif found == "asked" or SPEAKS.search(low) or setting(sentence.block) == "asked":
            yield Claim(
                "english_required", raw, sentence.text, "exams.english_required", "yes", order, strength
            )
        break


UNAIDED = re.compile(
    r"\b(?:speak|understand|communicate|converse|follow)\b[^.;]{0,60} english without (?:the (?:help|aid|assistance) of )?(?:an? |any )?(?:interpreter|translator|difficulty|assistance|help)"
)
SPEAKS = re.compile(
    r"\b(?:observers?|applicants?|candidates?|participants?|students?|visitors?|you|physicians?|fellows?) (?:\w+ ){0,2}(?:speak|write|are (?:fluent|proficient))|^\W*(?:be |proficien|fluen|(?:good|excellent|strong) |english|toefl|ielts|official toefl)|if (?:english|you are not)|are reviewed on|good enough"
)
