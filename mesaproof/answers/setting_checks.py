"""`check --setting`: what a paper says of its model at given values: where training ends, and the errors after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mesaproof.answers.asking import answer, answered
from mesaproof.errors import InputError, quoted
from mesaproof.reading.asked_values import read_asked
from mesaproof.reading.exact_text import unknown_name
from mesaproof.reading.sizes import whole
from proofs.catalogue import papers

if TYPE_CHECKING:
    from proofs.zhang2024.answers.trained_check import TrainedCheck

SAMPLES, FEWEST, MOST = 40_000, 100, 1_000_000


def check_at(
    setting: str,
    at: str | Path | Mapping[str, Any],
    samples: int = SAMPLES,
    seed: int = 0,
    told: Callable[[str], None] = lambda _: None,
) -> TrainedCheck:
    """Where a setting's training ends at exact values, its errors beside sampled ones, and what of a law is needed.

    Raises InputError for a setting that no paper answers for, and for values that do not fit.

    >>> found = check_at("zhang2024", {"sizes": {"d": 1, "N": 2}, "covariances": {"Λ": [[1]]}}, samples=200)
    >>> found.trained.product, found.agrees
    ([1/2], True)
    """
    known = [key for key, paper in papers().items() if "check at" in paper.answers]
    if setting not in known:
        raise unknown_name(
            f"the setting {quoted(str(setting))}", str(setting), known, "a setting that check answers for:"
        )
    count = whole(samples, "samples", FEWEST, f"from {FEWEST} to {MOST} prompts")
    if count > MOST:
        raise InputError(f"samples = {count}", f"at most {MOST} prompts")
    values = read_asked(at, answer(setting, "asked at"))
    found: TrainedCheck = answered(setting, "check at", values, count, whole(seed, "seed"), told)
    return found
