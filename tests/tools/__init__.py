"""What the tests look with, and what measures: for maintainers, not for users."""
