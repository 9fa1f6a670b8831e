"""Projections that commute with Λ: where eigenvalues are distinct they are those on spans of eigenvectors.

In an orthonormal basis E of eigenvectors a choice of some of them is a sequence s of numbers 0 and 1, and the
projection on their span is `E diag(s) Eᵀ`.
"""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.loss_in_traces import GAMMA, Λ, d
from proofs.zhang2024.formal.trained_point import R, divisors, facts, inverses, spread
from proofs.zhang2025.formal.many_heads import COMMUTES, PROJECTION
from proofs.zhang2025.formal.stationary_sums import P
from symbolic.core.expressions import Expression
from symbolic.core.rules.entries import entry_of_vector, indicator_of_true
from symbolic.core.rules.logic import (
    apply,
    assume,
    cases,
    conjoin,
    contradict,
    either,
    excluded_middle,
    parts,
    reflexive,
    rewrite,
    witness,
)
from symbolic.core.rules.matrix_algebra import cell_of_word, cells_of_equal, equal_transposes
from symbolic.core.rules.membership import belongs, meant, trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    SEQUENCES,
    cell,
    conjunction,
    disjunction,
    entry,
    equal,
    equal_matrices,
    exists,
    function,
    implies,
    integers_between,
    listed,
    member,
    negation,
    product,
    real,
    symmetric,
    transpose,
    vector,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, belonging, conjuncts, indicated, modulo, quantified, under, whichever
from symbolic.tactics.whole_matrices.diagonal_words import Places, by_entries, entries, is_symmetric, place_of
from symbolic.tactics.whole_matrices.matrix_letters import Using, by_words, shaped
from symbolic.tactics.whole_matrices.spectra import Spectrum
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

s, z = map(vector, "sz")
j, k, i, hole = map(real, ("j", "k", "i", "_hole"))
ROW, COLUMN, PLACE = (member(each, integers_between(1, d)) for each in (j, k, i))
CHOICES = member(s, SEQUENCES), member(z, SEQUENCES)


@cache
def basis() -> Spectrum:
    """Λ in an orthonormal basis."""
    whole = conjuncts(meant(spread()))
    known = (*facts(), *assumed())
    return Spectrum(belongs(member(Λ, symmetric(d)), conjoin(*whole[:2])), known, "E")


def of_choice(choice: Expression) -> Expression:
    """The projection on the span of the chosen eigenvectors."""
    return basis().turned(lambda place: entry(choice, place))


def chosen(choice: Expression, place: Expression = i) -> Expression:
    """A number is 0 or 1."""
    return disjunction(equal(entry(choice, place), 0), equal(entry(choice, place), 1))


def is_choice(choice: Expression) -> Expression:
    """All numbers are."""
    return quantified(chosen(choice), PLACE)


def is_projection(of: Expression) -> Expression:
    """It is an orthogonal projection that commutes with Λ."""
    return conjunction(
        equal_matrices(transpose(of), of),
        equal_matrices(product(of, of), of),
        equal_matrices(product(of, Λ), product(Λ, of)),
    )


def distinct() -> Expression:
    """No two eigenvalues are the same."""
    apart = negation(equal(basis().eigenvalue(j), basis().eigenvalue(k)))
    return quantified(implies(negation(equal(j, k)), apart), ROW, COLUMN)


def of_choices(supposed_: Expression | None = None) -> Expression:
    """Choices have projections; if eigenvalues are distinct all are of choices; other choices have other functions."""
    some = exists(s, SEQUENCES, conjunction(is_choice(s), equal_matrices(P, of_choice(s))))
    all_ = implies(supposed_ or distinct(), quantified(implies(conjunction(*COMMUTES), some), PROJECTION))
    each = quantified(implies(is_choice(s), is_projection(of_choice(s))), CHOICES[0])
    same = equal_matrices(product(R, of_choice(s)), product(R, of_choice(z)))
    apart = quantified(implies(same, quantified(equal(entry(s, i), entry(z, i)), PLACE)), *CHOICES)
    return conjunction(each, all_, apart)


def diagonal(choice: Expression) -> Expression:
    """`diag(s)`."""
    return basis().diagonal(lambda place: entry(choice, place))


def known(*choices: Expression) -> Facts:
    """What is known of letters, and that diagonals of choices are symmetric."""
    return (*basis().known, *(is_symmetric(diagonal(each), basis().known) for each in choices))


def each_proved() -> Theorem:
    """Choices have projections."""
    here, of = diagonal(s), of_choice(s)
    values = basis().diagonal(basis().eigenvalue)

    def squared(goal: Expression, apart: Facts, places: Places, inside: Facts) -> Theorem:
        given = at(assume(is_choice(s)), places[0])

        def case(known_: Facts) -> Theorem:
            return modulo(goal, (*apart, known_[0]), inside)

        return whichever(goal, given, case, case)

    twice = by_entries(equal_matrices(product(here, here), here), basis().known, squared)
    passes = by_entries(equal_matrices(product(here, values), product(values, here)), basis().known)
    inside = (*known(s), is_symmetric(values, basis().known))
    orthonormal, _, decomposed = basis().equations
    E = basis().basis
    turned = rewritten_words(equal_matrices(transpose(of), of), inside)
    square = rewritten_words(equal_matrices(product(of, of), of), inside, (orthonormal, twice))
    beside = by_words(
        equal_matrices(product(of, Λ), product(Λ, of)),
        inside,
        (decomposed, 1, of, None),
        (orthonormal, 1, product(E, here), product(values, transpose(E))),
        (passes, 1, E, transpose(E)),
        (orthonormal, -1, product(E, values), product(here, transpose(E))),
        (decomposed, -1, None, of),
    )
    return under(conjoin(turned, square, beside), CHOICES[0], is_choice(s))


WORD = product(transpose(basis().basis), P, basis().basis)
"""`EᵀPE`."""


def supposed() -> Facts:
    """`P P = P` and `P Λ = Λ P`."""
    return conjuncts(assume(conjunction(*COMMUTES)))


@cache
def along() -> Facts:
    """What is known of P."""
    values = is_symmetric(basis().diagonal(basis().eigenvalue), basis().known)
    return (*basis().known, assume(PROJECTION), values)


@cache
def mixed() -> tuple[Theorem, Theorem]:
    """`D W = (D W)ᵀ` and `Wᵀ = W` for `W = EᵀPE`."""
    E, turned, commutes = basis().basis, basis().turned_round, supposed()[1]
    moved = product(basis().diagonal(basis().eigenvalue), WORD)
    using = (
        (turned, -1, None, product(P, E)),
        (commutes, -1, transpose(E), E),
        (equal_transposes(turned), 1, product(transpose(E), P), None),
    )
    same = by_words(equal_matrices(moved, transpose(moved)), along(), *using)
    return same, rewritten_words(equal_matrices(transpose(WORD), WORD), along())


def beside_diagonal(places: Places, apart: Theorem) -> Theorem:
    """An entry of W beside the diagonal is 0: `λ_j W[j, k] = λ_k W[j, k]`."""
    row, column = map(place_of, places)
    inside = (*along(), *places)
    same, mirrored = mixed()
    cells = cells_of_equal(same, shaped(parts(same.conclusion, "equal_matrices")[0], along()), *places)
    other = cells_of_equal(mirrored, shaped(transpose(WORD), along()), *places)
    left, right = parts(cells.conclusion, "equal")
    (first,), (second, third) = entries(left, inside), entries(right, inside)
    turned = cell_of_word(cell(transpose(WORD), row, column))
    one, two, term = basis().eigenvalue(row), basis().eigenvalue(column), cell(WORD, row, column)
    using = (cells, 1), (first, -1), (second, 1), (third, 1), (turned, -two), (other, two)
    both = identity(one * term, two * term, using=using)
    order = apply(at(assume(distinct()), *places), apart)
    goal = equal(term, 0)

    def differs(case: Facts) -> Theorem:
        return signed(goal, (both, *case), degree=2)

    def same_value(case: Facts) -> Theorem:
        return cases(goal, contradict(case[0], order))

    return whichever(goal, trichotomy(one, two), differs, same_value, differs)


CHOICE = listed(j, d, cell(WORD, j, j))
"""The diagonal of W."""


@cache
def is_diagonal() -> Theorem:
    """`W = diag(W[1, 1], …)`."""

    def settle(goal: Expression, apart: Facts, places: Places, more: Facts) -> Theorem:
        row, column = map(place_of, places)
        value = entry_of_vector(entry(CHOICE, row))
        itself = cell(WORD, row, row)

        def here(case: Facts) -> Theorem:
            back = rewrite(function(hole, body=equal(cell(WORD, row, hole), itself)), case[0], reflexive(itself))
            return modulo(goal, (back, *apart, value, *indicated(case[0])), more)

        def elsewhere(case: Facts) -> Theorem:
            none = beside_diagonal(places, case[0])
            return modulo(goal, (none, *apart, *indicated(case[0])), more)

        return whichever(goal, excluded_middle(equal(row, column)), here, elsewhere)

    return by_entries(equal_matrices(WORD, diagonal(CHOICE)), along(), settle)


def all_proved() -> Theorem:
    """For distinct eigenvalues there are no others: `EᵀPE` is diagonal, as it commutes with `EᵀΛE`."""
    E, here = basis().basis, diagonal(CHOICE)
    _, complete, _ = basis().equations
    twice = supposed()[0]
    back = transpose(E)
    whole = by_words(
        equal_matrices(P, of_choice(CHOICE)),
        along(),
        (is_diagonal(), 1, E, back),
        (complete, -1, None, P),
        (complete, -1, product(E, back, P), None),
    )
    square = by_words(
        equal_matrices(product(here, here), here),
        along(),
        (is_diagonal(), -1, None, here),
        (is_diagonal(), -1, WORD, None),
        (complete, 1, product(back, P), product(P, E)),
        (twice, 1, back, E),
        (is_diagonal(), 1, None, None),
    )
    place = assume(PLACE)
    cells = cells_of_equal(square, shaped(product(here, here), along()), place, place)
    value = entry(CHOICE, i)
    apart = tuple(each for side in parts(cells.conclusion, "equal") for each in entries(side, (*along(), place)))
    one = indicator_of_true(reflexive(i))
    left, right = (
        modulo(equal(side, each), (*apart, one))
        for side, each in zip(parts(cells.conclusion, "equal"), (value * value, value), strict=True)
    )
    bit = identity(value * value, value, using=((cells, 1), (left, -1), (right, 1)))
    goal = chosen(CHOICE)

    def nothing(case: Facts) -> Theorem:
        return either(goal, case[0])

    def something(case: Facts) -> Theorem:
        return either(goal, identity(value, 1, case, ((bit, 1 / value),)))

    numbers = under(whichever(goal, excluded_middle(equal(value, 0)), nothing, something), PLACE)
    wanted = exists(s, SEQUENCES, conjunction(is_choice(s), equal_matrices(P, of_choice(s))))
    found = witness(wanted, belonging(CHOICE, SEQUENCES), conjoin(numbers, whole))
    return under(under(found, PROJECTION, conjunction(*COMMUTES)), distinct())


def apart_proved() -> Theorem:
    """Other choices have other functions: `Eᵀ Γ Γ⁻¹ E diag(s) Eᵀ E = diag(s)`."""
    E, back = basis().basis, transpose(basis().basis)
    orthonormal, _, _ = basis().equations
    same = equal_matrices(product(R, of_choice(s)), product(R, of_choice(z)))
    one, _ = inverses()
    whole = equal_matrices(diagonal(s), diagonal(z))
    using: list[Using] = [(assume(same), 1, product(back, GAMMA), E)]
    for sign, choice in ((1, s), (-1, z)):
        here = diagonal(choice)
        using += [
            (one, -sign, back, product(of_choice(choice), E)),
            (orthonormal, -sign, None, product(here, back, E)),
            (orthonormal, -sign, here, None),
        ]
    found = by_words(whole, basis().known, *using, known=divisors())
    place = assume(PLACE)
    cells = cells_of_equal(found, shaped(diagonal(s), basis().known), place, place)
    apart = tuple(each for side in parts(cells.conclusion, "equal") for each in entries(side, (*basis().known, place)))
    values = tuple(
        modulo(equal(side, entry(choice, i)), (*apart, indicator_of_true(reflexive(i))))
        for side, choice in zip(parts(cells.conclusion, "equal"), (s, z), strict=True)
    )
    equation = identity(entry(s, i), entry(z, i), using=((cells, 1), (values[0], -1), (values[1], 1)))
    return under(under(equation, PLACE), *CHOICES, same)


def choices_proved() -> Theorem:
    """All that is said of choices."""
    return conjoin(each_proved(), all_proved(), apart_proved())
