#!/usr/bin/env python3
"""Writes augmentation.json beside itself: what PyTorch's affine_grid and grid_sample make of two small images under fixed maps."""
import json
import pathlib

import torch
from torch.nn.functional import affine_grid, grid_sample

images = (torch.arange(2 * 3 * 4 * 5).reshape(2, 3, 4, 5) * 37 % 256).float()
maps = torch.tensor([[[-0.8, 0.3, 0.1], [0.2, 0.7, -0.15]], [[1.2, 0.0, 0.0], [0.0, 0.5, 0.4]]])
result = grid_sample(images, affine_grid(maps, list(images.shape), align_corners=False), mode="bilinear", padding_mode="border", align_corners=False)
pathlib.Path(__file__).with_name("augmentation.json").write_text(json.dumps({
    "recordedWith": f"PyTorch {torch.__version__}", "shape": list(images.shape),
    "images": images.flatten().tolist(), "maps": maps.flatten().tolist(), "result": [round(v, 5) for v in result.flatten().tolist()],
}) + "\n")
