"""The issued text: reading its grammar, cutting it, and the pages that carry it."""
