"""What the signs and commands of LaTeX stand for in text."""

from __future__ import annotations

from functools import cache

LIGATURES = {"--": "–", "---": "—", "``": "“", "\x27\x27": "”", "?`": "¿", "!`": "¡"}

ACCENTS_BELOW = frozenset("\u0323\u0327\u0328\u0331")
ACCENTS = dict(
    zip(
        "` ' ^ ~ = u . \" h r H v d c k b t".split(),  # noqa: SIM905 - a table reads better so
        "\u0300 \u0301 \u0302 \u0303 \u0304 \u0306 \u0307 \u0308 \u0309 \u030a \u030b \u030c "  # noqa: SIM905 - as above
        "\u0323 \u0327 \u0328 \u0331 \u0361".split(),
        strict=True,
    )
)
"""Combining marks by the commands that set them over (or under) the next letter."""
DOTTED = {"ı": "i", "ȷ": "j"}
"""Letters without their dot, as accents need them, with the letters that are meant."""

SIGNS = dict.fromkeys([",", ";", ":", " ", "\n", "\t", "\\"], " ") | dict.fromkeys(["!", "-", "/", "@", ""], "")
"""Commands of one sign that are neither accents nor signs themselves: blanks and what shows nothing."""

_LETTERS = zip(
    "ss SS o O l L ae AE oe OE aa AA i j dh DH th TH dj DJ ng NG".split(),  # noqa: SIM905 - a table reads better so
    "ß ẞ ø Ø ł Ł æ Æ œ Œ å Å ı ȷ ð Ð þ Þ đ Đ ŋ Ŋ".split(),  # noqa: SIM905 - as above
    strict=True,
)
_MARKS = zip(
    "S P dag ddag copyright pounds euro textbackslash textbraceleft "  # noqa: SIM905 - as above
    "textbraceright textasciicircum textasciitilde textunderscore textdollar textless textgreater textbar "
    "textquotesingle textquotedbl textbullet glqq grqq glq grq flqq frqq slash textnumero textprime textdegree "
    "TeX LaTeX BibTeX".split(),
    "§ ¶ † ‡ © £ € \\ { } ^ ~ _ $ < > | ' \" • „ “ ‚ ‘ « » / № ′ ° TeX LaTeX BibTeX".split(),  # noqa: SIM905 - as above
    strict=True,
)
_BLANKS = dict.fromkeys(("quad", "qquad", "newline", "par", "space", "thinspace"), " ")
_COMMANDS = {**dict(_LETTERS), **dict(_MARKS), **_BLANKS, "today": ""}

UNSAID = {
    **dict.fromkeys(("href", "textcolor", "color", "colorbox", "cite", "citep", "citet", "label", "ref", "index"), 1),
    **dict.fromkeys(("footnote", "thanks", "vspace", "hspace", "input", "include", "includegraphics", "raisebox"), 1),
    **dict.fromkeys(("begin", "end", "footnotetext", "write", "openout", "usepackage", "fontfamily"), 1),
    **dict.fromkeys(("fontsize", "def", "newcommand", "renewcommand"), 2),
}
"""How many arguments of a command say nothing to a reader of the text."""

RAISED = dict(zip("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ", strict=True))
LOWERED = dict(zip("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))

ESCAPES = dict.fromkeys("$%&#_", "") | {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
}
ESCAPES |= {sign: f"\\{sign}" for sign, escape in ESCAPES.items() if not escape}
"""How LaTeX writes the signs that mean something to it."""

SAFE_COMMANDS = frozenset(
    "mathbb mathcal mathrm mathbf mathit mathsf mathfrak mathscr mathtt "  # noqa: SIM905 - as above
    "boldsymbol bm text frac sqrt hat bar tilde vec dot ddot overline underline widehat widetilde left right "
    "operatorname log exp min max sin cos tan lim sup inf".split()
)
"""Commands of mathematics with arguments that only typeset them."""


def symbol(name: str) -> str:
    """Return the text that a command without arguments stands for, "" where nobody knows it."""
    known = _COMMANDS.get(name)
    return _rare_symbols().get(name, "") if known is None else known


@cache
def _rare_symbols() -> dict[str, str]:
    r"""Return what pylatexenc knows of commands that are one sign (``\alpha``, ``\textendash``, ``\leq``)."""
    from pylatexenc.latex2text import get_default_latex_context_db  # noqa: PLC0415 - few files need it

    context = get_default_latex_context_db()
    specs = (spec for category in context.categories() for spec in context.iter_macro_specs([category]))
    shown = ((str(spec.macroname), spec.simplify_repl) for spec in specs)
    return {name: sign for name, sign in shown if isinstance(sign, str) and len(sign) == 1}
