"""What is answered about a law: records."""
