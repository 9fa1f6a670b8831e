"""The key step of a derivation as tables: over W by which coordinates coincide, over Gaussian draws by pairings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from symbolic.algebra.partitions import connected
from symbolic.model.derived_model import Derived, OnFamily
from symbolic.model.draw_means import bell
from symbolic.model.index_form import index_form
from symbolic.model.terms import UNIT, Factor, Kind, Term
from symbolic.setting.affine import Affine
from symbolic.setting.randomness import GaussianDraw
from symbolic.typeset.array_formulas import ArrayWriter
from symbolic.typeset.article.elements import Element, Paragraph, Reference, Words, label_of, listed
from symbolic.typeset.article.expectation_parts import TURNED, ExpectationParts, Summand, exponents
from symbolic.typeset.article.expectation_rows import Told, count_of, first_of_each_product, gathered, grids
from symbolic.typeset.coefficient_formulas import affine_latex
from symbolic.typeset.index_sums import Places
from symbolic.typeset.letter_names import name
from symbolic.typeset.population_formulas import Written, written_for

STAND_INS = {"iota": "i'", "kappa": "i''", "lambda": "i'''"}
STAND_INS |= {letter: f"i^{{({n})}}" for n, letter in enumerate(("mu", "nu", "rho", "tau", "xi"), 4)}
LABELS = ("i", *STAND_INS)
"""What labels that are summed over are called, one for each factor of a product: names in the order of their primes."""
PAIRS_IN_A_ROW = 3
MOST_PAIRINGS, MOST_COINCIDENCES = 24, 48
"""Where there are more, those that leave the same product are one row."""


@dataclass(frozen=True, eq=False)
class ExpectationTables:
    """The tables of a setting on a family, or at arbitrary parameters."""

    on: OnFamily | Derived

    @cached_property
    def _parts(self) -> ExpectationParts:
        return ExpectationParts(self.on)

    @cached_property
    def _written(self) -> Written:
        return written_for(self._parts.setting, self._parts.family)

    @property
    def _of_orbits(self) -> bool:
        return bool(self._parts.setting.tori)

    @property
    def _where(self) -> str:
        return " on the family" if self._parts.family else ""

    def elements(self, key: str) -> tuple[Element, ...]:
        """The tables for a claim: of the gradient by each block where there is an orbit, else of the loss."""
        return tuple(self._over_unitaries(key) if self._of_orbits else self._over_gaussians(key))

    # over W: the gradient, by coincidences

    def _over_unitaries(self, key: str) -> Iterator[Element]:
        blocks = list(self._parts.blocks)
        labels = {block: label_of("table", key, block) for block in blocks}
        yield Paragraph((self._said_of_w, *listed([Reference(labels[block]) for block in blocks]), "."))
        for block in blocks:
            found = self._parts.summands(block)
            caption: Words = (
                f"The derivative by the entries of ${name(block).latex}${self._where}: every way in which coordinates "
                f"coincide that has solutions, of {_ways(found)}.",
            )
            told = sorted(gathered(map(self._told_over_w, found)), key=lambda row: row.cells[0])
            if len(told) > MOST_COINCIDENCES:
                told = first_of_each_product(told, apart=2)
                caption += (_FIRST,)
                yield from grids(labels[block], caption, self._heads_over_w(" of the first"), told, self._written)
            else:
                yield from grids(labels[block], caption, self._heads_over_w(), told, self._written)

    def _factor_of(self, one: Term) -> str:
        """Whether a term is one of the prediction or of the target, as a formula."""
        setting = self._parts.setting
        at = f"_{{{setting.times.label}}}" if setting.times else ""
        wanted = {replace(term, weight=UNIT) for term in index_form(setting.wanted)}
        return ArrayWriter("*").formula(setting.wanted) if replace(one, weight=UNIT) in wanted else rf"\hat y{at}"

    @property
    def _said_of_w(self) -> str:
        order = self._parts.population.randomness.order
        on = f"the roots of unity of order {order}" if order else "the unit circle"
        vanishes = f"is a multiple of {order}" if order else "vanishes"
        drawn = any(isinstance(draw, GaussianDraw) for draw in self._parts.population.randomness.draws.values())
        return _OVER_W.format(vanishes=vanishes, circle=on, pairs=_PAIRED_TOO if drawn else "")

    def _heads_over_w(self, first: str = "") -> tuple[str, ...]:
        order = self._parts.population.randomness.order
        modulo = f" modulo {order}" if order else ""
        last = "all, summed over $t$, with their moment" if first else "summed over $t$, with its moment"
        return "entry", "with", f"exponents{modulo}{first}", f"solutions at $t${first}", last

    def _told_over_w(self, each: Summand) -> Told:
        letters = _letters(each)
        sign = r"\equiv" if self._parts.population.randomness.order else "="
        by_power: dict[str, list[str]] = {}
        for n, power in sorted(exponents(each).items(), key=str):
            by_power.setdefault(_zero(power, sign), []).append(rf"\lambda_{{{letters[n]}}}")
        equations = [f"${', '.join(sorted(of))}$: ${equation}$" for equation, of in by_power.items()]
        entry = "j, j" if len(set(each.graph.open)) == 1 else "j, k"
        counted = count_of(each.solutions)
        cells = f"$({entry})$", f"${self._factor_of(each.of)}$", "; ".join(equations), counted
        return Told(cells, each.graph, each.coefficient)

    # over Gaussian draws: the loss, by pairings

    def _over_gaussians(self, key: str) -> Iterator[Element]:
        label = label_of("table", key)
        draws = self._parts.population.randomness.draws.values()
        alone = any(isinstance(draw, GaussianDraw) and draw.mean is not None for draw in draws)
        yield Paragraph((_OVER_GAUSSIANS, _ALONE if alone else "", _ALL_PAIRINGS, Reference(label), "."))
        caption: Words = (
            f"The loss{self._where}, pairing by pairing, and the words that the pairings collapse to; (1) and (2) tell "
            "apart the places at which a vector stands in a product.",
        )
        told = [self._told_of_pairs(each) for each in self._parts.summands_of_loss()]
        if len(told) <= MOST_PAIRINGS:
            yield from grids(label, caption, _HEADS_OF_PAIRINGS, told, self._written)
        else:
            caption += (_FIRST,)
            yield from grids(label, caption, _HEADS_OF_FIRST_PAIRINGS, first_of_each_product(told), self._written)

    def _told_of_pairs(self, each: Summand) -> Told:
        told = [rf"\langle {one}\, {other} \rangle" for one, other in self._pairs(each)]
        pairs = " ".join(f"${''.join(told[n : n + PAIRS_IN_A_ROW])}$" for n in range(0, len(told), PAIRS_IN_A_ROW))
        equations = ", ".join(f"${equation}$" for equation in _equal_labels(each.part.equations))
        counted = count_of(each.solutions)
        return Told((pairs or "$1$", equations or "all labels", counted), each.graph, each.coefficient)

    def _pairs(self, each: Summand) -> Iterator[tuple[str, str]]:
        """The pairs of Gaussian factors; factors of one copy are told apart by their number."""
        drawn = [f for f in each.term.factors if f.kind is Kind.DRAW]
        for one, other in each.part.pairs:
            yield _copy(one, drawn, 0), _copy(other, drawn, -1)


def _copy(factor: Factor, drawn: list[Factor], last: int) -> str:
    """A factor by its draw, its label and its number; of equal ones the first, or the last."""
    label = _affine(_named(factor.labels[0])) if factor.labels else ""
    copies = [f for f in drawn if (f.name, f.labels) == (factor.name, factor.labels)]
    number = [n for n, copy in enumerate(copies, 1) if copy == factor][last]
    place = f"^{{({number})}}" if len(copies) > 1 else ""
    return name(factor.name).latex + (f"_{{{label}}}" if label else "") + place


def _letters(each: Summand) -> Mapping[int, str]:
    """The letter of each coordinate, as the graph has them."""
    occurrences = Counter(place for factor in each.term.factors if factor.kind in TURNED
                          for place in [each.part.places.get(factor.indices[0], factor.indices[0])])  # fmt: skip
    opened_at = next(f.at(each.part.places).indices for f in each.term.factors if f.kind is Kind.OPEN)
    places = Places.of(each.graph)
    letters = dict(zip(opened_at, places.at(each.graph.open), strict=True))
    rest = sorted((n for n in occurrences if n not in letters), key=lambda n: -occurrences[n])
    return letters | dict(zip(rest, SUMMED_LETTERS, strict=False))


def _ways(found: list[Summand]) -> int:
    """In how many ways the coordinates of the products can coincide."""
    terms = {id(each.term): each.term for each in found}
    states = [{f.indices[0] for f in term.factors if f.kind in TURNED} for term in terms.values()]
    return sum(bell(len(indices)) for indices in states)


SUMMED_LETTERS = ("r", "s", "u", "v", "r'", "s'", "u'", "v'")


def _zero(power: Affine, sign: str = "=") -> str:
    """That an exponent vanishes, what it begins with counted positively; nothing is asked of one that is 0."""
    if not power.slopes:
        return r"\text{none}"
    named = _named(power)
    return f"{_affine(named.times(-1) if named.slopes[0][1] < 0 else named)} {sign} 0"


def _equal_labels(equations: Sequence[Affine]) -> Iterator[str]:
    """Labels that are to be equal in a chain, `i = i' = i''`, then every other equation."""
    pairs = [row for row in equations if not row.constant and sorted(c for _, c in row.slopes) == [-1, 1]]
    for group in connected([set(row.names) for row in pairs]):
        named = [_affine(_named(Affine.of({label: 1}))) for label in sorted(group)]
        yield " = ".join(named)
    yield from dict.fromkeys(_zero(row) for row in equations if row not in pairs)


def _named(affine: Affine) -> Affine:
    return affine.at({f"#{n}": Affine.of({label: 1}) for n, label in enumerate(LABELS)})


def _affine(affine: Affine) -> str:
    written = affine_latex(affine)
    for stand_in, primed in STAND_INS.items():
        written = written.replace(f"\\{stand_in}", primed)
    return written


_OVER_W = (
    "The expectation over $W$ is taken term by term. A product of states carries each eigenvalue $\\lambda_j$ to an "
    "exponent that is affine in the times; its expectation is 1 where every exponent {vanishes} and 0 otherwise, since "
    "the $\\lambda_j$ are independent and uniform on {circle}. Which exponents there are depends on which coordinates "
    "coincide. For each way in which they do, the linear equations in $i$, $i'$ are solved for every $t$, the "
    "solutions are counted, and the counts are summed over $t$ with their weights; what is left is a moment of the "
    "start.{pairs} See "
)
_FIRST = " Those that leave the same product are one row, told by the first of them."
_PAIRED_TOO = (
    " Gaussian factors are taken in pairs (Isserlis, Wick); a row adds up the pairings and coincidences that ask the "
    "same of the labels, as many as it has ways."
)
_OVER_GAUSSIANS = (
    "The expectation is a sum over all pairings of the Gaussian factors (Isserlis, Wick). A pair of copies forces "
    "their labels to be equal, which leaves a power of the number of samples; the covariances that the pairs leave "
    "join the matrices to words, each a trace or a form."
)
_ALONE = " A factor of a vector with a mean may stand alone, as that mean, instead of in a pair."
_ALL_PAIRINGS = " All pairings are in "
_HEADS_OF_PAIRINGS = ("pairing", "labels", "multiplicity", "what it contributes")
_HEADS_OF_FIRST_PAIRINGS = ("first pairing", "its labels", "its multiplicity", "what all of them contribute")
