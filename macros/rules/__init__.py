"""What must hold: one file a subject."""
