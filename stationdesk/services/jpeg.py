"""What can be told of a JPEG without opening it."""

from __future__ import annotations

LARGEST = 8 * 1024**2
"""Bytes of a picture that is reported; those this program makes are far below."""


def size_of(jpeg: bytes) -> tuple[int, int]:
    """Return width and height of a JPEG this program wrote, from its frame header."""
    at = 2
    while at + 9 < len(jpeg) and jpeg[at] == 0xFF:
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xC2:
            return int.from_bytes(jpeg[at + 7 : at + 9], "big"), int.from_bytes(jpeg[at + 5 : at + 7], "big")
        at += 2 + length
    return 0, 0


def is_picture(content: bytes) -> bool:
    """Tell whether this is a whole JPEG of a size a photo has."""
    framed = content[:3] == b"\xff\xd8\xff" and content[-2:] == b"\xff\xd9"
    return framed and len(content) <= LARGEST and min(size_of(content)) > 0
