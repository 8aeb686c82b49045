#!/usr/bin/env python3
"""Records what PyTorch's CPU operations give, forward and backward, for the tests of the embedded TorchSharp's core.

usage: record_core.py [OUT.json]     (default: core.json beside this script)

Every case names its inputs (shape, values, order in memory), the operation, its result, and the gradients of
sum(result * weights) with respect to the inputs. The tests run the operation of the same name.
"""
import json, os, sys
import torch

torch.manual_seed(20)
torch.set_num_threads(1)
cases = []

def numbers(t):
    return [float("%.9g" % v) for v in t.detach().contiguous().double().reshape(-1).tolist()]

def describe(t, layout):
    return {"shape": list(t.shape), "layout": layout, "values": numbers(t), "grad": t.requires_grad}

def arrange(t, layout):
    """The same values in another order in memory."""
    if layout == "channels_last":
        return t.contiguous(memory_format=torch.channels_last)
    if layout == "transposed":
        return t.transpose(-1, -2).contiguous().transpose(-1, -2)
    if layout == "strided":
        wide = torch.zeros(*t.shape[:-1], t.shape[-1] * 2 + 1)
        wide[..., 1::2][..., : t.shape[-1]] = t
        return wide[..., 1::2][..., : t.shape[-1]]
    return t

def case(name, function, *inputs, layouts=None, grad=True, arguments=None):
    layouts = layouts or ["plain"] * len(inputs)
    held = [arrange(t.detach().clone(), l) for t, l in zip(inputs, layouts)]
    if grad:
        for t in held:
            t.requires_grad_(t.is_floating_point())
    out = function(*held)
    record = {"name": name, "inputs": [describe(t, l) for t, l in zip(held, layouts)], "arguments": arguments or [],
              "shape": list(out.shape), "type": str(out.dtype).removeprefix("torch."), "result": numbers(out)}
    if grad and out.requires_grad:
        weights = torch.linspace(-1, 1.5, max(out.numel(), 1), dtype=out.dtype)[: out.numel()].reshape(out.shape)
        (out * weights).sum().backward()
        record["gradients"] = [None if t.grad is None else numbers(t.grad) for t in held]
    cases.append(record)

def normal(*shape): return torch.randn(shape)
def positive(*shape): return torch.rand(shape) + 0.25

shapes = [((3, 5), "plain"), ((2, 3, 3, 4), "channels_last"), ((1, 4, 3, 3), "channels_last"), ((5, 3), "transposed"), ((2, 9), "strided"), ((1,), "plain")]
unary = {
    "neg": torch.neg, "abs": torch.abs, "square": torch.square, "exp": torch.exp, "expm1": torch.expm1, "sin": torch.sin, "cos": torch.cos,
    "erf": torch.erf, "sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu, "floor": torch.floor, "round": torch.round,
    "relu6": torch.nn.functional.relu6, "leaky_relu": lambda x: torch.nn.functional.leaky_relu(x, 0.1), "elu": torch.nn.functional.elu,
    "silu": torch.nn.functional.silu, "gelu": torch.nn.functional.gelu, "hardsigmoid": torch.nn.functional.hardsigmoid,
    "hardswish": torch.nn.functional.hardswish, "softplus": torch.nn.functional.softplus, "clamp": lambda x: x.clamp(-0.5, 0.8),
    "clamp_min": lambda x: x.clamp(min=0.1), "pow3": lambda x: x.pow(3), "pow2": lambda x: x.pow(2), "softmax": lambda x: x.softmax(-1),
    "log_softmax": lambda x: x.log_softmax(-1), "softmax0": lambda x: x.softmax(0), "logsumexp": lambda x: x.logsumexp(-1), "cumsum": lambda x: x.cumsum(0),
    "flip": lambda x: x.flip(0), "rsub": lambda x: 2 - x, "scale": lambda x: x * 3 + 1.5,
}
unary_positive = {"log": torch.log, "log1p": torch.log1p, "sqrt": torch.sqrt, "rsqrt": torch.rsqrt, "reciprocal": torch.reciprocal, "rdiv": lambda x: 3 / x, "powhalf": lambda x: x.pow(0.5)}
for i, (name, f) in enumerate(unary.items()):
    for shape, layout in (shapes[i % 6], shapes[(i + 1) % 6]):
        case(name, f, normal(*shape), layouts=[layout])
for i, (name, f) in enumerate(unary_positive.items()):
    for shape, layout in (shapes[i % 6], shapes[(i + 1) % 6]):
        case(name, f, positive(*shape), layouts=[layout])

binary = {"add": torch.add, "sub": torch.sub, "mul": torch.mul, "div": torch.div, "maximum": torch.maximum, "minimum": torch.minimum}
pairs = [((3, 5), (3, 5), "plain", "transposed"), ((2, 3, 2, 5), (1, 3, 1, 1), "channels_last", "plain"), ((2, 3, 2, 5), (2, 3, 2, 5), "channels_last", "plain"),
         ((4, 1), (1, 3), "plain", "plain"), ((2, 3, 4), (4,), "plain", "plain"), ((), (2, 2), "plain", "plain")]
for i, (name, f) in enumerate(binary.items()):
    for j in range(3):
        a, b, la, lb = pairs[(i + j) % 6]
        case(name, f, normal(*a), positive(*b), layouts=[la, lb])
case("pow", torch.pow, positive(3, 4), normal(3, 4))
case("add_alpha", lambda a, b: torch.add(a, b, alpha=0.25), normal(3, 4), normal(4))

reductions = {
    "sum": lambda x: x.sum(), "mean": lambda x: x.mean(), "sum_hw": lambda x: x.sum((2, 3)), "mean_hw": lambda x: x.mean((2, 3), keepdim=True),
    "sum_nhw": lambda x: x.sum((0, 2, 3)), "mean_c": lambda x: x.mean((1,)), "sum_nc": lambda x: x.sum((0, 1)), "var": lambda x: x.var(), "var_hw": lambda x: x.var((2, 3), unbiased=False, keepdim=True),
    "std": lambda x: x.std(), "std_c": lambda x: x.std((1,)), "norm": lambda x: x.norm(), "norm1": lambda x: x.norm(1), "norm_dim": lambda x: x.norm(dim=1), "max": lambda x: x.max(), "min": lambda x: x.min(),
    "max_1": lambda x: x.max(1)[0], "min_3": lambda x: x.min(3, keepdim=True)[0], "amax_hw": lambda x: x.amax((2, 3)), "prod": lambda x: x.prod(),
}
for i, (name, f) in enumerate(reductions.items()):
    for layout in ("plain", "channels_last"):
        case(name, f, normal(2, 3, 2, 5) if name != "prod" else positive(1, 2, 2, 3), layouts=[layout])
for name, f in {"argmax": lambda x: x.argmax(), "argmax_1": lambda x: x.argmax(1), "argmin_last": lambda x: x.argmin(-1, keepdim=True), "any_1": lambda x: (x > 1).any(1), "all_0": lambda x: (x > -1).all(0),
                "count": lambda x: (x > 0).sum(1), "argsort": lambda x: x.argsort(1), "topk_index": lambda x: x.topk(2, 1)[1], "nonzero": lambda x: (x > 0.5).nonzero()}.items():
    case(name, f, normal(4, 6), grad=False)
case("topk", lambda x: x.topk(2, 1)[0], normal(4, 6))
case("sort", lambda x: x.sort(0, descending=True)[0], normal(4, 6))

case("mm", torch.mm, normal(3, 5), normal(5, 4))
case("mm", torch.mm, normal(1, 37), normal(37, 19), layouts=["plain", "transposed"])
case("mm", torch.mm, normal(17, 9), normal(9, 1), layouts=["transposed", "strided"])
case("bmm", torch.bmm, normal(3, 2, 5), normal(3, 5, 4), layouts=["plain", "transposed"])
case("matmul", torch.matmul, normal(2, 3, 4), normal(4, 5))
case("matmul", torch.matmul, normal(2, 1, 3, 4), normal(5, 4, 2))
case("matmul", torch.matmul, normal(4), normal(4, 3))
case("matmul", torch.matmul, normal(3, 4), normal(4))
case("matmul", torch.matmul, normal(6), normal(6))
case("addmm", lambda c, a, b: torch.addmm(c, a, b, beta=0.5, alpha=2), normal(4), normal(3, 5), normal(5, 4))
case("outer", torch.outer, normal(3), normal(4))

case("reshape", lambda x: x.reshape(3, 10), normal(2, 3, 5), layouts=["transposed"])
case("flatten", lambda x: x.flatten(1), normal(2, 3, 2, 2), layouts=["channels_last"])
case("permute", lambda x: x.permute(0, 2, 3, 1) * 2, normal(2, 3, 2, 2), layouts=["channels_last"])
case("transpose", lambda x: x.transpose(0, 2), normal(2, 3, 4))
case("expand", lambda x: x.expand(2, 3, 4), normal(3, 1))
case("squeeze", lambda x: x.squeeze(1).unsqueeze(-1), normal(2, 1, 3))
case("repeat", lambda x: x.repeat(2, 1, 2), normal(2, 3))
case("roll", lambda x: x.roll((1, -2), (0, 1)), normal(3, 5))
case("cat", lambda a, b: torch.cat([a, b], 1), normal(2, 3, 2, 2), normal(2, 1, 2, 2), layouts=["channels_last", "plain"])
case("stack", lambda a, b: torch.stack([a, b], 1), normal(2, 3), normal(2, 3))
case("chunk", lambda x: x.chunk(2, 1)[1], normal(2, 5))
case("index_slice", lambda x: x[1:, :, ::2], normal(3, 2, 5))
case("index_single", lambda x: x[1, ..., -1], normal(3, 2, 5))
case("index_none", lambda x: x[:, None, 1], normal(3, 4))
case("index_tensor", lambda x: x[torch.tensor([2, 0, 2])], normal(3, 4))
case("index_pairs", lambda x: x[torch.tensor([2, 0, 1, 1]), torch.tensor([3, -1, 0, 0])], normal(3, 4))
case("index_mask", lambda x: x[x > 0.2], normal(3, 4))
case("index_select", lambda x: x.index_select(1, torch.tensor([3, 1, 1])), normal(3, 4), layouts=["transposed"])
case("gather", lambda x: x.gather(1, torch.tensor([[3, 0], [1, 1], [2, 2]])), normal(3, 4))
case("where", lambda a, b: torch.where(a > 0, a, b), normal(3, 4), normal(4))
case("masked_fill", lambda x: x.masked_fill(x > 0.5, 9), normal(3, 4))
case("double_use", lambda x: (x * x.sum()).exp().mean(), normal(4) / 4)
case("normalise", lambda x, m, s: (x / 255 - m) / s, (positive(2, 3, 4, 4) * 200).round(), positive(1, 3, 1, 1), positive(1, 3, 1, 1), layouts=["channels_last", "plain", "plain"])

out = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "core.json")
with open(out, "w") as f:
    f.write("[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "\n]\n")
print(len(cases), "cases,", os.path.getsize(out), "bytes")
