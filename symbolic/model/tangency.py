"""Does a gradient flow stay on a family: what of the gradient points off it, and how its letters move.

On a family each block is zero, a letter by itself, or a multiple of the identity or of ones (of both where coordinates
are exchangeable). Off the family points the gradient by a block that is zero there; beside a multiple of the identity
an entry off the diagonal, and what tells one diagonal entry from another; beside a multiple of ones what tells any two
entries apart; and beside a real letter of a complex block the imaginary part.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from symbolic.algebra.laurent import Atom, Exponents, Laurent
from symbolic.expectation.characters import OutOfReach
from symbolic.expectation.moments import Pattern
from symbolic.model.block_shapes import HeldBlock, Letter, Shape, held_blocks
from symbolic.model.derived_model import OnFamily
from symbolic.model.entry_means import Entries, scaled
from symbolic.model.graphs import Graph
from symbolic.model.letters import Combined, Equals, Named, PowerSum, Reached, Residue, Shifted, TimeTotal
from symbolic.model.population_loss import Terms, collected
from symbolic.model.terms import Kind
from symbolic.setting.nodes import ONE


class Place(StrEnum):
    """Which entries of a block."""

    EVERY = "every entry"
    DIAGONAL = "entries on the diagonal"
    OFF_DIAGONAL = "entries off the diagonal"


class Need(StrEnum):
    """What the flow needs of them in order to stay."""

    VANISH = "must vanish"
    ALIKE = "must be the same for all coordinates"
    MULTIPLE = "must be a multiple of the identity"
    DIAGONAL = "must be a diagonal matrix"
    EQUAL = "must be one number"
    REAL = "must be real"


@dataclass(frozen=True)
class Leftover:
    """Entries of the gradient that take a flow off the family, unless they do what is needed."""

    block: str
    place: Place
    need: Need
    terms: Terms

    @property
    def text(self) -> str:
        return f"{self.place} of the gradient by {self.block} {self.need}"


@dataclass(frozen=True, eq=False)
class Tangency:
    """The flow of all entries on a family: what leaves it, and how its letters move where nothing does.

    Raises `OutOfReach` for a block that is none of the shapes above.
    """

    on: OnFamily

    @cached_property
    def shapes(self) -> Mapping[str, Shape]:
        """What each block is."""
        return {block: held.shape for block, held in self.held.items()}

    @cached_property
    def held(self) -> Mapping[str, HeldBlock]:
        """What each block is held to, by its letters."""
        return held_blocks(self.on.derived.setting, self.on.family)

    @cached_property
    def leftovers(self) -> tuple[Leftover, ...]:
        """Empty where the family is invariant for every law and every covariance, or the training is masked."""
        if self.on.family.masked:
            return ()
        found = [(block, self.on.gradient[block]) for block in self.shapes if block in self.on.gradient]
        off = tuple(leftover for block, terms in found for leftover in _leftovers(block, self.shapes[block], terms))
        unreal = ((block, self._imaginary(block)) for block, _ in found if self._is_held_real(block))
        return (*off, *(Leftover(block, Place.EVERY, Need.REAL, terms) for block, terms in unreal if terms))

    def _is_held_real(self, block: str) -> bool:
        letters = self.held[block].letters
        return bool(letters) and not any(letter.complex_ for letter in letters)

    def _imaginary(self, block: str) -> Terms:
        """What a gradient has more than its conjugate, at complex letters."""
        entries = self._entries(block)
        conjugate = entries.conjugated(self.on.family.complex_names)
        return collected((*entries.terms.items(), *scaled(conjugate, Laurent.number(-1)).items()))

    def _entries(self, block: str) -> Entries:
        shifts = self.on.derived.population.domain.shifts
        sides = tuple(side for side in self.on.derived.setting.blocks[block] if side != ONE)
        return Entries(self.on.gradient.get(block, {}), sides or (ONE,), shifts)

    @cached_property
    def field(self) -> Mapping[str, Terms]:
        """By letter, its derivative by the time of the flow.

        That of a multiple of the identity is minus the mean of the diagonal entries of the gradient, which is each of
        them where the flow stays on the family; that of a matrix or vector is a matrix or vector. Where training is
        masked it is the gradient flow of the letters in the norm of the entries.
        """
        out: dict[str, Terms] = {}
        for block, shape in self.shapes.items():
            if shape is not Shape.ZERO:
                for letter, terms in self._velocities(block, shape).items():
                    if letter in out:
                        raise OutOfReach(f"the letter {letter} stands in two blocks of the family")
                    out[letter] = terms
        return out

    def _velocities(self, block: str, shape: Shape) -> dict[str, Terms]:
        entries, letters = self._entries(block), self.held[block].letters
        if shape is Shape.EXCHANGEABLE:
            return _exchangeable(self._as_letter(entries, letters[0]), *letters)
        (letter,) = letters
        entries = self._as_letter(entries, letter)
        velocity = {
            Shape.FREE: entries.transposed if letter.transposed else lambda: entries.terms,
            Shape.VECTOR: entries.diagonal,
            Shape.DIAGONAL: entries.mean_on_diagonal,
            Shape.ONES: entries.mean,
        }[shape]()
        return {letter.name: scaled(velocity, Laurent.number(-1 / letter.factor))}

    def _as_letter(self, entries: Entries, letter: Letter) -> Entries:
        """The gradient by a block as one by its letter: conjugate as that is, its real part where that is real."""
        names = self.on.family.complex_names
        if not names or (letter.complex_ and not letter.conjugate):
            return entries
        turned = entries.conjugated(names)
        if letter.complex_:
            return replace(entries, terms=turned)
        both = collected((*entries.terms.items(), *turned.items()))
        return replace(entries, terms=scaled(both, Laurent.number(Fraction(1, 2))))


def _exchangeable(entries: Entries, one: Letter, other: Letter) -> dict[str, Terms]:
    """Of `α I + β 11ᵀ`: β is the entry off the diagonal, and α what the diagonal has more; then solved for letters."""
    off, on = entries.mean_off_diagonal(), entries.mean_on_diagonal()
    more = collected((*on.items(), *scaled(off, Laurent.number(-1)).items()))
    volume = one.factor * other.ones - one.ones * other.factor

    def solved(of_more: Fraction, of_off: Fraction) -> Terms:
        parts = (scaled(more, Laurent.number(-of_more / volume)), scaled(off, Laurent.number(-of_off / volume)))
        return collected(item for part in parts for item in part.items())

    return {one.name: solved(other.ones, -other.factor), other.name: solved(-one.ones, one.factor)}


_WHOLE = {
    Shape.ZERO: Need.VANISH,
    Shape.DIAGONAL: Need.MULTIPLE,
    Shape.VECTOR: Need.DIAGONAL,
    Shape.ONES: Need.EQUAL,
    Shape.EXCHANGEABLE: Need.ALIKE,
}
"""What a gradient has to be whose entries on the diagonal are not known apart from the others."""


def _leftovers(block: str, shape: Shape, terms: Terms) -> Iterator[Leftover]:
    terms = {graph: c for graph, c in terms.items() if not _within(shape, graph)}
    if shape is Shape.FREE or not terms:
        return
    if shape is Shape.ONES:
        need = Need.ALIKE if all(len(graph.open) == 1 for graph in terms) else Need.EQUAL
        yield Leftover(block, Place.EVERY, need, terms)
        return
    apart = all(len(graph.open) == 2 and (len(set(graph.open)) == 1 or graph.off_diagonal) for graph in terms)
    if not apart:
        yield Leftover(block, Place.EVERY, _WHOLE[shape], terms)
        return
    off = {graph: c for graph, c in terms.items() if graph.off_diagonal}
    on = {graph: c for graph, c in terms.items() if not graph.off_diagonal}
    if off:
        yield Leftover(block, Place.OFF_DIAGONAL, Need.ALIKE if shape is Shape.EXCHANGEABLE else Need.VANISH, off)
    if shape is Shape.VECTOR:
        return
    if shape is Shape.ZERO and on:
        yield Leftover(block, Place.DIAGONAL, Need.VANISH, on)
    elif varying := {graph: c for graph, c in on.items() if _depends_on_entry(graph)}:
        yield Leftover(block, Place.DIAGONAL, Need.ALIKE, varying)


def _within(shape: Shape, graph: Graph) -> bool:
    """Whether a matrix is of the shape as it stands: a diagonal one, a multiple of `I`, of `11ᵀ`, or of `11ᵀ - I`.

    A vector is where it is a multiple of ones.
    """
    on_diagonal = len(graph.open) == 2 and len(set(graph.open)) == 1
    if shape is Shape.VECTOR:
        return on_diagonal
    joined = any({*factor.indices} & {*graph.open} for factor in graph.factors)
    alike = not joined and graph.distinct <= set(graph.open)
    if shape is Shape.ONES:
        return alike and not on_diagonal and not graph.off_diagonal
    return alike and (shape is Shape.EXCHANGEABLE or (shape is Shape.DIAGONAL and on_diagonal))


def _depends_on_entry(graph: Graph) -> bool:
    """Whether a diagonal entry may be another one at another coordinate."""
    index = graph.open[0]
    return index in graph.distinct or any(index in factor.indices for factor in graph.factors)


def pattern_of(graph: Graph) -> Pattern | None:
    """The moment that a graph is, where it holds nothing else; open indices are the free ones of the pattern.

    None for a graph with parameters, letters or covariances in it.
    """
    if len(graph.factors) > 1 or any(factor.kind is not Kind.MOMENT for factor in graph.factors):
        return None
    indices = graph.factors[0].indices if graph.factors else ()
    free = tuple(dict.fromkeys(graph.open))
    if not (set(indices) | set(free)) <= graph.distinct:
        return None
    summed = [n for n in graph.distinct if n not in free]
    return Pattern(tuple(indices.count(n) for n in free), tuple(indices.count(n) for n in summed))


def by_function(terms: Terms) -> dict[Exponents, dict[Pattern, Fraction]]:
    """Terms that are moments, by the function of sizes and letters that they are multiplied with.

    Such functions are independent of one another: powers of sizes and letters, harmonic numbers, indicators of single
    sizes. Raises `OutOfReach` where there are others, where a term is no moment, and for moments of several draws.
    """
    out: dict[Exponents, dict[Pattern, Fraction]] = {}
    if len(draws := sorted({f.name for graph in terms for f in graph.factors if f.kind is Kind.MOMENT})) > 1:
        raise OutOfReach(f"a gradient with moments of several draws: {', '.join(draws)}")
    _require_independent({atom for coefficient in terms.values() for atom in coefficient.atoms})
    for graph, coefficient in terms.items():
        pattern = pattern_of(graph)
        if pattern is None:
            raise OutOfReach("a gradient with covariances or matrices in it is not a combination of moments")
        for exponents, c in coefficient.coefficients.items():
            _require_alone(exponents)
            out.setdefault(exponents, {})[pattern] = c
    return out


def over_a_residue_class(atom: Atom) -> bool:
    """Whether it is a sum of powers of the time over one residue class of times."""
    if not isinstance(atom, TimeTotal) or len(atom.summand.coefficients) != 1:
        return False
    ((exponents, _),) = atom.summand.coefficients.items()
    kinds = [type(factor) for factor, _ in exponents]
    return kinds.count(Residue) == 1 and kinds.count(Shifted) == len(kinds) - 1 <= 1


def _require_alone(exponents: Exponents) -> None:
    for total, power in exponents:
        if isinstance(total, TimeTotal):
            beside = [other for other, _ in exponents if other is not total and other.names & total.names]
            if beside or power != 1:
                raise OutOfReach(f"{total.text} beside other functions of its size in the gradient")


def _require_independent(atoms: Collection[Atom]) -> None:
    """Raise `OutOfReach` unless no combination of products of powers of these vanishes for all sizes.

    Harmonic numbers that end at different times differ by powers of sizes, and indicators of a size and of what it has
    reached may add up to 1. Sums over a residue class of times are independent of one another and of the rest where no
    product holds such a sum and another function of the size at its end: where the last time is a multiple of the
    order, no such sum changes, so that the change of the rest, a rational function, vanishes, and then that of each.
    """
    sums = [atom for atom in atoms if isinstance(atom, PowerSum)]
    others = [
        a.text
        for a in atoms
        if not isinstance(a, (PowerSum, Shifted, Named, Equals, Reached))
        and not (isinstance(a, Combined) and len(a.names) == 1)
        and not over_a_residue_class(a)
    ]
    ends = {(a.label, a.low, a.high) for a in atoms if isinstance(a, TimeTotal)}
    others += [a.text for a in atoms if isinstance(a, TimeTotal) and len(ends) > 1]
    others += [atom.text for atom in sums if atom.ratios]
    for names in {frozenset(atom.upper.names) for atom in sums}:
        if len({atom.upper for atom in sums if frozenset(atom.upper.names) == names}) > 1:
            others += [atom.text for atom in sums if frozenset(atom.upper.names) == names]
    single = {atom.name for atom in atoms if isinstance(atom, Equals)}
    others += [atom.text for atom in atoms if isinstance(atom, Reached) and atom.names & single]
    if others:
        raise OutOfReach(f"{min(others)} may depend on other functions of the sizes in the gradient")
