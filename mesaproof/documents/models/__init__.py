"""Views of models as data: lists of settings, formulas of losses and gradients, simulations."""
