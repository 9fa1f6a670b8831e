"""What is answered for the setting of the paper: records of numbers, of a law and sizes that are already read."""
