"""A model as data: sizes, draws, parameters, prediction, target, loss, and the families that parameters are held to."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from symbolic.setting.affine import Affine, as_affine, identifier
from symbolic.setting.family import Family
from symbolic.setting.nodes import Array, Inverse, Parameter, Scaled, Total, nodes, parts_of
from symbolic.setting.randomness import (
    AnyLawDraw,
    Draw,
    GaussianDraw,
    Haar,
    Orbit,
    Sample,
    Samples,
    Source,
    State,
    Torus,
    Turned,
)
from symbolic.setting.recursion import Recursed
from symbolic.setting.symbols import Arithmetic, Size, Time
from symbolic.setting.valueless import Untraceable
from symbolic.setting.weights import Weight, as_weight

HALF = Fraction(1, 2)

Key = TypeVar("Key", int, str)


@dataclass(frozen=True)
class Range:
    """The times that a loss is summed over, both ends included."""

    label: str
    low: Affine
    high: Affine


@dataclass(frozen=True, eq=False)
class Setting:
    """What is trained, on which data, for which loss: `Σ_t factor · E |prediction(t) − target(t)|²`.

    `prediction` and `target` are functions of the time that `over=(t, low, high)` names, or of nothing where the loss
    is that of one prediction; both return vectors of one shape, or scalars. The factor may depend on that time.
    `parameters` are all that is trained. Raises Untraceable, in words, for whatever does not fit.
    """

    key: str
    sizes: tuple[Size, ...]
    draws: tuple[Source, ...]
    parameters: tuple[Parameter, ...]
    predicted: Array
    wanted: Array
    times: Range | None
    factor: Weight
    families: Mapping[str, Family]
    source: str

    def __init__(
        self,
        key: str,
        *,
        sizes: tuple[Size, ...],
        draws: tuple[Source, ...],
        parameters: tuple[Parameter, ...],
        prediction: Callable[..., Array],
        target: Callable[..., Array],
        over: tuple[Time, Arithmetic | int, Arithmetic | int] | None = None,
        factor: Weight | Fraction | int = HALF,
        families: Mapping[str, Family] | None = None,
        source: str = "",
    ) -> None:
        _require_kinds(sizes, draws, parameters, families)
        times = None if over is None else _range(over)
        arguments = () if over is None else (over[0],)
        values = {
            "key": key,
            "sizes": tuple(sizes),
            "draws": tuple(draws),
            "parameters": tuple(parameters),
            "predicted": _called(prediction, arguments, "prediction"),
            "wanted": _called(target, arguments, "target"),
            "times": times,
            "factor": _factor(factor),
            "families": dict(families or {}),
            "source": source,
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)
        _check(self)
        for name, family in self.families.items():
            family.check(name, self.blocks, self._taken, self.complex_blocks)

    @property
    def blocks(self) -> dict[str, tuple[Affine, Affine]]:
        """The blocks that are trained, by name, with their dimensions."""
        return {name: shape for parameter in self.parameters for name, shape in parameter.blocks.items()}

    @property
    def complex_blocks(self) -> frozenset[str]:
        """The blocks of complex parameters."""
        return frozenset(name for parameter in self.parameters if parameter.complex_ for name in parameter.blocks)

    @property
    def arrays(self) -> Iterator[Array]:
        """Every node of prediction and target."""
        yield from nodes(self.predicted)
        yield from nodes(self.wanted)

    @property
    def covariances(self) -> dict[str, Affine]:
        """Covariance matrices by letter, with their dimensions."""
        spreads = [draw.covariance for draw in self.drawn if isinstance(draw, GaussianDraw)]
        return {spread.letter: spread.axis[0] for spread in spreads if spread.letter}

    @property
    def given(self) -> dict[str, Parameter]:
        """Matrices and vectors that are not trained, by name."""
        means = [draw.mean for draw in self.drawn if isinstance(draw, GaussianDraw) and draw.mean is not None]
        found = [a for a in self.arrays if isinstance(a, Parameter) and not a.trained]
        return {parameter.name: parameter for parameter in (*found, *means)}

    @property
    def scalars(self) -> tuple[str, ...]:
        """Named numbers that losses depend on, sorted."""
        weights = [self.factor, *(a.weight for a in self.arrays if isinstance(a, Scaled))]
        weights += [draw.covariance.factor for draw in self.drawn if isinstance(draw, GaussianDraw)]
        return tuple(sorted({name for w in weights for m in w.monomials for name, _ in m.scalars}))

    @property
    def drawn(self) -> tuple[Draw, ...]:
        """The random vectors that are drawn, the start of an orbit among them."""
        return tuple((source.start if isinstance(source, Orbit) else source).draw for source in self.draws)

    @property
    def turns(self) -> tuple[Torus | Haar, ...]:
        """The random unitary matrices, each once."""
        turns = [source.by for source in self.draws if isinstance(source, Orbit)]
        turns += [node.by for node in self.arrays if isinstance(node, Turned)]
        return tuple({id(turn): turn for turn in turns}.values())

    @property
    def tori(self) -> tuple[Torus, ...]:
        """Those that are diagonal."""
        return tuple(turn for turn in self.turns if isinstance(turn, Torus))

    @property
    def haar(self) -> tuple[Haar, ...]:
        """Those that are uniform on a group of matrices."""
        return tuple(turn for turn in self.turns if isinstance(turn, Haar))

    @property
    def _taken(self) -> set[str]:
        """Names that no letter of a family may have, since both would be written alike."""
        drawn = {draw.name for draw in self.drawn} | {s.name for s in self.draws if isinstance(s, Orbit)}
        times = {self.times.label} if self.times else set()
        return {size.name for size in self.sizes} | drawn | set(self.covariances) | times

    def size(self, name: str) -> Size:
        """The size of that name."""
        return next(size for size in self.sizes if size.name == name)


KINDS: Mapping[str, tuple[type | tuple[type, ...], str]] = {
    "sizes": (Size, "size(…)"),
    "draws": ((Sample, Samples, Orbit), "Gaussian(…), IID(…), AnyLaw(…), one of them with .each(i), or Orbit(…)"),
    "parameters": (Parameter, "parameter(…)"),
    "families": (Family, "Family(…)"),
}
"""What a setting lists, and how it is made."""


def _factor(given: object) -> Weight:
    factor = as_weight(given)
    if factor is None:
        what = given.shape if isinstance(given, Array) else type(given).__name__
        raise Untraceable(f"factor= is a number, such as Fraction(1, 2), or a weight of sizes and times; given {what}")
    return factor


def _require_kinds(sizes: object, draws: object, parameters: object, families: Mapping[str, object] | None) -> None:
    named = {} if families is None else families
    if not isinstance(named, Mapping) or not all(isinstance(name, str) and name for name in named):
        raise Untraceable('families= holds families by name, as in families={"line": Family(…)}')
    listed = {"sizes": sizes, "draws": draws, "parameters": parameters, "families": tuple(named.values())}
    for where, each in listed.items():
        kind, how = KINDS[where]
        if not isinstance(each, (tuple, list)):
            raise Untraceable(f"{where}= lists several, as in {where}=(one,); given {type(each).__name__}")
        if wrong := [type(one).__name__ for one in each if not isinstance(one, kind)]:
            raise Untraceable(f"{where}= lists what is made by {how}; given {wrong[0]}")


def _range(over: tuple[Time, Arithmetic | int, Arithmetic | int]) -> Range:
    if not isinstance(over, (tuple, list)) or len(over) != 3 or not isinstance(over[0], Time):
        raise Untraceable("over=(t, low, high): a label made by time(…), and the first and the last time")
    return Range(over[0].name, as_affine(over[1]), as_affine(over[2]))


def _called(function: Callable[..., Array], arguments: tuple[Time, ...], what: str) -> Array:
    if not callable(function):
        raise Untraceable(f"{what}= is a function, such as def {what}(t): …; given {type(function).__name__}")
    try:
        wanted = len(inspect.signature(function).parameters)
    except ValueError:  # a function of Python's own, such as max
        raise Untraceable(f"{what}= is a function of your own, such as def {what}(t): …; given {function}") from None
    if wanted != len(arguments):
        raise Untraceable(
            f"{what} takes {wanted} arguments; with{'out' if not arguments else ''} over= it takes {len(arguments)}"
        )
    result = function(*arguments)
    if not isinstance(result, Array):
        raise Untraceable(f"{what} returns a vector or a scalar of the model; it returned {type(result).__name__}")
    return result


def _check(setting: Setting) -> None:
    identifier(setting.key.replace("-", "_") if isinstance(setting.key, str) else setting.key)
    _check_shapes(setting)
    _check_given(setting)
    _check_names(setting)
    _check_listed(setting)
    _check_labels(setting)


def _check_shapes(setting: Setting) -> None:
    if any(isinstance(array, Inverse) for array in setting.arrays):
        raise Untraceable(
            "an inverse in a model: it has no expectation; inverse(…) is for identities, identical(left, right)"
        )
    if (setting.predicted.rows, setting.predicted.columns) != (setting.wanted.rows, setting.wanted.columns):
        raise Untraceable(
            f"prediction is {setting.predicted.shape}, target is {setting.wanted.shape}: they need one shape"
        )
    if setting.predicted.columns or len(setting.predicted.rows) > 1:
        raise Untraceable(f"prediction is {setting.predicted.shape}: it is a vector of one block, or a scalar")


def _check_given(setting: Setting) -> None:
    if wrong := sorted(name for name, given in setting.given.items() if given.complex_):
        raise Untraceable(f"{wrong[0]} is given and complex: letters of families may be complex, data of a model real")


def _check_names(setting: Setting) -> None:
    names = [size.name for size in setting.sizes] + [p.name for p in setting.parameters]
    names += [draw.name for draw in setting.drawn] + [s.name for s in setting.draws if isinstance(s, Orbit)]
    names += {a.label for a in setting.arrays if isinstance(a, Total)} & {size.name for size in setting.sizes}
    names += [*setting.covariances, *setting.given, *setting.scalars, *([setting.times.label] if setting.times else [])]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise Untraceable(f"two things of the setting {setting.key} are named {twice[0]!r}; names are distinct")
    written = [draw.name.removesuffix("_1") for draw in setting.drawn if isinstance(draw, AnyLawDraw)]
    if alike := sorted({name for name in written if written.count(name) > 1}):
        raise Untraceable(
            f"moments of {alike[0]} and of {alike[0]}_1 are written alike: the setting {setting.key} needs another name"
        )
    turns = [turn.name for turn in setting.turns]
    if len(turns) > len(set(turns)):
        raise Untraceable(
            f"two matrices of the setting {setting.key} have one name: orbits share W where they are given the same "
            "matrix, W = Torus(d); independent ones have names, Torus(d, 'V')"
        )


def _check_listed(setting: Setting) -> None:
    """What is used is listed, and what is listed is used."""
    arrays = list(setting.arrays)
    trained = {id(a): a.name for a in arrays if isinstance(a, Parameter) and a.trained}
    _same(trained, {id(p): p.name for p in setting.parameters}, "parameter", "parameters=")
    used: dict[int, str] = {id(a.draw): a.draw.name for a in arrays if isinstance(a, Sample)}
    used |= {id(a.orbit): a.orbit.name for a in arrays if isinstance(a, State)}
    listed = {
        id(s) if isinstance(s, Orbit) else id(s.draw): s.name if isinstance(s, Orbit) else s.draw.name
        for s in setting.draws
    }
    _same(used, listed, "draw", "draws=")
    _same({name: name for name in _sizes_used(setting)}, {s.name: s.name for s in setting.sizes}, "size", "sizes=")


def _same(used: Mapping[Key, str], listed: Mapping[Key, str], what: str, where: str) -> None:
    if missing := sorted(name for key, name in used.items() if key not in listed):
        raise Untraceable(f"the {what} {missing[0]} is used in the model and not listed in {where}")
    if idle := sorted(name for key, name in listed.items() if key not in used):
        raise Untraceable(f"the {what} {idle[0]} is listed in {where} and never used in the model")


def _sizes_used(setting: Setting) -> set[str]:
    """Names of sizes in shapes, weights, ranges and indices."""
    arrays = list(setting.arrays)
    found = {name for a in arrays for dimension in (*a.rows, *a.columns) for name in dimension.names}
    found |= {name for a in arrays for name in _named_in(a)}
    found |= {name for monomial in setting.factor.monomials for name in monomial.names}
    labels = {a.label for a in arrays if isinstance(a, Total)} | {a.of.label for a in arrays if isinstance(a, Recursed)}
    if setting.times:
        found |= {*setting.times.low.names, *setting.times.high.names}
        labels.add(setting.times.label)
    return found - labels


def _named_in(array: Array) -> frozenset[str]:
    """Sizes and labels that a node itself names, apart from its shape."""
    match array:
        case Scaled(weight=weight):
            return frozenset(name for monomial in weight.monomials for name in monomial.names)
        case Total(low=low, high=high):
            return frozenset((*low.names, *high.names))
        case Sample(label=Affine() as at) | State(time=at) | Recursed(time=at):
            return frozenset(at.names)
    return frozenset()


def _check_labels(setting: Setting) -> None:
    """Every label is summed over, or is the time of the loss."""
    known = {size.name for size in setting.sizes} | ({setting.times.label} if setting.times else set())
    weighted = {name for monomial in setting.factor.monomials for name in monomial.names}
    for array in setting.arrays:
        if isinstance(array, Recursed):
            inner = _free_names(array.of.start, {}) | (_free_names(array.of.step, {}) - {array.of.label})
            if outer := sorted(inner - {size.name for size in setting.sizes}):
                raise Untraceable(f"the recursion {array.of.name} depends on {outer[0]}, which is no size")
    if loose := sorted((_free_names(setting.predicted, {}) | _free_names(setting.wanted, {}) | weighted) - known):
        raise Untraceable(f"{loose[0]} has no range and is no size: sum over it with total(…), or name it in over=")


def _free_names(array: Array, known: dict[int, frozenset[str]]) -> frozenset[str]:
    """Sizes and labels named in an expression outside of the sum that binds them."""
    if isinstance(array, Recursed):
        return frozenset(array.time.names)
    if id(array) not in known:
        below = frozenset().union(*(_free_names(part, known) for part in parts_of(array)))
        bound = {array.label} if isinstance(array, Total) else set()
        known[id(array)] = (below - bound) | _named_in(array)
    return known[id(array)]
