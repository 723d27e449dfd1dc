"""The hard cases, each as a pair with its verdict, in both directions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pubsync.matching import Verdict, judge
from pubsync.records.record import Record
from tests.builders import record
from tests.matching.making import entry, paper, scholar


def both_ways(left: Record, right: Record, *, one_person: bool = False) -> Verdict:
    """Judge a pair, hold the verdict to symmetry, and to the order of authors where one can't be told."""
    verdict = judge(left, right, one_person=one_person)
    assert verdict == judge(right, left, one_person=one_person)
    turned = replace(left, author=tuple(reversed(left.author)))
    assert judge(turned, right, one_person=one_person).decision == verdict.decision
    return verdict


AIRBNB = "Reputation offsets trust judgments based on social biases among Airbnb users"
CMC = "Cultural Universality Versus Particularity in CMC"
MINITRACK = "Introduction to the Minitrack on Crowdsourcing and Digital Workforce in the Gig Economy"
FAIRNESS = "Crowdwork platforms: Juxtaposing centralized and decentralized governance"
SAME = {
    "authors initialled, venue and DOI missing": (
        paper(AIRBNB, "Abrahao, Bruno; Parigi, Paolo; Gupta, Alok", 2017, "PNAS", doi="10.1073/pnas.1604234114"),
        paper(AIRBNB, "B. Abrahao; P. Parigi; A. Gupta", 2017),
    ),
    "venue's abbreviation": (
        paper("How Consumers Perceive Trustworthiness - Effects of Photos at Airbnb", "Deng, C.", 2017, "AMCIS 2017"),
        paper(
            "How Consumers Perceive Trustworthiness: Effects of Photos at Airbnb",
            "Deng, Chaoqun",
            2017,
            "Americas Conference on Information Systems",
        ),
    ),
    "versions of one review, two DOIs that differ by version": (
        paper(
            "Air versus oxygen for resuscitation of infants at birth",
            "Tan, A.; Schulze, A.",
            2004,
            "Cochrane Database Syst Rev",
            page="Cd002273",
            doi="10.1002/14651858.cd002273.pub2",
        ),
        paper(
            "AIR VERSUS OXYGEN FOR RESUSCITATION OF INFANTS AT BIRTH",
            "Tan A.Schulze A.",
            2005,
            "Cochrane Database Syst Rev",
            page="Cd002273",
            doi="10.1002/14651858.cd002273.pub3",
        ),
    ),
    "online first, then in an issue": (
        paper(
            "How to develop and frame impactful review articles: key recommendations",
            "Paré, Guy; Wagner, Gerit",
            2024,
            "Journal of Decision Systems",
            volume="33",
            page="566--582",
            doi="10.1080/12460125.2023.2197701",
        ),
        paper(
            "How to develop and frame impactful review articles: key recommendations",
            "Paré, Guy; Wagner, Gerit",
            2023,
            "Journal of Decision Systems",
            page="1--17",
        ),
    ),
    "misc against article with one DOI": (
        paper(
            "How to conduct systematic literature reviews: a guide in 6 steps",
            "Sauer, Philipp C",
            2023,
            doi="10.1007/s11846-023-00668-3",
        ),
        paper(
            "How to conduct systematic literature reviews: a guide in 6 steps",
            "Sauer, Philipp C.",
            2023,
            "Review of Managerial Science",
            volume="17",
            page="1899--1933",
            doi="10.1007/s11846-023-00668-3",
        ),
    ),
    "a preprint and the paper that carries its arXiv id, retitled": (
        paper(
            "Tie the KnOTS: Model Merging with SVD", "Stoica, George; Hoffman, Judy", 2024, "arXiv", arxiv="2410.19735"
        ),
        paper(
            "Model merging with SVD to tie the KnOTS",
            "Stoica, George; Hoffman, Judy",
            2025,
            "ICLR",
            arxiv="2410.19735",
            doi="10.1000/iclr.1",
        ),
    ),
    "LaTeX, HTML and Unicode": (
        paper(
            "Search for $\\alpha$ decays in $^{12}C$ &amp; beyond with the <i>Borexino</i> detector", "Bär, Änne", 2019
        ),
        paper("Search for α decays in 12C and beyond with the Borexino detector", "Baer, Aenne", 2019),
    ),
    "mathematics stripped": (
        paper("Charged pion production in $e^+e^-$ collisions at $\\sqrt{s} = 2.4$", "Li, Na; Shao, Ming", 2020, "PRL"),
        paper("Charged pion production in  collisions at ", "N Li; M Shao", 2020, "PRL"),
    ),
    "a database's note in brackets": (
        paper("Cervical cancer screening in the 21st century. [Review] [20 refs]", "Wright, T C", 2007, "Clin Obstet"),
        paper("Cervical cancer screening in the 21st century", "Wright, T C", 2007, "Clinical Obstetrics"),
    ),
    "translated title, one venue and page": (
        paper(
            "Zum aktuellen Stand des Plattformkapitalismus",
            "Heiland, Heiner",
            2018,
            "Industrielle Beziehungen",
            volume="25",
            page="128--139",
            doi="10.3224/indbez.v25i1.06",
        ),
        paper(
            "The current situation of the platform capitalism",
            "Heiland, H.",
            2018,
            "Industrielle Beziehungen",
            volume="25",
            page="128--139",
            doi="10.3224/indbez.v25i1.06",
        ),
    ),
    "a name in two scripts": (
        paper("ProphetNet: Predicting Future N-gram for Sequence-to-Sequence Pre-training", "齐炜祯; 宫叶云", 2020),
        paper(
            "ProphetNet: Predicting Future N-gram for Sequence-to-Sequence Pre-training",
            "Qi, Weizhen; Gong, Yeyun",
            2020,
        ),
    ),
    "names swapped, particles, one mistyped": (
        paper("Wavelet synopses with error guarantees", "von der Linden, Anna; Garofalakis, Minos", 2002, "SIGMOD"),
        paper("Wavelet synopses with error guarantees", "Linden, Anna v. d.; Minos, Garofalakis", 2002, "SIGMOD"),
    ),
    "the first authors and a collaboration": (
        paper(
            "Observation of a new particle in the search for the Standard Model Higgs boson",
            "Aad, G.; Abajyan, T.",
            2012,
            "Phys. Lett. B",
            volume="716",
            page="1-29",
            author_complete=False,
        ),
        paper(
            "Observation of a new particle in the search for the Standard Model Higgs boson",
            "Aad, G.; Abajyan, T.; Abbott, B.; ATLAS Collaboration",
            2012,
            "Physics Letters B",
            volume="716",
            page="1",
        ),
    ),
    "an erratum's notice appended to the paper's own title": (
        paper(
            "Robot-assisted modifications of gait. [Erratum appears in Exp Brain Res. 2010 May;202(4):943]",
            "Kim, S. H.; Banala, S. K.",
            2010,
            "Exp Brain Res",
            volume="202",
            page="809-824",
        ),
        paper(
            "Robot-assisted modifications of gait",
            "Kim, Seok Hun; Banala, Sai K.",
            2010,
            "Experimental brain research",
            volume="202",
            page="809-824",
        ),
    ),
}


@pytest.mark.parametrize("case", SAME)
def test_one_work(case: str) -> None:
    verdict = both_ways(*SAME[case])
    assert verdict.decision == "same", verdict


DIFFERENT = {
    "conference and extended journal version": (
        "extended",
        paper(
            "QuickStore: A High Performance Mapped Object Store",
            "White, Seth; DeWitt, David",
            1994,
            "SIGMOD Conference",
        ),
        paper("QuickStore: A High Performance Mapped Object Store", "White, Seth; DeWitt, David", 1995, "VLDB Journal"),
    ),
    "one year, a journal and a workshop": (
        "extended",
        paper(
            "Learning-based scheduling for digital work platforms", "Smith, John", 2020, "Journal of Digital Studies"
        ),
        paper(
            "Learning-based scheduling for digital work platforms", "Smith, John", 2020, "Workshop of Digital Studies"
        ),
    ),
    "two parts": (
        "part",
        paper("Overview of structural reliability analysis methods — Part I: Local methods", "Huang, C.", 2017),
        paper("Overview of Structural Reliability Analysis Methods — Part II: Sampling Methods", "Huang, C.", 2017),
    ),
    "a yearly series, told by an ordinal": (
        "series",
        paper("Findings of the BabyLM challenge: Sample-efficient pretraining", "Warstadt, A.; Choshen, L.", 2023),
        paper(
            "Findings of the second BabyLM challenge: Sample-efficient pretraining", "Warstadt, A.; Choshen, L.", 2024
        ),
    ),
    "a yearly introduction": (
        "series",
        paper(MINITRACK, "Deng, Xuefei; Taylor, Joseph", 2021, "Hawaii International Conference on System Sciences"),
        paper(MINITRACK, "Deng, Xuefei; Taylor, Joseph", 2022, "Hawaii International Conference on System Sciences"),
    ),
    "an erratum": (
        "erratum",
        paper("Erratum to - How do requirements evolve over time?", "Schneider, Stephan", 2018, "J. Inf. Technology"),
        paper("How do requirements evolve over time?", "Schneider, Stephan", 2018, "J. Inf. Technology"),
    ),
    "a reply": (
        "reply",
        paper("Comment on quantum supremacy of random circuits", "Smith, John", 2020),
        paper("Quantum supremacy of random circuits", "Smith, John", 2020),
    ),
    "a replication package": (
        "dataset",
        paper('Replication Package of "Evaluation methods of software architecture research"', "Konersmann, M.", 2022),
        paper("Evaluation methods of software architecture research", "Konersmann, M.", 2022),
    ),
    "a thesis": (
        "thesis",
        paper("The computational complexity of machine learning", "Kearns, M.", 1990, type="thesis"),
        paper("The computational complexity of machine learning", "Kearns, M.", 1990, "MIT", type="article-journal"),
    ),
    "a patent": (
        "patent",
        paper("System for semantic search of scholarly works", "Lee, K.", 2022, type="patent"),
        paper("System for semantic search of scholarly works", "Lee, K.", 2022, type="article-journal"),
    ),
    "a talk": (
        "talk",
        paper("Predicting future n-grams", "Qi, W.", 2020, "MSR Asia", type="speech"),
        paper("Predicting future n-grams", "Qi, W.", 2020, "EMNLP", type="paper-conference"),
    ),
    "two identifiers of record": (
        "conflicting DOIs",
        paper("Sponsorship and IT vendor management of projects", "Liu, Li", 2009, doi="10.1057/jit.2009.2"),
        paper("Sponsorship and IT vendor management of projects", "Liu, Li", 2010, doi="10.1057/jit.2008.23"),
    ),
    "two preprints": (
        "conflicting preprint identifiers",
        paper("LLMs can defend themselves against jailbreaking", "Wu, D.", 2024, arxiv="2402.15727"),
        paper("LLMs can defend themselves against jailbreaking", "Wu, D.", 2024, arxiv="2406.05498"),
    ),
    "a meeting's abstract and the paper": (
        "another volume and page of one journal",
        paper(
            "Role of chromosome 3q26 gain in cervical dysplasia",
            "Rodolakis, A",
            2012,
            "Int J Gynecol Cancer",
            volume="22",
            page="742-747",
        ),
        paper(
            "The role of chromosome 3Q26 gain in cervical dysplasia",
            "Rodolakis, A",
            2011,
            "Int J Gynecol Cancer",
            volume="21",
            page="S500",
        ),
    ),
    "a person's file keeps both, with other venues": (
        "the same list holds both, with another venue or year",
        entry("Recovering Trace Links Between Software Documentation And Code", "Keim, Jan", 2024, "ICSE"),
        entry(
            "Recovering Trace Links Between Software Documentation And Code", "Keim, Jan", 2025, "Software Engineering"
        ),
    ),
}


@pytest.mark.parametrize("case", DIFFERENT)
def test_a_veto_says_why_they_are_two(case: str) -> None:
    reason, left, right = DIFFERENT[case]
    verdict = both_ways(left, right)
    assert (verdict.decision, verdict.veto) == ("different", reason)


NOT_SAME = {
    "one DOI on two papers": (
        paper(
            "Understanding Information Privacy Assimilation in IT Organizations",
            "Attili, V.; Mathew, Saji",
            2018,
            "Communications of the AIS",
            volume="42",
            doi="10.17705/1cais.04204",
        ),
        paper(
            "MISunderstood - A Longitudinal Analysis of Major MISperceptions",
            "Annabi, Hala; McGann, Sean",
            2019,
            "Communications of the AIS",
            volume="44",
            page="537",
            doi="10.17705/1cais.04204",
        ),
    ),
    "the book's DOI on two chapters": (
        paper(
            "Graph grammars for visual modelling",
            "Ehrig, H.",
            2006,
            "Handbook of Models",
            doi="10.1007/b1",
            page="1-20",
        ),
        paper(
            "Model checking of timed systems", "Ehrig, H.", 2006, "Handbook of Models", doi="10.1007/b1", page="61-80"
        ),
    ),
    "a generic title": (
        paper("Editorial", "Lee, Allen", 2001, "MISQ", issue="1"),
        paper("Editorial", "Lee, Allen", 2001, "MISQ", issue="2"),
    ),
    "a generic title without anything else": (paper("Book review", "", 1995), paper("Book review", "", 1995)),
    "another subtitle in the next year of one conference": (
        paper(
            "The Impact of Cognitive Load on Responses to Security Alerts: Investigating Human Errors",
            "Vaishnav, Lakshika; Goel, Sanjay",
            2025,
            "Americas Conference on Information Systems",
        ),
        paper(
            "The Impact of Cognitive Load on Responses to Security Alerts",
            "Vaishnav, Lakshika; Goel, Sanjay",
            2024,
            "Americas Conference on Information Systems",
        ),
    ),
    "one author, year and venue": (
        paper("A Proposed Study on Commitment in Virtual Teams", "Powell, Anne L", 1999, "AMCIS"),
        paper("Commitment in a Virtual Team", "Powell, Anne L", 1999, "AMCIS"),
    ),
    "an unknown title": (
        paper("UNKNOWN", "Hall, Dianne", 2020, "AMCIS", type="paper-conference"),
        paper("UNKNOWN", "Hall, Gillian", 1995, "AMCIS", type="paper-conference"),
    ),
    "a title that is the journal's name and another number": (
        paper("Communications of the AIS Volume 52 Paper 45", "Rao, Lila", 2023, "Communications of the AIS"),
        paper("Communications of the AIS Volume 52 Paper 41", "Hu, Han-Fen", 2023, "Communications of the AIS"),
    ),
    "nobody in common": (
        paper("An Introduction to Database Systems", "Date, C. J.", 2003),
        paper("An Introduction to Database Systems", "Desai, B.", 1990),
    ),
    "names like other names": (
        scholar("Endo-4DGX: Robust endoscopic scene reconstruction", "B Cui", 2025),
        scholar("Endo-4DGS: Endoscopic monocular scene reconstruction", "B Cui", 2024),
    ),
    "no titles at all": (paper("", "Lee, A.", 2001, "MISQ"), paper("", "Lee, A.", 2001, "MISQ")),
}


@pytest.mark.parametrize("case", NOT_SAME)
def test_not_one_work_by_itself(case: str) -> None:
    assert both_ways(*NOT_SAME[case]).decision != "same"


ONE_PERSON = {
    "title and year alone": (
        "same",
        scholar("Global retrieval of aerosol optical depth", year=2020),
        entry("Global Retrieval of {Aerosol} Optical Depth", "Ma, Jing", 2020),
    ),
    "a row without a year": (
        "same",
        scholar("The Mighty ToRR: A Benchmark for Table Reasoning and Robustness"),
        scholar("The mighty torr: a benchmark for table reasoning and robustness", year=2026),
    ),
    "a reference glued to the title": (
        "same",
        scholar("Evolution of a supergene that regulates a polymorphism. Nat Ecol Evol 4: 240–249", year=2020),
        scholar("Evolution of a supergene that regulates a polymorphism", year=2020),
    ),
    "a prefix dropped": (
        "same",
        scholar("Genie: Achieving human parity in content-grounded datasets generation", year=2024),
        entry("Achieving Human Parity in Content-Grounded Datasets Generation", "Yehudai, A.", 2024),
    ),
    "a prefix dropped and another year": (
        "undecided",
        scholar("ExArch: Enabling Traceability by LLM-based Component Name Extraction", year=2026),
        entry("Enabling Traceability by LLM-based Component Name Extraction", "Fuchß, D.", 2025),
    ),
    "retitled after the coined name": (
        "same",
        scholar("ServerlessLLM: Low-latency serverless inference for large language models", year=2024),
        entry("ServerlessLLM: Locality-Enhanced Serverless Inference for Large Language Models", "Fu, Y.", 2024),
    ),
    "a vision paper": (
        "different",
        scholar("Selfdefend: Llms can defend themselves against jailbreaking", year=2025),
        scholar("Llms can defend themselves against jailbreaking: A vision paper", year=2024),
    ),
    "cut in mid-word": (
        "same",
        scholar("Diel vertical migration of Antarctic krill swarm in the Bransfield Strait and its rel …", year=2018),
        entry(
            "Diel vertical migration of Antarctic krill swarm in the Bransfield Strait and its relations to wind",
            "Wang, X.",
            2018,
        ),
    ),
    "Chinese and English": (
        "undecided",
        scholar("基于 DIDSON 双频识别声纳技术的青草沙水库鱼类资源量评估", year=2017),
        entry(
            "Evaluation of fish resources in Qingcaosha reservoir based on DIDSON dual-frequency technology",
            "Tong, J.",
            2017,
        ),
    ),
    "two Chinese titles with much in common": (
        "different",
        scholar("基于声学指数的 2021 年夏季西北太平洋鲐鱼栖息地建模", year=2024),
        scholar("基于声学的 2023 年夏季西北太平洋小型中上层鱼类时空分布", year=2025),
    ),
    "a short title": ("undecided", scholar("Online aggregation"), entry("Online Aggregation", "Haas, P.", 1997)),
}


@pytest.mark.parametrize("case", ONE_PERSON)
def test_on_one_persons_page(case: str) -> None:
    decision, left, right = ONE_PERSON[case]
    assert both_ways(left, right, one_person=True).decision == decision


def test_title_and_year_alone_are_not_enough_for_strangers() -> None:
    pair = scholar("Aerosol optical depth", year=2020), scholar("Aerosol optical depth", year=2020)
    assert both_ways(*pair).decision != "same"


def test_rules_for_scholars_noise_hold_for_scholar_only() -> None:
    glued = "Adaptive filters for continuous queries, ACM SIGMOD Proc. Int. Conf."
    whole = paper("Adaptive filters for continuous queries", "C Olston", 2003)
    noisy = judge(scholar(glued, "C Olston", 2003), whole).evidence[0]
    clean = judge(paper(glued, "C Olston", 2003), whole).evidence[0]
    assert noisy.weight > clean.weight


def test_evidence_is_named_weighted_and_adds_up() -> None:
    verdict = judge(*SAME["authors initialled, venue and DOI missing"])
    assert [one.name for one in verdict.evidence] == ["title", "year", "authors"]
    assert all(one.detail for one in verdict.evidence)
    assert verdict.probability > 0.99
    assert verdict.left < verdict.right


def test_an_absent_name_in_a_cut_list_says_nothing() -> None:
    whole = paper("Learning to rank for freshness and relevance", "Dai, Na; Shokouhi, Milad; Davison, Brian", 2011)
    first = paper(whole.title, "Dai, Na", 2011)
    cut = replace(first, author_complete=False)
    assert judge(whole, cut).log_odds > judge(whole, first).log_odds


@pytest.mark.parametrize(
    ("title", "other"),
    [
        (
            "The relation between the true and observed fractal dimensions of turbulent clouds",
            "The relation between the turbulent Mach number and observed fractal dimensions of turbulent clouds",
        ),
        ("Opinion dynamics in online networks", "Algorithmic bias in opinion dynamics in online networks"),
    ],
)
def test_two_entries_of_one_kept_list_under_two_titles_are_not_joined_without_a_persons_word(
    title: str, other: str
) -> None:
    pair = (record("bibtex:mine.bib#a", title), record("bibtex:mine.bib#b", other))
    assert judge(*pair, one_person=True).decision != "same"
    assert judge(*reversed(pair), one_person=True).decision != "same"
    elsewhere = record("openalex:A1#b", title)
    assert judge(pair[0], elsewhere, one_person=True).decision == "same"


def test_a_doi_in_common_joins_two_entries_of_one_list_all_the_same() -> None:
    titles = ("Opinion dynamics in online networks", "On opinion dynamics in networks online and its bias")
    pair = [record(f"bibtex:mine.bib#{key}", one, doi="10.1/x") for key, one in zip("ab", titles, strict=True)]
    assert judge(*pair, one_person=True).decision == "same"
