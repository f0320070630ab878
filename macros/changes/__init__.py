"""Two releases compared, in plain words."""
