"""Laws of `x_1` in a fixed dimension, made of others: products of coordinates, mixtures, affine images by a matrix.

What these laws say of their symmetry is either read off their parts or proved by a moment; where neither decides,
`SymmetryUnknown` is raised when the law is made.
"""

from symbolic.laws.vectors.linear_images import LinearImage, linear_image
from symbolic.laws.vectors.mixtures import VectorMixture, vector_mixture
from symbolic.laws.vectors.products import Product, independent

__all__ = ["LinearImage", "Product", "VectorMixture", "independent", "linear_image", "vector_mixture"]
