"""Gradient flow of two blocks of two numbers each whose norms are equal, followed to its limit.

A loss that only sees products of the blocks P and K is unchanged by `P → cP, K → K/c`, so the flow keeps `‖P‖² − ‖K‖²`.
From a start where that is 0 the blocks are `P = e^σ (cos θ, sin θ)`, `K = e^σ (cos φ, sin φ)` for ever: in the three
coordinates σ, θ, φ it is 0 by construction, whatever an integrator does, and no size of σ is too large or too small.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, sin

import numpy as np

from numeric_check.arrays import Real

LONGEST, MOST_STEPS = 1e12, 5_000
"""The flow is followed for so long, in units of its fastest rate, in at most so many steps."""

LOOK = 25
"""Steps after which an equilibrium is looked for again."""

NEWTON = 5
"""Steps of Newton's method from a point of the flow to the equilibrium beside it."""

NEAR = 1e-6
"""The limit is the equilibrium found from a point of the flow, where that is at most so far away."""

EXACT = 1e-8
"""Most that a further step of Newton's method may move an equilibrium, and most that a flat one may be away."""

FLAT = 1e-9
"""An equilibrium attracts where every direction does, at a rate of at least so many times the fastest one's: the place
of a slower one is lost in rounding."""

STILL = 1e-14
"""One direction may be flat if the speed at the equilibrium, beside the fastest rate, is rounding."""


class Unsettled(ArithmeticError):
    """The flow has no limit that could be found; the text says what happened instead."""


@dataclass(frozen=True)
class Point:
    """Logarithm of the common norm of the blocks, and their angles."""

    size: float
    pv_angle: float
    kq_angle: float

    @property
    def pv(self) -> tuple[float, float]:
        """The direction of P."""
        return cos(self.pv_angle), sin(self.pv_angle)

    @property
    def kq(self) -> tuple[float, float]:
        """The direction of K."""
        return cos(self.kq_angle), sin(self.kq_angle)


@dataclass(frozen=True)
class BalancedFlow:
    """The flow of the loss `S − R`, from `P = K = e^σ (1, 0)`.

    `pulls (2, 2)` are the coefficients of R at `K_j P_i`, `pushes (3, 3)` those of S at the products of
    `K_0^(2−j) K_1^j` and `P_0^(2−i) P_1^i`.
    """

    pulls: Real
    pushes: Real

    def gained(self, point: Point) -> float:
        """`R − S`: how much less the loss is than at zero."""
        m = float(np.exp(2 * point.size))
        pull, push = self._derivatives(point)
        return m * float(pull[0, 0]) - m**2 * float(push[0, 0])

    def limit(self, size: float, tolerance: float) -> Point:
        """Where the flow goes from `σ = size`, integrated with a relative tolerance; raises Unsettled."""
        from scipy.integrate import LSODA

        start = np.array([size, 0.0, 0.0])
        solver = LSODA(self._velocity, 0.0, start, LONGEST, rtol=tolerance, atol=tolerance / 10)
        for number in range(1, MOST_STEPS + 1):
            message = solver.step()
            if solver.status == "failed":
                raise Unsettled(f"could not be followed: {message}")
            done = solver.status == "finished"
            if (done or number % LOOK == 0) and (rest := self._rest(solver.y)) is not None:
                return rest
            if done:
                break
        raise Unsettled("comes to no rest that floating point can tell from a very slow motion")

    def _velocity(self, _: float, place: Real) -> Real:
        """Velocity in a time that runs `1 + e^(2σ)` times as fast, in which nothing is stiff however large σ is."""
        share = _share(place)
        pull, push = self._derivatives(Point(*place))
        turns = [(1 - share) * pull[k] - share * push[k] for k in TURNS]
        return np.array([(1 - share) * pull[0, 0] - 2 * share * push[0, 0], *turns])

    def _rest(self, place: Real) -> Point | None:
        """The equilibrium beside a place that attracts from every direction but flat ones, None where there is none."""
        found = place
        for _ in range(NEWTON):
            found = found - np.linalg.lstsq(self._slopes(found), self._velocity(0.0, found), rcond=FLAT)[0]
        far = float(np.max(np.abs(found - place)))
        if not far <= NEAR:
            return None
        slopes = self._slopes(found)
        rates = np.sort(np.linalg.eigvals(slopes).real) / np.linalg.norm(slopes)
        moved = np.linalg.lstsq(slopes, self._velocity(0.0, found), rcond=FLAT)[0]
        if np.max(np.abs(moved)) > EXACT or not rates[-1] < FLAT:
            return None
        attracts = rates[-1] < -FLAT
        speed = float(np.linalg.norm(self._velocity(0.0, found)))
        still = speed <= STILL * np.linalg.norm(slopes) and far <= EXACT and rates[-2] < -FLAT
        settled = attracts or (still and self._has_no_small_part)
        return Point(*map(float, found)) if settled else None

    @property
    def _has_no_small_part(self) -> bool:
        """Whether no coefficient is nearly nothing beside the largest: what looks flat may then not be."""
        sizes = np.abs([*self.pulls.ravel(), *self.pushes.ravel()])
        return bool(np.all((sizes == 0) | (sizes > FLAT)))

    def _slopes(self, place: Real) -> Real:
        """Derivatives of the velocity, times a positive number, at a place where the velocity is 0."""
        share = _share(place)
        pull, push = self._derivatives(Point(*place))
        turned = [[(1 - share) * pull[i + k, j + l] - share * push[i + k, j + l] for i, j in TURNS] for k, l in TURNS]
        across = [(1 - share) * pull[k] - 2 * share * push[k] for k in TURNS]
        first = [-4 * share * push[0, 0], *across]
        return np.array([first, *([-2 * share * push[k], *row] for k, row in zip(TURNS, turned, strict=True))])

    def _derivatives(self, point: Point) -> tuple[Real, Real]:
        """R and S at `σ = 0` with their derivatives `[i, j]`, i by θ and j by φ, each up to the second."""
        pv, kq = _direction(point.pv_angle), _direction(point.kq_angle)
        return pv @ self.pulls.T @ kq.T, _products(pv) @ self.pushes.T @ _products(kq).T


TURNS = ((1, 0), (0, 1))
"""By θ, by φ."""


def _share(place: Real) -> float:
    """`m/(1 + m)` of `m = e^(2σ)`; no σ is too large."""
    from scipy.special import expit

    return float(expit(2 * place[0]))


def _direction(angle: float) -> Real:
    """`(cos, sin)` of an angle, its first and its second derivative."""
    c, s = cos(angle), sin(angle)
    return np.array([(c, s), (-s, c), (-c, -s)])


def _products(unit: Real) -> Real:
    """`(u_0², u_0 u_1, u_1²)`, its first and its second derivative."""
    c, s = unit[0]
    double, difference = 2 * c * s, c * c - s * s
    first, second = (-double, difference, double), (-2 * difference, -2 * double, 2 * difference)
    return np.array([(c * c, c * s, s * s), first, second])
