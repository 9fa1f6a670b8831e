"""Products over indices that are no matrix words: sums of entries and of moments, `sum_{r} E[x_j^2 x_r^4]`.

Indices of different coordinates are j, k and, where summed over, r, s, …, as in the patterns of moments; those that run
freely are p, q and, where summed over, m, n, ….
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from symbolic.algebra.notation import FREE_INDICES, SUMMED_INDICES
from symbolic.model.graphs import Graph
from symbolic.model.terms import Factor, Kind
from symbolic.typeset.letter_names import NOTHING, Formula, entry, name, power, product

OPEN_INDICES = ("p", "q")
RUNNING_INDICES = ("m", "n", "g", "h")


@dataclass(frozen=True)
class Places:
    """What every index of a graph is called."""

    letters: tuple[str, ...]

    @staticmethod
    def of(graph: Graph, open_letters: Sequence[str] = ()) -> Places:
        """Letters for a graph, other ones than its factors have; those of its open indices where they are given."""
        found = dict(reversed(list(zip(graph.open, open_letters, strict=False))))
        taken = {factor.name for factor in graph.factors}
        for distinct, first, summed in (
            (True, FREE_INDICES, SUMMED_INDICES),
            (False, OPEN_INDICES, RUNNING_INDICES),
        ):
            own = [n for n in range(len(graph.dimensions)) if (n in graph.distinct) == distinct and n not in found]
            opened = [n for n in dict.fromkeys(graph.open) if n in own]
            found |= dict(zip(opened, _named(first, len(opened)), strict=True))
            rest = sorted((n for n in own if n not in opened), key=lambda n: -_occurrences(graph, n))
            found |= dict(zip(rest, _named(summed, len(rest), taken), strict=True))
        return Places(tuple(found[n] for n in range(len(graph.dimensions))))

    def at(self, indices: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.letters[n] for n in indices)


def _occurrences(graph: Graph, index: int) -> int:
    return sum(factor.indices.count(index) for factor in graph.factors)


def _named(letters: Sequence[str], count: int, taken: Collection[str] = ()) -> list[str]:
    """So many letters, without those that are taken: an index m of a vector m would be read as the vector."""
    more = (f"{letters[-1]}{n}" for n in itertools.count(2))
    return list(islice((letter for letter in chain(letters, more) if letter not in taken), count))


def index_sum(graph: Graph, places: Places | None = None) -> Formula:
    r"""The graph as a sum over its indices that are not open.

    >>> from symbolic.setting.affine import Affine
    >>> d = Affine.of({"d": 1})
    >>> moment = Factor(Kind.MOMENT, "x_1", (0, 0, 1, 1, 1, 1))
    >>> index_sum(Graph((d, d), (moment,), frozenset((0, 1)), (0, 0))).text
    'sum_{r} E[x_j^2 x_r^4]'
    """
    places = places or Places.of(graph)
    summed = [n for n in range(len(graph.dimensions)) if n not in graph.open]
    free, apart = ([n for n in summed if (n in graph.distinct) == distinct] for distinct in (False, True))
    return product(_over_free(sorted(places.at(free))), _over_distinct(graph, places, apart), _summand(graph, places))


def _over_free(letters: Sequence[str]) -> Formula:
    return Formula(f"sum_{{{','.join(letters)}}}", rf"\sum_{{{','.join(letters)}}}") if letters else NOTHING


def _over_distinct(graph: Graph, places: Places, summed: Sequence[int]) -> Formula:
    """The text says which coordinates are different only where the letters of open indices do not."""
    if not summed:
        return NOTHING
    letters = sorted(places.at(summed))
    others = tuple(dict.fromkeys(places.at(n for n in graph.open if n in graph.distinct)))
    told = "" if all(letter in FREE_INDICES for letter in others) else f" not {','.join(others)}"
    return Formula(f"sum_{{{','.join(letters)}{told}}}", rf"\sum_{{{_different(letters, others)}}}")


def _different(summed: Sequence[str], others: Sequence[str]) -> str:
    if len(summed) + len(others) <= 2:
        return r" \neq ".join((*summed, *others))
    outside = rf" \notin \{{{','.join(others)}\}}" if others else ""
    return ",".join(summed) + outside + (r"\text{ distinct}" if len(summed) > 1 else "")


def _summand(graph: Graph, places: Places) -> Formula:
    """Entries, then moments, equal factors as powers."""
    factors = [f for f in graph.factors if f.kind is not Kind.MOMENT]
    moments = [f for f in graph.factors if f.kind is Kind.MOMENT]
    formulas = [
        *sorted((_entry(f, places) for f in factors), key=lambda f: f.text),
        *(_mean(f, places) for f in moments),
    ]
    return product(*(power(formula, count) for formula, count in Counter(formulas).items()))


def _entry(factor: Factor, places: Places) -> Formula:
    indices = places.at(factor.indices)
    if factor.kind is Kind.COVARIANCE:
        indices = tuple(sorted(indices))
    return entry(factor.name, indices, factor.conjugate)


def _mean(moment: Factor, places: Places) -> Formula:
    """A moment of coordinates of a draw; that of the start of an orbit `x_1` is one of `x`."""
    draw = name(moment.name.removesuffix("_1"))
    counts = sorted(Counter(places.at(moment.indices)).items(), key=lambda item: _rank(item[0]))
    base = draw.latex if "_" not in draw.latex else f"({draw.latex})"
    text = " ".join(f"{draw.text}_{index}" + (f"^{n}" if n > 1 else "") for index, n in counts)
    tex = " ".join(f"{base}_{{{index}}}" + (f"^{{{n}}}" if n > 1 else "") for index, n in counts)
    return Formula(f"E[{text}]", rf"\mathbb{{E}}\left[{tex}\right]")


def _rank(index: str) -> tuple[int, str]:
    """Open indices before those that are summed over."""
    first = (*FREE_INDICES, *OPEN_INDICES)
    return (0 if index in first else 1), index
