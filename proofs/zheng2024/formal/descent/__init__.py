"""Gradient descent with a finite step, of the two scalars of the line: `∀c1, c2, h > 0`, without a model."""
