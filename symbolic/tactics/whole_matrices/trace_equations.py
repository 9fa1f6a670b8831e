"""Certificates of `traces`: words inside traces are rewritten by equations between matrices, round the end too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from symbolic.core.expressions import Expression, Refused, Sort, fresh, nodes, written
from symbolic.core.rules.logic import parts
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.rules.noncommutative import Word
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import identity_matrix, product, trace
from symbolic.tactics.signs import Facts, NotFound
from symbolic.tactics.steps import replaced
from symbolic.tactics.whole_matrices.matrix_letters import divisors, known_letters
from symbolic.tactics.whole_matrices.word_equations import Rewriting, Step, rewriting

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
    inside = [node.parts[0] for node in nodes(goal) if node.head == "trace"]
    known = (*known, *divisors(facts, goal, *(equation.conclusion for equation in equations)))
    rules = rewriting(facts, equations, *inside, known=known, whole=whole)
    steps = tuple(_steps(goal, rules))
    used = sorted({number for number, *_ in steps})
    theorems = tuple(rules.equations[number].theorem for number in used)
    multipliers = tuple((used.index(number), *others) for number, *others in steps)
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
        found = _reducible(atom, rules)
        assert found is not None
        number, rest = found
        equation = rules.equations[number]
        behind = rules._word(rest, equation.difference.shape[1])
        ratio = coefficient / equation.difference.terms[equation.leading]
        yield number, ratio, identity_matrix(equation.difference.shape[0]), behind
        for word, factor in equation.difference.terms.items():
            if word != equation.leading:
                less = rules.letters.traces(trace(product(rules._word(word, equation.difference.shape[0]), behind)))
                for each, more in _coefficients(-(ratio * factor) * less, rules).items():
                    ahead[each] = ahead[each] + more if each in ahead else more
    raise NotFound(f"the rewriting does not end after {MOST_TRACES} traces")


def _coefficients(of: Expression, rules: Rewriting) -> dict[Expression, Expression]:
    """The traces in a number that can be rewritten, with what each is multiplied by."""
    atoms = dict.fromkeys(node for node in nodes(of) if node.head == "trace" and _reducible(node, rules))
    hole = fresh(Sort.REAL, of)
    found = {}
    for atom in atoms:
        there = replaced(of, atom, hole)
        found[atom] = replaced(there, hole, written(1)) - replaced(there, hole, written(0))
    return {atom: c for atom, c in found.items() if not rules._vanishes(c)}


def _reducible(atom: Expression, rules: Rewriting) -> tuple[int, Word] | None:
    """An equation, and the rest of the word of a trace that begins with what it is solved for."""
    (word,) = rules.letters.of(parts(atom, "trace")[0]).at[0, 0]
    for each in (word, rules.letters.reversed(word)):
        for turn in (each[n:] + each[:n] for n in range(len(each))):
            for number, equation in enumerate(rules.equations):
                n = len(equation.leading)
                if n and turn[:n] == equation.leading:
                    return number, turn[n:]
    return None
