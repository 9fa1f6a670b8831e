"""What the fuzzer of commands is made of: lines, folders that they meet, laws."""
