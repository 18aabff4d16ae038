"""What a participant may have to pay: every amount with its kind, unit and tier.

Each amount is given to the noun that governs it ("application fee", "stipend", "coverage"): the nearest in its own
clause, then what stands around it (a table's row and column, the sentence that introduces a list, the headings).
An amount that no price noun governs is left out: a wrong amount misleads more than a missing one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args
from urllib.parse import urlsplit

from pipeline import regex as re
from pipeline.extract import money
from pipeline.extract.award import gives_money
from pipeline.extract.money import Money
from pipeline.extract.scope import elsewhere, inherited, side, side_of
from pipeline.model import UNIT, Block, Claim, Fee, FeeKind, FeePer, Section, Sentence
from pipeline.sentences import plain
from pipeline.vocab import vocabulary

LabelKind = Literal[
    "application", "program", "administrative", "deposit", "insurance", "other", "plain", "not_fees"
]
NAMED = ("administrative", "insurance", "not_fees", "application", "deposit")
FEE_KINDS: tuple[str, ...] = get_args(FeeKind)
MOST = 30_000.0
"""No participant pays more; sums above are cover, endowments and salaries."""

PREMIUM = 5_000.0
"""No insurance for a visit costs more; sums above are what it covers."""

WORDS = vocabulary("fees")
KIND_ORDER: tuple[LabelKind, ...] = (
    "not_fees", "application", "deposit", "insurance", "administrative", "program", "other",
)  # fmt: skip
KIND_WORDS = {kind: re.compile(r"(?<![\w-])(?:" + "|".join(WORDS[kind]) + r")(?!\w)") for kind in KIND_ORDER}
STOP = (
    "a|an|the|of|for|to|in|on|at|by|with|and|or|is|are|was|be|been|will|may|must|can|should|this|that|these|those|any|all|"
    "no|not|your|our|their|its|his|her|you|we|they|it|if|as|from|per|each|every|than|which|who|pay|pays|paid|charge|charges|"
    "charged|plus|minus|less|also|there|have|has|had|require|requires|required|includes?|included|including|covers?|upon|"
    "after|before|when|once|only|do|does|submit|subject|via|into|towards?|up|additional|but|under|over|about|and/or|both|either"
)
WORD = rf"(?!(?:{STOP})\b)[a-z](?:[a-z'&]*(?:-[a-z]+)*|[a-z]?-?\d{{1,4}}[a-z]?\b)\.?"
"""A word of a noun's name, visa classes and forms (J-1, DS-2019, I-20) among them."""
HEAD = "|".join(WORDS["heads"])
LABEL = re.compile(
    rf"(?<![\w-])(?:{WORD}\s+(?:and|or)\s+(?={WORD}\s+(?:{HEAD})\b))?(?:{WORD}\)?(?:\s*[/&]\s*|\s+|-(?=(?:{HEAD})\b))){{0,12}}?(?P<head>(?:{HEAD})(?:/(?:{HEAD}))?(?:\s+(?:fees?|costs?|payment))?)\b(?!-)"
    rf"(?:\s+(?:for|of)\s+(?:the\s+|an?\s+|each\s+|your\s+|any\s+)?(?P<object>{WORD}(?:\s+{WORD}){{0,2}}))?"
)
ALONE = {
    kind: re.compile(r"(?<![\w-])(?:" + "|".join(words) + r")(?!\w)")
    for kind, words in WORDS["alone"].items()
}
INSURED = re.compile(
    r"\b(?:malpractice|health|medical|travel|liability|indemnity)(?:\s+liability)?\s+(?:insurance(?!\s+(?:coverage|policy|limits))|(?:insurance\s+)?(?:cover|coverage|policy|protection|plan))\b"
    r"|\b(?:purchas\w+|buy\w*|bought|arranges?|sells?|sold)\s+(?:an?\s+|the\s+|this\s+|our\s+|your\s+)?(?:[\w-]+\s+){0,2}?(?:cover|coverage|policy|insurance)\b"
)
SOLD = re.compile(
    r"\b(?:mandatory|obligatory|compulsory|bought|buy|purchas\w+|arranges? (?:an?|the|your|this)|through (?:us|our|the)|get one|arrange one|from us|costs?|price|premium|for sale)\b"
)
"""Cover that is sold, and not a sum that it must come to."""
BUYS = re.compile(
    r"\bpurchas|\bbuy|\bbought|\bcosts?\b|\bfees?\b|\bcharge|\bpremium|\bavailable (?:for|at)\b|\bpay\b"
)
PAYS = re.compile(
    r"\b(?:pay|pays|paid|paying|payable|charged?|charges|remit|owed?|asks?|asking for|ask for|send|bills?|billed|invoiced?|invoices|collects?|collected|levie[sd]|assess(?:es|ed)?|contributes?|settles?|bring|(?:checks?|cheques?|money orders?|bank drafts?) (?:for|of|in the amount of))\b"
)

GAP_BEFORE = re.compile(
    r"^\s*(?:\([^)]*\)|\*+|fees?|which|that|[:=\-,]|is|are|was|of|will\s+be|would\s+be|be|currently|now|set\s+at|fixed\s+at|in\s+the\s+amount\s+of|totall?(?:s|ing)|"
    r"amounts?\s+to|equal\s+to|non-?\s?refundable|refundable|one-?time|flat|a|an|the|up\s+to|approximately|approx\.?|about|around|only|just|at|us|total|ranges?|from|between|to|costs?|\s)*\s*$"
)
GAP_AFTER = re.compile(
    r"^[\s.]*(?:\(?(?:us|usd|u\.s\.|dollars?|\d+|\.00)\)?[\s/]+|\(?non-?\s?(?:refundable|transferable)\)?[\s,/]*|refundable[\s,]*|one-?time[\s,]+|(?:and|or|/)\s*non-?(?:transferable|refundable)[\s,]+|"
    rf"{WORD}[\s,]+)*+$"
)
GAP_FOR = re.compile(
    r"^[\s,]*(?:\([^)]*\)\s*)?(?:is|are|will\s+be|must\s+be|would\s+be)?\s*(?:charged|required|due|payable|assessed|paid|needed|collected|levied)?\s*"
    rf"(?:as|for|towards?|to\s+cover|to\s+pay(?:\s+for)?|in)\s+(?:the\s+|an?\s+|each\s+|your\s+|their\s+|all\s+|its\s+)?(?:{WORD}\s+){{0,3}}$"
)
THIS = re.compile(rf"^(?:this|the|that|such)\s+(?P<label>(?:{WORD}\s+){{0,3}}(?:{HEAD}|deposit))\b")

PRINTED_UNIT = re.compile(
    r"\s*(?:\(?(?:USD|US dollars|dollars)\)?\s*)?(?:per|each|every|/)\s*([A-Za-z]+(?:-[a-z]+)*(?: (?:hours?|days?))?)\b",
    re.I,
)
ONCE_EACH = re.compile("|".join(WORDS["once"]), re.I)

NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "ten": 10,
    "twelve": 12,
}
COUNT = r"(?P<n>\d{1,2}|" + "|".join(NUMBERS) + r")(?:\s*\(\d{1,2}\))?"
EVERY = r"(?:\bper\b|/|\beach\b|\bevery\b|\ba\b|\ban\b|\bfor\s+(?:each|every|an?|the|one)\b)"
STAY = r"(?:semester|term|elective|rotation|clerkship|block|course|experience|session|placement|observership|externship|preceptorship|specialty|department|slot|module|sub-?internship|attachment|discipline|service)"
PER = re.compile(
    rf"(?P<span>(?:{EVERY}\s*(?:additional\s+|extra\s+)?|\bfor\s+(?:the\s+|a\s+)?(?:first\s+)?(?:two\s+|2\s+)?|\(|^\s*[-:,]?\s*|\bfirst\s+){COUNT}[\s-]*(?P<su>weeks?|wks?|months?|days?)\b)"
    rf"|(?P<one>{EVERY}\s*-?\s*(?:additional\s+|extra\s+|clinical\s+|calendar\s+|first\s+|initial\s+|second\s+|subsequent\s+|further\s+|academic\s+|1[\s-]|one[\s-])?(?P<ou>week|wk|month|mo|day|year|yr|annum)\b)"
    rf"|(?P<ly>\b(?P<lu>weekly|monthly|daily|annual|annually|yearly)\b)"
    rf"|(?P<stay>{EVERY}\s*(?:additional\s+|\w+\s+)?(?:{COUNT.replace('?P<n>', '?:')}[\s-]*(?:weeks?|months?)[\s-]+)?(?:\w+\s+)?{STAY}s?\b)"
    r"|(?P<once>\bone-?\s?time\b|\bonce\b(?!\s+(?:you|your|the|an?|we|they|he|she|it|all|this|that|accepted|approved|admitted|selected|placed|dates?|offered|confirmed)\b)|\bflat\b|\bper\s+(?:application|applicant|person|student|candidate|submission|visit|stay)\b)"
)
UNITS: dict[str, FeePer] = {
    "week": "week", "wk": "week", "weekly": "week", "month": "month", "mo": "month", "monthly": "month", "day": "day",
    "daily": "day", "year": "year", "yr": "year", "annum": "year", "annual": "year", "annually": "year", "yearly": "year",
}  # fmt: skip
LENGTH = re.compile(rf"\b{COUNT}[\s-]*(?P<u>weeks?|wks?|months?)\b")

NOT_MINE = re.compile(
    r"\b(?:proof|evidence|documentation|verification|demonstrat\w+|show)\b[^.;]{0,40}\b(?:funds|funding|financ\w+|support|means)\b|bank statement|affidavit of support|"
    r"\bfinancial (?:documentation|documents|proof|evidence|verification|guarantee|certification)\b|"
    r"\b(?:financing|financed|klarna|affirm|payment plans?)\b|\bi (?:paid|spent)\b|\bpaid [^.;]{0,20}another (?:agency|company|hospital)\b|"
    r"\b(?:dropped|abolished|eliminated|discontinued|scrapped|did away with|stopped charging|used to (?:be|charge|cost)|no longer (?:charge|collect)s?)\b[^.;]{0,30}[$€£]|\bfee (?:schedule )?history\b|"
    r"\bper (?:occurrence|incident|claim|instance|credit|credit hour)\b|\baggregate\b|\bsalary\b|\bworth of\b|\bvalued at\b|\braised\b|\bendow"
)
RECKONED = re.compile(
    r"\b(?:spend|budget(?:ing)?|plan on|plan for|set aside|reckon on|count on|expect to pay|estimate\w*)\b[^.;:$€£]{0,60}$"
)
"""What a stay costs outside the programme, as a guess."""
TAKEN_OFF = re.compile(
    r"\b(?:minus|less|except|deduct\w*|withh[eo]ld\w*|retain\w*|instead of|in place of|takes? the place of|in lieu of|replaces|replacing|rather than|formerly|previously|save|saves|discount(?:ed)? (?:of|by)|off)\s+(?:an?\s+|the\s+|from\s+)?$"
)
LEAVES = re.compile(r"\b(?:cancel\w*|withdraw\w*|drop(?:s|ped|ping)?|no-?\s?show|resched\w*|late)\b")
PART = re.compile(
    r"\b(?:remaining|balance|(?:first|second|third|final|half)\s+(?:payment|instal?lment)|half of(?! (?:the|your|this)\s*$)|other half|instal?lments?|of which(?! nothing| none))\b"
)
REST = re.compile(
    r"^\s*(?:(?:is\s+the\s+|\()?(?:remaining|remainder|balance|rest\b|instal?lment)|off\b|less\b|discount|(?:of (?:it|this|that|which) )?(?:is|are|will be|comes?|goes) (?:kept|retained)\b|(?:is|are) credited)"
)
BACK = re.compile(
    r"^\s*(?:of (?:it|this|that|which) )?(?:is|are|will be|comes?|goes) (?:returned|refunded|given back|back)\b"
)
"""What is given back of a sum; a fee that is named and then given back is asked all the same."""
ROSE = re.compile(
    r"\b(?:gone(?: up)?|went(?: up)?|rose|risen|raised|rais(?:es|ing)|increas(?:es|ed|ing)|rises|changes?d?|moved?s?|up)\s+from\s"
)
"""Before the sum that a fee was and the one that it is."""
WAS = re.compile(r"\bwas\s+$")
NOW = re.compile(r"\bnow\b|\buntil\b|\bpreviously\b|\bbefore 20\d\d\b|\bbut\b")
"""What a fee was counts, where no other has taken its place."""
BY_NIGHT = re.compile(
    r"^\s*(?:\(?usd\)?\s*)?(?:/|a|per|each|every)?\s*(?:night|nightly|hour|meal|credit|mile|copy|ticket)\b"
)
AT_OTHERS = re.compile(
    r"^[\s)]*(?:or so\s+|or less\s+|each\s+)?(?:at|from|in|through|with)\s+(?:an?\s+|the\s+|your\s+)?(?:own\s+)?(?:most|any|many|some|local|nearby|retail|commercial|outside|neighborhood|area)\s+"
    r"(?:[\w-]+\s+){0,2}?(?:labs?|laborator\w+|pharmac\w+|clinics?|drug ?stores?|stores?|shops?|providers?|doctors?|places|urgent cares?|banks?|vendors?|centers?)\b"
)
"""A price that other houses ask: "$70 at most pharmacies"."""
SUNDRY = re.compile(
    r"\b(?:parking|garage|parking deck|rooms?|housing|apartments?|hotels?|inn|lodging|dorm\w*|meals?|lunch\w*|dinners?|breakfasts?|cafeteria|bus|shuttle|taxi|metro\w*|transit|"
    r"airfare|flights?|scrubs|white coats?|gas cards?|gift cards?|books?|copies|physicals|class(?:es)?|consultations?|tickets?|banquet|donations?|rent(?:al)?|groceries|food|to sleep|"
    r"sublet|condo|homestay|board exam|conference|symposium|course registration|usmle|step [123]|ecfmg|toefl|nbme|visas?|sevis|passports?|returned checks?|bounced|bad checks?)\b"
)
"""Things that a visitor may pay for beside the programme; an amount that only a verb or the heading ties to a fee is theirs."""
HOST = r"(?:foundation|hospital|department|division|endowment|fund|society|institute|institution|program|university|school|college|section|academy|association|laboratory|lab|sponsor|host|mentor|preceptor|investigator)"
GIVES = r"(?:pay{0}|pick{0} up|cover{0}|give{0}|provide{0}|reimburse{0}|contribute{0}|fund{0}|award{0}|offer{0}|grant{0})"
HOST_PAYS = re.compile(
    rf"\b(?:{HOST}\s+(?:also\s+|then\s+|generously\s+)?{GIVES.format('s')}|(?:{HOST}\s+(?:will|can|may|would)|we|kindly)\s+(?:(?:also|will|then|generously|can|may)\s+)*{GIVES.format('')})\b"
    r"(?! (?:for nothing|nothing))[^.;]{0,90}$"
)
"""The verb agrees with the host: in "students of the medical school pay" the students do."""
GETS = re.compile(
    r"\b(?:receives?|gets?|earns?|is (?:paid|given|awarded)|are (?:paid|given|awarded)|(?:can|may|will) (?:get|receive|apply for)|salar\w+|stipends?|paid in|to help with)\b"
)
GOTTEN = re.compile(
    r"\b(?:(?:apply|applies|applied|applying|compete|eligible|qualify|qualifies|nominated)\s+for|receiv(?:e|es|ing)|(?:is|are|be)\s+(?:awarded|granted|given|reimbursed)|win|wins|earn|earns)\s+"
    r"(?:(?:up\s+to|as\s+much\s+as|an?|the|additional|extra|maximum|of|approximately|about|between|funding|support|travel|money|us|cash|total)\s+)*$"
)
"""Money that goes to the learner: "apply for up to $500"."""
STAY_IS = re.compile(
    rf"\b(?:each|every|an?|one|the|per)\s+(?:[\w-]+\s+){{0,2}}?{STAY}s?\s+(?:is|costs?|runs|comes to|goes for|will cost|will be)\s+(?:only\s+|just\s+|us\s*)*$"
    r"|\b(?:rotations|electives|clerkships|externships|blocks)\s+(?:are|(?:start|begin)\s+(?:at|from))\s+(?:only\s+|just\s+|us\s*)*$"
)
UNIT_IS = re.compile(
    r"\b(?:each|every|any)\s+(?:[\w-]+\s+){0,2}?(?P<unit>week|month|day)\b(?:\s+(?:after|beyond|past|over|on top|more|thereafter)\b[^.;$€£]{0,25})?\s*,?\s*(?:is|costs?|adds?|runs|comes to|will cost|:)\s+(?:only\s+|just\s+|an?\s+(?:extra|additional|further)\s+|another\s+|us\s*)*$"
)
COVERS_STAY = re.compile(
    rf"^\s*(?:covers?|buys?|gets you|pays for)\s+(?:the\s+|your\s+|up to\s+|an?\s+)?(?:whole\s+|entire\s+|first\s+)?(?:{COUNT}[\s-]*(?:weeks?|months?|days?)|{STAY})\b"
)
FOR_LENGTH = re.compile(
    rf"^\s*(?:\(?usd\)?\s*)?for\s+(?:the\s+|an?\s+|all\s+|your\s+)?(?:full\s+|whole\s+)?(?:{COUNT.replace('?P<n>', '?:')}[\s-]*(?:weeks?|months?|days?)|month|week)\b"
)
PER_HEAD = re.compile(
    rf"^\s*(?:usd\s*)?(?:per|a|each|/)\s*(?:[\w-]+\s+(?:per|a|each)\s+)?(?:week|month|day|{STAY})\b"
)
INCLUDED = re.compile(r"(?:,\s*|\band\s+|\b(?:which|that|this|it)\s+)*\b(?:includ(?:es?|ing)|covers?)\b")
"""What follows is bought with the amount before it, and names no sum of its own."""
PAID_BY_HOST = re.compile(
    r"^[^.;$€£]{0,40}?\b(?:(?:paid|covered|met|borne|absorbed|funded)\s+(?:entirely\s+|in full\s+)?by|(?:charged|billed|invoiced|assessed)\s+(?:directly\s+)?to|(?:charge|bill|invoice)\s+(?:is|will be)\s+(?:made|sent)\s+to|(?:is|will be)\s+(?:made|sent)\s+to)\s+"
    r"(?:the\s+|our\s+|your\s+|a\s+|an\s+)?(?!home\b|student|visit|observer|applicant|participant|sending)(?:[\w'-]+\s+){0,2}?"
    r"(?:host\w*|sponsor\w*|departments?|divisions?|lab(?:s|orator\w+)?|pi|faculty|mentors?|preceptors?|hospital|university|institute|center)\b(?! or\b)"
)
HOST_CHARGED = re.compile(
    r"\b(?:host\w*|sponsor\w*)(?:\s+(?:departments?|divisions?|lab\w*|faculty|members?|units?|investigators?)){0,2}\s+(?:(?:is|are|(?:will|shall|may|must) be)\s+(?:charged|billed|invoiced|assessed)|pays?)\b[^.;$€£]{0,40}$"
    r"|\b(?:paid|payable|covered|borne|met)\s+by\s+(?:the|your|our|a|an|each|any)\s+(?:[\w-]+\s+)?(?:schools?|host\w*|sponsor\w*|departments?|hospital|lab\w*|universit\w+)(?:\s+(?:department|institution|lab))?\W*(?:is|of|at|totals?)?\s*$"
)
"""Who pays is the host, not the guest."""
LICENSE = re.compile(r"\blicen[sc]|\bpermits?\b|\bmedical board|\bboard of (?:\w+ )?(?:medic|osteo|examin)")
TO_THE_BOARD = re.compile(
    r"\b(?:paid|payable|pay|remit\w*|sent|goes)\b[^.;]{0,25}\b(?:board|state|commission|agency)\b|\b(?:board|state|commission) (?:of [\w ]{3,30} )?(?:charges|asks|collects|requires)\b"
)
"""What a licence costs goes to the state."""
LENT = r"(?:badges?|cards?|keys?|fobs?|pagers?|scrubs|lockers?|devices?|equipment|id|ids|coats?|passes)"
LOST = re.compile(
    rf"\b(?:lost|unreturned|damaged|misplaced|replac(?:e|es|ed|ing|ement))\s+(?:(?:or|and)\s+\w+\s+)?(?:an?\s+|the\s+|your\s+)?(?:[\w-]+\s+)?{LENT}\b|"
    rf"\b{LENT}\b[^.;$€£]{{0,40}}\b(?:lost|misplaced|damaged|replaced|not\s+(?:been\s+|be\s+)?(?:returned|turned in|handed in|given back))\b|"
    rf"\b(?:fail\w*\s+to|not)\s+return[^.;$€£]{{0,25}}\b{LENT}\b"
)
"""What is asked only of those who lose a badge."""
FOR_PATIENTS = re.compile(
    r"\b(?:for|from|of|before|until)\s+(?:all\s+|any\s+|each\s+|every\s+|a\s+)?(?:(?:new|self-?pay|international|uninsured|prospective)\s+)+patients?\b|\bpatient\s+(?:medical\s+)?(?:records?|consult\w*|appointments?|registration|deposit|services?)\b|\bpatients? (?:must|will|are|is|pays?)\b|\bseeking (?:treatment|care)\b|\bsecond opinions?\b"
)
BARE = re.compile(
    r"^\W*(?:only|just|from|usd|us)?\s*[$€£]\s?\d[\d,.]*(?:\s*(?:usd)?\W*|\s+[$€£]\s?\d[\d,.]*)(?:(?:most |best )?(?:popular|value|seller)\W*)?$"
)
LENGTH_LINE = re.compile(rf"^\W*(?:{COUNT.replace('?P<n>', '?:')})[\s-]*(?:weeks?|wks?|months?|days?)\W*$")
PACKAGES = re.compile(r"\b(?:packages?|pricing|prices|plans?|tuition)\b")
IN_BRACKETS = re.compile(r"^\s*\((?P<what>[a-z][a-z -]{2,30})\)")
BRACKETED = re.compile(
    r"(?:^|[.;:]\s|\d\.\s)\W*(?P<what>[a-z][a-z0-9/&'\u2019, -]{2,70})\((?:[^()$]{0,40}\b)?(?:costs?|fees?|prices?|charges?|is|about|approx\w*|approximately|usd?|you pay)?\W*$"
)
"""An item of a list and in brackets what it costs: "Record check (cost about $40)"."""
OTHERS_PAID = re.compile(
    r"\b(?:pay|pays|paid|payable|send|sent)\b[^.;]{0,20}\b(?:the\s+)?(?:state|county|police|vendor|agency|company|lab|laboratory|provider|bureau|fbi|service|castle ?branch|sterling|certiphi)\b"
)
"""What is paid to the state or to a vendor is paid for the check that the sentence names."""
STAY_NAMED = re.compile(
    r"^\W*(?:[a-z][\w'&/-]*\s+){0,3}(?:observerships?|electives?|rotations?|clerkships?|externships?|preceptorships?|shadowing|placements?|program)\s*(?:\([^)]{2,30}\)\s*)?[:=-]+\s*$"
)
"""A line that begins with the stay's own name and goes on with its price."""
NAMED_LINE = re.compile(
    r"^\W*(?P<what>[a-z][a-z/&' -]{2,45}?)(?:\s*\([^)]*\))?(?:\s*(?:,|:|=|-|\.{2,})\s*|\s)(?:(?:a|of|is|us|usd|only|the|you\s+pay|non-?refundable|,)\s*)*$"
)
"""A line that begins with a name and goes on with its price: "Application, $125"."""
TO_APPLY = re.compile(r"^\s*(?:is (?:charged|asked|due) )?(?:just |only )?to (?:apply|submit)\b")
TO_ATTEND = re.compile(
    rf"^\s*(?:(?:per|a|each|/)\s*(?:week|month|day|{STAY})\s+)?to\s+(?:attend|observe|rotate|participate|shadow|take part|join)\b"
)
ITEM_CUT = re.compile(r"[;,]")
AMOUNT_FIRST = re.compile(r"^\s*[-:=]\s*(?P<what>[a-z][a-z /&-]{2,40}?)\s*(?:[;,.]|$)")

"""An item of a price list whose amount comes first: "$100 - application"."""
HOLDS = re.compile(
    r"\b(?:to\s+)?(?:hold|holds|reserve|reserves|secure|secures|save|guarantee|guarantees|lock in|confirm)\s+(?:your|the|a|their|his|her|that)\s+(?:\w+\s+)?(?:place|spot|seat|slot|dates?|month|position|rotation|space|block|week)s?\b"
)
DOWN = re.compile(r"^\s*(?:usd\s*)?(?:down|up front)\b")
ON_ACCEPTANCE = re.compile(
    r"\b(?:once|if|when|upon|after|on)\b[^$€£;]{0,25}\b(?:accept\w*|select\w*|chosen|placed|approved|approval|admitted|offered|admission|placement|picked)\b"
)
BOUNDED = re.compile(r"\b(?:max\w*|min\w*|total\w*|up to|cap\w*|no more than)\b")
CHANGES = re.compile(
    r"\b(?:it|the\s+(?:\w+\s+)?(?:fee|rate|price|cost|tuition|charge)|that)\s+(?:drops|falls|goes down|goes up|decreases|rises|increases|is reduced|is lowered|comes down)\s+to\s+(?:only\s+|just\s+)?$"
)
TOTAL = re.compile(r"\btotal\b|\ball-?inclusive\b|\bgrand total\b")
EXAMPLE = re.compile(
    r"\b(?:estimated?|approximate|sample|average|typical|expected|anticipated) (?:total|cost|costs|expenses|budget)\b"
)

NO_FEE = re.compile(
    r"\b(?P<no>no|zero|neither(?:\s+an?)?|(?:is|are|was|were|has|have|had|do|does|did|will|wo)(?:n't|\s+not|\s+never)\s+(?:currently\s+|been\s+|be\s+|charge[sd]?\s+|require\s+|assess\s+|have\s+|collect\s+|impose\s+|ask\s+for\s+|levy\s+)*(?:an?|any)|without(?:\s+an?|\s+any)?|never(?:\s+any)?|(?:not?|(?:do|does|did|will|wo|is|are)n't)\s+(?:currently\s+)?(?:charged?|require|assess(?:ed)?|have|collect|impose|pay|billed)(?:\s+an?|\s+any)?)\s+"
    rf"(?P<what>(?:{WORD}[\s/]+){{0,3}}?(?:or\s+{WORD}\s+)?(?:fees?|charges?|tuition|costs?|expense(?=\s+to\s+(?:the|you|any|our|visit|observ|student))))\b(?P<after>.{{0,80}})"
)
AND_NO = re.compile(
    rf"^\s*(?:,|or|and|nor|/|&)+\s+(?:no\s+|any\s+|nor\s+|an?\s+)*(?P<what>(?:{WORD}\s+){{0,2}}?(?:fees?|charges?|tuition|costs?))\b"
)
NOTHING = re.compile(
    r"\b(?:do|does|will|would|wo)(?:n't|\s+not)\s+cost\s+(?:\w+\s+)?(?:anything|money|a thing)\b|\b(?:costs?|charge[sd]?)\b[^.;:$€£]{0,40}?\b(?:nothing|not a (?:dime|cent|penny))\b|\bnothing\s+(?:is|will be)\s+(?:charged|asked|collected|due)\b|\bthere\s+is\s+nothing\s+to\s+pay\b|"
    r"(?<!hospital )(?<!program )(?<!department )(?<!institution )(?<!school )(?<!we )\b(?:will\s+|would\s+)?pays?\s+nothing\b(?! to)|"
    r"\b(?:do|does|did|has|have|will)(?:n't|\s+not|\s+never)\s+(?:ever\s+|currently\s+|presently\s+|normally\s+|generally\s+|usually\s+)?charged?\b(?!\s+(?:more|extra|different|late|per|(?:an?|any)\b))(?=\s*(?:[.,;!]|$|and\b|you\b|for\b|anyone|anybody|(?:\w+\s+){0,3}(?:students?|observers?|visitors?|schools|applicants?|learners|participants?|externs?|a dime|a cent|anything)\b))|"
    r"\b(?:nobody|no one|none of (?:them|you|our \w+)) (?:is charged|pays)\b(?! (?:you|them))|"
    r"\b(?:is|are|will|would|wo)(?:n't|\s+not|\s+never)\s+(?:be\s+)?(?:charged|billed)\b(?=\s*(?:[.,;!]|$|for (?:your|their|the|this|an?|observing|shadowing|any)\b|anything\b))|^\W*[$]\s?0(?:\.00)?\b"
)
ALL_FREE = re.compile(
    r"^\W*(?:it'?s\s+|it is\s+|this is\s+|yes,?\s+)?(?:completely\s+|entirely\s+|absolutely\s+)?free(?:\s+(?:of charge|of cost|to (?:join|attend|observe|shadow|participate|all)|for \w+))?\W*$"
)
COME_FREE = re.compile(
    r"(?:^|[.;:,(]\s?)\W*(?P<who>[\w][\w' -]{2,70}?)\s+(?:(?:come|comes|attend|attends|participate|join|joins)\s+free\b|(?:will\s+)?pays?\s+nothing\b)"
)
PARTNERS = r"(?:students?|members?|residents?|faculty|alumni|physicians|employees|partners?|schools?)"
EXEMPT = re.compile(
    rf"(?P<who>[A-Z][\w.'’ -]{{2,60}}?{PARTNERS}|\b{PARTNERS}\s+(?:of|from|at|in)\s+[^.;()]{{3,50}}?)\s+(?:are\s+)?exempt(?:ed)?\b(?! from (?!the fee|this fee|fees|payment|tuition|all fees))"
)
FREE = re.compile(
    r"\b(?:(?:tuition|fees?)\s+(?:is|are)\s+not\s+(?:charged|required|assessed|collected)|free\s+of\s+(?:charge|cost)|tuition[- ]free|free\s+to\s+(?:apply|enter|submit)|free\s+application|at\s+no\s+(?:cost|charge)|(?:is|are)\s+(?:completely\s+|entirely\s+|totally\s+)?free(?=\s*(?:[.;,!]|$|to\b|for\b|and\b))|(?:is|are)\s+(?:an?\s+)?(?:completely\s+|entirely\s+)?free\s+(?:programs?|programmes?|observerships?|opportunit(?:y|ies)|rotations?|experiences?|electives?|services?)\b|(?:costs?|tuition|charges?|price|fees?)\s+(?:is|are|of)\s+[$]\s?0(?:\.00)?(?![\d.,]\d)|(?:costs?|tuition|charges?|price|fees?)\s*[:=-]\s*(?:free|none|no\b|nil|waived|n/a))"
)
WAIVED = re.compile(
    r"\bwaives?\b[^.;]{0,20}?\b(?P<a>(?:[a-z-]{1,30}\s+){0,3}(?:fees?|tuition))\b|\b(?P<b>(?:[a-z-]{1,30}\s+){0,3}(?:fees?|tuition))\s+(?:is|are|will\s+be|has\s+been|have\s+been)\s+waived\b"
)
UNFREE = re.compile(
    r"\b(?:not|never|isn't|aren't)\s+(?:\w+\s+)?(?:free|waived)|\bcannot\s+be\s+waived|\bno\s+(?:fee\s+)?waivers?|\bfeel\s+free|\bunless\b|\bmay\s+(?:be\s+)?waive|\brefund|\bif\s+you\b.*\bwaive|\brequest\b.*\bwaiv|\bwaiver\b"
)
FREE_THINGS = re.compile(
    r"\b(?:bus|shuttle|park(?:ing)?|wi-?fi|internet|meals?|lunch|food|housing|lodging|accommodation|library|ride|transport\w*|gym|tumou?r boards?|grand rounds|live-?streams?|webinars?|lectures?|seminars?|journal clubs?|newsletters?|podcasts?|patients?|vaccin\w*|screening|scrubs|account|registration for the|conference|membership|printing|laundry|interpreter|care|coverage|insurance|badges?|lockers?|equipment|uniforms?|white coats?|translation|e-?mail|masks?)\b"
)
FREED = re.compile(
    r"\b(?:program(?:me)?s?|observerships?|rotations?|electives?|externships?|clerkships?|application|apply|shadowing|tuition|internships?|fellowships?|participat\w+|experience|opportunit\w+|attachment|placement|visit\w*|observ\w*|rotat\w*|attend\w*|join)\b"
)
STAY_LABEL = re.compile(
    r"^\W*(?:one|two|three|four|six|eight|twelve|\d{1,2})[\s-]+(?:weeks?|months?)"
    r"(?:\s*\([^)]{1,25}\))?"
    r"(?:\s+(?:rotation|observership|externship|elective|program|placement|experience|package)(?:\s*[:=-]+)?|\s*[:=-]+)\s*$"
)
"""A line that names a stay and then its price: "Four weeks: $900"."""
OF_STAY = re.compile(
    r"\b(?:costs?|price|charges?)\s+(?:per|for|of)\s+(?:each\s+|an?\s+|the\s+|one\s+)?(?:[\w-]+\s+){0,3}?"
    r"(?:electives?|rotations?|clerkships?|observerships?|externships?|placements?|courses?|preceptorships?)\b"
)
"""A price that is named for the stay itself, whatever fee the lines above speak of."""
BY_THE_WAY = re.compile(r"\bat\s*$|\bwith\s*$|\bprovided\s+(?:\w+\s+){0,3}$")
"""Before "no charge": the words tell how something is given, not that nothing is charged."""
NONE_CELL = re.compile(
    r"^\s*(?:free|none|no (?:fee|charge|cost|tuition)s?|waived|\$\s?0(?:\.00)?|nil|zero|nothing(?: at all| whatsoever| to us| to you)?|not a (?:cent|penny|dime))\s*[.!*]*\s*$"
)
ASKED_FEE = re.compile(
    rf"\b(?:is|are|will) there (?:be )?(?:an?|any)\b[^?]{{0,30}}\b(?:{HEAD})\b|\b(?:do|does|will|must) (?:i|we|you|\w+) (?:\w+ )?(?:have to pay|need to pay|pay|charge|cost)\b"
)
"""A question that is answered by yes or no, whether anything is to be paid."""
COST_ASKED = re.compile(
    r"^\W*(?:the )?(?:costs?|price)\W*$|\bwhat (?:does|will|would|do|is)\b[^?]*\b(?:cost|pay|price|charge)\b|\bhow much\b"
)
NO = re.compile(r"^\W*no\W*$")
FOR_STAY = re.compile(
    rf"^[^.;$]{{0,25}}\bfor\s+(?:an?|the|one|each|your|any)?\s*(?:[\w-]+\s+){{0,3}}{STAY}s?\b"
)
WITH_APPLICATION = re.compile(
    r"\baccompan\w+ (?:the|your|all|each|every|an?) (?:\w+ )?applications?\b|\b(?:with|at the time of|upon|to submit|for|submit\w*)\s+(?:\w+\s+){0,2}application\b|\bto apply\b|\bwhen (?:you )?apply|(?<!accepted )(?<!successful )(?<!selected )(?<!approved )\bapplicants\s+(?:must|should|are (?:asked|required) to|need to|will)\s+(?:also\s+)?(?:submit|send|enclose|include|attach)\b"
)
PROCESSING = re.compile(r"(?:[\w-]+\s+)*processing (?:fees?|charges?|costs?).*")
APPLICANT = re.compile(
    r"\b(?:per|each|every|with (?:the|your|each)) (?:[\w-]+ ){0,2}requests?\b|\bapplica|\bapply|\b(?:is|are|when) submitted|\bclick(?:ing)? submit|\b(?:at|on|upon) submission|\babstract|\bnominat"
)
ACCEPTED = re.compile(r"\baccept|\boffer|\bonce\b|\bapproved\b")
AFTER_OTHER = re.compile(r"[,;]|\band\b|\bplus\b|\bor\b")
PURPOSE = re.compile(
    r"^\s*(?:(?:directly\s+)?to\s+(?:the|our|an?|your)\s+(?:[\w-]+\s+){1,3}?)?(?:fees?\s+)?(?:is|are|will be)?\s*(?:charged|required|assessed|due)?\s*for\s+(?:the\s+|an?\s+|your\s+)?(?P<what>[a-z][a-z -]{3,40})"
)
TITLED_FEE = re.compile(
    rf"\b(?:{HEAD})\b|^\W*registration\W*$|\$|\bpricing\b|\bexpenses\b|\bfinancial\b|\bmoney\b"
)
WHO = re.compile(
    r"\b(?:(?:domestic|international|foreign|u\.?s\.?|visiting|medical|graduate|undergraduate|practicing|md|do|img|professional|non-?\w+)\s+){0,6}(?:students?|physicians?|graduates?|imgs?|residents?|fellows?|trainees?|professionals?|scholars?|doctors?|members?|non-?members?|observers?|nurses?|others?|faculty|alumni)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Label:
    start: int
    end: int
    text: str
    kind: LabelKind
    weak: bool = False
    """True for verbs ("pay") that show a price without naming it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One amount as read, before the same amount said twice is made one."""

    amount: float
    currency: str
    kind: LabelKind
    per: FeePer | None
    raw: str
    quote: str
    order: int
    rule: str
    applies_to: str = ""
    side: str = ""
    heading: str = ""
    label: str = ""
    total: bool = False
    weeks: int | None = None
    """The stay that the amount's row or column is for."""
    tier: bool = False
    """True where the unit is the length that the amount's line, row or column names ("One week: $600")."""
    remark: bool = False
    """True where a sentence says in passing that some pay nothing: no tier of a price list."""


def find(section: Section) -> Iterator[Claim]:
    """One claim a fee; the value is a Fee. Quotes carry the amount, or the words that say there is none."""
    dollar = dollar_of(section.url)
    readings = list(read(section.sentences, dollar, section))
    readings += list(read(inherited(section), dollar, section))
    if gives_money(section) and awarded(section):
        readings = list(beside_an_award(readings, section.type_hint not in (None, "award")))
    the_fee = called(section.sentences)
    for reading in settled(readings, side_of(section), the_fee):
        kind = reading.kind if reading.kind in FEE_KINDS else "program"
        fee = Fee(
            kind,  # type: ignore[arg-type]
            reading.amount,
            reading.currency,
            reading.per or default_per(reading, section),
            reading.applies_to,
            "" if reading.per else unknown_unit(reading),
        )
        yield Claim("fees", reading.raw, reading.quote, f"fees.{reading.rule}", fee, reading.order)


GIVEN = re.compile(
    r"\b(?:awards?|grants?|scholarships?|bursar(?:y|ies)|prizes?|stipends?|fellowships?|awardees?|grantees?|recipients?)\b"
)


def awarded(section: Section) -> bool:
    """Is money given at all? Visiting scholars are an award's in one place, and pay to be appointed in another."""
    return section.type_hint == "award" or any(GIVEN.search(s.low) for s in section.sentences)


def beside_an_award(readings: Iterable[Reading], attended: bool) -> Iterator[Reading]:
    """Where money is given, the amounts that are still asked: to apply, and (`attended`) the tuition of a course."""
    for r in readings:
        named = r.kind == "application" and r.label
        if named or (attended and (r.amount == 0 or "tuition" in r.label or "fee" in r.label)):
            yield r
        elif r.amount == 0 and r.kind == "plain" and ("fee" in plain(r.raw) or "nothing" in plain(r.raw)):
            yield replace(r, kind="application", label=r.label or "apply")


def dollar_of(url: str) -> str:
    """What a bare dollar sign means on this site: US dollars, but for countries that have dollars of their own."""
    host = urlsplit(url).hostname or ""
    for ending, code in ((".nz", "NZD"), (".au", "AUD"), (".ca", "CAD"), (".sg", "SGD"), (".hk", "HKD")):
        if host.endswith(ending):
            return code
    return "USD"


# --- reading one sentence or row ---------------------------------------------------------------------------------


def read(sentences: Iterable[Sentence], dollar: str, section: Section) -> Iterator[Reading]:
    sentences = tuple(sentences)
    last: Reading | None = None
    for number, sentence in enumerate(sentences):
        block = sentence.block
        low = sentence.low
        if block.cells:
            if sentence.index == 0 and not elsewhere(sentence, section):
                yield from row(block, dollar)
            if (
                len(block.cells) == 2
                and not money.hinted(low)
                and TITLED_FEE.search(plain(block.cells[0][1]))
            ):
                yield from nothing(sentence)
        elif money.hinted(low):
            if elsewhere(sentence, section):
                continue
            context = card(sentences, number, section) or context_label(sentences, number)
            for reading in amounts(sentence, context, dollar, last):
                last = reading if reading.amount else last
                yield reading
        elif block.kind != "heading" and ZERO_CUE.search(low) and not elsewhere(sentence, section):
            yield from nothing(sentence)


ZERO_CUE = re.compile(
    r"\bnone\b|neither|nobody|\bno one\b|fee|free|\bno\b|\bnot\b|waive|nothing|n't\b|never|charge"
)


def card(sentences: Sequence[Sentence], number: int, section: Section) -> Label | None:
    """A line that is nothing but a price, beside a line that is nothing but a length: a package and what it costs."""
    sentence = sentences[number]
    if not BARE.match(sentence.low):
        return None
    beside = [*sentences[max(0, number - 2) : number], *sentences[number + 1 : number + 3]]
    lengths_ = [s.low for s in beside if LENGTH_LINE.match(s.low) and s.block.trail == sentence.block.trail]
    lengths_ += [low for low in map(plain, sentence.block.trail[-1:]) if LENGTH_LINE.match(low)]
    if lengths_:
        return Label(0, 0, f"rotation of {lengths_[0]}", "program")
    titles = [plain(text) for text in (*sentence.block.trail, section.title)]
    return Label(0, 0, "package", "program") if any(PACKAGES.search(t) for t in titles) else None


def amounts(
    sentence: Sentence, context: Label | None, dollar: str, earlier: Reading | None
) -> Iterator[Reading]:
    """The fees of one sentence; `context` is what stands around it and names a price, if anything does; `earlier` is
    the amount read before."""
    low = sentence.low
    found = tuple(m for m in money.find(sentence.text, dollar) if m.most <= MOST)
    if len(found) == 2 and found[0].most < found[1].most and BARE.match(low):
        found = found[:1]  # the price now, beside the one that is struck out
    if not found or NOT_MINE.search(low):
        return
    if ("patient" in low or "opinion" in low) and FOR_PATIENTS.search(low):
        return
    if not any(m.most for m in found):
        yield from nothing(sentence)
        return
    last: Reading | None = None
    read_here = False
    if (
        earlier is not None
        and earlier.heading == heading_of(sentence.block)
        and earlier.order <= sentence.block.order
    ):
        last = earlier
    governed = govern(found, beside_the_included(labels_of(low), found, low), low)
    for index, (m, label) in enumerate(zip(found, governed, strict=True)):
        start = found[index - 1].end if index else 0
        end = found[index + 1].start if index + 1 < len(found) else len(low)
        before, after = low[start : m.start], low[m.end : end]
        near = low[: m.start][-90:]
        if (
            GOTTEN.search(near)
            or RECKONED.search(near)
            or TAKEN_OFF.search(low[: m.start][-30:])
            or PART.search(before[-45:])
            or (REST.search(after[:25]) and not (label is not None and label.kind == "deposit"))
            or PAID_BY_HOST.match(after)
            or (LICENSE.search(low) and TO_THE_BOARD.search(before[-60:] + " $ " + after[:50]))
            or HOST_CHARGED.search(before)
        ):
            continue
        if BACK.match(after) and (label is None or label.weak or label.kind in ("plain", "not_fees")):
            continue
        if WAS.search(before) and (len(found) > 1 or NOW.search(after)):
            continue
        if (
            LEAVES.search(clause_around(low, m))
            and not CHANGES.search(before)
            and not re.search(r"non-?refundable", low)
        ) or (LOST.search(clause_around(low, m)) and (label is None or label.kind != "deposit")):
            continue
        if (
            (BY_NIGHT.match(after) and (label is None or label.kind in ("plain", "not_fees")))
            or AT_OTHERS.match(after)
            or (m.most == 0 and label is None)
            or HOST_PAYS.search(before)
        ):
            continue
        own = AFTER_OTHER.split(before)[-1] if index else before
        per = per_of(own, after)
        rule = "label"
        firm = plainly(sentence, m, before, after, label, bool(index))
        if firm is not None:
            label, unit_, rule = firm
            per = per or unit_
        elif label is None and context is None and STAY_LABEL.match(before):
            label, per, rule = Label(0, 0, "", "program"), length_unit(before) or per, "stay"
        elif label is None or label.weak or label.kind == "plain":
            bought = INCLUDED.search(after)
            if SUNDRY.search(re.split(r"[;]|\.\s", before)[-1]) or SUNDRY.search(
                after[: min(40, bought.start() if bought else 40)]
            ):
                continue
            if label is not None and not label.weak:
                pass
            elif last is not None and (
                CHANGES.search(before)
                or (
                    index
                    and last.order == sentence.block.order
                    and (context is None or context.kind == "plain")
                )
                or continues(label, context, last)
            ):
                label, rule = Label(0, 0, last.label, last.kind), "context"
                per = per or last.per
            elif context is not None and context.kind == "not_fees":
                continue
            elif context is not None:
                label, rule = context, "context"
            elif (
                label is None and per is None and not FOR_STAY.match(after) and not FOR_LENGTH.match(after)
            ) or (
                label is None
                and not (FOR_STAY.match(after) and len(found) > 1)
                and not titled(sentence.block)
                and not begins(sentence, m, after)
            ):
                continue
            else:
                label, rule = label or Label(0, 0, "", "plain"), "unit"
        if label.kind == "plain" and (purpose := PURPOSE.match(after)) and kind_of(purpose["what"]) in NAMED:
            label = replace(label, kind=kind_of(purpose["what"]), text=purpose["what"])
        kind = kind_in(label, low, context, per)
        if (
            kind == "application"
            and (rule == "context" or label.kind == "plain")
            and ON_ACCEPTANCE.search(
                re.split(r"[;]|\.\s", before)[-1] + " $ " + re.split(r"[;]|\.\s", after)[0][:60]
            )
        ):
            kind = "program"
        if (
            kind in ("application", "administrative")
            and rule == "context"
            and per in ("week", "month", "day")
            and not per_of(label.text, "")
        ):
            kind = "program"
        if kind != label.kind:
            rule = "context"
        if kind == "not_fees" or (kind == "insurance" and m.most > PREMIUM):
            continue
        if per is None and context is not None:
            per = per_of(context.text, "")
        if per is None and last is not None and index and last.kind == kind and not BOUNDED.search(own):
            per = last.per
        for value in dict.fromkeys(
            (m.most,) if ROSE.search(before + m.raw.lower()[:5]) else (m.least, m.most)
        ):
            last = Reading(
                value, m.currency, kind, per, m.raw, sentence.text, sentence.block.order, rule,
                applies_to(sentence.text[start : m.start], sentence.text[m.end : end]),
                side(about(low, m.start, m.end)),
                heading_of(sentence.block), label.text, bool(TOTAL.search(before[-30:]) or TOTAL.search(after[:12])),
                tier=bool(STAY_LABEL.match(before)),
            )  # fmt: skip
            read_here = True
            yield last
    if last is not None and (exempt := EXEMPT.search(sentence.text)) and last.order == sentence.block.order:
        yield replace(
            last, amount=0.0, raw=exempt[0], rule="free", applies_to=exempt["who"].strip(), remark=True
        )
    yield from nothing(sentence, among=read_here)


def beside_the_included(labels: list[Label], found: tuple[Money, ...], low: str) -> list[Label]:
    """The labels but those of what an amount includes: "$900, which includes parking" is no price of parking."""
    spans = []
    for match in INCLUDED.finditer(low):
        if any(m.end <= match.start() for m in found):
            ends = [m.start for m in found if m.start >= match.end()]
            stop = re.search(r"[;]|\.\s", low[match.end() :])
            ends.append(match.end() + stop.start() if stop else len(low))
            spans.append((match.end(), min(ends), "includ" in match[0]))
    return [
        label
        for label in labels
        if not any(
            start <= label.start < end and (label.kind == "not_fees" or whole) and label.kind != "deposit"
            for start, end, whole in spans
        )
    ]


def plainly(
    sentence: Sentence, m: Money, before: str, after: str, label: Label | None, later: bool
) -> tuple[Label, FeePer | None, str] | None:
    """What the grammar around an amount says it is, whatever the nouns further off: a deposit, a week's price, an
    item's."""
    own_kind = label.kind if label is not None and not label.weak else "plain"
    low = sentence.low
    named = label is not None and own_kind == "administrative" and "fee" not in label.text
    if (named or own_kind in ("plain", "not_fees")) and (
        DOWN.match(after)
        or HOLDS.search(re.split(r"[;]|\.\s", before)[-1])
        or HOLDS.search(re.split(r"[;]|\.\s", after)[0][:70])
    ):
        return Label(0, 0, "deposit", "deposit"), None, "label"
    if (match := UNIT_IS.search(before)) and not LABEL.search(before[: match.start()]):
        return Label(0, 0, "each " + match["unit"], "program"), UNITS[match["unit"]], "label"
    if (match := STAY_IS.search(before)) and not LABEL.search(before[: match.start()]):
        return Label(0, 0, "rotation", "program"), "rotation", "label"
    if own_kind == "plain" and TO_ATTEND.match(after):
        return Label(0, 0, "to attend", "program"), None, "label"
    if (
        own_kind == "plain"
        and (item := AMOUNT_FIRST.match(after))
        and not ITEM_CUT.split(before)[-1].strip(" .-*\u2022")
    ):
        kind = kind_of(item["what"])
        if kind not in ("plain", "not_fees"):
            return Label(0, 0, item["what"], kind), None, "label"
    if own_kind == "plain" and TO_APPLY.match(after):
        return Label(0, 0, "to apply", "application"), None, "label"
    if own_kind == "plain" and (label is None or label.weak) and (covers := COVERS_STAY.match(after)):
        return Label(0, 0, covers[0], "program"), "rotation", "label"
    if own_kind == "plain" and DUE.search(low) and (purpose := PURPOSE.match(after)):
        kind = kind_of(purpose["what"])
        if (kind in NAMED and kind != "not_fees") or (kind == "program" and later):
            return Label(0, 0, purpose["what"], kind), None, "label"
    if own_kind == "plain" and OTHERS_PAID.search(before[-70:] + " $ " + after[:40]):
        kind = kind_of(re.split(r"\.\s", low[: m.start])[-1])
        if kind in ("administrative", "other", "insurance"):
            return Label(0, 0, "paid to others", kind), None, "label"
    if own_kind == "plain" and (named_item := BRACKETED.search(before)):
        kind = kind_of(named_item["what"])
        if kind in ("application", "administrative", "insurance", "deposit", "other"):
            return Label(0, 0, named_item["what"].strip(), kind), None, "label"
    if (
        own_kind == "plain"
        and (paren := IN_BRACKETS.match(after))
        and (kind := kind_of(paren["what"])) not in ("plain", "not_fees")
    ):
        return Label(0, 0, paren["what"], kind), None, "label"
    if own_kind == "plain" and not later and STAY_NAMED.match(before) and kind_of(before) == "program":
        return Label(0, 0, before.strip(" :-="), "program"), per_of("", before), "label"
    if own_kind == "plain" and not later and len(low) < 160 and (line := NAMED_LINE.match(before)):
        kind = kind_of(line["what"])
        if (
            kind in ("application", "administrative", "insurance", "deposit", "other")
            or "tuition" in line["what"]
        ):
            return Label(0, 0, line["what"], kind), None, "label"
    return None


DUE = re.compile(r"\b(?:total|due|payable|owe[ds]?|pay|pays|charged?|breaks down|made up of)\b")


def continues(label: Label | None, context: Label | None, last: Reading) -> bool:
    """ "Schools that send five students pay $900" right after "$1,200 a block": another tier of the same price."""
    return (
        label is not None
        and label.weak
        and (context is None or context.kind == "plain")
        and last.kind in ("program", "plain")
        and last.per not in (None, "once")
    )


def begins(sentence: Sentence, m: Money, after: str) -> bool:
    """A price that opens its line and names the time or the stay that it buys."""
    if sentence.low[: m.start].strip(" -*+(\u2022") or GETS.search(sentence.low):
        return False
    trail = " ".join(plain(text) for text in sentence.block.trail[-1:])
    if GETS.search(trail) or SUNDRY.search(trail):
        return False
    return bool(PER_HEAD.match(after) or FOR_LENGTH.match(after))


def titled(block: Block) -> bool:
    """Does a heading just above, or the block around, say that prices are meant?"""
    if any(TITLED_FEE.search(plain(text)) for text in block.trail[-2:]):
        return True
    kinds = {label.kind for label in named_in(plain(block.text))} if len(block.text) < 800 else set()
    return bool(kinds) and "not_fees" not in kinds


def kind_in(label: Label, low: str, context: Label | None, per: FeePer | None = None) -> LabelKind:
    """The kind of a label as its sentence and surroundings settle it."""
    if label.kind == "plain":
        if OF_STAY.search(low):
            return "program"
        if context is not None and context.kind not in ("plain", "not_fees"):
            return (
                "program" if per in ("week", "month", "day") and context.kind != "insurance" else context.kind
            )
        return "application" if WITH_APPLICATION.search(low) else "plain"
    if (
        label.kind == "administrative"
        and PROCESSING.fullmatch(label.text)
        and APPLICANT.search(low)
        and not ACCEPTED.search(low)
    ):
        return "application"
    return label.kind


def clause_around(low: str, m: Money) -> str:
    """The words about an amount, without what stands in other sentences, clauses or brackets."""
    left = re.split(r"[;(]|[.:]\s", low[: m.start])[-1]
    right = re.split(r"[;()]|\.\s", low[m.end :])[0]
    return left[-90:] + " " + right[:60]


def about(low: str, start: int, end: int) -> str:
    """The clause of an amount without the amount: a currency names no country."""
    left, right = clause_ends(low, start, end)
    return CURRENCY.sub(" ", low[left:start] + " \u00b7 " + low[end:right])


CURRENCY = re.compile(
    r"\b(?:us|u\.s\.|american|united states|canadian)\s*(?:dollars?|funds|currency|banks?|mail|\u00b7|\$)|\bus\s*$"
)


def clause(low: str, start: int, end: int) -> str:
    left, right = clause_ends(low, start, end)
    return low[left:right]


def clause_ends(low: str, start: int, end: int) -> tuple[int, int]:
    left = max(low.rfind(c, 0, start) for c in (";", ". ", "$", ":", ","))
    right = [low.find(c, end) for c in (";", ". ", "$", ",")]
    return left + 1, min([r for r in right if r >= 0], default=len(low))


def heading_of(block: Block) -> str:
    return block.trail[-1] if block.trail else ""


def labels_of(low: str, priced: bool = False) -> list[Label]:
    """The nouns of a sentence that say what a sum is for; `priced`: it is a line of a list of prices."""
    found: list[Label] = []
    for match in LABEL.finditer(low):
        text = match[0]
        kind = kind_of(text)
        if kind == "not_fees" and (joined := JOINED.match(text)) and kind_of(joined[1]) in FIRST_NAMED:
            kind = kind_of(joined[1])
        found.append(Label(match.start(), match.end("head"), text, kind))
    for alone, pattern in ALONE.items():
        for match in pattern.finditer(low):
            if any(label.start <= match.start() < label.end for label in found):
                continue
            found.append(Label(match.start(), match.end(), match[0], alone))
    if priced or BUYS.search(low) or SOLD.search(low):
        for match in INSURED.finditer(low):
            if not match[0].endswith("insurance"):
                found = [
                    label
                    for label in found
                    if label.kind != "not_fees" or label.end <= match.start() or match.end() <= label.start
                ]
            if not any(
                label.start < match.end() and match.start() < label.end
                for label in found
                if label.kind != "not_fees"
            ):
                found.append(Label(match.start(), match.end(), match[0], "insurance"))
    for match in PAYS.finditer(low):
        if not any(label.start <= match.start() < label.end for label in found):
            found.append(Label(match.start(), match.end(), match[0], "plain", weak=True))
    return found


JOINED = re.compile(r"([a-z-]+)\s+(?:and|&)\s")
FIRST_NAMED = ("administrative", "program")
"""Of two things that one fee is for, the first gives it its kind: "badge and parking fee"."""


def kind_of(phrase: str) -> LabelKind:
    for kind in KIND_ORDER:
        if KIND_WORDS[kind].search(phrase):
            return kind
    return "plain"


def govern(found: tuple[Money, ...], labels: list[Label], low: str) -> list[Label | None]:
    """For each amount the label that names it, by grammar first and nearness next."""
    costs = [[cost(m, label, found, low) for label in labels] for m in found]
    taken: dict[int, str] = {}
    for row_ in costs:
        for j, (value, place) in enumerate(row_):
            if value == 0:
                taken[j] = place
    result: list[Label | None] = []
    for row_ in costs:
        best: Label | None = None
        least = 110.0
        for j, (value, place) in enumerate(row_):
            if value > 0 and j in taken:
                value += 200 if taken[j] == "after" else 8
            if labels[j].weak:
                value += 20
            better = (
                value == least
                and best is not None
                and (
                    best.kind == "plain"
                    if labels[j].kind != "plain"
                    else best.kind == "plain" and place == "before"
                )
            )
            if value < least or better:
                best, least = labels[j], value
        result.append(best)
    return result


def cost(m: Money, label: Label, found: tuple[Money, ...], low: str) -> tuple[float, str]:
    """How far a label is from an amount: 0 where grammar joins them, in characters and breaks otherwise."""
    between = [o for o in found if o is not m and min(label.start, m.start) < o.start < max(label.end, m.end)]
    if label.start >= m.end:
        gap, place = low[m.end : label.start], "after"
        if not between:
            if GAP_AFTER.match(gap) and len(gap) < 60 and not re.search(r"[.;:]\s", gap):
                return 0, place
            if GAP_FOR.match(gap):
                return 2, place
        value = len(gap) + 10.0
    else:
        gap, place = low[label.end : m.start], "before"
        if GAP_BEFORE.match(gap) and not between:
            return 0, place
        value = float(len(gap))
    value += 25 * len(between)
    value += (
        30 * len(re.findall(r"[;.]\s", gap))
        + 6 * gap.count(",")
        + 6 * len(re.findall(r"\b(?:and|plus|or)\b", gap))
    )
    return max(value, 3.0), place


def context_label(sentences: Sequence[Sentence], number: int) -> Label | None:
    """What stands around a sentence and names its sum.

    In this order: "This deposit ..." right after it, the sentences before it in its block, the lead of its list, the
    line above a run of priced lines, the headings.
    """
    sentence = sentences[number]
    block = sentence.block
    following = sentences[number + 1] if number + 1 < len(sentences) else None
    if following is not None and following.block is block and (match := THIS.match(following.low)):
        return Label(
            0, 0, match["label"], "deposit" if "deposit" in match["label"] else kind_of(match["label"])
        )
    for previous in reversed(sentences[max(0, number - 3) : number]):
        if previous.block is not block:
            break
        named = named_in(previous.low)
        if named and len(previous.low) < 160 and not money.hinted(previous.low):
            return named[-1]
    texts = [block.lead]
    if len(sentence.low) < 100:
        above = list(sentences[max(0, number - 20) : number])
        while (
            above
            and len(above[-1].low) < 100
            and (money.hinted(above[-1].low) or OPEN_PRICE.search(above[-1].low))
        ):
            above.pop()
        if above and above[-1].block is not block and len(above[-1].low) < 100:
            texts.append(above[-1].text)
    for text in (*texts, *reversed(block.trail[-3:])):
        low = plain(text)
        named = named_in(low)
        if named:
            if all(label.kind == "not_fees" for label in named):
                return named[0]
            kinds = {label.kind for label in named if label.kind not in ("not_fees", "plain")}
            first = next(label for label in named if label.kind != "not_fees")
            return replace(first, text=low, kind=first.kind if len(kinds) <= 1 else "plain", weak=False)
        if low and TITLED_FEE.search(low):
            return Label(0, 0, low, "plain")
    return None


OPEN_PRICE = re.compile(
    r"\b(?:tb[ad]|call|inquire|varies|sold out|full|closed|coming soon|on request)\W*$|\bto be (?:announced|determined)\W*$"
)
"""A line of a price list whose price is left open."""


def named_in(low: str) -> list[Label]:
    return [label for label in labels_of(low) if not label.weak]


def per_of(before: str, after: str) -> FeePer | None:
    """The unit of an amount; None where neither its words nor its label say."""
    after = re.split(r"[;]|\.\s|\band an?\b|\bplus\b", after, maxsplit=1)[0][:90]
    before = re.split(r"[;]|\.\s", before)[-1][-70:]
    for text in (after[:45], before, after):
        best: FeePer | None = None
        for match in PER.finditer(text):
            ahead = text[: match.start()]
            if match[0].startswith(("a ", "an ")) and (text is before or GOVERNED.search(ahead)):
                continue  # "five students in a year pay $900", "$75 for students accepted to a rotation"
            if ahead.endswith("not "):
                continue  # "per visit, not per block"
            found = unit(match)
            if found and (best is None or (best == "once" and found != "once")):
                best = found
        if best:
            return best
    if (length := LENGTH.search(before[-30:])) and re.search(
        r"(?:[:=-]|\bis|\bcosts?|weeks?|months?|\))\s*$", before
    ):
        return "rotation" if count(length["n"]) > 1 or length["u"].startswith("m") else "week"
    return None


GOVERNED = re.compile(
    r"\b(?:to|in|into|of|from|during|with|at|on|within|before|after|begin|start|complete)\s$"
)
"""Words that take a stay as their object; "a block" behind them is no unit."""


def unit(match: re.Match[str]) -> FeePer | None:
    if match["span"]:
        n, of = count(match["n"]), match["su"]
        if n == 1:
            return "week" if of.startswith("w") else "month" if of.startswith("m") else "day"
        return "rotation"
    if match["one"]:
        return UNITS[match["ou"]]
    if match["ly"]:
        return UNITS[match["lu"]]
    if match["stay"] is None:
        return "once"
    # "for an observership" prices the visit as a whole; "per observership" and "for a rotation" price each
    whole = re.match(
        r"(?:for\s+(?:an?|the)|an?)\s+(?!.*(?:rotation|elective|clerkship|block|week|month|slot|course))",
        match["stay"],
    )
    return None if whole else "rotation"


def count(printed: str) -> int:
    return int(printed) if printed.isdigit() else NUMBERS[printed]


def unknown_unit(reading: Reading) -> str:
    """The unit that stands right after an amount and is none that is known, as printed: "per semester"."""
    _, _, after = reading.quote.partition(reading.raw)
    if (hit := PRINTED_UNIT.match(after)) and not ONCE_EACH.fullmatch(hit[1]):
        return f"{UNIT}per {hit[1]}"
    return ""


def default_per(reading: Reading, section: Section) -> FeePer:
    """Once, but for a price that is named after the rotation it pays for, and the tuition of an elective."""
    if reading.amount and "tuition" in reading.label and section.type_hint in ("elective", "sub_internship"):
        return "rotation"
    if reading.kind in ("program", "plain") and re.search(
        r"\b(?:rotation|elective|clerkship|block)s?\b", reading.label
    ):
        return "rotation"
    if reading.amount and reading.kind in ("program", "plain"):
        under = (
            s.low
            for s in section.sentences
            if ("cover" in s.low or " for " in s.low) and heading_of(s.block) == reading.heading
        )
        if any(COVERS_LENGTH.search(low) for low in under):
            return "rotation"
    return "once"


COVERS_LENGTH = re.compile(
    rf"\b(?:the|this|that) (?:\w+ )?(?:fee|cost|price|tuition|charge|payment) (?:covers?|pays for|buys|is for) (?:the |an? |one |your |each |up to |full |entire |whole )*{COUNT}[\s-]*(?:weeks?|months?)\b"
)
"""A fee that is said to cover a stay of some length is paid for each: "The fee covers the four-week rotation"."""


def applies_to(before: str, after: str) -> str:
    """The tier of an amount as printed, where its own words name one."""
    head = re.match(
        r"\s*(?:fee\s+|is\s+|are\s+|\([^)]*\)\s*)*(?:for|\()\s*(?:an?\s+|the\s+)?([^.;,()$]{3,60})", after
    )
    if head and (WHO.search(head[1]) or LENGTH.search(head[1].lower())):
        return head[1].strip()
    tail = re.search(
        r"([A-Z][\w./ &-]{2,60}?)\s*(?::|-|–|—|=|are charged|is charged|pay|will be charged)\s*(?:an?\s+)?$",
        before,
    )
    if tail and (WHO.search(tail[1]) or LENGTH.search(tail[1].lower())):
        return tail[1].strip()
    return ""


# --- tables --------------------------------------------------------------------------------------------------------


def row(block: Block, dollar: str) -> Iterator[Reading]:
    """The fees of one table row: the first cell names the row, the column's header the rest."""
    trail = [plain(text) for text in block.trail[-2:]]
    titled = [label for text in trail for label in labels_of(text) if not label.weak]
    names = [
        (header, value)
        for header, value in block.cells
        if value and not money.find(value, dollar) and not NONE_CELL.match(plain(value))
    ]
    seen: set[str] = set()
    name = " ".join(dict.fromkeys(value for _, value in names))
    if not name and block.cells:
        name = block.cells[0][1]
    whole_name = plain(name)
    low_name = plain(names[0][1] if names else name)
    own = labels_of(low_name, any(TITLED_FEE.search(t) for t in trail))
    named = kind_of(low_name) if len(low_name) < 90 else "plain"
    if not any(not x.weak for x in own) and named not in ("plain", "not_fees") and not WHO.search(name):
        own = [Label(0, 0, low_name, named)]
    priced = bool(money.find(name, dollar))
    for header, value in block.cells:
        low, low_header = plain(value), plain(header)
        column = side(low_header) + value
        if not value or column in seen:
            continue
        seen.add(column)
        head_labels = [label for label in labels_of(low_header) if not label.weak]
        found: tuple[Money, ...] = money.find(value, dollar)
        in_money = IN_MONEY.search(low_header) or (
            not low_header and len(block.cells) == 2 and any(IN_MONEY.search(t) for t in trail)
        )
        if not found and (head_labels or in_money) and not header_counts(low_header):
            currency = (
                "USD"
                if "usd" in low_header or "$" in low_header or not re.search(r"€|eur|£|gbp", low_header)
                else ""
            )
            only = money.bare(value, currency) if currency else None
            found = (only,) if only else ()
        free = bool(NONE_CELL.match(low))
        if not found and not free:
            continue
        inner = [label for label in labels_of(low) if not label.weak]
        governed = govern(found, inner, low) if found else [None]
        if len(low) > 200 or NOT_MINE.search(low) or NOT_MINE.search(low_name):
            continue
        for index, label in enumerate(governed):
            m = found[index] if found else None
            if m is not None and m.most > MOST:
                continue
            label = label or next((x for x in own if not x.weak), None) or next(iter(head_labels), None)
            if label is None or label.kind == "plain":
                outer = next((x for x in titled if x.kind != "plain"), None) or next(iter(titled), None)
                if label is None and outer is None and not any(TITLED_FEE.search(t) for t in trail):
                    length = next((t for t in (low_header, low_name) if CELL_LENGTH.match(t)), "")
                    if not (found and length):
                        continue
                    outer = Label(0, 0, length, "program")
                specific = next((x for x in head_labels if x.kind not in ("plain", "not_fees")), None)
                label = specific or outer or label or Label(0, 0, "", "plain")
            if label.kind == "insurance" and m is not None and m.most > PREMIUM:
                continue
            if label.kind == "not_fees" or (KIND_WORDS["not_fees"].search(low_name) and not own):
                continue
            if EXAMPLE.search(low_name) or (TOTAL.search(low_name) and "estimate" in low_name):
                continue
            before, after = (low[: m.start], low[m.end :]) if m else ("", low)
            per = (
                per_of(before, after) or length_unit(low_header) or per_of("", low_header)
                or ((not priced and label.kind != "application" and ((label.kind != "administrative" and length_unit(whole_name)) or per_of("", whole_name))) or None)
                or ((match := NAME_UNIT.match(low_name)) and UNITS[match[1]]) or next((p for t in reversed(trail) if (p := per_of("", t))), None)
            )  # fmt: skip
            raw = m.raw if m else value
            for amount in {m.least, m.most} if m else {0.0}:
                yield Reading(
                    amount, m.currency if m else "USD", label.kind, per, raw, block.text, block.order, "table",
                    applies_to=name if WHO.search(name) or LENGTH.search(whole_name) else header if LENGTH.search(low_header) else "",
                    side=side(low_name) or side(low_header), heading=heading_of(block), label=label.text or low_name,
                    total=bool(TOTAL.search(low_name)),
                    weeks=weeks_in(low_header) or weeks_in(whole_name),
                    tier=per is not None and (length_unit(low_header) or length_unit(whole_name)) is not None,
                )  # fmt: skip


NAME_UNIT = re.compile(
    r"^\W*(?:the )?(?:first|second|each|every|any|additional|extra|further)\s+(?:\w+\s+)?(week|month|day)\b"
)
CELL_LENGTH = re.compile(rf"^\W*(?:{COUNT.replace('?P<n>', '?:')})[\s-]*(?:weeks?|wks?|months?)\W*$")
"""A column that is a length and nothing else: the prices in it are those of the stay."""
IN_MONEY = re.compile(r"\busd\b|\$|\bus dollars\b|\bin dollars\b")


def header_counts(low_header: str) -> bool:
    """Does a column count something else than money (weeks, seats)?"""
    return (
        bool(re.search(r"\b(?:weeks?|months?|hours?|seats?|slots?|number|credits?|code)\b", low_header))
        and "$" not in low_header
    )


def weeks_in(low: str) -> int | None:
    """The count of weeks that a row or column names, where it names one and no range."""
    match = LENGTH.search(low)
    if match is None or not match["u"].startswith("w") or RANGED.search(low):
        return None
    return count(match["n"])


RANGED = re.compile(r"\d\s*-\s*\d|\bto\b|\bup\b|\bmore\b|\bless\b|\bor\b")


def length_unit(low: str) -> FeePer | None:
    """A column or row that is a length prices the stay of that length."""
    match = LENGTH.search(low)
    if match is None or re.search(r"\bper\b|\beach\b|/", low):
        return None
    return "week" if count(match["n"]) == 1 and match["u"].startswith("w") else "rotation"


# --- stated free ---------------------------------------------------------------------------------------------------


def nothing(sentence: Sentence, among: bool = False) -> Iterator[Reading]:
    """Zero where the sentence says that nothing is charged; `among`: other amounts stand in the same sentence."""
    low = sentence.low
    if len(low) > 600 or UNFREE.search(low):
        return
    asked = plain(sentence.block.trail[-1]) if sentence.block.trail and len(low) < 24 else ""
    if asked and (
        (NONE_CELL.match(low) and TITLED_FEE.search(asked)) or (NO.match(low) and ASKED_FEE.search(asked))
    ):
        kind = kind_of(asked)
        if kind == "plain" and COST_ASKED.search(asked):
            kind = "program"
        if kind != "not_fees" and not FREE_THINGS.search(asked):
            yield Reading(
                0.0, "USD", kind, None, sentence.text, sentence.text, sentence.block.order, "free",
                heading=heading_of(sentence.block),
            )  # fmt: skip
        return
    end = 0
    waived = False
    what, more = "", ""
    if (match := NO_FEE.search(low)) is not None:
        what, end = match["what"], match.end("what")
        after = CUT_OFF.split(match["after"])[0]
        if (
            kind_of(what + " " + after[:30]) == "not_fees"
            or (OTHER_FEE.search(low[match.start() : end]) and not APPLYING_AFTER.search(low[end:]))
            or OF_THE_HOST.search(after)
            or (
                (purpose := PURPOSE.match(after))
                and kind_of(what) == "plain"
                and kind_of(purpose["what"]) in ("administrative", "other", "insurance", "deposit")
            )
            or NOT_A_PRICE.search(after)
            or FREE_THINGS.search(after[:40])
        ):
            return
        if (way := BY_THE_WAY.search(low[: match.start()])) and other_thing(low, way.start(), end):
            return
        if second := AND_NO.match(match["after"]):
            more = second["what"]
    elif (match := WAIVED.search(low)) is not None:
        what, end, waived = match["a"] or match["b"], match.end(), True
        if kind_of(what) == "not_fees":
            return
    elif (match := NOTHING.search(low)) is not None:
        end = match.end()
        near = (
            re.split(r"[;]|\.\s", low[max(0, match.start() - 70) : match.start()])[-1]
            + low[match.start() : end + 40]
        )
        if FREE_THINGS.search(near) or HOST_PAYS.search(low[: match.start()]):
            return
    elif (match := PRONOUN_FREE.match(low)) is not None and (subject := named_before(sentence)):
        end = match.end()
        if FREE_THINGS.search(subject) or not (FREED.search(subject) or TITLED_FEE.search(subject)):
            return
    elif (match := ALL_FREE.match(low) or COME_FREE.search(low)) is not None:
        end = match.end()
    elif (match := FREE.search(low)) is not None:
        end = match.end()
        if other_thing(low, match.start(), end):
            return
        what = match[0] if NAMED_NONE.match(match[0]) else ""
    else:
        return
    raw = sentence.text[match.start() : end].strip()
    kind = kind_of(what)
    ahead = NEW_CLAUSE.split(low[max(0, match.start() - 70) : match.start()])[-1]
    to_apply = (
        APPLYING_AFTER.search(low[end:])
        or TO_ENTER.search(match[0])
        or (not what and "appl" in ahead + low[match.start() : end + 30])
    )
    if kind == "plain" and to_apply:
        kind = "application"
    applies = free_to(sentence, match)
    named_first = PRICE_LINE.match(sentence.text[: match.start()]) is not None
    remark = (bool(applies) or waived) and not named_first
    if not applies and (group := COME_FREE.search(low)) is not None and len(low) < 300:
        applies = sentence.text[group.start("who") : group.end("who")].strip()
        remark = True
    if (
        not applies
        and (tier := TIER.match(sentence.text[: match.start()]))
        and kind_of(plain(tier["who"])) == "plain"
    ):
        applies = "" if TITLED_FEE.search(plain(tier["who"])) else tier["who"].strip()
    if among and kind == "plain" and not WHO.search(sentence.text) and not applies:
        return
    reading = Reading(
        0.0, "USD", kind, None, raw, sentence.text, sentence.block.order, "free",
        applies_to=applies, side=side(clause(low, match.start(), end)),
        heading=heading_of(sentence.block), label=what or ("apply" if to_apply else ""), remark=remark,
    )  # fmt: skip
    yield reading
    if more and kind_of(more) not in ("plain", "not_fees", kind):
        yield replace(reading, kind=kind_of(more), label=more)


NEW_CLAUSE = re.compile(r"[;:]|,?\s(?:and|but|so)\s(?=(?:we|you|it|there|they|nobody|no)\b)")
NAMED_NONE = re.compile(r"tuition|charges?\b|fees?\s*[:=-]")
CUT_OFF = re.compile(r"[;,]|\band (?:no|we|there|you|it)\b|\bbut\b|\.\s")
OTHER_FEE = re.compile(r"\b(?:additional|extra|late|hidden|other|further|different|separate)\b")
OF_THE_HOST = re.compile(
    r"^\s*(?:for|to)\s+(?:the\s+)?(?:host|institution|hospital|university|school|patient)"
)
NOT_A_PRICE = re.compile(r"^\s*(?:will|can|shall|may)?\s*(?:be\s+)?(?:refund|return|accept|process)")
APPLYING_AFTER = re.compile(r"^\W*(?:\w+\s+){0,5}?(?:applications?|apply|applying|register)\b")
TO_ENTER = re.compile(r"\bfree\s+to\s+(?:apply|enter|submit)\b")
PRICE_LINE = re.compile(r"^\W*[A-Z][^:;.,]{2,60}(?::|=|\s[-\u2013\u2014])\s*$")
TIER = re.compile(r"^\W*(?P<who>[A-Z][^:;]{3,60}):\s*$")
"""Whom "no charge" is for, where a line names them: "Veterans: no charge"."""


OF_CHARGE = re.compile(r"\b(?:of|at no|for no)\s+(?:charge|cost)\b")


PRONOUN_FREE = re.compile(
    r"^\W*(?:it|this|that|everything|all of (?:it|this))(?:'s|\s+is|\s+are)\s+(?:all\s+|also\s+|\w+ly\s+)?(?:free\b(?!\s+(?:to|from|of)\s+(?!charge|cost))|at no (?:cost|charge))"
)
"""What is free is what the sentence before has named: "It is free, it is short"."""


def named_before(sentence: Sentence) -> str:
    """The sentence before one in its block, in lower case; empty where it is the first."""
    at = sentence.block.text.find(sentence.text)
    before = plain(sentence.block.text[:at].strip()) if at > 0 else ""
    return re.split(r"[.?!]\s", before)[-1]


def other_thing(low: str, start: int, end: int) -> bool:
    """Whether what is free is parking, coverage or the like, and not the opportunity. The words "at no charge" stand
    behind their subject, however far: its clause is looked at from its beginning."""
    subject = low[max(0, start - 70) : end + 30]
    return bool(
        FREE_THINGS.search(clause(low, start, end))
        or FREE_THINGS.search(subject)
        or not (FREED.search(subject) or TITLED_FEE.search(low[:start] + OF_CHARGE.sub("", low[start:end])))
    )


def free_to(sentence: Sentence, match: re.Match[str]) -> str:
    after = re.match(
        r"\s*(?:\w+\s+){0,4}?for\s+([^.;,()]{3,50})",
        sentence.text[match.start() + len(match[0].split("  ")[0]) :],
    )
    if after and WHO.search(after[1]):
        return after[1].strip()
    who = WHO.search(sentence.text)
    return who[0] if who else ""


# --- the same amount said twice ------------------------------------------------------------------------------------


def settled(
    readings: list[Reading], own_side: str, the_fee: Mapping[str, tuple[LabelKind, bool]]
) -> Iterator[Reading]:
    """Each fee once: plain "fee"s take the kind that is named for them; totals of what is listed are dropped."""
    kept = [r for r in readings if not (own_side and r.side and r.side != own_side)]
    kept = [resolved(r, kept, the_fee) for r in kept]
    kept = [resolved(r, kept, the_fee) if r.amount == 0 else r for r in kept]
    by_amount: dict[tuple[float, str], list[Reading]] = defaultdict(list)
    for r in kept:
        by_amount[(r.amount, r.currency)].append(r)
    found: list[Reading] = []
    for group in by_amount.values():
        named = [r for r in group if r.kind != "plain" and r.rule != "context"] or [
            r for r in group if r.kind != "plain"
        ]
        chosen: dict[str, Reading] = {}
        for r in named or group:
            old = chosen.get(r.kind)
            if old is None:
                chosen[r.kind] = r
            else:
                chosen[r.kind] = replace(
                    old,
                    per=old.per if old.per not in (None, "once") else r.per or old.per,
                    applies_to=old.applies_to or r.applies_to,
                )
        if len(chosen) > 1 and group[0].amount == 0:
            found.extend(chosen.values())
            continue
        units = {r.per for r in group if r.per}
        for r in chosen.values():
            only = next(iter(units)) if len(units) == 1 and r.kind != "application" else None
            found.append(replace(r, per=r.per or only))
    listed = list(without_totals(with_units(without_zeros(found))))
    tiers = {r.heading for r in listed if r.tier and r.per == "rotation"}
    for r in listed:
        yield replace(r, per="rotation") if r.tier and r.heading in tiers else r


def called(sentences: Iterable[Sentence]) -> dict[str, tuple[LabelKind, bool]]:
    """By heading, the one kind of fee that the text under it calls by name without an amount ("the processing fee"),
    and whether it says that it is paid once."""
    found: dict[str, set[LabelKind]] = defaultdict(set)
    once: set[str] = set()
    for sentence in sentences:
        if "fee" in sentence.low and not money.hinted(sentence.low) and not sentence.block.cells:
            for match in THE_FEE.finditer(sentence.low):
                found[heading_of(sentence.block)].add(kind_of(match[0]))
                if ONE_TIME.search(match[0]):
                    once.add(heading_of(sentence.block))
    return {
        heading: (next(iter(kinds)), heading in once)
        for heading, kinds in found.items()
        if len(kinds) == 1 and not kinds & {"plain", "not_fees"}
    }


ONE_TIME = re.compile(r"\bone-?\s?time\b|\bsingle\b")
THE_FEE = re.compile(
    rf"\b(?:the|this)\s+(?:{WORD}\s+){{1,3}}fee\b|\b(?:the|this|it)\s+(?:fee\s+)?is\s+(?:an?|the)\s+(?:{WORD}\s+){{1,3}}fee\b"
)


def resolved(r: Reading, every: list[Reading], the_fee: Mapping[str, tuple[LabelKind, bool]]) -> Reading:
    """A plain fee takes the kind of the same amount elsewhere, of the fee that its heading's text calls by name, or,
    where it is zero, of the largest amount under its heading."""
    if r.kind != "plain":
        return r
    if r.amount == 0:
        beside = [o for o in every if o.heading == r.heading and o.amount > 0 and o.kind != "plain"]
        return replace(r, kind=max(beside, key=lambda o: o.amount).kind) if beside else r
    same = [o for o in every if o.kind not in ("plain", "not_fees") and o.amount == r.amount]
    if same:
        return replace(r, kind=same[0].kind)
    if r.heading in the_fee:
        kind, once = the_fee[r.heading]
        return replace(r, kind=kind, per="once", tier=False) if once and r.tier else replace(r, kind=kind)
    return r


def with_units(found: list[Reading]) -> list[Reading]:
    """Who pays nothing pays nothing for the unit that others pay for."""
    units: dict[str, FeePer | None] = {}
    for r in found:
        if r.amount:
            units.setdefault(r.kind, r.per)
    return [
        replace(r, per=r.per or units.get(r.kind))
        if not r.amount and r.applies_to
        else r
        if r.amount
        else replace(r, per="once")
        for r in found
    ]


def without_zeros(found: list[Reading]) -> list[Reading]:
    """A zero for everybody, and what is said of some in passing, gives way to an amount of its kind."""
    charged = {r.kind for r in found if r.amount > 0}
    return [
        r
        for r in found
        if r.amount > 0
        or (r.applies_to and not r.remark)
        or r.kind not in (charged | {"plain"} if r.remark and charged else charged)
    ]


def without_totals(found: list[Reading]) -> Iterator[Reading]:
    """Sums and multiples of what is listed are no fees of their own: four weeks of a weekly fee, parts added up."""
    weekly = {(r.amount, r.order) for r in found if r.per in ("week", "day") and r.amount}
    amounts_ = [r.amount for r in found if r.amount]
    for r in found:
        if (
            r.per not in ("week", "day")
            and r.rule == "table"
            and any(
                r.amount == n * w and (r.weeks == n if r.weeks else order == r.order)
                for w, order in weekly
                for n in range(2, 13)
            )
        ):
            continue
        others = [a for a in amounts_ if a < r.amount]
        if (
            r.total
            and len(others) >= 2
            and any(
                abs(sum(pair) - r.amount) < 0.01
                for pair in ((a, b) for i, a in enumerate(others) for b in others[i + 1 :])
            )
        ):
            continue
        if r.total and len(others) >= 3 and abs(sum(others) - r.amount) < 0.01:
            continue
        yield r
