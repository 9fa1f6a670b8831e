"""What is known, beside other letters, of the inverse and the roots of a matrix that is affine in another one."""

from __future__ import annotations

import sympy

from symbolic.algebra.traces import IDENTITY, Letter, Matrices, of_letter

Known = dict[tuple[Letter, ...], Matrices]
"""What letters beside one another are equal to."""


def inverse_rules(of: Letter, slope: sympy.Expr, shift: sympy.Expr, inverse: Letter) -> Known:
    """`R Γ = Γ R = 1` for `Γ = slope C + shift`, solved for `R C` and `C R`.

    >>> C, R = Letter("C", symmetric=True), Letter("R", symmetric=True)
    >>> g, s = sympy.symbols("g s")
    >>> from symbolic.algebra.traces import trace
    >>> sympy.expand(trace(of_letter(R) @ (of_letter(C) * g + IDENTITY * s), inverse_rules(C, g, s, R)))
    d
    """
    cancelled = (IDENTITY - of_letter(inverse) * shift) * (1 / slope)
    return {(inverse, of): cancelled, (of, inverse): cancelled}


def root_rules(of: Letter, gamma: Matrices, inverse: Letter, root: Letter, mixed: Letter) -> Known:
    """The roots `B² = C` and `H² = Γ C` by their squares, which commute with C and with the inverse of Γ."""
    C, R, B, H = map(of_letter, (of, inverse, root, mixed))
    return {
        (root, root): C,
        (mixed, mixed): gamma @ C,
        (root, of): C @ B,
        (mixed, of): C @ H,
        (root, inverse): R @ B,
        (mixed, inverse): R @ H,
    }
