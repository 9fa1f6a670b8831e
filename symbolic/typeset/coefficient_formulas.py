"""Coefficients of a loss in print: one fraction, what is common to all summands in front, and the sum that is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

from symbolic.algebra.laurent import Atom, Exponents, Laurent
from symbolic.model.letters import Combined, Equals, Geometric, Named, PowerSum, Reached, Residue, Shifted, TimeTotal
from symbolic.setting.affine import Affine
from symbolic.typeset.letter_names import Formula, name, product
from symbolic.typeset.printing import latex

Summand = tuple[Fraction, Exponents]


@dataclass(frozen=True)
class Coefficient:
    """`± number · common · (summands)`; the number is positive, and so is the first of several summands."""

    negative: bool
    number: Fraction
    common: Exponents
    summands: tuple[Summand, ...] = ()

    @property
    def magnitude(self) -> Formula:
        """Without its sign; empty where it is 1."""
        around = _product(self.number, self.common)
        return product(around, _bracketed(self.summands)) if self.summands else around


def factored(coefficient: Laurent) -> Coefficient:
    """A coefficient that is not zero, taken apart.

    >>> N = Laurent.atom(Shifted("N"), -1)
    >>> factored(N * Fraction(1, 2) + Laurent.number(Fraction(1, 2))).magnitude.text
    '1/2 (1 + 1/N)'
    >>> factored((N.power(2) * 2 + N) * -1).magnitude.text
    '(1/N) (1 + 2/N)'
    """
    items = sorted(coefficient.coefficients.items(), key=lambda item: _order(item[0]))
    content = Fraction(gcd(*(c.numerator for _, c in items)), lcm(*(c.denominator for _, c in items)))
    negative = items[0][1] < 0
    shared = _common([dict(exponents) for exponents, _ in items])
    if len(items) == 1:
        return Coefficient(negative, content, shared)
    share = dict(shared)
    sign = -1 if negative else 1
    rest = [
        (sign * c / content, tuple((a, k) for atom, n in exponents for a, k in [(atom, n - share.get(atom, 0))] if k))
        for exponents, c in items
    ]
    return Coefficient(negative, content, shared, tuple(rest))


def _common(powers: Sequence[dict[Atom, int]]) -> Exponents:
    """The power of every atom that all summands share."""
    found = []
    for atom in powers[0]:
        every = [exponents.get(atom, 0) for exponents in powers]
        shared = max(min(every), 0) + min(max(every), 0)
        found += [(atom, shared)] if shared else []
    return tuple(found)


def _order(exponents: Exponents) -> tuple[object, ...]:
    """Higher powers of sizes and higher moments first, sums over times last."""
    return (
        sum(isinstance(atom, PowerSum) for atom, _ in exponents),
        -sum(n for atom, n in exponents if isinstance(atom, (Shifted, Combined))),
        -max((_moment_order(atom) for atom, _ in exponents), default=0),
        [(atom.text, -n) for atom, n in exponents],
    )


def _moment_order(atom: Atom) -> int:
    """Of `m4(x)` it is 4."""
    return int(atom.name[1:].partition("(")[0]) if isinstance(atom, Named) and "(" in atom.name else 0


def _bracketed(summands: Sequence[Summand]) -> Formula:
    inside = summed(signed_summands(summands))
    return Formula(f"({inside.text})", rf"\left({inside.latex}\right)")


def signed_summands(summands: Sequence[Summand]) -> list[tuple[bool, Formula]]:
    """Whether each is a minus, and its magnitude; empty where that is 1."""
    return [(c < 0, _summand(c, exponents)) for c, exponents in _plain_ends(summands)]


def _plain_ends(summands: Sequence[Summand]) -> list[Summand]:
    """A shifted size beside a number is the size and another number: T instead of T - 2 + 2."""
    linear = [n for n, (_, powers) in enumerate(summands) if _is_shifted(powers)]
    numbers = [n for n, (_, powers) in enumerate(summands) if not powers]
    if len(linear) != 1 or not numbers:
        return list(summands)
    slope, ((atom, _),) = summands[linear[0]]
    constant = summands[numbers[0]][0] + slope * (atom.shift if isinstance(atom, Shifted) else 0)
    found = list(summands)
    found[linear[0]] = (slope, ((Shifted(atom.name), 1),)) if isinstance(atom, Shifted) else found[linear[0]]
    found[numbers[0]] = (constant, ())
    return [summand for summand in found if summand[0]]


def _is_shifted(powers: Exponents) -> bool:
    return len(powers) == 1 and isinstance(powers[0][0], Shifted) and powers[0][0].shift != 0 and powers[0][1] == 1


def _summand(number: Fraction, exponents: Exponents) -> Formula:
    if number == 1 and len(exponents) == 1 and isinstance(atom := exponents[0][0], Shifted) and exponents[0][1] == 1:
        base = Affine.of({atom.name: 1}, atom.shift)
        return Formula(str(base), affine_latex(base))
    return _product(abs(number), exponents, alone=True)


def summed(terms: Sequence[tuple[bool, Formula]]) -> Formula:
    """Terms with their signs (whether it is a minus) as a sum; an empty term is 1, no term is 0.

    >>> summed([(True, name("a")), (False, Formula("", ""))]).text
    '-a + 1'
    """
    if not terms:
        return Formula("0", "0")
    (minus, first), *rest = [(negative, term or Formula("1", "1")) for negative, term in terms]
    text, tex = (("-" if minus else "") + form for form in (first.text, first.latex))
    for negative, term in rest:
        sign = " - " if negative else " + "
        text, tex = text + sign + term.text, tex + sign + term.latex
    return Formula(text, tex)


def _product(number: Fraction, exponents: Exponents, alone: bool = False) -> Formula:
    """A positive number times powers, negative ones below it; empty where it is 1. Where it is `alone`, no brackets."""
    above = [_power(atom, n) for atom, n in sorted(exponents, key=_place) if n > 0]
    below = [_power(atom, -n) for atom, n in exponents if n < 0]
    if number == 1 and not below:
        return product(*above)
    fraction = _fraction(number, below)
    if below and not (alone and not above):
        fraction = Formula(f"({fraction.text})", fraction.latex)
    return product(fraction, *above)


def _place(power: tuple[Atom, int]) -> tuple[int, str]:
    """Scalars, sizes, moments of coordinates, sums over times."""
    atom = power[0]
    if _is_scalar(atom):
        return 0, atom.text
    return (1 if isinstance(atom, (Shifted, Combined)) else 2 if isinstance(atom, Named) else 3), atom.text


def _fraction(number: Fraction, below: Sequence[Formula]) -> Formula:
    digits = [Formula(str(number.denominator), str(number.denominator))] if number.denominator != 1 else []
    under = product(*digits, *below)
    if not under:
        return Formula(str(number.numerator), str(number.numerator))
    text = f"({under.text})" if len(digits) + len(below) > 1 else under.text
    return Formula(f"{number.numerator}/{text}", rf"\frac{{{number.numerator}}}{{{under.latex}}}")


def _power(atom: Atom, n: int) -> Formula:
    """An atom to a positive power."""
    if isinstance(atom, Geometric):
        exponent = Affine.of({atom.exponent: n})
        text = str(exponent).replace("*", " ")
        base = name(atom.base)
        return Formula(f"{base.text}^({text})" if n > 1 else f"{base.text}^{text}", f"{base.latex}^{{{text}}}")
    base = atom_formula(atom)
    if n == 1:
        return base
    plain = base.latex.startswith(r"\left(") or not set("_^ ") & set(base.latex) or _has_only_an_index(atom, base)
    tex = base.latex if plain else _in_brackets(base)
    text = base.text if " " not in base.text or base.text.startswith("(") else f"({base.text})"
    return Formula(f"{text}^{n}", f"{tex}^{{{n}}}")


def _has_only_an_index(atom: Atom, base: Formula) -> bool:
    """Whether it is a scalar that has something below it and nothing above."""
    return isinstance(atom, Named) and "(" not in atom.name and not set("^ ") & set(base.latex)


def _in_brackets(base: Formula) -> str:
    return rf"\left({base.latex}\right)"


def by_scalars(coefficient: Laurent) -> list[Laurent]:
    """A coefficient as a sum of parts that have the same powers of scalars.

    >>> a, N = Laurent.atom(Named("a")), Laurent.atom(Shifted("N"))
    >>> [str(part) for part in by_scalars(a * N + a - N)]
    ['-1 N', '1 N a + 1 a']
    """
    parts: dict[Exponents, dict[Exponents, Fraction]] = {}
    for exponents, c in coefficient.coefficients.items():
        scalars = tuple((atom, n) for atom, n in exponents if _is_scalar(atom))
        parts.setdefault(scalars, {})[exponents] = c
    return [Laurent(parts[scalars]) for scalars in sorted(parts, key=lambda e: [(a.text, -n) for a, n in e])]


def scalar_parts(coefficient: Laurent) -> list[tuple[Laurent, Laurent]]:
    """A coefficient as products of scalars, each with what multiplies it.

    >>> a, N = Laurent.atom(Named("a")), Laurent.atom(Shifted("N"))
    >>> [(str(scalars), str(rest)) for scalars, rest in scalar_parts(a * N + a)]
    [('1 a', '1 + 1 N')]
    """
    return [_apart(part) for part in by_scalars(coefficient)]


def _apart(part: Laurent) -> tuple[Laurent, Laurent]:
    """A coefficient whose summands have the same powers of scalars."""
    scalars = tuple(power for power in next(iter(part.coefficients)) if _is_scalar(power[0]))
    rest = {tuple(power for power in powers if power not in scalars): c for powers, c in part.coefficients.items()}
    return Laurent({scalars: Fraction(1)}), Laurent(rest)


def _is_scalar(atom: Atom) -> bool:
    return isinstance(atom, Geometric) or (isinstance(atom, Named) and "(" not in atom.name)


def atom_formula(atom: Atom) -> Formula:
    r"""A size, a scalar, a moment of a coordinate or a sum over times.

    >>> atom_formula(PowerSum(-2, Affine.of({"T": 1}, -2)))
    Formula(text='H(T - 2, 2)', latex='H_{T - 2}^{(2)}')
    """
    match atom:
        case Shifted(name=size, shift=0):
            return name(size)
        case Combined(base=base) if atom.text == str(base):
            return Formula(atom.text, affine_latex(base))
        case Shifted() | Combined():
            return Formula(atom.text, rf"\left({affine_latex(_base(atom))}\right)")
        case Named(name=scalar) if "(" in scalar:
            order, draw = scalar.removesuffix(")").removeprefix("m").split("(")
            return Formula(scalar, f"m_{{{order}}}({name(draw).latex})")
        case Named(name=scalar):
            return name(scalar)
        case Equals(name=size, at=at):
            return Formula(atom.text, f"[{name(size).latex} = {at}]")
        case Residue(name=size, order=order, remainder=remainder):
            return Formula(atom.text, rf"[{name(size).latex} \equiv {remainder} \bmod {order}]")
        case Reached(base=base):
            return Formula(atom.text, rf"[{affine_latex(base)} \ge 0]")
        case PowerSum(ratios=ratios) if ratios:
            return _time_sum("s", 1, atom.upper, _ratios(atom))
        case TimeTotal(label=label, low=low, high=high, summand=summand):
            return _time_sum(label, low, high, magnitude(summand))
    return Formula(atom.text, latex(atom.expression()))


def magnitude(coefficient: Laurent) -> Formula:
    """A coefficient with its sign, as a factor; 1 is written."""
    found = factored(coefficient)
    inside = found.magnitude or Formula("1", "1")
    return Formula(f"(-{inside.text})", rf"\left(-{inside.latex}\right)") if found.negative else inside


def _ratios(atom: PowerSum) -> Formula:
    """What a geometric sum is taken over."""
    powers = [(name(base), {1: "s", -1: "-s"}.get(k, f"{k} s")) for base, k in atom.ratios]
    parts = [Formula(f"{b.text}^{k if k == 's' else f'({k})'}", f"{b.latex}^{{{k}}}") for b, k in powers]
    power = [Formula(f"s^({atom.exponent})", f"s^{{{atom.exponent}}}")] if atom.exponent else []
    return product(*power, *parts)


def _time_sum(label: str, low: int, high: Affine, summand: Formula) -> Formula:
    text = f"(sum_{{{label}={low}..{high}}} {summand.text})"
    return Formula(text, rf"\left(\sum_{{{label}={low}}}^{{{affine_latex(high)}}} {summand.latex}\right)")


def _base(atom: Shifted | Combined) -> Affine:
    return atom.base if isinstance(atom, Combined) else Affine.of({atom.name: 1}, atom.shift)


def affine_latex(affine: Affine) -> str:
    r"""A size or a time plus an integer.

    >>> affine_latex(Affine.of({"N": 2}, -1))
    '2 N - 1'
    """
    terms = [(c < 0, product(Formula("", "") if abs(c) == 1 else Formula(*2 * (str(abs(c)),)), name(size)))
             for size, c in affine.slopes]  # fmt: skip
    if affine.constant or not terms:
        terms.append((affine.constant < 0, Formula(*2 * (str(abs(affine.constant)),))))
    return summed(terms).latex
