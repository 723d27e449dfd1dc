"""Where links lead: kinds by label or address, and identifiers only where the address surely names one."""

from __future__ import annotations

import pytest

from pubsync.sites.handmade.addresses import identifiers_at, kind_by_address, link_kind, web_url


@pytest.mark.parametrize(
    ("url", "identifier"),
    [
        ("https://doi.org/10.1145/3637528.3671610", "doi:10.1145/3637528.3671610"),
        ("https://arxiv.org/pdf/2304.01234v2.pdf", "arxiv:2304.01234"),
        ("https://dl.acm.org/doi/abs/10.1145/3534678.3539133", "doi:10.1145/3534678.3539133"),
        ("https://link.springer.com/content/pdf/10.1007/s11334-024-00553-6.pdf", "doi:10.1007/s11334-024-00553-6"),
        ("https://onlinelibrary.wiley.com/doi/full/10.1111/desc.13375", "doi:10.1111/desc.13375"),
        ("https://www.nature.com/articles/s41598-024-63908-w", "doi:10.1038/s41598-024-63908-w"),
        ("https://aclanthology.org/2020.acl-main.350.pdf", "doi:10.18653/v1/2020.acl-main.350"),
        ("https://www.biorxiv.org/content/10.1101/2021.03.05.434143v2", "doi:10.1101/2021.03.05.434143"),
        ("https://www.frontiersin.org/articles/10.3389/fnins.2021.600001/full", "doi:10.3389/fnins.2021.600001"),
        (
            "https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0123456",
            "doi:10.1371/journal.pone.0123456",
        ),
    ],
)
def test_an_address_that_names_an_identifier(url: str, identifier: str) -> None:
    assert [str(one) for one in identifiers_at(url)] == [identifier]


@pytest.mark.parametrize(
    "url",
    [
        "https://aclanthology.org/2020.lrec-1.12",
        "https://openreview.net/forum?id=YfwMIDhPccD",
        "https://example.org/10.1234/mine",
        "/files/10.1145/3637528.pdf",
        "javascript:alert('https://doi.org/10.1/x')",
        "http://[broken",
    ],
)
def test_an_address_that_names_none_for_sure(url: str) -> None:
    assert identifiers_at(url) == ()


def test_kinds_by_label_and_by_address() -> None:
    labels = (
        "[PDF]",
        "Code",
        "slides",
        "Project Page",
        "bib",
        "论文",
        "Talk video",
        "🔗 Poster",
        "A real title of words",
    )
    assert [link_kind(label, "https://x.org") for label in labels] == [
        *("pdf", "code", "slides", "project", "bibtex", "url", "video", "poster", "")
    ]
    assert link_kind("Paper", "https://x.org/a.pdf") == "pdf"
    assert kind_by_address("https://github.com/a/b") == "code"
    assert kind_by_address("https://x.org/b.pptx") == "slides"
    assert kind_by_address("https://x.org/") == ""


def test_only_the_web_is_linked_to() -> None:
    assert web_url(" https://x.org/a b ") == "https://x.org/ab"
    assert [web_url(url) for url in ("javascript:alert(1)", "mailto:a@b", "../a.pdf", "https://", "//x.org/a")] == [
        *("", "", "", "", "https://x.org/a")
    ]
