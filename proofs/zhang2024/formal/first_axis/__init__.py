"""The point that predicts from the first covariate alone: a local minimum of the loss, or a saddle."""
