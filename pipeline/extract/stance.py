"""What a sentence does with the people it names: takes them, refuses them, sends them elsewhere, or neither.

A verb that acts on people ("we accept ...", "not open to ...") governs the party after it; a verb of which they are
the subject ("... may apply", "... are not eligible") governs the party before it. The nearer verb governs. A list
item stands under the verb of its lead, an answer under its question, and everything under its headings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline import regex as re
from pipeline.extract.people import Party

Stance = Literal["offer", "only", "refuse", "elsewhere", "maybe", ""]

NOT = r"(?:not|n't|never|no longer|neither)"
DENIES = (
    r"(?:(?:do|does|did|is|are|was|were|could|would|should|has|have|had|must|can|will|may|shall|be)(?:n't| not| never| no longer)"
    r"|cannot|can't|won't|shan't)"
)
"""An auxiliary that is denied, in full or contracted."""
ADVERBS = r"(?:[ ,]+(?:currently|presently|generally|typically|usually|normally|ordinarily|yet|also|ever|longer|be|been|able|to|regularly|routinely|directly|at this time,?|at present,?|either|considered|accepting|intended|meant|for|formally|independently|automatically))*"
TAKE = (
    r"(?:accept|take|admit|host|consider|accommodat|help|assist|welcom|invit|receiv|enrol|recruit|train|permit|allow|offer|provid"
    r"|sponsor|support|place|grant|approv|process|review|entertain|facilitat|arrang|extend|open|have|run|serv|conduct|encourag|select"
    r"|placing|onboard|credential|schedul|precept|supervis|find|enter(?=tain)|deal with|work with)\w*"
)
FIT = r"(?:open|available|eligible|suitable|appropriate|intended|designed|meant|aimed|geared|targeted|tailored|for|limited|restricted|offered|extended|granted|reserved|directed|established|structured|applicable|right)"
AT_WORD = r"(?:^|(?<=\W))"
"""Verbs begin words: asked once at each place, not once for every alternative."""
FORWARD = re.compile(
    AT_WORD + r"(?:(?P<refuse>"
    rf"\b{DENIES}{ADVERBS} (?!limited\b|restricted\b)(?:{TAKE}|{FIT})(?![\w-])"
    rf"|\b(?:is|are|currently|presently|regret(?:fully)?(?: that)? we are) (?:un|not )able to (?:{TAKE})|\bunable to (?:{TAKE})"
    rf"|\b(?:{NOT}|{DENIES}) (?:yet |currently |presently )?(?:in a position|set up|equipped|prepared|licensed|staffed|permitted|allowed|authorized) (?:to (?:{TAKE})|for)"
    rf"|\b(?:{NOT}|{DENIES}) (?:the|a) (?:right |good |proper )?(?:door|fit|place|match|site|program|home|avenue|route|path|pathway) for"
    rf"|\b{DENIES} let (?:us|me|them|departments|faculty|staff) (?:{TAKE})"
    r"|\b(?:prevents?|forbids?|precludes?|keeps?|stops?|bars?|prohibits?|blocks?|disallows?) (?:us|me|them|(?:our|the) \w+|departments|faculty|staff) from\b"
    r"|\b(?:stop|quit|cease) (?:accepting|taking|hosting|offering|placing|considering|admitting|having)|\bsay no to\b"
    rf"|\bno longer (?:being )?(?:{TAKE}|{FIT})|\b{NOT} (?:currently |presently |at this time )?(?:accepting|offering|taking|hosting|considering|providing|open to|open for|available (?:to|for)|eligible|intended (?:for|to)|designed (?:for|to)|suitable for|appropriate for|meant for|for)"
    r"|\b(?:is|are) not (?:an? )(?:\w+ ){0,4}(?:program|programme|opportunity|experience|observership|rotation|elective)"
    rf"|\b{NOT} to (?:{TAKE})|\bpolicy (?:is )?not to"
    r"|\bclosed to|\bexcludes?|\bexcluding|\bineligible|\bdeclines?|\bprohibits?|\bbars?\b|\bother than\b|\bwith the exception of\b|\bexcept(?: for)?\b|\brefrain"
    r"|\bthere (?:is|are) (?:currently |presently )?no\b|\bhas no\b|\bhave no\b|\b(?:offers?|accepts?|hosts?|takes?) no\b"
    r"|\bturn(?:s|ed)? (?:down|away)\b|\brejects?\b|\brefuses?\b|\bden(?:y|ies)\b"
    r"|\b(?:suspended|discontinued|ended|stopped|ceased|paused|halted|eliminated|withdrawn|cancell?ed)\b(?! by)"
    rf"|\b{NOT} (?:our|the|a) (?:\w+ )?(?:practice|policy|custom|habit) to (?:{TAKE})"
    rf"|\bneither\b[^.;]{{0,80}}\bnor\b[^.;]{{0,60}}\b(?:is|are|can|will|does|do)(?: in a position to| able to)? (?:{TAKE})"
    r")|(?P<only>"
    r"\b(?:only|exclusively|solely|strictly) (?:be )?(?:accepts?|takes?|open|available|offered?|for|to|considers?|considered?|hosts?|welcomes?|admits?|provided?|designed|intended|granted?|from|able to accept|permit\w*|allow\w*|review|eligible)"
    r"(?: (?:to|for|applications? (?:from|by)|applicants?|those applicants?))*"
    r"|\b(?:accepts?|takes?|open|available|offered|is|are|considers?|hosts?|welcomes?|admits?|granted|for|to|accepted|accept applications?) (?:to |for |from )?(?:only|exclusively|solely|strictly)\b(?: (?:to|for|from|by|those))*"
    r"|\b(?:limited|restricted|reserved|confined) (?:exclusively |only |solely )?(?:to|for)\b"
    r"|\b(?:applicants?|candidates?|observers?|participants?|you|externs?|individuals|rotators?|learners|trainees|fellows|scholars|awardees|nominees|shadowers|interns|clerks|attendees|persons|people|authors?|presenters?|applicants for [\w ]+|students|visitors|all applicants) (?:must|needs? to|ha(?:ve|s) to) (?:all |also |each )?(?:be|have been|already be|currently be|either be)\b"
    r"|^\s*(?:\W )?(?:must|have to|should|needs? to) be\b"
    r"|^\s*only\b|^\s*be (?:an? )?(?=\w)"
    r")|(?P<elsewhere>"
    rf"\b{DENIES} (?:govern|cover|concern|address)\b|"
    r"\b(?:see|(?<!the )(?<!this )(?<!each )(?<!your )(?<!their )(?<!may )(?<!can )(?<!to )(?<!will )(?<!who )(?<!could )visit|refer to|click here|contact|guidelines? for|link for|page for|information for|(?:information|guidelines?|instructions|forms?|details|handbooks?) (?:is|are) available for|go to)\b (?!the (?:following )?(?:eligib|require))(?:[\w'\-]+ ){0,6}"
    r")|(?P<offer>"
    r"\b(?:welcom|accept|invit|host|admit|recruit|accommodat)(?:s|es|e|ing)?\b(?: (?:requests?|applications?|inquiries|visits?)(?: from| by| for)?)?"
    r"|\b(?:open|available|offered|extended|granted|provided|given|accessible|affordable|accepted|welcomed|arranged|organi[sz]ed|hosted|held|run|conducted) (?:to|for|from)\b|\beligible (?:participants|applicants|candidates|individuals|students|observers)?\W* ?(?:are|include|must be|is)?\b(?= |:)"
    r"|\b(?:designed|intended|meant|aimed|geared|targeted|tailored|ideal|suited|suitable|created|established|perfect|appropriate|structured|developed|best suited|intended primarily|designed primarily|designed specifically|intended specifically) (?:primarily |specifically |mainly |only |exclusively |especially )?(?:to (?:offer|provide|give|allow|assist|help|prepare|expose|introduce|familiarize|train|acculturate|enable|support|attract|serve)|for|at|towards?|to(?= (?:the )?(?:\w+ )?(?:imgs?|fmgs?|physicians?|doctors?|graduates?|students?|residents?|fellows?|medical)\b))\b"
    r"|\b(?:offers?|provides?|gives?|grants?|allows?|permits?|enables?|lets?|helps?|sponsors?|serves?|trains?|attracts?|supports?|seeking|seeks?|acculturate|assists?|prepares?|considers?|consider|reviews?|brings?|receives?|takes?)\b"
    r"|\b(?:opportunit(?:y|ies)|experiences?|programs?|programmes?|observerships?|externships?|electives?|rotations?|clerkships?|positions?|internships?|preceptorships?|fellowships?|trainings?|shadowing|awards?|grants?|scholarships?|placements?|visits?|courses?|attachments?|appointments?|memberships?|bursar(?:y|ies)|places?|seats?|openings?|(?:as )?observers?|sub-internships?|visitorships?|experience is|tracks?|admissions?|usce|slots?|spots?|applications?|requests?|instructions?|inquiries|requirements?|policies|policy|eligibility|criteria|guidelines?) (?:is |are )?(?:for|from|by|of|to)\b"
    r"|\b(?:looking|searching|hoping) for\b|\bin search of\b|\b(?:preference|priority) goes to\b"
    r"|\b(?:rules?|requirements|conditions|guidelines|steps|terms|procedures?|instructions) (?:also |all )?apply to\b"
    r"|\b(?:applicants?|candidates?|observers?|participants?|externs?|vos?|visitors?|we mean|attendees|scholars|grantees|awardees|recipients|competitors|entrants|trainees|they) (?:can be|may be|should be|are|include,? but (?:are )?not limited to,?|include|(?:may|can|could|might|often|typically|usually|generally) (?:also )?include|have included|range from|will be|mostly|typically are|comprise)\b|\b(?:an?|the|each|every) (?:[\w\-]+ )?(?:observer|extern|visitor|participant|scholar|applicant|candidate|rotator|shadower) (?:is|may be|can be)(?= (?:either )?(?:an?|any) )|\bwe mean\b"
    r"|\b(?:reserves?|sets? aside|earmarks?|keeps?|holds?) (?:[\w\-]+ ){1,10}?for\b"
    r"|^for (?:all |any |both |an? |the )?"
    r"|\b(?:is|are) (?:only |mainly |primarily |really |especially |specifically )?for\b(?! (?:\d|one|two|three|four|six|eight|an? (?:month|week)))"
    r"|\b(?:program|programme|department|division|hospital|center|clinic|institute|office) (?:places|matches|pairs|teaches|mentors|hosts)\b|\bwe (?:(?!cannot|never|no\b|not\b|rarely|seldom)\w+ )?(?:place|match|train|mentor|serve|take|help|assist|support|teach|coach)\b|\bsuits?\b|\bsuited (?:to|for)\b|\bapplies to\b"
    r"|\b(?:may|can) (?:also )?be (?:completed|used|submitted|taken|attended|filled (?:out|in)|requested) by\b"
    r"|\bif you are (?:an? |currently |already )*|\b(?:so|as) (?:may|can|are|do)\b"
    r"|\b(?:restricts?|limits?|confines?) (?:[\w\-]+ ){1,5}to\b"
    r"))"
)
BACKWARD = re.compile(
    AT_WORD + r"(?:(?P<refuse>"
    rf"\b{DENIES}(?: (?:currently|presently|be|been|being|generally|typically|normally|at this time|at present|longer|able to|ordinarily|also|yet|usually|themselves|directly|something (?:\w+ ){{1,5}}(?:can|could|may)))*"
    r" (?:eligible|accept(?:ed)?|consider(?:ed)?|permitted|allowed|apply|qualify|participate|accommodated?|admit(?:ted)?|admissible|able|welcomed?|authorized|offered|take part|enroll(?:ed)?|enrol|observe|rotate|suitable|shadow|take[ns]?|complete|join|come|visit|register|request|do|host(?:ed)?|placed?|on-?board(?:ed)?|credential(?:ed)?|scheduled?|entertained|honou?red|fulfilled|facilitated|arranged|reviewed|processed|approved|granted|invited|sponsored|enter|given an? (?:rotation|place|elective|spot|slot|position)|covered by this|use (?:this|our)|meant for|served by|be (?:an? |our |one of our )?(?:\w+ )?(?:observers?|externs?|rotators?|visitors?|participants?|applicants?|candidates?|shadowers?))\b"
    r"|\b(?:have|has|been|are|is|was|were) (?:been )?(?:\w+ly )?(?:suspended|discontinued|ended|paused|halted|eliminated|withdrawn|cancell?ed|on hold)\b"
    rf"|\b{DENIES} something (?:\w+ ){{1,5}}(?:offer|provide|do|arrange)\b"
    r"|\b(?:will be|are|is) (?:politely |automatically |respectfully )?(?:told no|declined|refused|rejected|denied|returned|deleted|discarded|turned (?:down|away)|ignored)\b"
    r"|\b(?:is|are|was|were|(?:has|have) been) (?:\w+ly )?(?:discontinued|suspended|cancell?ed|paused|on hold|terminated|abolished)\b"
    r"|\b(?:is|are) not (?:an? |any )?(?:part of|included in|among|within the scope|admitted to|able to be)\b|\b(?:is|are) (?:ineligible|excluded|prohibited|barred|no longer (?:accepted|eligible|able))|\b(?:(?:may|can|will|do|are) not|cannot|can't|won't)(?=\W*$|[;.])|\bneed not apply|\b(?:please )?(?:do not|don't) (?:qualify|apply)|\bnone (?:can|will|may|are|is)\b|\b(?:will )?(?:have|has) to wait\b|\bplease wait\b|\b(?:are|is) out\b"
    r"|\b(?:not|no longer) (?:eligible|accepted|permitted|allowed|considered)"
    r")|(?P<elsewhere>"
    r"\b(?:is|are|will be) (?:instead )?(?:referred|directed|pointed|sent|routed|redirected|steered|asked to (?:contact|see|apply|visit|write|call)) (?:to|through|via|the|our)\b|\b(?:is|are) (?:handled|processed|scheduled|placed|arranged|managed|coordinated|governed|covered|overseen|run|administered|dealt with) (?:by|through|via|under|elsewhere|separately|in)\b"
    r"|\b(?:has|have) (?:their|its|his or her) own (?:\w+ ){0,3}(?:program|process|page|application|office|policy|track|form|route|site|procedure|experience|summer)\w*|\b(?:may|can|should|must|will|please) (?:instead )?(?:use|apply|enter|join|go|consider|look|choose|complete|submit|register|enrol|enroll)\b[^.;]{0,75}\binstead\b(?! of)|\b(?:should|must|may|can|will|please) instead\b"
    r"|\b(?:should|must|please|may|can|need to|needs to)(?: please)? (?:have|ask|get) (?:their|your|his or her|the) (?:[\w'\-]+ ){1,4}(?:to )?(?:contact|call|e-?mail|write|reach|arrange|apply|request)\b|\b(?:should|must|please|may|can)(?: please)? (?:have to )?(?:contact|reach out|e-?mail|call|write|ask|talk to|speak (?:to|with)|direct (?:themselves|inquiries|questions|requests)|address|inquire|go through|come through)\b|\b(?:ha(?:ve|s) to|needs? to) (?:go|come|apply) through\b|\b(?:come|go|apply|rotate|are placed|are handled|are arranged) through (?:their|his|her|the|a|an)\b(?! same\b)|\b(?:should|must|may|can|please|will need to|need to|are asked to|are encouraged to|are directed to|are advised to|, )\W*(?:please )?(?:contact|visit(?= [^.;]{0,60}\b(?:pages?|(?:web ?)?sites?|sections?|office|portal|links?|www|https?)\b)|see|refer|click|consult the|go to|apply (?:through|via|to|using) (?:the |our )?(?:\w+ ){0,4}(?:office|page|website)|look at|review the (?:\w+ )?(?:page|guidelines|information))"
    r"|\b(?:please )?(?:click here|visit (?:our|the)|see (?:our|the|below|here))"
    r")|(?P<maybe>"
    r"\b(?:may|might|could) be (?:possible|arranged|considered|accommodated|available|permitted)|\bcase[- ]by[- ]case|\b(?:rarely|occasionally|exceptionally)\b|\bin (?:rare|exceptional|special) (?:cases|circumstances)"
    r")|(?P<only>"
    r"\bonly\b(?=\W*$)|\bonly\.|\bwill be given priority|\bexclusively\W*$"
    r")|(?P<offer>"
    r"\b(?:(?:may|can|could)(?! \d| (?:also )?(?:buy|purchase|pay|rent|park|borrow|wear|bring)\b)|are able to|are (?:both |all |equally |fully )?eligible(?: to)?|is eligible(?: to)?|will be eligible|are (?:\w+ly |very |most )?welcome(?:d)?(?: to)?|are (?:\w+ly )?invited(?: to)?|are (?:\w+ly )?encouraged(?: to)?|are permitted(?: to)?|are allowed(?: to)?|are accepted|will be (?:accepted|considered|able)|are (?:also )?considered|is considered|(?:always |also |most )?welcome(?=\W*$|[;.!])|needs? (?:an?|to (?:be|have|hold|apply|submit|send))|must (?:also |first |then |all |already |currently |still )?(?:apply|submit|complete|provide|use|have|arrange|obtain|be|meet|supply|secure|send|show)|should (?:apply|submit|complete|send|have|be)|interested in|who (?:wish|want|would like|are interested|are seeking|seek)|wishing to|seeking|applying|(?:has|have|gain|get|gains|(?:are|is) (?:given|offered|granted)) (?:the|an?) (?:opportunity|chance|possibility|place|spot)|(?:will|can|may) (?:be able to |have |spend |rotate|observe|participate|learn|gain|work|shadow|join|apply)|rotate\b|may apply|desiring|requesting|(?:apply|submit|bring|learn|gain|get|observe|rotate|meet|take part|join|spend|see|experience|participate|come|work|train|attend)|graduated from|to (?:complete|observe|participate|gain|learn|come|visit|rotate|shadow|train|spend|become|join|experience|bring|see|do)|(?:is|are) (?:\w+ly )?(?:hosted|placed|taken|selected|assigned|paired|matched with)|(?:all |both |each )?(?:must )?(?:follow|use|go through|complete|fill out|submit|sign|start with) (?:the|this) same (?:[\w\-]+ ){0,2}(?:process|procedure|forms?|application|steps?|path|policy|rules|packet|portal|checklist)|(?:all|both) (?:must )?(?:follow|use|go through|complete|fill out|submit) (?:this|our|one) (?:[\w\-]+ ){0,2}(?:process|procedure|forms?|application|packet|portal)|have (?:both |all |often |also )?(?:taken part|participated|joined us|visited|rotated|observed)|are (?:also )?eligible|(?:are|is|will be) (?:given |strongly |also )?(?:preference|preferred|favored|prioritized))\b"
    r"))"
)
OTHER_THINGS = re.compile(
    r"\b(?:housing|lodging|accommodations?(?! of)|stipends?|salar|visas?|insurance|letters? of (?:recommendation|reference)|lors?\b|transportation|parking|meals?|financial|funding|compensation|academic credit|elective credit|credit|tuition|malpractice|waivers?|badges?|refund|guarantee|displace|direct patient|patient care|hands-on|contact with|medical records|orders|immunization|scrubs|white coats?|travel|reimburse|paid|payment|evaluations?|grades?|incomplete|late applications|extensions?|certificates?|email|phone calls|unsolicited|scholarships for housing|employment|jobs?(?! shadow)|drug|ehr|access|computer|uniforms?|stethoscopes?|documents?|paperwork|forms?\b|paper applications|services?\b|treatment|responsib|lockers?|pagers?|privileges|meal|library|equipment|supplies|gym|shuttle|decals?|lodg|jeopard|interfere|supervision|discriminat|partner (?:schools|institutions|universities)|agreements?\b|partnerships?\b|cut-?offs?\b|quotas?\b|presentations?\b|talks? to\b)"
)
MONEY_THINGS = re.compile(
    r"\b(?:housing|lodging|stipends?|salar|visas?|insurance|letters?|lors?\b|transportation|parking|meals?|financial|funding|compensation|tuition|malpractice|waivers?|badges?|refund|immunization|scrubs|white coats?|reimburse|payment|evaluations?|grades?|certificates?|email|lockers?|pagers?|library|gym|hotline|deadline for)\b"
)
RECEIVES = re.compile(
    r"\b(?:receiv|get)\w* (?:\w+ ){0,5}(?:requests|inquiries|applications|e-?mails|calls|hundreds|thousands|dozens|letters)"
)
UNTIL = re.compile(
    r"\b(?:until|before|without|more than|less than|in excess of|longer than|earlier than|later than|prior to|if they have not|who do not|who did not|who have not|that (?:are|is) (?:incomplete|late)|directly|outside (?:of )?(?:the|these|our)|multiple)\b"
)
WITH = re.compile(
    r"(?:\b(?:with|by|alongside|beside|under(?! which)|between|among|amongst|our|your|his|her|their own|supervising|attending|sponsoring|precepting|preceptor|(?<!to )(?<!we )(?<!can )(?<!will )(?<!may )host|hosting|staff|faculty|teach(?:es|ing)?|shadow(?:ing)?|observe|observing|join|joining|resident|affiliate|of|from our|u[\w]+ own|to (?:other|our)|as (?:an? |the )?|like|than|through|via|board-certified|(?:licensed|certified|academic|practicing) board-certified|world-class|renowned|leading|expert|experts|another|each|individual|more than|over|\d{2,}) (?:the |our |a |an |their |other |all |and |fellow |experienced |expert |participating |current |several |many |medical |clinical |licensed |board-certified |board certified |faculty |attending |senior |interns?,? |academic |teams? of |\w+, )*(?:and (?:\w+ )?)?(?:(?!for |to |all |only |from )\w+ )?)$|\bbecom(?:e|ing) (?:\w+ )?$"
)
OWN_PRIORITY = re.compile(
    r"^[\w ,.~]{0,60}?(?:(?:have|has|are given|receive|get|take|hold) (?:the )?(?:first )?(?:priority|preference|precedence)|have been (?:accommodated|placed|scheduled)|are scheduled|receive priority|are placed first)"
)
QUESTION_NO = re.compile(
    r"^\W*(?:a[.:] *)?(?:no\b(?! (?:later|more|less))|unfortunately|sorry|sadly|regrettably|we (?:are sorry|regret)|we (?:currently |presently )?(?:(?:do|are|can|will)(?: not|n't)|cannot|can't)(?=\W*$| at this time| currently|[,;:.]| -| and\b)|(?:i'm |i am |we're |we are )?afraid not|nope|(?:then )?not (?:yet|usually|really|with us|here|any more|anymore)|neither|never\b|[^.;?!]{0,70}[:,-] no\b|at this time,? (?:we|there|no)|not at this time|currently,? no)"
)
QUESTION_YES = re.compile(
    r"^\W*(?:a[.:] *)?(?:yes\b|yep\b|sure\b|absolutely|of course|certainly|definitely|indeed\b|(?:they|you|we|graduates|students) (?:may|can|are|do)(?! not|n't)\b|only (?:if|when|from|through|via|those|students|in|as|at|by|under|with)\b)"
)
REFUSING_HEADING = re.compile(
    r"^\W*who not\b|\b(?:isn't|is not|aren't|are not) (?:it |this )?for\b|\bwho (?:it|this|we|cannot|can't|may not|should(?:n't| not))\b(?=.{0,12}(?:n't|not|cannot))|\bnot a fit\b|\b(?:not|in)[- ]?eligib|ineligib|should not apply|not accepted|not (?:able|permitted|allowed) to apply|who (?:can|may|do)(?:not|n't| not)|\bcannot (?:apply|accept)|exclusions?\b|do(?:es)? not accept|unable to (?:accept|accommodate|host)|not (?:designed|intended|suitable|appropriate|for)\b|not available (?:to|for)|not offered"
)
WELCOMING_HEADING = re.compile(
    r"^\W*(?:for )?whom?\b(?! (?:we are|to (?:contact|call|ask)|runs|(?:will|do|does) (?:i|you|we|teach|supervis|pay)|pays))|(?:is|are) (?:this|these|we|it) (?:\w+ ){0,2}for\b|for me\b|do (?:i|you) qualif|eligib|who (?:can|may|should|is|are|could|we|this|it)\b|audience|\bopen to\b|qualif|participants?\b|applicant (?:type|categor|require)|types? of (?:applicant|observer|visitor|learner)|who'?s? (?:can|eligible)|candidates?\b|prerequisite|requirement|criteria|to apply|categories|for whom|designed for|intended for|we (?:accept|welcome|offer)|must (?:be|meet)|available (?:to|for)|applicants? (?:must|should)|limited to|(?:may|can) (?:apply|participate|observe)|are (?:invited|accepted)|you are|welcomes? applications|conditions"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the sentence stands to a party, and the offsets of the words that say so."""

    stance: Stance
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Verb:
    stance: Stance
    start: int
    end: int
    forward: bool


CONTRAST = re.compile(
    r";| \((?=[\w ]{0,60}\b(?:cannot|can't|are not|aren't|is not|may not)\b)|[,.]? \b(?:but(?!,? (?:(?:is|are|may be) )?not (?:be )?(?:limited|restricted))|however|although|though|whereas|while|nevertheless|(?<!not )(?<!n't )yet)\b|(?<!u\.s)(?<!\b[a-z])\. (?=[a-z])"
)


@re.memo
def verbs(low: str, start: int = 0, end: int = 5000) -> tuple[Verb, ...]:
    found: list[Verb] = []
    for pattern, forward in ((FORWARD, True), (BACKWARD, False)):
        for match in pattern.finditer(low, start, end):
            found.append(Verb(match.lastgroup, match.start(), match.end(), forward))  # type: ignore[arg-type]
    return tuple(found)


def verdict(low: str, party: Party, others: tuple[Party, ...], found: tuple[Verb, ...]) -> Verdict:
    """What the sentence does with `party`. `low`, `others` and `found` are the sentence, its parties and its verbs."""
    left, right = clause(low, party)
    if party.named("student") and (prior := OWN_PRIORITY.match(low[party.end : right])):
        home = all(person.origin == "domestic" for person in party.people)
        return Verdict("offer", party.end, party.end + prior.end()) if home else Verdict("")
    before = governing_before(low, party, others, found, left)
    after = governing_after(low, party, others, found, right)
    if after and after.stance == "refuse" and not (before and before.stance == "refuse"):
        return Verdict("refuse", after.start, after.end)
    if (
        before
        and before.stance == "refuse"
        and after
        and after.stance in ("offer", "maybe")
        and near(after, party) < 3
    ):
        before = None if near(before, party) > 30 else before
    if DENIED_NAME.search(low[left : party.start]):
        return Verdict("refuse", party.start, party.end)
    if (
        before
        and after
        and near(before, party) < 40
        and after.stance == "offer"
        and NO_WAY.match(low[before.start : party.start])
        and low.startswith("to ", after.start)
    ):
        return Verdict("refuse", before.start, before.end)
    near_by = low[left : party.start]
    if (
        WITH.search(near_by)
        and not SO_MANY_OF.search(near_by[-45:])
        and not (before and before.stance in ("refuse", "only"))
    ):
        return Verdict("")
    best = min((v for v in (before, after) if v), key=lambda v: near(v, party), default=None)
    if best is None:
        return Verdict("")
    excepting = best.forward and best.stance == "refuse" and EXCEPTING.match(low[best.start : best.end])
    if excepting and any(v.stance == "refuse" and v.start < best.start for v in found):
        return Verdict("maybe", best.start, best.end)
    if best is after and best.stance == "offer" and before and before.stance == "only":
        best = before
    return Verdict(best.stance, best.start, best.end)


NO_WAY = re.compile(
    r"(?:there (?:is|are)|has|have)(?: currently| presently)? no (?:\w+ )?(?:mechanisms?|ways?|process|pathways?|routes?|means|provisions?|places?|room|capacity|openings?|options?|opportunit\w+|programs?) for "
)
""" "There is no way for graduates to observe": what they would do is denied with it."""
SO_MANY_OF = re.compile(r"\b(?:number|handful|group|couple|few|all|cohort|class|majority|some) of (?:\w+ )?$")
DENIED_NAME = re.compile(
    r"(?:(?:,|\bbut|\band|\bor) not(?: for| from| to)?|\bnor|\brather than|\binstead of|\bneither|\bno) (?:the |any |to |for |from |with )?$"
)
EXCEPTING = re.compile(r"except|with the exception|other than|exclud")


def near(verb: Verb, party: Party) -> int:
    return party.start - verb.end if verb.forward else verb.start - party.end


@re.memo
def contrasts(low: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in CONTRAST.finditer(low))


def clause(low: str, party: Party) -> tuple[int, int]:
    """Offsets between which words may govern the party: from one contrast ("but", ";") to the next."""
    left, right = 0, len(low)
    for start, end in contrasts(low):
        if end <= party.start:
            left = end
        elif start >= party.end:
            right = start
            break
    return left, right


def governing_before(
    low: str, party: Party, others: tuple[Party, ...], found: tuple[Verb, ...], left: int
) -> Verb | None:
    for verb in reversed(found):
        if not verb.forward or verb.end > party.start or verb.start < left:
            continue
        if verb.stance == "offer" and WANTS.match(low, verb.start) and OF_THEM.search(low[left : verb.start]):
            continue
        between = low[verb.end : party.start]
        crossed = [p for p in others if verb.end <= p.start and p.end <= party.start]
        if low.startswith("for ", verb.start) and verb.start == 0 and len(between) > 25:
            return None
        if len(between) > (150 if verb.stance in ("refuse", "only") else 95):
            return None
        if crossed and (verb.stance not in ("refuse",) or SUBJECT_VERB.search(between)):
            return None
        if OTHER_THINGS.search(between) or (
            verb.stance == "offer" and MONEY_THINGS.search(low[max(left, verb.start - 45) : verb.start])
        ):
            return None
        if verb.stance == "offer" and RECEIVES.search(low[left : party.start]):
            return None
        if verb.stance == "only" and SUPERVISED.search(between):
            return None
        if verb.stance == "refuse" and AND_ARE.search(between):
            return None
        if verb.stance == "refuse" and WHOSE.search(low[left : verb.start]):
            continue
        if verb.stance == "refuse" and (
            UNTIL.search(between) or UNTIL_AFTER.search(low[party.end : party.end + 50])
        ):
            return None
        if verb.stance == "offer":
            verb = inherited(low, verb, found, others, left)
        if verb.stance == "only" and OTHER_THINGS.search(low[max(left, verb.start - 45) : verb.start]):
            return None
        return verb
    return None


WANTS = re.compile(r"(?:seeks?|seeking|(?:looking|searching|hoping) for|in search of)\b")
OF_THEM = re.compile(
    r"\b(?:who|that)(?: are| is)?(?: currently| actively| also)? $|\b(?:those|persons?|people|individuals?|applicants?|candidates?|graduates?|physicians?|doctors?|students?|anyone|imgs?)(?: currently| actively)? $"
)
"""What the people before it want takes nobody after it ("not for doctors who seek a residency, or students")."""


def inherited(low: str, verb: Verb, found: tuple[Verb, ...], others: tuple[Party, ...], left: int) -> Verb:
    """ "We do not offer observerships for graduates": the near "observerships for" stands under "do not offer"."""
    at = verb
    for earlier in reversed(found):
        if not earlier.forward or earlier.end > at.start or earlier.start < left:
            continue
        between = low[earlier.end : at.start]
        if earlier.stance == "refuse" and OTHER_THINGS.search(between) and len(between) <= 60:
            return Verb("", earlier.start, verb.end, True)
        if (
            len(between) > 60
            or OTHER_THINGS.search(between)
            or any(earlier.end <= p.start < at.start for p in others)
        ):
            break
        if earlier.stance in ("refuse", "only") and not UNTIL.search(between):
            return Verb(earlier.stance, earlier.start, verb.end, True)
        at = earlier
    return verb


SUPERVISED = re.compile(r"\b(?:by|with|under|alongside|supervised|accompanied)\b")
AND_ARE = re.compile(r"\)?,? and (?:are|is|must|will|should)\b")
SUBJECT_VERB = re.compile(r"\b(?:who|that|which|is|are|may|must|can|will|should)\b")
UNTIL_AFTER = re.compile(
    r"^[\w ,]{0,40}\b(?:until|without|directly|earlier than|more than|prior to|before)\b"
)


WEAK = re.compile(
    r"interested in|who (?:wish|want|would like|are interested|are seeking|seek)|wishing to|seeking|applying|desiring|requesting"
)
"""What the people want; what is done with them may be said after it."""
BARE = re.compile(
    r"apply|submit|bring|learn|gain|get|observe|rotate|meet|take part|join|spend|see|experience|participate|come|work|train|attend|graduated from"
)
VISITING = re.compile(r"visiting|external|international|foreign|(?:fourth|final)")


COORDINATED = re.compile(
    r" \(?(?:(?:who (?:are )?)?(?:from|at|in|of|outside|trained in|enrolled in|enrolled at|interested in|with|preparing|getting ready|hoping|planning|waiting|applying|seeking|wishing)|abroad,?|overseas,?) (?:[\w.~'\-]+\)?,? ){0,7}(?:(?:and|or|as well as|along with|plus) |(?<=, ))(?:(?:an?|the|other|current|recent|visiting|international|foreign|practi[cs]ing) ){0,2}"
)
""" "Students from abroad and graduates may apply": two subjects of one verb, the first with a description."""


WHOSE = re.compile(r"\b(?:who|which|whose (?:[\w\-]+ ){1,3}|that) ?$")
""" "Students whose school has no agreement": the denial describes them."""
WHO = re.compile(r",? (?:[\w\-.]+,? ){0,8}?(?:who|that) $")
RESTRICTED_TO = re.compile(r"(?<!,) who (?:(?:currently|already|presently) )?$")
""" "Students who are not enrolled here": the denial tells which of them are meant."""
NOT_YET = re.compile(r"(?:have|has|had|did|were|was)(?:n't| not| never| yet)")


def relative(low: str, party: Party, verb: Verb, found: tuple[Verb, ...], right: int) -> bool:
    """ "Graduates who haven't taken Step 2 may apply": a denial that only describes them."""
    if not WHO.fullmatch(low[party.end : verb.start]):
        return False
    if NOT_YET.match(low[verb.start : verb.end]):
        return True
    return any(
        not v.forward
        and v.start > verb.end
        and v.end <= right
        and v.stance == "offer"
        and not WEAK.fullmatch(low[v.start : v.end])
        and not BARE.fullmatch(low[v.start : v.end])
        for v in found
    )


def governing_after(
    low: str, party: Party, others: tuple[Party, ...], found: tuple[Verb, ...], right: int
) -> Verb | None:
    weak: Verb | None = None
    for verb in found:
        if verb.forward or verb.start < party.end or verb.end > right:
            continue
        if verb.start - party.end > 200:
            return weak
        if any(
            party.end <= p.start
            and p.end <= verb.start
            and not SUBJECT_VERB.search(low[party.end : p.start])
            and not COORDINATED.fullmatch(low[party.end : p.start])
            for p in others
        ):
            return weak
        if BARE.fullmatch(low[verb.start : verb.end]) and not (
            party.named("graduate")
            or any(p.origin for p in party.people)
            or VISITING.match(low[party.start : party.end])
        ):
            continue
        if verb.stance == "refuse" and (
            RESTRICTED_TO.search(low[party.end : verb.start]) or relative(low, party, verb, found, right)
        ):
            continue
        if verb.stance == "refuse":
            rest = low[verb.end : min(verb.end + 55, right)]
            if re.match(r"(?: (?:for|to))\b", rest) and any(
                verb.end < p.start < verb.end + 30 for p in others
            ):
                continue
            if OTHER_THINGS.search(rest) or UNTIL.search(rest) or ITS_OBJECT.match(rest):
                continue
        if weak is None and WEAK.fullmatch(low[verb.start : verb.end]):
            weak = verb
            continue
        if weak is not None and not (
            verb.stance in ("refuse", "elsewhere", "maybe") and verb.start - weak.end < 90
        ):
            return weak
        if verb.stance == "offer" and (doubt := doubtful(verb, found)):
            return doubt
        return verb
    return weak


ITS_OBJECT = re.compile(
    r" (?:anyone|anybody|any|those|people|persons|individuals|someone|somebody|students|residents)\b"
)
"""Others that the denied verb takes ("we take graduates and cannot place anyone still enrolled")."""


def doubtful(verb: Verb, found: tuple[Verb, ...]) -> Verb | None:
    """ "Are considered case by case": the words that make of an offer a possibility."""
    return next(
        (v for v in found if v.stance == "maybe" and not v.forward and 0 <= v.start - verb.end < 25), None
    )
