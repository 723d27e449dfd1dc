"""Labs that nobody works in: people with a .bib each, who write most of their papers together."""

from __future__ import annotations

import random
from pathlib import Path

from tests.benchmarks.bibliographies import SEED, name, papers

_SETTINGS = """\
title: The Bench Lab
people:
{people}
outputs:
  - {{kind: page, path: lab.html}}
  - {{kind: page, path: p0.html, person: p0}}
publications: {{group_by: year}}
"""


def write_lab(root: Path, people: int, works: int) -> int:
    """Write the site of a lab, and return how many records its people's bibliographies hold together.

    A work has two to six authors of the lab, and stands under a key of their own in the file of each.
    """
    chance = random.Random(SEED)
    names: list[str] = []
    while len(names) < people:
        one = f"{name(chance)} {chr(ord('A') + len(names) % 26)}."
        names += [one] if "\\" not in one and one not in names else []  # pubsync.yaml is no LaTeX
    files: list[list[str]] = [[] for _ in names]
    for paper in papers(works):
        authors = chance.sample(range(people), min(people, chance.randint(2, 6)))
        entry = paper.entry([names[author] for author in authors])
        for author in authors:
            files[author].append(entry.replace(paper.key, f"{author}:{paper.key}", 1))
    lines = []
    for number, (one, entries) in enumerate(zip(names, files, strict=True)):
        family, _, given = one.partition(", ")
        (root / f"{number}.bib").write_text("".join(entries), encoding="utf-8")
        lines.append(f"  - {{name: '{given} {family}', id: p{number}, sources: [{{bibtex: {number}.bib}}]}}")
    lists = [f"<!-- pubsync:begin publications person=p{one} -->\n<!-- pubsync:end -->\n" for one in range(people)]
    (root / "members.md").write_text("\n".join(lists), encoding="utf-8")
    (root / "pubsync.yaml").write_text(_SETTINGS.format(people="\n".join(lines)), encoding="utf-8")
    (root / "_config.yml").write_text("title: The Bench Lab\n", encoding="utf-8")
    return sum(map(len, files))
