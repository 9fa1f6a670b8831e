"""Sums of moments of a start over different coordinates, and what they are for independent standard normal ones."""

from __future__ import annotations

from symbolic.algebra.notation import d
from symbolic.expectation.moments import Pattern, moment

K2, K4, K6, K22, K42, K222 = (moment(Pattern((), powers)) for powers in ((2,), (4,), (6,), (2, 2), (4, 2), (2, 2, 2)))
"""`Σ E x_r²`, …, `Σ E x_r⁴ x_s²`, `Σ E x_r² x_s² x_u²`."""

NORMAL = {K2: d, K4: 3 * d, K6: 15 * d, K22: d * (d - 1), K42: 3 * d * (d - 1), K222: d * (d - 1) * (d - 2)}
