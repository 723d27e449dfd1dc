"""A file for one work, talk or course: which of its keys are ours, and what of them to write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pubsync.edits import same_text, same_value
from pubsync.records.base import Edit, FileBase, Value
from pubsync.records.plan import PlannedFile
from pubsync.sites.frontmatter import REMOVE, Remove, decode, parse, update
from pubsync.sites.interface import Assembled, EntryFile
from pubsync.sites.places import BODY, as_text, key_place
from pubsync.sites.yamltext import encodable, one_line, storable


def tell_entry_file(path: str, base: FileBase, content: bytes) -> list[Edit]:
    """Return what a person changed of the keys and the body that ``base`` says are ours.

    Raises:
        SiteError: where the front matter is damaged.
    """
    if _is_as_made(content, path, base):
        return []
    standing, body = _standing(content, path)
    edits = [
        Edit(path=path, place=key_place(name), key=base.key, before=before, after=standing.get(name))
        for name, before in base.keys
        if not same_value(before, standing.get(name))
    ]
    if base.body is not None and not same_text(base.body, body):
        edits.append(Edit(path=path, place=BODY, key=base.key, before=base.body, after=body.replace("\r\n", "\n")))
    return edits


def only_ours_in_entry_file(path: str, base: FileBase, content: bytes) -> bool:
    """Whether a file without edits holds nothing beside the keys and the body that are ours: no key, comment or text.

    Raises:
        SiteError: where the front matter is damaged.
    """
    front = parse(content, path)
    if front is None:
        return not base.keys and base.body is not None
    others = set(front.values) - {name for name, _ in base.keys}
    return not others and not front.has_comments and (base.body is not None or not front.body.strip())


def plan_entry_file(
    wanted: EntryFile, base: FileBase | None, content: bytes | None, overrides: Mapping[str, Value]
) -> Assembled:
    """Plan the file; see ``assembly.plan``.

    Where what is wanted is what was last written and stands, ``base`` itself is returned, so that nothing need be
    written again for it.

    Raises:
        SiteError: where the front matter is damaged.
    """
    wanted = replace(wanted, body=None if wanted.body is None else encodable(wanted.body).replace("\r\n", "\n"))
    old = base or FileBase(made=content is None)
    front = _decided(wanted, old, overrides)
    if content is None:
        body = as_text(overrides[BODY]) or "" if BODY in overrides and wanted.body is not None else wanted.body
        after = update(None, front, body, path=wanted.path)
        made = replace(old, keys=tuple(front.items()), body=body, key=wanted.key)
        return Assembled(planned=PlannedFile(wanted.path, after, None), base=made)
    if base and not overrides and _is_remembered(front, wanted, base) and _is_as_made(content, wanted.path, base):
        return Assembled(planned=PlannedFile(wanted.path, content, content), base=base)
    standing, body = _standing(content, wanted.path)
    changes, owned = _keys(front, dict(old.keys), standing, overrides)
    new_body, owned_body = _body(wanted.body, old, body, overrides)
    after = content
    if changes or new_body is not None:
        after = update(content, changes, new_body, path=wanted.path)
    new = replace(old, keys=tuple(owned.items()), body=owned_body, key=wanted.key)
    return Assembled(planned=PlannedFile(wanted.path, after, content), base=new)


def _is_as_made(content: bytes, path: str, base: FileBase) -> bool:
    """Whether a file is still just as it was made, which needs no YAML reader to tell."""
    return base.made and content == update(None, dict(base.keys), base.body, path=path)


def _is_remembered(front: Mapping[str, Value], wanted: EntryFile, base: FileBase) -> bool:
    """Whether all that is wanted was written before: the same keys in the same order, of the same values and types."""
    if wanted.key != base.key or wanted.body != base.body or len(front) != len(base.keys):
        return False
    pairs = zip(front.items(), base.keys, strict=True)
    return all(name == known and _is_identical(value, old) for (name, value), (known, old) in pairs)


def _is_identical(one: Value, other: Value) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return one_line(one) == one_line(other)  # Python takes 1, 1.0 and True for the same


def _standing(content: bytes, path: str) -> tuple[dict[str, Value], str]:
    """The keys and the body as they stand."""
    front = parse(content, path)
    return (front.values, front.body) if front else ({}, decode(content, path))


def _decided(wanted: EntryFile, base: FileBase, overrides: Mapping[str, Value]) -> dict[str, Value]:
    """Return the keys as they are to be: a person's decision comes before ours, also for a key no longer wanted."""
    front = dict(wanted.front)
    front |= {name: overrides[key_place(name)] for name in (*front, *dict(base.keys)) if key_place(name) in overrides}
    return {
        name: storable(value) for name, value in front.items() if value is not None or key_place(name) not in overrides
    }


def _keys(
    front: Mapping[str, Value],
    before: Mapping[str, Value],
    standing: Mapping[str, Value],
    overrides: Mapping[str, Value],
) -> tuple[dict[str, Value | Remove], dict[str, Value]]:
    """Return the keys to change, and those that are ours from now on with the values to remember."""
    changes: dict[str, Value | Remove] = {}
    owned: dict[str, Value] = {}
    for name, value in front.items():
        if name in standing and name not in before:
            continue
        edited = name in before and not same_value(before[name], standing.get(name))
        undecided = edited and key_place(name) not in overrides and same_value(before[name], value)
        owned[name] = before[name] if undecided else value
        if not undecided and not (name in standing and same_value(standing[name], value)):
            changes[name] = value
    for name, value in before.items():
        if name not in front and name in standing and same_value(value, standing[name]):
            changes[name] = REMOVE
    return changes, owned


def _body(
    wanted: str | None, base: FileBase, standing: str, overrides: Mapping[str, Value]
) -> tuple[str | None, str | None]:
    """Return the body to write, None for none, and the one to remember, None where it is not ours."""
    if wanted is None or (base.body is None and (not base.made or standing.strip())):
        return None, None
    before = base.body or ""
    body = as_text(overrides[BODY]) or "" if BODY in overrides else wanted
    edited = not same_text(before, standing)
    if edited and BODY not in overrides and same_text(before, body):
        return None, base.body
    return (None if same_text(standing, body) else body), body
