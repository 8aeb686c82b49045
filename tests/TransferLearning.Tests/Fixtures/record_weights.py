"""Records small files of weights, as torch.save writes them in both formats, and the numbers that must be read from them.

    python3 record_weights.py [folder]

Recorded with PyTorch 1.13. In weights/, *.pt are zip archives, *-legacy.pt the pickles of before PyTorch 1.6;
expected.json lists the tensors: kind (float32 or int64), shape, and numbers.
"""
import json
import sys
from collections import OrderedDict
from pathlib import Path

import torch

folder = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent) / "weights"
folder.mkdir(exist_ok=True)
torch.manual_seed(7)
expected = {}


def record(name, saved, tensors):
    """Saves in both formats, and notes what a reader must find."""
    torch.save(saved, folder / f"{name}.pt")
    torch.save(saved, folder / f"{name}-legacy.pt", _use_new_zipfile_serialization=False)
    expected[name] = {
        key: {
            "kind": "float32" if tensor.is_floating_point() else "int64",
            "shape": list(tensor.shape),
            "numbers": (tensor.float() if tensor.is_floating_point() else tensor.long()).flatten().tolist(),
        }
        for key, tensor in tensors.items()
    }


# What a module saves: an ordered dictionary with _metadata, counters of BatchNorm, and a bias.
layers = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.BatchNorm2d(4), torch.nn.Linear(4, 2))
layers[1](layers[0](torch.randn(2, 3, 6, 5)))  # moves the statistics
record("module", layers.state_dict(), layers.state_dict())

# The same names in a plain dictionary, as parameters, inside what a training script keeps.
parameters = {"weight": torch.nn.Parameter(torch.randn(2, 3)), "bias": torch.nn.Parameter(torch.randn(2), requires_grad=False)}
training = {"epoch": 3, "best": 0.5, "name": "small", "resumed": False, "history": [0.1, (2, None)], "optimizer": {"state": {0: {"step": 1}}}}
record("parameters", parameters, parameters)
record("checkpoint", {**training, "state_dict": OrderedDict(parameters)}, parameters)

# Every kind of number.
kinds = {
    str(kind).replace("torch.", ""): torch.tensor([0, 1, 2, 100], dtype=kind)
    for kind in (torch.float32, torch.float64, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool)
}
kinds["int64.far"] = torch.tensor([-(2**63), 2**63 - 1, -1])
kinds["float16.fine"] = torch.tensor([1 / 3, 65504, 6e-8, -0.0]).half()
kinds["bfloat16.fine"] = torch.tensor([1 / 3, 3e38, 1e-40, -2.5]).bfloat16()
record("kinds", kinds, kinds)

# Views: several of one storage, with jumps, turned, offset, and of few or no numbers.
whole = torch.arange(120, dtype=torch.float32)
grid = whole.view(8, 15)
halves = torch.arange(60).half().view(3, 4, 5)
views = OrderedDict(
    whole=whole, rows=grid[2:5], columns=grid[:, 3:6], turned=grid.t(), every_other=grid[::2, ::3], last=grid[-1, -1],
    channels_last=torch.randn(2, 3, 4, 5).contiguous(memory_format=torch.channels_last),
    turned_halves=halves.permute(2, 0, 1), offset_halves=halves[1:, 2:, 1], one_row=grid[3:4, :],
    single=torch.tensor(2.5), empty=torch.zeros(0, 3), ones=torch.ones(1, 1, 1), tied=whole, count=torch.tensor(9),
)
record("views", views, views)

# Names that are no ASCII, and a protocol with frames and memoized strings.
names = {"größe.重み": torch.tensor([1.0, 2.0]), "": torch.tensor([3.0])}
torch.save(names, folder / "protocol4.pt", pickle_protocol=4)
torch.save(names, folder / "protocol4-legacy.pt", pickle_protocol=4, _use_new_zipfile_serialization=False)
expected["protocol4"] = {key: {"kind": "float32", "shape": list(tensor.shape), "numbers": tensor.tolist()} for key, tensor in names.items()}

# One number under a thousand.
torch.save({"weight": torch.zeros(1).expand(1000)}, folder / "expanded.pt")

# What is not weights: these must be refused.
torch.save(layers, folder / "refused-module.pt")
torch.save({"epoch": 1}, folder / "refused-without-tensors.pt")
torch.save(torch.zeros(2), folder / "refused-without-dictionary.pt")
torch.save({"weight": torch.zeros(2, dtype=torch.complex64)}, folder / "refused-complex.pt")

(folder / "expected.json").write_text(json.dumps(expected, ensure_ascii=False) + "\n", encoding="utf-8")
