"""What a person gives, read: laws, numbers, tables, files."""
