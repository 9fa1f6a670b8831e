"""What the trained model predicts on prompts of the test, and its error."""
