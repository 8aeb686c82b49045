#!/usr/bin/python3
"""Pooled MobileNetV2 features of pictures by PyTorch, for the test that holds ours against them.

usage: pooled_features.py WEIGHTS.safetensors PIXELS.bin COUNT SIZE OUT.bin

PIXELS: uint8, COUNT×SIZE×SIZE×3, RGB. OUT: float32, COUNT×1280.
"""
import json, struct, sys
import numpy as np, torch, torchvision

weights, pixels, count, size, out = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
raw = open(weights, "rb").read()
header_length = struct.unpack("<Q", raw[:8])[0]
state = {}
for name, entry in json.loads(raw[8:8 + header_length]).items():
    if name.startswith("features."):
        kind = {"F32": np.float32, "I64": np.int64}[entry["dtype"]]
        start, end = entry["data_offsets"]
        values = np.frombuffer(raw[8 + header_length + start:8 + header_length + end], kind).copy()
        state[name[len("features."):]] = torch.from_numpy(values).reshape(entry["shape"])
features = torchvision.models.mobilenet_v2().features
features.load_state_dict(state)
features.eval()
x = torch.from_numpy(np.fromfile(pixels, np.uint8).reshape(count, size, size, 3)).permute(0, 3, 1, 2).float() / 255
x = (x - torch.tensor([.485, .456, .406]).view(1, 3, 1, 1)) / torch.tensor([.229, .224, .225]).view(1, 3, 1, 1)
with torch.inference_mode():
    features(x).mean((2, 3)).numpy().astype(np.float32).tofile(out)
