"""Paths that are taken, whatever the case of their letters: looked up, not searched through for every new one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator


class TakenPaths(Collection[str]):
    """The paths that no new file may have; some file systems take two for one that differ by their case alone."""

    def __init__(self, paths: Iterable[str] = ()) -> None:
        """Begin with ``paths``."""
        self._paths: set[str] = set()
        self._folded: set[str] = set()
        self._names: dict[str, set[str]] = {}
        for path in paths:
            self.add(path)

    def add(self, path: str) -> None:
        """Take one more path."""
        folded = path.casefold()
        self._paths.add(path)
        self._folded.add(folded)
        for section, names in self._names.items():
            names.update(_name_in(section, folded))

    def names_in(self, section: str) -> Collection[str]:
        """Return the names taken in a folder, given with its last ``/``, case-folded and without what they end in."""
        folded = section.casefold()
        if folded not in self._names:
            self._names[folded] = {name for path in self._folded for name in _name_in(folded, path)}
        return self._names[folded]

    def __contains__(self, path: object) -> bool:
        """Whether a path is taken in any case."""
        return isinstance(path, str) and path.casefold() in self._folded

    def __iter__(self) -> Iterator[str]:
        """Yield the paths as they were given."""
        return iter(self._paths)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._paths)


def taken_paths(paths: Collection[str]) -> TakenPaths:
    """Return the paths as such, without reading them again where they are."""
    return paths if isinstance(paths, TakenPaths) else TakenPaths(paths)


def _name_in(section: str, path: str) -> tuple[str, ...]:
    if not path.startswith(section):
        return ()
    return (path.removeprefix(section).partition("/")[0].partition(".")[0],)
