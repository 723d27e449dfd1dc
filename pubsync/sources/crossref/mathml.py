"""MathML to a line of text: Unicode where that shows all of it, else LaTeX within dollars. Pure.

https://www.w3.org/TR/MathML3/chapter3.html
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pubsync.formats.latex_symbols import LOWERED, RAISED

DEEPEST = 40
"""Elements within each other; what lies deeper is read as if it lay there."""

_TOKEN = re.compile(r"<(/?)(?:\w+:)?([A-Za-z][\w-]*)([^<>]*)>|([^<]+|<)")
_LEAVES = frozenset(("mi", "mn", "mo", "ms", "mtext"))
_SHOWN = {"mspace": " "} | dict.fromkeys(("annotation", "annotation-xml", "mphantom", "none", "mprescripts"), "")
_SCRIPTED = frozenset(("msub", "msup", "msubsup", "mmultiscripts"))
_BUILT = frozenset(("mfrac", "msqrt", "mroot", "mover", "munder", "munderover", "mtable"))
# Function application, invisible times, separator and plus.
_INVISIBLE = dict.fromkeys(range(0x2061, 0x2065))
_ACCENTS = {"¯": "bar", "‾": "overline", "_": "overline", "^": "hat", "ˆ": "hat", "~": "tilde", "˜": "tilde"}
_ACCENTS |= {"→": "vec", "⃗": "vec", "˙": "dot", "¨": "ddot", "̄": "bar", "̂": "hat", "̃": "tilde"}
_SIGNS = {
    "→": "\\to ", "←": "\\leftarrow ", "⇒": "\\Rightarrow ", "↔": "\\leftrightarrow ", "×": "\\times ",
    "±": "\\pm ", "∓": "\\mp ", "≤": "\\leq ", "≥": "\\geq ", "≠": "\\neq ", "≈": "\\approx ", "∼": "\\sim ",
    "≡": "\\equiv ", "∝": "\\propto ", "∞": "\\infty ", "∈": "\\in ", "∉": "\\notin ", "⊂": "\\subset ",
    "⊆": "\\subseteq ", "∪": "\\cup ", "∩": "\\cap ", "∂": "\\partial ", "∇": "\\nabla ", "∑": "\\sum ",
    "∏": "\\prod ", "∫": "\\int ", "⋅": "\\cdot ", "·": "\\cdot ", "∘": "\\circ ", "⊗": "\\otimes ", "⊕": "\\oplus ",
    "ℓ": "\\ell ", "ℏ": "\\hbar ", "ħ": "\\hbar ", "∗": "*", "−": "-", "…": "\\ldots ", "⟨": "\\langle ",
    "⟩": "\\rangle ", "〈": "\\langle ", "〉": "\\rangle ", "′": "'", "ϵ": "\\epsilon ", "ϕ": "\\phi ",
    "{": "\\lbrace ", "}": "\\rbrace ", "\\": "\\setminus ",
} | dict.fromkeys("$%#&~^_", "")  # fmt: skip
_NUMBER_SETS = {"ℝ": "\\mathbb{R}", "ℕ": "\\mathbb{N}", "ℤ": "\\mathbb{Z}", "ℚ": "\\mathbb{Q}", "ℂ": "\\mathbb{C}"}
_LOOKS_LATIN = "ΑΒΕΖΗΙΚΜΝΟΡΤΧ"
_NEEDLESS_BLANK = re.compile(r"(\\[a-zA-Z]+) (?![a-zA-Z])")
_PAIR, _TRIPLE = 2, 3


class Element(NamedTuple):
    """An element: its name without its prefix, and its parts; those of a leaf are texts."""

    name: str
    parts: list[Element | str]

    @property
    def elements(self) -> list[Element]:
        """The elements among its parts."""
        return [one for one in self.parts if isinstance(one, Element)]

    @property
    def text(self) -> str:
        """The text in it, without what can't be seen."""
        written = "".join(one if isinstance(one, str) else one.text for one in self.parts).translate(_INVISIBLE)
        return written if self.name == "mtext" else written.strip()


def from_mathml(markup: str) -> str:
    r"""Return what a formula shows; ``markup`` is the inside of a ``math`` element.

    A formula whose indices and exponents all have Unicode forms is plain text (``NbSe₂``, ``0⁺``), like the same in
    LaTeX; any other is LaTeX (``$\\sqrt{s}$``). It never raises.
    """
    root = _parsed(markup)
    plain = _plain(root)
    if plain is not None:
        return " ".join(plain.split())
    written = " ".join(_NEEDLESS_BLANK.sub(r"\1", _latex(root)).split())
    return f"${written}$" if written else ""


def _parsed(markup: str) -> Element:
    root = Element("math", [])
    stack = [root]
    for closing, name, attributes, text in _TOKEN.findall(markup):
        if text:
            stack[-1].parts.append(" ".join(text.split()) if stack[-1].name != "mtext" else text)
        elif closing:
            _close(stack, name)
        else:
            element = Element(name, [])
            stack[-1].parts.append(element)
            if not attributes.endswith("/") and len(stack) < DEEPEST:
                stack.append(element)
    return root


def _close(stack: list[Element], name: str) -> None:
    for depth in range(len(stack) - 1, 0, -1):
        if stack[depth].name == name:
            del stack[depth:]
            return


def _plain(element: Element) -> str | None:
    """Return the formula as Unicode text, None where that can't show it."""
    if element.name in _BUILT:
        return None
    if element.name in _SCRIPTED:
        base, after, before = _scripts(element)
        return _joined(
            [*(_small(*pair) for pair in before), _plain(base) if base else "", *(_small(*p) for p in after)]
        )
    if element.name in _SHOWN:
        return _SHOWN[element.name]
    if element.name in _LEAVES:
        return element.text
    if element.name == "mfenced":
        inner = _joined(map(_plain, element.elements), ",")
        return None if inner is None else f"({inner})"
    return _joined(map(_plain, element.elements)) if element.elements else element.text


def _joined(pieces: Iterable[str | None], between: str = "") -> str | None:
    shown = list(pieces)
    known = [one for one in shown if one is not None]
    return between.join(known) if len(known) == len(shown) else None


def _small(lowered: Element | None, raised: Element | None) -> str | None:
    return _joined((_mapped(lowered, LOWERED), _mapped(raised, RAISED)))


def _mapped(script: Element | None, letters: Mapping[str, str]) -> str | None:
    text = _plain(script) if script else ""
    if text is None or not letters.keys() >= set(text):
        return None
    return "".join(letters[letter] for letter in text)


_Scripts = list[tuple[Element | None, Element | None]]


def _scripts(element: Element) -> tuple[Element | None, _Scripts, _Scripts]:
    """Return the base, the (lower, upper) scripts after it and those before it."""
    inner = element.elements
    base = inner[0] if inner else None
    others: list[Element | None] = list(inner[1:])
    if element.name != "mmultiscripts":
        first, second = (*others, None, None)[:_PAIR]
        return base, [(None, first) if element.name == "msup" else (first, second)], []
    names = [one.name if one else "" for one in others]
    cut = names.index("mprescripts") if "mprescripts" in names else len(others)
    return base, _pairs(others[:cut]), _pairs(others[cut + 1 :])


def _pairs(scripts: Sequence[Element | None]) -> _Scripts:
    return [(scripts[at], scripts[at + 1] if at + 1 < len(scripts) else None) for at in range(0, len(scripts), 2)]


def _latex(element: Element) -> str:
    if element.name in _BUILT:
        return _built(element.name, element.elements)
    if element.name in _SCRIPTED:
        base, after, before = _scripts(element)
        front = "".join(f"{{}}{_lifted(*pair)}" for pair in before)
        return f"{front}{_grouped(base)}{''.join(_lifted(*pair) for pair in after)}"
    if element.name in _SHOWN:
        return _SHOWN[element.name]
    if element.name in _LEAVES:
        return _leaf(element.name, element.text)
    if element.name == "mfenced":
        return f"({','.join(map(_latex, element.elements))})"
    return "".join(map(_latex, element.elements)) if element.elements else _signs(element.text)


def _built(name: str, inner: Sequence[Element]) -> str:
    """Return a fraction, a root, or what has something above or below it; a table's cells stand in a row."""
    made = [_latex(one).strip() for one in inner]
    if name == "msqrt":
        return f"\\sqrt{{{''.join(made)}}}"
    if name == "mtable" or len(made) < _PAIR:
        return " ".join(made)
    first, second, third = (*made, "")[:_TRIPLE]
    if name == "mfrac":
        return f"\\frac{{{first}}}{{{second}}}"
    if name == "mroot":
        return f"\\sqrt[{second}]{{{first}}}"
    accent = _ACCENTS.get(inner[1].text, "") if name == "mover" else ""
    if accent:
        return f"\\{accent}{{{first}}}"
    below, above = ("", second) if name == "mover" else (second, third)
    return f"{_grouped(inner[0])}{_raised_and_lowered(below, above)}"


def _grouped(base: Element | None) -> str:
    if base is None:
        return "{}"
    written = _latex(base).strip()
    return written if base.name in _LEAVES else f"{{{written}}}"


def _lifted(lowered: Element | None, raised: Element | None) -> str:
    below, above = (_latex(one).strip() if one else "" for one in (lowered, raised))
    return _raised_and_lowered(below, above)


def _raised_and_lowered(below: str, above: str) -> str:
    return (f"_{{{below}}}" if below else "") + (f"^{{{above}}}" if above else "")


def _leaf(name: str, text: str) -> str:
    if name in ("mtext", "ms") or (name == "mi" and len(text) > 1 and text.isalpha()):
        blank = "\\ " if text[:1].isspace() else ""
        return f"{blank}\\mathrm{{{_signs(text.strip())}}}"
    return _signs(text)


def _signs(text: str) -> str:
    return "".join(map(_sign, text))


def _sign(sign: str) -> str:
    if sign.isascii():
        return _SIGNS.get(sign, sign)
    known = _SIGNS.get(sign) or _NUMBER_SETS.get(sign)
    if known:
        return known
    found = re.fullmatch(r"GREEK (SMALL|CAPITAL) LETTER (FINAL SIGMA|[A-Z]+)", unicodedata.name(sign, ""))
    if not found or sign in _LOOKS_LATIN or sign == "ο":
        return sign
    letter = found.group(2).casefold().replace("lamda", "lambda").replace("final ", "var")
    return f"\\{letter.capitalize() if found.group(1) == 'CAPITAL' else letter} "
