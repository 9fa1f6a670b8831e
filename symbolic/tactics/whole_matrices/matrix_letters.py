"""Shapes of matrices, found from those of their letters: what has to be known for words of matrices to be defined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

from symbolic.core.expressions import Expression, Node, Sort, fresh, loose, nodes, opened, written
from symbolic.core.rules.entries import cell_within_shape, matrix_of_shape
from symbolic.core.rules.logic import conjoin, part, parts, witness
from symbolic.core.rules.matrix_algebra import shape_of_word, words
from symbolic.core.rules.membership import meant
from symbolic.core.sorts import OF_MATRICES, sort_of
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import equal_matrices, identity_matrix, integers_between, integers_from, matrices, member
from symbolic.tactics.signs import Facts, NotFound, nonzero
from symbolic.tactics.steps import belonging, proved
from symbolic.tactics.whole_matrices.iterated_matrices import shape_of_iteration

WORDS = ("sum_of_matrices", "product", "multiple", "transpose", "stacked", "beside", "identity", "zeros")
"""What is made of other matrices, or of none."""

BLOCKS = ("stacked", "beside")

Using = tuple[Theorem, Expression | int, Expression | None, Expression | None]
"""An equation, a number, and what stands before and behind it; nothing for an identity."""


def letters(*matrices_: Expression, whole: Iterable[Expression] = ()) -> Iterator[Expression]:
    """What is not made of other matrices, each once; those of `whole` are letters too."""
    whole = tuple(whole)
    seen: set[Expression] = set()
    ahead = list(reversed(matrices_))
    while ahead:
        each = ahead.pop()
        if isinstance(each, Node) and each.head in WORDS and each not in whole:
            ahead += [inner for inner in reversed(each.parts) if sort_of(inner) is Sort.MATRIX]
            if each.head == "multiple":
                ahead += traced(each.parts[0])
        elif each not in seen:
            seen.add(each)
            yield each


def traced(*terms: Expression) -> list[Expression]:
    """The matrices whose traces stand in terms; those that hold what is bound outside of them are none."""
    return [node.parts[0] for term in terms for node in nodes(term) if node.head == "trace" and not node.loose]


def known_letters(facts: Facts, *matrices_: Expression, whole: Iterable[Expression] = ()) -> tuple[Theorem, ...]:
    """The shapes of all letters of matrices, symmetric ones as symmetric; raises `NotFound` where one is not known."""
    whole = tuple(whole)
    found = letters(*matrices_, whole=whole)
    return tuple(_of_whole(each, facts) if each in whole else _letter(each, facts) for each in found)


def _of_whole(matrix: Expression, facts: Facts) -> Theorem:
    return next(iter(_known(matrix, facts)), None) or shaped(matrix, facts)


def _known(letter: Expression, facts: Facts) -> list[Theorem]:
    """What facts say of the shape of a matrix, that it is symmetric first."""
    known = [fact for fact in facts if _domain(fact.conclusion, letter) is not None]
    known.sort(key=lambda fact: getattr(_domain(fact.conclusion, letter), "head", "") in ("matrices", "invertible"))
    return known


def _letter(letter: Expression, facts: Facts) -> Theorem:
    if known := _known(letter, facts):
        return known[0]
    if isinstance(letter, Node) and letter.head == "matrix":
        lengths = letter.parts[:2]
        return matrix_of_shape(
            member(letter, matrices(*lengths)), *(belonging(each, integers_from(0), facts) for each in lengths)
        )
    if isinstance(letter, Node) and letter.head == "iterated":
        return shape_of_iteration(letter, facts, shaped)
    raise NotFound(f"no shape is known of {letter}")


def _domain(conclusion: Expression, letter: Expression) -> Expression | None:
    match conclusion:
        case Node(head="member", parts=(element, Node(head=head) as domain)) if element == letter:
            return domain if head in OF_MATRICES else None
    return None


def shaped(matrix: Expression, facts: Facts) -> Theorem:
    """`W ∈ ℝᵐˣⁿ` from the shapes of the letters of W; raises `NotFound`."""
    for fact in facts:
        if getattr(_domain(fact.conclusion, matrix), "head", "") == "matrices":
            return fact
    blocks = tuple(node for node in nodes(matrix) if node.head in BLOCKS)
    if isinstance(matrix, Node) and matrix in blocks:
        known = tuple(dict.fromkeys(shaped(each, facts) for each in parts(matrix, matrix.head)))
    else:
        known = known_letters(facts, matrix, whole=blocks)
    if matrix not in blocks and tuple(letters(matrix)) == (matrix,):
        (found,) = known
        return found if found.conclusion == member(matrix, matrices(*_sides(found))) else part(0, meant(found))
    sides = dict.fromkeys((*(each for theorem in known for each in _sides(theorem)), *_written_sides(matrix)))
    return shape_of_word(matrix, known, tuple(belonging(side, integers_from(0), facts) for side in sides))


def _sides(theorem: Theorem) -> tuple[Expression, Expression]:
    return _sides_of(theorem.conclusion)


def _written_sides(matrix: Expression) -> Iterator[Expression]:
    for node in nodes(matrix):
        if node.head in ("identity", "zeros"):
            yield from node.parts


def of_matrices(goal: Expression, facts: Facts) -> Theorem | None:
    """A solver for `proved`: shapes of words, entries within them, and that factors, summands and blocks fit."""
    match goal:
        case Node(head="member", parts=(element, Node(head="matrices"))):
            found = shaped(element, facts)
            return found if found.conclusion == goal else None
        case Node(head="has_cell", parts=(element, *places)):
            shape = shaped(element, facts)
            ends = (integers_between(1, length) for length in _sides(shape))
            return cell_within_shape(shape, *(belonging(*each, facts) for each in zip(places, ends, strict=True)))
        case Node(head="exists", parts=(domain, _)) if domain == integers_from(0):
            return _fitting(goal, facts)
    return None


def _fitting(goal: Expression, facts: Facts) -> Theorem | None:
    """`∃m ∃n …: A ∈ ℝᵐˣⁿ ∧ …`, by the shapes that the matrices have."""
    body, places = goal, list[Expression]()
    while isinstance(body, Node) and body.head == "exists":
        places.append(fresh(Sort.REAL, goal, *places))
        body = opened(body.parts[1], (places[-1],))
    shapes = body.parts if isinstance(body, Node) and body.head == "and" else (body,)
    known = [shaped(parts(each, "member")[0], facts) for each in shapes]
    lengths: dict[Expression, Expression] = {}
    for wanted, found in zip(shapes, known, strict=True):
        for place, length in zip(_sides_of(wanted), _sides(found), strict=True):
            if lengths.setdefault(place, length) != length:
                raise NotFound(f"the shapes in {goal} do not fit")
    return _witnessed(goal, [lengths[place] for place in places], known, facts)


def _sides_of(membership: Expression) -> tuple[Expression, Expression]:
    domain = parts(membership, "member")[1]
    assert isinstance(domain, Node)
    return domain.parts[0], domain.parts[-1]


def _witnessed(goal: Expression, values: list[Expression], known: list[Theorem], facts: Facts) -> Theorem:
    if not values:
        return known[0] if isinstance(goal, Node) and goal.head == "member" else conjoin(*known)
    inner = opened(parts(goal, "exists")[1], (values[0],))
    return witness(goal, belonging(values[0], integers_from(0), facts), _witnessed(inner, values[1:], known, facts))


def fits(goal: Expression, facts: Facts = ()) -> Theorem:
    """A goal about words of matrices by its form, from the shapes of letters among facts; raises `NotFound`."""
    return proved(goal, facts, of_matrices)


def by_words(
    goal: Expression,
    facts: Facts,
    *using: Using,
    known: Iterable[Theorem] = (),
    whole: Iterable[Expression] = (),
) -> Theorem:
    """`L = R` as a combination of equations, with shapes from facts; raises `NotFound` or `Refused`.

    The matrices of `whole` are letters, though they are made of others.
    """
    equations = tuple(dict.fromkeys(equation for equation, *_ in using))
    sides = [side for equation in equations for side in parts(equation.conclusion, "equal_matrices")]
    around = [each for _, _, *both in using for each in both if each is not None]
    shapes = known_letters(facts, *parts(goal, "equal_matrices"), *sides, *around, whole=whole)
    multipliers = tuple(_multiplier(each, equations, facts) for each in using)
    apart = (*known, *divisors(facts, goal, *(each for _, *more in multipliers for each in more), *sides))
    return words(goal, equations, multipliers, shapes, apart)


def divisors(facts: Facts, *expressions: Expression) -> Facts:
    """That what divides in expressions is not 0, as far as that is found."""
    inside = (node for each in expressions for node in nodes(each) if node.head == "divide" and not loose(node))
    found = []
    for divisor in dict.fromkeys(node.parts[1] for node in inside):
        if not (isinstance(divisor, Node) and divisor.head == "number"):
            with suppress(NotFound):
                found.append(nonzero(divisor, facts))
    return tuple(found)


def _multiplier(
    using: Using, equations: tuple[Theorem, ...], facts: Facts
) -> tuple[int, Expression, Expression, Expression]:
    equation, number, before, behind = using
    rows, columns = _sides(shaped(parts(equation.conclusion, "equal_matrices")[0], facts))
    ends = before or identity_matrix(rows), behind or identity_matrix(columns)
    return equations.index(equation), written(number), *ends


def chained(facts: Facts, *equations: Theorem) -> Theorem:
    """`A = Z` from `A = B`, `B = C`, …, all of them as wholes."""
    sides = [parts(equation.conclusion, "equal_matrices") for equation in equations]
    goal = equal_matrices(sides[0][0], sides[-1][1])
    whole = tuple(dict.fromkeys(each for pair in sides for each in pair))
    return by_words(goal, facts, *((equation, 1, None, None) for equation in equations), whole=whole)
