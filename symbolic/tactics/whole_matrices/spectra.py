"""Symmetric matrices in an orthonormal basis of eigenvectors: their powers, their eigenvectors, and what fades."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from symbolic.core.expressions import Expression, Node, Sort, Variable, bound, opened, written
from symbolic.core.rules.convergence import eventually
from symbolic.core.rules.facts import spectral_theorem
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import assume, choose, conjoin, parts, witness
from symbolic.core.rules.matrix_algebra import cell_of_product, cells_of_equal
from symbolic.core.rules.powers import next_power, power_to_nothing
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    SEQUENCES,
    Number,
    at_most,
    cell,
    entry,
    equal,
    equal_matrices,
    exists,
    identity_matrix,
    integers_between,
    integers_from,
    iterated,
    matrices,
    matrix_letter,
    member,
    product,
    raised,
    real,
    tends,
    total,
    transpose,
    vector,
)
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import assumed, at, belonging, conjuncts, modulo, under, unused
from symbolic.tactics.sums.limits_of_sums import sum_fades
from symbolic.tactics.whole_matrices.diagonal_words import At, Settle, by_entries, diagonal, place_of, scaled_row
from symbolic.tactics.whole_matrices.iterated_matrices import next_step, over_steps, start
from symbolic.tactics.whole_matrices.matrix_letters import by_words, shaped
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

N, r = real("_N"), real("_r")
COUNT = integers_from(0)


def power(of: Expression, size: Expression, exponent: Number) -> Node:
    """A matrix to a power, multiplied from the left."""
    state, step = matrix_letter("Z"), real("t")
    return iterated(state, step, product(of, state), identity_matrix(size), exponent)


@dataclass(frozen=True)
class Spectrum:
    """`S = V D Vᵀ` for a symmetric S, under what is said of V and of the eigenvalues, with further facts."""

    symmetric: Theorem
    facts: Facts
    name: str = "V"

    @cached_property
    def _existence(self) -> Theorem:
        return spectral_theorem(self.symmetric)

    @cached_property
    def of(self) -> Expression:
        """S."""
        return parts(self.symmetric.conclusion, "member")[0]

    @cached_property
    def size(self) -> Expression:
        """Its rows."""
        return parts(parts(self.symmetric.conclusion, "member")[1], "symmetric")[0]

    @property
    def basis(self) -> Variable:
        """V."""
        return Variable(self.name, Sort.MATRIX)

    @property
    def _eigenvalues(self) -> Variable:
        return Variable(f"λ_{self.name}", Sort.VECTOR)

    def eigenvalue(self, place: Expression) -> Expression:
        """The eigenvalue at a place."""
        return entry(self._eigenvalues, place)

    @cached_property
    def _chosen(self) -> tuple[Expression, Expression]:
        """What is said of V, and of V with the eigenvalues."""
        of_basis = opened(parts(self._existence.conclusion, "exists")[1], (self.basis,))
        return of_basis, opened(parts(of_basis, "exists")[1], (self._eigenvalues,))

    @cached_property
    def known(self) -> Facts:
        """The facts, that V is square, and the equations."""
        return (
            *self.facts,
            *assumed(member(self.basis, parts(self._existence.conclusion, "exists")[0])),
            *self.equations,
        )

    @cached_property
    def equations(self) -> Facts:
        """`Vᵀ V = I`, `V Vᵀ = I` and `S = V D Vᵀ`."""
        return conjuncts(assume(self._chosen[1]))

    @cached_property
    def turned_round(self) -> Theorem:
        """`Vᵀ S = D Vᵀ`."""
        (orthonormal, _, decomposed), back = self.equations, transpose(self.basis)
        goal = equal_matrices(product(back, self.of), product(self.diagonal(self.eigenvalue), back))
        rest = product(self.diagonal(self.eigenvalue), back)
        return by_words(goal, self.known, (decomposed, 1, back, None), (orthonormal, 1, None, rest))

    def decided(self, theorem: Theorem) -> Theorem:
        """A theorem that says nothing of V and the eigenvalues, without them among the hypotheses."""
        inner = choose(self._eigenvalues, assume(self._chosen[0]), theorem)
        return choose(self.basis, self._existence, inner)

    def exists(self, formula: Expression) -> Expression:
        """That there are V and eigenvalues of which a formula holds."""
        domain, _ = parts(self._existence.conclusion, "exists")
        named = vector("λ")
        inside = opened(bound(formula, (self._eigenvalues,)), (named,))
        return exists(self.basis, domain, exists(named, SEQUENCES, inside))

    def witnessed(self, theorem: Theorem) -> Theorem:
        """The same, from that it holds of these V and eigenvalues."""
        inner = exists(self._eigenvalues, SEQUENCES, theorem.conclusion)
        found = witness(inner, belonging(self._eigenvalues, SEQUENCES), theorem)
        basis = next(
            each for each in self.known if each.conclusion == member(self.basis, matrices(self.size, self.size))
        )
        return self.decided(witness(self.exists(theorem.conclusion), basis, found))

    def diagonal(self, value: At) -> Node:
        """`diag(f(1), …)`."""
        return diagonal(self.size, value)

    def turned(self, value: At) -> Expression:
        """`V diag(f(1), …) Vᵀ`."""
        return product(self.basis, self.diagonal(value), transpose(self.basis))

    def in_basis(self, of: Expression, value: At, sum_: Theorem) -> Theorem:
        """`A = V diag(f(1), …) Vᵀ`, from an equation `diag(f(1), …) = W(D)`, A being a word in S."""
        return rewritten_words(equal_matrices(of, self.turned(value)), self.known, [*self.equations, sum_])

    def powers(self, base: Theorem, value: At) -> Theorem:
        """`∀N: B^N = V diag(f(1)^N, …) Vᵀ`, from `B = V diag(f(1), …) Vᵀ`."""
        of, _ = parts(base.conclusion, "equal_matrices")

        def raised_to(count: Expression) -> At:
            return lambda place: raised(value(place), count)

        def says(count: Expression) -> Expression:
            return equal_matrices(power(of, self.size, count), self.turned(raised_to(count)))

        def at_place(equation: Callable[[Expression], Theorem]) -> Settle:
            return lambda goal, apart, places, known: modulo(
                goal, (*apart, equation(value(place_of(places[0])))), known
            )

        def step(before: Theorem, facts: Facts) -> Theorem:
            inside = (*self.known, *facts)
            one, many, more = map(self.diagonal, (value, raised_to(N), raised_to(N + 1)))
            longer = by_entries(
                equal_matrices(product(one, many), more), inside, at_place(lambda base: next_power(base, facts[0]))
            )
            used = [next_step(power(of, self.size, N), N, inside), base, before, longer, *self.equations[:2]]
            return rewritten_words(says(N + 1), inside, used, whole=(of,))

        first_one = equal_matrices(self.diagonal(raised_to(written(0))), identity_matrix(self.size))
        nothing = by_entries(first_one, self.known, at_place(power_to_nothing))
        begun = [start(power(of, self.size, 0)), nothing, self.equations[1]]
        first = rewritten_words(says(written(0)), self.known, begun, whole=(of,))
        return over_steps(says, N, first, step)

    def inverse(self, base: Theorem, value: At, apart: Callable[[Theorem], Theorem]) -> tuple[Expression, Theorem]:
        """R with `B R = I ∧ R B = I`, from `B = V diag(f(1), …) Vᵀ` where no f(r) is 0."""
        of, _ = parts(base.conclusion, "equal_matrices")
        one, other = self.diagonal(value), self.diagonal(lambda place: 1 / value(place))
        back, whole = self.turned(lambda place: 1 / value(place)), identity_matrix(self.size)
        flat = (
            by_entries(equal_matrices(product(*both), whole), self.known, more=lambda places: (apart(places[0]),))
            for both in ((one, other), (other, one))
        )
        used = [base, *flat, *self.equations[:2]]
        sides = (equal_matrices(product(*both), whole) for both in ((of, back), (back, of)))
        return back, conjoin(*(rewritten_words(side, self.known, used, whole=(of,)) for side in sides))

    def fades(
        self, same: Theorem, place: tuple[Theorem, Theorem], each: Callable[[Theorem, Expression], Theorem]
    ) -> Theorem:
        """`M(k)[j, i] → 0`, from `∀k ∈ {0, 1, …}: M(k) = P diag(f(1, k), …) Q` where `P[j, r] (f(r, k) Q[r, i]) → 0`.

        That is asked for at the place r of every eigenvalue.
        """
        domain, _ = parts(same.conclusion, "for_all")
        k = unused((*self.known, same))
        count = member(k, domain)
        inside = (*self.known, *place, *assumed(count))
        equation = at(same, assume(count))
        left, right = parts(equation.conclusion, "equal_matrices")
        row, column = map(place_of, place)
        first, _ = parts(right, "product")
        cells = cells_of_equal(equation, shaped(left, inside), *place)
        whole = cell_of_product(cell(right, row, column), shaped(first, inside))
        r = unused((*inside, same), k)
        of_place = member(r, integers_between(1, self.size))
        summand = opened(parts(parts(whole.conclusion, "equal")[1], "total")[2], (r,))
        scaled = scaled_row(parts(summand, "multiply")[1], (*inside, *assumed(of_place)))
        apart = cell(first, row, r) * parts(scaled.conclusion, "equal")[1]
        summed = equal_sums(under(modulo(equal(summand, apart), (scaled,), inside), of_place))
        value = total(r, 1, self.size, apart)
        found = modulo(equal(value, cell(left, row, column)), (cells, whole, summed), inside)
        limits = under(each(assume(of_place), tends(k, domain, apart, 0)), of_place)
        fading = sum_fades(limits, belonging(self.size, integers_from(0), self.known))
        return eventually(tends(k, domain, cell(left, row, column), 0), fading, under(found, count, at_most(0, k)))
