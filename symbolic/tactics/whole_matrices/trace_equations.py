"""Certificates of `traces`: words inside traces are rewritten by equations between matrices, round the end too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from symbolic.core.expressions import Expression, Node, Refused
from symbolic.core.rules.logic import parts
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.rules.noncommutative import ONE, Word
from symbolic.core.rules.rational_functions import ARITHMETIC
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import identity_matrix, product, trace
from symbolic.tactics.signs import Facts, NotFound
from symbolic.tactics.whole_matrices.matrix_letters import divisors, known_letters, traced
from symbolic.tactics.whole_matrices.word_equations import Equation, Rewriting, Step, rewriting

MOST_TRACES = 400
"""So many traces of words are rewritten."""


def rewritten_traces(
    goal: Expression,
    facts: Facts,
    equations: Sequence[Theorem] = (),
    known: Iterable[Theorem] = (),
    whole: Iterable[Expression] = (),
) -> Theorem:
    """`l = r` for numbers with traces, of which those of words that equations are solved for stand linearly.

    The matrices of `whole` are letters, though they are made of others. Raises `NotFound` where the two sides differ
    after rewriting, or that does not end.
    """
    whole = tuple(whole)
    inside = traced(goal)
    known = (*known, *divisors(facts, goal, *(equation.conclusion for equation in equations)))
    rules = rewriting(facts, equations, *inside, known=known, whole=whole)
    steps = tuple(_steps(goal, rules))
    used = sorted({number for number, *_ in steps})
    theorems = tuple(rules.equations[number].theorem for number in used)
    multipliers = tuple((used.index(number), weight, before, behind) for number, weight, before, behind in steps)
    around = [each for _, _, *both in steps for each in both]
    sides = [side for theorem in theorems for side in parts(theorem.conclusion, "equal_matrices")]
    try:
        letters = known_letters(facts, *inside, *sides, *around, whole=whole)
        return traces(goal, theorems, multipliers, letters, known)
    except Refused as reason:
        raise NotFound(str(reason)) from reason


def _steps(goal: Expression, rules: Rewriting) -> Iterator[Step]:
    """Multiples of equations whose traces the two sides differ by, as far as words are rewritten."""
    left, right = parts(goal, "equal")
    ahead = _coefficients(rules.letters.traces(left - right), rules)
    for _ in range(MOST_TRACES):
        if not ahead:
            return
        atom, coefficient = ahead.popitem()
        number, rest, less = next(_ways(atom, rules))
        equation = rules.equations[number]
        rows, columns = equation.difference.shape
        ratio = coefficient / equation.difference.terms[equation.leading]
        yield number, ratio, identity_matrix(rows), rules._word(rest, columns)
        for each, more in _coefficients(-ratio * less, rules).items():
            ahead[each] = ahead[each] + more if each in ahead else more
    raise NotFound(f"the rewriting does not end after {MOST_TRACES} traces")


def _coefficients(of: Expression, rules: Rewriting) -> dict[Expression, Expression]:
    """The traces in a number that can be rewritten, with what each is multiplied by."""
    atoms = [atom for atom in dict.fromkeys(_atoms(of)) if next(_ways(atom, rules), None)]
    found = {atom: _coefficient(of, atom) for atom in atoms}
    return {atom: c for atom, c in found.items() if c is not None and not rules._vanishes(c)}


def _atoms(of: Expression) -> Iterator[Expression]:
    """The traces that a number is made of by arithmetic."""
    if isinstance(of, Node) and of.head == "trace":
        yield of
    elif isinstance(of, Node) and of.head in ARITHMETIC:
        for each in of.parts:
            yield from _atoms(each)


def _coefficient(of: Expression, atom: Expression) -> Expression | None:
    """What one of these traces is multiplied by in a number; None where it does not stand in it."""
    if of == atom:
        return ONE
    if not isinstance(of, Node) or of.head not in ARITHMETIC:
        return None
    inside = [(n, c) for n, part in enumerate(of.parts) if (c := _coefficient(part, atom)) is not None]
    if not inside:
        return None
    if of.head == "add":
        return Node("add", tuple(c for _, c in inside))
    (place, found), *more = inside
    if more or of.head == "power" or (of.head == "divide" and place):
        raise NotFound(f"it does not stand linearly: {atom}")
    return Node(of.head, (*of.parts[:place], found, *of.parts[place + 1 :]))


def _ways(atom: Expression, rules: Rewriting) -> Iterator[tuple[int, Word, Expression]]:
    """Equations that make other traces of one, each with the rest of its word and with these other traces.

    The word begins, turned round or transposed, with what the equation is solved for.
    """
    (word,) = rules.letters.of(parts(atom, "trace")[0]).at[0, 0]
    for each in (word, rules.letters.reversed(word)):
        for turn in (each[n:] + each[:n] for n in range(len(each))):
            for number, equation in enumerate(rules.equations):
                n = len(equation.leading)
                if n and turn[:n] == equation.leading:
                    less = _others(equation, turn[n:], rules)
                    if atom not in _atoms(less):
                        yield number, turn[n:], less


def _others(equation: Equation, rest: Word, rules: Rewriting) -> Expression:
    """The traces of the words that an equation has beside that for which it is solved, before the rest of a word."""
    rows, columns = equation.difference.shape
    behind = rules._word(rest, columns)
    others = [(word, c) for word, c in equation.difference.terms.items() if word != equation.leading]
    summands = [c * trace(product(rules._word(word, rows), behind)) for word, c in others]
    return rules.letters.traces(Node("add", tuple(summands)))
