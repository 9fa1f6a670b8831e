"""Does a requirement follow from hypotheses by linear combination? For every d at once, or in one dimension.

The instances of the hypotheses and the requirement are linear forms in moment patterns with coefficients in Q(d),
reduced by what single patterns are known to be (`system`); then a linear system decides. The solution is the
certificate: it is re-checked by multiplication, and says for which d it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import sympy

from symbolic.algebra.notation import d
from symbolic.decide.conclusions import Requirement
from symbolic.decide.spans.echelon import echelon
from symbolic.decide.spans.instances import Form, Instance
from symbolic.decide.spans.system import System
from symbolic.expectation.moments import Pattern


@dataclass(frozen=True)
class Certificate:
    """`requirement = Σ coefficient · instance`, an identity of forms for every d >= `from_d` but the exceptions.

    `because` are the hypotheses by which moments of these forms vanish, are reduced or are the same.
    """

    requirement: Requirement
    coefficients: tuple[tuple[Instance, sympy.Expr], ...]
    from_d: int
    exceptions: tuple[int, ...] = ()
    because: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What is multiplied with what, and by which hypotheses moments were struck out, reduced or identified."""
        parts = " + ".join(f"({c}) · {instance.text}" for instance, c in self.coefficients)
        return f"{self.requirement.name}: {'; '.join(part for part in (parts, *self.because) if part)}"


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
    forms = (requirement.form, *(instance.form for instance, _ in used))
    return Certificate(requirement, used, start, poles(c for _, c in used), system.used(*forms))


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
    >>> from symbolic.decide.spans.instances import ONE
    >>> three = Hypotheses("H", (Equals(Pattern((2,)), 1), Equals(Pattern((), (2,)), 3)))
    >>> exceptions(System(three, 1), {ONE: sympy.Integer(1)})
    (3,)
    """
    solution = solve(system.rows(), system.reduced(form))
    if solution is None:
        return None
    singles = (pole for pole in poles(solution) if pole >= max(2, system.frame))
    return tuple(d for d in singles if exceptions(replace(system, size=d), form) is None)
