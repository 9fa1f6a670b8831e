"""Products of powers of a size with different poles, such as `1/(t (t - 1))`, as sums of powers with one pole each.

The result is unique, so that equal functions stay equal normal forms where a size has several denominators.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from symbolic.algebra.laurent import Atom, Exponents, Laurent
from symbolic.model.letters import Combined, Shifted


def with_one_pole_each(coefficient: Laurent) -> Laurent:
    """The same function, no product having two poles of one size.

    >>> from symbolic.setting.affine import Affine
    >>> t, before = Laurent.atom(Combined(Affine.of({"t": 1})), -1), Laurent.atom(Shifted("t", -1), -1)
    >>> print(with_one_pole_each(t * before))
    1 (t - 1)^-1 + -1 t^-1
    """
    if not any(_pole(atom) for atom in coefficient.atoms if isinstance(atom, Combined)):
        return coefficient
    return coefficient.mapped(_split)


def _split(exponents: Exponents) -> Laurent:
    """One step for the first size with two bases, and on from there."""
    for (one, p), (other, k) in _pairs(exponents):
        rest = {atom: n for atom, n in exponents if atom not in (one, other)}
        (_, first), (_, second) = _pole(one) or ("", 0), _pole(other) or ("", 0)
        apart = Fraction(second - first)
        if p > 0:
            parts = ((p - 1, k + 1, Fraction(1)), (p - 1, k, -apart))
        elif k > 0:
            parts = ((p + 1, k - 1, Fraction(1)), (p, k - 1, apart))
        else:
            parts = ((p, k + 1, 1 / apart), (p + 1, k, -1 / apart))
        return Laurent.total(_split(_product({**rest, one: m, other: n})) * c for m, n, c in parts)
    return Laurent({exponents: Fraction(1)})


def _pairs(exponents: Exponents) -> Iterator[tuple[tuple[Atom, int], tuple[Atom, int]]]:
    poles = [(atom, n) for atom, n in exponents if _pole(atom)]
    for place, (one, p) in enumerate(poles):
        for other, k in poles[place + 1 :]:
            if (_pole(one) or ("",))[0] == (_pole(other) or ("",))[0]:
                yield (one, p), (other, k)


def _pole(atom: Atom) -> tuple[str, int] | None:
    """The size, and what is added to it, of a factor that is one size plus a number."""
    match atom:
        case Shifted(name=name, shift=shift):
            return name, shift
        case Combined(base=base) if len(base.slopes) == 1 and base.slopes[0][1] == 1:
            return base.slopes[0][0], base.constant
    return None


def _product(powers: dict[Atom, int]) -> Exponents:
    return tuple(sorted(((atom, n) for atom, n in powers.items() if n), key=lambda power: power[0].text))
