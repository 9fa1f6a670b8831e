"""Does a requirement follow from hypotheses by linear combination? For every d at once, or in one dimension.

The instances of the hypotheses and the requirement are linear forms in moment patterns with coefficients in Q(d). What
is known to vanish (families, sign flips) is struck out, powers are reduced where coordinates take finitely many values,
and for exchangeable laws patterns with the same exponents are identified; then a linear system decides. The solution
is the certificate: it is re-checked by multiplication, and says for which d it holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import sympy
from sympy.polys.matrices import DomainMatrix

from symbolic.conclusions import Requirement
from symbolic.hypotheses import Hypotheses
from symbolic.instances import ELSEWHERE, ONE, Form, Instance, elsewhere_count
from symbolic.invariances import Independent, Permutations, Values
from symbolic.moments import Pattern
from symbolic.notation import d


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
        found = (i for condition in self.hypotheses.conditions for i in condition.instances(self.frame))
        ordered = sorted(found, key=lambda instance: instance.place.count("elsewhere"))
        return tuple(instance for instance in ordered if self.reduced(instance.form))

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


def _without_zeros(pattern: Pattern) -> Pattern:
    return Pattern(tuple(power for power in pattern.free if power), pattern.summed)


def _ways(pattern: Pattern, frame: int) -> sympy.Expr:
    return elsewhere_count((ELSEWHERE,) * len(pattern.summed), frame) if pattern != ONE else sympy.Integer(1)


def _merged(pattern: Pattern) -> Pattern:
    """One name for all patterns of the same exponents, which have equal means under an exchangeable law."""
    return Pattern(tuple(sorted((power for power in pattern.exponents if power), reverse=True)))


def _reduced_powers(pattern: Pattern, values: Values, frame: int) -> list[tuple[Pattern, sympy.Expr]]:
    """Each power replaced by its remainder; a summed index whose power becomes 0 counts the coordinates left for it."""
    if pattern == ONE:
        return [(ONE, sympy.Integer(1))]
    remainders = [values.reduced(power) if power else (1,) for power in pattern.exponents]
    parts = []
    for powers in product(*(range(len(remainder)) for remainder in remainders)):
        coefficient = sympy.Mul(*(sympy.sympify(r[n]) for r, n in zip(remainders, powers, strict=True)))
        free, summed = powers[: len(pattern.free)], [n for n in powers[len(pattern.free) :] if n]
        idle = len(pattern.summed) - len(summed)
        count = sympy.Mul(*(d - frame - len(summed) - k for k in range(idle)))
        if coefficient != 0:
            key = Pattern(free, tuple(summed))
            parts.append((ONE if not any(key.exponents) else key, coefficient * count))
    return parts


def follows(system: System, requirement: Requirement) -> Certificate | None:
    """The certificate that the requirement is in the span of the instances, or None."""
    target = system.reduced(requirement.form)
    instances = system.instances()
    rows = [system.reduced(instance.form) for instance in instances]
    solution = solve(rows, target)
    if solution is None:
        return None
    used = tuple((i, c) for i, c in zip(instances, solution, strict=True) if c != 0)
    largest = max((len(key.summed) for row in [*rows, target] for key in row), default=0)
    start = system.size if system.size is not None else system.frame + largest
    return Certificate(requirement, used, start, _poles(used))


def _poles(used: Sequence[tuple[Instance, sympy.Expr]]) -> tuple[int, ...]:
    """Positive integers d at which a coefficient has no value."""
    roots: set[int] = set()
    for _, c in used:
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
    keys = sorted({key for row in [*rows, target] for key in row})
    if not target:
        return [sympy.Integer(0)] * len(rows)
    if not rows:
        return None
    field = sympy.QQ.frac_field(d)
    table = [[field.from_sympy(row.get(key, sympy.Integer(0))) for row in [*rows, target]] for key in keys]
    reduced, pivots = DomainMatrix(table, (len(keys), len(rows) + 1), field).rref()
    if len(rows) in pivots:
        return None
    solution = [sympy.Integer(0)] * len(rows)
    for line, column in enumerate(pivots):
        solution[column] = field.to_sympy(reduced[line, len(rows)].element)
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


def contradictory(system: System) -> bool:
    """Whether the hypotheses imply `1 = 0`: then no law satisfies them."""
    rows = [system.reduced(instance.form) for instance in system.instances()]
    return solve(rows, {ONE: sympy.Integer(1)}) is not None
