"""Gradient flow on a family of a setting: does it stay, how do the letters move, what is conserved, where is rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mesaproof.answers.flow_ends import Ends, ends_of
from mesaproof.errors import ModelError
from mesaproof.reading.setting_files import read_family, read_setting
from symbolic.decide.family_invariance import stays_on as conclusion_of
from symbolic.expectation.characters import OutOfReach
from symbolic.expectation.moments import MomentSymbol
from symbolic.flow.conserved import conserved
from symbolic.flow.field import Field, TraceSymbol, reduced_field
from symbolic.flow.scalings import conserved_norms
from symbolic.model.derived_model import Derived
from symbolic.model.tangency import Tangency
from symbolic.setting import Family, Orbit, Setting
from symbolic.typeset.displays import Equation
from symbolic.typeset.norms import squared_norm, sum_of_norms
from symbolic.typeset.population_formulas import Written, closed_formula, legend, velocity_equations, written_for
from symbolic.typeset.printing import text
from symbolic.typeset.screen_text import with_letters
from symbolic.views import Shown

if TYPE_CHECKING:
    import sympy

    from symbolic.decide.conclusions import Conclusion

DEGREE = 2
"""Conserved polynomials of the letters are looked for up to this degree."""


@dataclass(frozen=True, eq=False, repr=False)
class FamilyFlow(Shown):
    """The flow of all entries at points of a family.

    `leftovers` say what takes it off the family unless something vanishes or agrees; without any it stays, whatever the
    laws and covariances are. `needs` are the same as requirements on moments of the start, where they are of that form.
    `conserved` and `ends`, where it rests and goes, hold where it stays; they are None for letters that are no scalars.
    """

    setting: Setting
    family: str
    leftovers: tuple[str, ...]
    needs: tuple[str, ...]
    velocities: Mapping[str, tuple[Equation, ...]]
    conserved: tuple[str, ...]
    ends: Ends | None
    legend: tuple[str, ...] = ()

    @property
    def rest(self) -> tuple[str, ...] | None:
        """The sets of points at which it rests; None where they are not known."""
        return None if self.ends is None or self.ends.open else tuple(rest.where for rest in self.ends.rest)

    @property
    def stays(self) -> bool:
        """Whether the flow stays on the family for every law and covariance."""
        return not self.leftovers

    def __repr__(self) -> str:
        unless = with_letters("; ".join(self.needs or self.leftovers))
        stays = "stays on it" if self.stays else f"leaves it unless {unless}"
        moving = [line for each in self.velocities.values() for equation in each for line in equation.lines()]
        return "\n".join([f"{self.family} of {self.setting.key}: the flow {stays}", *moving])


def family_flow(setting: Setting | str, family: str) -> FamilyFlow:
    """Gradient flow at points of a family of a setting, for symbolic sizes and any law.

    Raises InputError for what is unknown, and for a family or setting that is beyond what can be derived.

    >>> flow = family_flow("zhang2024", "reduced")
    >>> flow.stays, flow.conserved
    (True, ('u^2 - tr(U Uᵀ)',))
    """
    model = read_setting(setting)
    held = _family(model, family)
    with _within_reach(model):
        tangency = Tangency(Derived(model).on(held))
        written = written_for(model, held)
        needs = _needs(tangency, family)
        field = tangency.field
        shapes = {name: shape for p in held.letters.values() for name, shape in p.blocks.items()}
        return FamilyFlow(
            model,
            family,
            tuple(leftover.text for leftover in tangency.leftovers),
            needs,
            velocity_equations(field, shapes, written),
            _conserved(tangency, held, written),
            _ends(tangency, held, written),
            tuple(legend(field.values())),
        )


def stays_on(setting: Setting | str, family: str) -> Conclusion:
    """The conclusion that gradient flow stays on a family, for `decide`.

    Raises InputError where it does for every law, and where its requirements are not on moments of one start.

    >>> len(stays_on("zheng2024", "line").requirements)
    8
    """
    model = read_setting(setting)
    with _within_reach(model):
        found = conclusion_of(Tangency(Derived(model).on(_family(model, family))), family)
    if found is None:
        raise ModelError(model.key, f"the flow stays on the family {family} for every law: nothing is left to decide")
    return found


def _family(setting: Setting, name: str) -> Family:
    family = read_family(setting, name)
    assert family is not None
    return family


@contextmanager
def _within_reach(setting: Setting) -> Iterator[None]:
    try:
        yield
    except OutOfReach as error:
        raise ModelError(setting.key, str(error)) from error


def _needs(tangency: Tangency, family: str) -> tuple[str, ...]:
    """Requirements on moments, where what is left over is made of moments."""
    try:
        found = conclusion_of(tangency, family)
    except OutOfReach:
        return ()
    start = next(
        (source.start.draw.name for source in tangency.on.derived.setting.draws if isinstance(source, Orbit)), "x"
    )
    names = () if found is None else (requirement.name for requirement in found.requirements)
    return tuple(name.replace("x_", f"{start.partition('_')[0]}_").replace("+ -", "- ") for name in names)


def _conserved(tangency: Tangency, family: Family, written: Written) -> tuple[str, ...]:
    if not family.letters:
        field = reduced_field(tangency)
        return tuple(_formula(_leading(polynomial, field), field, written) for polynomial in conserved(field, DEGREE))
    held = {block: one for block, one in tangency.held.items() if one.letters}
    blocks = {block: tuple(letter.name for letter in one.letters) for block, one in held.items()}
    shapes = tangency.on.derived.setting.blocks
    norms = {block: squared_norm(one, shapes[block], family.letters) for block, one in held.items()}
    return tuple(sum_of_norms(weights, norms) for weights in conserved_norms(tangency.on.terms, blocks))


def _leading(polynomial: sympy.Expr, field: Field) -> sympy.Expr:
    """With the sign at which its first letter, in the order of the alphabet, is not subtracted."""
    import sympy

    leading = sympy.Poly(polynomial, *sorted(field.letters, key=str)).LC()
    return sympy.expand(-polynomial) if leading.is_negative else polynomial


def _ends(tangency: Tangency, family: Family, written: Written) -> Ends | None:
    if family.letters:
        return None
    field = reduced_field(tangency)
    return ends_of(field, tangency.on.derived.setting, lambda e: _formula(e, field, written), _collected)


def _formula(expression: sympy.Expr, field: Field, written: Written) -> str:
    """Text, traces written as such."""
    import sympy

    names = {
        symbol: sympy.Symbol(closed_formula(symbol.graph, written).text) for symbol in expression.atoms(TraceSymbol)
    }
    expression = expression.replace(sympy.Piecewise, _where)
    sums = {one: sympy.Symbol(_sum(one)) for one in expression.atoms(sympy.Sum)}
    return text(expression.xreplace({**names, **sums})).replace("**", "^").replace("*", " ")


def _where(*branches: tuple[sympy.Expr, sympy.Basic]) -> sympy.Expr:
    """What is zero but under one condition, as a product with its indicator."""
    import sympy

    (value, condition), *others = branches
    if len(others) != 1 or others[0][0] != 0 or not isinstance(condition, sympy.Eq):
        return sympy.Piecewise(*branches)
    left, right = condition.args
    what = f"{left.args[0]} = {right} mod {left.args[1]}" if isinstance(left, sympy.Mod) else f"{left} = {right}"
    return value * sympy.Symbol(f"[{what}]")


def _sum(one: sympy.Sum) -> str:
    """A sum over a range of whole numbers, in brackets."""
    label, low, high = one.limits[0]
    return f"(sum_{{{label}={low}..{text(high)}}} {text(one.function)})"


def _collected(polynomial: sympy.Expr, field: Field) -> sympy.Expr:
    """By powers of the letters, the first of them not subtracted; what multiplies them by moments, with its factors."""
    import sympy

    _, found = sympy.Poly(polynomial, *field.letters).clear_denoms(convert=True)
    moments = [s for s in polynomial.atoms(sympy.Symbol) if isinstance(s, (MomentSymbol, TraceSymbol))]
    signed = -found if found.LC().could_extract_minus_sign() else found
    coefficients = signed.as_dict(native=False).items()
    return sympy.Add(
        *(sympy.collect(sympy.expand(c), sorted(moments, key=str), sympy.factor)
          * sympy.Mul(*map(sympy.Pow, field.letters, powers)) for powers, c in coefficients)
    )  # fmt: skip
