"""What the paper answers for a model that is trained."""
