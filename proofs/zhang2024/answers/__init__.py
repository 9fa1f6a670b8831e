"""What the paper answers for its setting at given values."""
