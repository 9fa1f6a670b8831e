"""What several formulas need: how far a loss is above its least value."""
