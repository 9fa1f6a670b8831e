"""A proof carried over to an altered formula: every step on the way to the altered place is made again by the kernel.

Steps of logic pass the alteration on to the premise that it comes from. Where it is a hypothesis or the domain of what
is general, the proof below is made again from the altered hypothesis, as far as it rests on it. Where it is what a step
finds, the step is asked for the altered formula. The first step that the kernel refuses says why.
"""

from __future__ import annotations

import time

from mesaproof.selftest.altered_formulas.formula_places import Change, Path, changed_at
from symbolic.core.expressions import Expression, Node, Refused, each_once
from symbolic.core.rulebook import RULES
from symbolic.core.theorems import Theorem


class Stops(Refused):
    """A step that does not carry over, with the rule that refuses."""

    def __init__(self, rule: str, reason: str) -> None:
        super().__init__(reason)
        self.rule = rule


def carried_over(theorem: Theorem, path: Path, change: Change) -> Theorem:
    """The theorem of the formula that is changed at a place; raises `Stops` where its proof does not carry over."""
    with each_once():
        return _Carried(change, time.process_time() + SECONDS).over(theorem, path)


class _Carried:
    """Theorems carried over to one change: a lemma that is used at several places is carried over once."""

    def __init__(self, change: Change, until: float) -> None:
        self.change, self.until = change, until
        self.done: dict[tuple[int, Path], Theorem] = {}

    def over(self, theorem: Theorem, path: Path) -> Theorem:
        """The theorem of the formula that is changed at a place; raises `Stops`."""
        key = id(theorem), path
        if key not in self.done:
            self.done[key] = self._over(theorem, path)
        return self.done[key]

    def _over(self, theorem: Theorem, path: Path) -> Theorem:
        try:
            wanted = changed_at(theorem.conclusion, path, self.change)
            if wanted == theorem.conclusion:
                return theorem
            made = _again(theorem, self._arguments(theorem, path, wanted), self.until)
        except Stops:
            raise
        except Refused as reason:
            raise Stops(theorem.rule, str(reason)) from None
        if made.conclusion != wanted:
            raise Stops(theorem.rule, "it proves another formula")
        if not made.hypotheses <= theorem.hypotheses:
            raise Stops(theorem.rule, "it needs a hypothesis that is not there")
        return made

    def _arguments(self, theorem: Theorem, path: Path, wanted: Expression) -> tuple[object, ...]:
        """What the last rule is to be applied to."""
        given, first, rest = theorem.arguments, path[:1], path[1:]

        def at(premise: Theorem, *place: int) -> Theorem:
            return self.over(premise, place)

        match theorem.rule, first:
            case "conjoin", (n,):
                return (*given[:n], at(given[n], *rest), *given[n + 1 :])
            case "part", _:
                return (given[0], at(given[1], given[0], *path))
            case "apply", _:
                return (at(given[0], 1, *path), given[1])
            case "instantiate", _:
                return (at(given[0], 1, *path), given[1])
            case "discharge" | "generalise", (1,):
                return (given[0], at(given[1], *rest))
            case "discharge", (0,):
                return _from_another(given, rest, self)
            case "generalise", (0,):
                return _from_another(given, (1, *rest), self)
            case "deny", (0,):
                return _from_another(given, rest, self)
            case "choose", _:
                return (*given[:2], at(given[2], *path))
            case "cases", _:
                return (wanted, given[1], *(at(branch, 1, *path) for branch in given[2:]))
            case "either", (n,) if theorem.premises[0].conclusion == _part(theorem.conclusion, n):
                return (wanted, at(given[1], *rest))
            case "witness", (0,):
                return (wanted, at(given[1], 1, *rest), given[2])
            case "witness", (1,):
                return (wanted, given[1], at(given[2], *rest))
            case "both_ways", (side,):
                return (at(given[0], side, *rest), at(given[1], 1 - side, *rest))
            case "rewrite", _:
                return (changed_at(given[0], (0, *path), self.change), given[1], at(given[2], *path))
        return tuple(wanted if each == theorem.conclusion else each for each in given)


def _part(formula: Expression, n: int) -> Expression:
    assert isinstance(formula, Node)
    return formula.parts[n]


def _from_another(given: tuple[object, ...], path: Path, carried: _Carried) -> tuple[object, ...]:
    """A hypothesis that is changed at a place, and what is proved from it so."""
    before, premise = given
    assert isinstance(before, Expression)
    assert isinstance(premise, Theorem)
    below = _Below(before, path, carried.change, carried.until)
    return below.after, below.made(premise)


class _Below:
    """What the same steps prove from a hypothesis that is changed: only those that rest on it are made again."""

    def __init__(self, before: Expression, path: Path, change: Change, until: float) -> None:
        self.before, self.path, self.change, self.until = before, path, change, until
        self.after = changed_at(before, path, change)
        self.done: dict[int, Theorem] = {}

    def made(self, theorem: Theorem) -> Theorem:
        """The theorem with the changed hypothesis in the place of the other; raises `Stops`."""
        ahead = [theorem]
        while ahead:
            here = ahead[-1]
            rests = self.before in here.hypotheses
            needed = [each for each in here.premises if self._open(each)] if rests else []
            if needed:
                ahead += needed
                continue
            ahead.pop()
            if id(here) not in self.done:
                self.done[id(here)] = self._step(here) if rests else here
        return self.done[id(theorem)]

    def _open(self, premise: Theorem) -> bool:
        return self.before in premise.hypotheses and id(premise) not in self.done

    def _step(self, theorem: Theorem) -> Theorem:
        if theorem.rule == "assume":
            return _again(theorem, (self.after,), self.until)
        given = _with(theorem.arguments, self.done)
        if theorem.rule in ("instantiate", "apply"):
            given = self._of_lemma(theorem, *given)
        return _again(theorem, given, self.until)

    def _of_lemma(self, theorem: Theorem, lemma: object, premise: object) -> tuple[object, ...]:
        """Where what a lemma is applied to is another one, the lemma is carried over to that, if it is proved so."""
        assert isinstance(lemma, Theorem)
        assert isinstance(premise, Theorem)
        before, after, path = theorem.premises[1].conclusion, premise.conclusion, self.path
        if theorem.rule == "instantiate":
            before, after, path = _domain(before), _domain(after), path[1:]
        if before == after:
            return lemma, premise
        if _changed_so(before, after, path, self.change):
            return _Carried(self.change, self.until).over(lemma, (0, *path)), premise
        return _Carried(lambda _: after, self.until).over(lemma, (0,)), premise


def _changed_so(before: Expression, after: Expression, path: Path, change: Change) -> bool:
    try:
        return changed_at(before, path, change) == after
    except Refused:
        return False


def _domain(membership: Expression) -> Expression:
    if not isinstance(membership, Node) or membership.head != "member":
        raise Stops("instantiate", "it is not known any more to be in the domain")
    return membership.parts[1]


def _with(given: tuple[object, ...], done: dict[int, Theorem]) -> tuple[object, ...]:
    """Arguments of a rule with theorems that were made again."""
    return tuple(_with(each, done) if isinstance(each, tuple) else done.get(id(each), each) for each in given)


def _again(theorem: Theorem, given: tuple[object, ...], until: float) -> Theorem:
    """The rule of a theorem applied to something else."""
    if time.process_time() > until:
        raise Stops(GIVEN_UP, f"no step has refused within {SECONDS:g} seconds of processor time")
    try:
        return RULES[theorem.rule].anew(*given)
    except (Refused, ArithmeticError) as reason:
        raise Stops(theorem.rule, str(reason)) from None


SECONDS = 1.5
"""A proof that is not carried over by then, nor refused, is given up."""

GIVEN_UP = "given up"
"""What is said in the place of a rule then."""
