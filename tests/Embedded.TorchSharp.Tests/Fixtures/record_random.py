#!/usr/bin/env python3
"""Records PyTorch's CPU streams of random numbers, for the tests of the embedded TorchSharp's generator.

usage: record_random.py [OUT.json]     (default: random.json beside this script)

Every case starts from a seed; floating-point numbers are written as their bits.
"""
import json, os, struct, sys
import torch

def bits(t):
    if t.dtype == torch.float32:
        return [struct.unpack("<I", struct.pack("<f", v))[0] for v in t.reshape(-1).tolist()]
    if t.dtype == torch.float64:
        return [struct.unpack("<q", struct.pack("<d", v))[0] for v in t.reshape(-1).tolist()]
    return [int(v) for v in t.reshape(-1).tolist()]

draws = {
    "randn3": lambda: torch.randn(3),
    "randn15": lambda: torch.randn(15),
    "randn16": lambda: torch.randn(16),
    "randn37": lambda: torch.randn(37),
    "randn_twice": lambda: torch.cat([torch.randn(3), torch.randn(2), torch.randn(18)]),
    "randn_double7": lambda: torch.randn(7, dtype=torch.float64),
    "randn_double20": lambda: torch.randn(20, dtype=torch.float64),
    "rand5": lambda: torch.rand(5),
    "rand700": lambda: torch.rand(700)[-20:],
    "rand_double4": lambda: torch.rand(4, dtype=torch.float64),
    "uniform": lambda: torch.empty(9).uniform_(-0.3, 0.7),
    "normal": lambda: torch.empty(24).normal_(1.5, 0.25),
    "normal_small": lambda: torch.empty(6).normal_(1.5, 0.25),
    "randint10": lambda: torch.randint(10, (12,)),
    "randint_range": lambda: torch.randint(-5, 100000, (8,)),
    "randperm6": lambda: torch.randperm(6),
    "randperm50": lambda: torch.randperm(50),
    "bernoulli_p": lambda: torch.empty(40).bernoulli_(0.3),
    "bernoulli": lambda: torch.bernoulli(torch.linspace(0, 1, 20)),
    "mixed": lambda: torch.cat([torch.rand(2), torch.randperm(5).float(), torch.randn(1), torch.rand(1)]),
}
cases = []
for seed in (1, 42, 20240229, -3):
    for name, draw in draws.items():
        torch.manual_seed(seed)
        cases.append({"seed": seed, "name": name, "bits": bits(draw())})
out = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "random.json")
with open(out, "w") as f:
    f.write("[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "\n]\n")
print(len(cases), "cases,", os.path.getsize(out), "bytes")
