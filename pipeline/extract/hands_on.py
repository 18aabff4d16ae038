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
    r"|\bpatient (?:examinations?|histor|procedures?)|\b(?:perform|assist)\w* (?:in |with |or assist (?:in|with) |any |an? |medical |invasive |clinical |surgical |the )*(?:procedures?|surger)|\bmedical procedures|\bscrub(?:bing|s in)?\b(?! attire| machines?| suits?| tops?| tech)|\bmedical care\b|\bclinical care\b|\b(?:active|direct) (?:part|role|involvement|participation)|\bactive in patient"
    r"|\bprovid\w+ (?:any )?(?:medical |clinical |direct |patient )?(?:care|services|advice|treatment)|\bengag\w+ (?:with|in) (?:any )?(?:patients|clinical activit)|\b(?:deliver|render|giv)\w* (?:any )?(?:patient |medical |clinical |direct |hands-on )?(?:care|treatment)\b|\b(?:see|speak|talk|converse|interact|round|meet)\w*(?: to| with| on)? (?:any |the |our |their |with )*(?:patients?|famil(?:y|ies))\b|\b(?:history|histories|physical)[- ]tak(?:ing|en)|\b(?:tak|obtain|elicit)\w* (?:\w+ ){0,2}histor|\b(?:touch|examin|treat|handl|feed|lift|mov|lay)\w* (?:or treat |or touch |hands on )?(?:any |the |a |our )?(?:patients?|child(?:ren)?|anyone|anybody|instruments?|specimens?)\b|\b(?:tak|car)(?:e|es|ing) (?:care of|for) (?:any )?(?:patients?|anyone|anybody|people)\b|\bgrossing\b|\bgross (?:any )?(?:specimens|tissue)|\bfirst[- ]assist|\bsterile field|\binvolved in (?:the )?care|\b(?:take|taking|obtain\w*) (?:a |the )?(?:patient |medical )?histor|\b(?:participat\w+|tak(?:e|es|ing) part) in (?:any )?(?:the )?(?:\w+ )?(?:clinical (?:activit|care)|medical|treatment|procedures|surger|operations))"
)
"""Acts that bring the participant to the patient."""
DUTIES = r"(?:\b(?:writ|enter|plac|giv|mak|sign)\w* (?:any )?(?:\w+ ){0,3}(?:orders|notes|entries|in (?:the )?(?:patient|medical|chart)|charts|prescriptions?|the (?:medical )?record)|\bclinical (?:responsibilit|duties|decision)|\bpractic\w+ medicine|\btreatment decisions|\bservices to patients|\bresponsibilit\w+ for (?:any )?patient)"
"""Acts of a doctor in charge: their ban alone leaves supervised contact possible."""
NEGATIVE = r"(?:\b(?:no|not|never|without|nor|neither|cannot|nothing|prohibit\w*|forbid\w*|forbidden|prevents?|preclud\w*|unable to|exclud\w*|non|barred|restrict\w*|refrain\w*|\w+n't|can not|nobody|no one|none|off[- ]limits|refuse\w*)\b|non-)"
BAN = re.compile(NEGATIVE + r"[^.;]{0,90}?" + CARE + r"|\b(?:touch|examin|treat|see)\w* no patients?")
DUTY_BAN = re.compile(NEGATIVE + r"[^.;]{0,70}?" + DUTIES)
BANNED_AFTER = re.compile(
    CARE
    + r"[^.;]{0,70}?\b(?:(?<!that )(?<!which )(?:is|are|will be|be) (?:strictly |expressly |absolutely )?(?:not|prohibited|forbidden)|(?:not|never) (?:be )?(?:permitted|allowed|authorized|conducted|provided|offered|included|possible|(?<!that are not )(?<!which are not )(?<!which is not )(?<!that is not )part of)|prohibited|forbidden|not allowed|off[- ]limits|out of bounds|reserved (?:for|to) (?:the |our )?(?:staff|residents|employees))"
)
POCKETS = re.compile(
    r"hands?[- ]in[- ](?:the |their |your )?pockets?|hands?[- ]off\b|hands (?:stay|remain|are kept) in (?:the )?pockets?|"
    r"\blook(?:ing)?,? (?:but |and )?(?:don't|do not|never|not) touch|\beyes (?:and ears )?only\b|\bpassive(?:ly)? (?:presence|observ\w+|role|particip\w+|capacity)|"
    r"\b(?:watch|shadow|observe|look|listen)[;,:-]+ (?:but )?(?:you|they|visitors|observers) (?:don't|do not|never|may not|can't|cannot) \w+"
)
WHO = r"(?:observers?|visitors?|guests?|you|they|students?|scholars?|fellows?|participants?|physicians?|doctors?|surgeons?|shadowers?|trainees?|learners?|volunteers?|rotators?|attendees?|graduates?|he or she|he/she)"
BARE_BAN = re.compile(
    rf"\b{WHO}(?: \w+){{0,4}}? (?:(?:do|does|may|can|will|must|shall|should|could|are|is) (?:not|never)(?: be)?(?: allowed to| permitted to| expected to| able to)?|(?:do|does|ca|wo|must|should|could|are|is)n't(?: be)?(?: allowed to| permitted to| able to)?|cannot|never) "
    r"(?:(?:\w+|take part in [\w ]{2,20}), (?:or |nor )?|\w+ (?:or|nor|and) ){0,3}(?:touch|examine|treat|scrub|perform|chart|suture|intervene|diagnose|palpate|auscultate|assist|help|examining|treating|touching|scrubbing|performing|charting|interviewing|diagnosing|(?:take part|participate) in (?:the )?(?:clinic|care|surger|operation|procedure|treatment|examination|round|case)\w*|work in (?:any )?clinical|(?:(?:interview|examine|see|treat|touch)\w* patients(?: \w+){0,4}, (?:and|or|nor) (?:do not|don't|never|may not|cannot|can't) (?:chart|write|touch|examine|treat|scrub|enter|order)))\b"
    r"(?! (?:you|with (?:visas?|housing|finding|your)|in (?:finding|obtaining|arranging|securing|visa)))"
)
"""Acts that need no object to be understood: "visitors don't examine, don't treat"."""
NOUN_BAN = re.compile(
    r"\bno (?:\w+ )?(?:touching|charting|scrubbing(?: in)?|hands[- ]on|history[- ]taking|histories|physical exams?|exam(?:s|ination)?s?(?=,? (?:no|or|and no)\b)|patient (?:exams?|contact))\b|(?<=[,;] )no (?:exams?|procedures|chart(?:s|ing)?|orders|scrubbing|examination)\b"
)
BANS = (BAN, BANNED_AFTER, BARE_BAN, NOUN_BAN)
NOT_CARE_BAN = re.compile(
    r", (?:so|but|and) (?:you|they)\b|, you'll\b|not (?:only|just|limited to|interfere|jeopardi[sz]e|guarantee|necessarily|merely|simply|required)|no (?:fee|cost|charge|prior|later|more than|one|stipend|longer than)|without (?:the )?(?:consent|supervision|approval|permission|direct supervision)|not (?:be )?able to (?:judge|evaluate|assess)|not (?:disrupt|disturb|affect|delay)|unless|not have (?:a |an )?(?:established|adequate)|does not replace"
)
SUPERVISED = re.compile(
    r"^(?:(?! and )[^.;]){0,45}\b(?:without|unless|except (?:under|with|in the presence)|until|where that|alone|independently|unsupervised|on (?:their|his|her|your) own|unaccompanied)\b"
)
"""What is forbidden only without a supervisor is allowed with one."""
ONLY = re.compile(
    r"\b(?:observ(?:e|er|ers|ation|ational|ing)(?: (?:and|or|/) ?shadow(?:ing)?)?(?: status| experiences?| opportunit\w+| role| capacity| basis)?[ -](?:only\b|status\b|no more)|(?:only|strictly|solely|purely|exclusively|merely|limited to|restricted to|nothing but|no more than|entirely) (?:be )?(?:an? )?(?:clinical )?(?:observ\w+|shadow\w*|watch\w*)|shadow(?:ing)?[ -]only|only (?:to )?(?:observe|shadow|watch)|(?:do|can|may) no more than (?:observe|watch)|\b(?:observing|watching|shadowing|looking)(?: on)? only\b|only (?:observing|watching|looking on)|silent observers?|no (?:role|part) (?:other than|but|beyond) (?:that of )?(?:an )?observ|other than by (?:looking on|watching|observing)|observational in nature|(?:role|capacity|status|position)[^.;]{0,30} (?:is|as) (?:that of )?(?:an? |purely |only |merely )*observers?\b|\bobserv(?:ation|ing) (?:is|are|will be) (?:limited|restricted|confined)|\bobservers? (?:and|,) (?:are |is )?not (?:an? )?(?:member|participant|part)|only (?:allowed|permitted) to (?:observe|watch|shadow))"
)
WATCHES = re.compile(
    r"(?:\b(?:to|will|may|can|and|or|who|must|by|opportunit(?:y|ies) to|you|observers?|participants?|visitors?|physicians?|students?|doctors|members?|they|you'll|get the chance to|come|could|able to|them|member|scholars?|fellows?|residents?|surgeons?|externs?|candidates?|guests?|trainees?|graduates?|travels|on|in|of|for|through|experience|world|abroad|countries|states|days?|weeks?|months?|mornings?|hours?|time|spends?|spent)\b[ ,:]{1,2}|^\W*|[;,] )(?:then |also |mostly |closely |directly |primarily |only |simply |be |both |physicians |first-?hand |actively )*"
    r"(?P<verb>observ(?:e|es|ing|ation of|ational)|shadow(?:s|ing)?|watch(?:es|ing)?|witness(?:es|ing)?|look(?:s|ing)? (?:on|over))\b(?! (?:time|committee|program|experience agreement|application))"
)
WATCHED = re.compile(
    r"\b(?:care|patients?|procedures?|surger|operations?|clinic|rounds|physicians?|faculty|activities|doctors?|surgeons?|staff|practice|operating|consultation|diagnos|experts?|professional|department|team|members?|delivery|cases?|attending|residents?|provider|specialists?|healthcare|medicine|work\b|learn|listen|treatment|readings?|hospital|performing|preceptor|interact|counselors?|in action|medical|clinical|host|specimen|session|gross|attends|genetic|clinicians?|conferences?|lectures?|didactic|shoulders?|boards?|centers?|institutions?|the u)"
)
NOT_PARTICIPANT = re.compile(
    r"\b(?:allow(?:s)? observation of|consent|permission to observe|faculty member who has observed|have observed you|closely observed|holidays?|observe (?:all|the) (?:rules|policies|regulations|confidentiality|hospital|dress)|must observe (?:all|the|hipaa)|to observe (?:in [\w ]+ )?(?:you )?must|wish(?:es|ing)? to (?:observe|shadow)|want(?:s|ing)? to (?:observe|shadow)|interested in (?:observing|shadowing)|would like to (?:observe|shadow)|(?:interested in|(?:seek|hop|look|plan|intend|try|ask|appl)(?:s|ing|y|ying|es|ies)?(?: to)?|requesting|request) (?:an? )?(?:clinical )?(?:shadow|observ)\w*|request to observe|apply to observe|observation (?:request|form|agreement|application)|patients? who (?:the|you)|watch (?:this|the|a) (?:short )?video|watch a|observ(?:e|ing|es) (?:the )?(?:student|trainee)|introduc\w+ the observer)\b"
)
PERMITS = re.compile(
    r"(?:^|(?<=\W))(?:"
    r"\bhands[- ]on\b(?! (?:research|lab|laboratory|simulation|workshop|sim\b|skills lab|cadaver|learning modules?|procedural workshop|technology|projects?|sessions? in))|\bparticipat\w* (?:\w+ ){0,3}in (?:\w+ ){0,3}(?:patient care|care of patients|the care of|patient management)|\b(?:take|taking) (?:an? )?(?:active )?part in (?:\w+ ){0,2}care|\bdirect patient (?:care|contact|interaction|exposure)|\bexamine patients\b|\b(?:take|taking|obtain|obtaining|perform|performing|conduct|conducting|practi[cs]e|do|complete|completing|hone) (?:\w+ ){0,3}(?:histor(?:y|ies)(?: and| &| taking|,| from|$| on)|physical exam|h&p|full histories|patient interviews|patient assessments)|\b(?:through|involv\w+ in|engage\w* in|immersed in|responsib\w+ for|assist\w* (?:in|with)|provid\w+) (?:\w+ ){0,2}patient care\b|\bactive (?:member|participant)s? (?:of|in) the (?:\w+ ){0,3}(?:team|care)|\b(?:function|act|serve|work|perform)s? (?:\w+ ){0,4}(?:as|at the level of) (?:an? )?(?:acting |sub-?)?intern|\btaking part in (?:clerking|histor)|\bwrite (?:\w+ ){0,3}(?:notes|orders)(?! .{0,20}not)|\b(?:interview|triage|manage|evaluate|assess|follow|carry) (?:and (?:\w+ )?)?(?:(?:their|your|own|a|panel|of|assigned|several|new) )*patients\b|patient contact\b"
    r")"
)
PERMIT_NOT = re.compile(
    r"\b(?:simulat|research lab|bench|laboratory techniques|mannequin|manikin|residents? (?:will|are)|our residents|faculty (?:will|are)|attendings? (?:will|are)|learn\b|how (?:\w+ ){0,6}(?:takes?|performs?|examin|interact)|observ\w*|shadow\w*|watch\w*|learn (?:how )?to|learning|proficient|excellence in patient care|quality patient care|knowledge of|requirements?|years? of|policy|prior|previous|before applying|programs? (?:think|want|look|prefer|require|value)|definition|what is the difference|differs?|versus|vs\.?)\b"
)
PATIENT = r"(?:patients?|children|families|folks|consults?|newborns?|panel|people)\b"
ACTS = re.compile(
    r"\b(?:"
    r"(?:tak|obtain|gather|elicit|do|perform|complet|conduct|get)(?:e|es|s|ing)? (?:[\w'-]+ ){0,4}?(?:histor(?:y|ies)\b|h ?& ?ps?\b|physicals\b|physical exam|examinations?\b|exams?\b(?! scores?)|vitals\b|anamnesis|work-?ups?\b|procedures?\b|biops|lacs?\b|lacerations|lps\b|lumbar punctures)"
    rf"|(?:examin|interview|evaluat|assess|manag|see|admit|follow|carr|treat|work up|pick up|care for|look after|clerk|triag|round on|deliver)(?:e|es|s|y|ies|ing|ting)? (?:up )?(?:(?!with |as |their (?:attending|preceptor|mentor))[\w'-]+ ){{0,5}}?{PATIENT}"
    r"|(?:writ|compos|prepar|document)(?:e|es|s|ing)? (?:[\w'-]+ ){0,4}?(?:notes?|h ?& ?p'?s?|orders?|charts?)\b"
    r"|(?:sutur|first[- ]assist|scrub(?!s\b(?! in\b))|retract|intubat)(?:e|es|s|ing|bing)?\b(?! technicians?| tech\b| nurses?| attire| machines?|s? (?:are|is) provided)"
    r"|(?:clos|assist)(?:e|es|s|ing)? (?:under supervision|in (?:the )?(?:surger|operat|or\b|procedures)|with (?:procedures|deliver|surger)|at (?:operations|surger|deliver|procedures))"
    r"|(?:plac|insert)(?:e|es|s|ing)? (?:[\w'-]+ ){0,2}?(?:lines?|ivs?|evds?|catheters?|pended orders)\b"
    r"|(?:have|has|given|assum\w+|carr(?:y|ies|ying)|shar(?:e|es|ing)|take on) (?:[\w'-]+ ){0,3}?(?:clinical|patient|patient[- ]care|ward|floor) responsibilit\w+"
    r"|deliver a baby|tak(?:e|es|ing) (?:[\w'-]+ ){0,3}?call\b|cross-cover\w*"
    r"|first (?:or second )?assist(?:ants?|s)?\b"
    rf"|(?:primary|responsible) (?:provider )?for (?:[\w'-]+ ){{1,5}}?{PATIENT}"
    rf"|(?:your|their|his or her) own (?:{PATIENT})"
    rf"|(?:is|are|be) (?:assigned|given|allotted) (?:[\w'-]+ ){{0,4}}?{PATIENT}"
    r"|responsib(?:le|ility) for (?:[\w'-]+ ){0,4}?(?:notes|orders|write-?ups|h&ps)\b"
    r"|(?:function|act|serve|work|perform)(?:s|ing)? (?:[\w'-]+ ){0,4}?(?:as|at the level of) (?:an? )?(?:acting |sub-?)?interns?\b"
    r"|(?:as|are|is|be|become) (?:[\w'-]+ ){0,3}?(?:members?|part) of (?:the |our |a |an )(?:[\w'-]+ ){0,2}?(?:care|medical|clinical|surgical|ward|inpatient|treatment|house ?staff|health ?care) (?:staff )?team"
    r"|(?:tak|play)(?:e|es|ing) (?:an? )?(?:active |direct |full )?(?:part|role) in (?:[\w'-]+ ){0,3}?(?:care|treatment|management|procedures|surger|operations)"
    r"|participat(?:e|es|ing) (?:[\w'-]+ ){0,2}?in (?:[\w'-]+ ){0,4}?(?:patient care|care of|treatment of|management of|procedures|surger|operations)"
    r"|(?:provid|deliver)(?:e|es|s|ing) (?:[\w'-]+ ){0,3}?(?:patient )?care (?:to|for|under|of)\b"
    r"|under [\w ]{0,20}supervision[\w ]{0,20}: (?:anamnesis|histor\w+|physical|examin)"
    r")"
)
"""What a doctor in training does at the bedside."""
DOER = re.compile(
    r"\b(?:students?|you(?:'ll|'re)?|externs?|acting interns?|interns?|sub-?is?|sub-?interns?|rotators?|participants?|trainees?|learners?|clerks?|they|he or she|he/she|s/he|volunteers?|fellows?|graduates?|visitors?|observers?|scholars?|doctors?|candidates?|who)\b"
)
"""Whoever comes for a stay, as the subject of a clause."""
STAFF = re.compile(
    r"\b(?:faculty|attendings?|preceptors?|residents?|physicians?|providers?|we|our (?:\w+ )?(?:team|staff|doctors|surgeons|fellows)|hospital|department|clinic|center|surgeons?|nurses?|staff|(?<!/)he(?!/)|(?<!/)she|dr\.? \w+|specialists?|experts?|school|office|patients)\b"
)
BESIDE = re.compile(
    r"\b(?:with|under|by|alongside|beside|from|of|to|at|for|in|as)(?: (?:the|an?|our|your|their|his|her))*(?: [\w'-]+){1,3}?(?: (?:and|or) (?:the |our )?(?:residents|attendings|faculty|fellows|physicians|staff|nurses|preceptors|team)\b)?(?=,| |$)"
)
NOT_DONE = re.compile(
    r"\b(?:no|not|never|without|cannot|nor|neither|nobody|\w+n't|observ\w*|shadow\w*|watch\w*|witness\w*|sees? how|how|whether|if|learn\w*|teach\w*|skills?|competen\w*|able to judge|abilit\w+|proficien\w+|experience[sd]? in|wish\w*|want\w*|prior|previous|already|before|must have|should have|have (?:completed|taken|passed)|simulat\w*|versus|than|unlike|may decide|ask\w* to|virtual\w*|remote\w*|policy|opportunity to see|can see|will see)\b"
)
HEADLESS = re.compile(
    r"^\W*(?:and |or |then |also |to |by |daily |directly |independently |may |will |can )*$"
)


CLAUSE = re.compile(r"[.;:!?] | but | while | whereas |, so |, because ")


def clause_start(low: str, end: int) -> int:
    """Where the clause that holds `end` begins."""
    return max((m.end() for m in CLAUSE.finditer(low, 0, end)), default=0)


COMING = re.compile(
    r"\b(?:visiting|rotating|guest|incoming) (?:\w+ )?(?:residents?|fellows?|physicians?|surgeons?|doctors?)\b"
)
"""Doctors who come for a stay: none of the house."""


def acting(low: str, watches: bool) -> re.Match[str] | None:
    """Where a clause has the participant do what doctors in training do."""
    for hit in ACTS.finditer(low):
        before = COMING.sub("visitors", low[clause_start(low, hit.start()) : hit.start()])
        if NOT_DONE.search(before[-110:]) or NOT_DONE.match(low[hit.end() : hit.end() + 12].lstrip(" ,")):
            continue
        subjects = BESIDE.sub(" ", before)
        doers, staff = list(DOER.finditer(subjects)), list(STAFF.finditer(subjects))
        if doers and (not staff or staff[-1].start() < doers[-1].start()):
            return hit
        if not doers and not staff and not watches and HEADLESS.match(before):
            return hit
    return None


EXAMPLES = re.compile(
    r"\b(?:may|shall|will|can|must|should|do|does|are|is)(?: \w+)? (?:not|never)\b|\w+n't\b|\bnot allowed|\bnot permitted|prohibit|restricted|\bdoes not\b|\bdo not\b|\bmust not\b|\bcannot\b|\bnot\b:?$|forbid|not to\b|exclud|limitations|no\b"
)
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
    "gross",
    "team",
    "chart",
    "famil",
    "folks",
    "panel",
    "sutur",
    "assist",
    "look",
    "sit in",
    "sits in",
    "eyes",
    "passive",
    "anamnesis",
    "consult",
    "anyone",
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
BANNED, PERMITTED, LESSER, OBSERVER, WATCHING = 40, 30, 25, 20, 10
"""Strengths, strongest first."""


HYPOTHETICAL = re.compile(
    r"^without [^,.]{2,40}you can|\bmay decide\b|\b(?:may|might) be (?:possible|arranged)\b|\bdoes not have an?(?: \w+)? program|\b(?:does|do) not (?:currently )?(?:offer|provide|host|permit) (?:\w+ ){0,3}(?:observ|shadow|extern)\w*\b(?! to\b)"
)


def find(section: Section) -> Iterator[Claim]:
    found = list(read(section, section.sentences))
    yield from found
    if not found and section.shared:
        yield from read(section, section.shared)


def read(section: Section, sentences: Sequence[Sentence]) -> Iterator[Claim]:
    other = OTHER_TYPE.get(section.type_hint or "")
    watches = section.type_hint in ("observership", "shadowing", "preceptorship", None)
    asked = ""
    for sentence in sentences:
        low = sentence.low
        if asked and (hit := answered_no(sentence, low, asked)):
            yield claim(sentence, hit, "no", "taking_part_is_banned", BANNED)
        asked = low if low.rstrip().endswith("?") and ASKED.search(low) else ""
        if (
            len(low) < 8
            or not mentions(low, STEMS)
            or low.rstrip().endswith("?")
            or sentence.block.kind == "control"
            or HYPOTHETICAL.search(low)
        ):
            continue
        hit = (column_ban(sentence, low) if sentence.block.cells else None) or ban(sentence, low)
        if hit and not mine(low, other, hit):
            hit = None
        if hit:
            yield claim(
                sentence, hit, "no", "taking_part_is_banned", LESSER if only_procedures(low, hit) else BANNED
            )
            continue
        if (duty := DUTY_BAN.search(low)) and not NOT_CARE_BAN.search(duty[0]) and mine(low, other, duty):
            yield claim(sentence, duty, "no", "duties_are_banned", OBSERVER)
        hit = None
        if mentions(low, DOING) or "hand" in low:
            hit = None if instructions(sentence) else permission(sentence, low) or acting(low, watches)
        if hit and mine(low, other, hit):
            yield claim(sentence, hit, "yes", "taking_part_is_offered", PERMITTED)
        if (hit := ONLY.search(low)) and mine(low, other, hit) and "not only" not in low:
            yield claim(sentence, hit, "no", "observer_only", OBSERVER)
        elif ((hit := WATCHES.search(low)) and watching(sentence, low, hit) and mine(low, other, hit)) or (
            (hit := AS_OBSERVER.search(low) or (SITS.search(low) if watches else None))
            and mine(low, other, hit)
        ):
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
    for pattern in BANS:
        if (
            (hit := pattern.search(low))
            and not NOT_CARE_BAN.search(hit[0])
            and not IF_NOT.match(low)
            and not SUPERVISED.search(low[hit.end() : hit.end() + 70])
        ):
            return hit
    block = sentence.block
    context = block.lead.lower() or (block.trail[-1].lower() if block.trail else "")
    if context and EXAMPLES.search(context) and not context.startswith(("no ", "know")):
        return re.search(CARE, low)
    return None


PROCEDURES = re.compile(
    r"\b(?:perform|assist|do|tak|participat)\w* (?:(?:in|with|any|the|invasive|independent|clinical|surgical|medical|minor|major|certain|part) )*procedures?$"
)
CARED = re.compile(CARE)


def only_procedures(low: str, hit: re.Match[str]) -> bool:
    """Are procedures all that is banned? One who may do the rest takes part."""
    return PROCEDURES.search(hit[0]) is not None and not CARED.search(low, hit.end())


def column_ban(sentence: Sentence, low: str) -> re.Match[str] | None:
    """What stands in the column of things that are not allowed, beside one of those that are."""
    for header, cell in sentence.block.cells:
        if cell and EXAMPLES.search(header.lower()) and (at := low.find(cell.lower())) >= 0:
            for pattern in (ACTS, CARED):
                if (hit := pattern.search(low, at)) and hit.end() <= at + len(cell):
                    return hit
    return None


IF_NOT = re.compile(
    r"^\W*(?:if|unless|should) (?:you|a|an|the|they|students?|visitors?|observers?)\b[^,]{0,80}\b(?:no|not|without|\w+n't|cannot)\b"
)
"""A consequence for whoever lacks something: "if you do not have a mask you will not see patients"."""
NO = re.compile(r"^\W*(?:[^.?!]{0,60}, (?:but )?)?(?:no|sorry|unfortunately|never)\b(?=[,.!;]|$| not)")
ASKED = re.compile(CARE + r"|\bhands[- ]on\b|\bscrub|\btouch|\bsee patients")


def answered_no(sentence: Sentence, low: str, asked: str) -> re.Match[str] | None:
    """ "Can I examine patients?" "No." """
    return NO.match(low) if asked and len(sentence.text.split()) > 1 else None


DOING = (
    "histor", "h&p", "h & p", "physical", "exam", "vitals", "anamnesis", "work", "procedure", "biops", "lac", "lps", "patient", "child",
    "famil", "folks", "consult", "newborn", "panel", "people", "note", "order", "chart", "sutur", "assist", "scrub", "retract", "intubat",
    "clos", "plac", "insert", "baby", "call", "cover", "intern", "contact", "responsib", "team", "care", "treatment", "puncture",
)  # fmt: skip
PAPERS = re.compile(
    r"\b(?:requirements?|documents?|checklist|to apply|application|eligib\w+|prerequisites?|immuniz\w+|health|residency|fees?|cost)\b"
)


def instructions(sentence: Sentence) -> bool:
    """Is the sentence of a list of papers and conditions, where a physical exam is the applicant's own?"""
    return bool(
        PAPERS.search(sentence.block.lead.lower())
        or (
            sentence.block.kind != "paragraph"
            and any(PAPERS.search(t.lower()) for t in sentence.block.trail[1:])
        )
    )


def led_by_staff(before: str) -> bool:
    """Is the subject of the clause those who work there, and nobody who comes for a stay?"""
    subjects = BESIDE.sub(" ", before)
    return bool(STAFF.search(subjects)) and not DOER.search(subjects)


OURS = re.compile(
    r"^\W*(?:(?:our|the|all) )?(?:\w+ )?(?:nurses?|faculty|attendings?|residents|staff|preceptors)\b|^\W*our (?:\w+ ){0,2}(?:teams?|doctors|physicians|surgeons|fellows|hospitals?|clinics?)\b"
)


def ours_alone(before: str) -> bool:
    """Does the clause begin with those of the house, so that the act is theirs?"""
    return bool(OURS.search(before)) and not DOER.search(BESIDE.sub(" ", before))


def permission(sentence: Sentence, low: str) -> re.Match[str] | None:
    hit = PERMITS.search(low)
    before = COMING.sub("visitors", low[clause_start(low, hit.start()) : hit.start()]) if hit else ""
    if hit and (led_by_staff(before) if hit[0].startswith("provid") else ours_alone(before)):
        return None
    if not hit or PERMIT_NOT.search(low[max(0, hit.start() - 90) : hit.start()]):
        return None
    if re.search(r"\b(?:no|not|never|without|cannot|nor)\b", low[max(0, hit.start() - 60) : hit.start()]):
        return None
    if "hands" in hit[0] and re.search(r"residenc\w+ programs? |\bif\b.{0,40}\blicens", low):
        return None
    return hit


AS_OBSERVER = re.compile(
    r"\b(?:spend\w*|visit\w*|attend\w*|come\w*|round\w*|join\w*|time|week|weeks|month|months|days?|accompan\w+|present|welcome|clinics?|service|participat\w+|faculty|hospital|center)\b(?:(?!\b(?:not|no|apply|register|appl\w+|accepted|considered|selected)\b)[^.;]){0,90}?\bas (?:an? )?(?:clinical |visiting |silent |passive )*observers?\b(?! (?:must|should|program|may not))"
)
SITS = re.compile(
    r"\b(?:you|observers?|visitors?|they|participants?|guests?|shadowers?)\b(?:(?!\bnot\b)[^.;]){0,40}? (?:sits?|sitting|listens?) in (?:on|at|with)\b"
)
"""Said of one who is there and does nothing."""
FOR_THOSE = re.compile(
    r"^\W*(?:[\w' -]{0,60} )?(?:for|to|open to|welcomes?|hosts?|accepts?|designed for|intended for) [^.;?]{3,110}? who (?:would like|want|wish|hope|seek|are eager|are looking|intend|plan) (?:to )?"
)
"""Whom a stay is for tells what is done there: "for surgeons who wish to watch"."""
DENIED = re.compile(r"\b(?:nobody|no one|none|not|cannot|never|\w+n't)\b[^.;]{0,80}$")


def watching(sentence: Sentence, low: str, hit: re.Match[str]) -> bool:
    verb = hit.start("verb")
    if FOR_THOSE.search(low):
        low = FOR_THOSE.sub(lambda m: " " * len(m[0]), low)
    if NOT_PARTICIPANT.search(low) or DENIED.search(low[max(0, verb - 90) : verb]):
        return False
    if not low[hit.end() :].strip(" .!"):
        return verb > 0
    return bool(WATCHED.search(low[hit.end() : hit.end() + 130]))
