"""Deriving the loss of a setting for symbolic sizes and covariance, beside SymPy's `expand` at one size and Λ = I.

Then every setting of the package: what its loss costs in a new process, by the number of its draws and parameters.
"""

from __future__ import annotations

from fractions import Fraction

import sympy

from benchmarks.timing import fresh, in_turns, report, shown
from proofs.catalogue import settings
from proofs.zhang2024.setting import ZHANG
from symbolic.algebra.rationals import to_fraction
from symbolic.expectation.characters import OutOfReach
from symbolic.laws.isserlis import isserlis
from symbolic.model.derived_model import Derived
from symbolic.setting import Setting, Values

SIZE = (1, 2), (2, 1), (2, 2)
"""d and N of the baseline."""

WARM = "import sympy\nsympy.Symbol('u') - 2"
DERIVE = "Derived(ZHANG).terms"
ON_FAMILY = "Derived(ZHANG).on(ZHANG.families['reduced']).gradient"
SETUP = f"{WARM}\nfrom symbolic.model.derived_model import Derived\nfrom proofs.zhang2024.setting import ZHANG"


def main() -> None:
    check_baseline(1, 2)
    baseline = {
        (d, N): fresh(f"from benchmarks.settings_derived import expanded\n{WARM}", f"expanded({d}, {N})")
        for d, N in SIZE
    }
    found = in_turns({"whole": fresh(SETUP, DERIVE), "family": fresh(SETUP, ON_FAMILY), **baseline})
    what = "loss at arbitrary weights, every d, N and Λ"
    for d, N in SIZE:
        report(what, found["whole"], f"SymPy's expand at d={d}, N={N}, Λ=I", found[d, N])
    report("gradient on the reduced family", found["family"], "the loss at arbitrary weights", found["whole"])
    print(f"{'setting':<24}{'draws':>7}{'parameters':>12}{'terms':>7}  seconds")
    for key, paper in sorted(settings().items()):
        print(cost(key, paper.setting(key)), flush=True)


def cost(key: str, setting: Setting) -> str:
    """A row: draws, parameters, terms of the loss, and seconds of a new process to derive it; sizes stay open."""
    try:
        terms = Derived(setting).terms
    except OutOfReach:
        return f"{key:<24}{len(setting.draws):>7}{len(setting.parameters):>12}      -  at given sizes only"
    seconds = fresh(f"{WARM}\nfrom benchmarks.settings_derived import derived", f"derived({key!r})")()
    sizes = f"{len(setting.draws):>7}{len(setting.parameters):>12}{len(terms):>7}"
    return f"{key:<24}{sizes}  {shown(seconds)}"


def derived(key: str) -> None:
    """The loss of a setting of the package."""
    Derived(settings()[key].setting(key)).terms  # noqa: B018


def weights(d: int) -> dict[str, sympy.Matrix]:
    """The blocks that reach the prediction, as symbols."""
    names = {"W_PV_21": (1, d), "W_PV_22": (1, 1), "W_KQ_11": (d, d), "W_KQ_21": (1, d)}
    return {
        name: sympy.Matrix(*shape, lambda p, q, n=name: sympy.Symbol(f"{n}_{p}{q}")) for name, shape in names.items()
    }


def expanded(d: int, N: int) -> sympy.Expr:
    """The population loss as a notebook would have it: everything multiplied out, then moments of standard normals."""
    blocks = weights(d)
    x = [sympy.Matrix(sympy.symbols(f"x{i}_0:{d}")) for i in range(N)]
    q, w = sympy.Matrix(sympy.symbols(f"q_0:{d}")), sympy.Matrix(sympy.symbols(f"w_0:{d}"))
    tokens = [sympy.Matrix([*one, (w.T * one)[0]]) for one in x]
    query = sympy.Matrix([*q, 0])
    context = sum((token * token.T for token in tokens), query * query.T)
    value = sympy.Matrix([[*blocks["W_PV_21"], *blocks["W_PV_22"]]])
    keys = sympy.Matrix([*blocks["W_KQ_11"].tolist(), *blocks["W_KQ_21"].tolist()])
    error = (value * context * keys * q)[0] / N - (w.T * q)[0]
    data = [symbol for one in (*x, q, w) for symbol in one]
    polynomial = sympy.Poly(sympy.expand(error**2 / 2), *data)
    return sympy.Add(*(c * _mean(exponents) for exponents, c in polynomial.terms()))


def _mean(exponents: tuple[int, ...]) -> int:
    moment = 1
    for n in exponents:
        moment *= int(isserlis([[Fraction(1)]], (n,)))
    return moment


def check_baseline(d: int, N: int) -> None:
    """The two sides of the comparison compute the same thing; raises ValueError otherwise."""
    blocks = weights(d)
    numbers = {
        symbol: sympy.Rational(n, 3) for n, symbol in enumerate((s for b in blocks.values() for s in b), start=1)
    }
    parameters = {
        name: tuple(tuple(_fraction(numbers[entry]) for entry in row) for row in block.tolist())
        for name, block in blocks.items()
    }
    identity = tuple(tuple(Fraction(int(p == q)) for q in range(d)) for p in range(d))
    ours = Derived(ZHANG).loss_at(Values({"d": d, "N": N}, {"Λ": identity}, parameters=parameters))
    theirs = _fraction(expanded(d, N).subs(numbers))
    if ours != theirs:
        raise ValueError(f"d = {d}, N = {N}: the baseline has {theirs}, the derived loss {ours}")


def _fraction(number: sympy.Rational) -> Fraction:
    return to_fraction(number)


if __name__ == "__main__":
    main()
