"""What the trained model leaves and predicts on prompts with random covariances."""
