"""Is the line `W_KQ_32 = aI, W_PV_12 = bI` invariant under the flow, and what is left over where it is not?

It is invariant when the gradient on it points along it, for all a and b: every entry off the line vanishes, and the
diagonal entries of the two blocks on the line agree. Each requirement is a linear form in moments.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from proofs.zheng2024.line.line import Entry, Monomial, Place, in_symbols, line_gradient, tangent
from symbolic.decide.conclusions import Conclusion, Requirement, alike_at_both
from symbolic.expectation.moments import Pattern, choices
from symbolic.expectation.summation import Basis, TimeSum
from symbolic.laws import Law
from symbolic.laws.coordinates import Number
from symbolic.progress import parts

if TYPE_CHECKING:
    import sympy


@dataclass(frozen=True)
class Form:
    """`Σ coefficient · pattern` must vanish (off the line), or be the same for every j (on it).

    `basis` is the function of T, and `monomial` the powers of a and b, that the form multiplies in the gradient; for
    invariance at every T and for all a, b each form has to satisfy its requirement by itself. At one T basis is None.
    """

    entry: Entry
    powers: tuple[int, int]
    basis: Basis | None
    combination: tuple[tuple[Pattern, Fraction], ...]

    @property
    def along_line(self) -> bool:
        return tangent(self.entry.block, self.entry.place)

    @property
    def text(self) -> str:
        total = " + ".join(pattern.text if c == 1 else f"{c}*{pattern.text}" for pattern, c in self.combination)
        return f"{total} {'is the same for every j' if self.along_line else '= 0'}"


def forms() -> tuple[Form, ...]:
    """Every requirement for the line to be invariant for all a, b and every T, symbolic d.

    >>> [form.text for form in forms() if form.entry.block == "W_PV_12" and not form.along_line]
    ['E[x_j^3 x_k^3] = 0']
    """
    return tuple(form for entry in line_gradient() for form in _forms_of(entry))


def forms_at(T: int) -> tuple[Form, ...]:
    """The requirements at one T: in each monomial of a and b the functions of T are numbers and add up."""
    return tuple(form for entry in line_gradient() for form in _forms_of_at(entry, T))


def line_invariant(T: int | None = None) -> Conclusion:
    """The line `W_KQ_32 = aI, W_PV_12 = bI` is invariant under the flow, for all a, b, at every T (or at one).

    The requirements are necessary and sufficient. At one T the functions of T are numbers, and fewer requirements
    remain.

    >>> len(line_invariant().requirements), len(line_invariant(T=5).requirements)
    (8, 6)
    """
    required = (_requirement(form) for form in (forms() if T is None else forms_at(T)))
    distinct = {requirement.combination: requirement for requirement in required}
    where = "" if T is None else f" at T = {T}"
    return Conclusion(f"the line is invariant{where}", tuple(distinct.values()))


def _requirement(form: Form) -> Requirement:
    if not form.along_line:
        return Requirement(form.text, 2, form.combination)
    return Requirement(form.text, 2, alike_at_both(form.combination))


def _forms_of_at(entry: Entry, T: int) -> Iterator[Form]:
    grouped: dict[tuple[int, int], dict[Pattern, Fraction]] = {}
    for monomial, coefficient in entry.terms:
        grouped.setdefault(_powers(monomial), {})[monomial.pattern] = coefficient.at(T)
    for powers, combination in grouped.items():
        yield Form(entry, powers, None, _scaled(combination))


def _scaled(combination: dict[Pattern, Fraction]) -> tuple[tuple[Pattern, Fraction], ...]:
    """Divided by the first coefficient, so that equal requirements look equal."""
    lead = next(iter(combination.values()))
    return tuple((pattern, c / lead) for pattern, c in combination.items())


def _forms_of(entry: Entry) -> Iterator[Form]:
    grouped: dict[tuple[tuple[int, int], Basis], dict[Pattern, Fraction]] = {}
    for monomial, coefficient in entry.terms:
        for basis, c in coefficient.terms:
            grouped.setdefault((_powers(monomial), basis), {})[monomial.pattern] = c
    for (powers, basis), combination in grouped.items():
        yield Form(entry, powers, basis, _scaled(combination))


def _powers(monomial: Monomial) -> tuple[int, int]:
    return monomial.a_power, monomial.b_power


@dataclass(frozen=True)
class Leftover:
    """One monomial `a^m b^n` in an entry that pulls the flow off the line, at one law and T."""

    block: str
    place: Place = field(repr=False)
    entry: str
    powers: tuple[int, int]
    moments: tuple[tuple[Pattern, TimeSum], ...]
    value: Number

    @property
    def coefficient(self) -> str:
        return "*".join(f"{name}**{n}" if n > 1 else name for name, n in zip("ab", self.powers, strict=True) if n)

    def formal(self, T: Any) -> sympy.Expr:
        """The moments with their functions of T, as a SymPy expression."""
        import sympy

        from symbolic.expectation.moments import moment

        return sympy.Add(*(c.expression(T) * moment(pattern) for pattern, c in self.moments))


def leftovers(law: Law, T: Any) -> tuple[Leftover, ...]:
    """What pulls the flow off the line at a law and T, for some a, b; empty if the line is invariant there.

    d and T may be symbols where the law is exchangeable; then one entry stands for all and its place reads `j,k`.
    Otherwise places are numbered from 1. `Leftover.value` is a SymPy number or expression.
    """
    entries = [entry for entry in line_gradient() if entry.terms]
    counted = parts(entries, "exact gradient on the line", lambda entry: len(entry.terms) * len(_choices(entry, law)))
    return tuple(item for entry in counted for item in _leftovers_of(entry, law, T))


def _choices(entry: Entry, law: Law) -> tuple[tuple[int, ...], ...]:
    return tuple(choices(entry.terms[0][0].pattern, law))


def _leftovers_of(entry: Entry, law: Law, T: Any) -> Iterator[Leftover]:
    arithmetic = in_symbols(T)
    for powers in sorted({_powers(monomial) for monomial, _ in entry.terms}):
        part = Entry(entry.block, entry.place, tuple((m, c) for m, c in entry.terms if _powers(m) == powers))
        moments = tuple((m.pattern, c) for m, c in part.terms)
        reference = None
        for free in parts(_choices(part, law), f"entries of {entry.block}"):
            value = part.value(arithmetic, law, arithmetic.one, arithmetic.one, free)
            reference = value if reference is None else reference
            excess = (value - reference if tangent(entry.block, entry.place) else value).expand()
            if excess != 0:
                yield Leftover(entry.block, entry.place, _entry(law, free), powers, moments, excess)


def _entry(law: Law, free: tuple[int, ...]) -> str:
    if law.exchangeable:
        return "j,k" if len(free) > 1 else "j,j"
    row, column = free[0], free[-1]
    return f"{row + 1},{column + 1}"
