#!/usr/bin/python3
"""Records what PyTorch's backbones make of a picture, with weights that both sides compute from a formula: backbones.safetensors.

    python3 record_backbones.py [folder]

Recorded with PyTorch 1.13 and torchvision 0.14, in float64: what float32 makes of a deep network with such weights is up to 0.003 off. For each network: "NAME.features" (average of the last maps) of one picture of the
network's own size, and "NAME.odd" (features of a picture of an odd size, on which every rounding of sizes shows). backbones.json: the names and
shapes of the backbone's state dictionary, hashed, and its number of parameters. With --full NAME OUT.pth the network is saved instead.
"""
import hashlib
import json
import struct
import sys
from pathlib import Path

import numpy as np
import torch
import torchvision

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
    return torch.from_numpy(bytes_.reshape(1, size, size, 3)).permute(0, 3, 1, 2).double() / 255


def make(name, auxiliary=False):
    """The whole network, how its pictures are normalised, and the module whose output (or input) are its last maps."""
    mean, deviation = (.485, .456, .406), (.229, .224, .225)
    if name == "inception_v3":  # as torchvision makes it for the official weights
        return torchvision.models.inception_v3(weights=None, transform_input=True, aux_logits=auxiliary, init_weights=False), mean, deviation
    return getattr(torchvision.models, name)(weights=None), mean, deviation


def maps_of(name, model, x):
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
    for name in ("mobilenet_v2", "mobilenet_v3_small", "mobilenet_v3_large", "resnet18", "vgg16", "inception_v3", "resnet50"):
        model, mean, deviation = make(name)
        fill(model).double()
        size = EXPECTED_SIZES.get(name, 224)

        def normalised(size):
            return (picture(size) - torch.tensor(mean).double().view(1, 3, 1, 1)) / torch.tensor(deviation).double().view(1, 3, 1, 1)

        with torch.inference_mode():
            x = normalised(size)
            tensors[f"{name}.features"] = maps_of(name, model, x).mean((2, 3))[0]
            tensors[f"{name}.odd"] = maps_of(name, model, normalised(ODD)).mean((2, 3))[0]
        listing = "".join(f"{k} {'x'.join(map(str, v.shape))}\n" for k, v in sorted(model.state_dict().items()) if not k.startswith(("classifier.", "fc.")))
        facts[name] = {"parameters": sum(p.numel() for k, p in model.named_parameters() if not k.startswith(("classifier.", "fc."))), "tensors": listing.count("\n"), "names": hashlib.sha256(listing.encode()).hexdigest()}
        print(name, facts[name], {k: float(v.abs().max()) for k, v in tensors.items() if k.startswith(name)})
    (folder / "backbones.json").write_text(json.dumps(facts, indent=1) + "\n")

    header, data = {}, b""
    for key, tensor in sorted(tensors.items()):
        raw = tensor.numpy().astype("<f4").tobytes()
        header[key] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    (folder / "backbones.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)


main()
