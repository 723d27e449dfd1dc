"""Whether a venue is the one that a person asks for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.views.venue_words import is_venue

ACL = "Proceedings of the 58th Annual Meeting of the Association for Computational Linguistics"
NAACL = (
    "Proceedings of the 2019 Conference of the North American Chapter of the Association for Computational "
    "Linguistics: Human Language Technologies, Volume 1 (Long and Short Papers)"
)
EMNLP = "Proceedings of the 2020 Conference on Empirical Methods in Natural Language Processing (EMNLP)"
FINDINGS = "Findings of the Association for Computational Linguistics: EMNLP 2020"
ICASSP = "2021 IEEE International Conference on Acoustics, Speech and Signal Processing"


@pytest.mark.parametrize(
    ("asked", "venue"),
    [
        ("ACL", "Proceedings of ACL 2020"),
        ("acl", "Proceedings of ACL 2020"),
        ("ACL", "ACL-IJCNLP 2021: System Demonstrations"),
        ("EMNLP", FINDINGS),
        ("EMNLP", "Findings of EMNLP"),
        ("Findings", FINDINGS),
        ("Findings of EMNLP", FINDINGS),
        ("naacl", "NAACL-HLT 2019"),
        ("NAACL", "NAACL HLT"),
        ("S&P", "Proc. IEEE Symposium on Security and Privacy (S&P)"),
        ("S&P", "Mobile Security Technologies, in conjunction with S&P"),
        ("RA-L", "IEEE Robotics and Automation Letters (RA-L)"),
        ("arxiv", "arXiv preprint arXiv:2001.04063"),
        ("Interspeech", "INTERSPEECH 2021"),
        ("Interspeech", "Proc. Interspeech 2021"),
        ("CCL", "第十届全国计算语言学会议（CCL 2021）"),
    ],
)
def test_an_acronym_is_found_where_it_is_a_word(asked: str, venue: str) -> None:
    assert is_venue(venue, asked)


@pytest.mark.parametrize(
    ("asked", "venue"),
    [
        ("ACL", ACL),
        ("EMNLP", "Proceedings of the 2020 Conference on Empirical Methods in Natural Language Processing"),
        ("NAACL", NAACL),
        ("EACL", "Proceedings of the 16th Conference of the European Chapter of the ACL"),
        ("TACL", "Trans. Assoc. Comput. Linguistics"),
        ("ICML", "Proceedings of the 38th International Conference on Machine Learning"),
        ("ICML", "Forty-second International Conference on Machine Learning"),
        ("CVPR", "2021 IEEE/CVF Conference on Computer Vision and Pattern Recognition"),
        ("NeurIPS", "Advances in Neural Information Processing Systems 33"),
        ("NeurIPS", "NIPS 2017"),
        ("NIPS", "NeurIPS 2020"),
        ("KDD", "Proceedings of the 25th ACM SIGKDD International Conference on Knowledge Discovery & Data Mining"),
        ("VLDB", "30th International Conference on Very Large Data Bases"),
        ("ICASSP", ICASSP),
        ("UAI", "Proceedings of the Thirty-Sixth Annual Conference on Uncertainty in Artificial Intelligence"),
        ("HPCA", "2021 IEEE International Symposium on High-Performance Computer Architecture"),
        ("TPAMI", "IEEE TRANSACTIONS ON PATTERN ANALYSIS AND MACHINE INTELLIGENCE"),
        ("IJCV", "Int. J. Comput. Vis."),
        ("PNAS", "Proceedings of the National Academy of Sciences of the United States of America"),
    ],
)
def test_an_acronym_is_found_in_the_name_that_it_stands_for(asked: str, venue: str) -> None:
    assert is_venue(venue, asked)


@pytest.mark.parametrize(
    ("asked", "venue"),
    [
        ("ACL", "NAACL"),
        ("ACL", "NAACL-HLT 2019"),
        ("ACL", NAACL),
        ("ACL", "Proceedings of the 16th Conference of the European Chapter of the ACL"),
        ("ACL", "Transactions of the Association for Computational Linguistics"),
        ("ACL", FINDINGS),
        ("ACL", "International Conference on Advanced Computational Learning"),
        ("KDD", "Pacific-Asia Conference on Knowledge Discovery and Data Mining"),
        ("CCL", "Proceedings of the 28th International Conference on Computational Linguistics"),
        ("JCV", "International Journal of Computer Vision"),
        ("IR", "SIGIR"),
        ("cell", "CELL METABOLISM"),
        ("nature", "NATURE COMMUNICATIONS"),
    ],
)
def test_an_acronym_within_another_is_none(asked: str, venue: str) -> None:
    assert not is_venue(venue, asked)


@pytest.mark.parametrize(
    ("asked", "venue"),
    [
        ("Nature", "Nature"),
        ("nature", "Nature"),
        ("Nature", "Nature (London)"),
        ("Science", "Science (New York, N.Y.)"),
        ("The Lancet", "Lancet"),
        ("Computers and Graphics", "Computers & Graphics"),
        ("IEEE Access", "IEEE Access"),
        ("Annual Meeting of the Association for Computational Linguistics", ACL),
        ("Annual Meeting of the Association for Computational Linguistics", "ACL 2020"),
        ("Conference on Empirical Methods in Natural Language Processing", EMNLP),
        ("Conference on Empirical Methods in Natural Language Processing", "EMNLP 2020"),
        ("International Conference on Acoustics, Speech and Signal Processing", ICASSP),
        ("电子学报", "电子学报（英文版）"),
        ("中国计算语言学大会", "CCL中国计算语言学大会, 2021"),
        ("全国计算语言学会议", "第十届全国计算语言学会议论文集"),
    ],
)
def test_a_name_in_full_is_found_without_what_stands_around_it(asked: str, venue: str) -> None:
    assert is_venue(venue, asked)


@pytest.mark.parametrize(
    ("asked", "venue"),
    [
        ("Nature", "Nature Communications"),
        ("Cell", "CELL REPORTS"),
        ("Science", "Science, Technology & Human Values"),
        ("Brain", "Brain, Behavior, and Immunity"),
        ("Circulation", "Circulation: Heart Failure"),
        ("Genomics", "Circulation: Genomics"),
        ("The Lancet", "The Lancet Oncology"),
        ("Machine Learning", "Proceedings of the 38th International Conference on Machine Learning"),
        ("Computational Linguistics", ACL),
        ("Conference on Computer Vision", "European Conference on Computer Vision"),
        ("International Conference on Computer Vision", "Conference on Computer Vision and Pattern Recognition"),
        ("Journal of Medicine", "New England Journal of Medicine"),
        ("Remote Sensing", "ISPRS Journal of Photogrammetry and Remote Sensing"),
        ("电子学报", "量子电子学报"),
    ],
)
def test_a_name_that_only_holds_the_one_asked_for_is_another(asked: str, venue: str) -> None:
    assert not is_venue(venue, asked)


def test_with_a_year_it_is_that_edition() -> None:
    assert is_venue("Proceedings of ACL 2020", "ACL 2020")
    assert not is_venue("Proceedings of ACL 2021", "ACL 2020")


def test_nothing_is_at_no_venue() -> None:
    assert not is_venue("", "ACL")
    assert not is_venue("ACL", "")
    assert not is_venue("()", "()")


@given(st.text(alphabet="ACLacl ,:;()[]-–&.年第届学报2019'’", max_size=30), st.text(max_size=20))
@settings(max_examples=200)
def test_any_text_has_an_answer(venue: str, asked: str) -> None:
    assert is_venue(venue, asked) in (True, False)
    assert is_venue(asked, venue) in (True, False)


@given(st.sampled_from(("ACL", "EMNLP", "NeurIPS", "ICML", "CVPR", "TACL")), st.integers(1990, 2029), st.booleans())
@settings(max_examples=40)
def test_the_year_and_the_case_asked_for_do_not_matter(acronym: str, year: int, low: bool) -> None:
    assert is_venue(f"Proc. of {acronym} {year}", acronym.lower() if low else acronym)
    assert is_venue(f"{acronym}'{year % 100:02d}", acronym)


def test_a_name_of_any_length_takes_no_time() -> None:
    long = "Association for Computational Linguistics, " * 100_000
    assert is_venue(long, "ACL")
    assert not is_venue(long, "Nature")
