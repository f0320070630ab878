"""The arithmetic of a target and the closing account."""
