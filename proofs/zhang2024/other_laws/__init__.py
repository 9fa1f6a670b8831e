"""Covariates, queries and weights that are not normal: what of the theory stays, and what becomes of the limit."""
