"""Titles and abstracts as publishers deposit them with Crossref: what is left of their markup."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.formats.latex import from_text
from pubsync.sources.crossref.markup import text, title
from pubsync.sources.crossref.mathml import from_mathml


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("A &amp;amp; B &lt;i&gt;x&lt;/i&gt; p &lt; 0.05", "A & B x p < 0.05"),
        ("Vec<T> and a < b", "Vec<T> and a < b"),
        ("a specialised<i>Neisseria</i>genomic resource", "a specialised Neisseria genomic resource"),
        ("of<i>S. sonnei</i>to the <i>n</i>th <i>Drosophila</i>s", "of S. sonnei to the nth Drosophilas"),
        ("CaF <sub>2</sub>/Si and <sup>38</sup>Ca at 10 <sup>5</sup> K", "CaF₂/Si and ³⁸Ca at 10⁵ K"),
        ("<scp>CRISPR</scp>s with<b> bold</b>", "CRISPRs with bold"),
        ("On $$L^p$$ spaces", "On $L^p$ spaces"),
        ("x<!-- a comment -->y", "xy"),
        ("\x00Nul\ud800 and\nlines", "Nul and lines"),
        ("<jats:title>Abstract</jats:title><jats:p>One.</jats:p><jats:p>Two.</jats:p>", "One. Two."),
        ("<jats:sec><jats:title>Methods:</jats:title><jats:p>We.</jats:p></jats:sec>", "Methods: We."),
    ],
)
def test_markup_becomes_text(markup: str, expected: str) -> None:
    assert text(markup) == expected


def math(inner: str) -> str:
    return f'<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML" display="inline">{inner}</mml:math>'


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("Solitons in" + math('<mml:mi mathvariant="italic">N</mml:mi>') + "-Coupled", "Solitons in N-Coupled"),
        (
            math("<mml:mi>β</mml:mi>")
            + "Decay of"
            + math(
                "<mml:mmultiscripts><mml:mrow><mml:mi>Ca</mml:mi></mml:mrow><mml:mprescripts/><mml:none/>"
                "<mml:mrow><mml:mn>38</mml:mn></mml:mrow></mml:mmultiscripts>"
            )
            + ": A test",
            "β Decay of ³⁸Ca: A test",
        ),
        (
            f"In {math(' <mml:msub> <mml:mi>NbSe</mml:mi> <mml:mn>2</mml:mn> </mml:msub> ')} bilayers",
            "In NbSe₂ bilayers",
        ),
        (
            math(
                "<mml:msqrt><mml:msub><mml:mi>s</mml:mi><mml:mi>NN</mml:mi></mml:msub></mml:msqrt><mml:mo>=</mml:mo>"
                "<mml:mn>5.02</mml:mn><mml:mtext> TeV</mml:mtext>"
            ),
            r"$\sqrt{s_{\mathrm{NN}}}=5.02\ \mathrm{TeV}$",
        ),
        (
            math("<mml:mfrac><mml:mi>α</mml:mi><mml:mi>Λ</mml:mi></mml:mfrac><mml:mo>≤</mml:mo><mml:mi>x</mml:mi>"),
            r"$\frac{\alpha}{\Lambda}\leq x$",
        ),
        (math("<mml:mover><mml:mi>p</mml:mi><mml:mo>¯</mml:mo></mml:mover>"), r"$\bar{p}$"),
        (math("<mml:msubsup><mml:mi>K</mml:mi><mml:mi>S</mml:mi><mml:mn>0</mml:mn></mml:msubsup>"), "$K_{S}^{0}$"),
        (math("<mml:mi>f</mml:mi><mml:mo>⁡</mml:mo><mml:mfenced><mml:mi>x</mml:mi></mml:mfenced>"), "f(x)"),
        (
            "<jats:inline-formula><jats:alternatives><jats:tex-math>\\documentclass{minimal}\\begin{document}"
            "$$\\alpha &lt; 1$$\\end{document}</jats:tex-math>"
            + math("<mml:mi>α</mml:mi>")
            + "</jats:alternatives></jats:inline-formula>",
            r"$\alpha < 1$",
        ),
        (f"Empty {math('')}one", "Empty one"),
        ("Unclosed <mml:math><mml:mi>x</mml:mi>", "Unclosed x"),
    ],
)
def test_mathematics_stays_readable(markup: str, expected: str) -> None:
    assert text(markup) == expected


def test_formulas_can_be_exported() -> None:
    formula = text(math("<mml:msqrt><mml:mi>λ</mml:mi></mml:msqrt><mml:mo>{</mml:mo><mml:mo>%</mml:mo>"))
    assert from_text(formula) == formula == r"$\sqrt{\lambda}\lbrace$"


def test_titles_and_their_subtitles() -> None:
    assert title("BERT.", "Pre-training <i>of</i> Transformers.") == "BERT: Pre-training of Transformers"
    assert title("BERT: a model", "A model") == "BERT: a model"


@pytest.mark.parametrize(
    "hostile",
    ["<math>" * 15_000, "<" * 90_000, "<!--" * 22_000, f"<math>{'<mrow>' * 15_000}</math>", "&lt;i" * 18_000,
     "$$ " * 30_000, "<alternatives><tex-math>" * 4_000, f"<math>{'<msup>' * 9_000}<mi>x</mi></math>"],
    ids=range(8),
)  # fmt: skip
def test_no_text_keeps_it_busy(hostile: str) -> None:
    started = time.process_time()
    text(hostile)
    assert time.process_time() - started < 10


PIECES = (
    "<mrow> </mrow> <msup> </msup> <msub/> <mmultiscripts> <mprescripts/> <mi> </mi> <mfrac> </mfrac> <mover> x < $ { "  # noqa: SIM905 - a list
    "α <mfenced> <munderover> <mtable> <mtext>".split()
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3)).map("".join))
def test_no_formula_is_too_broken(markup: str) -> None:
    shown = from_mathml(markup)
    assert "\n" not in shown
    assert "\n" not in text(f"a<math>{markup}</math>b")
