"""Statements about covariates and queries of any laws, as formulas."""
