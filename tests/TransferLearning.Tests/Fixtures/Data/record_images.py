#!/usr/bin/env python3
"""Writes images.json beside itself: small image files of many kinds, whole, odd and damaged, and what Pillow makes of each:
null where it refuses the file, else its pixels upright, RGB, resized to 16 x 16 (bilinear)."""
import base64
import io
import json
import pathlib
import struct
import zlib

import numpy as np
import PIL
from PIL import Image, ImageOps

W, H = 48, 40
y, x = np.mgrid[0:H, 0:W]
wave = np.sin(y / 4.0) * 60 + x * 2.5
rgb = Image.fromarray(np.clip(np.stack([wave + 60, 200 - wave, wave * 0.5 + x], -1), 0, 255).astype(np.uint8))
files = {}


def encoded(im, kind, **options):
    s = io.BytesIO()
    im.save(s, kind, **options)
    return s.getvalue()


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def exif(entries, order="<"):
    tiff = (b"II" if order == "<" else b"MM") + struct.pack(order + "HI", 42, 8) + struct.pack(order + "H", len(entries))
    for tag, kind, count, value in entries:
        tiff += struct.pack(order + "HHI", tag, kind, count) + value
    body = b"Exif\0\0" + tiff + struct.pack(order + "I", 0)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def oriented(n, order="<"):
    return (0x112, 3, 1, struct.pack(order + "HH", n, 0))


def behind_start(data, segment):
    return data[:2] + segment + data[2:]


jpegs = {
    "baseline": encoded(rgb, "JPEG", quality=80), "444": encoded(rgb, "JPEG", quality=80, subsampling=0),
    "progressive": encoded(rgb, "JPEG", quality=80, progressive=True), "grey": encoded(rgb.convert("L"), "JPEG"),
    "cmyk": encoded(rgb.convert("CMYK"), "JPEG"),
}
for name, data in jpegs.items():
    scan = data.index(b"\xff\xda") + 14
    cut = lambda share: data[:scan + int((len(data) - scan) * share)]
    files |= {f"{name}.jpg": data, f"{name}-no-end.jpg": data[:-2], f"{name}-junk-behind.jpg": data + b"junk" * 5,
              f"{name}-junk-before-end.jpg": data[:-2] + b"\0" * 9 + data[-2:], f"{name}-zeros-behind.jpg": data + bytes(600)}
    files |= {f"{name}-cut-{int(100 * share)}.jpg": cut(share) for share in (0.1, 0.5, 0.9)}
    files[f"{name}-cut-6-bytes.jpg"] = data[:-8]
for name in ("baseline", "progressive"):   # as downloads leave it that make room for the whole file first
    data, scan = jpegs[name], jpegs[name].index(b"\xff\xda") + 14
    half = scan + (len(data) - scan) // 2
    files[f"{name}-zeros-instead.jpg"] = data[:half] + bytes(len(data) - half)
base = jpegs["baseline"]
for n in range(1, 9):
    files[f"orientation-{n}.jpg"] = behind_start(base, exif([oriented(n, "<>"[n % 2])], "<>"[n % 2]))
files["orientation-9.jpg"] = behind_start(base, exif([oriented(9)]))
files["exif-sub-ifd-loop.jpg"] = behind_start(base, exif([(0x8769, 4, 1, struct.pack("<I", 8)), oriented(6)]))

png = encoded(rgb, "PNG")
at = png.index(b"IDAT") - 4
data = png[at + 8:at + 8 + struct.unpack(">I", png[at:at + 4])[0]]
head, end = png[:at], png[-12:]
half = len(data) // 2
files |= {
    "png.png": png, "png-junk-behind.png": png + b"junk" * 5, "png-cut.png": png[:at + 8 + half],
    "png-two-parts.png": head + chunk(b"IDAT", data[:half]) + chunk(b"IDAT", data[half:]) + end,
    "png-first-empty.png": head + chunk(b"IDAT", b"") + chunk(b"IDAT", data) + end,
    "png-first-one-byte.png": head + chunk(b"IDAT", data[:1]) + chunk(b"IDAT", data[1:]) + end,
    "png-cut-in-second.png": (head + chunk(b"IDAT", data[:half]) + chunk(b"IDAT", data[half:]))[:len(head) + 12 + half + 8 + half // 2],
    "png-palette.png": encoded(rgb.quantize(32), "PNG"), "png-grey.png": encoded(rgb.convert("L"), "PNG"), "png-bits.png": encoded(rgb.convert("1"), "PNG"),
    "png-black.png": encoded(Image.new("RGB", (W, H)), "PNG"),
    "png-orientation-6.png": head + chunk(b"eXIf", exif([oriented(6)])[10:]) + png[at:],
}
other = Image.fromarray(255 - np.asarray(rgb))
files |= {
    "gif.gif": encoded(rgb.quantize(32), "GIF"), "gif-moving.gif": encoded(rgb.quantize(32), "GIF", save_all=True, append_images=[other.quantize(32)]),
    "bmp.bmp": encoded(rgb, "BMP"), "bmp-palette.bmp": encoded(rgb.quantize(32), "BMP"),
    "webp.webp": encoded(rgb, "WEBP", quality=90), "webp-lossless.webp": encoded(rgb, "WEBP", lossless=True),
    "webp-moving.webp": encoded(rgb, "WEBP", save_all=True, append_images=[other], lossless=True),
    "webp-moving-lossy.webp": encoded(rgb, "WEBP", save_all=True, append_images=[other], quality=90),
    "webp-orientation-6.webp": encoded(rgb, "WEBP", lossless=True, exif=exif([oriented(6)])[4:]),
}
whole = {
    "gif": encoded(rgb.quantize(32), "GIF"), "bmp": encoded(rgb, "BMP"), "bmp-palette": encoded(rgb.quantize(32), "BMP"),
    "webp": encoded(rgb, "WEBP", quality=90), "webp-lossless": encoded(rgb, "WEBP", lossless=True),
    "webp-moving": encoded(rgb, "WEBP", save_all=True, append_images=[other], lossless=True),
}
for name, data in whole.items():
    kind = name.split("-")[0]
    files |= {f"{name}-half.{kind}": data[:len(data) // 2], f"{name}-lacks-20.{kind}": data[:-20]}
    if name != "webp-moving":   # whose first frame is whole then
        files[f"{name}-zeros-instead.{kind}"] = data[:len(data) // 2] + bytes(len(data) - len(data) // 2)
files["gif-no-end.gif"] = whole["gif"][:-1]
files["gif-moving-cut-in-second.gif"] = files["gif-moving.gif"][:-100]


def deep(im, colour_type):
    """A PNG of 16 bits per channel, which Pillow does not write: each byte twice."""
    rows = np.asarray(im).reshape(H, -1)
    packed = zlib.compress(b"".join(b"\0" + np.repeat(row, 2).tobytes() for row in rows))
    return png[:8] + chunk(b"IHDR", struct.pack(">IIBBBBB", W, H, 16, colour_type, 0, 0, 0)) + chunk(b"IDAT", packed) + end


alpha = rgb.copy()
alpha.putalpha(Image.fromarray(np.linspace(0, 255, W * H).reshape(H, W).astype(np.uint8)))
files |= {
    "png-16-bits.png": deep(rgb, 2), "png-16-bits-grey.png": deep(rgb.convert("L"), 0), "png-alpha.png": encoded(alpha, "PNG"),
    "webp-alpha.webp": encoded(alpha, "WEBP", lossless=True, exact=True), "bmp-alpha.bmp": encoded(alpha, "BMP"),
    "restarts.jpg": encoded(rgb, "JPEG", quality=80, restart_marker_blocks=2), "optimised.jpg": encoded(rgb, "JPEG", quality=80, optimize=True),
    "cmyk-progressive.jpg": encoded(rgb.convert("CMYK"), "JPEG", progressive=True),
    "png-grey-alpha.png": encoded(alpha.convert("LA"), "PNG"),
}
alike = {"png-16-bits.png": "png.png", "png-16-bits-grey.png": "png-grey.png"}   # Pillow clips where it should scale


def seen(data):
    try:
        im = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
    except Exception:
        return None
    return base64.b64encode(im.resize((16, 16), Image.BILINEAR).tobytes()).decode()


table = [{"name": name, "file": base64.b64encode(data).decode(), "pixels": seen(files[alike.get(name, name)])} for name, data in files.items()]
lines = ",\n".join(json.dumps(row) for row in table)
pathlib.Path(__file__).with_name("images.json").write_text(f'{{"recordedWith": "Pillow {PIL.__version__}", "images": [\n{lines}\n]}}\n')
