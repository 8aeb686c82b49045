#!/usr/bin/env python3
"""Writes odd, damaged and broken files, lets the published package read them, and records in cases.zip what it makes of each.

Needs NumPy, Pillow (recorded with 1.24 and 9.4) and a feed that has SixLabors.ImageSharp 3.1.12. Run it here: python3 record_cases.py

NAME.said: a line on decoding and one on identifying, size and orientation or the exception's type; NAME.package: the RGBA bytes where it
decodes. Pictures are drawn here. apart-NAME is a valid file that the package misreads and this edition does not (DeliberateDifferenceTests);
meant-NAME.png, written by Pillow, holds the pixels that it stands for.
"""
import io
import pathlib
import struct
import subprocess
import tempfile
import zipfile
import zlib

import numpy as np
from PIL import Image

import plain_jpeg
import plain_png
from record import picture

here = pathlib.Path(__file__).parent
files = {}
FULL, HALVED, FOUR = [(1, 1)] * 3, [(2, 2), (1, 1), (1, 1)], [(1, 1)] * 4


def plain(rgb, sampling, **options):
    return plain_jpeg.encode(rgb, sampling, **options)[0]


def pillow(rgb, **options):
    stream = io.BytesIO()
    Image.fromarray(rgb).save(stream, "JPEG", **options)
    return stream.getvalue()


def behind_start(jpeg, *segments):
    return jpeg[:2] + b"".join(segments) + jpeg[2:]


def apart(name, file, pixels):
    stream = io.BytesIO()
    Image.fromarray(pixels).convert("RGBA").save(stream, "PNG")
    files[f"apart-{name}"] = file
    files[f"meant-{pathlib.Path(name).stem}.png"] = stream.getvalue()


def adobe(transform):
    return plain_jpeg.segment(0xEE, b"Adobe" + struct.pack(">HHHB", 100, 0, 0, transform))


def colours():
    rgb = picture(29, 21)
    noisy = np.clip(rgb + np.random.default_rng(1).normal(0, 20, rgb.shape), 0, 255).astype(np.uint8)
    jfif = plain_jpeg.segment(0xE0, b"JFIF\0" + bytes([1, 1, 0, 0, 1, 0, 1, 0, 0]))
    files["ycck.jpg"] = plain(noisy, FOUR, color="ycck")
    files["ycck-halved.jpg"] = plain(noisy, [(2, 2), (1, 1), (1, 1), (2, 2)], color="ycck")
    files["cmyk.jpg"] = plain(noisy, FOUR, color="cmyk")
    files["rgb-by-adobe.jpg"] = behind_start(plain(rgb, FULL), adobe(0))
    files["rgb-ids-in-jfif.jpg"] = behind_start(plain(rgb, FULL, color="rgb"), jfif)
    apart("rgb-ids.jpg", *plain_jpeg.encode(rgb, FULL, color="rgb"))
    apart("scans-restart.jpg", *plain_jpeg.encode(rgb, FULL, interleaved=False, restart=5))


def cut_and_damaged():
    rgb = picture(48, 40)
    baseline, progressive = (pillow(rgb, quality=80, subsampling=2, progressive=p) for p in (False, True))
    restart = plain(rgb, HALVED, restart=2)
    end = b"\xff\xd9"

    def cut(jpeg, part):
        start = jpeg.index(b"\xff\xda") + 14
        return jpeg[:start + int((len(jpeg) - start) * part)]

    scans = [at for at in range(len(progressive)) if progressive[at:at + 2] == b"\xff\xda"]
    files["cut.jpg"] = cut(baseline, 0.6)
    files["cut-restart.jpg"] = cut(restart, 0.6)
    files["cut-progressive.jpg"] = progressive[:(scans[-1] + len(progressive)) // 2]
    files["cut-progressive-header.jpg"] = progressive[:scans[2] + 6]
    files["cut-progressive-length.jpg"] = progressive[:scans[2] + 3]
    files["end-in-restart.jpg"] = cut(restart, 0.5) + end + restart[len(cut(restart, 0.5)):]
    files["end-in-progressive.jpg"] = progressive[:scans[1] + 60] + end + progressive[scans[1] + 60:]
    files["rows-missing.jpg"] = baseline.replace(struct.pack(">HH", 40, 48), struct.pack(">HH", 90, 48))
    sof = baseline.index(b"\xff\xc0")
    files["lossless.jpg"] = baseline[:sof] + b"\xff\xc3" + baseline[sof + 2:]
    five = struct.pack(">BHHB", 8, 40, 48, 5) + bytes([1, 0x11, 0] * 5)
    files["five-components.jpg"] = baseline[:sof] + plain_jpeg.segment(0xC0, five) + baseline[sof:]


def notes():
    jpeg = pillow(picture(16, 8), quality=90, subsampling=0)

    def tiff(kind, count, value, version=42):
        return b"II" + struct.pack("<HIHHHI", version, 8, 1, 0x112, kind, count) + value + bytes(4)

    def app1(data):
        return plain_jpeg.segment(0xE1, b"Exif\0\0" + data)

    short = tiff(3, 1, struct.pack("<HH", 6, 0))
    for name, data in {
        "short": short, "signed-short": tiff(8, 1, struct.pack("<hH", 6, 0)), "negative": tiff(8, 1, struct.pack("<hH", -6, 0)),
        "signed-long": tiff(9, 1, struct.pack("<i", 6)), "long": tiff(4, 1, struct.pack("<I", 6)),
        "two-values": tiff(3, 2, struct.pack("<HH", 6, 3)), "other-version": tiff(3, 1, struct.pack("<HH", 6, 0), version=43),
    }.items():
        files[f"orientation-{name}.jpg"] = behind_start(jpeg, app1(data))
    files["orientation-in-two-segments.jpg"] = behind_start(jpeg, app1(short[:15]), app1(short[15:]))
    frame = jpeg.index(b"\xff\xc4")
    files["orientation-behind-frame.jpg"] = jpeg[:frame] + app1(short) + jpeg[frame:]
    png, _ = plain_png.encode("rgb", 8, False, picture(21, 13), False)
    files["orientation.png"] = png[:-12] + plain_png.chunk(b"eXIf", short) + png[-12:]


def pngs():
    png, _ = plain_png.encode("rgb", 8, False, picture(21, 13), False)
    head, body, end = png[:33], png[33:-12], png[-12:]
    packed = b"".join(piece[8:-4] for piece in (body[i:i + 312] for i in range(0, len(body), 312)))

    def with_data(data):
        return head + plain_png.chunk(b"IDAT", data) + end

    def with_header(at, value):
        header = bytearray(head[16:29])
        header[at] = value
        return head[:8] + plain_png.chunk(b"IHDR", bytes(header)) + body + end

    files["checksum-of-all-wrong.png"] = with_data(packed[:-1] + bytes([packed[-1] ^ 1]))
    files["check-of-header-wrong.png"] = with_data(b"\x18" + packed[1:])
    files["other-method.png"] = with_data(b"\x79" + packed[1:])
    files["other-window.png"] = with_data(b"\x88" + packed[1:])
    files["data-cut.png"] = with_data(packed[:len(packed) // 2])
    files["checksum-wrong.png"] = head + body[:-1] + bytes([body[-1] ^ 1]) + end
    files["bytes-between.png"] = head + b"\0\1\2" + body + end
    files["end-cut.png"] = png[:-7]
    files["two-headers.png"] = head + head[8:] + body + end
    files["other-filter.png"] = with_data(zlib.compress(b"\7" + zlib.decompress(packed)[1:]))
    for name, at, value in (("depth", 8, 3), ("colour", 9, 5), ("filter-method", 11, 1), ("interlacing", 12, 2), ("compression", 10, 1)):
        files[f"other-{name}.png"] = with_header(at, value)

    palette, _ = plain_png.encode("palette", 2, False, picture(21, 13), True)
    at = palette.index(b"PLTE") - 4
    colors = plain_png.chunk(b"PLTE", palette[at + 8:at + 17])          # three of four
    files["index-beyond-palette.png"] = palette[:at] + colors + palette[at + 24:]
    apart("key-of-16-bits.png", *plain_png.encode("rgb", 16, False, picture(21, 13), True))
    apart("interlaced-2x1.png", *plain_png.encode("rgb", 8, True, picture(2, 1), False))
    apart("interlaced-3x5.png", *plain_png.encode("rgb", 8, True, picture(3, 5), False))
    files["drawn.png"], _ = plain_png.encode("rgba", 8, False, picture(31, 22), False)


if __name__ == "__main__":
    colours()
    cut_and_damaged()
    notes()
    pngs()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(here / "cases.zip", "w") as archive:
        for name, data in files.items():
            pathlib.Path(folder, name).write_bytes(data)
        subprocess.run(["dotnet", "run", str(here / "record_cases.cs"), "--", folder], check=True)
        for path in sorted(pathlib.Path(folder).iterdir()):
            archive.writestr(zipfile.ZipInfo(path.name), path.read_bytes(), zipfile.ZIP_DEFLATED)
