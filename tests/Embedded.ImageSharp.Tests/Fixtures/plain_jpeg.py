"""A baseline JPEG encoder for test pictures: any sampling factors, one scan or one a component, restart intervals, 16-bit tables,
RGB, CMYK and YCCK with Adobe's marker. It also says which pixels its coefficients stand for."""
import struct

import numpy as np

ZIGZAG = sorted(range(64), key=lambda i: (i // 8 + i % 8, (i // 8 if (i // 8 + i % 8) % 2 else i % 8)))
COSINES = np.array([[np.cos((2 * x + 1) * u * np.pi / 16) * (np.sqrt(1 / 8) if u == 0 else 0.5) for x in range(8)] for u in range(8)])
TABLE = np.array([[3 + u + v for u in range(8)] for v in range(8)])

# Plain codes: the 12 sizes of DC at four bits, all 162 symbols of AC at eight.
AC_SYMBOLS = [0x00, 0xF0] + [run << 4 | size for size in range(1, 11) for run in range(16)]
DC_COUNTS = [0, 0, 0, 12] + [0] * 12
AC_COUNTS = [0] * 7 + [162] + [0] * 8


def codes(counts, symbols):
    table, code, index = {}, 0, 0
    for length, count in enumerate(counts, 1):
        for _ in range(count):
            table[symbols[index]] = (code, length)
            code, index = code + 1, index + 1
        code <<= 1
    return table


DC_CODES = codes(DC_COUNTS, list(range(12)))
AC_CODES = codes(AC_COUNTS, AC_SYMBOLS)


def segment(marker, body):
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + bytes(body)


class Bits:
    def __init__(self):
        self.text = []

    def value(self, table, run, value):
        size = abs(int(value)).bit_length()
        self.code(table, run << 4 | size)
        if size:
            self.text.append(format(value if value > 0 else value + (1 << size) - 1, f"0{size}b"))

    def code(self, table, symbol):
        code, length = table[symbol]
        self.text.append(format(code, f"0{length}b"))

    def bytes(self):
        text = "".join(self.text)
        text += "1" * (-len(text) % 8)
        data = bytes(int(text[i:i + 8], 2) for i in range(0, len(text), 8))
        return data.replace(b"\xff", b"\xff\x00")


def write_block(bits, block, prediction):
    bits.value(DC_CODES, 0, int(block[0]) - prediction)
    run = 0
    for value in block[1:]:
        if value == 0:
            run += 1
            continue
        while run > 15:
            bits.code(AC_CODES, 0xF0)
            run -= 16
        bits.value(AC_CODES, run, int(value))
        run = 0
    if run:
        bits.code(AC_CODES, 0)
    return int(block[0])


def scan(components, grid, restart):
    """components: (blocks by row and column, blocks across and down in an MCU)"""
    columns, rows = grid
    out, bits, predictions, count, marker = b"", Bits(), [0] * len(components), 0, 0
    for mcu in range(columns * rows):
        if restart and count == restart:
            out += bits.bytes() + bytes([0xFF, 0xD0 + marker])
            bits, predictions, count, marker = Bits(), [0] * len(components), 0, (marker + 1) % 8
        for i, (blocks, across, down) in enumerate(components):
            for y in range(down):
                for x in range(across):
                    block = blocks[mcu // columns * down + y][mcu % columns * across + x]
                    predictions[i] = write_block(bits, block, predictions[i])
        count += 1
    return out + bits.bytes()


def divide_up(a, b):
    return -(-a // b)


def to_ycc(rgb):
    r, g, b = (rgb[..., i].astype(float) for i in range(3))
    return [0.299 * r + 0.587 * g + 0.114 * b,
            -0.168735892 * r - 0.331264108 * g + 0.5 * b + 128,
            0.5 * r - 0.418687589 * g - 0.081312411 * b + 128]


def from_ycc(y, cb, cr):
    return [y + 1.402 * (cr - 128), y - 0.344136286 * (cb - 128) - 0.714136286 * (cr - 128), y + 1.772 * (cb - 128)]


def encode(rgb, sampling, color="ycc", restart=0, interleaved=True, wide_tables=False):
    height, width = rgb.shape[:2]
    black = 255 - rgb.max(axis=2).astype(float) * 0.5
    if color in ("cmyk", "ycck"):
        # Adobe stores inverted inks: red = C * K / 255.
        inks = np.clip(rgb.astype(float) * 255 / np.maximum(black, 1)[..., None], 0, 255)
        planes = [inks[..., i] for i in range(3)] if color == "cmyk" else to_ycc(255 - inks)
        planes = planes + [black]
    else:
        planes = {"ycc": lambda: to_ycc(rgb), "rgb": lambda: [rgb[..., i].astype(float) for i in range(3)],
                  "grey": lambda: to_ycc(rgb)[:1]}[color]()

    h_max, v_max = max(h for h, _ in sampling), max(v for _, v in sampling)
    if len(sampling) == 1:
        h_max = v_max = 1
    columns, rows = divide_up(width, 8 * h_max), divide_up(height, 8 * v_max)
    components, restored = [], []
    for plane, (h, v) in zip(planes, sampling):
        if len(sampling) == 1:
            h = v = 1
        padded = np.pad(plane, ((0, rows * 8 * v_max - height), (0, columns * 8 * h_max - width)), mode="edge")
        step_x, step_y = h_max // h, v_max // v
        small = padded.reshape(rows * 8 * v, step_y, columns * 8 * h, step_x).mean(axis=(1, 3))
        blocks, image = [], np.zeros_like(small)
        for y in range(0, small.shape[0], 8):
            line = []
            for x in range(0, small.shape[1], 8):
                quantized = np.round(COSINES @ (small[y:y + 8, x:x + 8] - 128) @ COSINES.T / TABLE).astype(int)
                line.append(quantized.reshape(64)[ZIGZAG])
                image[y:y + 8, x:x + 8] = np.clip(np.round(COSINES.T @ (quantized * TABLE) @ COSINES + 128), 0, 255)
            blocks.append(line)
        components.append((blocks, h, v))
        restored.append(image.repeat(step_y, axis=0).repeat(step_x, axis=1)[:height, :width])

    ids = [ord(c) for c in "RGB"] if color == "rgb" else list(range(1, len(planes) + 1))
    out = b"\xff\xd8"
    if color in ("cmyk", "ycck"):
        out += segment(0xEE, b"Adobe" + struct.pack(">HHHB", 100, 0, 0, 2 if color == "ycck" else 0))
    table = TABLE.reshape(64)[ZIGZAG]
    out += segment(0xDB, b"\x10" + struct.pack(">64H", *table) if wide_tables else b"\x00" + bytes(table.tolist()))
    frame = struct.pack(">BHHB", 8, height, width, len(planes))
    for id, (h, v) in zip(ids, sampling):
        frame += bytes([id, h << 4 | v, 0])
    out += segment(0xC1 if wide_tables else 0xC0, frame)
    out += segment(0xC4, bytes([0x00] + DC_COUNTS + list(range(12))))
    out += segment(0xC4, bytes([0x10] + AC_COUNTS + AC_SYMBOLS))
    if restart:
        out += segment(0xDD, struct.pack(">H", restart))
    if interleaved:
        out += segment(0xDA, bytes([len(ids)] + [b for id in ids for b in (id, 0)] + [0, 63, 0]))
        out += scan(components, (columns, rows), restart)
    else:
        for id, (blocks, h, v) in zip(ids, components):
            across, down = divide_up(divide_up(width * h, h_max), 8), divide_up(divide_up(height * v, v_max), 8)
            out += segment(0xDA, bytes([1, id, 0, 0, 63, 0])) + scan([(blocks, 1, 1)], (across, down), restart)
    out += b"\xff\xd9"

    if color == "ycc":
        colors = [np.clip(np.round(plane), 0, 255) for plane in from_ycc(*restored[:3])]
    elif color == "ycck":
        # Not clipped before black has its share: so does the published package, other than libjpeg.
        colors = [255 - np.round(plane) for plane in from_ycc(*restored[:3])]
    else:
        colors = restored[:3] if len(restored) > 1 else restored * 3
    if len(restored) == 4:
        colors = [np.clip(np.round(plane * restored[3] / 255), 0, 255) for plane in colors]
    return out, np.stack(colors, axis=2).astype(np.uint8)
