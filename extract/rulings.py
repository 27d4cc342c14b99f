"""Rulings as drawn to rulings as meant: snapped to common positions, joined, cleaned."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from extract.records import Ruling

# Rulings nearer than this are one: double borders lie 1-2.5 apart, corners of
# different cells are off by up to 1; the lowest row seen is 8 high.
SNAP = 3.0
# Pieces of one line may leave gaps: dashes up to 4.5 (LibreOffice, 1.5 wide).
JOIN = 5.0
# A line with this many gaps is dashed.
MIN_GAPS = 3
# Two lines meet if their ends come this near: frames overlap or fall short by
# half a line's width, hand-drawn Word tables by up to 2.
MEET = 3.0
# A border that meets nothing ends where the table ends, give or take: 5.5 seen in scans.
ALIKE_ENDS = 7.0
# A heading row over the whole width of a table is at most this high.
MAX_BAND = 60.0
# A piece shorter than this after joining is no ruling.
MIN_LENGTH = 6.0


def joined(rulings: Iterable[Ruling]) -> tuple[list[Ruling], list[Ruling]]:
    """Horizontal and vertical rulings, each snapped and joined, sorted by position."""
    horizontal: list[Ruling] = []
    vertical: list[Ruling] = []
    for ruling in rulings:
        (horizontal if ruling.axis == "h" else vertical).append(ruling)
    return _join(horizontal), _join(vertical)


def _join(rulings: list[Ruling]) -> list[Ruling]:
    """Rulings of one axis: those at one position become one where they touch."""
    result: list[Ruling] = []
    for group in _groups(rulings):
        axis = group[0].axis
        total = sum(ruling.end - ruling.start for ruling in group) or len(group)
        at = (
            sum(ruling.at * (ruling.end - ruling.start) for ruling in group) / total
            if total != len(group)
            else sum(ruling.at for ruling in group) / total
        )
        group.sort(key=lambda ruling: ruling.start)
        for pieces in _runs(group):
            reach = _dash_gap(pieces)
            start, end = pieces[0].start - reach, max(piece.end for piece in pieces) + reach
            if end - start >= MIN_LENGTH:
                result.append(Ruling(axis, at, start, end))
    return result


def _runs(group: Sequence[Ruling]) -> list[list[Ruling]]:
    """Pieces of one position, sorted, by what hangs together."""
    runs: list[list[Ruling]] = []
    end = 0.0
    for ruling in group:
        if runs and ruling.start <= end + JOIN:
            runs[-1].append(ruling)
            end = max(end, ruling.end)
        else:
            runs.append([ruling])
            end = ruling.end
    return runs


def _dash_gap(pieces: Sequence[Ruling]) -> float:
    """By how much a dashed line may fall short of its end: the gap between its dashes."""
    gaps = sorted(after.start - before.end for before, after in pairwise(pieces))
    return gaps[len(gaps) // 2] if len(gaps) >= MIN_GAPS and gaps[len(gaps) // 2] > 0 else 0.0


def _groups(rulings: list[Ruling]) -> list[list[Ruling]]:
    """Rulings of one axis by position: a group spans at most `SNAP`."""
    groups: list[list[Ruling]] = []
    for ruling in sorted(rulings, key=lambda ruling: ruling.at):
        if groups and ruling.at - groups[-1][0].at <= SNAP:
            groups[-1].append(ruling)
        else:
            groups.append([ruling])
    return groups


def meets(horizontal: Ruling, vertical: Ruling) -> bool:
    """Whether the two cross or touch."""
    return (
        horizontal.start - MEET <= vertical.at <= horizontal.end + MEET
        and vertical.start - MEET <= horizontal.at <= vertical.end + MEET
    )


def components(
    horizontal: Sequence[Ruling], vertical: Sequence[Ruling]
) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Rulings that hang together, each set the skeleton of one table.

    A ruling that meets no other (an underline, a footnote's rule) is in none.
    """
    positions = [ruling.at for ruling in horizontal]
    parents = list(range(len(horizontal) + len(vertical)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    touched: set[int] = set()
    for index, line in enumerate(vertical, len(horizontal)):
        low = bisect_left(positions, line.start - MEET)
        high = bisect_right(positions, line.end + MEET)
        for other in range(low, high):
            if horizontal[other].start - MEET <= line.at <= horizontal[other].end + MEET:
                parents[root(other)] = root(index)
                touched.update((index, other))
    _add_borders(horizontal, vertical, parents, touched, root)
    members: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for index in sorted(touched):
        lines = members.setdefault(root(index), ([], []))
        if index < len(horizontal):
            lines[0].append(horizontal[index])
        else:
            lines[1].append(vertical[index - len(horizontal)])
    return sorted(members.values(), key=lambda lines: min(v.start for v in lines[1]))


def _add_borders(
    horizontal: Sequence[Ruling],
    vertical: Sequence[Ruling],
    parents: list[int],
    touched: set[int],
    root: Callable[[int], int],
) -> None:
    """Counts in an outer border that meets nothing, as beside a label that spans the page:
    a line as long as the table is high, with the same ends."""
    for index, line in _lone(vertical, len(horizontal), touched):
        for other, partner in enumerate(vertical, len(horizontal)):
            if other in touched and _same_ends(partner, line, ALIKE_ENDS):
                parents[root(index)] = root(other)
                touched.add(index)
                break
    # A row over the whole width of a table without outer border meets no vertical line.
    sides = [line.at for index, line in enumerate(vertical, len(horizontal)) if index in touched]
    for index, line in _lone(horizontal, 0, touched):
        if any(min(abs(at - line.start), abs(at - line.end)) <= SNAP for at in sides):
            continue
        partners = [
            (partner.at < line.at, abs(partner.at - line.at), other)
            for other, partner in enumerate(horizontal)
            if other in touched
            and _same_ends(partner, line, ALIKE_ENDS)
            and abs(partner.at - line.at) <= MAX_BAND
        ]
        if partners:
            # A heading stands over its table: the one below comes first.
            parents[root(index)] = root(min(partners)[2])
            touched.add(index)


def _lone(lines: Sequence[Ruling], first: int, touched: set[int]) -> list[tuple[int, Ruling]]:
    return [(index, line) for index, line in enumerate(lines, first) if index not in touched]


def _same_ends(one: Ruling, other: Ruling, off: float) -> bool:
    return abs(one.start - other.start) <= off and abs(one.end - other.end) <= off
