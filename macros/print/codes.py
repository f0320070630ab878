"""Addresses as QR codes, for pages and for print."""

from __future__ import annotations

import io


def qr(address: str) -> str:
    """An address as a QR code, in SVG."""
    import segno  # takes as long as setting a booklet: only where there is an address

    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", border=0, xmldecl=False)
    return out.getvalue().decode()


def modules(address: str) -> str:
    """An address as a QR code: a line a row, 1 for black and 0 for white."""
    import segno

    return "\n".join("".join(map(str, row)) for row in segno.make(address, error="m").matrix)
