"""LaTeX to text and back."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pubsync.formats.latex import LONGEST, from_text, to_text


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\"u", "ü"),
        (r"{\'e}", "é"),
        (r"\v{s}", "š"),
        (r"{\v S}koda", "Škoda"),
        (r"M{\o}rch", "Mørch"),
        (r"Fuch{\ss} Stra\ss e", "Fuchß Straße"),
        (r"\c{c}", "ç"),
        (r"na\"{\i}ve {\'\i} {\'{\i}}", "naïve í í"),
        (r"Erd\H{o}s \k{a}\r{a}\u{g}\.{z}\={a}", "Erdős ąåğżā"),
        (r"Nguy{\~{\^e}}n", "Nguyễn"),
        (r"\~n \^o", "ñ ô"),
        (r"\L{}\'od\'z", "Łódź"),
        (r"\'{}x \'1", "x 1"),
    ],
)
def test_accents_and_letters(latex: str, text: str) -> None:
    assert to_text(latex) == text


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\emph{a} \textit{b}\textbf{c}\texttt{d}\textsc{e}", "a bcde"),
        (r"{\em a} {\bf b}", "a b"),
        (r"A \& B \% \_ \# \$5", "A & B % _ # $5"),
        ("a~b--c---d ``q''", "a b–c—d “q”"),
        ("50% off {BERT}", "50% off BERT"),
        (r"\foo{bar} \baz qux", "bar qux"),
        (r"\href{https://x.org/}{here} \url{https://x.org/a_b~c}", "here https://x.org/a_b~c"),
        (r"\textcolor[rgb]{1,0,0}{red} \footnote{no}", "red "),
        (r"\fontsize{3}{4}x \fontsize{{3}}{4}{x}", "x x"),
        (r"\alpha-helix \textendash{} \texteuro 5", "α-helix – €5"),
        (r"Q\textsuperscript{2}, 12\textsuperscript{th}, H\textsubscript{2}O", "Q², 12th, H₂O"),
        (r"\LaTeX{} and \textquoteright s", "LaTeX and ’s"),
        (r"\today\input{/etc/passwd}", ""),
        ("tail\\", "tail"),
        ("}{", ""),
    ],
)
def test_commands_and_signs(latex: str, text: str) -> None:
    assert to_text(latex) == text


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"the $\alpha_{i}^{2}$ of {X}", r"the $\alpha_{i}^{2}$ of X"),
        (r"\(\alpha\) and \[x^2\]", r"$\alpha$ and $x^2$"),
        (r"$\mathbb{R}~x$--$y$", r"$\mathbb{R}~x$–$y$"),
        ("$5 and no more", "$5 and no more"),
        (r"\( without end", " without end"),
        ("Q$^2$", "Q²"),
        (r"Q${}^{\mbox{2}}$", "Q²"),
        ("CO$_2$ and $x_2$", "CO₂ and $x_2$"),
        (r"PM$_{2.5}$ and PM$_{\rm 2.5}$, not 10$^{2.5}$", "PM2.5 and PM2.5, not 10$^{2.5}$"),
    ],
)
def test_mathematics_stays_but_for_raised_digits(latex: str, text: str) -> None:
    assert to_text(latex) == text


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        ("AT&amp;T R&D &eacute; &#233; &#x4e2d;", "AT&T R&D é é 中"),
        (r"{\&}amp; \&amp; {\&}{\#}38; &amp;amp;", "& & & &"),
        ("&nosuch; &notit;", "&nosuch; &notit;"),
        ("H<sub>2</sub>O, <i>E. coli</i>, &lt;b&gt;x&lt;/b&gt;", "H₂O, E. coli, x"),
        ("a < b and c > d", "a < b and c > d"),
        ("&#36;x&#36; &#92;emph &#123;", "$x$ \\emph {"),
    ],
)
def test_entities_and_tags_of_html_are_read(latex: str, text: str) -> None:
    assert to_text(latex) == text


def test_what_cannot_be_seen_is_dropped() -> None:
    assert to_text("a\x00b\u202ec\u200bd\ufeff") == "abcd"
    assert to_text("e\u0301") == "é"


def test_text_without_latex_stays_as_it_is() -> None:
    text = "Pre-training, “quotes” – and 预训练"
    assert to_text(text) == text


@given(st.text())
@settings(deadline=None)
def test_any_text_is_decoded(text: str) -> None:
    to_text(text)


@given(st.text(alphabet="\\{}$~&<>[]()-`'\"^_%#;ambpsuit x1é\n", max_size=200))
@settings(deadline=None)
def test_any_mixture_of_signs_is_decoded(text: str) -> None:
    assert "\x00" not in to_text(text)


@pytest.mark.parametrize(
    "piece",
    ["{", "}", "$", "\\(", "\\textsuperscript{", "\\'", "&amp;", "<i ", "\\", "\\href{", "\\textcolor[", "{\\&}", "a$"],
)
def test_long_texts_end(piece: str) -> None:
    text = piece * (3 * LONGEST // len(piece))
    assert len(to_text(text)) <= len(text)


PLAIN = st.text(
    st.characters(exclude_categories=["C"], exclude_characters="\u0149\u0344\u0f73\u0f75\u0f81"), max_size=60
)
SHOWN = ("backslash", "braceleft", "braceright", "asciicircum", "asciitilde", "less")
RAISED = re.compile(r"\$(?:\{\})?[\^_]")


@given(PLAIN)
@example("&amp; &x; -- --- `` '' ?` <i>x</i> a<b")
@example(r"\emph{x} $\input{x}$ $a$ {} ~ ^ 100% #_")
@example("$")
@settings(deadline=None)
def test_text_survives_being_written_as_latex(text: str) -> None:
    if RAISED.search(text):
        return
    assert to_text(from_text(text)) == unicodedata.normalize("NFC", text)


@given(PLAIN)
@settings(deadline=None)
def test_what_is_written_balances_its_braces_and_runs_nothing(text: str) -> None:
    latex = from_text(text)
    depth = 0
    for sign in latex:
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
    assert depth == 0
    outside = re.sub(r"(?<!\\)\$[^$]*(?<!\\)\$", "", latex)
    commands = set(re.findall(r"\\([a-zA-Z]+)", outside))
    assert commands <= {f"text{sign}" for sign in SHOWN}
    assert not re.search(r"(?<!\\)[%&#]", outside)


@pytest.mark.parametrize("text", [r"$\alpha$", r"$\mathbb{R}^2$", r"$O(n \log n)$", r"$\frac{1}{2}$"])
def test_harmless_mathematics_stays(text: str) -> None:
    assert from_text(text) == text


@pytest.mark.parametrize(
    "text", [r"$\input{x}$", r"$\write18{x}$", r"$\def\x{}$", "$a{$", "$a%$", "$#1$", f"${'x' * 2000}$"]
)
def test_other_mathematics_is_shown_as_text(text: str) -> None:
    latex = from_text(text)
    assert latex.startswith(r"\$")
    assert to_text(latex) == text
