"""Polynomials in a square matrix, of degrees that are terms: what sums, products and squares have for degrees."""
