#!/usr/bin/python3
"""Records what PyTorch's backbones make of a picture, with weights that both sides compute from a formula: backbones.safetensors.

    python3 record_backbones.py [folder]

Recorded with PyTorch 1.13 and torchvision 0.14. For each network: "NAME.logits" and "NAME.features" (average of the last maps) of one picture of the
network's own size, and "NAME.odd" (features of a picture of an odd size, on which every rounding of sizes shows). backbones.json: the names and
shapes of the whole network's state dictionary, hashed, and its number of parameters. With --full NAME OUT.pth the network is saved instead.
"""
import hashlib
import json
import struct
import sys
from pathlib import Path

import numpy as np
import torch
import torchvision
from torch import nn

ODD = 131
EXPECTED_SIZES = {"inception_v3": 299, "mobilenet_v2": 160}


def noise(name, count):
    """count numbers in [-1, 1), from the name (FNV-1a) and the index (the last steps of MurmurHash3)."""
    seed = 2166136261
    for byte in name.encode():
        seed = (seed ^ byte) * 16777619 % 2**32
    x = (seed + np.arange(count, dtype=np.uint64) * 0x9E3779B9) % 2**32
    x ^= x >> np.uint64(16)
    x = x * np.uint64(0x85EBCA6B) % 2**32
    x ^= x >> np.uint64(13)
    x = x * np.uint64(0xC2B2AE35) % 2**32
    x ^= x >> np.uint64(16)
    return x.astype(np.float64) / 2**31 - 1


def weight(name, shape):
    u = noise(name, int(np.prod(shape)))
    if name.endswith("running_var"):
        values = 1 + 0.5 * u
    elif name.endswith("running_mean") or name.endswith("bias"):
        values = 0.1 * u
    elif len(shape) == 1:
        values = 1 + 0.2 * u
    else:
        values = u * np.sqrt(6.0 / np.prod(shape[1:]))
    return torch.from_numpy(values.astype(np.float32)).reshape(shape)


def fill(model):
    """Gives every tensor its computed numbers."""
    state = model.state_dict()
    model.load_state_dict({k: v if k.endswith("num_batches_tracked") else weight(k, tuple(v.shape)) for k, v in state.items()})
    return model.eval()


def picture(size):
    bytes_ = ((noise(f"picture {size}", size * size * 3) + 1) * 128).astype(np.uint8)
    return torch.from_numpy(bytes_.reshape(1, size, size, 3)).permute(0, 3, 1, 2).float() / 255


class MobileNetV1(nn.Module):
    """Table 1 of Howard et al. 2017, written out, under the names of timm's mobilenetv1_100."""

    def __init__(self):
        super().__init__()
        self.conv_stem = nn.Conv2d(3, 32, 3, 2, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(32)
        rows = [[(32, 64, 1)], [(64, 128, 2), (128, 128, 1)], [(128, 256, 2), (256, 256, 1)], [(256, 512, 2)] + 5 * [(512, 512, 1)], [(512, 1024, 2), (1024, 1024, 1)]]
        self.blocks = nn.ModuleList(nn.ModuleList(self.block(*row) for row in stage) for stage in rows)
        self.classifier = nn.Linear(1024, 1000)

    @staticmethod
    def block(inputs, outputs, stride):
        block = nn.Module()
        block.conv_dw = nn.Conv2d(inputs, inputs, 3, stride, 1, groups=inputs, bias=False)
        block.bn1 = nn.BatchNorm2d(inputs)
        block.conv_pw = nn.Conv2d(inputs, outputs, 1, bias=False)
        block.bn2 = nn.BatchNorm2d(outputs)
        return block

    def maps(self, x):
        x = self.bn1(self.conv_stem(x)).clamp(0, 6)
        for stage in self.blocks:
            for block in stage:
                x = block.bn1(block.conv_dw(x)).clamp(0, 6)
                x = block.bn2(block.conv_pw(x)).clamp(0, 6)
        return x

    def forward(self, x):
        return self.classifier(self.maps(x).mean((2, 3)))


def make(name, auxiliary=False):
    """The whole network, how its pictures are normalised, and the module whose output (or input) are its last maps."""
    mean, deviation = (.485, .456, .406), (.229, .224, .225)
    if name == "mobilenetv1_100":
        return MobileNetV1(), (.5, .5, .5), (.5, .5, .5)
    if name == "inception_v3":  # as torchvision makes it for the official weights
        return torchvision.models.inception_v3(weights=None, transform_input=True, aux_logits=auxiliary, init_weights=False), mean, deviation
    return getattr(torchvision.models, name)(weights=None), mean, deviation


def maps_of(name, model, x):
    if name == "mobilenetv1_100":
        return model.maps(x)
    if hasattr(model, "features"):
        return model.features(x)
    seen = []
    handle = model.avgpool.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
    model(x)
    handle.remove()
    return seen[0]


def main():
    if sys.argv[1:2] == ["--full"]:
        torch.save(fill(make(sys.argv[2], auxiliary=True)[0]).state_dict(), sys.argv[3])
        return
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent)
    tensors, facts = {}, {}
    for name in ("squeezenet1_1", "mobilenet_v2", "mobilenetv1_100", "resnet18", "vgg16", "inception_v3", "resnet50"):
        model, mean, deviation = make(name)
        fill(model)
        size = EXPECTED_SIZES.get(name, 224)

        def normalised(size):
            return (picture(size) - torch.tensor(mean).view(1, 3, 1, 1)) / torch.tensor(deviation).view(1, 3, 1, 1)

        with torch.inference_mode():
            x = normalised(size)
            tensors[f"{name}.logits"] = model(x)[0]
            tensors[f"{name}.features"] = maps_of(name, model, x).mean((2, 3))[0]
            tensors[f"{name}.odd"] = maps_of(name, model, normalised(ODD)).mean((2, 3))[0]
        listing = "".join(f"{k} {'x'.join(map(str, v.shape))}\n" for k, v in sorted(model.state_dict().items()))
        facts[name] = {"parameters": sum(p.numel() for p in model.parameters()), "tensors": listing.count("\n"), "names": hashlib.sha256(listing.encode()).hexdigest()}
        print(name, facts[name], {k: float(v.abs().max()) for k, v in tensors.items() if k.startswith(name)})
    whole_inception = sum(p.numel() for p in torchvision.models.inception_v3(weights=None, init_weights=False).parameters())
    facts["inception_v3"]["with_auxiliary"] = whole_inception
    (folder / "backbones.json").write_text(json.dumps(facts, indent=1) + "\n")

    header, data = {}, b""
    for key, tensor in sorted(tensors.items()):
        raw = tensor.numpy().astype("<f4").tobytes()
        header[key] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    (folder / "backbones.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)


main()
