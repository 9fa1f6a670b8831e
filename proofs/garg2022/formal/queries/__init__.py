"""Formulas about the query: one that is orthogonal to the samples."""
