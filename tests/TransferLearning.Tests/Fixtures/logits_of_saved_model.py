#!/usr/bin/python3
"""Loads a model that the suite saved into torchvision's MobileNetV2, strictly by name, and writes its logits.

usage: logits_of_saved_model.py MODEL.safetensors PIXELS.bin COUNT SIZE OUT.bin

PIXELS: uint8, COUNT×SIZE×SIZE×3, RGB. OUT: float32, COUNT×logits.
"""
import json, struct, sys
import numpy as np, torch, torchvision

model_path, pixels, count, size, out = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
raw = open(model_path, "rb").read()
header_length = struct.unpack("<Q", raw[:8])[0]
header = json.loads(raw[8:8 + header_length])
notes = header.pop("__metadata__")
state = {}
for name, entry in header.items():
    kind = {"F32": np.float32, "I64": np.int64}[entry["dtype"]]
    start, end = entry["data_offsets"]
    values = np.frombuffer(raw[8 + header_length + start:8 + header_length + end], kind).copy()
    state[name] = torch.from_numpy(values).reshape(entry["shape"])
classes = json.loads(notes["classes"])
model = torchvision.models.mobilenet_v2(width_mult=float(notes["width"]), num_classes=1 if len(classes) == 2 else len(classes))
model.load_state_dict(state, strict=True)
model.eval()
x = torch.from_numpy(np.fromfile(pixels, np.uint8).reshape(count, size, size, 3)).permute(0, 3, 1, 2).float() / 255
x = (x - torch.tensor([.485, .456, .406]).view(1, 3, 1, 1)) / torch.tensor([.229, .224, .225]).view(1, 3, 1, 1)
with torch.inference_mode():
    model(x).numpy().astype(np.float32).tofile(out)
