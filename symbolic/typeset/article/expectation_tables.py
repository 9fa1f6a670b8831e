"""The key step of a derivation as tables: over W by which coordinates coincide, over Gaussian draws by pairings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from symbolic.model.derived_model import Derived, OnFamily
from symbolic.model.draw_means import bell
from symbolic.model.index_form import index_form
from symbolic.model.terms import UNIT, Factor, Kind, Term
from symbolic.setting.affine import Affine
from symbolic.setting.randomness import GaussianDraw, Orbit
from symbolic.typeset.array_formulas import ArrayWriter
from symbolic.typeset.article.elements import Element, Grid, Paragraph, Reference, Words, label_of, listed
from symbolic.typeset.article.expectation_parts import ExpectationParts, Summand, exponents
from symbolic.typeset.coefficient_formulas import affine_latex, factored
from symbolic.typeset.index_sums import Places
from symbolic.typeset.letter_names import name
from symbolic.typeset.population_formulas import Written, written_for

STAND_INS = {"iota": "i'", "upsilon": "i''", "eta": "i'''"}
LABELS = ("i", *STAND_INS)
"""What labels that are summed over are called, one for each factor of a product; some names are written with primes."""


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
        return any(isinstance(draw, Orbit) for draw in self._parts.setting.draws)

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
        yield Paragraph((_OVER_W, *listed([Reference(labels[block]) for block in blocks]), "."))
        for block in blocks:
            found = self._parts.summands(block)
            caption: Words = (
                f"The derivative by the entries of ${name(block).latex}${self._where}: every way in which coordinates "
                f"coincide that has solutions, of {_ways(found)}.",
            )
            rows = sorted((self._unitary_row(each) for each in found), key=lambda row: str(row[0]))
            yield Grid(labels[block], caption, _HEADS_OVER_W, tuple(rows))

    def _factor_of(self, one: Term) -> str:
        """Whether a term is one of the prediction or of the target, as a formula."""
        setting = self._parts.setting
        at = f"_{{{setting.times.label}}}" if setting.times else ""
        wanted = {replace(term, weight=UNIT) for term in index_form(setting.wanted)}
        return ArrayWriter("*").formula(setting.wanted) if replace(one, weight=UNIT) in wanted else rf"\hat y{at}"

    def _unitary_row(self, each: Summand) -> tuple[Words, ...]:
        letters = _letters(each)
        equations = [
            rf"$\lambda_{{{letters[n]}}}$: ${_zero(power)}$" for n, power in sorted(exponents(each).items(), key=str)
        ]
        negative, magnitude = self._written.term(each.graph, each.coefficient)
        entry = "j, j" if len(set(each.graph.open)) == 1 else "j, k"
        return (
            (f"$({entry})$",),
            (f"${self._factor_of(each.of)}$",),
            ("; ".join(equations),),
            (f"${factored(each.solutions).magnitude.latex or '1'}$",),
            (f"${'-' if negative else ''}{magnitude.latex}$",),
        )

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
        yield Grid(label, caption, _HEADS_OF_PAIRINGS, tuple(map(self._pairing_row, self._parts.summands_of_loss())))

    def _pairing_row(self, each: Summand) -> tuple[Words, ...]:
        pairs = "".join(rf"\langle {one}\, {other} \rangle" for one, other in self._pairs(each))
        equations = ", ".join(dict.fromkeys(f"${_zero(row)}$" for row in each.part.equations))
        negative, magnitude = self._written.term(each.graph, each.coefficient)
        return (
            (f"${pairs or '1'}$",),
            (equations or "all labels",),
            (f"${factored(each.solutions).magnitude.latex or '1'}$",),
            (f"${'-' if negative else ''}{magnitude.latex}$",),
        )

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
    occurrences = Counter(place for factor in each.term.factors if factor.kind is Kind.STATE
                          for place in [each.part.places.get(factor.indices[0], factor.indices[0])])  # fmt: skip
    opened_at = next(f.at(each.part.places).indices for f in each.term.factors if f.kind is Kind.OPEN)
    places = Places.of(each.graph)
    letters = dict(zip(opened_at, places.at(each.graph.open), strict=True))
    rest = sorted((n for n in occurrences if n not in letters), key=lambda n: -occurrences[n])
    return letters | dict(zip(rest, ("r", "s", "u", "v"), strict=False))


def _ways(found: list[Summand]) -> int:
    """In how many ways the coordinates of the products can coincide."""
    terms = {id(each.term): each.term for each in found}
    states = [{f.indices[0] for f in term.factors if f.kind is Kind.STATE} for term in terms.values()]
    return sum(bell(len(indices)) for indices in states)


def _zero(power: Affine) -> str:
    """That an exponent vanishes, what it begins with counted positively; nothing is asked of one that is 0."""
    if not power.slopes:
        return r"\text{none}"
    named = _named(power)
    return f"{_affine(named.times(-1) if named.slopes[0][1] < 0 else named)} = 0"


def _named(affine: Affine) -> Affine:
    return affine.at({f"#{n}": Affine.of({label: 1}) for n, label in enumerate(LABELS)})


def _affine(affine: Affine) -> str:
    written = affine_latex(affine)
    for stand_in, primed in STAND_INS.items():
        written = written.replace(f"\\{stand_in}", primed)
    return written


_OVER_W = (
    "The expectation over $W$ is taken term by term. A product of states carries each eigenvalue $\\lambda_j$ to an "
    "exponent that is affine in the times; its expectation is 1 where every exponent vanishes and 0 otherwise, since "
    "the $\\lambda_j$ are independent and uniform on the unit circle. Which exponents there are depends on which "
    "coordinates coincide. For each way in which they do, the linear equations in $i$, $i'$ are solved for every $t$, "
    "the solutions are counted, and the counts are summed over $t$ with their weights; what is left is a moment of the "
    "start. See "
)
_HEADS_OVER_W: tuple[Words, ...] = (
    ("entry",),
    ("with",),
    ("exponents",),
    ("solutions at $t$",),
    ("summed over $t$, with its moment",),
)
_OVER_GAUSSIANS = (
    "The expectation is a sum over all pairings of the Gaussian factors (Isserlis, Wick). A pair of copies forces "
    "their labels to be equal, which leaves a power of the number of samples; the covariances that the pairs leave "
    "join the matrices to words, each a trace or a form."
)
_ALONE = " A factor of a vector with a mean may stand alone, as that mean, instead of in a pair."
_ALL_PAIRINGS = " All pairings are in "
_HEADS_OF_PAIRINGS: tuple[Words, ...] = (
    ("pairing",),
    ("labels",),
    ("multiplicity",),
    ("what it contributes",),
)
