"""A screenshot in 256 colours: a quarter of the bytes, for a picture that is kept in the repository."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

_HEAD = b"\x89PNG\r\n\x1a\n"
_COLOURS = 256
_COARSE = 0xF8
"""Of eight bits of a colour five are told apart: no eye sees the rest in letters."""

Pixel = tuple[int, int, int]


def smaller(picture: bytes) -> bytes:
    """The same picture with a palette; it must be one of eight bits with three or four parts a pixel."""
    width, height, rows = _read(picture)
    counts = Counter(pixel for row in rows for pixel in row)
    palette = [pixel for pixel, _ in counts.most_common(_COLOURS)]
    place = {pixel: number for number, pixel in enumerate(palette)}
    for pixel in counts:
        if pixel not in place:
            place[pixel] = min(range(len(palette)), key=lambda number: _apart(palette[number], pixel))
    lines = b"".join(b"\0" + bytes(place[pixel] for pixel in row) for row in rows)
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    colours = bytes(part for pixel in palette for part in pixel)
    parts = ((b"IHDR", header), (b"PLTE", colours), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return _HEAD + b"".join(_chunk(kind, content) for kind, content in parts)


def _apart(first: Pixel, second: Pixel) -> int:
    return sum((one - other) ** 2 for one, other in zip(first, second, strict=True))


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _read(picture: bytes) -> tuple[int, int, list[list[Pixel]]]:
    chunks = dict[bytes, bytes]()
    for kind, content in _chunks(picture):
        chunks[kind] = chunks.get(kind, b"") + content
    width, height, depth, colour, *_ = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    if (depth, colour) not in ((8, 2), (8, 6)):
        raise ValueError("only eight bits with three or four parts a pixel")
    parts = 3 if colour == 2 else 4
    flat, stride = zlib.decompress(chunks[b"IDAT"]), width * parts
    rows: list[list[Pixel]] = []
    above = bytearray(stride)
    for number in range(height):
        start = number * (stride + 1)
        above = _unfiltered(flat[start], bytearray(flat[start + 1 : start + 1 + stride]), above, parts)
        coarse = bytes(part & _COARSE | part >> 5 for part in above)
        rows.append(list(zip(coarse[0::parts], coarse[1::parts], coarse[2::parts], strict=True)))
    return width, height, rows


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_HEAD)
    while at < len(picture):
        (size,) = struct.unpack(">I", picture[at : at + 4])
        yield picture[at + 4 : at + 8], picture[at + 8 : at + 8 + size]
        at += 12 + size


def _unfiltered(how: int, line: bytearray, above: bytearray, parts: int) -> bytearray:
    """One line as PNG filters it: by the pixel to the left, above, their mean, or Paeth's choice."""
    for place in range(len(line)):
        left = line[place - parts] if place >= parts else 0
        corner = above[place - parts] if place >= parts else 0
        line[place] = (line[place] + _guess(how, left, above[place], corner)) & 255
    return line


def _guess(how: int, left: int, up: int, corner: int) -> int:
    if how < 4:
        return (0, left, up, (left + up) // 2)[how]
    guess = left + up - corner
    return min((left, up, corner), key=lambda one: abs(guess - one))
