"""Law descriptions such as `gaussian(sigma=1/2)`: a small language, parsed, never evaluated.

    law        = "sparse" ["(" [["c" "="] number] ")"] | "ones" ["(" ")"] | "sphere" ["(" [["radius" "="] number] ")"]
               | "equicorrelated" "(" sigma "," rho ")" | "multivariate_student" "(" ["df" "="] number ")"
               | "mixture" "(" number ":" law {"," number ":" law} ")" | "scale_mixture" "(" law "," coordinate ")"
               | ("shift" | "scale") "(" law "," number ")" | "centred" "(" law ")"
               | "product" "(" coordinate {"," coordinate} ")" | "comonotone" "(" coordinate ")"
               | "fgm" "(" coordinate "," ["theta" "="] number ")"
               | "gaussian_vector" "(" rows ["," "mean" "=" row] ")"
               | ("elliptical" | "radial") "(" coordinate "," rows ["," "mean" "=" row] ")"
               | "image" "(" law "," rows ["," "offset" "=" row] ")"
               | "atoms" "(" FILE ")" | "dataset" "(" FILE {"," option} ")" | "iid" "(" coordinate ")" | coordinate
    coordinate = named ["(" [argument {"," argument}] ")"]
               | ("twopoint" | "finite") "(" number ":" number {"," number ":" number} ")"
               | "coordinate_mixture" "(" number ":" coordinate {"," number ":" coordinate} ")"
               | "truncated" "(" coordinate "," (number | "-inf") "," (number | "inf") ")"
               | ("largest" | "smallest") "(" coordinate ["," ["n" "="] number] ")"
               | ("shift" | "scale") "(" coordinate "," number ")" | "centred" "(" coordinate ")"
    argument   = [parameter "="] number
    option     = "header" "=" ("yes" | "no") | "missing" "=" "drop"
               | "columns" "=" "[" (NAME | number) {"," (NAME | number)} "]"
    rows       = row {"," row}
    row        = "[" number {"," number} "]"

A letter, such as s in `gaussian(s)`, may stand for the size of `gaussian`, `normal`, `laplace`, `uniform`,
`rademacher`, `sparse` or `sphere` where nothing is around the law.

`named` are the laws of `mesaproof.reading.adapters.named`. A bare coordinate law is its i.i.d. lift; `iid(mixture(…))`
is the lift of a `coordinate_mixture`. Space is free, names are case-insensitive, numbers are exact
(`mesaproof.reading.exact_text`). FILE of `atoms` is JSON, `{"atoms": [["1", "0"], …], "weights": ["1/4", …]}`; that of
`dataset` is .npy or CSV.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from mesaproof.errors import PATH_LENGTH, InputError, printable, quoted
from mesaproof.reading.exact_text import read_numbers, read_object, read_rows
from mesaproof.reading.law_reader import MAX_LENGTH, Reader
from mesaproof.reading.law_scanner import require_distribution
from mesaproof.reading.sizes import dimension, whole
from symbolic.laws import Atoms, Law, LawFamily
from symbolic.laws.law_letters import law_letters

__all__ = ["MAX_LENGTH", "law", "law_at", "numeric_law", "parse_law", "written"]

_FILE = re.compile(r"\s*(atoms|dataset)\s*\((.*)\)\s*", re.DOTALL | re.IGNORECASE | re.ASCII)


def written(law: str | LawFamily | Law) -> str:
    """A description as it was given, in one line; empty for a law that is an object."""
    return " ".join(law.split()) if isinstance(law, str) else ""


def parse_law(text: str) -> LawFamily | Law:
    """The law a description stands for; `parse_law(law.description) == law`.

    Raises InputError for anything that is not a description.

    >>> parse_law("Gaussian( 0.5 )").description
    'gaussian(sigma=1/2)'
    """
    if len(text) > MAX_LENGTH:
        raise InputError(f"{len(text)} characters, {quoted(text)}", f"a law in at most {MAX_LENGTH} characters")
    if text.strip().lower().startswith("python:"):
        raise InputError(quoted(text), "a law that can be read without running code", "python: laws are not available")
    if text.strip().lower().startswith("sample("):
        hint = "mesaproof check takes samples; dataset(FILE) reads the rows as a law of their own"
        raise InputError(f"{quoted(text)}, a sample of an unknown law", "a law", hint)
    if table := _FILE.fullmatch(text):
        return _read_file(table[1].lower(), table[2].strip())
    return _settled(Reader(text).whole_law(), quoted(text))


def law(given: Any) -> LawFamily | Law:
    """The law a description or an object stands for: see `mesaproof.reading.adapters`; a law is returned as it is.

    Raises InputError for anything that is not a description, for an object without exact moments, and for tables whose
    probabilities are not positive or do not sum to 1.

    >>> law("twopoint(2:1/3, -1:2/3)").mixed_moment((3,), 1)
    Fraction(2, 1)
    """
    if isinstance(given, str):
        return parse_law(given)
    from mesaproof.reading.adapters.probabilities import require_probabilities

    if hasattr(given, "description") and (hasattr(given, "mixed_moment") or hasattr(given, "exchangeable")):
        found: LawFamily | Law = given
    else:
        from mesaproof.reading.adapters.recognition import law_of

        found = _settled(law_of(given), type(given).__name__)
    require_probabilities(found)
    return found


def law_at(law: Any, d: int | None = None, *, keep_letters: bool = False) -> Law:
    """The law, or the law a description or an object stands for, in dimension d; a law whose d is fixed may omit it.

    Raises InputError where d is missing, not positive, or another than the law's own, and for a letter among the
    parameters, `gaussian(sigma)`, unless it is to be kept.

    >>> law_at("sparse(c=1/2)", 4).moment((2, 0, 0, 0))
    Fraction(1, 16)
    """
    d = None if d is None else dimension(d)
    found: Any = _law(law) if keep_letters else numeric_law(law)
    if hasattr(found, "at"):
        if d is None:
            raise InputError(f"{found.description} without d", "a dimension d >= 1", "this law exists for every d")
        member: Law = found.at(d)
        return member
    _require_own_dimension(found)
    if d is not None and d != found.d:
        raise InputError(f"d = {d}", f"d = {found.d}, the dimension of {found.description}", "omit d or change the law")
    fixed: Law = found
    return fixed


_law = law


def numeric_law(given: Any) -> LawFamily | Law:
    """As `law`; raises InputError for a letter among the parameters, too.

    >>> print(numeric_law("sparse(c=1/2)").description)
    sparse(c=1/2)
    """
    found = law(given)
    if kept := law_letters(found):
        names, expected = ", ".join(map(str, kept)), "a number in its place"
        raise InputError(f"the letter {names} in {found.description}", expected, "check alone answers in letters")
    return found


def _require_own_dimension(law: Any) -> None:
    """Raise InputError where the dimension that a law has of its own is neither a whole number nor the symbol."""
    from symbolic.algebra import notation

    if law.d == notation.d:
        return
    _ = whole(law.d, f"the dimension of {law.description}", 1, "a dimension d >= 1")
    if not isinstance(law.d, int):
        kind = type(law.d).__name__
        raise InputError(f"d = {law.d}, a {kind}, of {law.description}", "a d that is an int of Python", "write int(d)")


def _settled(law: LawFamily | Law, given: str) -> LawFamily | Law:
    """The law, refused where whether it is symmetric could not be decided."""
    try:
        _ = law.sign_symmetric
    except ValueError as error:
        raise InputError(given, "a law whose symmetry can be decided", str(error)) from error
    return law


def _read_file(kind: str, name: str) -> Law:
    where = f"{kind}({name})"
    if not name:
        raise InputError(f"{kind}()", "a file in parentheses", f"write {kind}(FILE)")
    if kind == "dataset":
        from mesaproof.reading.adapters.dataset import empirical
        from mesaproof.reading.adapters.table_options import options_of

        file, options = options_of(name)
        if "bound" in options:
            raise InputError(f"the option bound in {quoted(where, PATH_LENGTH)}", "header, columns or missing")
        return empirical(file, printable(where), **options)
    return _read_atoms(name, where)


def _read_atoms(name: str, where: str) -> Atoms:
    from mesaproof.reading.adapters.table import MOST_NUMBERS

    entry = read_object(name, ("atoms", "weights"), MOST_NUMBERS)
    for key in ("atoms", "weights"):
        if key not in entry:
            raise InputError(
                f"no key '{key}' in the file of {quoted(where, PATH_LENGTH)}", "the keys atoms and weights"
            )
    points, weights = read_rows(entry["atoms"], "atoms"), read_numbers(entry["weights"], "weights")
    _require_same_length(points, weights, quoted(where, PATH_LENGTH))
    require_distribution(weights, quoted(where, PATH_LENGTH))
    return Atoms.of(points, weights, name=printable(where))


def _require_same_length(points: Sequence[Sequence[Fraction]], weights: Sequence[Fraction], where: str) -> None:
    if len(points) != len(weights):
        raise InputError(f"{len(points)} atoms but {len(weights)} weights in {where}", "one weight for each atom")
    if not points or not points[0]:
        raise InputError(f"{where} without an entry", "at least one atom with at least one coordinate")
    for k, point in enumerate(points):
        if len(point) != len(points[0]):
            raise InputError(f"{len(point)} coordinates in atoms[{k}] of {where}", f"{len(points[0])} as in atoms[0]")
