"""Outputs as sums over tokens of a value times its score and its age's weight; no state is kept."""

from __future__ import annotations

from fractions import Fraction

from numeric_check.model.rational_matrices import Rational, array, fixed, paired


def letters(m: int, k: int) -> dict[str, Rational]:
    """By name; G is symmetric."""
    found = {name: fixed(name, k, m) for name in ("V", "K", "Q")}
    found |= {name: fixed(name, m, 1) for name in ("z", "q", "b", "c", "e")} | {"f": fixed("f", k, 1)}
    factor = fixed("factor of G", m, m)
    return found | {"G": factor @ factor.T, "Z": fixed("Z", k, k)}


def answered(m: int, k: int, lam: Fraction) -> dict[str, Fraction]:
    """The output after three tokens, with and without a gate; and the state after one more, by unit queries."""
    at = letters(m, k)
    V, K, Q, q = (at[name] for name in ("V", "K", "Q", "q"))

    def output(factor: Fraction) -> Rational:
        out = array([[0]] * k, k, 1)
        for age, name in enumerate(("e", "c", "b")):
            score = ((K @ at[name]).T @ Q @ q)[0, 0]
            out = out + V @ at[name] * (score * factor**age)
        return out

    old = sum((V[:, [i]] @ K[:, [j]].T * at["G"][i, j] for i in range(m) for j in range(m)), 0 * at["Z"])
    new = (V @ at["z"]) @ (K @ at["z"]).T
    return {
        "third": paired(at["f"], output(lam)),
        "ungated": paired(at["f"], output(Fraction(1))),
        "next": paired(at["Z"], lam * old + new),
    }
