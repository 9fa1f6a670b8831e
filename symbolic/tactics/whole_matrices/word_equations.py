"""Certificates of `words`: a word of matrices is rewritten by equations until both sides are the same.

An equation `A = B` is solved for A where that is a letter or one of the longest words, else for such a word. Where that
does not end at 0, the difference is multiplied by what has an inverse among the equations, and the inverse brings it
back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, Refused, nodes, written
from symbolic.core.rules.logic import parts
from symbolic.core.rules.matrix_algebra import equal_transposes, traces, words
from symbolic.core.rules.noncommutative import Blocks, Letters, Word
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    beside,
    identity_matrix,
    multiple,
    product,
    stacked,
    sum_of_matrices,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, NotFound, with_head
from symbolic.tactics.steps import proved
from symbolic.tactics.whole_matrices.matrix_letters import divisors, known_letters, of_matrices, traced

Step = tuple[int, Expression, Expression, Expression]
"""Which equation, a number, and what stands before and behind its sides."""

MOST_STEPS, MOST_FACTORS = 4000, 3
"""So many words are rewritten, and the difference is multiplied by so many matrices, one after the other."""


@dataclass(frozen=True)
class Single:
    """A matrix of one block: words with coefficients."""

    shape: tuple[Expression, Expression]
    terms: Mapping[Word, Expression]

    @staticmethod
    def of(blocks: Blocks) -> Single:
        """The only block; raises `NotFound` where there are several."""
        if len(blocks.rows) > 1 or len(blocks.columns) > 1:
            raise NotFound("several blocks are not rewritten: one is, or a matrix as a whole")
        return Single(blocks.shape, blocks.at.get((0, 0), {}))


@dataclass(frozen=True)
class Equation:
    """An equation between matrices with its difference, and the word that it is solved for."""

    theorem: Theorem
    difference: Single
    leading: Word

    @property
    def inverse(self) -> tuple[Expression, Expression] | None:
        """R and M, where the equation is `R M = 1` for a matrix R by itself."""
        left, right = parts(self.theorem.conclusion, "equal_matrices")
        match left, right:
            case Node(head="product", parts=(one, other)), Node(head="identity"):
                return one, other
        return None


@dataclass(frozen=True)
class Rewriting:
    """Equations that are used as rules, the shapes of all letters, and which divisors are not 0."""

    letters: Letters
    equations: tuple[Equation, ...]
    known: tuple[Theorem, ...] = ()
    done: dict[Expression, bool] = field(default_factory=dict)

    def reduced(self, of: Single) -> tuple[Single, tuple[Step, ...]]:
        """What is left of a polynomial, and which multiples of equations were taken off."""
        steps: list[Step] = []
        left = self._cleared(of)
        while found := self._next(left):
            number, before, behind, coefficient = found
            equation = self.equations[number]
            ratio = coefficient / equation.difference.terms[equation.leading]
            step = (number, ratio, self._word(before, of.shape[0]), self._word(behind, of.shape[1]))
            steps.append(step)
            taken = Single.of(self.letters.of(_multiple(step, equation.theorem)))
            left = self._cleared(_less(left, taken))
            if len(steps) > MOST_STEPS:
                raise NotFound(f"the rewriting does not end after {MOST_STEPS} words")
        return left, tuple(steps)

    def _next(self, of: Single) -> tuple[int, Word, Word, Expression] | None:
        for word in sorted(of.terms, key=len, reverse=True):
            for number, equation in enumerate(self.equations):
                n = len(equation.leading)
                for place in range(len(word) - n + 1):
                    if n and word[place : place + n] == equation.leading:
                        return number, word[:place], word[place + n :], of.terms[word]
        return None

    def _multiples_of(self, one: Single, other: Single) -> bool:
        """Whether one difference is a number times the other."""
        if set(one.terms) != set(other.terms):
            return False
        (first, c), *more = one.terms.items()
        return all(self._vanishes(c * other.terms[word] - e * other.terms[first]) for word, e in more)

    def _cleared(self, of: Single) -> Single:
        return replace(of, terms={word: c for word, c in of.terms.items() if not self._vanishes(c)})

    def _vanishes(self, coefficient: Expression) -> bool:
        if coefficient not in self.done:
            self.done[coefficient] = self.letters.vanish((coefficient,), self.known)
        return self.done[coefficient]

    def _word(self, word: Word, size: Expression) -> Expression:
        """A word as a matrix; the empty one is the identity of a size."""
        if not word:
            return identity_matrix(size)
        letters = tuple(transpose(letter) if turned else letter for letter, turned in word)
        return letters[0] if len(letters) == 1 else product(*letters)

    def certificate(self, of: Expression) -> tuple[Step, ...] | None:
        """Multiples of equations that make a matrix 0; None where none are found."""
        if self.letters.vanish(self.letters.of(of).coefficients, self.known):
            return ()
        blocks = self.letters.of(of)
        if len(blocks.rows) > 1 or len(blocks.columns) > 1:
            return self._by_blocks(blocks)
        ahead: list[tuple[Expression, tuple[tuple[int, bool, Expression], ...]]] = [(of, ())]
        for matrix, factors in ahead:
            left, steps = self.reduced(Single.of(self.letters.of(matrix)))
            if not left.terms:
                return self._brought_back(of, factors, steps)
            if len(factors) < MOST_FACTORS:
                ahead += [(more, (*factors, factor)) for more, factor in self._multiples(matrix, factors)]
        return None

    def _by_blocks(self, of: Blocks) -> tuple[Step, ...] | None:
        """Each block by itself, what stands before and behind an equation being put at its place."""
        found: list[Step] = []
        for (j, k), terms in of.at.items():
            left, steps = self.reduced(Single((of.rows[j], of.columns[k]), terms))
            if left.terms:
                return None
            for number, weight, before, behind in steps:
                rows, columns = self.equations[number].difference.shape
                above = (before if n == j else zeros(size, rows) for n, size in enumerate(of.rows))
                around = (behind if n == k else zeros(columns, size) for n, size in enumerate(of.columns))
                found.append((number, weight, stacked(*above), beside(*around)))
        return tuple(found)

    def _multiples(
        self, matrix: Expression, factors: tuple[tuple[int, bool, Expression], ...]
    ) -> Iterator[tuple[Expression, tuple[int, bool, Expression]]]:
        """`M D` for each `R M = 1`, and `D M` for each `M R = 1`, with the inverse that brings it back."""
        rows, columns = self.letters.of(matrix).shape
        for number, equation in enumerate(self.equations):
            if equation.inverse is None:
                continue
            one, other = equation.inverse
            if self.letters.of(other).shape[1] == rows and (number, True) not in [f[:2] for f in factors]:
                yield product(other, matrix), (number, True, one)
            if self.letters.of(one).shape[0] == columns and (number, False) not in [f[:2] for f in factors]:
                yield product(matrix, one), (number, False, other)

    def _brought_back(
        self, of: Expression, factors: tuple[tuple[int, bool, Expression], ...], steps: tuple[Step, ...]
    ) -> tuple[Step, ...]:
        """`D = R (M D) − (R M − 1) D`, for each factor in turn, the last one first."""
        if not factors:
            return steps
        matrices = [of]
        for number, before, _ in factors:
            inverse = self.equations[number].inverse
            assert inverse is not None
            matrices.append(product(inverse[1], matrices[-1]) if before else product(matrices[-1], inverse[0]))
        for (number, before, back), matrix in zip(reversed(factors), reversed(matrices[:-1]), strict=True):
            turned = tuple(
                (n, c, product(back, p), q) if before else (n, c, p, product(q, back)) for n, c, p, q in steps
            )
            rows, columns = self.letters.of(matrix).shape
            one = (identity_matrix(rows), matrix) if before else (matrix, identity_matrix(columns))
            steps = (*turned, (number, written(-1), *one))
        return steps


def _multiple(step: Step, equation: Theorem) -> Node:
    _, number, before, behind = step
    left, right = parts(equation.conclusion, "equal_matrices")
    return multiple(number, product(before, sum_of_matrices(left, multiple(-1, right)), behind))


def _less(one: Single, other: Single) -> Single:
    terms = dict(one.terms)
    for word, coefficient in other.terms.items():
        terms[word] = terms[word] - coefficient if word in terms else -coefficient
    return Single(one.shape, terms)


def rewriting(
    facts: Facts,
    equations: Sequence[Theorem],
    *around: Expression,
    known: Iterable[Theorem],
    whole: Iterable[Expression] = (),
) -> Rewriting:
    """Equations and their transposes as rules."""
    equations = (*equations, *map(equal_transposes, equations))
    sides = [side for equation in equations for side in parts(equation.conclusion, "equal_matrices")]
    letters = Letters.by(known_letters(facts, *around, *sides, whole=whole))
    known = tuple(known)
    bare = Rewriting(letters, (), known)
    found: list[Equation] = []
    for theorem in equations:
        left, right = parts(theorem.conclusion, "equal_matrices")
        difference = bare._cleared(Single.of(letters.of(sum_of_matrices(left, multiple(-1, right)))))
        if difference.terms and not any(bare._multiples_of(each.difference, difference) for each in found):
            found.append(Equation(theorem, difference, _leading(letters, left, difference)))
    return Rewriting(letters, tuple(found), known)


def _leading(letters: Letters, left: Expression, difference: Single) -> Word:
    """The left side where it is a letter or one of the longest words, else such a word, of several the last one."""
    alone = tuple(letters.of(left).at.get((0, 0), {}))
    longest = max(map(len, difference.terms))
    if len(alone) == 1 and alone[0] in difference.terms and len(alone[0]) in (1, longest):
        return alone[0]
    place = {letter: n for n, letter in enumerate(letters.shapes)}
    return max(difference.terms, key=lambda word: (len(word), [(place[letter], turned) for letter, turned in word]))


def rewritten_words(
    goal: Expression,
    facts: Facts,
    equations: Sequence[Theorem] = (),
    known: Iterable[Theorem] = (),
    whole: Iterable[Expression] = (),
) -> Theorem:
    """`L = R` from equations, the certificate being found by rewriting; raises `NotFound`.

    The matrices of `whole` are letters, though they are made of others.
    """
    try:
        apart = (*known, *divisors(facts, goal, *(equation.conclusion for equation in equations)))
        return _rewritten(goal, facts, tuple(equations), apart, tuple(whole))
    except Refused as reason:
        raise NotFound(str(reason)) from reason


def _rewritten(
    goal: Expression,
    facts: Facts,
    equations: tuple[Theorem, ...],
    known: tuple[Theorem, ...],
    whole: tuple[Expression, ...],
) -> Theorem:
    left, right = parts(goal, "equal_matrices")
    rules = rewriting(facts, equations, left, right, known=known, whole=whole)
    steps = rules.certificate(sum_of_matrices(left, multiple(-1, right)))
    if steps is None:
        raise NotFound("no certificate is found: after rewriting, the two sides differ")
    used = sorted({number for number, *_ in steps})
    theorems = tuple(rules.equations[number].theorem for number in used)
    multipliers = tuple((used.index(number), weight, before, behind) for number, weight, before, behind in steps)
    around = [each for _, _, *both in steps for each in both]
    sides = [side for theorem in theorems for side in parts(theorem.conclusion, "equal_matrices")]
    return words(goal, theorems, multipliers, known_letters(facts, left, right, *sides, *around, whole=whole), known)


def of_words(goal: Expression, facts: Facts) -> Theorem | None:
    """A solver for `proved`: equations between matrices by those among facts, and between traces by words alone."""
    match goal:
        case Node(head="equal_matrices"):
            return rewritten_words(goal, facts, with_head(facts, "equal_matrices"))
        case Node(head="equal", parts=sides) if any(node.head == "trace" for node in nodes(goal)):
            inside = traced(*sides)
            return traces(goal, (), (), known_letters(facts, *inside), divisors(facts, goal))
    return of_matrices(goal, facts)


def proof_by_words(goal: Expression) -> Proof:
    """A proof of a goal by its form, its equations by words; raises `NotFound`."""
    return Proof(goal, proved(goal, solve=of_words), proved(defined(goal), solve=of_matrices))
