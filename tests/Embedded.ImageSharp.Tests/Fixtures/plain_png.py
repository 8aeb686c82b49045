"""A PNG encoder for test pictures: every colour type and depth, interlaced or not, all filters in turn, with or without tRNS."""
import struct
import zlib
from collections import namedtuple

import numpy as np

Kind = namedtuple("Kind", "type channels depths")
KINDS = {
    "grey": Kind(0, 1, (1, 2, 4, 8, 16)),
    "rgb": Kind(2, 3, (8, 16)),
    "palette": Kind(3, 1, (1, 2, 4, 8)),
    "greyalpha": Kind(4, 2, (8, 16)),
    "rgba": Kind(6, 4, (8, 16)),
}
PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def pack(samples, depth):
    """One scanline of samples as bytes."""
    flat = samples.reshape(-1)
    if depth == 16:
        return flat.astype(">u2").tobytes()
    if depth == 8:
        return flat.astype(np.uint8).tobytes()
    bits = ((flat[:, None] >> np.arange(depth - 1, -1, -1)) & 1).astype(np.uint8)
    return np.packbits(bits.reshape(-1)).tobytes()


def paeth(a, b, c):
    p = a + b - c
    return min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]


def filtered(kind, line, above, step):
    out = bytearray([kind])
    for i, value in enumerate(line):
        left, corner = (line[i - step], above[i - step]) if i >= step else (0, 0)
        guess = (0, left, above[i], (left + above[i]) // 2, paeth(left, above[i], corner))[kind]
        out.append((value - guess) & 255)
    return bytes(out)


def scanlines(samples, depth, step):
    above, out = None, b""
    for y, row in enumerate(samples):
        line = pack(row, depth)
        out += filtered(y % 5, line, above or bytes(len(line)), step)
        above = line
    return out


def encode(kind, depth, interlaced, rgb, transparent):
    """The file and the RGBA that it stands for."""
    type, channels, _ = KINDS[kind]
    height, width = rgb.shape[:2]
    top = (1 << depth) - 1
    wide = np.concatenate([rgb, (rgb[..., ::-1].max(axis=2, keepdims=True) | 1)], axis=2).astype(int)
    wide = wide * 257 + (np.arange(width) % 200)[None, :, None] * (wide < 250)
    scaled = wide >> (16 - depth)
    picked = {0: [0], 2: [0, 1, 2], 3: [0], 4: [0, 3], 6: [0, 1, 2, 3]}[type]
    samples = scaled[..., picked]

    to_byte = (lambda s: (s * 255 + 32895) >> 16) if depth == 16 else (lambda s: s * 255 // top)
    extra = b""
    if type == 3:
        palette = np.array([[i * 37 % 256, i * 91 % 256, 255 - i * 13 % 256] for i in range(top + 1)], np.uint8)
        colors = palette[samples[..., 0]]
        alpha = np.full((height, width), 255)
        extra = chunk(b"PLTE", palette.tobytes())
        if transparent:
            shown = 255 - np.arange(top) * 255 // top          # the last entry is left out: opaque
            alpha = np.append(shown, 255)[samples[..., 0]]
            extra += chunk(b"tRNS", bytes(shown.tolist()))
    else:
        alpha = to_byte(samples[..., -1]) if channels in (2, 4) else np.full((height, width), 255)
        colors = to_byte(samples[..., [0, 0, 0] if channels < 3 else [0, 1, 2]])
        if transparent:
            key = samples[3, 4]
            alpha = np.where((samples == key).all(axis=2), 0, 255)
            extra = chunk(b"tRNS", struct.pack(f">{channels}H", *key))

    step = max(1, channels * depth // 8)
    if interlaced:
        data = b"".join(
            scanlines(samples[y::step_y, x::step_x], depth, step)
            for x, y, step_x, step_y in PASSES if x < width and y < height)
    else:
        data = scanlines(samples, depth, step)
    packed = zlib.compress(data)
    header = struct.pack(">IIBBBBB", width, height, depth, type, 0, 0, int(interlaced))
    file = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra
    for i in range(0, len(packed), 300):
        file += chunk(b"IDAT", packed[i:i + 300])
    file += chunk(b"IEND", b"")
    return file, np.dstack([colors, alpha]).astype(np.uint8)
