"""Does a requirement follow from hypotheses by linear combination? For every d at once, or in one dimension.

The instances of the hypotheses and the requirement are linear forms in moment patterns with coefficients in Q(d). What
is known to vanish (families, sign flips) is struck out, powers are reduced where coordinates take finitely many values,
and for exchangeable laws patterns with the same exponents are identified; then a linear system decides. The solution
is the certificate: it is re-checked by multiplication, and says for which d it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import prod

import sympy

from symbolic.algebra.notation import d
from symbolic.algebra.rationals import to_sympy
from symbolic.decide.conclusions import Requirement
from symbolic.decide.conditions.symmetries import Independent, Permutations, Values
from symbolic.decide.echelon import echelon
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.instances import ELSEWHERE, ONE, Form, Instance, elsewhere_count
from symbolic.expectation.moments import Pattern, falling


@dataclass(frozen=True)
class Certificate:
    """`requirement = Σ coefficient · instance`, an identity of forms for every d >= `from_d` but the exceptions."""

    requirement: Requirement
    coefficients: tuple[tuple[Instance, sympy.Expr], ...]
    from_d: int
    exceptions: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        if not self.coefficients:
            return f"{self.requirement.name}: every moment vanishes by a family of hypotheses"
        return f"{self.requirement.name}: " + " + ".join(f"({c}) · {i.text}" for i, c in self.coefficients)


@dataclass(frozen=True)
class System:
    """Hypotheses seen from a frame, in every dimension or in one."""

    hypotheses: Hypotheses
    frame: int
    size: int | None = None

    def instances(self) -> tuple[Instance, ...]:
        """Every instance that says something here; those inside the frame first, since they need no division by d."""
        return tuple(instance for instance, _ in _instances(self))

    def rows(self) -> list[Form]:
        """The reduced forms of the instances."""
        return [form for _, form in _instances(self)]

    def reduced(self, form: Mapping[Pattern, object]) -> Form:
        """The form modulo everything the hypotheses say of single patterns."""
        out: Form = {}
        for pattern, c in form.items():
            for key, factor in self._normal(pattern):
                if not self._vanishes(key):
                    out[key] = out.get(key, sympy.Integer(0)) + factor * self.at_size(sympy.sympify(c))
        return {key: value for key, c in out.items() if (value := sympy.expand(c)) != 0}

    def at_size(self, value: sympy.Expr) -> sympy.Expr:
        return value if self.size is None else value.subs(d, self.size)

    def _vanishes(self, pattern: Pattern) -> bool:
        too_many = self.size is not None and len(pattern.summed) > self.size - self.frame
        return too_many or self.hypotheses.covers(_without_zeros(pattern))

    def _normal(self, pattern: Pattern) -> list[tuple[Pattern, sympy.Expr]]:
        parts = [(pattern, sympy.Integer(1))]
        if values := self.hypotheses.of_kind(Values):
            parts = [(key, self.at_size(c)) for key, c in _reduced_powers(pattern, values, self.frame)]
        if self.hypotheses.of_kind(Permutations) or self.hypotheses.of_kind(Independent):
            parts = [(_merged(key), c * self.at_size(_ways(key, self.frame))) for key, c in parts]
        return parts


@lru_cache(maxsize=64)
def _instances(system: System) -> tuple[tuple[Instance, Form], ...]:
    found = (i for condition in system.hypotheses.conditions for i in condition.instances(system.frame))
    ordered = sorted(found, key=lambda instance: instance.place.count("elsewhere"))
    return tuple((instance, form) for instance in ordered if (form := system.reduced(instance.form)))


def _without_zeros(pattern: Pattern) -> Pattern:
    return Pattern(tuple(power for power in pattern.free if power), pattern.summed)


def _ways(pattern: Pattern, frame: int) -> sympy.Expr:
    return elsewhere_count((ELSEWHERE,) * len(pattern.summed), frame) if pattern != ONE else sympy.Integer(1)


def _merged(pattern: Pattern) -> Pattern:
    """One name for all patterns of the same exponents, which have equal means under an exchangeable law."""
    return Pattern(tuple(sorted((power for power in pattern.exponents if power), reverse=True)))


@lru_cache(maxsize=20_000)
def _reduced_powers(pattern: Pattern, values: Values, frame: int) -> tuple[tuple[Pattern, sympy.Expr], ...]:
    """Each power replaced by its remainder; a summed index whose power becomes 0 counts the coordinates left for it."""
    if pattern == ONE:
        return ((ONE, sympy.Integer(1)),)
    remainders = [values.reduced(power) if power else (1,) for power in pattern.exponents]
    parts = []
    for powers in product(*([n for n, c in enumerate(remainder) if c] for remainder in remainders)):
        coefficient = prod((Fraction(r[n]) for r, n in zip(remainders, powers, strict=True)), start=Fraction(1))
        free, summed = powers[: len(pattern.free)], [n for n in powers[len(pattern.free) :] if n]
        idle = len(pattern.summed) - len(summed)
        count = falling(d - frame - len(summed), idle)
        key = Pattern(free, tuple(summed))
        parts.append((ONE if not any(key.exponents) else key, to_sympy(coefficient) * count))
    return tuple(parts)


def follows(system: System, requirement: Requirement) -> Certificate | None:
    """The certificate that the requirement is in the span of the instances, or None."""
    target = system.reduced(requirement.form)
    instances = system.instances()
    rows = system.rows()
    solution = solve(rows, target)
    if solution is None:
        return None
    used = tuple((i, c) for i, c in zip(instances, solution, strict=True) if c != 0)
    largest = max((len(key.summed) for row in [*rows, target] for key in row), default=0)
    start = system.size if system.size is not None else system.frame + largest
    return Certificate(requirement, used, start, poles(c for _, c in used))


def poles(coefficients: Iterable[sympy.Expr]) -> tuple[int, ...]:
    """Positive integers d at which a coefficient, a rational function of d, has no value.

    >>> poles([1 / (d - 3), 1 / d])
    (3,)
    """
    roots: set[int] = set()
    for c in coefficients:
        denominator = sympy.denom(sympy.together(c))
        if denominator.has(d):
            roots |= {int(root) for root in sympy.Poly(denominator, d).ground_roots() if root.is_Integer and root > 0}
    return tuple(sorted(roots))


def solve(rows: Sequence[Form], target: Form) -> list[sympy.Expr] | None:
    """Coefficients with `Σ c_i rows_i = target` over Q(d); None if there are none.

    >>> p, q = Pattern((1,)), Pattern((2,))
    >>> solve([{p: sympy.Integer(1)}, {p: sympy.Integer(1), q: d}], {q: sympy.Integer(1)})
    [-1/d, 1/d]
    """
    if not target:
        return [sympy.Integer(0)] * len(rows)
    keys = sorted({key for row in [*rows, target] for key in row})
    line = {key: m for m, key in enumerate(keys)}
    table: list[dict[int, sympy.Expr]] = [{} for _ in keys]
    for n, row in enumerate([*rows, target]):
        for key, c in row.items():
            table[line[key]][n] = c
    reduced, pivots = echelon(table, len(rows) + 1)
    if len(rows) in pivots:
        return None
    solution = [sympy.Integer(0)] * len(rows)
    for column, entries in zip(pivots, reduced, strict=True):
        solution[column] = entries.get(len(rows), sympy.Integer(0))
    return solution


def checked(certificate: Certificate, system: System) -> bool:
    """Re-check a certificate by multiplication alone, in every dimension or in that of the system."""
    total: dict[Pattern, sympy.Expr] = {}
    for instance, c in certificate.coefficients:
        for key, value in system.reduced(instance.form).items():
            total[key] = total.get(key, sympy.Integer(0)) + system.at_size(c) * value
    for key, value in system.reduced(certificate.requirement.form).items():
        total[key] = total.get(key, sympy.Integer(0)) - value
    return all(sympy.cancel(value) == 0 for value in total.values())


def exceptions(system: System, form: Mapping[Pattern, sympy.Expr]) -> tuple[int, ...] | None:
    """The dimensions d >= 2 in which `form = 0` does not follow although it does in all others; None: it does not.

    >>> from symbolic.decide.conditions import Equals
    >>> from symbolic.decide.hypotheses import Hypotheses
    >>> three = Hypotheses("H", (Equals(Pattern((2,)), 1), Equals(Pattern((), (2,)), 3)))
    >>> exceptions(System(three, 1), {ONE: sympy.Integer(1)})
    (3,)
    """
    solution = solve(system.rows(), system.reduced(form))
    if solution is None:
        return None
    singles = (pole for pole in poles(solution) if pole >= max(2, system.frame))
    return tuple(d for d in singles if exceptions(replace(system, size=d), form) is None)
