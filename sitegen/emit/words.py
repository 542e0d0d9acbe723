"""Words for the values of enumerations and for the pages that no file of content names; translated through the catalogues."""

from __future__ import annotations


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for a string that is marked here and translated later
    """Mark a message for extraction."""
    return message


PAGES = {
    "home": N_("Home"),
    "guide": N_("Guide"),
    "clinics": N_("Find care in Canada"),
    "clinics_summary": N_("Clinics and public programmes by province and territory: what their sources say, how old that is, and what is not stated."),
    "near": N_("Nearest care by town"),
    "near_summary": N_("Choose a town or community to see the listings around it, with distance and direction, across provincial borders."),
    "help_now": N_("Get help now"),
    "help_now_summary": N_("Who to call or text in Canada, day or night, if you are thinking of suicide or are in danger."),
    "glossary": N_("Glossary"),
    "glossary_summary": N_("The medical and legal words of this guide in plain language."),
    "sources": N_("Sources"),
    "sources_summary": N_("Every study, rule and page that this guide cites, when it was read, and where it is cited."),
}

LABELS = {
    # kinds of clinic
    "private-clinic": N_("Private clinic"),
    "public-programme": N_("Public programme"),
    "non-profit": N_("Non-profit organization"),
    "research": N_("Research study or unit"),
    "virtual": N_("Virtual clinic"),
    # status
    "open": N_("Presented as open"),
    "unconfirmed": N_("Not confirmed"),
    "closed": N_("Closed"),
    "renamed": N_("Renamed"),
    "not-taking-patients": N_("Not taking patients"),
    # treatments
    "iv-ketamine": N_("Ketamine into a vein (infusion)"),
    "im-ketamine": N_("Ketamine into a muscle (injection)"),
    "sc-ketamine": N_("Ketamine under the skin (injection)"),
    "oral-ketamine": N_("Ketamine swallowed (tablet, capsule or liquid)"),
    "sublingual-ketamine": N_("Ketamine dissolved in the mouth (lozenge or tablet)"),
    "intranasal-ketamine": N_("Ketamine nasal spray (compounded)"),
    "esketamine-spravato": N_("Esketamine nasal spray (Spravato)"),
    "ketamine-assisted-psychotherapy": N_("Ketamine with psychotherapy"),
    "group-therapy": N_("Group sessions"),
    # conditions
    "depression": N_("Depression"),
    "bipolar-depression": N_("Bipolar depression"),
    "ptsd": N_("Post-traumatic stress disorder"),
    "anxiety": N_("Anxiety"),
    "ocd": N_("Obsessive-compulsive disorder"),
    "chronic-pain": N_("Chronic pain"),
    "substance-use": N_("Substance use"),
    "eating-disorders": N_("Eating disorders"),
    "end-of-life-distress": N_("Distress at the end of life"),
    "suicidality": N_("Suicidal thoughts"),
    # referral and funding
    "required": N_("A referral is required"),
    "self-referral": N_("You can refer yourself"),
    "either": N_("With or without a referral"),
    "public": N_("Public health plan"),
    "private-insurance": N_("Private insurance"),
    "veterans-affairs": N_("Veterans Affairs Canada"),
    "workers-compensation": N_("Workers’ compensation"),
    "out-of-pocket": N_("You pay yourself"),
    # prices
    "consultation": N_("Consultation"),
    "infusion": N_("One infusion"),
    "injection": N_("One injection"),
    "session": N_("One session"),
    "course": N_("A course of treatment"),
    "programme": N_("A whole programme"),
    "medicine": N_("The medicine"),
    "psychotherapy": N_("Psychotherapy"),
    # facts
    "name": N_("Name"),
    "province": N_("Province or territory"),
    "city": N_("City"),
    "kind": N_("Kind of place"),
    "status": N_("Status"),
    "address": N_("Street address"),
    "postal_code": N_("Postal code"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "website": N_("Website"),
    "treatments": N_("Treatments"),
    "conditions": N_("What it says it treats"),
    "referral": N_("Referral"),
    "languages": N_("Languages"),
    "virtual_care": N_("Virtual care"),
    "prices": N_("Prices"),
    "funding": N_("Who may pay"),
    # sources
    "own-site": N_("own website"),
    "news": N_("news"),
    "government": N_("government"),
    "regulator": N_("regulator"),
    "directory": N_("directory or information site"),
    "association": N_("association"),
    "academic": N_("university or journal"),
    "guideline": N_("guideline"),
    "systematic-review": N_("systematic review"),
    "health-technology-assessment": N_("health technology assessment"),
    "randomized-trial": N_("randomized trial"),
    "protocol": N_("study protocol"),
    "observational-study": N_("observational study"),
    "review": N_("review"),
    "expert-opinion": N_("expert opinion"),
    "law": N_("law"),
    "product-label": N_("product label"),
    "professional-body": N_("professional body"),
    "payer": N_("payer"),
    "commercial": N_("commercial page"),
    "reference": N_("reference work"),
    "other": N_("other"),
    "archived": N_("archived copy"),
    "live": N_("live page"),
    "abstract": N_("only the abstract was read"),
    "excerpt": N_("only an excerpt was read"),
    # how a listing was confirmed
    "letter": N_("by letter"),
    "visit": N_("by a visit"),
    # directions
    "n": N_("north"),
    "ne": N_("north-east"),
    "e": N_("east"),
    "se": N_("south-east"),
    "s": N_("south"),
    "sw": N_("south-west"),
    "w": N_("west"),
    "nw": N_("north-west"),
    # certainty of evidence
    "high": N_("high certainty"),
    "moderate": N_("moderate certainty"),
    "low": N_("low certainty"),
    "very-low": N_("very low certainty"),
    "not-rated": N_("certainty not rated"),
}

CALLOUTS = {"note": N_("Good to know"), "warning": N_("Take care"), "emergency": N_("Get help now"), "unknown": N_("What is not known")}
TABLE = N_("Table")
