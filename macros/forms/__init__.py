"""Workbooks out, workbooks in."""
