"""Parts of moments: `∫ x^n p(x) dx` over an interval, exact, for the densities where it has a closed form.

For the Gaussian, Laplace, gamma, Rayleigh and Weibull laws a power of `|x|` has a gamma density, so that every part is
an incomplete gamma function at an integer or half an integer: powers, `exp` and `erfc`. Each law leaves out a constant
factor of its own, which a ratio of two parts does not see.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import comb
from typing import Any

from symbolic.algebra.rationals import to_sympy
from symbolic.laws.coordinates import Gaussian, Laplace, Number, Student
from symbolic.laws.coordinates.positive import Beta, Gamma, LogNormal, Pareto, Rayleigh, Triangular, Weibull
from symbolic.laws.coordinates.unbounded import Cauchy

End = Fraction | None
"""The end of an interval; None where it has none on that side, or where the support ends."""

LARGEST_SHAPE = 40
"""A gamma shape, a parameter of a beta law or degrees of freedom: the mass is a sum of about so many terms."""


def partial_moment(law: Any, n: int, low: End, high: End) -> Any:
    """`∫ x^n p(x) dx` over the interval, as a SymPy expression, expanded, up to a factor that depends on the law alone.

    Raises ValueError for a law without a closed form here, and where the part is infinite.
    """
    import sympy

    rule = _RULES.get(type(law))
    if rule is None or not has_partial_moments(law):
        raise ValueError(f"the truncation of {law.description} has no closed form here")
    return sympy.expand(rule(law, n, low, high))


def has_partial_moments(law: Any) -> bool:
    """Whether every part of every moment has a closed form here.

    >>> has_partial_moments(Gamma(Fraction(3, 2))), has_partial_moments(Gamma(Fraction(1, 3)))
    (True, False)
    """
    match law:
        case Gamma(shape=shape):
            return _half_integer(shape) and shape <= LARGEST_SHAPE
        case Weibull(shape=shape):
            return shape == 2 or ((1 / shape).denominator == 1 and 1 / shape <= LARGEST_SHAPE)
        case Beta(a=a, b=b):
            return a.denominator == b.denominator == 1 and max(a, b) <= LARGEST_SHAPE
        case Student(df=df):
            return df.denominator == 1 and df <= LARGEST_SHAPE
    return type(law) in _RULES


def ratio(part: Any, whole: Any) -> Number:
    """A part over the whole as `c + rest/whole` with c rational and the fewest terms in the rest.

    >>> from sympy import E
    >>> ratio(2 - 5 / E, 1 - 1 / E)
    2 - 3/(-1 + E)
    """
    import sympy

    from symbolic.algebra.held import Held

    if not whole.has(sympy.Function):
        return _number(sympy.expand(sympy.radsimp(part / whole)))
    found, known = part.as_coefficients_dict(), whole.as_coefficients_dict()
    rests = [(c, sympy.expand(part - c * whole)) for c in dict.fromkeys(found[atom] / known[atom] for atom in known)]
    c, rest = min(rests, key=lambda pair: len(_terms(pair[1])))
    if rest == 0:
        return _number(c)
    if len(_terms(rest)) == 1 and {atom.func for atom in whole.atoms(sympy.Function)} == {sympy.exp}:
        factor, atom = rest.as_coeff_Mul()
        return c + factor / sympy.expand(whole / atom)
    content, below = sympy.factor_terms(whole).as_coeff_Mul()
    parts = [(term / content).as_coeff_Mul() for term in _terms(rest)]
    return c + sympy.Add(*(factor * Held(atom / below) for factor, atom in parts))


def _number(value: Any) -> Number:
    return Fraction(int(value.p), int(value.q)) if value.is_Rational else value


def _terms(value: Any) -> tuple[Any, ...]:
    return value.args if value.is_Add else (value,) if value != 0 else ()


def incomplete_gamma(order: Fraction, low: Any, high: Any) -> Any:
    """`∫ y^{order-1} exp(-y) dy` for order in {1/2, 1, 3/2, …} and `0 <= low < high`; high None is infinity.

    >>> incomplete_gamma(Fraction(3), 0, 1)
    2 - 5*exp(-1)
    """
    import sympy

    from symbolic.algebra.square_roots import square_root

    if order == Fraction(1, 2):
        below = sympy.Integer(0) if high is None else sympy.erfc(square_root(high))
        if low == 0 and high is not None:
            return sympy.sqrt(sympy.pi) * sympy.erf(square_root(high))
        return sympy.sqrt(sympy.pi) * (sympy.erfc(square_root(low)) - below)
    boundary = _boundary(order, low) - (0 if high is None else _boundary(order, high))
    return boundary + (to_sympy(order - 1) * incomplete_gamma(order - 1, low, high) if order > 1 else 0)


def _boundary(order: Fraction, y: Any) -> Any:
    import sympy

    return sympy.exp(-y) * (1 if order == 1 else sympy.sympify(y) ** to_sympy(order - 1))


def _half_integer(number: Fraction) -> bool:
    return (2 * number).denominator == 1


def _power_of_gamma(size: Any, power: Fraction, shape: Fraction, n: int, low: End, high: End) -> Any:
    """`x = size · y^{1/power}` with y of gamma density; `size^power` is rational or the square root of a rational."""
    ends = [None if end is None else (to_sympy(end) / size) ** to_sympy(power) for end in (low or Fraction(0), high)]
    return size**n * incomplete_gamma(shape + n / power, *ends)


def _both_sides(size: Any, power: int, n: int, low: End, high: End) -> Any:
    """A law that is symmetric about 0: the positive part, and the mirror image of the negative one."""
    shape, zero, total = Fraction(1, power), Fraction(0), 0
    if high is None or high > 0:
        total += _power_of_gamma(size, Fraction(power), shape, n, max(low or zero, zero), high)
    if low is None or low < 0:
        ends = max(-(high or zero), zero), None if low is None else -low
        total += (-1) ** n * _power_of_gamma(size, Fraction(power), shape, n, *ends)
    return total


def _root_two(sigma: Fraction) -> Any:
    import sympy

    return to_sympy(sigma) * sympy.sqrt(2)


def _pareto(law: Pareto, n: int, low: End, high: End) -> Any:
    import sympy

    least, most = to_sympy(law.minimum if low is None else low), high
    if most is None:
        if n >= law.alpha:
            raise ValueError(f"E x_j^{n} of {law.description} is infinite")
        return least ** to_sympy(n - law.alpha) / to_sympy(law.alpha - n)
    if n == law.alpha:
        return sympy.log(to_sympy(most) / least)
    power = to_sympy(n - law.alpha)
    return (to_sympy(most) ** power - least**power) / power


def _beta(law: Beta, n: int, low: End, high: End) -> Any:
    least, most = low or Fraction(0), Fraction(1) if high is None else high
    powers = ((law.a + n + k, (-1) ** k * comb(int(law.b) - 1, k)) for k in range(int(law.b)))
    return to_sympy(sum((c * (most ** int(m) - least ** int(m)) / m for m, c in powers), Fraction(0)))


def _triangular(law: Triangular, n: int, low: End, high: End) -> Any:
    """`(x - low)/(mode - low)` before the mode, `(high - x)/(high - mode)` after it."""
    least, most = law.low if low is None else low, law.high if high is None else high
    total = Fraction(0)
    for start, end, foot in ((law.low, law.mode, law.low), (law.mode, law.high, law.high)):
        a, b = max(start, least), min(end, most)
        if a < b:
            slope = 1 / (law.mode - foot)
            total += slope * (_power(n + 1, a, b) - foot * _power(n, a, b))
    return to_sympy(total)


def _power(n: int, a: Fraction, b: Fraction) -> Fraction:
    return (b ** (n + 1) - a ** (n + 1)) / (n + 1)


def _lognormal(law: LogNormal, n: int, low: End, high: End) -> Any:
    """`exp(n mu + n² sigma²/2)` times the mass of a Gaussian whose mean has moved by `n sigma²`."""
    import sympy

    mu, sigma = to_sympy(law.mu), to_sympy(law.sigma)
    above = [
        sympy.Integer(far) if not end else sympy.erfc((sympy.log(to_sympy(end)) - mu - n * sigma**2) / _root_two(sigma))
        for end, far in ((low, 2), (high, 0))
    ]
    return sympy.exp(n * mu + n**2 * sigma**2 / 2) * (above[0] - above[1])


def _student(law: Student | Cauchy, n: int, low: End, high: End) -> Any:
    df = 1 if isinstance(law, Cauchy) else int(law.df)
    size = to_sympy(law.scale) if isinstance(law, Cauchy) else 1
    if n >= df and (low is None or high is None):
        raise ValueError(f"E x_j^{n} of {law.description} does not exist on a half-line")
    upper, lower = (_primitive(n, df, end, size, sign) for end, sign in ((high, 1), (low, -1)))
    return size**n * (upper - lower)


def _primitive(n: int, df: int, end: End, size: Any, sign: int) -> Any:
    """Of `t^n (1 + t²/df)^{-(df+1)/2}` at `t = end/size`, or its limit at ±∞; by parts, two orders down at a time."""
    x, power = None if end is None else to_sympy(end) / size, Fraction(df + 1, 2)
    if n == df:
        return _logarithmic(df, n, power, x)
    if n < 2:
        return _odd(df, power, x) if n else _even(df, power, x, sign)
    boundary = 0 if x is None else x ** (n - 1) * (1 + x**2 / df) ** to_sympy(1 - power)
    return to_sympy(Fraction(df, n - df)) * (boundary - (n - 1) * _primitive(n - 2, df, end, size, sign))


def _logarithmic(df: int, n: int, power: Fraction, x: Any) -> Any:
    """Of `t^n (1 + t²/df)^{-power}` with `n = 2 power - 1`, the order at which the law's own moments end."""
    if n < 2:
        return _odd(df, power, x) if n else _even(df, power, x, 1)
    factor = to_sympy(Fraction(df) / (2 - 2 * power))
    boundary = x ** (n - 1) * (1 + x**2 / df) ** to_sympy(1 - power)
    return factor * (boundary - (n - 1) * _logarithmic(df, n - 2, power - 1, x))


def _odd(df: int, power: Fraction, x: Any) -> Any:
    """Of `t (1 + t²/df)^{-power}`."""
    import sympy

    if power == 1:
        return sympy.Rational(df, 2) * sympy.log(1 + x**2 / df)
    exponent = to_sympy(1 - power)
    return 0 if x is None else df / (2 * exponent) * (1 + x**2 / df) ** exponent


def _even(df: int, power: Fraction, x: Any, sign: int) -> Any:
    """Of `(1 + t²/df)^{-power}`: `∫ (1+u)^{-p} = t (1+u)^{1-p}/(2p-2) + (2p-3)/(2p-2) ∫ (1+u)^{1-p}`, `u = t²/df`."""
    import sympy

    from symbolic.algebra.square_roots import square_root

    root = square_root(df)
    if power == 1:
        return root * (sign * sympy.pi / 2 if x is None else sympy.atan(x / root))
    if power == Fraction(1, 2):
        return root * sympy.asinh(x / root)
    if power == Fraction(3, 2):
        return sign * root if x is None else x / square_root(1 + x**2 / df)
    twice = to_sympy(2 * power - 2)
    step = 0 if x is None else x * (1 + x**2 / df) ** to_sympy(1 - power) / twice
    return step + (twice - 1) / twice * _even(df, power - 1, x, sign)


_RULES: Mapping[type, Callable[[Any, int, End, End], Any]] = {
    Gaussian: lambda law, n, low, high: _both_sides(_root_two(law.sigma), 2, n, low, high),
    Laplace: lambda law, n, low, high: _both_sides(to_sympy(law.scale), 1, n, low, high),
    Gamma: lambda law, n, low, high: _power_of_gamma(to_sympy(law.scale), Fraction(1), law.shape, n, low, high),
    Rayleigh: lambda law, n, low, high: _power_of_gamma(_root_two(law.sigma), Fraction(2), Fraction(1), n, low, high),
    Weibull: lambda law, n, low, high: _power_of_gamma(to_sympy(law.scale), law.shape, Fraction(1), n, low, high),
    Pareto: _pareto,
    Beta: _beta,
    Triangular: _triangular,
    LogNormal: _lognormal,
    Student: _student,
    Cauchy: _student,
}
