"""May the participant take part in care? A ban in so many words outranks a permission, a permission outranks
"observer only", and that outranks sentences in which the participant merely watches. Silence claims nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline import regex as re
from pipeline.extract.people import mentions
from pipeline.model import Claim, Section, Sentence

CARE = (
    r"(?:\bhands[- ]?on\b|\bdirect (?:patient|physical|clinical|hands|care|contact|medical)|\bpatient[- ](?:care|contact|interaction|management|treatment)|\bcontact with (?:any )?patients?"
    r"|\bcare (?:of|for|to) patients?|\b(?:care|treatment) of any patient|\bphysical(?:ly)? (?:exam|contact|engage|touch)|\b(?:examin|treat|touch|diagnos|interview|counsel|manag|advis|evaluat|assess)\w* (?:any |the |individual |with |or treat |or touch |or examine |a |no )*patients?"
    r"|\bpatient (?:examinations?|histor|procedures?)|\b(?:perform|assist)\w* (?:in |with |or assist (?:in|with) |any |medical |invasive |clinical |surgical |the )*(?:procedures?|surger)|\bmedical procedures|\bscrub(?:bing|s)?\b|\bmedical care\b|\bclinical care\b|\b(?:active|direct) (?:part|role|involvement|participation)|\bactive in patient"
    r"|\bprovid\w+ (?:any )?(?:medical |clinical |direct |patient )?(?:care|services|advice|treatment)|\bengag\w+ (?:with|in) (?:any )?(?:patients|clinical activit)|\binvolved in (?:the )?care|\b(?:take|taking|obtain\w*) (?:a |the )?(?:patient |medical )?histor|\bparticipat\w+ in (?:any )?(?:the )?(?:clinical (?:activit|care)|medical|treatment|procedures))"
)
"""Acts that bring the participant to the patient."""
DUTIES = r"(?:\b(?:writ|enter|plac|giv|mak|sign)\w* (?:any )?(?:\w+ ){0,3}(?:orders|notes|entries|in (?:the )?(?:patient|medical|chart)|charts|prescriptions?|the (?:medical )?record)|\bclinical (?:responsibilit|duties|decision)|\bpractic\w+ medicine|\btreatment decisions|\bservices to patients|\bresponsibilit\w+ for (?:any )?patient)"
"""Acts of a doctor in charge: their ban alone leaves supervised contact possible."""
NEGATIVE = r"(?:\b(?:no|not|never|without|nor|neither|cannot|nothing|prohibit\w*|forbid\w*|forbidden|prevents?|preclud\w*|unable to|exclud\w*|non|barred|restrict\w*|refrain\w*|(?:does|do|may|must|can|will|is|are|should|shall|could|would)n't)\b|non-)"
BAN = re.compile(NEGATIVE + r"[^.;]{0,90}?" + CARE + r"|\b(?:touch|examin|treat|see)\w* no patients?")
DUTY_BAN = re.compile(NEGATIVE + r"[^.;]{0,70}?" + DUTIES)
BANNED_AFTER = re.compile(
    CARE
    + r"[^.;]{0,70}?\b(?:(?:is|are|will be|be) (?:strictly |expressly |absolutely )?(?:not|prohibited|forbidden)|(?:not|never) (?:be )?(?:permitted|allowed|authorized|conducted|provided|offered|included|possible|part of)|prohibited|forbidden|not allowed)"
)
POCKETS = re.compile(
    r"hands?[- ]in[- ](?:the |their |your )?pockets?|hands?[- ]off\b|hands (?:stay|remain|are kept) in (?:the )?pockets?"
)
NOT_CARE_BAN = re.compile(
    r"not (?:only|just|limited to|interfere|jeopardi[sz]e|guarantee|necessarily|merely|simply|required)|no (?:fee|cost|charge|prior|later|more than|one|stipend|longer than)|without (?:the )?(?:consent|supervision|approval|permission|direct supervision)|not (?:be )?able to (?:judge|evaluate|assess)|not (?:disrupt|disturb|affect|delay)|unless|not have (?:a |an )?(?:established|adequate)|does not replace"
)
ONLY = re.compile(
    r"\b(?:observ(?:e|er|ers|ation|ational|ing)(?: (?:and|or|/) ?shadow(?:ing)?)?(?: status| experiences?| opportunit\w+| role| capacity| basis)?[ -](?:only\b|status\b|no more)|(?:only|strictly|solely|purely|exclusively|merely|limited to|restricted to|nothing but|no more than|entirely) (?:be )?(?:an? )?(?:clinical )?(?:observ\w+|shadow\w*|watch\w*)|shadow(?:ing)?[ -]only|only (?:to )?(?:observe|shadow|watch)|(?:do|can|may) no more than (?:observe|watch)|only (?:allowed|permitted) to (?:observe|watch|shadow))"
)
WATCHES = re.compile(
    r"(?:\b(?:to|will|may|can|and|or|who|must|by|opportunit(?:y|ies) to|you|observers?|participants?|visitors?|physicians?|students?|doctors|members?|they|you'll|get the chance to|come|could|able to|them|member|travels|on|in|of|for|through|experience|world|abroad|countries|states)\b[ ,:]{1,2}|^\W*|[;,] )(?:then |also |mostly |closely |directly |primarily |only |simply |be |both |physicians |first-?hand |actively )*"
    r"(?P<verb>observ(?:e|es|ing|ation of|ational)|shadow(?:s|ing)?|watch(?:es|ing)?)\b(?! (?:time|committee|program|experience agreement|application))"
)
WATCHED = re.compile(
    r"\b(?:care|patients?|procedures?|surger|operations?|clinic|rounds|physicians?|faculty|activities|doctors?|surgeons?|staff|practice|operating|consultation|diagnos|experts?|professional|department|team|members?|delivery|cases?|attending|residents?|provider|specialists?|healthcare|medicine|work\b|learn|listen|treatment|readings?|hospital|performing|preceptor|interact|counselors?|in action|medical|clinical|host|specimen|session|gross|attends|genetic|clinicians?|the u)"
)
NOT_PARTICIPANT = re.compile(
    r"\b(?:allow(?:s)? observation of|consent|permission to observe|faculty member who has observed|have observed you|closely observed|holidays?|observe (?:all|the) (?:rules|policies|regulations|confidentiality|hospital|dress)|must observe (?:all|the|hipaa)|to observe (?:in [\w ]+ )?(?:you )?must|wish(?:es|ing)? to (?:observe|shadow)|want(?:s|ing)? to (?:observe|shadow)|interested in (?:observing|shadowing)|would like to (?:observe|shadow)|(?:interested in|seeking|requesting|request) (?:a |an )?(?:shadow|observ)\w*|request to observe|apply to observe|observation (?:request|form|agreement|application)|patients? who (?:the|you)|watch (?:this|the|a) (?:short )?video|watch a|observ(?:e|ing|es) (?:the )?(?:student|trainee)|introduc\w+ the observer)\b"
)
PERMITS = re.compile(
    r"(?:^|(?<=\W))(?:"
    r"\bhands[- ]on\b(?! (?:research|lab|laboratory|simulation|workshop|sim\b|skills lab|cadaver|learning modules?|procedural workshop|technology|projects?|sessions? in))|\bparticipat\w* (?:\w+ ){0,3}in (?:\w+ ){0,3}(?:patient care|care of patients|the care of|patient management)|\b(?:take|taking) (?:an? )?(?:active )?part in (?:\w+ ){0,2}care|\bdirect patient (?:care|contact|interaction|exposure)|\bexamine patients\b|\b(?:take|taking|obtain|obtaining|perform|performing|conduct|conducting|practi[cs]e|do|complete|completing|hone) (?:\w+ ){0,3}(?:histor(?:y|ies)(?: and| &| taking|,| from|$| on)|physical exam|h&p|full histories|patient interviews|patient assessments)|\b(?:through|involv\w+ in|engage\w* in|immersed in|responsib\w+ for|assist\w* (?:in|with)|provid\w+) (?:\w+ ){0,2}patient care\b|\bactive (?:member|participant)s? (?:of|in) the (?:\w+ ){0,3}(?:team|care)|\b(?:function|act|serve|work|perform)s? (?:\w+ ){0,4}(?:as|at the level of) (?:an? )?(?:acting |sub-?)?intern|\btaking part in (?:clerking|histor)|\bwrite (?:\w+ ){0,3}(?:notes|orders)(?! .{0,20}not)|\b(?:interview|triage|manage|evaluate|assess|follow|carry) (?:and (?:\w+ )?)?(?:(?:their|your|own|a|panel|of|assigned|several|new) )*patients\b|patient contact\b"
    r")"
)
PERMIT_NOT = re.compile(
    r"\b(?:simulat|research lab|bench|laboratory techniques|mannequin|manikin|residents? (?:will|are)|our residents|faculty (?:will|are)|attendings? (?:will|are)|learn\b|how (?:\w+ ){0,6}(?:takes?|performs?|examin|interact)|observ\w*|shadow\w*|watch\w*|learn (?:how )?to|learning|proficient|excellence in patient care|quality patient care|knowledge of|requirements?|years? of|policy|prior|previous|before applying|programs? (?:think|want|look|prefer|require|value)|definition|what is the difference|differs?|versus|vs\.?)\b"
)
EXAMPLES = re.compile(
    r"\bmay not\b|\bnot allowed|\bnot permitted|prohibit|restricted|\bdoes not\b|\bdo not\b|\bmust not\b|\bcannot\b|\bnot\b:?$|forbid|not to\b|exclud|limitations|no\b"
)
ALLOWED = re.compile(r"\b(?:may|can|permitted|allowed|will|able to|expected to|join in|opportunit|include)\b")
STEMS = (
    "hand",
    "observ",
    "shadow",
    "watch",
    "patient",
    "care",
    "histor",
    "procedure",
    "examin",
    "scrub",
    "direct",
    "touch",
    "clinical",
    "interview",
    "triage",
    "notes",
    "medicine",
    "orders",
    "intern",
)
OTHER_TYPE = {
    "observership": re.compile(r"\b(?:externships?|clerkships?|hands-on rotations?|electives?)\b"),
    "shadowing": re.compile(r"\b(?:externships?|clerkships?|electives?)\b"),
    "externship": re.compile(r"\b(?:observerships?|shadowing programs?|observers?)\b"),
    "elective": re.compile(r"\b(?:observerships?|shadowing|observers?)\b"),
    "sub_internship": re.compile(r"\b(?:observerships?|shadowing|observers?)\b"),
}
BANNED, PERMITTED, OBSERVER, WATCHING = 40, 30, 20, 10
"""Strengths, strongest first."""


HYPOTHETICAL = re.compile(
    r"^without [^,.]{2,40}you can|\bmay decide\b|\bdoes not have an?(?: \w+)? program|\b(?:does|do) not (?:currently )?(?:offer|provide|host|permit) (?:\w+ ){0,3}(?:observ|shadow|extern)"
)


def find(section: Section) -> Iterator[Claim]:
    found = list(read(section, section.sentences))
    yield from found
    if not found and section.shared:
        yield from read(section, section.shared)


def read(section: Section, sentences: Sequence[Sentence]) -> Iterator[Claim]:
    other = OTHER_TYPE.get(section.type_hint or "")
    for sentence in sentences:
        low = sentence.low
        if (
            len(low) < 8
            or not mentions(low, STEMS)
            or low.rstrip().endswith("?")
            or sentence.block.kind == "control"
            or HYPOTHETICAL.search(low)
        ):
            continue
        hit = ban(sentence, low)
        if hit and not mine(low, other, hit):
            hit = None
        if hit:
            yield claim(sentence, hit, "no", "taking_part_is_banned", BANNED)
            continue
        if (duty := DUTY_BAN.search(low)) and not NOT_CARE_BAN.search(duty[0]) and mine(low, other, duty):
            yield claim(sentence, duty, "no", "duties_are_banned", OBSERVER)
        hit = permission(sentence, low)
        if hit and mine(low, other, hit):
            yield claim(sentence, hit, "yes", "taking_part_is_offered", PERMITTED)
        if (hit := ONLY.search(low)) and mine(low, other, hit) and "not only" not in low:
            yield claim(sentence, hit, "no", "observer_only", OBSERVER)
        elif (hit := WATCHES.search(low)) and watching(sentence, low, hit) and mine(low, other, hit):
            yield claim(sentence, hit, "no", "participant_watches", WATCHING)


def claim(sentence: Sentence, hit: re.Match[str], value: str, rule: str, strength: int) -> Claim:
    raw = sentence.text[hit.start() : hit.end()].strip()
    return Claim("hands_on", raw, sentence.text, f"hands_on.{rule}", value, sentence.block.order, strength)


def mine(low: str, other: re.Pattern[str] | None, hit: re.Match[str]) -> bool:
    """False where the clause speaks of another kind of programme ("the externship is hands-on")."""
    if other is None:
        return True
    start = max(
        low.rfind(mark, 0, hit.start()) for mark in (". ", "; ", ", but ", ", the ", " while ", " whereas ")
    )
    return not other.search(low[max(0, start) : hit.end()])


def ban(sentence: Sentence, low: str) -> re.Match[str] | None:
    if hit := POCKETS.search(low):
        return hit
    hit = BAN.search(low) or BANNED_AFTER.search(low)
    if hit and not NOT_CARE_BAN.search(hit[0]):
        return hit
    block = sentence.block
    context = block.lead.lower() or (block.trail[-1].lower() if block.trail else "")
    if context and EXAMPLES.search(context) and not context.startswith(("no ", "know")):
        return re.search(CARE, low)
    return None


def permission(sentence: Sentence, low: str) -> re.Match[str] | None:
    hit = PERMITS.search(low)
    if not hit or PERMIT_NOT.search(low[max(0, hit.start() - 90) : hit.start()]):
        return None
    if re.search(r"\b(?:no|not|never|without|cannot|nor)\b", low[max(0, hit.start() - 60) : hit.start()]):
        return None
    if "hands" in hit[0] and re.search(r"residenc\w+ programs? |\bif\b.{0,40}\blicens", low):
        return None
    return hit


def watching(sentence: Sentence, low: str, hit: re.Match[str]) -> bool:
    if NOT_PARTICIPANT.search(low):
        return False
    return bool(WATCHED.search(low[hit.end() : hit.end() + 130]))
