"""Demands that settle for whole groups who is eligible: enrolled, employed, trained, a graduate, of certain schools.

Each is kept as the first sentence that makes it; pipeline/extract/audience.py says what follows from them. A demand
counts where it is said of the applicant: under a heading, lead or label that asks who may come, or by the grammar of
its sentence. What the page says of its own staff is no demand.
"""

from __future__ import annotations

from pipeline import regex as re
from pipeline.extract.findings import Findings, note
from pipeline.extract.people import WORDS, mentions, parties
from pipeline.extract.scope import side
from pipeline.extract.stance import REFUSING_HEADING, WELCOMING_HEADING, verbs, verdict
from pipeline.model import Sentence

WHO = re.compile(
    r"eligib|\bwho\b|\bwhom\b|is this (?:\w+ ){0,3}(?:for|right)|\bfor me\b|(?:do|would|can|could) (?:i|we|you) (?:\w+ )?(?:qualif|apply|come|rotate|observe)"
    r"|audience|\bopen to\b|qualif|prerequisite|requirement|criteria|categories|designed for|intended for|(?:must|should):?$|(?:observers?|applicants?|candidates?|participants?|visitors?|fellows?|scholars?|externs?)(?: must| should|$|:)"
    r"|you are|conditions|\bstanding\b|^degree|^education|minimum education|definitions?|^status$|background|^level"
)
"""Headings, leads, terms and first cells under which a sentence describes the applicant."""
SAID_OF_APPLICANTS = re.compile(
    r"\bmust\b|\bshall\b|\brequired?\b|\bshould\b|\bneed(?:s|ed)?\b|\beligib|\bonly\b|applicants?\b|candidates?\b|\bobservers?\b|\bvisitors?\b|\bparticipants?\b|\bexterns?\b|\bscholars?\b|\bfellows?\b"
    r"|\bfor (?:any |all )?(?:physicians?|doctors?|surgeons?|clinicians?|specialists?|those|people|individuals|persons|holders|graduates|anyone)\b|\bopen to\b|\ba person who\b|\bif you\b|\byou (?:have|are|hold)\b|\bwe ask that\b|\bavailable to\b|\blimited to\b|\bwelcom|\binvit|\bhosts?\b"
)
OF_STAFF = re.compile(
    r"\b(?:our|director|directs|chair(?:man|woman)?|founder|preceptors?|attendings?|supervis\w+|sponsor|mentor|dr\.|professor|staff physicians?|licensed board)\b"
)
DEGREE_NAME = (
    r"(?:m\.?d\.?(?![\w-])|mbbs|m\.b\.?,? ?b\.s\.?|mb ?bch|mbchb|(?:\w+ )?medical degree|degree in medicine|medical qualification|primary medical degree"
    r"|doctor of medicine|degree of m\.?d\.?|medical doctorate|medical doctor degree)"
)
DEGREE_HELD = re.compile(
    rf"\b(?:hold|holds|holding|needs?|requires?|holders? of|possess(?:es|ing)?|has|have|having|with|earned|received|obtained|awarded|completed|conferred)\b(?: already| been| also| earned| obtained| received| completed)*"
    rf" (?:an? |the |their |his or her |your |any )?(?:(?:accredited|foreign|international|valid|recogni[sz]ed|full|doctoral|completed|earned) ){{0,3}}{DEGREE_NAME}"
    r"|\b(?:have|has|having|already|who|must have|be|you|you've) (?:already )?(?:finished|completed|graduated from) (?:an? |the |their )?(?:foreign |international |accredited |recogni[sz]ed )*(?:med(?:ical)? school|school of medicine|medical studies|medical education|medical college)"
    r"|\bcompletion of (?:an? |the |your |their )?(?:foreign |international |accredited )*(?:medical school|medical degree|medical studies|medical education)"
    r"|\b(?:graduation|graduated|graduate) (?:from|of) (?:an? |any |the )?(?:[\w\-]+ ){0,4}(?:med(?:ical)? school|school of medicine|medical college|faculty of medicine)"
    r"|\b(?:be|is|are|as) (?:an? )?(?:already )?(?:m\.?d\.?|mbbs)(?! (?:student|candidate|program|or do stud))\b"
)
DEGREE_ITEM = re.compile(
    rf"^\W*(?:minimum )?(?:requirements?|eligibility|qualifications?|prerequisites?|criteria|education): (?:an? |the |foreign )*{DEGREE_NAME}(?=[,;.]|$)|^\W*(?:an? |the |foreign |international |minimum of (?:an? )?)*{DEGREE_NAME}[\w.,/() ]{{0,40}}?(?:\bdegree|\bequivalent|\bequal|\bpassed|\bearned|\bfrom (?:an?|any)\b|\brequired|\bconferred|\bobtained)|^\W*{DEGREE_NAME}\W*$"
)
NO_DEGREE_HELD = re.compile(
    r"\b(?:not|never|without|candidates? for|pursuing|toward|expected|before|prior to|until|curriculum|students?|program leading)\b|n't\b"
)
DEGREE_STEMS = ("m.d", "md", "mbbs", "b.s", "mbch", "medical", "medicine", "bch", "med school")


def of_applicants(sentence: Sentence, low: str, under: str) -> bool:
    """Is what the sentence demands demanded of the applicant?"""
    block = sentence.block
    above = (block.lead or (block.trail[-1] if block.trail else "")).lower()
    return bool(WHO.search(under) or WHO.search(above) or SAID_OF_APPLICANTS.search(low))


def degree_held(sentence: Sentence, low: str, under: str) -> re.Match[str] | None:
    """ "Must hold the MBBS", "M.D. or equivalent" under a heading that asks who may come: the applicant has graduated."""
    if not any(map(low.__contains__, DEGREE_STEMS)) or sentence.block.kind == "heading":
        return None
    match = DEGREE_HELD.search(low) or DEGREE_ITEM.search(low)
    if match is None or not of_applicants(sentence, low, under):
        return None
    around = low[max(0, match.start() - 70) : match.end() + 12]
    if OF_STAFF.search(low[max(0, match.start() - 60) : match.start()]) or NO_DEGREE_HELD.search(around):
        return None
    if LESSER_DEGREE.search(low[match.end() :]) or ENROLLED_OR.search(low):
        return None
    return match


DOCTORATE = re.compile(
    r"\b(?:hold|holds|holding|holders? of|have|has|having|with|possess\w*|earned|received|completed|obtained|need|needs|require[sd]?|must be|for) (?:already )?(?:earned |received |completed |obtained )?(?:an? |the |their )*(?:(?:m\.?d\.?|medical)(?:,? or |, |/| and/or )(?:an? )?ph\.?d|ph\.?d\.?(?:,? or |, |/| and/or )(?:an? )?m\.?d|(?:terminal |earned )?doctoral degree|doctorate)"
    r"|^\W*(?:an? )?(?:doctoral degree|doctorate|m\.?d\.?(?:,? or |, |/)ph\.?d)"
)
LESSER_DEGREE = re.compile(
    r"^[\w ,.()/]{0,60}\b(?:or|and/or) (?:an? |the |some |at least )*(?:bachelor|undergraduate degree|b\.?[as]\.?\b|college degree|associate|master'?s|(?:current(?:ly)? |be )*(?:enrol|studying|in medical school))"
)
"""Where a lesser degree, or enrolment, does as well, students are not shut out."""


def demand(name: str) -> re.Pattern[str]:
    return re.compile(r"(?:^|(?<=\W))(?:" + "|".join(WORDS[name]) + ")")


ENROLLED, EMPLOYED, TRAINED, SEEKERS, LIMITS, STUDENT_MARKS = (
    demand(n) for n in ("enrolled", "employed", "trained", "seekers", "limits", "student_marks")
)
ENROLLED_STEMS = (
    "year", "enrol", "standing", "senior", "pursuing", "progress", "toward", "graduating", "before graduat", "not have graduat", "dean", "home", "m4", "ms4", "ms-", "studying", "candidate", "registered", "matric", "clerkship", "attending a", "attend a", "status", "rotations", "time student", "degree", "years of", "for credit", "academic credit",
)  # fmt: skip
EMPLOYED_STEMS = (
    "employ", "practic", "practis", "appoint", "position", "licens", "licenc", "return", "board", "trained", "residency", "training", "faculty", "letter", "qualified", "registered", "established", "experienced", "senior", "career", "sponsored", "supported", "nominated", "recommended", "released", "home", "current institution", "own institution", "sabbatical", "leave of", "proof of", "staff of", "staff at", "affiliated", "attached", "working", "resum", "job", "hold", "go back", "going back", "attending", "within",
)  # fmt: skip
SEEKER_STEMS = (
    "residenc", "graduate medical", "postgraduate", "post-graduate", "clinical experience", "usce", "training", "fellowship", "match", "hands-on", "gme", "rotations", "between", "usmle", "eras",
)  # fmt: skip
ACCREDITED = re.compile(
    r"\b(?:(?:pursuing|candidates? for|enrolled in|earning|toward) an? (?:m\.?d\.?|doctor of medicine) or (?:an? )?(?:d\.?o\b\.?|doctor of osteopath\w+)|lcme|liaison committee|coca\b|commission on osteopathic|aoa[- ]accredited|american osteopathic|(?:u\.s\.|u~|united states|american|canadian)(?:[ ,/&\-]+(?:and|or|canadian|m\.?d\.?|d\.?o\.?|allopathic|osteopathic|medical|accredited|based|lcme|coca)\b\.?){1,7}[ -]+(?:schools?|programs?|students?|institutions?|colleges?)|(?:u\.s\.|u~) (?:medical|md|allopathic|lcme|accredited) (?:and osteopathic |or do |and do )?(?:schools?|students?)|medical school in the (?:united states|u\.s\.|u~)|(?:enrolled|matriculated|studying|registered) (?:[\w,\-]+ ){0,9}(?:programs?|schools?|universit(?:y|ies)|colleges?|institutions?) (?:located )?(?:in|within) the (?:united states|u\.s\.|u~))"
)
CIRCLE_STEMS = (
    "only",
    "solely",
    "unless",
    "must",
    "limited to",
    "restricted",
    "exclusiv",
    "through",
    "agreement",
    "schools",
    "universit",
    "institution",
    "nominated",
    "requires",
    "member of",
    "not a vslo",
)
SCHOOL_STEMS = (
    "do ",
    "d.o",
    "lcme",
    "liaison committee",
    "coca",
    "osteopathic",
    "aoa",
    "u.s.",
    "u~",
    "united states",
)
MARK_STEMS = (
    "home",
    "your ",
    "dean",
    "registrar",
    "student affairs",
    "credit",
    "transcript",
    "curriculum",
    "student perf",
    "core ",
    "requisite",
)
LIMIT_STEMS = (
    "partner", "affiliat", "sister", "exchange", "consorti", "reciprocal", "collaborat", "approved", "participating",
    "designated", "selected", "member", "memorandum", "mou", "bilateral", "agreement", "following", "listed", "these",
    "named", "below", "specific", "select", "certain", "limited number", "small number", "vslo", "ghlo", "vsas", "aamc",
    "sponsor", "referred", "nominated", "recommended", "invit", "relationship", "known to", "personal", "citizen",
    "national", "permanent", "twinning", "contract",
)  # fmt: skip
SPONSORED_ONLY = re.compile(
    r"only [\w ]{0,30}(?:accepts?|welcomes?|considers?|hosts?)?[\w ,]{0,50}(?:faculty[- ]sponsored|referred by|sponsored by|invited by|nominated by|recommended by)|(?:faculty[- ]sponsored|by invitation|invitation) only|only faculty"
)
AGE = re.compile(
    r"(?:at least|over|minimum of|be|age[ds]?) (?:1[5-9]|eighteen|sixteen)(?: years)?|(?:1[5-9]|eighteen|sixteen) (?:years|or older|and older)"
)
CONDITIONAL = re.compile(
    r"\bif (?:an? |you are |the |they are |he or she is |a prospective |currently |applicable|still |enrolled|employed)"
)
IF_REFUSED = re.compile(
    r"\bif you (?:already |have already |have |are |hold |are already |want |wish |seek )"
)
NOT_APPLY = re.compile(
    r"\b(?:not in this program|not for you|(?:do not|don't) ask|unable to accommodate|(?:can't|cannot|can not|won't|will not|unable to|do not|don't) (?:enroll|enrol|take|accept|consider|host|place|admit)|belong (?:with|in|to)|not eligible|do not apply|may not apply|cannot apply|should not apply|not be (?:eligible|considered|accepted)|ineligible|need not apply|does not meet|(?:should|must|please|may|can) (?:look|apply|seek|go|search|inquire) elsewhere|(?:should|must) look (?:for|to) (?:another|other)|(?:should|must) not (?:use|apply|enter|come|request|submit)|may not use (?:this|our)|asked not to (?:use|apply|submit|request|write)|(?:please )?(?:do not|don't) use (?:this|our)|(?:will be|are) (?:\w+ly )?(?:declined|rejected|refused))"
)
TRAINED_ELSEWHERE = re.compile(
    r"\b(?:residency|fellowship|residents?)\b[^.;]{0,50}\b(?:outside|abroad|overseas|home|own|another country|other countries|foreign)\b"
)
"""A place in a programme of another country is a demand of enrolment there."""
NOT_THEY = re.compile(r"\b(?:not|never|neither|nor|without|or)\b|n't\b")
IN_RESIDENCY = re.compile(r"\b(?:residents?|fellows?|trainees?)\b[\w ,]{0,40}\benrolled in\b")
OF_RESIDENTS = re.compile(r"\b(?:residents?|fellows?|residency|registrars?)\b[\w ,]{0,25}$")
GOOD_STANDING = re.compile(r"good (?:academic )?standing")
STUDENT_OR_GRADUATE = re.compile(
    r"\b(?:must be|should be|applicants? (?:are|is|may be|can be)|need to be|have to be|open to|if you are|for) (?:an? |any |all )?(?:(?:current|enrolled|medical|international|foreign|senior) )*(?:medical )?students? (?:or|and) (?:an? )?(?:recent |medical (?:school )?)*graduates?(?= *(?:$|[.,;(]|of\b|from\b|who\b|with\b|and\b))"
)
EXPERIENCE_DEMANDED = re.compile(
    r"\b(?:must|required?|requires|needs?|should|minimum|at least)\b[^.;]{0,60}\b(?:months?|years?) of (?:\w+ ){0,2}(?:u\.s\.|u~|us|united states|american) clinical experience\b"
)
"""What a residency asks of its applicants."""
FOR_THE_RESIDENCY = re.compile(
    r"\b(?:apply|applying|applications?|applicants?) (?:to|for) (?:the|our|an?|its|this) (?:[\w\-]+ ){0,4}(?:residency|residencies)\b"
)
ENROLLED_OR = re.compile(
    r"\b(?:enrolled|studying|matriculated|registered) (?:in|at)?[\w ,]{0,40}\bor\b (?:be |have )?(?:an? |the )?(?:recent )?graduate|\bgraduates?(?:d)?\b[\w ,]{0,60}\bor (?:be |are |is )?(?:currently |presently )?(?:enrolled|studying|attending|an? student|students?)\b|\bstudents? or (?:an? )?(?:recent )?graduates?\b"
)
"""Students and graduates alike."""
DOCUMENT_CHOICE = re.compile(
    r"\bor (?:an? |your |their )?(?:medical )?(?:diploma|degree|graduat(?!e (?:program|stud|school|degree|level|train|medical|course)))"
    r"|\bor\b[\w ,]{0,30}\b(?:graduat(?!e (?:program|stud|school|degree|level|train|medical|course))|diploma|degree certificate)"
)
RESIDENT = re.compile(
    r"\brotators?\b|\bresidents?\b|\bresidency\b|\bfellows?\b|\bemploy|\bappointed|\btrainee"
)
RESIDENT_OR_PHYSICIAN = re.compile(
    r"\bif (?:an? |you are (?:an? )?)?(?:resident|physician|practi[cs]ing|doctor|clinician|professional|trainee)"
)
MUST_BE = re.compile(
    r"\bmust (?:be|have|hold)\b|\bonly\b|^\W*be (?:an? )?|applicants? (?:are|must)|observers? (?:are|must be)|limited to|designed for|intended for|is for"
)
DIRECTS = re.compile(
    r"\b(?:directs|director|preceptors?|attending|our |supervis\w+|dr\.|professor|under|licensed board)\b"
)
ACGME = re.compile(r"\bacgme\b|accreditation council")
GRADUATE_STEMS = (
    "graduat", "degree", "diploma", "mbbs", "medical education", "medical studies", "img", "fmg", "qualification", "medical school",
)  # fmt: skip
GRADUATE_DEMAND = re.compile(
    r"(?:must|should|have to|need to|required to|applicants? (?:are|must be|should be)|^)\s*(?:\W )?(?:be |have |been |already |currently )*(?:an? |the )?(?:graduated? (?:of|from)\b|graduates (?:of|from)\b|international medical graduates?|foreign medical graduates?|imgs?\b|fmgs?\b|medical (?:school )?graduates?|graduates? of|physicians? who (?:have )?graduated|completed medical school|recent graduate)"
    r"|\b(?:granted|available|open|offered|limited|restricted) (?:only |exclusively )?to (?:one |two |\d |only |qualified )*(?:foreign |international )*medical (?:school )?graduates?\b(?! and| or|,|/)"
    r"|\b(?:for|to) (?:imgs?|international medical graduates|foreign medical graduates) only|only (?:for|to) (?:imgs?|international medical graduates|foreign medical graduates)|graduates only\b"
    r"|\b(?:m\.?d\.?|mbbs|medical|physician)(?:,? \(?or equivalent\)?)? (?:degree|diploma|qualification)s?[\w ,]{0,30} (?:from|at|in|of) (?:an? |any )?(?:\w+ ){0,3}(?:foreign|international|outside|non-u)|\b(?:received|hold|have|obtained|earned|with) (?:an? |their |your )?mbbs\b|(?:obtained|received|earned|completed) (?:their|your|his or her|a|the) medical (?:degree|education|studies) (?:abroad|outside|overseas|in another)"
    r"|\bwe mean physicians who (?:have )?(?:finished|completed|graduated)"
)
ECFMG = re.compile(r"\becfmg (?:certif|eligib)|\becfmg-certified|certified by (?:the )?ecfmg|valid ecfmg")
HOLDS_DEGREE = re.compile(
    r"\b(?:already (?:hold|have|possess|earned|received|been awarded|graduated)|(?:have|has|had) (?:already )?(?:graduated|received (?:an? |your |their )?(?:md|m\.d\.|mbbs|medical degree))|i (?:have )?(?:already )?graduated|hold(?:s|ing)? an? (?:md|m\.d\.|mbbs|medical degree)|completed medical school|am (?:an? )?(?:\w+ ){0,3}graduate|after (?:i )?graduat)"
)
PERSONS = re.compile(
    r"individual|those|applicant|physician|candidate|graduate|anyone|people|person|student|observer|doctor|\bwho\b|\byou\b|trainee|clinician|\bimgs?\b|visitors"
)
FIRST = 45
"""Characters from the start of an item within which the people named are its subject."""


def demands(findings: Findings, sentence: Sentence, low: str, introduction: str, under: str) -> None:
    conditional = "if " in low and "only if " not in low and bool(CONDITIONAL.search(low))
    of_fees = mentions(
        low, ("fee", "tuition", "pay", "cost", "charge", "prefer", "priorit", "waive")
    ) and bool(OF_FEES.search(low))
    if IF_REFUSED.search(low) and NOT_APPLY.search(low):
        if match := HOLDS_DEGREE.search(low):
            findings.people.append(note("graduate", "refuse", sentence, match, 3))
        if findings.seekers is None and (match := SEEKERS.search(low)):
            findings.seekers = note("", "refuse", sentence, match, 3)
    if (
        findings.seekers is None
        and mentions(low, ("residen", "clinical exp"))
        and (match := NO_STEPPING_STONE.search(low))
    ):
        findings.seekers = note("", "refuse", sentence, match, 3)
    if findings.seekers is None and mentions(low, SEEKER_STEMS):
        seekers(findings, sentence, low)
    enrolled = ENROLLED.search(low) if mentions(low, ENROLLED_STEMS) and not conditional else None
    employed = EMPLOYED.search(low) if mentions(low, EMPLOYED_STEMS) else None
    if employed and conditional and not RESIDENT_OR_PHYSICIAN.search(low):
        employed = None
    if (
        employed
        and "return" in employed[0]
        and re.search(r"\bstudent", low)
        and not RESIDENT_OR_DOCTOR.search(low)
    ):
        employed = None
    if employed and any(
        party.named("student") and party.start <= employed.start() < party.end for party in parties(low)
    ):
        employed = None
    if employed and low[: employed.start()].endswith((" not ", " not currently ")):
        employed = None
    if employed and denied(low, employed):
        employed = None
    if employed and OR_FORMER.match(low[employed.end() :]):
        employed = None
    applies = not conditional and mentions(low, EMPLOYED_STEMS)
    if (
        findings.trained is None
        and applies
        and (match := TRAINED.search(low))
        and not DIRECTS.search(low[: match.start()])
        and demanded(sentence, low, under)
        and not denied(low, match)
    ):
        findings.trained = note("", "offer", sentence, match, 3)
    if enrolled and (
        low[max(0, enrolled.start() - 12) : enrolled.start()].rstrip().endswith(("our", "own", "not", "than"))
        or "high school" in low
    ):
        enrolled = None
    if enrolled and ("@" in low or POINTED_AWAY.search(low) or students_sent_away(low)):
        enrolled = None
    if (
        findings.either is None
        and "graduat" in low
        and "student" in low
        and not conditional
        and (match := STUDENT_OR_GRADUATE.search(low))
        and not NOT_THEY.search(low[: match.end()].replace(" or ", " "))
        and not denied(low, match)
    ):
        findings.either = note("", "offer", sentence, match, 2)
    if enrolled and (match := DOCUMENT_CHOICE.search(low)):
        enrolled, findings.either = None, findings.either or note("", "offer", sentence, match, 2)
    if employed and re.search(
        r"\b(?:attending|our|supervis\w+|preceptors?|faculty|hosts?|with|by|under|from|of|between|alongside|shadow\w*|observe|among|who is an?|is an?) (?:(?!is |are |for |to |welcomes |open |if |they )[\w\-]+ ){0,3}$",
        low[: employed.start()],
    ):
        employed = None
    if enrolled and re.match(r"[\w ]{0,25}(?:residency|fellowship|residents?\b)", low[enrolled.end() - 8 :]):
        abroad = TRAINED_ELSEWHERE.search(low[enrolled.end() - 8 :])
        employed = employed or (enrolled if abroad and not NOT_THEY.search(low[: enrolled.start()]) else None)
        enrolled = None
    if enrolled and GOOD_STANDING.search(enrolled[0]) and RESIDENT.search(low):
        employed = employed or (
            enrolled if re.search(r"standing (?:at|in|with) (?:their|your|an?|the) ", low) else None
        )
        enrolled = None
    if enrolled and "student" not in low and OF_RESIDENTS.search(low[: enrolled.start()]):
        enrolled = None
    if enrolled and enrolled[0].endswith("in ") and IN_RESIDENCY.search(low) and "student" not in low:
        employed, enrolled = employed or enrolled, None
    if enrolled and employed is None and re.search(r"\bemployed\b|\bappointed\b", low):
        employed = enrolled
    if (
        employed
        and findings.practising_only is None
        and not conditional
        and MUST_BE.search(low)
        and not re.search(r"enrolled|student", low)
    ):
        findings.practising_only = note("", "offer", sentence, employed, 3)
    if (
        findings.student_mark is None
        and not conditional
        and mentions(low, MARK_STEMS)
        and (match := STUDENT_MARKS.search(low))
    ):
        findings.student_mark = note("", "offer", sentence, match, 1)
    if employed and findings.employed is None:
        findings.employed = note("", "offer", sentence, employed, 3)
    if enrolled and findings.enrolled is None and not (employed and re.search(r"\bor\b", low)):
        findings.enrolled = note("", "offer", sentence, enrolled, 3)
    if (
        findings.accredited is None
        and not of_fees
        and mentions(low, SCHOOL_STEMS)
        and (match := ACCREDITED.search(low))
        and accredited_demand(low, match)
    ):
        findings.accredited = note("", "offer", sentence, match, 3)
    if (
        findings.graduates_only is None
        and sentence.block.kind != "heading"
        and mentions(low, GRADUATE_STEMS)
        and (match := GRADUATE_DEMAND.search(low))
        and not denied(low, match)
        and not ENROLLED_OR.search(low)
    ):
        rest = low[match.end() : match.end() + 60]
        asked = (
            match.start() > 0
            or "degree" in match[0]
            or match[0].startswith(("granted", "available", "open", "offered", "limited", "restricted"))
            or WELCOMING_HEADING.search(
                (
                    sentence.block.lead
                    or (introduction if introduction != sentence.low else "")
                    or " ".join(sentence.block.trail[-1:])
                ).lower()
            )
        ) and not (FOR_THE_RESIDENCY.search(low) or EXPERIENCE_DEMANDED.search(low))
        if (
            asked
            and not re.search(r"\bnot\b|\bgraduates? (?:of|from) (?:our own|our (?:medical )?school)\b", low)
            and not re.search(r"high school|college|\bprogram|student", rest[:25])
            and "students" not in low[: match.start() + 1]
        ):
            findings.graduates_only = note("", "offer", sentence, match, 3)
    if (
        findings.graduates_only is None
        and not conditional
        and not NOT_APPLY.search(low)
        and (match := degree_held(sentence, low, under))
        and not denied(low, match)
    ):
        findings.graduates_only = note("", "offer", sentence, match, 3)
    if (
        findings.doctorate is None
        and mentions(low, ("doctoral degree", "doctorate", "ph.d", "phd"))
        and not conditional
        and (match := DOCTORATE.search(low))
        and of_applicants(sentence, low, under)
        and not NO_DEGREE_HELD.search(low[max(0, match.start() - 70) : match.end() + 12])
        and not LESSER_DEGREE.search(low[match.end() :])
        and not OF_STAFF.search(low[: match.start()])
    ):
        findings.doctorate = note("", "offer", sentence, match, 3)
    if (
        findings.anyone is None
        and mentions(low, ("any individual", "any person", "anyone", "the public", "open to all"))
        and (match := AGE.search(low))
        and re.search(r"\bany (?:individual|person)|\banyone\b|members of the public|open to all", low)
        and not re.search(r"\bnot\b|under (?:the age|1[68])|\bstudent", low)
    ):
        findings.anyone = note("", "offer", sentence, match, 3)
    if findings.sponsored_only is None and "only" in low and (match := SPONSORED_ONLY.search(low)):
        findings.sponsored_only = note("", "offer", sentence, match, 3)
    if (
        findings.service is None
        and mentions(low, ("vslo", "vsas", "visiting student"))
        and (match := SERVICE.search(low))
    ):
        findings.service = note("", "offer", sentence, match, 2)
    if (
        findings.acgme is None
        and not of_fees
        and mentions(low, ("acgme", "accreditation council"))
        and (match := ACGME.search(low))
        and RESIDENT.search(low)
        and re.search(
            r"accepts?\b|\btakes?\b|\bmust\b|\bonly\b|eligib|come from|(?:may|can) (?:request|apply|rotate|visit|do|take|spend|participate|join|arrange|be)|enrolled in|open to|limited to|welcom|for residents|residents (?:from|of|in|at|enrolled)",
            low,
        )
        and not re.search(r"competenc|or other|or abroad|equivalent|may qualify|fellowship\)", low)
    ):
        findings.acgme = note("", "offer", sentence, match, 3)
    if (
        findings.region is None
        and not conditional
        and mentions(low, ("school", "universit", "college", "facult", "countries", "citizen", "national"))
        and (match := SCHOOL_OF_REGION.search(low))
        and demanded(sentence, low, under)
        and not NOT_THERE_ONLY.search(low)
    ):
        findings.region = note("", "limit", sentence, match, 3)
    if (
        findings.region is None
        and not conditional
        and (match := of_residents(low))
        and demanded(sentence, low, under)
        and not re.search(r"\bstudents?\b|fellows\b", low)
    ):
        findings.region = note("", "limit", sentence, match, 3)
    if (
        findings.citizens is None
        and "citizen" in low
        and not conditional
        and (match := CITIZENS.search(low))
        and ONLY_THEY.search(low)
        and not NO_PAPERS_NEEDED.search(low)
        and (demanded(sentence, low, under) or mentions(low, ("limited to", "restricted to", "reserved")))
    ):
        findings.citizens = note("", "limit", sentence, match, 3)
    if (
        findings.us_trained is None
        and "residen" in low
        and not conditional
        and (match := US_RESIDENCY_DONE.search(low))
        and demanded(sentence, low, under)
        and not re.search(r"\bor (?:other|equivalent|abroad)|equivalent|\bdirector|faculty|\bour\b", low)
    ):
        findings.us_trained = note("", "offer", sentence, match, 3)
    if (
        findings.certified is None
        and "ecfmg" in low
        and (match := ECFMG.search(low))
        and not NOT_APPLY.search(low)
        and not re.search(
            r"if applicable|if available|where applicable|not required|no ecfmg|prefer|recommend|not (?:need|necess)",
            low,
        )
    ):
        findings.certified = note("", "offer", sentence, match, 2)
    if (
        findings.partners is None
        and not of_fees
        and (match := limits(low, PARTNERS))
        and PARTNER_DEMAND.search(low)
        and side(low) != "domestic"
        and not TO_BE_MADE.search(low)
        and "not affiliated" not in low
    ):
        findings.partners = note("", "limit", sentence, match, 2)
    if (
        findings.limit is None
        and not of_fees
        and mentions(low, ("only", "limited", "restricted", "reserved", "eligible", "list"))
        and (match := NAMED_SCHOOLS.search(low))
    ):
        findings.limit = note("", "limit", sentence, match, 3)
    if (
        findings.limit is None
        and not of_fees
        and mentions(low, CIRCLE_STEMS)
        and (match := limits(low))
        and CLOSED_CIRCLE.search(low)
        and not TO_BE_MADE.search(low)
        and not (side(low) == "domestic" and SERVICE.search(low))
    ):
        findings.limit = note("", "limit", sentence, match, 3)


OF_FEES = re.compile(
    r"\b(?:fees?|tuition|costs?|charges?|deposits?)\b[^.;]{0,40}\b(?:waived?|reduced|discount\w*|lower|not charged|does not apply|do not apply)\b"
    r"|\b(?:waived?|waives|reduced|discount\w*)\b[^.;]{0,40}\bfor\b|\b(?:do|does|need|will) not (?:have to )?(?:pay|be charged)\b|\bpays? (?:no|nothing|less|half)\b"
    r"|\b(?:preference|priority|preferred)\b[^.;]{0,70}\b(?:for|to)\b|\b(?:preference|priority) (?:is|are|will be) given\b"
)
"""Who pays less, or is taken first, is no condition of coming."""


def students_sent_away(low: str) -> bool:
    """Are all the students of the sentence sent to another office or page? What it says of them is no demand here."""
    named = parties(low)
    students = [party for party in named if party.named("student")]
    return bool(students) and all(verdict(low, p, named, verbs(low)).stance == "elsewhere" for p in students)


DENIED = re.compile(
    r"\b(?:no(?! longer than)|not(?! (?:limited to|only|just|merely))|never|nor|neither|cannot|can't|without|unless|except\w*|other than|regardless of|irrespective of|whatever|non)\b|n't\b"
)
UNNEEDED = re.compile(
    r"[\w ,]{0,40}\b(?:(?:is|are) not|isn't|aren't|need not|do not|don't|does not|doesn't|not|never) (?:be )?(?:\w+ly )?(?:required|needed|necessary|needs?|requires?|asked|demanded|matter|expected|mandatory)\b"
)
BOTH_WAYS = re.compile(r"\b(?:with or without|whether or not|regardless of|irrespective of)\b")
SENTENCE_PART = re.compile(r"[.;](?: |$)|,? \bbut\b|\bhowever\b")


def limits(low: str, named: re.Pattern[str] = LIMITS) -> re.Match[str] | None:
    """A condition that most do not meet, unless the clause says that there is none ("your school need not be a
    partner"). Two denials make a condition again ("schools without an agreement cannot apply")."""
    if not mentions(low, LIMIT_STEMS):
        return None
    for match in named.finditer(low):
        left = max((m.end() for m in SENTENCE_PART.finditer(low, 0, match.start())), default=0)
        after = SENTENCE_PART.search(low, match.end())
        right = after.start() if after else len(low)
        before = list(DENIED.finditer(low, left, match.start()))
        if UNNEEDED.match(low[match.end() : right]) or BOTH_WAYS.search(low[left : match.start()]):
            continue
        close = bool(before) and match.start() - before[-1].end() < 45
        denials = len(before) + len(DENIED.findall(low[match.end() : right]))
        if close and denials % 2:
            continue
        return match
    return None


REGION = "(?:" + "|".join(WORDS["regions"]) + ")"
OF_REGION = re.compile(
    rf"^[\w ]{{0,25}}?[ (](?:of|from|in|within|trained in|living in|practi[cs]ing in|based in|employed in|working in|graduated in) (?:an?y? |the |one of the )?{REGION}"
)
"""People of one part of the world, as the words after their name."""
SCHOOL_OF_REGION = re.compile(
    r"\b(?:must be|open (?:only )?to|limited to|restricted to|only) (?:an? )?(?:u\.s\.|u~|united states|american) (?:citizens?|nationals?)\b(?! or (?:hold|have|possess|obtain|visa))|"
    r"\bin (?:one of )?(?:the |these |those )?(?:eligible|following|named|listed) countries\b|"
    rf"(?:school|college|university|faculty|universities|schools)(?: of medicine| of medical sciences)? (?:in|of|from) (?:the )?{REGION}"
)
ELSEWHERE_THAN_HERE = r"(?:an? |the |any |one of the )?(?:other|another|foreign|different|developing|low|lower|middle|their|his|her|your|home|own|university|campus|on[- ]campus|student|dorm\w*|apartments?|housing|hotels?|hospital housing|u\.s|u~|united states|us\b|usa|america|north america|canada|countr|same)"
NEARBY = re.compile(
    r"\b(?:who|whose (?:\w+ ){0,2}(?:family|families|homes?|households?)|that|must|should|already|currently|presently|permanently|only|physicians|doctors|graduates|imgs|applicants|observers|candidates)\b[\w ]{0,20}\b(?:be )?(?:liv(?:e|es|ing)|resid(?:e|es|ing)|based|settled)(?: and (?:work|practi[cs]e|study))?(?: full[- ]time| permanently)?"
    rf" (?:locally|nearby|here\b|(?:in|within|near|inside) (?!{ELSEWHERE_THAN_HERE}))"
    r"|\b(?:live|reside|living|residing) (?:in|within) (?:the|our|this) (?:\w+ ){0,2}(?:county|counties|city|state|region|area|community|valley|borough|metro\w*)\b"
    r"|\b(?:local|area|county|city|state) residents?\b|\bresidents? of (?:our |this |the |greater )?(?:[\w.\-]+ ){0,3}(?:city|county|counties|state|town|region|area|borough|valley|island|community|metro\w*)\b|\b(?:our|the hospital's|its|local|immediate) (?:service|catchment|referral) area\b|\blocal address\b"
    r"|\b(?:live|reside|residence|address|home)\b[\w ]{0,20}\bwithin (?:\d+|\w+) miles\b"
)
CITIZENS = re.compile(
    r"\b(?:u\.s\.|u~|united states|american) (?:citizens?(?:hip)?|nationals?)\b|(?<!non-)\bcitizens?,? (?:or|and|,) (?:\w+ )?(?:permanent residents?|green[- ]card)\b|\bcitizens of the united states\b|\bgreen[- ]cards? or (?:u\.s\. |u~ )?citizen|\bpermanent residents?,? (?:or |and )?citizens\b"
)
ONLY_THEY = re.compile(r"\b(?:must|only|limited|restricted|reserved|open to|need|who are|have to|required)\b")
NO_PAPERS_NEEDED = re.compile(
    r"\b(?:whether|regardless|irrespective|included|including|even if|non-?immigrant|visas?|such as|[bfhj]-?[124]|esta|sponsor\w*|also|unless|if you are (?:not )?an?|not|never|no|non-?u\.s)\b|n't\b"
)
"""Words beside citizenship that make it no condition."""
LOCAL_STEMS = ("liv", "resid", "local", "service area", "catchment", "based", "settled", "miles", "area ")


PREFERRED = re.compile(
    r"\bprefer\w*|\bpriority\b|\bincluding\b|\bespecially\b|\bsuch as\b|\balso\b|\bwhether\b|\bif (?:they|you)\b"
)


def of_residents(low: str) -> re.Match[str] | None:
    """Only people who live near the hospital, or who are citizens: few graduates do."""
    if mentions(low, LOCAL_STEMS) and (match := NEARBY.search(low)) and not PREFERRED.search(low):
        return match
    if "citizen" in low and (match := CITIZENS.search(low)) and ONLY_THEY.search(low):
        return None if NO_PAPERS_NEEDED.search(low) else match
    return None


NOT_THERE_ONLY = re.compile(
    r"\b(?:prefer\w*|priority|including|especially|particularly|such as|e\.g|for example|like|outside|other than|except|not|any countr|all over|around the world|have come|past|alumni|previous\w*|elsewhere|other countr|worldwide)\b"
)


def of_one_region(low: str, rest: str) -> bool:
    """Does what follows the people (`rest` of `low`) say that they come from one part of the world only?"""
    return bool(OF_REGION.match(rest)) and not NOT_THERE_ONLY.search(low)


US_RESIDENCY_DONE = re.compile(
    r"\b(?:have|has|having|had|be|is|must) (?:successfully |already )?(?:complet|finish|graduat)\w+ (?:from |of )?(?:(?:their|his or her|your|an?|the|core) )?(?:[\w\-]+,? ){0,5}(?:residency|residencies)\b[\w ,()\-]{0,25} in the (?:united states|u\.s|u~)"
    r"|\b(?:have|has|having|had|must) (?:successfully |already )?(?:complet|finish|graduat)\w+ (?:from |of )?(?:their|his or her|your|an?|the|core) (?:[\w\-]+,? ){0,2}(?:acgme|u\.s\.|u~|united states|american)[- ](?:accredited |approved |based )?(?:[\w\-]+ ){0,4}residency"
)
PARTNERS = re.compile(
    r"\b(?:partner(?:ing)?|affiliated?|sister|exchange|reciprocal|collaborating) (?:\w+ ){0,2}(?:institutions?|schools?|universit\w+|colleges?|agreements?)|\baffiliation agreement|\bmemorandum of|\bmou\b|\bbilateral\b|\bagreements? (?:with|between) (?:\w+ ){0,3}(?:following|these|several|select|home|your|their|our|the|both|international|foreign)"
    r"|\bonly (?:accept|consider|through|via|from|students|schools|open|for)[^.]{0,60}\b(?:vslo|ghlo)\b|\bmust (?:apply|submit|use)\b[^.]{0,50}\b(?:vslo|ghlo)\b"
)
PARTNER_DEMAND = re.compile(
    r"following|these|\bmust\b|requir|\bonly\b|\bfrom\b|\bneed|limited|exist|in place|nominat|eligib|accept"
)
CLOSED_CIRCLE = re.compile(
    r"\bonly\b[^.]{0,90}(?:partner|affiliat|agreement|exchange|pre-?selected|schools? (?:with|that|which)|institutions? (?:with|that|which)|the following|member|sponsor|referred)"
    r"|\bsolely\b|\bunless\b|must have an? (?:\w+ ){0,3}agreement|must (?:be|come) (?:\w+ ){0,6}(?:member|partner|affiliat)|(?<!not )limited to|restricted to|exclusively|not a vslo|member of vslo|\bthrough (?:\w+ ){0,3}(?:agreements?|exchange|partnership)"
    r"|(?:schools?|universit\w+|institutions?|colleges?) (?:that|which|with which|with whom|with) (?:\w+ ){0,3}(?:ha(?:ve|s)|holds?|maintains?|an?|current|existing|formal|signed)|(?:agreement|affiliation|contract|mou)[\w ]{0,40} (?:is|are|must be) (?:required|in place|on file|executed|established|signed)|requires? (?:an?|that) [\w ,]{0,50}agreement|does not have an? (?:\w+ )?agreement|nominated by|are nominated"
)
TO_BE_MADE = re.compile(
    r"\b(?:\d+|thirty|sixty) (?:days|weeks|months)|prior to the start|before the (?:start|rotation|elective)|(?:can|may|could|must|will|to) (?:first )?(?:be )?(?:establish(?:ed)?|arranged?|initiated?|put in place|sign(?:ed)?|set up|executed?|enter(?:ed)? into|complete[d]?)\b|(?:'ll|will(?:ing)?|agrees?|able|ready)(?: to)? (?:sign|execute|enter|complete|establish)|to (?:request|establish|initiate) (?:an|the|said)"
)
NAMED_SCHOOLS = re.compile(
    r"only (?:be )?(?:able to )?(?:be )?(?:accept|consider|host|admit|take)\w* (?:(?:international|medical|visiting) )*(?:applicants?|students?|applications?|requests?) from (?!(?:the )?(?:lcme|u\.s|u~|students|accredited|medical schools|our website))"
    r"|(?:limited|restricted|reserved|open only|available only) (?:exclusively |only )?(?:to|for) (?:\w+ )?students (?:of|from|at) (?!(?:the |an? )?(?:\w+ )?(?:lcme|u\.s|u~|accredited|medical|other|abroad|foreign|international|outside|schools))"
    r"|\b(?:caribbean|international|foreign|off-?shore|overseas)\b[^.;]{0,40}: ?only\b"
    r"|(?:schools?|institutions?|universit(?:y|ies)) (?:(?:that|which) (?:is|are) )?not (?:listed|named|on (?:the|this|our) list)\b[^.;]{0,60}\b(?:not (?:eligible|accepted|able|considered)|unable|cannot|can't)"
    r"|eligible (?:international )?(?:institutions|schools) (?:include|are)|only (?:accepted|considered) from (?:the following|these)"
)
SERVICE = re.compile(r"\bvslo\b|\bvsas\b|visiting student (?:learning opportunities|application service)")
NO_STEPPING_STONE = re.compile(
    r"\b(?:may|can|must|should|do|does|will|are)(?: not|n't) (?:to )?seek\b[^.;]{0,40}\bresidenc\w+|\b(?:not|n't|never|no longer) (?:be )?(?:accepted|offered|available|provided|granted|arranged|hosted|taken|permitted|admitted|considered|approved)\b[^.;]{0,60}\b(?:obtain|gain|get|acquir|build|seek)\w*\b[^.;]{0,25}(?:clinical experience|\busce\b|residenc)|"
    r"\b(?:may|can|must|should|will|is|are)(?: not|n't)(?: to)? be used (?:to|for|as|in)\b[^.;]{0,60}(?:\bresidenc\w+|(?:u\.s\.|u~|american) clinical experience)|\b(?:not|n't|never) (?:intended|designed|meant|offered|to be used|to be seen) (?:as|to (?:serve|be|provide|lead|help|prepare|assist|support|enable|enhance))\b(?:u\.s\.|[^.;]){0,50}\b(?:residenc\w+|the match\b)"
)
"""A programme that is not meant to lead to a residency is not for those who seek one."""
POINTED_AWAY = re.compile(
    r"\bgo(?:es)? through\b|not (?:through )?this office|does not (?:govern|apply|cover|include|extend to|concern|pertain)|(?:is|are) not (?:an? )?eligible|(?:is|are) not (?:considered|accepted|admitted)|\bplaced solely\b"
)
RESIDENT_OR_DOCTOR = re.compile(r"\bresidents?\b|\bfellows?\b|physician|doctor|surgeon|clinician|specialist")
OR_FORMER = re.compile(
    r"[\w ,]{0,20}\bor (?:your |their |the |a )?(?:last|former|previous|most recent|dean|medical school|professor)\b"
)
"""A letter of the employer or of somebody else demands no employment."""


def demanded(sentence: Sentence, low: str, under: str) -> bool:
    """Said of the applicant: by the sentence's own words, or by the heading or lead that it stands under."""
    context = (sentence.block.lead or " ".join(sentence.block.trail[-1:])).lower()
    return bool(
        DEMAND.search(low)
        or WHO.search(under)
        or (sentence.block.kind == "paragraph" and WHO_WE.search(context))
        or (sentence.block.kind in ("item", "row", "term") and WELCOMING_HEADING.search(context))
    )


WHO_WE = re.compile(r"eligib|\bwho\b|for whom|qualif")
DEMAND = re.compile(
    r"^\W*for\b|\bmust\b|\bshould\b|required?\b|applicants?|candidates?|eligib|\bonly\b|observers|you (?:have|are)|open to|(?:designed|intended|meant|aimed|is|are) (?:for|at)\b|for (?:physicians|surgeons|doctors)|finished before|finished|done\b"
)
COUNTRY_FIRST = re.compile(r"u\.s|u~|united states|american|canadian")


def accredited_demand(low: str, match: re.Match[str]) -> bool:
    """ "At an LCME-accredited school" is a demand; "non-LCME", and what the LCME requires of the host, are not."""
    if (
        low[: match.start()].endswith(("non-", "non ", "not "))
        or "requires that" in low
        or "non-liaison" in low
    ):
        return False
    if COUNTRY_FIRST.match(match[0]):
        if re.search(
            r"(?:requirements?|polic(?:y|ies)|information|guidelines?|pages?|instructions)\b[^.;]{0,25}\bfor\b",
            low[: match.start()],
        ):
            return False
        named = match[0].endswith(("student", "students"))
        asked = r"\bmust\b|\bonly\b|accept|eligib|enrolled" + (
            "" if named else r"|matriculat|\byear|\bfor\b|\bat an?\b"
        )
        if not re.search(asked, low):
            return False
    if OF_TRAINEES.search(match[0]) or OR_ABROAD.search(low[match.start() : match.end() + 60]):
        return False
    around = low[max(0, match.start() - 90) : match.end() + 90]
    return bool(
        re.search(r"school|institution|student|program|college|medical|applicant|curricul|degree", around)
    )


OF_TRAINEES = re.compile(r"\bacgme\b|residenc|fellowship|training program")
OR_ABROAD = re.compile(
    r"\b(?:u\.s\.|u~|united states|america|american|canada)(?: (?:schools?|universit\w+|institutions?))?,? (?:or|and|and/or) (?:from |at |in |an? )?(?:abroad|overseas|elsewhere|foreign|international|another country|other countries|outside)"
)
FURTHER = re.compile(r"; |\bon the other hand\b|, but |\bwhereas\b|\bdoes not count\b|\bno bar\b")
"""Where the words about those who seek a residency end."""


HAD_ONE = re.compile(
    r"\b(?:complet\w+|finish\w+|done|did|undergone|already|passed|after|since|during|left|trained in|graduated from|been through) (?:[\w.~\-]+ ){0,4}$"
)
"""Whoever had a residency seeks none."""


def denied(low: str, match: re.Match[str]) -> bool:
    """Does the clause refuse those of whom `match` speaks ("physicians who have finished a residency are not eligible")?"""
    if re.search(r"\bnor\b[\w ]{0,60}$", low[: match.start()]):
        return True
    for verb in verbs(low):
        if verb.stance != "refuse":
            continue
        between = low[verb.end : match.start()] if verb.forward else low[match.end() : verb.start]
        ahead = verb.end <= match.start() if verb.forward else verb.start >= match.end()
        if ahead and len(between) < 110 and not ANOTHER_CLAUSE.search(between):
            return True
    return False


ANOTHER_CLAUSE = re.compile(
    r"[.;:]|\b(?:but|unless|until|without|except|other than|before|who (?:have|has|are|do) not|however|although|only|must|and (?:are|is|will|do|may|can))\b|n't\b|\band $"
)


def seekers(findings: Findings, sentence: Sentence, low: str) -> None:
    for match in SEEKERS.finditer(low):
        before = low[max(0, match.start() - 160) : match.start()]
        if match[0].startswith("residency") and HAD_ONE.search(before):
            continue
        told = [
            v for v in verbs(low) if v.forward and v.start < match.start() and match.start() - v.end < 150
        ]
        last = told[-1] if told else None
        heading = sentence.block.trail[-1].lower() if sentence.block.trail else ""
        refused = (
            (last is not None and last.stance == "refuse")
            or bool(NOT_APPLY.search(FURTHER.split(low[match.end() :], maxsplit=1)[0]))
            or bool(
                re.search(
                    r"\b(?:must|should|may|can) ?not (?:be |have )?(?:\w+ly )?$|\bnot (?:to |in order to |as a way to |a way to |meant to |here to )$|\bnot (?:for|intended|designed|suitable|appropriate|meant|available|accept)",
                    before,
                )
            )
            or (
                REFUSING_HEADING.search(sentence.block.lead.lower() or heading) is not None
                and match.start() < FIRST
            )
        )
        if refused and (
            PERSONS.search(before[-90:] + match[0])
            or "clinical experience" in match[0]
            or "usce" in match[0]
            or "seek" in match[0]
        ):
            findings.seekers = note("", "refuse", sentence, match, 3)
            return
