"""Bibliographies of works that nobody wrote, shaped like those that people export: a seeded model, no dice."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SEED = 20240501


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_WORDS = _words("""
    adaptive attention audio bandit bayesian benchmark calibration causal cloud cognition consensus continual control
    convex corpus cortical data debugging decoding deep dialogue diffusion distributed domain edge energy entropy
    evaluation evidence evolution fairness federated fluid forest genome geometric graph hardware image inference kernel
    knowledge language latent learning legal lexical logic markov medical memory mobile molecular monitoring network
    multilingual neural noise ontology optimal parallel parsing policy prediction privacy protein pruning quantum query
    random ranking reasoning retrieval robot robust routing sampling scheduling schema search secure segmentation
    semantic sensor sequence signal simulation sparse spatial speech spectral stochastic storage stream summarization
    symbolic syntax temporal tensor theory tracking transfer translation tree uncertainty vision wireless
""")
_MARKED = ("{BERT}", "{GPU}s", "{LSTM}", "$k$-means", "{M}onte {C}arlo", "{\\'E}tale", "{B}ayes", "{UNet}")
_GIVEN = _words(r"""
    Anna Bo Carl Dana Elif Femi Gita Hugo Ines Jun Kai Lena Min Nora Olga Pia Qing Rosa Sven Tao Uma Vera Wei Xin Yara
    Zoe Andr{\'e} Bj{\"o}rn Fran{\c{c}}ois Jos{\'e} Zo{\"e} {\L}ukasz
""")
_FAMILY = _words(r"""
    Abe Brown Chen Diaz Eriksson Fischer Garcia Haddad Ivanov Jones Kim Li Mehta Novak Okafor Park Rossi Schmidt Tanaka
    Ueda Vargas Wang Xu Yilmaz Zhang M{\"u}ller Garc{\'i}a {\O}stberg Ca{\~n}as Nov{\'a}k Gro{\ss}e Dvo{\v{r}}{\'a}k
""")
_PLACES = ("Berlin, Germany", "Vienna, Austria", "Singapore", "Seattle, WA, USA", "Melbourne, Australia", "Lisbon")


@dataclass(frozen=True, slots=True)
class Paper:
    """One work: its key, and its entry without authors."""

    key: str
    kind: str
    fields: tuple[tuple[str, str], ...]
    others: tuple[str, ...]

    def entry(self, authors: Sequence[str] = ()) -> str:
        """Return the BibTeX entry, ``authors`` before the others."""
        names = " and\n               ".join((*authors, *self.others))
        lines = [f"  {name:12} = {{{value}}},\n" for name, value in (("author", names), *self.fields)]
        return f"@{self.kind}{{{self.key},\n{''.join(lines)}}}\n\n"


def papers(count: int, seed: int = SEED) -> Iterator[Paper]:
    """Yield works: half of them conference papers, a third articles, and preprints, theses and chapters."""
    chance = random.Random(seed)
    makers = (_conference,) * 10 + (_article,) * 7 + (_preprint, _thesis, _chapter)
    for number in range(count):
        yield chance.choice(makers)(chance, number)


def conference_papers(count: int, seed: int = SEED) -> Iterator[Paper]:
    """Yield conference papers alone."""
    chance = random.Random(seed)
    return (_conference(chance, number) for number in range(count))


def write_bibliography(path: Path, works: Iterator[Paper], owner: str = "Doe, Jane") -> None:
    """Write the works of one person."""
    path.write_text("".join(paper.entry([owner]) for paper in works), encoding="utf-8")


def name(chance: random.Random) -> str:
    """Return somebody's name as BibTeX has it."""
    middle = f" {chance.choice('ABCDEFGHJKLMNPRSTW')}." if chance.random() < 0.3 else ""
    return f"{chance.choice(_FAMILY)}, {chance.choice(_GIVEN)}{middle}"


def _title(chance: random.Random, number: int) -> str:
    words = chance.sample(_WORDS, chance.randint(5, 9))
    if chance.random() < 0.3:
        words[chance.randrange(len(words))] = chance.choice(_MARKED)
    if chance.random() < 0.3:
        words[len(words) // 2] += ":"
    return f"{words[0].capitalize()} {' '.join(words[1:])} {number}"


def _others(chance: random.Random) -> tuple[str, ...]:
    return tuple(name(chance) for _ in range(chance.randint(0, 5)))


def _common(chance: random.Random, number: int) -> list[tuple[str, str]]:
    doi = f"10.{chance.randint(1000, 9999)}/bench.{number}"
    found = [("doi", doi), ("url", f"https://doi.org/{doi}")]
    if chance.random() < 0.2:
        found.append(("abstract", " ".join(chance.choices(_WORDS, k=120)).capitalize() + "."))
    if chance.random() < 0.2:
        found.append(("keywords", ", ".join(chance.sample(_WORDS, 4))))
    return found


def _pages(chance: random.Random) -> str:
    first = chance.randint(1, 9000)
    return f"{first}--{first + chance.randint(5, 20)}"


def _conference(chance: random.Random, number: int) -> Paper:
    """A conference paper as DBLP exports it."""
    topic, year, place = chance.choice(_WORDS).capitalize(), chance.randint(1995, 2024), chance.choice(_PLACES)
    key = f"DBLP:conf/{topic.lower()}/{number}"
    fields = [
        ("editor", " and ".join(name(chance) for _ in range(2))),
        ("title", _title(chance, number)),
        ("booktitle", f"Proceedings of the {chance.randint(2, 40)}th Conference on {topic} Systems, {place}, {year}"),
        ("series", f"{{LIPIcs}}, volume {chance.randint(1, 300)}"),
        ("pages", _pages(chance)),
        ("publisher", "{ACM}"),
        ("year", str(year)),
        *_common(chance, number),
        ("timestamp", f"Tue, 14 Sep {year} 18:50:57 +0200"),
        ("biburl", f"https://dblp.org/rec/{key.removeprefix('DBLP:')}.bib"),
        ("bibsource", "dblp computer science bibliography, https://dblp.org"),
    ]
    return Paper(key, "inproceedings", tuple(fields), _others(chance))


def _article(chance: random.Random, number: int) -> Paper:
    fields = [
        ("title", _title(chance, number)),
        ("journal", f"Journal of {chance.choice(_WORDS).capitalize()} {{\\&}} {chance.choice(_WORDS).capitalize()}"),
        ("volume", str(chance.randint(1, 80))),
        ("number", str(chance.randint(1, 12))),
        ("pages", _pages(chance)),
        ("year", str(chance.randint(1995, 2024))),
        ("month", chance.choice(("jan", "mar", "jun", "sep", "dec"))),
        ("publisher", "Elsevier"),
        ("issn", "0123-4567"),
        *_common(chance, number),
    ]
    return Paper(f"article{number}", "article", tuple(fields), _others(chance))


def _preprint(chance: random.Random, number: int) -> Paper:
    fields = [
        ("title", _title(chance, number)),
        ("year", str(chance.randint(2010, 2024))),
        ("eprint", f"{chance.randint(10, 24):02}{chance.randint(1, 12):02}.{number % 100_000:05}"),
        ("archivePrefix", "arXiv"),
        ("primaryClass", "cs.LG"),
    ]
    return Paper(f"preprint{number}", "misc", tuple(fields), _others(chance))


def _thesis(chance: random.Random, number: int) -> Paper:
    fields = [("title", _title(chance, number)), ("school", "University of Somewhere"), ("year", "2001")]
    return Paper(f"thesis{number}", "phdthesis", tuple(fields), ())


def _chapter(chance: random.Random, number: int) -> Paper:
    fields = [
        ("title", _title(chance, number)),
        ("booktitle", f"Handbook of {chance.choice(_WORDS).capitalize()}"),
        ("editor", name(chance)),
        ("publisher", "Springer"),
        ("address", chance.choice(_PLACES)),
        ("pages", _pages(chance)),
        ("year", str(chance.randint(1995, 2024))),
        *_common(chance, number),
    ]
    return Paper(f"chapter{number}", "incollection", tuple(fields), _others(chance))
