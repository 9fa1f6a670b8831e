"""Recursive descent over one law description; nothing is evaluated, and nesting has an end."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from mesaproof.errors import InputError, quoted
from mesaproof.reading.adapters.named import Named, Parameter
from mesaproof.reading.coordinate_reader import COORDINATE_LAWS, MAX_DEPTH, CoordinateReader, rational
from mesaproof.reading.law_scanner import ARGUMENT, END
from symbolic.laws import IID, Law, LawFamily, Ones, Sparse
from symbolic.laws.composite import Comonotone, Equicorrelated, ScaleMixture, Sphere, mixture, transformed
from symbolic.laws.coordinates import Gaussian
from symbolic.laws.coordinates.derived import affine
from symbolic.laws.coordinates.mixing import StudentScale
from symbolic.laws.copulas import fgm
from symbolic.laws.elliptical import Elliptical, elliptical
from symbolic.laws.vectors import Product, independent, linear_image, vector_mixture

__all__ = ["LAWS", "MAX_DEPTH", "MAX_LENGTH", "Reader"]

MAX_LENGTH = 4096
MAX_SIZE = 12

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
    "fgm",
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
    "sparse": Parameter("c", Fraction(1), positive=False, letter=True),
    "sphere": Parameter("radius", Fraction(1), letter=True),
    "multivariate_student": Parameter("df"),
}


_THETA = re.compile(r"\s*(theta\s*=)", re.ASCII | re.IGNORECASE)


class Reader(CoordinateReader):
    """Reads one description; every method raises InputError for what it does not find."""

    def whole_law(self) -> Made:
        law = self.law()
        if self.accept(END) is None:
            raise self.expected("nothing after the law")
        return law

    def law(self) -> Made:
        name = self.name(LAWS, "one of the laws")
        return self.nested(lambda: self._law(name))

    def _law(self, name: str) -> Made:
        if name in ("atoms", "dataset"):
            raise self.expected("a file in parentheses, and nothing around the law", f"write {name}(FILE)")
        special: Callable[[], Made] | None = getattr(self, f"_{name}", None) if name in VECTOR_LAWS else None
        if special is not None:
            return special()
        if name in ("shift", "scale", "centred"):
            return self._moved(name)
        return IID(self.coordinate_named(name))

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
        law = self.nested(lambda: self.coordinate_named("coordinate_mixture" if name == "mixture" else name))
        self.require(")")
        return IID(law)

    def _comonotone(self) -> LawFamily:
        self.require("(")
        law = self.coordinate()
        self.require(")")
        return Comonotone(law)

    def _fgm(self) -> LawFamily:
        self.require("(")
        law = self.coordinate()
        self.require(",", "fgm(LAW, theta) has theta between 0 and 1")
        self.accept(_THETA)
        theta = self.number("theta")
        self.require(")")
        return self.built(lambda: fgm(law, theta))

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
        number = None if name == "centred" else self.second_number()
        self.require(")")
        if number is None:
            return self.built(lambda: _moved_law(law, Fraction(1), -_mean(law)))
        factor, shift = (number, Fraction(0)) if name == "scale" else (Fraction(1), number)
        return self.built(lambda: _moved_law(law, factor, shift))

    def takes_letters(self) -> bool:
        return self.depth == 1

    def one_number(self, name: str) -> Any:
        parameter = ONE_NUMBER[name]
        found = self.arguments(name, (parameter,), f"{name}({parameter.name}=8)")
        value = found.get(parameter.name, parameter.default)
        if value is None or (parameter.positive and value <= 0):
            raise InputError(quoted(self.text), f"{name}({parameter.name}=…) with a positive number")
        return value

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
    return rational(means[0] if len(set(means)) == 1 else None, law.description)


def _first(law: Law, j: int) -> Any:
    return law.moment(tuple(int(i == j) for i in range(law.d)))


def _moved_law(law: Any, factor: Fraction, shift: Fraction) -> Made:
    """`factor · x_1 + shift`, coordinate by coordinate."""
    if hasattr(law, "at"):
        return transformed(law, factor, shift)
    if isinstance(law, Product):
        return independent([affine(coordinate, factor, shift) for coordinate in law.coordinates])
    rows = [[factor * (i == j) for j in range(law.d)] for i in range(law.d)]
    return linear_image(law, rows, [shift] * law.d)
