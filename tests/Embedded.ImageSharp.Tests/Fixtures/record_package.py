#!/usr/bin/env python3
"""Draws pictures, lets the published package and Pillow decode them, and records in package.zip what each gives.

Needs NumPy, Pillow (recorded with 1.24 and 9.4) and a feed that has SixLabors.ImageSharp 3.1.12. Run it here: python3 record_package.py

NAME.jpg is written by Pillow; NAME.package holds the RGB bytes that the package decodes it to, NAME.pillow what has to be added to them
(modulo 256) for Pillow's, which is smaller.
"""
import io
import pathlib
import subprocess
import tempfile
import zipfile

import numpy as np
from PIL import Image

WIDTH, HEIGHT = 128, 80
VARIANTS = {
    "full-colour": dict(quality=95, subsampling=0),
    "full-colour-progressive": dict(quality=75, subsampling=0, progressive=True),
    "halved-colour": dict(quality=90, subsampling=2),
}
here = pathlib.Path(__file__).parent


def picture(seed):
    """Waves of every colour under noise: many coefficients, so that rounding differs where it can."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(float)
    waves = [np.sin(x / random.uniform(3, 12) + random.uniform(0, 6)) * np.cos(y / random.uniform(3, 12)) for _ in range(3)]
    rgb = 128 + 60 * np.stack(waves, axis=2) + random.normal(0, 16, (HEIGHT, WIDTH, 3))
    return Image.fromarray(np.clip(rgb, 0, 255).astype(np.uint8))


with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(here / "package.zip", "w") as archive:
    for seed, (name, options) in enumerate(VARIANTS.items()):
        picture(seed).save(f"{folder}/{name}.jpg", **options)
    subprocess.run(["dotnet", "run", str(here / "record_package.cs"), "--", folder], check=True)
    for name in VARIANTS:
        jpeg = pathlib.Path(folder, name + ".jpg").read_bytes()
        package = np.fromfile(f"{folder}/{name}.package", np.uint8)
        pillow = np.asarray(Image.open(io.BytesIO(jpeg)).convert("RGB")).reshape(-1)
        entries = {".jpg": jpeg, ".package": package.tobytes(), ".pillow": (pillow - package).tobytes()}
        for ending, contents in entries.items():
            archive.writestr(zipfile.ZipInfo(name + ending), contents, zipfile.ZIP_DEFLATED)
