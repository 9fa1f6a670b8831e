"""Deriving the gradient for symbolic T and d, from empty caches, beside SymPy's `expand` at one d and T."""

from __future__ import annotations

import sys

from benchmarks import notebook
from benchmarks.timing import fresh, in_turns, report, whole
from proofs.zheng2024.line.line import Place, entry, in_symbols
from proofs.zheng2024.notation import a, b
from symbolic.laws import Atoms

SIZE, LARGER = (3, 5), (3, 10)
"""d and T of the baseline."""

DERIVE = "for _entry in line_gradient(): _entry.expression(T)"
WARM = "import sympy\nsympy.Symbol('u') - 2"
"""SymPy loads its tensor module at the first sum of a process; that is part of its import, for both sides."""

SETUP = f"{WARM}\nfrom proofs.zheng2024.line.line import line_gradient\nfrom symbolic.algebra.notation import T"
LOSSES = "proofs.zheng2024.model.loss", "tests.proofs.zheng2024.written_by_hand"
"""Read off the setting by the engine; and pattern after pattern, for this model alone."""

ARBITRARY = "list(quadratic_terms()), list(cross_terms())"


NOTEBOOK = "from benchmarks.notebook import line_gradient"


def main() -> None:
    check_baseline(*SIZE)
    baseline = {size: fresh(f"{NOTEBOOK}\n{WARM}", f"line_gradient{size}") for size in (SIZE, LARGER)}
    found = in_turns({"ours": fresh(SETUP, DERIVE), **baseline})
    for d, T in baseline:
        what = "gradient on the line, every d and T"
        report(what, found["ours"], f"SymPy's expand at d={d}, T={T}", found[d, T])
    whole_processes()
    found = in_turns({m: fresh(f"from {m} import quadratic_terms, cross_terms", ARBITRARY) for m in LOSSES})
    arbitrary, by_hand = found.values()
    report("loss at arbitrary parameters, every d and T", arbitrary, "exponents typed by hand for this model", by_hand)


def whole_processes() -> None:
    """From the start of Python to its end, imports included."""
    d, T = SIZE
    programs = f"{SETUP}\n{DERIVE}", f"{NOTEBOOK}; line_gradient{SIZE}"
    found = in_turns({program: whole([sys.executable, "-c", program]) for program in programs})
    ours, theirs = found.values()
    report("the same as a whole process, imports included", ours, f"that of d={d}, T={T}", theirs)


def check_baseline(d: int, T: int) -> None:
    """The two sides of the comparison compute the same thing; raises ValueError otherwise."""
    point = tuple(range(2, 2 + d))
    law = Atoms.of([point], [1])
    numbers = dict(zip(notebook.starts(d), point, strict=True))
    for (block, (row, column)), expression in notebook.line_gradient(d, T).items():
        place = Place.DIAGONAL if row == column else Place.OFF_DIAGONAL
        derived = entry(block, place).value(in_symbols(T), law, a, b, (0,) if row == column else (0, 1))
        if (derived - expression.subs(numbers)).expand() != 0:
            raise ValueError(f"{block}[{row + 1},{column + 1}]: the baseline has {expression}")


if __name__ == "__main__":
    main()
