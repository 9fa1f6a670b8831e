"""Formulas of the kernel in print: brackets where they are needed, no name with two meanings, LaTeX that is LaTeX."""

from __future__ import annotations

import re

import pytest

from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, Sort, written
from symbolic.core.signatures import Signature
from symbolic.core.vocabulary import (
    FALSE,
    INTEGERS,
    NONNEGATIVE,
    POSITIVE,
    REALS,
    SEQUENCES,
    TRUE,
    Model,
    System,
    at_most,
    beside,
    cell,
    conjunction,
    constant,
    definite,
    difference,
    disjunction,
    entry,
    equal,
    equal_matrices,
    exists,
    exponential,
    for_all,
    function,
    has_cell,
    identity_matrix,
    iff,
    implies,
    independent,
    indicator,
    integers_between,
    integers_from,
    invertible,
    iterated,
    law,
    less,
    listed,
    logarithm,
    matrices,
    matrix,
    matrix_letter,
    mean,
    member,
    mixture,
    moments,
    multiple,
    negation,
    normal,
    point,
    product,
    real,
    root,
    semidefinite,
    sequence,
    stacked,
    sum_of_matrices,
    symmetric,
    tends,
    total,
    trace,
    transpose,
    vector,
    vector_law,
    vector_moments,
    zeros,
)
from symbolic.typeset.kernel_formulas import latex, text
from symbolic.typeset.kernel_formulas.broken_rows import rows as broken_rows
from tests.symbolic.core.moment_theorems import proposition_4_1, ratio_bound, theorem_4_1_limit

x, y, z, a, b, t = map(real, "xyzabt")
μ = law("μ")
A, B, C = equal(x, 0), less(y, 1), at_most(z, 2)
FLOW = System((a, b), (b, -a), (x, y))
TWICE = System((a, b), (a, b), (x, y))

j, k, d = map(real, "jkd")
v, ν, M, N, I = vector("v"), vector_law("ν"), *map(matrix_letter, "MNI")
LINE = Model(Signature("line", ("T",), (("x_1", Sort.VECTOR_LAW), ("c", Sort.REAL)), ("P", "W_KQ_32")))
AT = real("T"), ν, y, matrix(j, k, (d, d), a * indicator(equal(j, k))), matrix(j, k, (d, d), j)
WHERE_L = "where L is the loss of line at (T, x_1 ∼ ν, c = y; P = a I, W_KQ_32[j, k] = j; all d × d)"

WRITTEN = [
    (x + y - z, "x + y − z"),
    (x - (y - z), "x − (y − z)"),
    (x - (y + z), "x − (y + z)"),
    (x + (y + z), "x + (y + z)"),
    (x * (y + z), "x·(y + z)"),
    (x * y / z, "x·y/z"),
    (x * (y / z), "x·(y/z)"),
    (x / (y * z), "x/(y·z)"),
    (x / (y / z), "x/(y/z)"),
    (x / y / z, "x/y/z"),
    (-x * y, "(−x)·y"),
    (-(x * y), "−x·y"),
    (x - -y, "x − (−y)"),
    (x + -y * z, "x + (−y)·z"),
    ((x + y) ** 2, "(x + y)²"),
    ((x**2) ** 12, "(x²)¹²"),
    ((-x) ** 2, "(−x)²"),
    (-(x**2), "−x²"),
    (x / 2 + (x - 3), "x/2 + (x − 3)"),
    (x * -3, "x·(−3)"),
    (root(x + y) * x, "√(x + y)·x"),
    (Node("add"), "0"),
    (Node("multiply"), "1"),
    (total(x, 1, y, x) * y, "(∑[x = 1, …, y] x)·y"),
    (total(x, 1, y, x + y), "∑[x = 1, …, y] (x + y)"),
    (mean(x, μ, x**2 + y), "𝔼[x² + y; x ∼ μ]"),
    (mean(x, normal(y), x), "𝔼[x; x ∼ N(0, y²)]"),
    (mean(x, mixture(y, μ, point(z)), x), "𝔼[x; x ∼ y·μ + (1 − y)·δ(z)]"),
    (constant("f", x, y) + constant("g"), "f(x, y) + g"),
    (A, "x = 0"),
    (negation(A), "x ≠ 0"),
    (negation(B), "¬(y < 1)"),
    (TRUE, "true"),
    (FALSE, "false"),
    (conjunction(A, disjunction(B, C)), "x = 0 ∧ (y < 1 ∨ z ≤ 2)"),
    (disjunction(A, conjunction(B, C)), "x = 0 ∨ y < 1 ∧ z ≤ 2"),
    (conjunction(A, conjunction(B, C)), "x = 0 ∧ (y < 1 ∧ z ≤ 2)"),
    (implies(A, implies(B, C)), "x = 0 ⇒ (y < 1 ⇒ z ≤ 2)"),
    (implies(implies(A, B), C), "(x = 0 ⇒ y < 1) ⇒ z ≤ 2"),
    (iff(A, conjunction(B, C)), "x = 0 ⇔ y < 1 ∧ z ≤ 2"),
    (negation(conjunction(A, B)), "¬(x = 0 ∧ y < 1)"),
    (for_all(x, REALS, implies(A, B)), "∀x ∈ ℝ: x = 0 ⇒ y < 1"),
    (implies(for_all(x, REALS, A), B), "(∀x ∈ ℝ: x = 0) ⇒ y < 1"),
    (exists(x, integers_from(3), A), "∃x ∈ {3, 4, …}: x = 0"),
    (for_all(x, integers_between(1, y), A), "∀x ∈ ℤ ∩ [1, y]: x = 0"),
    (for_all(y, INTEGERS, for_all(x, integers_between(1, y), A)), "∀y ∈ ℤ: ∀x ∈ {1, …, y}: x = 0"),
    (for_all(y, INTEGERS, exists(x, integers_from(2 * y - 1), A)), "∀y ∈ ℤ: ∃x ∈ {2·y − 1, 2·y − 1 + 1, …}: x = 0"),
    (for_all(y, INTEGERS, exists(x, integers_from(y / 2), A)), "∀y ∈ ℤ: ∃x ∈ ℤ ∩ [y/2, ∞): x = 0"),
    (for_all(x, REALS, for_all(y, REALS, B)), "∀x, y ∈ ℝ: y < 1"),
    (for_all(x, REALS, for_all(y, POSITIVE, B)), "∀x ∈ ℝ: ∀y ∈ (0, ∞): y < 1"),
    (for_all(x, REALS, exists(y, REALS, B)), "∀x ∈ ℝ: ∃y ∈ ℝ: y < 1"),
    (for_all(x, integers_from(1), for_all(y, integers_from(x), B)), "∀x ∈ {1, 2, …}: ∀y ∈ {x, x + 1, …}: y < 1"),
    (for_all(μ, moments(4), less(0, mean(x, μ, x))), "∀μ with moments of order 4: 0 < 𝔼[x; x ∼ μ]"),
    (member(μ, moments(4)), "μ has moments of order 4"),
    (member(x + 1, INTEGERS), "x + 1 ∈ ℤ"),
    (tends(t, POSITIVE, 1 / t, 0), "1/t → 0 as t → ∞ in (0, ∞)"),
    (conjunction(tends(t, REALS, 1 / t, 0), A), "(1/t → 0 as t → ∞ in ℝ) ∧ x = 0"),
    (FLOW.is_global, "a' = b, b' = −a, a(0) = x, b(0) = y has exactly one solution on [0, ∞)"),
    (equal(FLOW.at(t)[0], 1), "a(t) = 1, where a' = b, b' = −a, a(0) = x, b(0) = y"),
    (
        negation(equal(FLOW.at(t)[0], 1)),
        "a(t) ≠ 1, where a' = b, b' = −a, a(0) = x, b(0) = y",
    ),
    (
        equal(FLOW.at(t)[0], TWICE.at(t)[1]),
        "a(t) = b_2(t), where a' = b, b' = −a, a(0) = x, b(0) = y, a_2' = a_2, b_2' = b_2, a_2(0) = x, b_2(0) = y",
    ),
    (
        implies(FLOW.is_global, equal(FLOW.at(t)[0], 1)),
        "(the system of a, b has exactly one solution on [0, ∞)) ⇒ a(t) = 1, where a' = b, b' = −a, a(0) = x, b(0) = y",
    ),
    (
        System((x, M), (trace(M), multiple(x, M)), (y, N)).is_global,
        "x' = tr(M), M' = x·M, x(0) = y, M(0) = N has exactly one solution on [0, ∞)",
    ),
    (function(x, y, body=x + y), "λx, y: x + y"),
    (function(x, M, body=x * trace(M)), "λx, M: x·tr(M)"),
    (x**1 * (y + z) ** 1, "x·(y + z)"),
    (-2 * x * y, "−2·x·y"),
    (x + -2 * y * z - 3, "x − 2·y·z − 3"),
    (-1 * x * y / z, "−x·y/z"),
    ((-2 * x) ** 2, "(−2·x)²"),
    (z - -2 * x, "z − (−2·x)"),
    (entry(v, x) ** 3 * entry(v, real("r2")), "v_x³·v_r2"),
    (entry(v, 2) + entry(v, x + 1) ** 2, "v[2] + v[x + 1]²"),
    (entry(vector("v1"), x), "v1[x]"),
    (entry(sequence(4, -x, 0), 2), "(4, −x, 0, …)[2]"),
    (for_all(M, matrices(d, x + 1), has_cell(M, 1, x)), "∀M ∈ ℝ^(d × (x + 1)): M has an entry at 1, x"),
    (equal_matrices(product(M, N), zeros(x + 1, y)), "M·N = 0_((x + 1) × y)"),
    (negation(equal_matrices(M, identity_matrix(x))), "M ≠ I_x"),
    (equal_matrices(product(sum_of_matrices(M, multiple(-1, N)), N), M), "(M − N)·N = M"),
    (equal_matrices(sum_of_matrices(M, multiple(-x, N), multiple(-2, M)), M), "M − x·N − 2·M = M"),
    (equal_matrices(multiple(-1, sum_of_matrices(M, N)), multiple(1, product(M, N))), "−(M + N) = M·N"),
    (equal_matrices(product(M, multiple(x + 1, N)), product(M, product(N, M))), "M·((x + 1)·N) = M·(N·M)"),
    (equal_matrices(transpose(product(M, N)), product(transpose(M), transpose(transpose(N)))), "(M·N)ᵀ = Mᵀ·(Nᵀ)ᵀ"),
    (equal_matrices(product(stacked(beside(M, zeros(x, y)), N), M), beside(M, N)), "(M, 0_(x × y); N)·M = (M, N)"),
    (less(0, cell(product(M, N), 1, x) * cell(transpose(M), x, 1)), "0 < (M·N)[1, x]·(Mᵀ)[x, 1]"),
    (less(0, trace(product(M, N)) * x), "0 < tr(M·N)·x"),
    (
        for_all(M, definite(d + 1), member(M, invertible(d + 1))),
        "∀M positive definite of size d + 1: M is invertible of size d + 1",
    ),
    (
        for_all(M, symmetric(d), member(M, semidefinite(d))),
        "∀M symmetric of size d: M is positive semidefinite of size d",
    ),
    (cell(iterated(N, x, product(N, M), M, y + 1), 1, x), "[N ↦ N·M]^(y + 1)(M)[1, x]"),
    (trace(iterated(N, x, product(difference(M, I), N), identity_matrix(2), y + 1)), "tr((M − I)^(y + 1))"),
    (trace(iterated(N, x, product(N, N), identity_matrix(2), y)), "tr([N ↦ N·N]^y(I_2))"),
    (transpose(iterated(N, x, product(M, N), identity_matrix(2), y)), "(M^y)ᵀ"),
    (transpose(iterated(N, x, product(N, M), M, y)), "[N ↦ N·M]^y(M)ᵀ"),
    (cell(iterated(N, x, multiple(x, N), M, y), 1, 2), "[N ↦ x·N at step x]^y(M)[1, 2]"),
    (for_all(I, matrices(d, d), equal_matrices(I, identity_matrix(d))), "∀I ∈ ℝ^(d × d): I = Id_d"),
    (entry(listed(x, y, x * z), 2), "(x·z)[x = 1, …, y][2]"),
    (cell(matrix(x, y, (2, z), x - y), z, 1), "(x − y)[x = 1, …, 2; y = 1, …, z][z, 1]"),
    (indicator(conjunction(negation(A), C)) * x, "1[x ≠ 0 ∧ z ≤ 2]·x"),
    (mean(v, ν, entry(v, x) ** 3 * entry(v, 1)), "𝔼[v_x³·v[1]; v ∼ ν]"),
    (mean(v, independent(mixture(y, μ, μ)), entry(v, x)), "𝔼[v_x; v ∼ (y·μ + (1 − y)·μ)^ℕ]"),
    (mean(v, independent(μ), entry(v, x)), "𝔼[v_x; v ∼ μ^ℕ]"),
    (for_all(ν, vector_moments(6), A), "∀ν law of sequences with moments of order 6: x = 0"),
    (member(ν, vector_moments(6)), "ν is a law of sequences with moments of order 6"),
    (for_all(v, SEQUENCES, less(0, entry(v, x))), "∀v ∈ ℝ^ℕ: 0 < v_x"),
    (total(x, 1, y, 1 / x) * y, "(∑[x = 1, …, y] 1/x)·y"),
    (
        less(0, total(x, 1, y, 1 / x) * y + total(x, 1, 3, 1 / x**2) ** 2),
        "0 < H(y)·y + H(3, 2)², where H(n) = 1 + 1/2 + … + 1/n, H(n, 2) = 1 + 1/2² + … + 1/n²",
    ),
    (less(constant("H", x), total(x, 1, y, 1 / x)), "H(x) < ∑[x_2 = 1, …, y] 1/x_2"),
    (
        for_all(real("H"), REALS, less(real("H"), total(x, 1, 2, 1 / x))),
        "∀H_2 ∈ ℝ: H_2 < H(2), where H(n) = 1 + 1/2 + … + 1/n",
    ),
    (less(0, total(x, 2, y, 1 / x)), "0 < ∑[x = 2, …, y] 1/x"),
    (less(0, total(x, 1, y, 2 / x)), "0 < ∑[x = 1, …, y] 2/x"),
    (less(0, total(x, 1, y, 1 / z)), "0 < ∑[x = 1, …, y] 1/z"),
    (LINE.regular(*AT), f"L is a polynomial in the entries of the blocks, whose shapes are the model's, {WHERE_L}"),
    (LINE.flows(*AT), f"L has exactly one gradient flow on [0, ∞), {WHERE_L}"),
    (less(0, LINE.loss(*AT) ** 2), f"0 < L², {WHERE_L}"),
    (
        equal(cell(LINE.gradient("W_KQ_32", *AT), x, 1) * y, -cell(LINE.gradient("P", *AT), 1, x)),
        f"∂L/∂W_KQ_32[x, 1]·y = −∂L/∂P[1, x], {WHERE_L}",
    ),
    (
        equal(y * cell(LINE.gradient("P", *AT), x, 1) ** 2, 0),
        f"y·(∂L/∂P[x, 1])² = 0, {WHERE_L}",
    ),
    (
        equal(cell(LINE.trajectory("P", *AT, t), x, 1) ** 2, 0),
        f"P(t)[x, 1]² = 0, {WHERE_L} and blocks at a time follow its gradient flow from there",
    ),
    (LINE.loss(*AT), "L[line at (T, x_1 ∼ ν, c = y; P = a I, W_KQ_32[j, k] = j; all d × d)]"),
    (
        less(LINE.loss(*AT), LINE.loss(real("T"), ν, y, *(matrix(x, y, (z, z), 0),) * 2)),
        f"L < L_2, {WHERE_L}, L_2 is the loss of line at (T, x_1 ∼ ν, c = y; all 2 blocks 0; all z × z)",
    ),
    (
        less(LINE.loss(*AT), real("L")),
        f"L_2 < L, {WHERE_L.replace('L is', 'L_2 is')}",
    ),
    (
        equal(total(x, 1, 2, LINE.loss(x, *AT[1:])), 0),
        "∑[x = 1, …, 2] L[line at (T = x, x_1 ∼ ν, c = y; P = a I, W_KQ_32[j, k] = j; all d × d)] = 0",
    ),
]


@pytest.mark.parametrize(("expression", "expected"), WRITTEN)
def test_what_is_written(expression: Expression, expected: str) -> None:
    assert text(expression) == expected


def test_a_letter_stands_in_a_system_too() -> None:
    long = (x + y + z) ** 2 * (x - y) ** 2
    pair = System((a, b), (b * long, a * long), (x, long))
    told = "where c = (x + y + z)²·(x − y)², a' = b·c, b' = a·c, a(0) = x, b(0) = c"
    assert text(equal(pair.at(t)[0], long)) == f"a(t) = c, {told}"
    inside = for_all(real("u"), REALS, conjunction(less(real("u"), pair.at(t)[1]), less(real("u") * long, long)))
    assert text(conjunction(less(0, pair.at(t)[0]), inside)).endswith(told)


def test_a_law_that_stands_several_times_has_a_letter_in_points_of_models_too() -> None:
    signs = independent(mixture(real("p"), point(x + y), point(-x - y)))
    found = text(less(mean(v, signs, entry(v, 1)), LINE.loss(real("T"), signs, *AT[2:])))
    told = "where μ = (p·δ(x + y) + (1 − p)·δ(−x − y))^ℕ, L is the loss of line at (T, x_1 ∼ μ, "
    assert found.startswith(f"𝔼[v[1]; v ∼ μ] < L, {told}")


def test_a_matrix_that_stands_several_times_has_a_letter_but_where_an_equation_is_about_it() -> None:
    second = matrix(x, y, (z, z), mean(v, ν, entry(v, x) * entry(v, y)))
    twice = less(trace(product(M, second)), trace(product(N, second, N)))
    told = "C = (𝔼[v_x·v_y; v ∼ ν])[x = 1, …, z; y = 1, …, z]"
    assert text(twice) == f"tr(M·C) < tr(N·C·N), where {told}"
    assert "C" not in text(conjunction(twice, equal_matrices(second, M)))


def test_a_bound_variable_does_not_take_a_name_that_is_taken() -> None:
    inner = for_all(y, REALS, less(x, y))
    outer = Node("for_all", (REALS, Node("for_all", (REALS, less(real("x"), 0)), None, ("x",))), None, ("x",))
    assert text(inner) == "∀y ∈ ℝ: x < y"
    assert text(outer) == "∀x_2, x_3 ∈ ℝ: x < 0"
    assert text(for_all(x, REALS, for_all(y, REALS, less(x, y)))) != text(
        for_all(x, REALS, for_all(y, REALS, less(y, x)))
    )


def test_a_sum_over_a_variable_that_is_called_as_its_bound() -> None:
    assert text(Node("total", (x, y, x), None, ("x",))) == "∑[x_2 = x, …, y] x"


def test_a_flow_that_is_called_as_what_it_starts_from() -> None:
    system = System((a,), (a,), (a,))
    assert text(less(0, system.at(t)[0])) == "0 < a_2(t), where a_2' = a_2, a_2(0) = a"


def test_a_flow_that_depends_on_a_bound_variable_says_so_where_it_stands() -> None:
    system = System((a,), (a,), (x,))
    assert text(equal(total(x, 1, 2, system.at(t)[0]), 0)) == "∑[x = 1, …, 2] a[a' = a, a(0) = x](t) = 0"


def test_a_name_cannot_pass_for_a_formula() -> None:
    lie = Node("for_all", (REALS, equal(0, 1)), None, ("x ∈ ℝ: 0 = 0 ∨ ∀y",))
    assert text(lie) == "∀‹x ∈ ℝ: 0 = 0 ∨ ∀y› ∈ ℝ: 0 = 1"
    assert text(for_all(real("𝔼"), REALS, less(0, real("𝔼")))) == "∀E ∈ ℝ: 0 < E"
    assert text(equal(constant("exp", x), exponential(x))) == "‹exp›(x) = exp(x)"
    assert text(less(real("ln"), logarithm(x) ** 2)) == "‹ln› < ln(x)²"
    micro, greek = real("\N{MICRO SIGN}"), real("\N{GREEK SMALL LETTER MU}")
    both = for_all(micro, REALS, for_all(greek, REALS, less(micro, greek)))
    assert text(both) == "∀μ, μ_2 ∈ ℝ: μ < μ_2"


def test_a_constant_is_not_taken_for_a_variable() -> None:
    assert text(for_all(x, REALS, less(x, constant("x")))) == "∀x_2 ∈ ℝ: x_2 < x"
    assert text(equal(FLOW.at(t)[0], constant("a", t))).startswith("a_2(t) = a(t), where a_2' = b")


def test_the_goals_in_print() -> None:
    assert text(ratio_bound()) == (
        "∀μ with moments of order 6: ∀κ3 ∈ [0, ∞): ∀T ∈ {3, 4, …}: 0 < 𝔼[x⁴; x ∼ μ] ⇒ 0 < c ∧ c ≤ 1, where "
        "c = 𝔼[x⁴; x ∼ μ]/(𝔼[x⁶; x ∼ μ] + κ3/(T − 2)·(∑[s = 2, …, T − 1] 1/(s − 1)))·𝔼[x²; x ∼ μ]"
    )
    assert text(proposition_4_1()).endswith("·𝔼[x²; x ∼ N(0, σ²)] → 1/5 as T → ∞ in {3, 4, …}")
    assert text(proposition_4_1()) != text(proposition_4_1(scales=NONNEGATIVE))


LATEX = [
    (for_all(real("x0"), POSITIVE, less(0, 1 / real("x0"))), r"\forall x_{0} \in (0, \infty): 0 < \frac{1}{x_{0}}"),
    (for_all(real("τ"), REALS, less(real("τ"), real("T"))), r"\forall \tau \in \mathbb{R}: \tau < T"),
    (x * y, r"x\cdot y"),
    (x * real("τ"), r"x\cdot \tau"),
    ((x + y) ** 2 * root(x), r"\left(x + y\right)^{2}\cdot \sqrt{x}"),
    (exponential(-2 * x) * logarithm(1 + x), r"\exp\left(-2\cdot x\right)\cdot \ln\left(1 + x\right)"),
    (member(μ, moments(4)), r"\mu\text{ has moments of order 4}"),
    (total(x, 1, y, x), r"\sum_{x = 1}^{y} x"),
    (for_all(M, matrices(x, 2), less(0, 1)), r"\forall M \in \mathbb{R}^{x \times 2}: 0 < 1"),
    (entry(sequence(1, x), 1), r"\left(1, x, \dots\right)[1]"),
    (Node("total", (x, y, x), None, ("x",)), r"\sum_{x_{(2)} = x}^{y} x"),
]


@pytest.mark.parametrize(("expression", "expected"), LATEX)
def test_what_is_written_in_latex(expression: Expression, expected: str) -> None:
    assert latex(expression) == expected


COMMANDS = set(
    r"\forall \exists \in \mu \kappa \sigma \tau \mathbb \infty \text \wedge \vee \neg \Rightarrow \left \right \to"
    r" \frac \cdot \sum \sim \cap \ne \le \sqrt \dots".replace(" \\", "\n\\").split("\n")
)


@pytest.mark.parametrize("goal", [theorem_4_1_limit(), proposition_4_1(), ratio_bound()])
def test_goals_are_latex(goal: Expression) -> None:
    """Every command is one, braces and brackets close, and no character is left that LaTeX does not have."""
    for formula in (goal, defined(goal)):
        written = latex(formula)
        assert set(re.findall(r"\\[a-zA-Z]+", written)) <= COMMANDS
        assert written.count("{") == written.count("}")
        assert written.count(r"\left(") == written.count(r"\right)")
        assert written.isascii()


def test_cosine_and_sine_are_written_as_such_and_explained_once() -> None:
    a, u, v = real("a"), real("u"), real("v")

    def turned(start: int) -> tuple[Expression, ...]:
        return System((u, v), (-(2 * a * v), 2 * a * u), (written(start), written(0))).at(1)

    cosine, sine = turned(1)
    told = "where cos(φ) = u(1), sin(φ) = v(1) for u' = −φ·v, v' = φ·u, u(0) = 1, v(0) = 0"
    assert text(for_all(a, REALS, equal(cosine**2 + sine**2, 1))) == f"∀a ∈ ℝ: cos(2·a)² + sin(2·a)² = 1, {told}"
    assert "cos" not in text(for_all(a, REALS, equal(turned(2)[0], 1)))
    assert "\\text{cos}" in latex(for_all(a, REALS, equal(cosine, 1)))
    named = real("cos")
    assert "where cos" not in text(equal(named * cosine, 1))


def test_rows_do_not_end_inside_the_ends_of_a_sum_or_an_entry() -> None:
    """Nor inside `W[j, k]`; a sentence of words is broken before its conjunctions."""
    line = "(∑[t = 2, …, T − 1] 1/(t − 1)) = W[1, 1] as the loss and blocks at a time follow its flow from there"
    found = broken_rows(line, 20)
    assert " ".join(row.strip() for row in found) == line
    assert all(row.count("[") == row.count("]") for row in found)
    assert any(row.strip().startswith("and blocks") for row in found)
