"""Formulas about the query: one of any law, one that is a sample, one that is orthogonal to all samples."""
