"""Recursive descent over one law description; nothing is evaluated, and nesting has an end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from mesaproof.adapters.named import COORDINATES, Named, Parameter, truncated
from mesaproof.errors import InputError, quoted
from mesaproof.law_scanner import ARGUMENT, END, Result, Scanner, require_distribution
from symbolic.composite import Comonotone, Equicorrelated, ScaleMixture, Sphere, mixture, transformed
from symbolic.coordinates import CoordinateLaw, Finite, Gaussian
from symbolic.coordinates.images import affine, mixed
from symbolic.coordinates.mixing import StudentScale
from symbolic.elliptical import Elliptical, elliptical
from symbolic.laws import IID, Law, LawFamily, Ones, Sparse
from symbolic.vectors import Product, independent, linear_image, vector_mixture

MAX_LENGTH = 4096
MAX_PAIRS = 64
MAX_PARTS = 16
MAX_SIZE = 12
MAX_DEPTH = 12

TABLES = ("twopoint", "finite")
OPERATIONS = ("coordinate_mixture", "truncated", "shift", "scale", "centred")
COORDINATE_LAWS = (*COORDINATES, *TABLES, *OPERATIONS)
VECTOR_LAWS = (
    "sparse",
    "ones",
    "sphere",
    "equicorrelated",
    "multivariate_student",
    "mixture",
    "scale_mixture",
    "product",
    "comonotone",
    "gaussian_vector",
    "elliptical",
    "radial",
    "image",
    "iid",
    "atoms",
    "dataset",
)
LAWS = (*COORDINATE_LAWS, *VECTOR_LAWS)

Made = LawFamily | Law

ONE_NUMBER = {
    "sparse": Parameter("c", Fraction(1), positive=False),
    "sphere": Parameter("radius", Fraction(1)),
    "multivariate_student": Parameter("df"),
}


class Reader(Scanner):
    """Reads one description; every method raises InputError for what it does not find."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.depth = 0

    def whole_law(self) -> Made:
        law = self.law()
        if self.accept(END) is None:
            raise self.expected("nothing after the law")
        return law

    def law(self) -> Made:
        name = self.name(LAWS, "one of the laws")
        return self.nested(lambda: self._law(name))

    def nested(self, read: Callable[[], Result]) -> Result:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise InputError(quoted(self.text), f"a law nested at most {MAX_DEPTH} deep")
        found = read()
        self.depth -= 1
        return found

    def _law(self, name: str) -> Made:
        if name in ("atoms", "dataset"):
            raise self.expected("a file in parentheses, and nothing around the law", f"write {name}(FILE)")
        special: Callable[[], Made] | None = getattr(self, f"_{name}", None) if name in VECTOR_LAWS else None
        if special is not None:
            return special()
        if name in ("shift", "scale", "centred"):
            return self._moved(name)
        return IID(self._coordinate(name))

    def _sparse(self) -> LawFamily:
        return Sparse(self.one_number("sparse"))

    def _ones(self) -> LawFamily:
        if self.accept_mark("("):
            self.require(")", "this law takes no argument")
        return Ones()

    def _sphere(self) -> LawFamily:
        return Sphere(self.one_number("sphere"))

    def _multivariate_student(self) -> LawFamily:
        return ScaleMixture(IID(Gaussian()), StudentScale(self.one_number("multivariate_student")))

    def _equicorrelated(self) -> LawFamily:
        spec = Named((Parameter("sigma"), Parameter("rho")), lambda sigma, rho: Gaussian(sigma), "")
        given = self.arguments("equicorrelated", spec.parameters, "equicorrelated(sigma=1, rho=1/2)")
        if len(given) < 2 or given["sigma"] <= 0 or not 0 < given["rho"] < 1:
            raise InputError(quoted(self.text), "equicorrelated(sigma=…, rho=…) with sigma > 0 and 0 < rho < 1")
        return Equicorrelated(given["sigma"], given["rho"])

    def _iid(self) -> LawFamily:
        self.require("(")
        name = self.name((*COORDINATE_LAWS, "mixture"), "a law of one coordinate:")
        law = self.nested(lambda: self._coordinate("coordinate_mixture" if name == "mixture" else name))
        self.require(")")
        return IID(law)

    def _comonotone(self) -> LawFamily:
        self.require("(")
        law = self.coordinate()
        self.require(")")
        return Comonotone(law)

    def _mixture(self) -> Made:
        parts = self.weighted(self.law, "mixture")
        fixed = {law.d for law, _ in parts if not hasattr(law, "at")}
        if not fixed:
            families: list[tuple[Any, Fraction]] = list(parts)
            return self.built(lambda: mixture(families))
        return self.built(lambda: vector_mixture([(_member(law, max(fixed)), w) for law, w in parts]))

    def _scale_mixture(self) -> Made:
        self.require("(")
        base: Any = self.law()
        self.require(",")
        mixing = self.coordinate()
        self.require(")")
        if isinstance(base, Elliptical) and not base.radial and not any(base.mean) and base.mixing.atoms is not None:
            return self.built(lambda: elliptical(base.scatter, (), mixing))
        if not hasattr(base, "at"):
            raise InputError(base.description, "a law that exists for every d, or gaussian_vector(…) with mean 0")
        return self.built(lambda: ScaleMixture(base, mixing))

    def _product(self) -> Law:
        self.require("(")
        found = [self.coordinate()]
        while self.accept_mark(","):
            found.append(self.coordinate())
        self.require(")")
        self._require_size(len(found))
        return self.built(lambda: independent(found))

    def _gaussian_vector(self) -> Law:
        self.require("(")
        rows, mean = self.rows("mean")
        return self.built(lambda: elliptical(rows, mean))

    def _elliptical(self) -> Law:
        return self._deformed(radial=False)

    def _radial(self) -> Law:
        return self._deformed(radial=True)

    def _deformed(self, radial: bool) -> Law:
        self.require("(")
        mixing = self.coordinate()
        self.require(",")
        rows, mean = self.rows("mean")
        return self.built(lambda: elliptical(rows, mean, mixing, radial))

    def _image(self) -> Law:
        self.require("(")
        base = self.law()
        self.require(",")
        rows, offset = self.rows("offset")
        return self.built(lambda: linear_image(_member(base, len(rows[0])), rows, offset))

    def _moved(self, name: str) -> Made:
        self.require("(")
        law = self.law()
        number = None if name == "centred" else self._second_number()
        self.require(")")
        if number is None:
            return self.built(lambda: _moved_law(law, Fraction(1), -_mean(law)))
        factor, shift = (number, Fraction(0)) if name == "scale" else (Fraction(1), number)
        return self.built(lambda: _moved_law(law, factor, shift))

    def _second_number(self) -> Fraction:
        self.require(",")
        return self.number("a number")

    def coordinate(self) -> CoordinateLaw:
        name = self.name(COORDINATE_LAWS, "a law of one coordinate:")
        return self.nested(lambda: self._coordinate(name))

    def _coordinate(self, name: str) -> CoordinateLaw:
        if name in TABLES:
            return self.built(lambda: _finite(name, self.pairs(name)))
        if name == "coordinate_mixture":
            parts = self.weighted(self.coordinate, name)
            return self.built(lambda: mixed(parts))
        if name in OPERATIONS:
            return self._image_of_coordinate(name)
        law = COORDINATES[name]
        given = self.arguments(name, law.parameters, law.example)
        return self.built(lambda: law.law(given), law.example)

    def _image_of_coordinate(self, name: str) -> CoordinateLaw:
        self.require("(")
        law = self.coordinate()
        numbers = [self._second_number() for _ in range({"truncated": 2, "centred": 0}.get(name, 1))]
        self.require(")")
        return self.built(lambda: _image_of(name, law, numbers))

    def one_number(self, name: str) -> Fraction:
        parameter = ONE_NUMBER[name]
        found = self.arguments(name, (parameter,), f"{name}({parameter.name}=8)")
        value = found.get(parameter.name, parameter.default)
        if value is None or (parameter.positive and value <= 0):
            raise InputError(quoted(self.text), f"{name}({parameter.name}=…) with a positive number")
        return value

    def weighted(self, read: Callable[[], Result], name: str) -> list[tuple[Result, Fraction]]:
        """`weight: law` pairs in parentheses; the weights are positive and sum to 1."""
        self.require("(", f"write {name}(1/2: gaussian, 1/2: laplace)")
        parts: list[tuple[Result, Fraction]] = []
        while not parts or self.accept_mark(","):
            weight = self.number("a weight")
            self.require(":", "give each law its weight, as in 1/2: gaussian")
            parts.append((read(), weight))
        self.require(")")
        if len(parts) > MAX_PARTS:
            raise InputError(f"{len(parts)} parts of a {name}", f"at most {MAX_PARTS}")
        require_distribution([weight for _, weight in parts], name)
        return parts

    def rows(self, last: str) -> tuple[list[list[Fraction]], list[Fraction]]:
        """Rows of a matrix, then, under its name, one more row; and the closing parenthesis."""
        found = [self.row()]
        extra: list[Fraction] = []
        while not extra and self.accept_mark(","):
            key = self.accept(ARGUMENT)
            if key is not None and key.lower() != last:
                raise InputError(f"the argument {quoted(key)} in {quoted(self.text)}", f"the argument {last}")
            if key is None:
                found.append(self.row())
            else:
                extra = self.row()
        self.require(")", f"write rows such as [1, 1/2], [1/2, 1], and {last}=[0, 1] last")
        self._require_size(max(len(found), len(found[0])))
        return found, extra

    def row(self) -> list[Fraction]:
        self.require("[", "write a row of a matrix as [1, 1/2]")
        found = [self.number("an entry")]
        while self.accept_mark(","):
            found.append(self.number("an entry"))
        self.require("]")
        return found

    def _require_size(self, size: int) -> None:
        if size > MAX_SIZE:
            raise InputError(f"{size} coordinates in {quoted(self.text)}", f"at most {MAX_SIZE}")


def _member(law: Made, d: int) -> Law:
    member: Law = law.at(d) if hasattr(law, "at") else law
    return member


def _mean(law: Any) -> Fraction:
    """The common mean of the coordinates; raises ValueError where it is not one rational."""
    means = [law.mixed_moment((1,), 2)] if hasattr(law, "at") else [_first(law, j) for j in range(law.d)]
    return _rational(means[0] if len(set(means)) == 1 else None, law.description)


def _first(law: Law, j: int) -> Any:
    return law.moment(tuple(int(i == j) for i in range(law.d)))


def _rational(mean: Any, what: str) -> Fraction:
    if not isinstance(mean, (int, Fraction)):
        raise ValueError(f"a law whose coordinates have one rational mean, which {what} has not")
    return Fraction(mean)


def _moved_law(law: Any, factor: Fraction, shift: Fraction) -> Made:
    """`factor · x_1 + shift`, coordinate by coordinate."""
    if hasattr(law, "at"):
        return transformed(law, factor, shift)
    if isinstance(law, Product):
        return independent([affine(coordinate, factor, shift) for coordinate in law.coordinates])
    rows = [[factor * (i == j) for j in range(law.d)] for i in range(law.d)]
    return linear_image(law, rows, [shift] * law.d)


def _image_of(name: str, law: CoordinateLaw, numbers: Sequence[Fraction]) -> CoordinateLaw:
    if name == "truncated":
        return truncated(law, *numbers)
    if name == "centred":
        return affine(law, Fraction(1), -_rational(law.moment(1), law.description))
    return affine(law, *numbers) if name == "scale" else affine(law, Fraction(1), *numbers)


def _finite(name: str, pairs: tuple[tuple[Fraction, Fraction], ...]) -> Finite:
    if len(pairs) > MAX_PAIRS:
        raise InputError(f"{len(pairs)} values in {name}", f"at most {MAX_PAIRS}")
    if name == "twopoint" and len(pairs) != 2:
        raise InputError(f"{len(pairs)} value(s) in twopoint", "two", "write finite(…) for another number of values")
    values = [value for value, _ in pairs]
    if len(set(values)) < len(values):
        raise InputError(f"a value twice in {name}({_joined(pairs)})", "distinct values", "add up the weights")
    require_distribution([weight for _, weight in pairs], name)
    return Finite(pairs) if name == "twopoint" else Finite(pairs, name=f"finite({_joined(pairs)})")


def _joined(pairs: tuple[tuple[Fraction, Fraction], ...]) -> str:
    return ", ".join(f"{value}:{weight}" for value, weight in pairs)
