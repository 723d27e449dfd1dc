"""Hostile input through whole runs: no bomb swells, no depth crashes, no path leads out, no template gets far.

What hostile texts become on pages is held by real_sites/test_hostile; each parser alone by its own tests and by
tests/soak/fuzzing.
"""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from pubsync.errors import PubsyncError
from pubsync.pipeline.run import Outcome
from tests.pipeline.runs import sync, tree

SETTINGS = """people: [{name: Jane Doe}]
sources: [{bibtex: publications.bib}]
talks: [talks.yaml]
outputs: [{kind: academicpages}, {kind: page}]
"""
GOOD = "@misc{good, title={A sure title}, author={Doe, Jane}, year=2020}\n"
MOST_KILOBYTES = 600 << 10
BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    root.mkdir()
    (root / "pubsync.yaml").write_text(SETTINGS, encoding="utf-8")
    (root / "publications.bib").write_text(GOOD, encoding="utf-8")
    (root / "talks.yaml").write_text("- {title: On seeing, date: 2024-04-26}\n", encoding="utf-8")
    return root


def told(site: Path) -> Outcome | PubsyncError:
    """Run within bounds of memory: done, or refused with everything as it was."""
    before = tree(site)
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        return sync(site)
    except PubsyncError as error:
        assert tree(site) == before
        return error
    finally:
        swollen = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - highest
        assert swollen < MOST_KILOBYTES, f"{swollen >> 10} MB more than before"


def run_with(site: Path, bib: str) -> Outcome:
    """Run with these entries before the good one, which must show."""
    (site / "publications.bib").write_text(bib + GOOD, encoding="utf-8", errors="surrogatepass")
    outcome = told(site)
    assert isinstance(outcome, Outcome)
    assert any(work.title == "A sure title" for work in outcome.shown.works) or outcome.report.sources[0].notices
    assert sync(site).report.files == ()
    return outcome


@pytest.mark.parametrize("path", ["pubsync.yaml", "talks.yaml", "_pubsync/curation.yaml", "_publications/mine.md"])
@pytest.mark.parametrize(
    "text",
    [BOMB, "a: " + "[" * 400, "- " * 20_000 + "x", "a: &a\n  b: *a\n", "!!python/object:os.system x"],
    ids=["bomb", "brackets", "lists", "circle", "object"],
)
def test_a_bomb_in_a_persons_yaml_is_refused_or_passed_over(site: Path, path: str, text: str) -> None:
    (site / path).parent.mkdir(exist_ok=True)
    written = f"---\n{text}---\n" if path.endswith(".md") else text
    (site / path).write_text(written, encoding="utf-8")
    result = told(site)
    assert (site / path).read_text(encoding="utf-8") == written
    if isinstance(result, PubsyncError):
        assert path.rpartition("/")[2] in result.where


@pytest.mark.parametrize(
    "entry",
    [
        "@misc{deep, title={" + "{" * 5000 + "x" + "}" * 5000 + "}, year=2020}\n",
        "@misc{open, title={" + "{" * 5000 + "\n",
        "@misc{macros, title={" + "\\emph{" * 3000 + "x" + "}" * 3000 + "}}\n",
        "@misc{maths, title={" + "$" * 5001 + "}}\n",
        "@misc{names, title={Many}, author={" + " and ".join(["A"] * 50_000) + "}}\n",
        "@misc{commas, title={Many}, author={" + "," * 50_000 + "}}\n",
        '@string{a = "x"}\n' + "".join(f"@string{{a{n} = a # a # a}}\n" for n in range(500)),
        "".join(f"@misc{{r{n}, crossref={{r{(n + 1) % 50}}}, xdata={{r{n}}}, title={{T{n}}}}}\n" for n in range(50)),
        "@misc{nul, title={N\0U\0L}, author={Doe\0, Jane}, year=2020}\n",
        "@misc{" + "k" * 100_000 + ", title={Long key}}\n",
        "@misc{bidi, title={\u202egnol\u202c \u2066x\u2069 \u200b}, author={\u202eDoe, Jane}, year=2020}\n",
        "@misc{year, title={When}, year={99999999999999999999}, month={-1}}\n",
        "@misc{url, title={Where}, url={https://" + "a" * 200_000 + "}}\n",
    ],
    ids=lambda entry: entry[6:12],
)
def test_an_entry_made_to_hurt_hurts_no_other(site: Path, entry: str) -> None:
    run_with(site, entry)


def test_a_title_of_ten_megabytes_is_cut_and_said(site: Path) -> None:
    outcome = run_with(site, "@misc{big, title={" + "word " * 2_000_000 + "}, author={Doe, Jane}, year=2020}\n")
    assert outcome.report.sources[0].notices
    assert sum(len(content) for content in tree(site).values()) < 15_000_000


@pytest.mark.parametrize(
    "trick",
    [
        "../../evil",
        "/etc/evil",
        "..",
        ".",
        "con",
        "a/b",
        "C:\\evil",
        ".git/config",
        "a\nb",
        "%2e%2e/evil",
        "~/evil",
        "\u202e",
        "😀",
    ],
)
def test_a_trick_in_a_key_or_a_permalink_leads_nowhere(site: Path, tmp_path: Path, trick: str) -> None:
    (site / "talks.yaml").write_text(
        f"- id: {trick!a}\n  title: {trick!a}\n  date: 2024-04-26\n  permalink: {trick!a}\n  url: {trick!a}\n".replace(
            "'", '"'
        ),
        encoding="utf-8",
    )
    (site / "publications.bib").write_text(f"@misc{{{trick}, title={{{trick}}}, year=2020}}\n{GOOD}", encoding="utf-8")
    told(site)
    beside = {path.name for path in tmp_path.iterdir()}
    assert beside == {"site"}
    folders = {path.relative_to(site).parts[0] for path in site.rglob("*") if path.is_dir()}
    assert folders <= {"_publications", "_talks", "_teaching", "_pubsync", "_data"}
    for path in [path for path in site.rglob("*") if path.is_file()]:
        assert path.resolve().is_relative_to(site)


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ labels.__class__.__init__.__globals__ }}",
        "{% include '/etc/passwd' %}",
        "{% include '../../pubsync.yaml' %}",
        "{{ cycler.__init__.__globals__.os.popen('touch evil').read() }}",
        "{% for n in range(999999999) %}x{% endfor %}",
        "{{ 1 / 0 }}",
        "{{ work.nothing.at.all }}",
        "{% if %}",
        "{{ labels.update({'a': 1}) }}",
    ],
)
def test_a_template_of_the_sites_gets_no_further_than_the_page(site: Path, template: str) -> None:
    for folder in ("templates/region", "_pubsync/templates/region", "templates/page"):
        (site / folder).mkdir(parents=True, exist_ok=True)
        for name in ("publication.html.j2", "publication.md.j2", "heading.html.j2", "heading.md.j2"):
            (site / folder / name).write_text(template, encoding="utf-8")
    (site / "pubsync.yaml").write_text(SETTINGS + "templates: templates\n", encoding="utf-8")
    result = told(site)
    assert not (site / "evil").exists()
    assert isinstance(result, PubsyncError), "the template was not used"
    assert "j2" in result.where
    assert b"root:" not in b"".join(tree(site).values())
