"""A person's own structured file: what is added stands beside what they wrote, every byte of which stays."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.records.base import Row, Value
from pubsync.sites.assembly import plan, tell
from pubsync.sites.interface import DataFile
from pubsync.sites.tables import person_content
from tests.sites.assembled import base_of, content_of
from tests.sites.tables.hands import json_mapping, yaml_mapping
from tests.sites.tables.making import bib, row, tree

NAMES = "abcdefg"
BIB_PIECES = (
    "% a comment, with {{braces\n",
    "Free text (with an e-mail: a@b.org).\n",
    '@string{{icml = "Int. Conf. {0}"}}\n',
    "@comment{{@article{{{0}x,\n  title = {{Hidden}}\n}}}}\n",
    '@preamble{{"\\newcommand{{\\x}}{{y}}"}}\n',
    "% @article{{{0}, title = {{Commented out}}}}\n",
    "@article{{{0}x, title = {{Never closed}}\n",
    "@ARTICLE{{{0},\n  title     = {{Mine {{B}}}},\n  note = {{two\n    lines}}\n}}\n",
    '@article{{{0},\n    title = "Mine {{\\"o}}" # icml, % why\n    % between\n    year = 2020,\n    }}\n',
    "@inproceedings({0}, title={{Mine (1)}}, year=2020)\n",
    "@misc{{{0}}}\n",
    "@misc{{{0},}} @misc{{{0}x, title={{Beside}}}} % behind\n",
    "@article{{{0},\n  title = {{a}}\n  missing = {{comma}},\n  Title = {{twice}}\n}}\n",
    "@article{{{0},\n  title = {{a \\}} brace}},\n  year = 2020\n}}\n",
)
YAML_ROWS = (
    "- id: {0}\n  title: 'It''s'  # why\n",
    "- title: |  # text\n    one\n    # no comment\n  id: {0}\n",
    '-\n  id: "{0}"\n  # within\n  tags:\n  - x\n  # end\n',
    "- {{id: {0}, title: mine}}  # flow\n",
    "- {{id: {0},  # why\n   title: mine\n  }}\n",
    "- id: {0}\n\n  nested: {{a: [1,\n    2]}}\n  empty:\n",
    "# a comment\n",
    "\n",
    "- just text\n",
    "- id: &{0}x {0}x\n  same: *{0}x\n",
)
YAML_MEMBERS = (
    "  {0}:\n    title: 'It''s'  # why\n",
    "  '{0}': {{title: mine, tags: [a, b]}}  # flow\n",
    "  {0}:  # nothing yet\n",
    "  {0}: {{}}\n",
    "  {0}:\n\n      # within\n      text: >-\n        one\n        two\n\n      more: 1\n",
    "  # a comment\n",
    "\n",
    "  {0}x: 25\n",
)
YAML_AROUND = ("# head\n", "---\n", "other: {x: 1}  # c\n", "list:\n- a\n- b: c\n", "")


@st.composite
def wanted_rows(draw: st.DrawFn) -> list[Row]:
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1, max_size=5))
    return [row(name, title="Ours", doi=f"10.1/{name}", note="n") for name in names]


@st.composite
def dressed(draw: st.DrawFn, text: str) -> bytes:
    """A text with any line ends, byte order mark and last line."""
    text = text.rstrip("\n") if draw(st.booleans()) else text
    text = text.replace("\n", "\r\n") if draw(st.booleans()) else text
    return (("\ufeff" if draw(st.booleans()) else "") + text).encode()


@st.composite
def of_pieces(draw: st.DrawFn, pieces: tuple[str, ...]) -> str:
    chosen = draw(st.lists(st.sampled_from(pieces), max_size=6))
    names = draw(st.permutations(NAMES))
    gaps = [draw(st.sampled_from(["", "\n"])) for _ in chosen]
    return "".join(piece.format(name) + gap for piece, name, gap in zip(chosen, names, gaps, strict=False))


def check_that_all_stays(wanted: DataFile, nothing: DataFile, content: bytes) -> None:
    adopted = plan(wanted, None, content)
    after = content_of(adopted)
    assert is_within(content, after)
    assert tell(wanted.path, adopted.base, after) == ()
    again = plan(wanted, adopted.base, after)
    assert (content_of(again), again.base) == (after, adopted.base)
    assert squeezed(person_content(wanted.path, base_of(adopted), after)) == squeezed(content)
    left = plan(nothing, adopted.base, after)
    assert squeezed(content_of(left)) == squeezed(content)
    assert is_within(content.rstrip(), content_of(left))


def is_within(one: bytes, other: bytes) -> bool:
    """Whether all of the one stands in the other, in their order."""
    following: Iterator[str] = iter(bare(other))
    return all(sign in following for sign in bare(one))


def bare(content: bytes) -> str:
    """The text without what is nothing and becomes something."""
    return content.decode().replace("{}", "").replace("[]", "")


def squeezed(content: bytes) -> str:
    return re.sub(r",(?=[})])", "", "".join(bare(content).split()))


@given(data=st.data(), rows=wanted_rows())
@settings(deadline=None, max_examples=100)
def test_property_a_persons_bib(data: st.DataObject, rows: list[Row]) -> None:
    content = data.draw(dressed(data.draw(of_pieces(BIB_PIECES))))
    check_that_all_stays(bib(*rows), bib(), content)


@given(data=st.data(), rows=wanted_rows())
@settings(deadline=None, max_examples=100)
def test_property_a_persons_yaml_list(data: st.DataObject, rows: list[Row]) -> None:
    content = data.draw(dressed(data.draw(of_pieces(YAML_ROWS))))
    check_that_all_stays(tree("yaml", *rows), tree("yaml"), content)


@given(data=st.data(), rows=wanted_rows())
@settings(deadline=None, max_examples=100)
def test_property_a_persons_yaml_mapping(data: st.DataObject, rows: list[Row]) -> None:
    members = data.draw(of_pieces(YAML_MEMBERS))
    above, below = data.draw(st.sampled_from(YAML_AROUND)), data.draw(st.sampled_from(YAML_AROUND[2:]))
    above = above if not (above and above == below) else ""
    content = data.draw(dressed(f"{above}papers:  # the papers\n{members}{below}"))
    check_that_all_stays(yaml_mapping(*rows), yaml_mapping(), content)


@given(data=st.data(), rows=wanted_rows(), named=st.booleans())
@settings(deadline=None, max_examples=100)
def test_property_a_persons_json(data: st.DataObject, rows: list[Row], *, named: bool) -> None:
    names = data.draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=4))
    own: list[dict[str, Value]] = [{"title": "Mine, {0}", "tags": ["x", {"y": []}]}, {}, {"n": 1.0, "中": "é\u2028"}]
    members = {name: data.draw(st.sampled_from(own)) for name in names}
    whole = {"other": [1], "papers": members} if named else [{"id": name, **one} for name, one in members.items()]
    separators = data.draw(st.sampled_from([None, (",", ":"), (" , ", " : ")]))
    indent = data.draw(st.sampled_from([None, 0, 2, 4, "\t"]))
    content = data.draw(dressed(json.dumps(whole, indent=indent, separators=separators) + "\n"))
    make = json_mapping if named else lambda *rows: tree("json", *rows)
    check_that_all_stays(make(*rows), make(), content)
