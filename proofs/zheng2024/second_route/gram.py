"""The Gram matrices of prompts that grow by one token, for a chunk of sequences at a time.

Tokens are `u_1 = (x_1; 0)` and `u_i = (x_i; x_{i-1}) = (Λ; I) x_{i-1}` for later times, so that the `2d × 2d` matrix
`G_t = Σ_{i≤t} u_i u_i^*` is made of a `d × d` one that grows by one outer product a step:

    G_t = (Λ; I) H_{t-1} (Λ̄, I) + u_1 u_1^*,      H_s = Σ_{i≤s} x_i x_i^*.

`x_{i+1} x_{i+1}^* = Λ x_i x_i^* Λ̄` is one factor an entry. H is Hermitian: its diagonal and those above it are kept.
The batch is the last axis. Every array has the precision of the eigenvalues.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from numeric_check.arrays import Complex


@dataclass(eq=False)
class Gram:
    """`G_t` of m sequences, at first for t = 2, from starts and eigenvalues `(d, m)`.

    `upper` holds the diagonals of `H_{t-1}` one below the other, `(d(d+1)/2, m)`, from the main one outwards, and
    `product` those of its newest term.
    """

    x1: Complex
    lam: Complex
    upper: Complex = field(init=False)
    product: Complex = field(init=False)

    def __post_init__(self) -> None:
        d = len(self.x1)
        self._conjugate = self.lam.conj()
        self._turn = np.concatenate([self.lam[: d - o] * self._conjugate[o:] for o in range(d)])
        self.product = np.concatenate([self.x1[: d - o] * self.x1[o:].conj() for o in range(d)])
        self.upper = self.product.copy()
        self._lower = self.upper.conj()
        self._terms = np.empty_like(self.lam)

    def grow(self) -> None:
        """From `G_t` to `G_{t+1}`."""
        np.multiply(self.product, self._turn, out=self.product)
        np.add(self.upper, self.product, out=self.upper)
        np.conjugate(self.upper, out=self._lower)

    def times(self, vectors: Complex) -> Complex:
        """`G_t v` for vectors `(2d, m)`."""
        d, answer = len(self.lam), np.empty_like(vectors)
        newer, older = answer[:d], answer[d:]
        np.multiply(self._conjugate, vectors[:d], out=newer)
        np.add(newer, vectors[d:], out=newer)
        self._inner(newer, older)
        np.multiply(self.lam, older, out=newer)
        inner_product = np.add.reduce(np.multiply(self.x1.conj(), vectors[:d], out=self._terms), axis=0)
        np.add(newer, np.multiply(self.x1, inner_product, out=self._terms), out=newer)
        return answer

    def _inner(self, vectors: Complex, total: Complex) -> None:
        """`H v` for vectors `(d, m)`, diagonal by diagonal, into `total`."""
        d, start = len(vectors), len(vectors)
        np.multiply(self.upper[:d], vectors, out=total)
        for o in range(1, d):
            rows, terms = slice(start, start + d - o), self._terms[: d - o]
            total[: d - o] += np.multiply(self.upper[rows], vectors[o:], out=terms)
            total[o:] += np.multiply(self._lower[rows], vectors[: d - o], out=terms)
            start += d - o
