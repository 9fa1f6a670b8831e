"""Labels of other tasks than in training."""
