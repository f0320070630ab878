"""The commands: arguments, a call into macros, an exit status."""
