"""What the coordinating office sends out and what it keeps to itself: bulletin and internal edition."""
