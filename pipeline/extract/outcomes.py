"""What a participant takes home: a letter of recommendation or evaluation, a certificate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline import regex as re
from pipeline.extract.answers import answered
from pipeline.extract.demand import inherited, setting
from pipeline.model import Claim, Section, Sentence
from pipeline.sentences import plain

LETTER = (
    r"(?:letters?(?: ?\(s\))? of (?:recommendation|reference|evaluation|support)s?|lo[re]s?\b|(?:recommendation|reference|evaluation) letters?|"
    r"letters? \(?lors?\)?|recommendations? (?:from (?:faculty|our|the)|for residency)|letters? (?:in support of|supporting) (?:your|their|the|an?) (?:\w+ )?(?:residency|eras|match|application)|letters\b(?= (?:are|will be|may be|can be) (?:given|written|provided|issued))|final letter|standardi[sz]ed letters?|sloes?\b)"
)
EVALUATION = r"(?:(?:written |formal |final |performance |clinical |narrative |end[- ]of[- ]\w+ |student |summative |completed )*(?:evaluations?|e-valuations?|assessments? (?:of|form)|performance (?:reports?|reviews?|assessments?|appraisals?)|(?:students?|observers?|participants?|you|performance)(?: \w+){0,2} (?:will be|are|is) evaluated))"
LETTER_AT = re.compile(rf"\b{LETTER}")
EVALUATION_AT = re.compile(rf"\b{EVALUATION}")
CERTIFICATE_AT = re.compile(
    r"\bletters? of (?:completion|attendance|participation)\b|\bcertification of (?:hours|attendance|training)|\bcertificates?\b(?: (?:of|for|in) (?:\w+ )?(?:completion|participation|attendance|achievement|training|observership|recognition|appreciation))?|\bcertification of (?:completion|attendance|participation)|\b(?:completion|participation|attendance|observership) certificates?\b"
)
CERTIFICATE_ELSE = re.compile(
    r"ecfmg|birth|marriage|insurance|coverage|liabilit|malpractice|hipaa|\bbls\b|acls|cpr|immuni|vaccin|training certificate|board|enrol|degree|diploma|osha|"
    r"police|medical certificate|health certificate|certificate of need|graduat\w+ certificate|naturali|standing|certificate program|graduate certificate|compliance|exam|licen[sc]e|toefl|translation|certificates? in (?!attend)"
)
NO = re.compile(
    r"\b(?:not|no|never|nor|neither|cannot|can't|unable|without|(?:do|does|did|wo|ca|are|is|was|were|would|should|could|must)n't|refrain|prohibited|ineligible|nothing)\b"
)
OFFER = re.compile(
    r"\b(?:receiv\w+|obtain\w*|earn\w*|get\b|gets\b|give[ns]?\b|issu\w+|award\w*|provid\w+|request\w*|grant\w*|writ(?:e|es|ten|ing)\b|offer\w*|present\w*|available|eligible|secur\w+|"
    r"ask\b|may be|can be|will be|possib\w+|upload\w*|guarante\w+|include[sd]?|including|complet\w+ by|sent\b|deliver\w*|gain\w*|strong|help|opportunit\w+|consider\w*|at the discretion|discretion|depend\w*|get\b|based on performance|performance-based)\b"
)
HOST = re.compile(
    r"\b(?:preceptors?|attendings?|faculty|supervis\w+|we|our|host\w*|physicians?|department|program|observers?|participants?|candidates?|you|applicants?|students?|graduates?|upon|after|at the (?:end|conclusion)|end of|"
    r"conclusion|completion|successful\w*|residency|eras|rotation|externs?|everyone|trainees?|visitors?|fellows?|awardees?|evaluations? (?:of|for|form)|course (?:coordinator|director)s?)\b"
)
HANDED_IN = re.compile(
    r"\b(?:submit|upload|attach|enclos\w+|send|required|require[sd]?|must (?:include|submit|provide|have|be (?:written|submitted|sent|from|dated|uploaded|received))|to apply|application (?:must|should|packet|materials|requires|includes?|components?|checklist)|"
    r"(?:one|two|three|four|1|2|3|4|at least \w+|minimum of \w+)(?: \(\d\))?(?: \w+){0,3} (?:letters?|recommendations?|lors?)|letters? (?:must|should) be|from (?:your|a|an|the) (?:\w+ ){0,4}(?:dean|school|home|current|medical school|institution|program director|clinical supervisor)|home (?:institution|school)|support(?:ing)? (?:the|your) application|who (?:has|have) observed you|waived|proof of|copy of|copies of|when applying|with (?:the|your) application|documentation|checklist)\b"
)
FROM_PROGRAM = re.compile(
    r"\b(?:at the (?:end|conclusion|completion)|upon (?:\w+ ){0,2}(?:completion|completing|finishing)|after (?:the |their |your |completing|successful|\w+ (?:rotation|observership|program))|end of (?:the|your|their)|conclusion of|on completion|following (?:the )?completion|"
    r"(?:may|can|will|might|could|is able to|are able to|entitled to|eligible to|eligible for) (?:also )?(?:\w+ )?(?:receive|obtain|earn|request|ask|get|be (?:given|awarded|issued|provided|requested|offered|written|available|obtained|considered|granted))|preceptors? (?:may|will|can)|letters? (?:\w+ )?(?:may|can|will) be (?:given|issued|provided|requested|written|obtained|considered|offered|granted)|(?:attending|faculty|physician|supervisor|preceptor)s?'? (?:\w+ ){0,3}(?:may|will|can|is|are)|based on (?:\w+ )?performance|performance-based|strength of|depending on|discretion|guarantee\w*|earn\w*|"
    r"they have worked with|with whom|(?:is|are|be)? ?available (?:up)?on request|made (?:directly )?to the attending|provide[sd]? (?:an? |you )|we (?:\w+ )?(?:write|provide|give|offer|issue|award)|receiv\w+|award\w*|present\w*|obtain|get|strong|gain)\b"
)
BY_PARTICIPANT = re.compile(
    r"(?:observers?|students?|participants?|visitors?|you|trainees?|candidates?)(?: \w+){0,5} (?:complete|submit|fill out|provide|return)(?: \w+){0,4} evaluations?|evaluations? of (?:the )?(?:program|experience|rotation|preceptor|faculty|elective|course|clerkships|observership)|"
    r"evaluation (?:of|by|process|and (?:treatment|management|diagnosis))(?: \w+){0,2} (?:patients?|disease|credential|applica|committee|transcript|foreign|medical condition)|medical evaluation|patient evaluation|credential evaluation|feedback evaluation|program evaluation|evaluations? (?:will be )?required (?:to apply)"
)
EVALUATED = re.compile(
    r"\b(?:students?|observers?|participants?|trainees?|visitors?|externs?|you|their|your|performance|home (?:school|institution)|school|visiting|preceptors?|attendings?|faculty|assessment form|supervisor)\b"
)


GAINED = re.compile(
    r"\b(?:benefits?|perks|highlights|features|package|upon completion|what (?:do )?(?:you|we|i|participants|observers) (?:will )?(?:get|gain|receive|offer|provide|take home|walk away with)|everyone gets|take home|packages?|you (?:will )?(?:get|gain|receive)|includes|we (?:offer|provide))\b"
)
UNSUITED = re.compile(
    r"\bnot (?:suitable|intended|designed|meant|appropriate|for)\b[^.;]{0,160}$|\bneither\b[^.;]{0,80}$|\b(?:should )?(?:not apply|look elsewhere)\b"
)
GRADED = re.compile(
    r"\b(?:(?:returns?|sends?|submits?|fills?|signs?|completes?) (?:in |out )?(?:an?|the|your|their|home) |shall submit|graded|evaluated in writing|everyone who rotates|receiv\w+|provid\w+|complet\w+ (?:by|an?|the|your|evaluation)|(?:preceptor|attending|faculty|supervisor|we)s? (?:to|will|can|may|must) complete|filled (?:out|in)|given|issued|sent\b|graded using|upon request|evaluated by|evaluated|will be (?:completed|graded|evaluated|given)|written evaluation|formal evaluation|submit\w* to (?:the|your|their) (?:home )?school)\b"
)


def gained(sentence: Sentence) -> bool:
    """Does the item stand in a list of what participants get?"""
    above = sentence.block.lead or (sentence.block.trail[-1] if sentence.block.trail else "")
    return sentence.block.kind == "item" and bool(GAINED.search(above.lower()))


def find(section: Section) -> Iterator[Claim]:
    for sentences, strength in ((section.sentences, 1), (inherited(section), 0)):
        yield from replies(sentences, strength)
        for sentence in sentences:
            low = sentence.low
            if "letter" in low or "lor" in low or "recommendation" in low or "sloe" in low:
                yield from letter(sentence, strength)
            elif asked_of_letters(sentence):
                yield from decided(sentence, strength)
            if "evaluat" in low or "valuation" in low or "assess" in low:
                yield from evaluations(sentence, strength)
            if "certific" in low or "letter of " in low:
                yield from certificates(sentence, strength)


ASKS_LETTER = re.compile(
    r"\b(?:will|can|could|may|does|do)\b[^?]{0,60}\b(?:write|get|give|receive|ask|provide|obtain|have)\w* (?:\w+ ){0,4}letters?\b(?! (?:of (?!rec|ref|eval)|for (?:a|my|the) visa|to))"
)
"""Who asks whether a supervisor writes one means a recommendation."""


def replies(sentences: Sequence[Sentence], strength: int) -> Iterator[Claim]:
    """Answers to "Can I get a letter?", "Is a certificate given?"."""
    for question, reply, yes in answered(sentences):
        for field, pattern, rule in (
            ("lor", LETTER_AT, "outcomes.letter_answered"),
            ("certificate", CERTIFICATE_AT, "outcomes.certificate_answered"),
        ):
            hit = pattern.search(question.low) or (field == "lor" and ASKS_LETTER.search(question.low))
            if not hit or re.search(
                r"\b(?:need|required?|submit|send|apply without|have to)\b", question.low
            ):
                continue
            if field == "certificate" and CERTIFICATE_ELSE.search(question.low):
                continue
            quoted = reply if len(reply.text.split()) > 1 else question
            yield Claim(
                field,
                quoted.text,
                quoted.text,
                rule,
                "yes" if yes else "no",
                quoted.block.order,
                strength + 1,
            )


def letter(sentence: Sentence, strength: int = 1) -> Iterator[Claim]:
    """Can the participant get a letter: by a name of its own, or by who gets or writes it?"""
    yield from written(sentence, strength) or list(letters(sentence, strength)) or gotten(sentence, strength)


AGENT = r"\b(?:faculty|attendings?|preceptors?|mentors?|supervisors?|supervising \w+|sponsors?|hosts?|directors?|chairs?|chiefs?|physicians?|surgeons?|clinicians?|\w+ologists?|\w+iatrists?|\w+iatricians?|coordinators?|doctors?)\b(?: (?:members?|who|with|of|the|you|worked|work|closely)){0,5}"
WILLING = r"(?:(?:may|will|can|might|would|do|are|is|often|usually|gladly|generally|happy|willing|glad|able|pleased|free|to|also|each|then) ){0,5}"
HOST_WRITES = re.compile(
    rf"{AGENT} {WILLING}(?:writes?|provides?|gives?|suppl(?:y|ies)|offers?|issues?|furnish(?:es)?|drafts?|uploads?) (?:(?:you|them|participants|observers|students|externs|a|an|the|one|your|their|strong|personal|individual|formal|group|departmental|narrative) ){{0,5}}(?:letters?|lo[re]s?|sloes?|recommendations?)\b"
    r"|\b(?:externs?|observers?|students?|participants?|visitors?|graduates|fellows|those|all|you|they|who)\b[^.;]{0,70}?\b(?:will|may|can|are|is) (?:also )?(?:be )?(?:given|provided(?: with)?|awarded|offered|issued|sent) (?:(?:a|an|one|strong|personal\w*|individual|formal|departmental|the|both) ){1,3}(?:letters?|lo[re]s?|sloes?) (?:of (?:recommendation|reference|evaluation|support)|from|by)\b"
    rf"|\b(?:letters? of (?:recommendation|reference|evaluation)|sloes?|lors?) (?:are|is|will be|can be|may be) (?:\w+ )?(?:written|provided|prepared|issued|given|uploaded|completed) by (?:[\w'-]+ ){{0,3}}?{AGENT}"
    r"|\b(?:may|can|could|are welcome to|are free to|feel free to) (?:also )?(?:ask|request|approach|seek)\b[^.;]{0,50}\b(?:letters?|lo[re]s?|recommendations?)\b"
    r"|\blo[re]s?\b[^.;]{0,25}\bincluded\b|\bletters? of (?:recommendation|reference)\b[^.;]{0,60}\b(?:if|when) your (?:performance|work)"
)
"""Those who supervise write it, or may be asked for it."""
TOO_SHORT = re.compile(
    r"\b(?:(?:is|are) (?:not|n't) long enough|isn't long enough|aren't long enough|too (?:short|brief|little))\b[^.;]{0,60}\b(?:letters?|lo[re]s?|recommend\w*)\b|\b(?:letters?|lo[re]s?)\b[^.;]{0,20}, so no\b"
)
HOST_EVALUATES = re.compile(
    rf"(?:{AGENT}|\bwe) {WILLING}(?:completes?|fills? (?:in|out)|submits?|signs?|prepares?|returns?|writes?) (?:[\w'/-]+ ){{0,5}}(?:evaluations?|assessments?)(?: forms?)?\b(?! (?:of|for) (?:(?:the|our|this|your|each|every|all) )?(?:programs?|electives?|rotations?|preceptors?|applications?|applicants?|credentials?|transcripts?|visits?|patients?|documents?))"
    rf"|\b(?:give|hand|bring|send|provide|submit|forward|leave|e-?mail)s? (?:[\w'/-]+ ){{0,6}}(?:evaluation|assessment|grad(?:e|ing)) forms? (?:to|with|for) (?:[\w'/-]+ ){{0,3}}?{AGENT}"
)


def written(sentence: Sentence, strength: int) -> list[Claim]:
    """Letters that those who supervise write, or that there is no time to write."""
    low = sentence.low
    if low.endswith("?") or setting(sentence.block) == "asked":
        return []
    hit, value = TOO_SHORT.search(low), "no"
    if hit is None:
        hit, value = HOST_WRITES.search(low), "yes"
        if hit is None or OTHER_LETTER.search(low) or NO.search(low[max(0, hit.start() - 60) : hit.end()]):
            return []
    rule = "outcomes.letter_possible" if value == "yes" else "outcomes.letter_refused"
    raw = sentence.text[hit.start() : hit.end()]
    return [
        Claim("lor", raw, sentence.text, rule, value, sentence.block.order, strength + 2 * (value == "no"))
    ]


GETS = re.compile(
    r"\b(?:(?:visitors?|observers?|students?|participants?|externs?|everyone|everybody|each|all|you|they|those|fellows?|who)\b[^.;]{0,50}?\b(?:gets?|receives?|earns?|takes? home|leaves? with|(?:may|can|might) (?:\w+ )?(?:ask|request|get|receive|obtain|be (?:given|sent)))|"
    r"(?:attendings?|faculty|preceptors?|physicians?|hosts?|supervisors?|chair\w*|chief|director|dr\. \w+|pathologist|surgeon|we|they)\b[^.;]{0,40}?\b(?:writes?|will write|may write|can write|do write|fills? (?:in|out)?|completes?|provides?|furnish\w*|issues?|signs?|submits?|returns?|sends?))\b"
)
"""The participant gets, or the host writes."""
LETTER_WORD = re.compile(
    r"\b(?:letters?|lo[re]s?|sloes?|recommendations?|references?)\b(?! (?:of|from|to) (?:good|invitation|acceptance|interest|intent|motivation|support from))"
)
OTHER_LETTER = re.compile(
    r"invitation|consul|embass|visa|acceptance|good standing|letter of (?:interest|intent|motivation|support from)|cover letter|confirm|newsletter|letterhead provided|dean|enrol|employ|offer letter|reference desk|motivation|why|telling|welcome letter|letters? (?:of|confirming|stating|certifying|verifying) (?:\w+ )?(?:completion|attendance|participation)|(?:attendance|completion) letter|dates of|signed by|\bneed|encourag|require|approved application"
)
ON_MERIT = re.compile(
    r"\b(?:lo[re]s?|letters?)\b[:\s-]{1,4}(?:of recommendation\b[:\s-]*)?(?:only )?(?:after|if|on merit|upon|for those|depends?|at the|based|given|possible|yes|available|uploaded)"
)
PROHIBITS_NOT = re.compile(
    r"\b(?:nothing|no rule)\b[^.;]{0,40}\b(?:prohibits?|prevents?|forbids?|bars?|stops?)\b|\bnot (?:guarantee\w*|automatic\w*|owed)|\bnobody is owed|\bno letter is guaranteed"
)


UP_TO_THEM = re.compile(
    r"\b(?:between (?:you|the (?:two|student|observer|visitor))\b|up to (?:the|your|each|individual|them|him or her)\b|(?:happy|glad|willing|pleased|delighted) to (?:write|provide|give|furnish)|"
    r"(?:some|many|most|a lot|several) (?:of them |attendings |faculty |physicians )?(?:will|do|would|say yes)\b|only (?:a|the|your) (?:faculty|attending|preceptor|physician)|ask (?:them|your (?:attending|preceptor)|the (?:attending|preceptor)|an? (?:attending|faculty))|"
    r"if (?:it is |you(?:'ve| have) )?(?:earned|deserved|merited)|on (?:their |your )?merit|at (?:the|their) discretion|depends? on|(?:we|they|attendings|faculty|preceptors) (?:may |will |can |do |often |usually )?(?:write|provide)s?\b)"
)
"""Who writes letters decides: they can be had."""
ABOUT_LETTERS = re.compile(r"\b(?:letters?|lo[re]s?|recommendations?|sloes?)\b")
NOT_ABOUT_THEM = re.compile(
    r"\b(?:need|require|submit|send|bring|apply|invitation|visa|how many|good standing|acceptance|checklist|documents?|deadline)\w*\b|\bof (?:interest|intent|support)\b"
)
PRICED = re.compile(r"\d\s*weeks?\b|\d\s*months?\b|[$]\s?\d")
IN_PACKAGE = re.compile(r"(?:^|[^\w\s(]\s*)\d\s+(?:u\.?s\.? )?(?:lo[re]s?|letters? of rec\w*)\b")
NONE_FROM = re.compile(
    r"^\W*no (?:recommendation )?(?:letters?|lo[re]s?)(?: of recommendation)? (?:from|for|after|to|is|are|can be|will be) (?:(?:given|written|provided|issued)\b|(?:the |our |an? )?(?:[\w-]+ ){0,2}(?:observ|rotat|visit|extern|shadow|student))"
)


LETTERS_THEN = re.compile(
    r"\b(?:letters?|recommendations?|lo[re]s?)\b[^.;]{0,30}\b(?:is|are|remains?)\s+(?:entirely |strictly |a matter )?(?:between|up to|at)\b"
)


def asked_of_letters(sentence: Sentence) -> bool:
    """Does the heading or lead over a sentence ask whether a letter can be had?"""
    near = (*sentence.block.trail[-1:], sentence.block.lead)
    return any(
        len(text) < 90 and ABOUT_LETTERS.search(low) and not NOT_ABOUT_THEM.search(low)
        for text in near
        if text and (low := plain(text))
    )


def decided(sentence: Sentence, strength: int) -> Iterator[Claim]:
    """ "Letters are between you and the attending"; the same under a heading that asks for letters."""
    low = sentence.low
    if low.endswith("?"):
        return
    hit = UP_TO_THEM.search(low)
    if hit is None or NO.search(low[max(0, hit.start() - 25) : hit.end()]):
        return
    raw = sentence.text[hit.start() : hit.end()]
    yield Claim("lor", raw, sentence.text, "outcomes.letter_possible", "yes", sentence.block.order, strength)


def gotten(sentence: Sentence, strength: int) -> Iterator[Claim]:
    """ "Students who do well may ask a faculty member for a letter", "LOR: on merit", "1 LoR" in a package."""
    low = sentence.low
    if low.endswith("?") or OTHER_LETTER.search(low):
        return
    hit = LETTER_WORD.search(low)
    if hit and IN_PACKAGE.search(low) and PRICED.search(sentence.block.text[:600].lower()):
        raw = sentence.text[hit.start() : hit.end()]
        yield Claim(
            "lor", raw, sentence.text, "outcomes.letter_possible", "yes", sentence.block.order, strength
        )
        return
    if not hit or setting(sentence.block) == "asked":
        return
    if NONE_FROM.match(low):
        raw = sentence.text[hit.start() : hit.end()]
        yield Claim(
            "lor", raw, sentence.text, "outcomes.letter_refused", "no", sentence.block.order, strength
        )
        return
    if LETTERS_THEN.search(low):
        yield from decided(sentence, strength)
        return
    before = low[: hit.start()]
    writes = GETS.search(before)
    order, raw = sentence.block.order, sentence.text[hit.start() : hit.end()]
    if PROHIBITS_NOT.search(low):
        yield Claim("lor", raw, sentence.text, "outcomes.letter_not_guaranteed", "yes", order, strength)
    elif writes and not re.search(r"\bmust\b|\bapplicants?\b", before):
        negative = NO.search(before[max(0, writes.start() - 25) :])
        if not negative:
            yield Claim("lor", raw, sentence.text, "outcomes.letter_possible", "yes", order, strength)
        elif not re.search(r"n't required|not required", before):
            yield Claim("lor", raw, sentence.text, "outcomes.letter_refused", "no", order, strength)
    elif ON_MERIT.search(low) and not NO.search(before):
        yield Claim("lor", raw, sentence.text, "outcomes.letter_possible", "yes", order, strength)


def letters(sentence: Sentence, strength: int = 1) -> Iterator[Claim]:
    """Can the participant get a letter? One that an applicant hands in is no answer."""
    low = sentence.low
    if low.endswith("?"):
        return
    for hit in LETTER_AT.finditer(low):
        near = low[max(0, hit.start() - 110) : hit.end() + 110]
        raw = sentence.text[hit.start() : hit.end()]
        order = sentence.block.order
        if gained(sentence) or re.search(
            r"\b(?:benefits|package|program|fee|tuition|externship|rotation)s? (?:also )?(?:includes?|covers?)\b",
            low,
        ):
            yield Claim("lor", raw, sentence.text, "outcomes.letter_possible", "yes", order, strength)
            return
        asked = bool(HANDED_IN.search(near)) or (
            setting(sentence.block) == "asked" and not FROM_PROGRAM.search(near)
        )
        refused = negated(low, hit)
        if refused and (
            not asked
            or re.search(
                r"\b(?:provide|write|issue|give|grant|offer|guarantee|receive|request|expect)\w*\b", near
            )
        ):
            if re.search(r"guarante|automatic|expect\w* (?:to|that)|promis", near) and re.search(
                r"\bmay\b|\bcan\b|possible|discretion|based on|depend|earn", near
            ):
                yield Claim(
                    "lor", raw, sentence.text, "outcomes.letter_not_guaranteed", "yes", order, strength
                )
            elif not re.search(
                r"guarante|responsib|necessar|required|needed|automatic|promis|fax|mail(?:ed)? to|too (?:many|long)",
                near,
            ):
                yield Claim("lor", raw, sentence.text, "outcomes.letter_refused", "no", order, strength + 2)
            return
        if asked:
            continue
        if OFFER.search(near) and HOST.search(low) and FROM_PROGRAM.search(near):
            yield Claim("lor", raw, sentence.text, "outcomes.letter_possible", "yes", order, strength)
            return


REFUSED_AFTER = re.compile(
    r"^[^.;]{0,40}\b(?:(?:is|are|will|can|may|shall|would|do|does)(?: not|not|n't)|cannot|won't)\b(?! guarante)"
)


def negated(low: str, hit: re.Match[str]) -> bool:
    """Does a negation of the same clause govern the thing?"""
    before = low[max(0, hit.start() - 90) : hit.start()]
    before = re.split(r"[;]|\.\s|\bbut\b|\bhowever\b", before)[-1]
    if PROHIBITS_NOT.search(low[: hit.end()]):
        return False
    if UNSUITED.search(low[: hit.start()]):
        return True
    return bool(NO.search(before) or REFUSED_AFTER.search(low[hit.end() :]))


def evaluations(sentence: Sentence, strength: int = 1) -> Iterator[Claim]:
    low = sentence.low
    if (
        (own := HOST_EVALUATES.search(low))
        and not low.endswith("?")
        and not NO.search(low[max(0, own.start() - 60) : own.end()])
        and not BY_PARTICIPANT.search(own[0])
    ):
        raw = sentence.text[own.start() : own.end()]
        yield Claim(
            "lor", raw, sentence.text, "outcomes.evaluation", "yes", sentence.block.order, strength - 1
        )
        return
    for hit in EVALUATION_AT.finditer(low):
        near = low[max(0, hit.start() - 100) : hit.end() + 100]
        if (
            BY_PARTICIPANT.search(near)
            or not (EVALUATED.search(near) or NO.search(near))
            or low.endswith("?")
        ):
            continue
        raw = sentence.text[hit.start() : hit.end()]
        if negated(low, hit):
            if re.search(
                r"\b(?:provided?|given|issued?|receive|complete[sd]?|grade)\b", near
            ) and not re.search(r"home school evaluation|if provided", near):
                yield Claim(
                    "lor",
                    raw,
                    sentence.text,
                    "outcomes.evaluation_refused",
                    "no",
                    sentence.block.order,
                    strength - 2,
                )
            continue
        if GRADED.search(near):
            yield Claim(
                "lor", raw, sentence.text, "outcomes.evaluation", "yes", sentence.block.order, strength - 1
            )
            return


def certificates(sentence: Sentence, strength: int = 1) -> Iterator[Claim]:
    low = sentence.low
    if low.endswith("?"):
        return
    for hit in CERTIFICATE_AT.finditer(low):
        near = low[max(0, hit.start() - 90) : hit.end() + 60]
        tight = low[max(0, hit.start() - 30) : hit.end() + 30]
        if CERTIFICATE_ELSE.search(tight):
            continue
        raw = sentence.text[hit.start() : hit.end()]
        order = sentence.block.order
        completion = bool(
            re.search(r"completion|attendance|participation|achievement|observership|appreciation", hit[0])
        )
        if negated(low, hit):
            if not re.search(r"ecfmg|require", near):
                yield Claim(
                    "certificate",
                    raw,
                    sentence.text,
                    "outcomes.certificate_refused",
                    "no",
                    order,
                    strength + 2,
                )
            return
        offered = re.search(
            r"\b(?:receiv\w+|award\w*|giv\w+|issu\w+|present\w*|provid\w+|earn\w*|obtain\w*|get\b|grant\w*|eligible|entitled|for a certificate)\b",
            near,
        )
        if (
            re.search(r"\b(?:any|this|these|the) (?:\w+ )?certificates? (?:is|are|must|needs)", near)
            and not completion
        ):
            continue
        handed_in = re.search(
            r"\b(?:submit|upload|must (?:provide|present|submit)|copy of|copies of|proof of|attach|required documents?)\b",
            near,
        )
        if handed_in and not re.search(r"\b(?:will|may|can) (?:be|receive)|upon|at the end|conclusion", near):
            continue
        if gained(sentence) or re.search(
            r"\b(?:benefits|package|program|fee|tuition)s? (?:also )?(?:includes?|covers?)\b", low
        ):
            yield Claim(
                "certificate", raw, sentence.text, "outcomes.certificate_offered", "yes", order, strength
            )
            return
        handed_over = re.search(
            r"\b(?:receiv\w+|award\w*|issu\w+|present\w*|given|provid\w+|offer\w*|earn\w*|obtain\w*|gets?|gives?|grants?|eligible for) (?:you )?(?:with )?(?:an? |the )(?:\w+ )?$",
            low[: hit.start()],
        )
        passive = re.match(
            r"(?: \w+){0,3}? (?:will be|is|are|may be|can be) (?:provided|given|issued|awarded|presented|sent|available|delivered|handed|mailed|e-?mailed)",
            low[hit.end() :],
        )
        if (handed_over or passive) and not re.search(
            r"\bmust\b|submit|proof|before (?:arrival|the start)", near
        ):
            yield Claim(
                "certificate", raw, sentence.text, "outcomes.certificate_offered", "yes", order, strength
            )
            return
        if (
            (
                re.match(
                    r"\W*(?:an? )?certificates?\b(?: (?:to|for|signed|at the end|of|on|is|\+|and|plus)|\W*$)",
                    low,
                )
                or re.search(
                    r"\b(?:leave|walk away|go home|send|sends|hand(?:s|ed)? over|e-?mailed|handed)\b", near
                )
                or (completion and re.match(r"\W*(?:your|the|an?) ", low))
            )
            and not handed_in
            and setting(sentence.block) != "asked"
        ):
            yield Claim(
                "certificate", raw, sentence.text, "outcomes.certificate_offered", "yes", order, strength
            )
            return
        if (completion and (offered or setting(sentence.block) != "asked")) or (
            offered and re.search(r"\b(?:end|complet\w+|conclusion|finish\w*|upon)\b", low)
        ):
            yield Claim(
                "certificate", raw, sentence.text, "outcomes.certificate_offered", "yes", order, strength
            )
            return
