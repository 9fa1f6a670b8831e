"""Files and folders that a person asked for, written whole or not at all, over nothing of somebody else."""
