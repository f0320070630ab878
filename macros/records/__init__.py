"""What the data is: places and problems, strict YAML, the records and their loading."""
