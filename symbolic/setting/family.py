"""A restriction of the parameters: named blocks as letters, multiples of the identity, vectors; all others are zero."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from symbolic.setting.affine import Affine
from symbolic.setting.nodes import ONE, Array, Axis, Inverse, Parameter, Scaled, nodes
from symbolic.setting.randomness import Sample, State
from symbolic.setting.valueless import Untraceable
from symbolic.setting.weights import Weight, as_weight


@dataclass(frozen=True, eq=False)
class Family:
    """Blocks by name, each an array of its shape, or a weight where the block is a scalar; what is missing is zero.

    >>> from symbolic.setting.weights import scalar
    >>> Family(A_22=scalar("u")).scalars
    ('u',)
    """

    blocks: Mapping[str, Array | Weight]
    masked: bool

    def __init__(self, **blocks: Array | Weight) -> None:
        object.__setattr__(self, "blocks", blocks)
        object.__setattr__(self, "masked", False)

    @staticmethod
    def only(**blocks: Array | Weight) -> Family:
        """A family of which the letters alone are trained, all other entries being held fixed: a mask on the training.

        >>> from symbolic.setting.weights import scalar
        >>> Family.only(A=scalar("a")).masked
        True
        """
        family = Family(**blocks)
        object.__setattr__(family, "masked", True)
        return family

    @property
    def arrays(self) -> list[Array]:
        return [node for value in self.blocks.values() if isinstance(value, Array) for node in nodes(value)]

    @property
    def scalars(self) -> tuple[str, ...]:
        """Named numbers of the family, sorted."""
        weights = [a.weight for a in self.arrays if isinstance(a, Scaled)]
        weights += [value for value in self.blocks.values() if isinstance(value, Weight)]
        return tuple(sorted({name for w in weights for m in w.monomials for name, _ in m.scalars}))

    @property
    def letters(self) -> dict[str, Parameter]:
        """Matrices and vectors of the family, by name."""
        return {a.name: a for a in self.arrays if isinstance(a, Parameter)}

    @property
    def complex_names(self) -> frozenset[str]:
        """The letters that are complex."""
        return frozenset(name for name, letter in self.letters.items() if letter.complex_)

    def check(
        self, name: str, blocks: Mapping[str, tuple[Affine, Affine]], taken: Collection[str], complex_: Collection[str]
    ) -> None:
        """Raise Untraceable where a block is unknown or has another shape, or a letter has a name that is taken.

        `complex_` are the blocks that may be held to complex letters.
        """
        if twice := sorted({*self.scalars, *self.letters} & set(taken)):
            raise Untraceable(f"the family {name} has a letter {twice[0]}, and the setting something else of that name")
        if drawn := [type(a).__name__ for a in self.arrays if isinstance(a, (Sample, State))]:
            raise Untraceable(f"the family {name} holds parameters to data (a {drawn[0].lower()} of a draw)")
        if any(isinstance(a, Inverse) for a in self.arrays):
            raise Untraceable(f"the family {name} holds a parameter to an inverse; inverse(…) is for identities")
        for block, value in self.blocks.items():
            if block not in blocks:
                raise Untraceable(f"the family {name} names {block}; the blocks are {', '.join(blocks)}")
            held = [a.name for a in nodes(value) if isinstance(a, Parameter)] if isinstance(value, Array) else []
            if block not in complex_ and (wrong := sorted(self.complex_names & {*held})):
                raise Untraceable(f"the family {name}: {block} is real, and is held to the complex letter {wrong[0]}")
            shape = tuple(_sides((axis,)) for axis in blocks[block])
            if isinstance(value, Array) and (_sides(value.rows), _sides(value.columns)) != shape:
                raise Untraceable(f"the family {name}: {block} is {value.shape}, which is not its shape")
            if not isinstance(value, Array) and (as_weight(value) is None or any(shape)):
                raise Untraceable(f"the family {name}: {block} is a {type(value).__name__}; a matrix was expected")


def _sides(axis: Axis) -> Axis:
    """Blocks of dimension 1 left out: a matrix [1] x [1] is a scalar."""
    return tuple(dimension for dimension in axis if dimension != ONE)
