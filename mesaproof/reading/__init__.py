"""What a person gives, read by hand and never evaluated: laws, numbers, sizes, tables, files."""
