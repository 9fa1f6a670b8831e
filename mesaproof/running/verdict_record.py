"""A verdict as a JSON record that is read back whole or not at all.

What is read may be torn, damaged or of another program: every field is looked at before a verdict is made of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from math import inf, isfinite
from typing import TYPE_CHECKING, Any, TypeVar

from proofs.claim import Claim, Step
from proofs.crosschecks import Case
from proofs.verdict import CheckedNumber, Outcome, Replay, Unavailable, Verdict

if TYPE_CHECKING:
    from numeric_check.compare.agreement import Comparison

MOST = 10**12
"""Counts of a record are at most so large."""

FAR = "infinite"
"""An infinite distance in a record."""

PLAIN = ("evidence", "reason", "witness", "leftover", "rests_on", "seconds", "witness_T", "satisfied", "grade")

Item = TypeVar("Item")


def verdict_fields(verdict: Verdict) -> dict[str, Any]:
    """The fields of a verdict as JSON has them; its claim and the law of its witness are left out."""
    return {
        "outcome": str(verdict.outcome),
        **{name: getattr(verdict, name) for name in PLAIN},
        "assumed": [asdict(step) for step in verdict.assumed],
        "replay": verdict.replay and asdict(verdict.replay),
        "crosschecks": [_distances(asdict(number)) for number in verdict.crosschecks],
        "unavailable": [asdict(one) for one in verdict.unavailable],
    }


def _distances(fields: dict[str, Any]) -> dict[str, Any]:
    """A word in the place of an infinite distance, for which JSON has no number."""
    far = {key: FAR for key, value in fields.items() if value == inf}
    inner = {key: _distances(value) for key, value in fields.items() if key == "comparison"}
    return fields | far | inner


def verdict_of(claim: Claim, record: Any) -> Verdict:
    """The verdict on a claim that a record holds, marked as kept; raises ValueError where it holds none.

    >>> from proofs.catalogue import find
    >>> verdict_of(find("zheng2024/gradient"), {"outcome": "GREEN"})
    Traceback (most recent call last):
    ...
    ValueError: no record of a verdict: 'GREEN' is not a valid Outcome
    """
    try:
        return Verdict(
            claim,
            Outcome(_text(record["outcome"])),
            _every(_text, record["evidence"]),
            _text(record["reason"]),
            _text(record["witness"]),
            _every(_text, record["leftover"]),
            _every(_number, record["crosschecks"]),
            _every(_unavailable, record["unavailable"]),
            witness_T=_optional(_count, record["witness_T"]),
            rests_on=_every(_text, record["rests_on"]),
            seconds=_size(record["seconds"]),
            kept=True,
            assumed=_every(_step, record["assumed"]),
            satisfied=_text(record["satisfied"]),
            grade=_text(record["grade"]),
            replay=_optional(_replay, record["replay"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"no record of a verdict: {error}") from None


def _step(item: Mapping[str, Any]) -> Step:
    return Step(_text(item["why"]), _text(item["formula"]))


def _replay(item: Mapping[str, Any]) -> Replay:
    of = _every(_text, item["facts"]), _every(_text, item["trusts"])
    return Replay(
        _text(item["goal"]), *of, _count(item["steps"]), *(_text(item[name]) for name in ("reason", "mark", "left_out"))
    )


def _number(item: Mapping[str, Any]) -> CheckedNumber:
    resolution = _far(item["relative_resolution"])
    return CheckedNumber(_text(item["name"]), _case(item["case"]), _comparison(**item["comparison"]), resolution)


def _comparison(
    kind: Any,
    claimed: Any,
    estimate: Any,
    agrees: Any,
    false_alarm: Any,
    resolution: Any,
    resolution_sure: Any,
    samples: Any,
    seed: Any,
) -> Comparison:
    from numeric_check.compare.agreement import Comparison

    shifts = _far(resolution), _far(resolution_sure)
    numbers = _finite(claimed), _finite(estimate)
    alarm = _within(_size(false_alarm), 1.0)
    return Comparison(_text(kind), *numbers, _truth(agrees), alarm, *shifts, _count(samples), _optional(_whole, seed))


def _unavailable(item: Mapping[str, Any]) -> Unavailable:
    return Unavailable(_text(item["kind"]), _case(item["case"]), _text(item["because"]), _truth(item["stopped"]))


def _case(item: Mapping[str, Any]) -> Case:
    sizes = dict(_every(_sized, item["sizes"]))
    return Case(_optional(_text, item["law"]), parameters=_every(_parameter, item["parameters"]), **sizes)


def _sized(item: Any) -> tuple[str, int]:
    name, size = item
    return _text(name), _count(size)


def _parameter(item: Any) -> tuple[str, float]:
    name, value = item
    return _text(name), _finite(value)


def _every(read: Callable[[Any], Item], items: Any) -> tuple[Item, ...]:
    if not isinstance(items, list):
        raise ValueError(f"a {type(items).__name__} is not a list")
    return tuple(read(item) for item in items)


def _optional(read: Callable[[Any], Item], value: Any) -> Item | None:
    return None if value is None else read(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"a {type(value).__name__} is not text")
    value.encode()
    return value


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"a {type(value).__name__} is neither true nor false")
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"a {type(value).__name__} is not a whole number")
    return value


def _count(value: Any) -> int:
    if not 0 <= _whole(value) <= MOST:
        raise ValueError(f"a count is not from 0 to {MOST}")
    return _whole(value)


def _real(value: Any) -> float:
    """A number that is none is refused, also where it stands for one that was found: it is then found again."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        raise ValueError(f"{value!r:.60} is not a number")
    try:
        return float(value)
    except OverflowError:
        raise ValueError("a number is too large") from None


def _finite(value: Any) -> float:
    if not isfinite(_real(value)):
        raise ValueError("a number is not finite")
    return _real(value)


def _far(value: Any) -> float:
    """A distance, which may be infinite."""
    if value == FAR:
        return inf
    if _real(value) < 0:
        raise ValueError("a distance is negative")
    return _real(value)


def _size(value: Any) -> float:
    return _far(_finite(value))


def _within(value: float, most: float) -> float:
    if value > most:
        raise ValueError(f"a probability is above {most}")
    return value
