"""Lists of words that say little of what a work is about."""

from __future__ import annotations


def words_of(text: str) -> frozenset[str]:
    """Return the words of ``text`` as a set."""
    return frozenset(text.split())


STOPWORDS_BY_LANGUAGE = {
    "en": words_of(
        "a an the and or of in on at to for from by with without via as is are was be its it their this that into over "
        "under using use based between among toward towards through during do does can how what when where why which "
        "who not"
    ),
    "de": words_of(
        "der die das den dem des ein eine einer eines einem und oder von vom zu zur zum im mit auf fur bei aus als"
    ),
    "fr": words_of("le la les l un une des du de d et ou en dans sur pour par au aux avec"),
    "es": words_of("el los las la una unos del de y o con para por al en un"),
    "it": words_of("il lo gli di della delle dei nel nella per la le e un una"),
    "pt": words_of("o os do da dos das em na no para por com e uma um de"),
}
STOPWORDS = frozenset[str]().union(*STOPWORDS_BY_LANGUAGE.values())

# A title of these words alone ("Editorial", "Book Review Column") is carried by many works.
GENERIC = words_of(
    "editorial editor editors editorials introduction introductory preface foreword foreward afterword index "
    "contents content table letter letters reply response comment comments commentary news note notes "
    "announcement announcements calendar obituary memoriam memory review reviews book books column columns report "
    "reports special issue issues section guest message chair chairs program programme committee welcome author "
    "authors reviewer reviewers acknowledgement acknowledgements acknowledgment erratum errata corrigendum "
    "correction corrections addendum abstract abstracts summary summaries overview discussion conclusion "
    "conclusions untitled unknown title page cover front back matter research paper papers proceedings conference "
    "workshop symposium annual international meeting session panel keynote tutorial demo demonstration interview "
    "essay volume number part chapter supplement appendix new results study minitrack track perspective "
    "perspectives viewpoint opinion corner department departments remarks first second third fourth fifth 1 2 3 4 "
    "5 i ii iii iv v"
)

# What kind of contribution it is, as some sources add in brackets and others leave out.
CONTRIBUTION = words_of(
    "tutorial panel demo demonstration abstract session keynote invited experience industrial paper extended "
    "version full short revised preliminary preprint draft book review article chapter proceedings proc"
)

# What Google Scholar takes into a title from the reference in which it found the work.
SCHOLAR_DEBRIS = CONTRIBUTION | words_of(
    "in to appear submitted available online http https www ftp pdf ps html edu com org pub pp pages page vol "
    "volume no number technical report tech rep tr manuscript thesis press proceedings proc conf conference "
    "symposium symp workshop int intl international annual acm ieee usenix sigmod vldb icde record journal trans "
    "transactions et al eds ed editor editors isbn doi thint th st nd rd"
)
