"""What the trained model recovers."""
