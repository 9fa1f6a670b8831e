"""The types of arrays that the second route computes with."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]
Complex = NDArray[np.complex128]
Integers = NDArray[np.int64]

Parameters = Mapping[str, Real]
"""Real blocks by name; a missing block is zero."""

Shapes = Mapping[str, tuple[int, ...]]
"""The blocks that a model has, by name and in order, and their shapes."""
