"""The print fonts, and which characters they have."""
