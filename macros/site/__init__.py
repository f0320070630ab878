"""The site; the only room that knows MkDocs."""
