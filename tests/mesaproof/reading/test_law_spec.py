"""The safe parser of law descriptions: round trips, exactness, and one sentence for every bad input."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mesaproof.errors import InputError, shortened
from mesaproof.reading.exact_text import MAX_BYTES, read_number
from mesaproof.reading.law_reader import LAWS, MAX_DEPTH
from mesaproof.reading.law_spec import MAX_LENGTH, law_at, parse_law
from symbolic.laws import IID, Atoms, Ones, Sparse
from symbolic.laws.composite import ScaleMixture, Sphere, mixture
from symbolic.laws.coordinates import Finite, Gaussian, Laplace, Uniform, rademacher
from symbolic.laws.coordinates.derived import affine, mixed
from symbolic.laws.coordinates.mixing import StudentScale
from symbolic.laws.coordinates.positive import Gamma
from symbolic.laws.elliptical import elliptical
from symbolic.laws.vectors import independent

HALF, UNIT, TWO, ZERO = Fraction(1, 2), Fraction(1), Fraction(2), Fraction(0)
SKEW = ((Fraction(2), Fraction(1, 3)), (Fraction(-1), Fraction(2, 3)))


@pytest.mark.parametrize(
    ("text", "law"),
    [
        ("gaussian", IID(Gaussian(Fraction(1)))),
        ("gaussian()", IID(Gaussian(Fraction(1)))),
        ("gaussian(sigma=1/2)", IID(Gaussian(HALF))),
        ("gaussian(1/2)", IID(Gaussian(HALF))),
        (" GAUSSIAN\t( Sigma = +1 / 2 ) \n", IID(Gaussian(HALF))),
        ("iid(gaussian(0.5))", IID(Gaussian(HALF))),
        ("laplace(scale=1e-3)", IID(Laplace(Fraction(1, 1000)))),
        ("uniform(half_width=.1)", IID(Uniform(Fraction(1, 10)))),
        ("rademacher", IID(rademacher())),
        ("rademacher(scale=2)", IID(rademacher(Fraction(2)))),
        ("sparse(c=1/2)", Sparse(HALF)),
        ("sparse(-0.5)", Sparse(-HALF)),
        ("sparse(c=0)", Sparse(Fraction(0))),
        ("ones", Ones()),
        ("ones()", Ones()),
        ("twopoint(2:1/3,-1:2/3)", IID(Finite(SKEW))),
        ("gaussian(mean=1, sigma=1/2)", IID(affine(Gaussian(HALF), UNIT, UNIT))),
        ("uniform(low=0, high=1)", IID(affine(Uniform(HALF), UNIT, HALF))),
        ("exponential(2)", IID(Gamma(UNIT, Fraction(2)))),
        ("chi2(3)", IID(Gamma(Fraction(3, 2), Fraction(2)))),
        ("iid(mixture(1/2: gaussian, 1/2: laplace))", IID(mixed([(Gaussian(), HALF), (Laplace(), HALF)]))),
        ("mixture(1/2: ones, 1/2: sparse)", mixture([(Ones(), HALF), (Sparse(), HALF)])),
        ("scale(sphere, -2)", Sphere(Fraction(2))),
        ("centred(exponential)", IID(affine(Gamma(UNIT), UNIT, -UNIT))),
        ("truncated(uniform(2), 0, 5)", IID(affine(Uniform(UNIT), UNIT, UNIT))),
        ("multivariate_student(df=8)", ScaleMixture(IID(Gaussian()), StudentScale(Fraction(8)))),
        ("product(gaussian, laplace)", independent([Gaussian(), Laplace()])),
        (
            "gaussian_vector([2, 1], [1, 2], mean=[0, 1])",
            elliptical([[UNIT * 2, UNIT], [UNIT, UNIT * 2]], [UNIT * 0, UNIT]),
        ),
    ],
)
def test_description_gives_the_law(text: str, law: object) -> None:
    assert parse_law(text) == law


def test_finite_table_keeps_values_and_weights() -> None:
    law = parse_law("iid(finite(-1:1/4, 0:0.5, 1:1/4))")
    assert isinstance(law, IID)
    assert law.coordinate.atoms == ((-1, Fraction(1, 4)), (0, HALF), (1, Fraction(1, 4)))
    assert law.description == "finite(-1:1/4, 0:1/2, 1:1/4)"


def test_decimal_is_read_exactly_and_is_not_the_float() -> None:
    assert read_number("0.1") == Fraction(1, 10) != Fraction(0.1)


numbers = st.builds(
    lambda n, q, e: (f"{n}/{q}", f"{n}", f"{n}e{e}", f"{n}.{q}", f"{n} / {q}"),
    st.integers(-(10**9), 10**9),
    st.integers(1, 10**9),
    st.integers(-20, 20),
).flatmap(st.sampled_from)
positive = numbers.map(lambda text: text.lstrip("-")).filter(lambda text: read_number(text) > 0)
space = st.sampled_from(["", " ", "\t", "\n "])


@st.composite
def scaled(draw: st.DrawFn, name: str, parameter: str, values: st.SearchStrategy[str]) -> str:
    prefix = draw(st.sampled_from(["", f"{parameter}=", f"{parameter.upper()} = "]))
    return f"{name}{draw(space)}({draw(space)}{prefix}{draw(values)}{draw(space)})"


@st.composite
def tables(draw: st.DrawFn) -> str:
    size = draw(st.integers(1, 8))
    values = draw(st.lists(numbers, min_size=size, max_size=size, unique_by=read_number))
    masses = draw(st.lists(st.integers(1, 50), min_size=size, max_size=size))
    pairs = [f"{x}{draw(space)}:{m}/{sum(masses)}" for x, m in zip(values, masses, strict=True)]
    name = draw(st.sampled_from(["finite", "twopoint"] if size == 2 else ["finite"]))
    return f"{name}({','.join(pairs)})"


coordinate_laws = st.one_of(
    scaled("Gaussian", "sigma", positive),
    scaled("laplace", "scale", positive),
    scaled("uniform", "half_width", positive),
    scaled("rademacher", "scale", positive),
    st.sampled_from(["gaussian", "laplace", "uniform", "RADEMACHER"]),
    tables(),
    scaled("exponential", "scale", positive),
    scaled("gumbel", "scale", positive),
    scaled("poisson", "rate", positive),
    scaled("chi2", "df", positive),
)
moved = st.builds(lambda law, x: f"shift({law},{x})", coordinate_laws, numbers)
descriptions = st.one_of(
    coordinate_laws,
    coordinate_laws.map(lambda law: f"iid( {law} )"),
    moved,
    scaled("sparse", "c", numbers),
    scaled("sphere", "radius", positive),
    st.builds(lambda a, b: f"coordinate_mixture(1/3: {a}, 2/3: {b})", st.just("exponential"), coordinate_laws),
    st.builds(lambda a, b: f"product({a}, {b}, exponential(1/7))", coordinate_laws, moved),
    st.builds(lambda x: f"gaussian_vector([{x}, 0], [0, 1])", positive),
    st.builds(lambda law: f"mixture(1/3: {law}, 2/3: ones)", st.sampled_from(["sparse", "sphere", "exponential"])),
    st.sampled_from(["ones", "sparse"]),
)


@given(descriptions)
@settings(deadline=None)
def test_description_round_trips(text: str) -> None:
    law = parse_law(text)
    assert parse_law(law.description) == law


@given(st.fractions().filter(lambda q: q != 0))
@settings(deadline=None)
def test_printed_fraction_is_read_back(q: Fraction) -> None:
    assert read_number(str(q), digits=600) == q


@given(numbers)
@settings(deadline=None)
def test_number_agrees_with_python(text: str) -> None:
    assert read_number(text) == Fraction("".join(text.split()))


ARGUMENTS_AT_FAULT = [
    "gaussian(sigma=)",
    "gaussian(sigma=0)",
    "gaussian(sigma=-1)",
    "gaussian(scale=1)",
    "gaussian(1, 2)",
    "gaussian(sigma=1, sigma=1)",
    "gaussian(sigma 1)",
    "gaussian(sigma:1)",
    "laplace(scale=0)",
    "uniform(half_width=-1/2)",
    "rademacher(scale=0)",
    "rademacher(-1)",
    "sparse(a=1)",
    "sparse(1:1)",
    "ones(1)",
    "iid",
    "iid()",
    "iid(ones)",
    "iid(sparse(c=1))",
    "iid(iid(gaussian))",
    "iid(gaussian, gaussian)",
    "iid(atoms(x.json))",
    "gaussian(1,)",
    "gaussian(mean=1, 2)",
    "uniform(low=0)",
    "uniform(2, low=0, high=1)",
    "gamma",
    "gamma(2, 1, 1)",
    "student",
    "beta(1)",
    "exponential(0)",
    "chi2(df=-1)",
    "poisson(-1)",
    "binomial(2.5, 1/2)",
    "binomial(501)",
    "negative_binomial(1, 0)",
    "pareto(0)",
    "lognormal(sigma=6)",
    "sphere(0)",
    "sphere(-1)",
    "equicorrelated(1)",
    "multivariate_student",
    "mixture()",
    "mixture(gaussian)",
    "mixture(1/2: gaussian)",
    "mixture(1/2: gaussian, 1/2: laplace,)",
    "mixture(1: atoms(x.json))",
    "mixture(" + ", ".join(["1/17: gaussian"] * 17) + ")",
    "coordinate_mixture(1/2: ones, 1/2: gaussian)",
    "product()",
    "product(gaussian,)",
    "product(ones, gaussian)",
    "product(" + ", ".join(["gaussian"] * 13) + ")",
    "comonotone(sphere)",
    "scale_mixture(gaussian)",
    "scale_mixture(ones, gaussian)",
    "scale_mixture(product(gaussian, laplace), gaussian)",
    "shift(gaussian)",
    "shift(gaussian, x)",
    "shift(gaussian, 1, 2)",
    "centred(cauchy)",
    "centred(gumbel)",
    "truncated(logistic, 0, 1)",
    "truncated(uniform, 1, 0)",
    "gaussian_vector()",
    "gaussian_vector(1)",
    "gaussian_vector([])",
    "gaussian_vector([1, 2])",
    "gaussian_vector([1, 2], [2, 1])",
    "gaussian_vector([1], mean=[1],)",
    "gaussian_vector([1], mean=[1, 2])",
    "gaussian_vector([1], offset=[1])",
    "gaussian_vector([1, 0], [0, 1)",
    "elliptical([1])",
    "image(gaussian)",
    "dataset()",
    "dataset",
    "dataset(no_such_file.csv)",
]
TABLES_AT_FAULT = [
    "twopoint",
    "twopoint()",
    "twopoint(1:1)",
    "twopoint(1:1/3, 2:1/3, 3:1/3)",
    "twopoint(1:1/2, 1:1/2)",
    "twopoint(1:1/2, 2/2:1/2)",
    "twopoint(2:1/3, -1:1/3)",
    "twopoint(2:0, -1:1)",
    "twopoint(2:-1, -1:2)",
    "twopoint(2, -1)",
    "twopoint(2:1/3, -1:2/3,)",
    "finite(0:1/2, 0.0:1/2)",
    "finite(0:0.999999999999999999999999999999)",
    "finite(" + ", ".join(f"{k}:1/65" for k in range(65)) + ")",
]
NUMBERS_AT_FAULT = [
    f"gaussian({number})"
    for number in (
        "nan", "inf", "-inf", "infinity", "10**10**10", "1/0", "0/0", "1/-2", "1/2/3", "1.5/2", "1e31", "1e-31",
        "1e999999999", "1e1.5", "1_000", "0x10", "1j", "1+1", "2*3", "--1", "½", "١", "1 2", "1,5", ".", "e5",
        "9" * 41, "0." + "1" * 41, "9" * 2000, "None", "True", "'1'", "[1]",
    )
]  # fmt: skip
TEXTS_AT_FAULT = [
    "",
    "   ",
    "\x00",
    "gauss(1)",
    "normale",
    "gaussian(",
    "gaussian)",
    "gaussian(1",
    "gaussian((1))",
    "gaussian(1))",
    "gaussian(1) gaussian(1)",
    "gaussian(1);",
    "(gaussian)",
    "gaussian\u00a0(1)",
    "ｇａｕｓｓｉａｎ",  # full-width letters
    "gaussian(σ=1)",
    "\u202egaussian",
    "\ud800",
    "atoms",
    "atoms()",
    "atoms(x.json",
    "iid(" * 10**5 + "gaussian" + ")" * 10**5,
    "iid(" * 1000,
    "gaussian" + " " * MAX_LENGTH,
    "__import__('os').system('touch x')",
    "gaussian(__import__('os').system('touch x'))",
    "gaussian.__class__",
    "lambda: 0",
    "python:os:system",
    " Python:package.module:law",
]
AT_FAULT = ARGUMENTS_AT_FAULT + TABLES_AT_FAULT + NUMBERS_AT_FAULT + TEXTS_AT_FAULT


@pytest.mark.parametrize("text", AT_FAULT, ids=[shortened(ascii(text), 40) for text in AT_FAULT])
def test_bad_description_is_one_printable_sentence(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=r"^got .+, expected .+") as caught:
        parse_law(text)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 600
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("gauss(1)", "did you mean gaussian?"),
        ("Sparce(1)", "did you mean sparse?"),
        ("gaussian(scale=1)", "try gaussian(sigma=1/2)"),
        ("twopoint(1:1/3, 2:1/3)", "sum to 2/3"),
        ("python:a:b", "not available"),
        ("", "got nothing"),
        ("gaussian(1", "got the end of the text after 'gaussian(1', expected ')'"),
        ("gaussian(10**10**10)", "got '**10**10)' after 'gaussian(10', expected ')'"),
        ("gaussian(nan)", "got 'nan)' after 'gaussian(', expected a number"),
        ("twopoint(1:1/3, 2:1/3, 3:1/3)", "write finite("),
    ],
)
def test_sentence_says_what_to_try(text: str, part: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_law(text)
    assert part in str(caught.value)


def law_or_sentence_is_sound(text: str) -> bool:
    """Whether the text is a law that round-trips or is refused in one printable sentence."""
    try:
        law = parse_law(text)
    except InputError as error:
        return str(error).startswith("got ") and str(error).isprintable()
    return parse_law(law.description) == law


@given(st.text() | st.text(alphabet="gausinfte atomwp(),=:/+-.0129e_\n"))
@settings(deadline=None)
def test_any_text_is_a_law_or_an_input_error(text: str) -> None:
    assert law_or_sentence_is_sound(text)


@given(descriptions, st.data())
@settings(deadline=None)
def test_damaged_description_is_a_law_or_an_input_error(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    inserted = data.draw(st.sampled_from(["(", ")", ",", ":", "=", "/", "-", "*", "é", "\x1b", "0", "e", " x"]))
    assert law_or_sentence_is_sound(text[:at] + inserted + text[at:])


def test_error_survives_pickling_for_worker_processes() -> None:
    error = InputError("sigma = 0", "a positive number", "try 1/2")
    copy = pickle.loads(pickle.dumps(error))
    assert (str(copy), copy.hint) == (str(error), "try 1/2")


def test_parser_does_not_load_sympy() -> None:
    rooms = "mesaproof.reading.law_spec, mesaproof.reading.params_file"
    code = f"import sys, {rooms}; print('sympy' in sys.modules, 'numpy' in sys.modules)"
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_law_at_takes_text_families_and_laws() -> None:
    law = law_at("gaussian(sigma=1/2)", 3)
    assert (law.d, law.moment((2, 0, 2))) == (3, Fraction(1, 16))
    assert law_at(Sparse(HALF), 4).moment((2, 0, 0, 0)) == Fraction(1, 16)
    assert law_at(law, 3) is law
    assert law_at(law) is law


@pytest.mark.parametrize("d", [None, 0, -1])
def test_family_needs_a_positive_d(d: int | None) -> None:
    with pytest.raises(InputError, match="d >= 1"):
        law_at("ones", d)


def write(path: Path, content: object) -> str:
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return f"atoms({path})"


def test_atoms_are_read_exactly_from_strings_integers_and_decimals(tmp_path: Path) -> None:
    text = write(
        tmp_path / "My law (1).json", '{"atoms": [["1", 0, "-1/2"], [0.1, -2, 1e-3]], "weights": ["1/4", 0.75]}'
    )
    law = parse_law(text)
    assert isinstance(law, Atoms)
    points, weights = zip(*law.atoms, strict=True)
    assert points == ((1, 0, -HALF), (Fraction(1, 10), -2, Fraction(1, 1000)))
    assert weights == (Fraction(1, 4), Fraction(3, 4))
    assert law.description == text
    assert parse_law(law.description) == law
    assert law_at(f"  ATOMS {text[5:]} ").d == 3


def test_nesting_has_an_end() -> None:
    assert parse_law("scale(" * (MAX_DEPTH - 1) + "gaussian" + ", 1)" * (MAX_DEPTH - 1)) == IID(Gaussian())
    with pytest.raises(InputError, match=f"nested at most {MAX_DEPTH}"):
        parse_law("scale(" * 300 + "gaussian" + ", 1)" * 300)


def test_every_name_is_in_the_guide_of_laws() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "laws.md").read_text(encoding="utf-8")
    assert [name for name in LAWS if f"`{name}" not in guide] == []


def test_dataset_files(tmp_path: Path) -> None:
    path = tmp_path / "rows (1).csv"
    path.write_text("1,0.5\n-1,0.25\n", encoding="utf-8")
    law = law_at(f" DATASET( {path} ) ", 2)
    assert law.moment((0, 1)) == Fraction(3, 8)
    assert parse_law(law.description) == law
    for content, part in (
        ("", "without a row"),
        ("1,2\n3", "1 entries in row 2"),
        ("1,x\n", "'x' as row 1, column 2"),
        ("nan\n", "'nan'"),
        ("1j\n", "'1j'"),
    ):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(InputError, match=part):
            parse_law(f"dataset({path})")
    (tmp_path / "bad.npy").write_bytes(b"not an array")
    with pytest.raises(InputError, match=r"NumPy's format"):
        parse_law(f"dataset({tmp_path / 'bad.npy'})")


def test_contradicting_d_names_both(tmp_path: Path) -> None:
    text = write(tmp_path / "a.json", {"atoms": [[1, 0]], "weights": [1]})
    assert law_at(text, 2) == law_at(text)
    with pytest.raises(InputError, match=r"got d = 3, expected d = 2.*a\.json"):
        law_at(text, 3)


ONE = '{"atoms": [["1"]], "weights": ["1"]}'
FILES_AT_FAULT = {
    "empty": ("", "valid JSON"),
    "not JSON": ("atoms: 1", "valid JSON"),
    "trailing text": (ONE + " 1", "valid JSON"),
    "a list": ("[]", "a list in"),
    "a number": ("1", "expected an object"),
    "null": ("null", "null in"),
    "no weights": ('{"atoms": [["1"]]}', "no key 'weights'"),
    "no atoms": ('{"weights": ["1"]}', "no key 'atoms'"),
    "unknown key": ('{"atoms": [["1"]], "weight": ["1"]}', "did you mean weights?"),
    "key twice": ('{"atoms": [["1"]], "atoms": [["1"]], "weights": ["1"]}', "more than once"),
    "ragged": ('{"atoms": [["1"], ["1", "2"]], "weights": ["1/2", "1/2"]}', r"atoms\[1\]"),
    "no atom": ('{"atoms": [], "weights": []}', "at least one atom"),
    "no coordinate": ('{"atoms": [[]], "weights": ["1"]}', "at least one coordinate"),
    "flat atoms": ('{"atoms": ["1"], "weights": ["1"]}', r"atoms\[0\]"),
    "atoms a string": ('{"atoms": "1", "weights": ["1"]}', "list of lists"),
    "weights a number": ('{"atoms": [["1"]], "weights": 1}', "list of numbers"),
    "missing weight": ('{"atoms": [["1"], ["2"]], "weights": ["1"]}', "2 atoms but 1 weights"),
    "sum": ('{"atoms": [["1"], ["2"]], "weights": ["1/2", "1/3"]}', "sum to 5/6"),
    "decimal sum": ('{"atoms": [[1], [2], [3]], "weights": [0.333, 0.333, 0.333]}', "sum to 999/1000"),
    "zero weight": ('{"atoms": [["1"], ["2"]], "weights": ["1", "0"]}', "positive weights"),
    "negative weight": ('{"atoms": [["1"], ["2"]], "weights": ["2", "-1"]}', "positive weights"),
    "NaN": ('{"atoms": [[NaN]], "weights": ["1"]}', "NaN"),
    "Infinity": ('{"atoms": [[-Infinity]], "weights": ["1"]}', "Infinity"),
    "nan in a string": ('{"atoms": [["nan"]], "weights": ["1"]}', r"'nan' as atoms\[0\]\[0\]"),
    "code": ('{"atoms": [["__import__(\'os\')"]], "weights": ["1"]}', "a number such as"),
    "true": ('{"atoms": [[true]], "weights": ["1"]}', r"true as atoms\[0\]\[0\]"),
    "null entry": ('{"atoms": [[null]], "weights": ["1"]}', r"null as atoms\[0\]\[0\]"),
    "object entry": ('{"atoms": [[{}]], "weights": ["1"]}', "an object as"),
    "huge exponent": ('{"atoms": [[1e999999999]], "weights": ["1"]}', "exponent"),
    "huge integer": ('{"atoms": [[' + "9" * 10**5 + ']], "weights": ["1"]}', "600 digits"),
    "deep": ('{"atoms": ' + "[" * 10**5 + "]" * 10**5 + ', "weights": ["1"]}', "nested too deeply"),
}


@pytest.mark.parametrize(("content", "part"), FILES_AT_FAULT.values(), ids=FILES_AT_FAULT)
def test_bad_atoms_file_is_an_input_error(content: str, part: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=part) as caught:
        parse_law(write(tmp_path / "a.json", content))
    assert str(caught.value).isprintable()


def test_unreadable_files_are_input_errors(tmp_path: Path) -> None:
    for path, part in ((tmp_path / "none.json", "No such file"), (tmp_path, "a folder"), ("/dev/null", "neither")):
        with pytest.raises(InputError, match=part):
            parse_law(f"atoms({path})")
    for name in ("a\x00b", "\ud800", "x" * 4000):
        with pytest.raises(InputError, match=r"can be read"):
            parse_law(f"atoms({name})")
    (tmp_path / "latin.json").write_bytes(b'{"atoms": "\xe9"}')
    with pytest.raises(InputError, match="UTF-8"):
        parse_law(f"atoms({tmp_path / 'latin.json'})")


def test_file_larger_than_50_MB_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(InputError, match="more than 50 MB"):
        parse_law(f"atoms({path})")


@pytest.mark.parametrize("count", [10_001, pytest.param(100_001, marks=pytest.mark.slow)])
def test_many_atoms_are_fine(count: int, tmp_path: Path) -> None:
    content = {"atoms": [[k, -k] for k in range(count)], "weights": [f"1/{count}"] * count}
    law = law_at(write(tmp_path / "many.json", content), 2)
    assert law.moment((1, 0)) == Fraction(count - 1, 2)


def test_weights_without_a_manageable_common_denominator_are_refused(tmp_path: Path) -> None:
    weights = [f"1/{10**300 + k}" for k in range(40)]
    with pytest.raises(InputError, match="common denominator"):
        parse_law(write(tmp_path / "a.json", {"atoms": [[k] for k in range(40)], "weights": weights}))


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("normal", "gaussian"),
        ("N(0, 1)", "gaussian"),
        ("N(0)", "gaussian"),
        ("N(mean=2, variance=9/4)", "gaussian(sigma=3/2, mean=2)"),
        ("normal(1, sigma=1/2)", "gaussian(sigma=1/2, mean=1)"),
        ("n(variance=1)", "gaussian"),
    ],
)
def test_the_normal_law_has_its_usual_names(text: str, same: str) -> None:
    assert parse_law(text) == parse_law(same)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("N(0, 4)", "write variance=4 or sigma=4"),
        ("N(0, variance=2)", "no square of a rational"),
        ("N(0, 1, variance=1)", "only one of sigma and variance"),
        ("normal(sigma=2, variance=4)", "only one of sigma and variance"),
        ("N(variance=-1)", "variance must be a positive number"),
        ("N(variance=0)", "variance must be a positive number"),
    ],
)
def test_a_second_number_that_could_be_two_things_is_asked_about(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        parse_law(text)
