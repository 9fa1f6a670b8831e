"""Covariates of another law than in training."""
