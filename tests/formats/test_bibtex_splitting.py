"""What a .bib text is split into: the same, whether bibtexparser did it or a pattern."""

from __future__ import annotations

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Block, Entry, ParsingFailedBlock
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pubsync.formats.bibtex.splitting import PlainEntry, plain_entry, split

_PLAIN = '@article{k1,\n  title = {A {B {c}} \\"{o}},\n  year = 2000,\n  month = jan,\n  note = "x y"\n}\n'
_SIGNS = st.sampled_from(
    [
        *("@article{k2,", "@misc{k2, ", "@string{", "@comment{", "@commentary{", "@preamble{", "@book(k3,", "@{", "@x"),
        *'{},\n \\%#=()"',
        *("}\n", "\\{", "\\}", "\\\\{", "\\\\}", '{"}', "title = ", "jan", "12"),
    ]
)
_BROKEN = st.tuples(st.integers(0, len(_PLAIN)), st.integers(0, 2), _SIGNS).map(
    lambda cut: _PLAIN[: cut[0]] + cut[2] + _PLAIN[cut[0] + cut[1] :]
)
_TEXTS = st.lists(st.one_of(st.just(_PLAIN), _BROKEN, _SIGNS), max_size=12).map("".join)


def _entry(block: Block | PlainEntry) -> PlainEntry | None:
    if isinstance(block, PlainEntry):
        return block
    found = block.ignore_error_block if isinstance(block, ParsingFailedBlock) else block
    if not isinstance(found, Entry):
        return None
    return PlainEntry(found.entry_type, found.key, tuple((field.key, field.value) for field in found.fields))


@given(_TEXTS)
@example(_PLAIN * 3)
@example(f"@misc{{a, title = {{never closed\n{_PLAIN}")
@example(f"@string{{x = 1}}\n{_PLAIN}@misc(b, title = 1)\n{_PLAIN}% {_PLAIN}")
@settings(deadline=None, max_examples=600)
def test_the_entries_are_those_that_bibtexparser_finds(text: str) -> None:
    by_parser = [_entry(block) for block in parse_string(text, parse_stack=[]).blocks]
    assert [_entry(block) for block, _, _ in split(text)] == by_parser


@given(_TEXTS)
@settings(deadline=None, max_examples=200)
def test_each_block_has_the_line_it_begins_in(text: str) -> None:
    lines = text.split("\n")
    for block, line, _ in split(text):
        raw = f"@{block.entry_type}" if isinstance(block, PlainEntry) else block.raw or ""
        assert raw.splitlines()[0].strip().casefold() in lines[line - 1].casefold()


def test_an_entry_as_programs_write_it_is_plain() -> None:
    text = "@inproceedings{DBLP:conf/acl/Doe20,\n  title     = {On {\\'E}tale},\n  month = jan,\n}\n\n"
    fields = (("title", "{On {\\'E}tale}"), ("month", "jan"))
    assert plain_entry(text, 0, len(text)) == PlainEntry("inproceedings", "DBLP:conf/acl/Doe20", fields)


def test_what_cannot_be_read_behind_a_percent_sign_hides_nothing_that_follows() -> None:
    blocks = split(f"% @article{{@article{{k0,\n title = 1}}\n{_PLAIN}{_PLAIN}")
    assert [commented for block, _, commented in blocks if isinstance(block, PlainEntry)] == [False, False]
