"""Where the data come from: one class for each kind of randomness; draws are independent of one another.

A draw of one value is an `Array`; `.each(i)` makes independent copies, one a label. `Orbit` is `x[s] = W^(s-1) x_1`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, NoReturn

from symbolic.setting.affine import Affine, as_affine, identifier
from symbolic.setting.nodes import Array, Axis, Constant, Parameter, Scaled, axis_of
from symbolic.setting.symbols import Arithmetic, Time
from symbolic.setting.valueless import Untraceable
from symbolic.setting.weights import Weight, as_weight, weight_of


@dataclass(frozen=True)
class Covariance:
    """A letter or the identity, times a weight; a scalar has no dimension. Symmetric and positive semidefinite."""

    letter: str | None
    axis: Axis
    factor: Weight

    def __mul__(self, factor: Weight | Arithmetic | Fraction | int) -> Covariance:
        return Covariance(self.letter, self.axis, self.factor * factor)

    __rmul__ = __mul__


def covariance(name: str, dimension: Arithmetic | int) -> Covariance:
    """A covariance matrix by name, symmetric and positive semidefinite.

    >>> covariance("Λ", 2).letter
    'Λ'
    """
    return Covariance(identifier(name), axis_of([dimension]), weight_of(1))


@dataclass(frozen=True)
class Draw:
    """A random vector, or a random scalar where the axis is empty."""

    name: str
    axis: Axis


@dataclass(frozen=True)
class GaussianDraw(Draw):
    """Normal with a covariance and, where given, a mean; circular, so that `E x xᵀ = 0`, where complex."""

    covariance: Covariance
    mean: Parameter | None = None
    complex_: bool = False


@dataclass(frozen=True)
class IIDDraw(Draw):
    """Independent coordinates with one law, known by its moments `m1, m2, …`; the odd ones vanish where symmetric."""

    centred: bool = True
    symmetric: bool = False


@dataclass(frozen=True)
class AnyLawDraw(Draw):
    """A real vector of which nothing is known but its mixed moments."""


@dataclass(frozen=True, eq=False)
class Sample(Array):
    """The value of a draw, or its copy at a label."""

    draw: Draw
    label: Affine | None = None

    def each(self, label: Time) -> Samples:
        """Independent copies, one for each value of a label: `x[i]`."""
        if not isinstance(label, Time) or self.label is not None:
            raise Untraceable(f"{self.draw.name}.each(i): the label is made by time(…), once")
        return Samples(self.draw)


@dataclass(frozen=True)
class Samples:
    """Independent copies of a draw; `x[i]` is one of them."""

    draw: Draw

    def __getitem__(self, label: Arithmetic | int) -> Array:
        return Sample(self.draw.axis, (), self.draw, as_affine(label))

    def _unlabelled(self, *_: Any) -> NoReturn:
        raise Untraceable(f"{self.draw.name} has many copies: {self.draw.name}[i] is one of them")

    __matmul__ = __rmatmul__ = __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __neg__ = _unlabelled
    __truediv__ = __rtruediv__ = __iter__ = _unlabelled
    H = T = property(_unlabelled)


@dataclass(frozen=True)
class Torus:
    """A diagonal unitary matrix W, its entries independent and uniform on the unit circle, or on roots of unity.

    `order` is that of the roots: 2 for signs; none for the whole circle.

    >>> Torus(3, order=2).order
    2
    """

    dimension: Affine
    name: str
    order: int | None

    def __init__(self, dimension: Arithmetic | int, name: str = "W", order: int | None = None) -> None:
        object.__setattr__(self, "dimension", axis_of([dimension])[0])
        object.__setattr__(self, "name", identifier(name))
        object.__setattr__(self, "order", _order(order))

    def __matmul__(self, other: Array) -> Array:
        """`W x`: every coordinate of a vector turned by its own eigenvalue."""
        if not isinstance(other, Array) or (other.rows, other.columns) != ((self.dimension,), ()):
            what = other.shape if isinstance(other, Array) else type(other).__name__
            raise Untraceable(f"{self.name} @ {what}: a vector of blocks [{self.dimension}] was expected")
        return Turned(other.rows, (), self, other)


@dataclass(frozen=True)
class Haar:
    """A matrix W that is uniform among the orthogonal, or the unitary, ones: by Haar measure on the group.

    It turns the states of an orbit, at times that are numbers once sizes have values.

    >>> Haar(3, "unitary").group
    'unitary'
    """

    dimension: Affine
    group: Literal["orthogonal", "unitary"]
    name: str

    def __init__(self, dimension: Arithmetic | int, group: str, name: str = "W") -> None:
        if group not in ("orthogonal", "unitary"):
            raise Untraceable(f"a Haar matrix is 'orthogonal' or 'unitary'; given {group!r}")
        object.__setattr__(self, "dimension", axis_of([dimension])[0])
        object.__setattr__(self, "group", group)
        object.__setattr__(self, "name", identifier(name))

    def __matmul__(self, other: object) -> NoReturn:
        raise Untraceable(
            f"{self.name} @ a vector: a Haar matrix turns an orbit, Orbit('x', by=Haar(d, 'orthogonal'), start=…); "
            "in a recursion or alone it is beyond what is derived"
        )


@dataclass(frozen=True)
class Orbit:
    """The sequence `x[s] = W^(s-1) x_1` for `s >= 1`, and zero for `s <= 0`.

    >>> Orbit("x", by=Torus(2), start=AnyLaw(2))[3].shape
    'a vector of blocks [2]'
    """

    name: str
    by: Torus | Haar
    start: Sample

    def __post_init__(self) -> None:
        turned = isinstance(self.by, (Torus, Haar))
        if not turned or not isinstance(self.start, Sample) or self.start.rows != (self.by.dimension,):
            raise Untraceable(
                f"the orbit {self.name} needs a Torus or Haar and a start of its dimension, such as AnyLaw(d)"
            )
        identifier(self.name)

    def __getitem__(self, time: Arithmetic | int) -> Array:
        return State(self.start.rows, (), self, as_affine(time))


@dataclass(frozen=True, eq=False)
class State(Array):
    """An orbit at a time."""

    orbit: Orbit
    time: Affine


@dataclass(frozen=True, eq=False)
class Turned(Array):
    """A random unitary matrix times a vector."""

    by: Torus
    of: Array

    @property
    def within(self) -> tuple[Array, ...]:
        return (self.of,)


Source = Sample | Samples | Orbit
"""What a setting names among its draws."""


def Gaussian(
    name: str,
    covariance: Covariance | Array | Weight | Fraction | int,
    mean: Parameter | None = None,
    field: str = "real",
) -> Sample:
    """A normal vector; a normal scalar where the covariance is a number.

    The covariance is `covariance("Λ", d)`, `eye(d)`, one of them times a weight, or a number; the mean is
    `given("mu", [d], [])`.

    >>> Gaussian("eps", 4).shape
    'a scalar'
    """
    spread = _covariance(covariance)
    if (number := spread.factor.constant) is not None and number < 0:
        raise Untraceable(f"the covariance of {name} is multiplied by {number}, which is negative")
    if mean is not None and (
        not isinstance(mean, Parameter) or mean.trained or (mean.rows, mean.columns) != (spread.axis, ())
    ):
        raise Untraceable(f"the mean of {name} is given(…) with the shape of the draw, such as given('mu', [d], [])")
    return Sample(spread.axis, (), GaussianDraw(identifier(name), spread.axis, spread, mean, _complex(field)))


def IID(name: str, dimension: Arithmetic | int | None = None, centred: bool = True, symmetric: bool = False) -> Sample:
    """A vector of independent coordinates with one law, known by its moments; a scalar where no dimension is given."""
    axis = () if dimension is None else axis_of([dimension])
    return Sample(axis, (), IIDDraw(identifier(name), axis, centred or symmetric, symmetric))


def AnyLaw(dimension: Arithmetic | int, name: str = "x_1") -> Sample:
    """A real vector with any law; losses hold its mixed moments as unknowns."""
    axis = axis_of([dimension])
    return Sample(axis, (), AnyLawDraw(identifier(name), axis))


def _covariance(given: object) -> Covariance:
    if isinstance(given, Covariance):
        return given
    if isinstance(given, Scaled) and isinstance(given.of, Array):
        return _covariance(given.of) * given.weight
    if isinstance(given, Constant) and given.kind == "eye":
        return Covariance(None, given.rows, weight_of(1))
    if (weight := as_weight(given)) is not None:
        return Covariance(None, (), weight)
    raise Untraceable(
        "a covariance is covariance('Λ', d), eye(d), one of them times a weight, or a number for a scalar"
    )


def _order(given: object) -> int | None:
    if given is not None and (not isinstance(given, int) or isinstance(given, bool) or given < 1):
        raise Untraceable(
            f"the order of roots of unity is a number such as 2, for signs, or none for the whole circle; given {given}"
        )
    return given


def _complex(field: str) -> bool:
    if field not in ("real", "complex"):
        raise Untraceable(f"a field is 'real' or 'complex'; given {field!r}")
    return field == "complex"
