"""Two records: one work, two works, or a person's question."""

from __future__ import annotations

from pubsync.matching.evidence import Decision, Evidence, Verdict, probability
from pubsync.matching.people import compare_authors
from pubsync.matching.portrait import Portrait
from pubsync.matching.scripts import authors_differ, compare_counts
from pubsync.matching.titles import HOPELESS, SIMILAR, compare_titles, in_two_languages
from pubsync.matching.venues import venues_agree
from pubsync.matching.vetoes import same_place, veto
from pubsync.records.record import Record

# Two records that merely share some words are seldom one work.
PRIOR = -6.5
# What Scholar read from references is sparse and mistyped: the little that agrees there says more, if names do.
PRIOR_NOISY = -4.8
# On one person's page both records have an author in common already.
PRIOR_ONE_PERSON = -4.0
SAME = 2.5  # log-odds from which two records are one work: 92 of 100
UNDECIDED = 0.0  # below this they rather are not, and nobody would want to look

SHARED_IDENTIFIER = 6.0  # strong, yet not enough by itself: chapters carry the book's DOI
SHARED_ISBN = 2.0  # a book and all its chapters share one
NAMED_IN_TITLE = 1.0  # for each author whom Scholar took into the title
YEARS_APART = (1.2, -0.5, -1.5, -2.0, -2.5, -3.0)  # online first, preprints and misprints
YEARS_APART_NOISY = (1.2, 0.0, -0.5, -1.0, -1.5, -2.0)
SAME_VENUE = 1.5
# People publish several works of like titles in one year and at one venue, so these say less of titles not equal …
LOOSE = 0.6
OTHER_TITLE_OTHER_YEAR = -1.0  # … and another title in another year is rather another work
OTHER_VENUE = -3.0
OTHER_VENUE_NOISY = -0.7
SAME_CONFERENCE_OTHER_YEAR = -4.0  # nobody presents one paper at two years of a conference …
SAME_CONFERENCE_MISPRINT = -2.5  # … but years are misprinted
SAME_PLACE = 4.0  # one volume and first page
SAME_PAGE = 2.5
OTHER_PLACE = -5.0  # another volume and another page
OTHER_PAGE = -2.5
OTHER_VOLUME = -3.0
OTHER_ISSUE = -4.0
MOST_BY_PEOPLE_AND_VENUE = 6.5  # what authors and venue can add at most
MOST_IN_TWO_SCRIPTS = 2.0  # a person has to read two titles in two scripts, unless a DOI tells
MOST_IN_ONE_LIST = 1.5  # who keeps two entries under two titles in one list mostly means two works
OTHER_LIST = -3.0  # a translation has the authors of its original
TRANSLATED = Evidence("title", 0.0, "titles in two languages")  # says nothing by itself
_NONE = Evidence("", 0.0, "")


def judge(left: Record, right: Record, *, one_person: bool = False) -> Verdict:
    """Decide of two records; symmetric. ``one_person``: both are of one person's page."""
    return judge_portraits(Portrait(left), Portrait(right), one_person=one_person)


def judge_portraits(mine: Portrait, theirs: Portrait, *, one_person: bool = False) -> Verdict:
    """Decide of two prepared records."""
    if theirs.record_id < mine.record_id:
        mine, theirs = theirs, mine
    noisy = "scholar" in (mine.kind, theirs.kind)
    title = compare_titles(mine, theirs)
    identifier = _identifiers(mine, theirs)
    if (
        title.weight <= HOPELESS
        and (identifier.weight or same_place(mine, theirs))
        and in_two_languages(mine.title, theirs.title)
    ):
        title = TRANSLATED
    if title.weight <= HOPELESS and not identifier.weight:
        return Verdict(mine.record_id, theirs.record_id, "different", probability(HOPELESS), (title,))
    sparse = noisy and mine.record.author and theirs.record.author
    prior = PRIOR_ONE_PERSON if one_person else PRIOR_NOISY if sparse else PRIOR
    loose = LOOSE if title.name == SIMILAR else 1.0
    evidence = [title, identifier, compare_counts(mine, theirs), _years(mine, theirs, noisy=noisy, loose=loose)]
    # Most records name no place, and most titles no author: it is cheaper to see that here.
    evidence.append(_places(mine, theirs) if mine.is_placed and theirs.is_placed else _NONE)
    evidence.append(_named_in_title(mine, theirs) if noisy else _NONE)
    odds = prior + sum([one.weight for one in evidence])
    if odds + MOST_BY_PEOPLE_AND_VENUE < UNDECIDED:
        return _verdict(mine, theirs, odds, evidence)
    evidence.append(_authors(mine, theirs, noisy=noisy))
    odds += evidence[-1].weight
    if odds + SAME_VENUE < UNDECIDED:
        return _verdict(mine, theirs, odds, evidence)
    evidence.append(_venues(mine, theirs, noisy=noisy, loose=loose))
    odds += evidence[-1].weight
    if one_person and title.name == SIMILAR and _in_one_list(mine, theirs, evidence):
        odds = min(odds, MOST_IN_ONE_LIST)
    return _verdict(mine, theirs, odds, evidence, veto(mine, theirs))


def _in_one_list(mine: Portrait, theirs: Portrait, evidence: list[Evidence]) -> bool:
    """Whether one list that somebody keeps names both, and neither an identifier nor a place tells of one work.

    Scholar's list is nobody's work: it often has a work twice.
    """
    if mine.kind == "scholar" or mine.record.source != theirs.record.source:
        return False
    return not any(one.weight > 0 and one.name in ("identifier", "place") for one in evidence)


def _verdict(mine: Portrait, theirs: Portrait, odds: float, evidence: list[Evidence], reason: str = "") -> Verdict:
    if mine.title.cjk != theirs.title.cjk and not (mine.dois & theirs.dois):
        odds = min(odds, MOST_IN_TWO_SCRIPTS)
        if all(one.name == "authors" for one in evidence if one.weight > 0):
            odds = min(odds, HOPELESS)  # who writes with the same people in two languages does so for years
    decision: Decision = "same" if odds >= SAME else "undecided" if odds >= UNDECIDED else "different"
    found = tuple([one for one in evidence if one.weight])
    return Verdict(
        mine.record_id, theirs.record_id, "different" if reason else decision, probability(odds), found, reason
    )


def _authors(mine: Portrait, theirs: Portrait, *, noisy: bool) -> Evidence:
    if mine.title.cjk != theirs.title.cjk and authors_differ(mine.record, theirs.record):
        counts = sorted((len(mine.record.author), len(theirs.record.author)))
        return Evidence("authors", OTHER_LIST, f"{counts[0]} authors and {counts[1]}")
    return compare_authors(mine.authors, theirs.authors, noisy=noisy)


def _named_in_title(mine: Portrait, theirs: Portrait) -> Evidence:
    """Weigh authors whom Scholar put into the title instead of the list of authors."""
    if mine.title.compact == theirs.title.compact:
        return _NONE
    named = set[str]()
    for one, other in ((mine, theirs), (theirs, mine)):
        if one.kind == "scholar":
            # Names in a title are few: they come first.
            named |= (one.title.content & other.authors.families) - other.title.content
    if not named:
        return _NONE
    return Evidence("authors in the title", NAMED_IN_TITLE * min(len(named), 2), " ".join(sorted(named)))


def _identifiers(mine: Portrait, theirs: Portrait) -> Evidence:
    if not (mine.record.identifiers and theirs.record.identifiers):
        return _NONE
    shared = (mine.dois & theirs.dois) | (mine.preprint_ids & theirs.preprint_ids)
    if shared:
        return Evidence("identifier", SHARED_IDENTIFIER, f"both carry {min(shared)}")
    return _NONE


def _years(mine: Portrait, theirs: Portrait, *, noisy: bool, loose: float) -> Evidence:
    if not mine.year or not theirs.year:
        return _NONE
    apart = min(abs(mine.year - theirs.year), len(YEARS_APART) - 1)
    weight = (YEARS_APART_NOISY if noisy else YEARS_APART)[apart]
    if loose < 1:
        weight = weight + OTHER_TITLE_OTHER_YEAR if apart else weight * loose
    return Evidence("year", weight, f"{mine.year} and {theirs.year}" if apart else "the same year")


def _venues(mine: Portrait, theirs: Portrait, *, noisy: bool, loose: float) -> Evidence:
    left, right = sorted((mine.venue_name, theirs.venue_name))
    agreement = venues_agree(left, right)
    if not agreement:
        return _NONE
    if agreement < 0:
        if "preprint" in (mine.venue.kind, theirs.venue.kind) or "other" in (mine.venue.kind, theirs.venue.kind):
            return _NONE
        return Evidence("venue", (OTHER_VENUE_NOISY if noisy else OTHER_VENUE) * -agreement, f"{left} / {right}")
    if not noisy and mine.venue.kind == "conference" and mine.year and theirs.year and mine.year != theirs.year:
        equal = mine.title.compact == theirs.title.compact
        weight = SAME_CONFERENCE_MISPRINT if equal else SAME_CONFERENCE_OTHER_YEAR
        return Evidence("venue", weight, f"another year of {left}")
    return Evidence("venue", SAME_VENUE * agreement * loose, f"{left} / {right}")


def _places(mine: Portrait, theirs: Portrait) -> Evidence:
    """Weigh volume, issue and first page; a first page 1 says only that the article had no place yet."""
    pages, volumes = mine.first_page and theirs.first_page, mine.volume and theirs.volume
    same_page, same_volume = mine.first_page == theirs.first_page, mine.volume == theirs.volume
    if "1" in (mine.first_page, theirs.first_page) and not same_page:
        pages = ""
    if pages and same_page:
        if volumes:
            return Evidence("place", SAME_PLACE if same_volume else 0.0, "the same volume and page")
        return Evidence("place", SAME_PAGE, "the same first page")
    if volumes and not same_volume:
        return Evidence("place", OTHER_PLACE if pages else OTHER_VOLUME, "another volume")
    if mine.issue and theirs.issue and mine.issue != theirs.issue:
        return Evidence("place", OTHER_ISSUE, "another issue")
    if pages:
        return Evidence("place", OTHER_PAGE, "other pages")
    return Evidence("place", 1.0, "the same volume") if volumes else _NONE
