"""Sequences told by how each state comes of the one before: `x[s+1] = W x[s] + noise`, linear in the state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from symbolic.setting.affine import Affine, as_affine, identifier
from symbolic.setting.nodes import Array
from symbolic.setting.symbols import Arithmetic, Time
from symbolic.setting.valueless import Untraceable


@dataclass(frozen=True, eq=False)
class Recursion:
    """The sequence `x[1] = start`, `x[s+1] = step(x[s], s)`, and zero for `s <= 0`.

    `label` is the s of the step; no other label has its name, which is no identifier.
    """

    name: str
    start: Array
    label: str
    _known: dict[str, Array] = field(default_factory=dict)

    def __getitem__(self, time: Arithmetic | int) -> Array:
        return Recursed(self.start.rows, (), self, as_affine(time))

    @property
    def before(self) -> Array:
        """The state at s, of which the step makes the next one."""
        return self._known["before"]

    @property
    def step(self) -> Array:
        """The state at s + 1."""
        return self._known["step"]


@dataclass(frozen=True, eq=False)
class Recursed(Array):
    """A sequence at a time."""

    of: Recursion
    time: Affine

    @property
    def within(self) -> tuple[Array, ...]:
        return self.of.start, self.of.step


def recursion(name: str, start: Array, step: Callable[[Array, Time], Array]) -> Recursion:
    """The sequence `x[1] = start`, `x[s+1] = step(x[s], s)`; `x[s] = 0` for `s <= 0`.

    The step is linear in the state: `W @ x + sigma * e[s]` with W a Torus, a scalar in the place of W, or nothing.

    >>> from symbolic.setting import Gaussian, Torus, eye, time
    >>> W, e = Torus(2), Gaussian("e", eye(2)).each(time("i"))
    >>> recursion("x", Gaussian("x_1", eye(2)), lambda x, s: W @ x + e[s])[3].shape
    'a vector of blocks [2]'
    """
    if not isinstance(start, Array) or start.columns or len(start.rows) > 1:
        what = start.shape if isinstance(start, Array) else type(start).__name__
        raise Untraceable(f"the recursion {name} starts at {what}: a vector of one block or a scalar was expected")
    found = Recursion(identifier(name), start, f"{name}'")
    before = found[Time(found.label)]
    after = step(before, Time(found.label))
    if not isinstance(after, Array) or (after.rows, after.columns) != (start.rows, start.columns):
        what = after.shape if isinstance(after, Array) else type(after).__name__
        raise Untraceable(f"the step of the recursion {name} makes {what} of {start.shape}: both need one shape")
    found._known.update(before=before, step=after)
    return found
