"""The rules of whole matrices: identities of words in letters that do not commute, shapes, entries, iterations.

A matrix is its shape, rows and columns, with an entry at every pair of numbers; those within the shape count. It is in
`ℝᵐˣⁿ` where m and n are natural numbers and its rows and columns. `A + B + …` has the shape of A, `A B` the rows of A,
the columns of B and the entries `Σ A[j, l] B[l, k]`, where l is each integer from 1 to the columns of A. The trace of A
is the sum of `A[j, j]` over the integers from 1 to its rows. Blocks one above the other have the columns of the first,
blocks beside each other its rows, and the entries of one behind those of the other. `A = B` says that the shapes are
the same and the entries within. Where a number of steps is no natural number, none is made.
"""

from __future__ import annotations

from symbolic.core.expressions import Expression, Node, Refused, Sort, fresh, opened, written
from symbolic.core.rules.logic import parts, same
from symbolic.core.rules.noncommutative import Letters
from symbolic.core.theorems import Formula, Matrix, Sequent, Term, Theorem, rule, sequent
from symbolic.core.vocabulary import (
    cell,
    equal,
    equal_matrices,
    for_all,
    identity_matrix,
    indicator,
    integers_between,
    integers_from,
    matrices,
    member,
    multiple,
    product,
    sum_of_matrices,
    total,
    trace,
    transpose,
)

Multiplier = tuple[int, Term, Matrix, Matrix]
"""Which equation, a number, and what stands before and behind its sides."""


def _differences(
    equations: tuple[Theorem, ...], multipliers: tuple[tuple[int, Expression, Expression, Expression], ...]
) -> list[tuple[Expression, Node]]:
    """`cⱼ` with `Pⱼ (Aⱼ − Bⱼ) Qⱼ`."""
    found = []
    for number, coefficient, before, behind in multipliers:
        if not 0 <= number < len(equations):
            raise Refused(f"there is no equation {number}")
        left, right = parts(equations[number].conclusion, "equal_matrices")
        found.append((coefficient, product(before, sum_of_matrices(left, multiple(-1, right)), behind)))
    return found


@rule
def words(
    goal: Formula,
    equations: tuple[Theorem, ...],
    multipliers: tuple[Multiplier, ...],
    shapes: tuple[Theorem, ...],
    known: tuple[Theorem, ...],
) -> Sequent:
    """From `Γᵢ ⊢ Aᵢ = Bᵢ` and the shapes of all letters, `… ⊢ L = R` where `L − R − Σ cⱼ Pⱼ (Aᵢⱼ − Bᵢⱼ) Qⱼ` is 0 as a
    polynomial in letters that do not commute, their coefficients being quotients of polynomials as in `traces`.

    Letters are the matrices whose shapes are given. `(A B)ᵀ` is `Bᵀ Aᵀ`, letters that are known to be symmetric are
    their transposes, and blocks are multiplied block by block. At every sum and product the shapes are the same terms.
    """
    left, right = parts(goal, "equal_matrices")
    less = [multiple(-number, each) for number, each in _differences(equations, multipliers)]
    letters = Letters.by(shapes)
    if not letters.vanish(letters.of(sum_of_matrices(left, multiple(-1, right), *less)).coefficients, known):
        raise Refused("the two sides differ as polynomials in letters that do not commute")
    return sequent(goal, *equations, *shapes, *known)


@rule
def traces(
    goal: Formula,
    equations: tuple[Theorem, ...],
    multipliers: tuple[Multiplier, ...],
    shapes: tuple[Theorem, ...],
    known: tuple[Theorem, ...],
) -> Sequent:
    """From `Γᵢ ⊢ Aᵢ = Bᵢ` and the shapes of all letters, `… ⊢ l = r` for numbers where
    `l − r − Σ cⱼ tr(Pⱼ (Aᵢⱼ − Bᵢⱼ) Qⱼ)` is 0 as a quotient of polynomials in what is no arithmetic and in traces of
    words, of which those that are rotations or transposes of each other are one: `tr(A B) = tr(B A)`, `tr(Aᵀ) = tr(A)`.
    Words are as in `words`, quotients as in `field`.
    """
    left, right = parts(goal, "equal")
    less = [-(number * trace(each)) for number, each in _differences(equations, multipliers)]
    if not Letters.by(shapes).vanish((Node("add", (left, -right, *less)),), known):
        raise Refused("the two sides differ as quotients of polynomials in traces")
    return sequent(goal, *equations, *shapes, *known)


@rule
def equal_transposes(equation: Theorem) -> Sequent:
    """From `Γ ⊢ A = B`, `Γ ⊢ Aᵀ = Bᵀ`."""
    left, right = parts(equation.conclusion, "equal_matrices")
    return sequent(equal_matrices(transpose(left), transpose(right)), equation)


@rule
def shape_of_word(matrix: Matrix, shapes: tuple[Theorem, ...], sizes: tuple[Theorem, ...]) -> Sequent:
    """From the shapes of all letters of W, as in `words`, and `m, n ∈ {0, 1, …}`, `… ⊢ W ∈ ℝᵐˣⁿ`, as they fit.

    The rows of blocks one above the other are a sum, each summand of which is to be known as a natural number.
    """
    blocks = Letters.by(shapes).of(matrix)
    for size in (*blocks.rows, *blocks.columns):
        if member(size, integers_from(0)) not in [theorem.conclusion for theorem in sizes]:
            raise Refused(f"that it is a natural number is not known: {size}")
    return sequent(member(matrix, matrices(*blocks.shape)), *shapes, *sizes)


@rule
def shape_of_equal(equation: Theorem, shape: Theorem) -> Sequent:
    """From `Γ ⊢ A = B` and `Δ ⊢ B ∈ ℝᵐˣⁿ`, `Γ, Δ ⊢ A ∈ ℝᵐˣⁿ`."""
    left, right = parts(equation.conclusion, "equal_matrices")
    of, domain = parts(shape.conclusion, "member")
    same(of, right)
    parts(domain, "matrices")
    return sequent(member(left, domain), equation, shape)


@rule
def equal_in_cells(entries: Theorem, shape: Theorem, other: Theorem) -> Sequent:
    """From `Γ ⊢ ∀j ∈ {1, …, m} ∀k ∈ {1, …, n}: A[j, k] = B[j, k]`, `Δ ⊢ A ∈ ℝᵐˣⁿ` and `Θ ⊢ B ∈ ℝᵐˣⁿ`, `… ⊢ A = B`."""
    (left, domain), (right, again) = (parts(theorem.conclusion, "member") for theorem in (shape, other))
    same(again, domain)
    rows, columns = parts(domain, "matrices")
    j = fresh(Sort.REAL, left, right, rows, columns)
    k = fresh(Sort.REAL, left, right, rows, columns, j)
    everywhere = for_all(k, integers_between(1, columns), equal(cell(left, j, k), cell(right, j, k)))
    same(entries.conclusion, for_all(j, integers_between(1, rows), everywhere))
    return sequent(equal_matrices(left, right), entries, shape, other)


@rule
def cells_of_equal(equation: Theorem, shape: Theorem, row: Theorem, column: Theorem) -> Sequent:
    """From `Γ ⊢ A = B`, `Δ ⊢ A ∈ ℝᵐˣⁿ`, `Θ ⊢ j ∈ {1, …, m}` and `Ξ ⊢ k ∈ {1, …, n}`, `… ⊢ A[j, k] = B[j, k]`."""
    left, right = parts(equation.conclusion, "equal_matrices")
    of, domain = parts(shape.conclusion, "member")
    same(of, left)
    rows, columns = parts(domain, "matrices")
    (j, _), (k, _) = (parts(theorem.conclusion, "member") for theorem in (row, column))
    same(row.conclusion, member(j, integers_between(1, rows)))
    same(column.conclusion, member(k, integers_between(1, columns)))
    return sequent(equal(cell(left, j, k), cell(right, j, k)), equation, shape, row, column)


@rule
def cell_of_word(term: Term) -> Sequent:
    """`⊢ (A + B + …)[j, k] = A[j, k] + B[j, k] + …`, `⊢ (c A)[j, k] = c A[j, k]`, `⊢ Aᵀ[j, k] = A[k, j]`,
    `⊢ I[j, k] = 1[j = k]` and `⊢ 0[j, k] = 0`.
    """
    matrix, row, column = parts(term, "cell")
    match matrix:
        case Node(head="sum_of_matrices", parts=summands):
            return sequent(equal(term, Node("add", tuple(cell(each, row, column) for each in summands))))
        case Node(head="multiple", parts=(number, of)):
            return sequent(equal(term, number * cell(of, row, column)))
        case Node(head="transpose", parts=(of,)):
            return sequent(equal(term, cell(of, column, row)))
        case Node(head="identity"):
            return sequent(equal(term, indicator(equal(row, column))))
        case Node(head="zeros"):
            return sequent(equal(term, written(0)))
    raise Refused(f"an entry of a sum, multiple, transpose, identity or zero is expected, not {term}")


@rule
def cell_of_product(term: Term, shape: Theorem) -> Sequent:
    """From `Γ ⊢ A ∈ ℝᵐˣⁿ`, `Γ ⊢ (A B)[j, k] = Σ_{l=1}^{n} A[j, l] B[l, k]`; of several factors, A is the first."""
    matrix, row, column = parts(term, "cell")
    first, *others = parts(matrix, "product")
    if not others:
        raise Refused("a product of at least two matrices is expected")
    rest = others[0] if len(others) == 1 else product(*others)
    _, columns = _shape_of(first, shape)
    place = fresh(Sort.REAL, term, columns)
    summed = total(place, 1, columns, cell(first, row, place) * cell(rest, place, column))
    return sequent(equal(term, summed), shape)


@rule
def trace_of_cells(term: Term, shape: Theorem) -> Sequent:
    """From `Γ ⊢ A ∈ ℝᵐˣᵐ`, `Γ ⊢ tr(A) = Σ_{j=1}^{m} A[j, j]`."""
    (matrix,) = parts(term, "trace")
    rows, columns = _shape_of(matrix, shape)
    same(columns, rows)
    place = fresh(Sort.REAL, term, rows)
    return sequent(equal(term, total(place, 1, rows, cell(matrix, place, place))), shape)


def _shape_of(matrix: Expression, theorem: Theorem) -> tuple[Expression, ...]:
    of, domain = parts(theorem.conclusion, "member")
    same(of, matrix)
    return parts(domain, "matrices")


@rule
def trace_of_identity(size: Theorem) -> Sequent:
    """From `Γ ⊢ n ∈ {0, 1, …}`, `Γ ⊢ tr(I) = n` for the identity of size n."""
    n, _ = parts(size.conclusion, "member")
    same(size.conclusion, member(n, integers_from(0)))
    return sequent(equal(trace(identity_matrix(n)), n), size)


@rule
def start_of_iteration(matrix: Matrix) -> Sequent:
    """`⊢ S after 0 steps = S`."""
    _, start, count = parts(matrix, "iterated")
    same(count, written(0))
    return sequent(equal_matrices(matrix, start))


@rule
def next_iteration(matrix: Matrix, count: Theorem) -> Sequent:
    """From `Γ ⊢ n ∈ {0, 1, …}`, `Γ ⊢ (S after n + 1 steps) = F(S after n steps, n + 1)`, step t making F(X, t) of X."""
    body, start, number = parts(matrix, "iterated")
    n, _ = parts(count.conclusion, "member")
    same(count.conclusion, member(n, integers_from(0)))
    same(number, n + 1)
    assert isinstance(matrix, Node)
    before = Node("iterated", (body, start, n), None, matrix.hints)
    return sequent(equal_matrices(matrix, opened(body, (before, number))), count)
