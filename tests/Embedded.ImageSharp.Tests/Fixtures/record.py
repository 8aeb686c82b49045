#!/usr/bin/env python3
"""Draws pictures, encodes them in every variant and records in pictures.zip what they decode to.

Needs NumPy and Pillow (recorded with 1.24 and 9.4). Run it here: python3 record.py

pillow-*.jpg    written and decoded by Pillow (libjpeg-turbo); NAME.bin holds Pillow's pixels.
plain-*.jpg     written by plain_jpeg.py in variants that Pillow cannot write; NAME.bin holds the pixels that follow from the
                coefficients by the definition, colour upsampled by repetition, and Pillow must have read the file too.
oriented-N.jpg  EXIF orientation N; NAME.bin holds what Pillow makes of it with exif_transpose.
*.png           written by plain_png.py; NAME.bin holds RGBA, which Pillow must have read likewise (depths up to 8).
NAME.bin: width and height as little-endian int32, then bytes, RGB or (PNG) RGBA.
"""
import io
import struct
import zipfile

import numpy as np
from PIL import Image, ImageOps

import plain_jpeg
import plain_png


def picture(width, height):
    """Soft colours, a disc, a few lines."""
    y, x = np.mgrid[0:height, 0:width].astype(float)
    rgb = np.stack([
        128 + 100 * np.sin(x / 9.0) * np.cos(y / 11.0),
        128 + 90 * np.cos((x + y) / 13.0),
        128 + 80 * np.sin((x - 2 * y) / 15.0)], axis=2)
    disc = ((x - width / 2) ** 2 + (y - height / 2) ** 2) < (min(width, height) / 3) ** 2
    rgb[disc] += 40
    rgb[(x + 2 * y) % 17 < 1] -= 60
    return np.clip(rgb, 0, 255).astype(np.uint8)


def record(name, data, pixels):
    height, width = pixels.shape[:2]
    for entry, contents in ((name, data), (name + ".bin", struct.pack("<ii", width, height) + pixels.tobytes())):
        archive.writestr(zipfile.ZipInfo(entry), contents, zipfile.ZIP_DEFLATED)


def pillow_pixels(data):
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))


def pillow(name, image, **options):
    stream = io.BytesIO()
    image.save(stream, "JPEG", **options)
    record(f"pillow-{name}.jpg", stream.getvalue(), pillow_pixels(stream.getvalue()))


def plain(name, tolerance, *arguments, **options):
    data, pixels = plain_jpeg.encode(*arguments, **options)
    difference = np.abs(pillow_pixels(data).astype(int) - pixels)
    assert difference.mean() <= tolerance, (name, difference.mean(), difference.max())
    record(f"plain-{name}.jpg", data, pixels)


def jpegs():
    image = Image.fromarray(picture(45, 35))
    for subsampling, name in ((0, "444"), (1, "422"), (2, "420")):
        pillow(name, image, quality=90, subsampling=subsampling)
        pillow(name + "-progressive", image, quality=90, subsampling=subsampling, progressive=True, optimize=True)
    pillow("rough", image, quality=5, subsampling=0)
    pillow("fine", image, quality=100, subsampling=0, optimize=True)
    pillow("grey", image.convert("L"), quality=85)
    pillow("grey-progressive", image.convert("L"), quality=85, progressive=True)
    pillow("cmyk", image.convert("CMYK"), quality=90)
    pillow("tiny", image.resize((1, 1)), quality=90)
    pillow("narrow", image.resize((3, 65)), quality=90, subsampling=0)

    rgb = picture(53, 37)
    plain("440", 3, rgb, [(1, 2), (1, 1), (1, 1)])
    plain("411", 5, rgb, [(4, 1), (1, 1), (1, 1)])
    plain("410", 5, rgb, [(4, 2), (1, 1), (1, 1)])
    plain("422-tall", 5, rgb, [(2, 2), (1, 2), (1, 2)])
    plain("mixed", 5, rgb, [(2, 2), (2, 1), (1, 2)])
    plain("restart", 3, rgb, [(2, 2), (1, 1), (1, 1)], restart=2)
    plain("restart-each", 1, rgb, [(1, 1)] * 3, restart=1)
    plain("scans", 3, rgb, [(2, 2), (1, 1), (1, 1)], interleaved=False)
    plain("scans-restart", 3, rgb, [(2, 1), (1, 1), (1, 1)], interleaved=False, restart=3)
    plain("wide-tables", 1, rgb, [(1, 1)] * 3, wide_tables=True)
    plain("rgb", 1, rgb, [(1, 1)] * 3, color="rgb")
    plain("ycck", 1, rgb, [(1, 1)] * 4, color="ycck")
    plain("cmyk", 1, rgb, [(1, 1)] * 4, color="cmyk")
    plain("grey-sampled", 1, rgb, [(2, 2)], color="grey")

    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        stream = io.BytesIO()
        Image.fromarray(picture(24, 16)).save(stream, "JPEG", quality=95, subsampling=0, exif=exif)
        upright = ImageOps.exif_transpose(Image.open(io.BytesIO(stream.getvalue())))
        record(f"oriented-{orientation}.jpg", stream.getvalue(), np.asarray(upright.convert("RGB")))


def pngs():
    for kind in plain_png.KINDS:
        for depth in plain_png.KINDS[kind].depths:
            for interlaced in (False, True):
                data, rgba = plain_png.encode(kind, depth, interlaced, picture(21, 13), transparent=False)
                name = f"{kind}-{depth}{'-interlaced' if interlaced else ''}.png"
                if depth <= 8:
                    assert (np.asarray(Image.open(io.BytesIO(data)).convert("RGBA")) == rgba).all(), name
                record(name, data, rgba)
    for kind, depth in (("grey", 2), ("grey", 8), ("rgb", 8), ("rgb", 16), ("palette", 4)):
        data, rgba = plain_png.encode(kind, depth, False, picture(21, 13), transparent=True)
        assert (rgba[..., 3] < 255).any()
        if depth == 8 or kind == "palette":                  # Pillow compares the key of shallow greys with scaled samples
            assert (np.asarray(Image.open(io.BytesIO(data)).convert("RGBA")) == rgba).all(), (kind, depth)
        record(f"{kind}-{depth}-transparent.png", data, rgba)


if __name__ == "__main__":
    with zipfile.ZipFile("pictures.zip", "w") as archive:
        jpegs()
        pngs()
