"""Dimensions in which finitely many values can add up: a congruence, which leaves some classes of d without a law.

Where every coordinate is one of finitely many values and `Σ_r f(x_r) = c` almost surely, numbers `n_v` of coordinates
at the values have `Σ n_v = d` and `Σ n_v f(v) = c`. All `f(v)` are alike modulo the greatest common divisor g of their
differences, so that `d f(v) = c` modulo g: signs add up to 0 for even d only.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from math import gcd, lcm

from symbolic.decide.conditions.supports import Support
from symbolic.decide.conditions.symmetries import Values
from symbolic.decide.hypotheses import Hypotheses

WORDS: dict[tuple[int, tuple[int, ...]], str] = {(2, (0,)): "even d", (2, (1,)): "odd d"}


@dataclass(frozen=True)
class Classes:
    """The dimensions that leave one of these residues, and why there is no law in any other."""

    modulus: int = 1
    residues: tuple[int, ...] = (0,)
    reason: str = ""

    def have(self, d: int) -> bool:
        """Whether a dimension is among them."""
        return d % self.modulus in self.residues

    @property
    def rest(self) -> Classes:
        """All others."""
        others = tuple(r for r in range(self.modulus) if r not in self.residues)
        return Classes(self.modulus, others)

    def text(self, start: int | None = None) -> str:
        """These dimensions in words, from one on.

        >>> Classes(2, (0,)).text(6), Classes(3, (1, 2)).text(), Classes().text(2)
        ('even d >= 6', 'd = 1, 2 mod 3', 'd >= 2')
        """
        word = "d" if self.modulus == 1 else WORDS.get((self.modulus, self.residues), "")
        listed = f"d = {', '.join(map(str, self.residues))} mod {self.modulus}"
        if start is None:
            return word or listed
        first = next(d for d in count(start) if self.have(d))
        return f"{word} >= {first}" if word else f"d >= {first} with {listed}"


def classes(hypotheses: Hypotheses) -> Classes:
    """The dimensions that no sum over all coordinates excludes by itself.

    >>> from symbolic.expectation.moments import Pattern
    >>> zero = Support(((Pattern((), (1,)), 1),))
    >>> classes(Hypotheses("signs that add up to zero", (Values((-1, 1)), zero))).residues
    (0,)
    """
    values = hypotheses.of_kind(Values)
    rational = [x for x in (values.values if values else ()) if isinstance(x, Fraction)]
    if values is None or len(rational) < len(values.values):
        return Classes()
    sums = [c for c in hypotheses.conditions if isinstance(c, Support) and _is_sum(c)]
    found = [(condition, _class(condition, rational)) for condition in sums]
    modulus = lcm(*(m for _, (m, _) in found))
    residues = tuple(r for r in range(modulus) if all(r % m in allowed for _, (m, allowed) in found))
    reason = "; ".join(c.text for c, (m, _) in found if m > 1)
    return Classes(modulus, residues, f"{values.text}, and {reason}" if reason else "")


def _is_sum(condition: Support) -> bool:
    return condition.size == 0 and all(len(pattern.summed) == 1 for pattern, _ in condition.terms)


def _class(condition: Support, values: list[Fraction]) -> tuple[int, tuple[int, ...]]:
    """The modulus, and the residues of d at which the sum can have its value."""
    at = [sum((c * x ** pattern.summed[0] for pattern, c in condition.terms), Fraction(0)) for x in values]
    scale = lcm(*(x.denominator for x in (*at, Fraction(condition.value))))
    first, *others = (int(x * scale) for x in at)
    modulus = gcd(*(other - first for other in others))
    if modulus <= 1:
        return 1, (0,)
    return modulus, tuple(r for r in range(modulus) if (r * first - int(condition.value * scale)) % modulus == 0)
