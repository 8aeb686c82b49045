#!/usr/bin/env python3
"""Records what PyTorch computes for torch.nn, torch.nn.functional, torch.nn.init and torch.optim into nn.json.

usage: record_nn.py [nn.json]          (recorded with Debian's python3-torch 1.13)

Inputs are not stored: both sides make them from a hash of (seed, index), see `values`. A case holds its inputs, its
arguments and what PyTorch gave: the result and, for a made-up gradient of the result, the gradient of every input.
Numbers are little-endian float32 in base64.
Two cases are what the published TorchSharp does and PyTorch does not: xavier_normal_ fills uniformly, and MultiStepLR takes a milestone that
is listed twice once.
"""
import base64, json, os, sys
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(1)


def values(shape, seed, scale=1.0, shift=0.0):
    """Float32 numbers in [-1, 1) × scale + shift from the index alone (the finisher of MurmurHash3)."""
    h = (np.arange(int(np.prod(shape)), dtype=np.uint64) * 2654435761 + seed * 0x9E3779B9) & 0xFFFFFFFF
    for shift_right, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35), (16, 1)):
        h ^= h >> shift_right
        h = (h * factor) & 0xFFFFFFFF
    unit = (h >> 8).astype(np.float32) / np.float32(2 ** 23) - np.float32(1)
    return torch.from_numpy((unit * np.float32(scale) + np.float32(shift)).reshape(shape))


def packed(tensor):
    return base64.b64encode(tensor.detach().contiguous().numpy().astype("<f4").tobytes()).decode()


def made(spec):
    x = values(spec["shape"], spec["seed"], spec.get("scale", 1.0), spec.get("shift", 0.0))
    layout = spec.get("layout", "contiguous")
    if layout == "channels_last":
        x = x.contiguous(memory_format=torch.channels_last)
    elif layout == "transposed":                       # the same numbers, the last two axes swapped in memory
        x = x.transpose(-1, -2).contiguous().transpose(-1, -2)
    elif layout == "strided":                          # every second number of a wider tensor
        x = torch.stack([x, x], -1).flatten(-2)[..., ::2]
    return x


cases = []


def case(name, op, inputs, function, grads=None, **arguments):
    """Runs function(**inputs) forward and backward and keeps what came out."""
    grads = [n for n in inputs if n in ("x", "weight", "bias")] if grads is None else grads
    tensors = {n: made(s) for n, s in inputs.items()}
    for n in grads:
        tensors[n] = tensors[n].detach().requires_grad_()
    result = function(**tensors)
    entry = {"name": name, "op": op, "inputs": inputs, "arguments": arguments, "shape": list(result.shape), "result": packed(result)}
    if grads:
        result.backward(values(tuple(result.shape), 99))
        entry["grads"] = {n: packed(tensors[n].grad) for n in grads}
    entry["after"] = {n: packed(tensors[n]) for n in ("running_mean", "running_var") if n in tensors}
    cases.append(entry)


def spec(shape, seed=1, **more):
    return {"shape": list(shape), "seed": seed, **more}


# ---- convolution
def convolution(name, shape, out, kernel, stride=(1, 1), padding=(0, 0), dilation=(1, 1), groups=1, bias=True, layout="contiguous"):
    inputs = {"x": spec(shape, 1, layout=layout), "weight": spec((out, shape[-3] // groups, *kernel), 2, scale=.5)}
    if bias:
        inputs["bias"] = spec((out,), 3)
    a = dict(strides=list(stride), padding=list(padding), dilation=list(dilation), groups=groups)
    case("conv2d " + name, "conv2d", inputs,
         lambda x, weight, bias=None: F.conv2d(x, weight, bias, stride, padding, dilation, groups), **a)


convolution("3x3", (2, 3, 7, 9), 4, (3, 3), padding=(1, 1))
convolution("3x3 stride 2", (2, 3, 9, 7), 5, (3, 3), (2, 2), (1, 1), bias=False)
convolution("3x3 unpadded, channels last", (1, 4, 6, 5), 3, (3, 3), layout="channels_last")
convolution("1x1", (2, 6, 4, 5), 7, (1, 1))
convolution("1x1 channels last, no bias", (3, 17, 3, 3), 21, (1, 1), bias=False, layout="channels_last")
convolution("1x1 stride 2", (1, 5, 7, 6), 4, (1, 1), (2, 2))
convolution("depthwise 3x3", (2, 8, 6, 7), 8, (3, 3), padding=(1, 1), groups=8, bias=False, layout="channels_last")
convolution("depthwise 3x3 stride 2, 19 channels", (1, 19, 7, 5), 19, (3, 3), (2, 2), (1, 1), groups=19)
convolution("depthwise 5x5", (1, 6, 6, 6), 6, (5, 5), padding=(2, 2), groups=6)
convolution("two groups", (2, 6, 5, 5), 4, (3, 3), padding=(1, 1), groups=2)
convolution("depth multiplier 2", (1, 4, 5, 6), 8, (3, 3), padding=(1, 1), groups=4)
convolution("1x7", (1, 3, 6, 9), 4, (1, 7), padding=(0, 3))
convolution("7x1", (1, 3, 9, 4), 4, (7, 1), padding=(3, 0))
convolution("7x7 stride 2", (1, 3, 13, 11), 4, (7, 7), (2, 2), (3, 3))
convolution("dilation 2", (1, 2, 9, 8), 3, (3, 3), padding=(2, 2), dilation=(2, 2))
convolution("uneven stride and padding", (2, 2, 7, 8), 3, (3, 2), (1, 2), (0, 1))
convolution("one pixel, batch of one", (1, 5, 1, 1), 3, (1, 1))
convolution("transposed input", (1, 3, 6, 7), 4, (3, 3), padding=(1, 1), layout="transposed")
convolution("strided input", (2, 3, 5, 5), 4, (3, 3), (2, 2), layout="strided")
convolution("unbatched", (3, 5, 6), 4, (3, 3), padding=(1, 1))

# ---- linear
for name, shape, bias, layout in [("", (3, 5), True, "contiguous"), ("no bias", (4, 6), False, "contiguous"), ("three axes", (2, 3, 5), True, "contiguous"),
                                  ("vector", (5,), True, "contiguous"), ("batch of one", (1, 33), True, "contiguous"), ("transposed input", (4, 7), True, "transposed")]:
    inputs = {"x": spec(shape, 4, layout=layout), "weight": spec((6, shape[-1]), 5)}
    if bias:
        inputs["bias"] = spec((6,), 6)
    case("linear " + name, "linear", inputs, lambda x, weight, bias=None: F.linear(x, weight, bias))

# ---- batch normalisation
for name, shape, training, affine, running, momentum, eps, layout in [
        ("training", (3, 5, 4, 6), True, True, True, .1, 1e-5, "contiguous"), ("training, channels last, momentum 0.3", (2, 7, 3, 3), True, True, True, .3, 1e-3, "channels_last"),
        ("training, not affine", (2, 4, 3, 5), True, False, True, .1, 1e-5, "contiguous"), ("training, no running statistics", (2, 4, 3, 5), True, True, False, .1, 1e-5, "contiguous"),
        ("evaluation", (2, 5, 4, 3), False, True, True, .1, 1e-5, "contiguous"), ("evaluation, not affine, channels last", (2, 5, 4, 3), False, False, True, .1, 1e-5, "channels_last"),
        ("rows, training", (6, 9), True, True, True, .1, 1e-5, "contiguous"), ("rows, evaluation", (1, 9), False, True, True, .1, 1e-5, "contiguous"),
        ("sequences, training", (3, 4, 5), True, True, True, .1, 1e-5, "transposed"), ("batch of one, training", (1, 3, 2, 3), True, True, True, .1, 1e-5, "contiguous")]:
    inputs = {"x": spec(shape, 7, scale=2.0, shift=.5, layout=layout)}
    if running:
        inputs.update(running_mean=spec(shape[1:2], 8, scale=.3), running_var=spec(shape[1:2], 9, scale=.5, shift=1.0))
    if affine:
        inputs.update(weight=spec(shape[1:2], 10, scale=.5, shift=1.0), bias=spec(shape[1:2], 11))
    case("batch_norm " + name, "batch_norm", inputs,
         lambda x, running_mean=None, running_var=None, weight=None, bias=None: F.batch_norm(x, running_mean, running_var, weight, bias, training, momentum, eps),
         training=training, momentum=momentum, eps=eps)

# ---- pooling
for name, shape, kernel, stride, padding, dilation, ceil, layout in [
        ("2", (2, 3, 6, 7), (2, 2), (2, 2), (0, 0), (1, 1), False, "contiguous"), ("3, stride 2, padding 1", (2, 5, 7, 9), (3, 3), (2, 2), (1, 1), (1, 1), False, "channels_last"),
        ("3, stride 2, ceil", (1, 4, 8, 6), (3, 3), (2, 2), (0, 0), (1, 1), True, "contiguous"), ("ceil with padding", (1, 3, 6, 6), (3, 3), (2, 2), (1, 1), (1, 1), True, "contiguous"),
        ("dilation 2", (1, 2, 7, 8), (2, 3), (1, 2), (1, 1), (2, 1), False, "contiguous"), ("unbatched", (3, 6, 6), (3, 3), (3, 3), (0, 0), (1, 1), False, "contiguous")]:
    case("max_pool2d " + name, "max_pool2d", {"x": spec(shape, 15, layout=layout)}, lambda x: F.max_pool2d(x, kernel, stride, padding, dilation, ceil),
         kernel_size=list(kernel), strides=list(stride), padding=list(padding), dilation=list(dilation), ceil_mode=ceil)
for name, shape, kernel, stride, padding, ceil, count, divisor in [
        ("2", (2, 3, 6, 7), (2, 2), (2, 2), (0, 0), False, True, None), ("3, padding 1", (1, 5, 6, 5), (3, 3), (1, 1), (1, 1), False, True, None),
        ("3, padding not counted", (2, 2, 5, 5), (3, 3), (2, 2), (1, 1), False, False, None), ("ceil", (1, 3, 6, 8), (3, 3), (2, 2), (0, 0), True, True, None),
        ("ceil, padding not counted", (1, 3, 6, 8), (3, 2), (2, 2), (1, 1), True, False, None), ("ceil with counted padding", (1, 2, 6, 6), (3, 3), (2, 2), (1, 1), True, True, None),
        ("divisor", (1, 3, 4, 4), (2, 2), (2, 2), (0, 0), False, True, 3)]:
    case("avg_pool2d " + name, "avg_pool2d", {"x": spec(shape, 16)}, lambda x: F.avg_pool2d(x, kernel, stride, padding, ceil, count, divisor),
         kernel_size=list(kernel), strides=list(stride), padding=list(padding), ceil_mode=ceil, count_include_pad=count, divisor_override=divisor)
for name, shape, size, layout in [("1", (2, 7, 5, 5), (1, 1), "channels_last"), ("3 × 2", (2, 3, 7, 5), (3, 2), "contiguous"), ("larger than the input", (1, 2, 3, 4), (7, 7), "contiguous"),
                                  ("one pixel", (2, 3, 1, 1), (1, 1), "contiguous"), ("unbatched", (3, 4, 6), (2, 3), "contiguous")]:
    case("adaptive_avg_pool2d " + name, "adaptive_avg_pool2d", {"x": spec(shape, 17, layout=layout)}, lambda x: F.adaptive_avg_pool2d(x, size), output_size=list(size))

# ---- activations
for name, function in [("relu", F.relu), ("relu6", F.relu6), ("sigmoid", torch.sigmoid), ("tanh", torch.tanh)]:
    case(name, name, {"x": spec((2, 3, 4, 5), 18, scale=8.0)}, lambda x: function(x))
for shape, dim, layout in [((3, 5), 1, "contiguous"), ((3, 5), 0, "contiguous"), ((2, 4, 3, 2), 1, "channels_last"), ((2, 3, 4), -1, "transposed")]:
    for name, function in [("softmax", F.softmax), ("log_softmax", F.log_softmax)]:
        case(f"{name} {shape} {dim}", name, {"x": spec(shape, 19, scale=5.0, layout=layout)}, lambda x: function(x, dim), dim=dim)

# ---- losses
for reduction in ("none", "mean", "sum"):
    for weight, smoothing, ignore in [(False, 0.0, -100), (True, 0.0, -100), (False, .1, -100), (True, .2, 2), (False, 0.0, 1)]:
        inputs = {"x": spec((6, 4), 20, scale=3.0)}
        if weight:
            inputs["class_weight"] = spec((4,), 21, scale=.5, shift=1.0)
        target = [0, 1, 2, 3, 1, 2]
        case(f"cross_entropy {reduction} weight={weight} smoothing={smoothing} ignore={ignore}", "cross_entropy", inputs,
             lambda x, class_weight=None: F.cross_entropy(x, torch.tensor(target), class_weight, reduction=reduction, ignore_index=ignore, label_smoothing=smoothing),
             target=target, reduction=reduction, ignore_index=ignore, label_smoothing=smoothing)
    for weight, pos in [(False, False), (True, True), (False, True)]:
        inputs = {"x": spec((5, 3), 22, scale=6.0), "target": spec((5, 3), 23, scale=.5, shift=.5)}
        if weight:
            inputs["class_weight"] = spec((5, 3), 24, scale=.5, shift=1.0)
        if pos:
            inputs["pos_weights"] = spec((3,), 25, scale=.5, shift=2.0)
        case(f"bce_logits {reduction} weight={weight} pos={pos}", "bce_logits", inputs,
             lambda x, target, class_weight=None, pos_weights=None: F.binary_cross_entropy_with_logits(x, target, class_weight, reduction=reduction, pos_weight=pos_weights), reduction=reduction)
    inputs = {"x": spec((5, 3), 26, scale=.49, shift=.5), "target": spec((5, 3), 27, scale=.5, shift=.5)}
    case(f"bce {reduction}", "bce", inputs, lambda x, target: F.binary_cross_entropy(x, target, reduction=reduction), reduction=reduction)
    inputs = {"x": spec((4, 3), 28), "target": spec((4, 3), 29)}
    case(f"mse {reduction}", "mse", inputs, lambda x, target: F.mse_loss(x, target, reduction=reduction), reduction=reduction)
    case(f"l1 {reduction}", "l1", inputs, lambda x, target: F.l1_loss(x, target, reduction=reduction), reduction=reduction)
    for weight in (False, True):
        inputs = {"x": spec((5, 4), 30), **({"class_weight": spec((4,), 31, scale=.5, shift=1.0)} if weight else {})}
        case(f"nll {reduction} weight={weight}", "nll", inputs,
             lambda x, class_weight=None: F.nll_loss(x, torch.tensor([3, 0, 1, 1, 2]), class_weight, reduction=reduction), target=[3, 0, 1, 1, 2], reduction=reduction)
inputs = {"x": spec((2, 3, 4, 2), 32, scale=3.0)}
positions = [[[0, 1], [2, 0], [1, 1], [2, 2]], [[0, 0], [1, 2], [2, 1], [0, 1]]]
case("cross_entropy over pictures", "cross_entropy", inputs, lambda x: F.cross_entropy(x, torch.tensor(positions)), target=positions, reduction="mean", ignore_index=-100, label_smoothing=0.0)

# ---- resampling and padding
for name, shape, size, mode, corners in [("nearest up", (1, 2, 3, 4), (7, 9), "nearest", None), ("nearest down", (2, 2, 7, 6), (3, 2), "nearest", None),
                                         ("bilinear up", (1, 2, 3, 4), (8, 9), "bilinear", False), ("bilinear down", (1, 3, 7, 8), (4, 3), "bilinear", False),
                                         ("bilinear, corners aligned", (2, 2, 3, 4), (6, 5), "bilinear", True)]:
    case("interpolate " + name, "interpolate", {"x": spec(shape, 33)}, lambda x: F.interpolate(x, size=size, mode=mode, align_corners=corners), size=list(size), mode=mode, align_corners=corners)
for name, pad, mode, value in [("constant", (1, 2, 0, 3), "constant", .5), ("constant, last axis", (2, 1), "constant", 0.0), ("crop", (-1, 0, 1, -1), "constant", 0.0),
                               ("reflect", (2, 1, 1, 2), "reflect", 0.0), ("replicate", (2, 1, 0, 3), "replicate", 0.0)]:
    case("pad " + name, "pad", {"x": spec((2, 2, 4, 5), 34)}, lambda x: F.pad(x, pad, mode, value), pad=list(pad), mode=mode, value=value)


# ---- initialisation: the numbers that manual_seed(7) gives
init = []


def initial(name, make):
    torch.manual_seed(7)
    tensors = make()
    init.append({"name": name, "tensors": [{"shape": list(t.shape), "values": packed(t)} for t in tensors], "next": packed(torch.rand(3))})


empty = torch.empty
initial("Conv2d", lambda: list(nn.Conv2d(3, 4, 3).parameters()))
initial("Conv2d grouped", lambda: list(nn.Conv2d(6, 6, 3, groups=6, bias=False).parameters()))
initial("Linear", lambda: list(nn.Linear(10, 3).parameters()))
initial("BatchNorm2d", lambda: list(nn.BatchNorm2d(4).parameters()))
for name, function in [("uniform_", lambda t: nn.init.uniform_(t, -2, 3)), ("normal_", lambda t: nn.init.normal_(t, 1, .5)), ("constant_", lambda t: nn.init.constant_(t, .3)),
                       ("zeros_", nn.init.zeros_), ("ones_", nn.init.ones_), ("xavier_uniform_", lambda t: nn.init.xavier_uniform_(t, 2)), ("xavier_normal_", lambda t: nn.init.xavier_uniform_(t, .5)),
                       ("kaiming_uniform_", nn.init.kaiming_uniform_), ("kaiming_normal_", nn.init.kaiming_normal_),
                       ("kaiming_normal_ fan_out relu", lambda t: nn.init.kaiming_normal_(t, mode="fan_out", nonlinearity="relu"))]:
    for shape in [(4, 3, 3, 3), (3, 5)]:
        initial(f"{name} {list(shape)}", lambda: [function(empty(*shape))])
gains = {n: nn.init.calculate_gain(n) for n in ("linear", "conv2d", "sigmoid", "tanh", "relu", "leaky_relu")}
gains["leaky_relu 0.3"] = nn.init.calculate_gain("leaky_relu", .3)

# ---- optimizers: five steps on two parameters whose gradients are made up
optimizers = []
O = torch.optim
for name, make in [
        ("SGD", lambda p: O.SGD(p, .1)), ("SGD momentum", lambda p: O.SGD(p, .1, momentum=.9)), ("SGD dampening", lambda p: O.SGD(p, .1, momentum=.9, dampening=.3, weight_decay=.02)),
        ("SGD nesterov", lambda p: O.SGD(p, .05, momentum=.8, nesterov=True, weight_decay=.01)), ("SGD maximize", lambda p: O.SGD(p, .1, maximize=True)),
        ("Adam", lambda p: O.Adam(p)), ("Adam options", lambda p: O.Adam(p, .01, (.8, .95), 1e-6, .1)), ("Adam amsgrad", lambda p: O.Adam(p, .01, amsgrad=True)),
        ("AdamW", lambda p: O.AdamW(p)), ("AdamW options", lambda p: O.AdamW(p, .01, (.85, .97), 1e-7, .1, amsgrad=True)),
        ("RMSprop", lambda p: O.RMSprop(p)), ("RMSprop options", lambda p: O.RMSprop(p, .02, .9, 1e-6, .05, .7, True)), ("RMSprop momentum", lambda p: O.RMSprop(p, .01, momentum=.9))]:
    parameters = [nn.Parameter(values((4, 3), 40)), nn.Parameter(values((5,), 41))]
    optimizer, steps = make(parameters), []
    for step in range(5):
        for i, p in enumerate(parameters):
            p.grad = values(tuple(p.shape), 50 + 2 * step + i)
        optimizer.step()
        steps.append([packed(p) for p in parameters])
    optimizers.append({"name": name, "steps": steps})

# ---- learning rates
schedules = []
S = O.lr_scheduler
for name, make, steps in [("StepLR", lambda o: S.StepLR(o, 3, .5), 10), ("MultiStepLR", lambda o: S.MultiStepLR(o, [2, 5, 7], .1), 10), ("ExponentialLR", lambda o: S.ExponentialLR(o, .9), 10),
                          ("CosineAnnealingLR", lambda o: S.CosineAnnealingLR(o, 6, .01), 15), ("LambdaLR", lambda o: S.LambdaLR(o, lambda e: 1 / (1 + e)), 10), ("LinearLR", lambda o: S.LinearLR(o, .2, .9, 4), 8),
                          ("ConstantLR", lambda o: S.ConstantLR(o, .25, 3), 6),
                          ("OneCycleLR", lambda o: S.OneCycleLR(o, .8, total_steps=12), 11), ("OneCycleLR linear, three phases", lambda o: S.OneCycleLR(o, .8, epochs=4, steps_per_epoch=3, anneal_strategy="linear", three_phase=True), 11)]:
    o = O.SGD([nn.Parameter(torch.zeros(1))], .4, momentum=.9)
    scheduler = make(o)
    rates, momenta = [o.param_groups[0]["lr"]], [o.param_groups[0]["momentum"]]
    for _ in range(steps):
        o.step(); scheduler.step()
        rates.append(o.param_groups[0]["lr"]); momenta.append(o.param_groups[0]["momentum"])
    schedules.append({"name": name, "rates": rates, "momenta": momenta})
metrics = [1.0, .9, .95, .93, .92, .91, .90005, .8, .85, .86, .87, .88, .89, .9]
for name, options, series in [("ReduceLROnPlateau", dict(factor=.5, patience=2), metrics), ("ReduceLROnPlateau max", dict(mode="max", factor=.1, patience=1, cooldown=2, min_lr=1e-3, threshold=.01, threshold_mode="abs"), metrics)]:
    o = O.SGD([nn.Parameter(torch.zeros(1))], .4)
    scheduler, rates = S.ReduceLROnPlateau(o, **options), []
    for m in series:
        o.step(); scheduler.step(m); rates.append(o.param_groups[0]["lr"])
    schedules.append({"name": name, "metrics": series, "rates": rates})


# ---- a whole small network: MobileNetV2's blocks, seeded initialisation, five steps of gradient descent with momentum
# (not Adam: where normalisation makes a weight's scale irrelevant the gradient is rounding, which Adam would blow up to full steps)
class Block(nn.Module):
    def __init__(self, inp, out, stride, expand):
        super().__init__()
        hidden, layers = inp * expand, []
        if expand != 1:
            layers.append(unit(inp, hidden, 1))
        layers += [unit(hidden, hidden, 3, stride, hidden), nn.Conv2d(hidden, out, 1, bias=False), nn.BatchNorm2d(out)]
        self.conv, self.residual = nn.Sequential(*layers), stride == 1 and inp == out

    def forward(self, x):
        return x + self.conv(x) if self.residual else self.conv(x)


def unit(inp, out, kernel, stride=1, groups=1):
    return nn.Sequential(nn.Conv2d(inp, out, kernel, stride, (kernel - 1) // 2, groups=groups, bias=False), nn.BatchNorm2d(out), nn.ReLU6())


class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(unit(3, 8, 3, 2), Block(8, 4, 1, 1), Block(4, 6, 2, 6), Block(6, 6, 1, 6), Block(6, 8, 2, 6), unit(8, 40, 1))
        self.classifier = nn.Linear(40, 3)

    def forward(self, x):
        return self.classifier(F.adaptive_avg_pool2d(self.features(x), 1).flatten(1))


torch.manual_seed(11)
net, losses = Small(), []
x, y = values((6, 3, 24, 24), 60), torch.tensor([0, 1, 2, 2, 1, 0])
optimizer = O.SGD(net.parameters(), .05, momentum=.9)
first = {n: float(p.double().sum()) for n, p in net.named_parameters()}
net.train()
for step in range(5):
    optimizer.zero_grad()
    loss = F.cross_entropy(net(x), y)
    loss.backward()
    if step == 0:
        gradients = {n: float(p.grad.double().norm()) for n, p in net.named_parameters()}
    optimizer.step()
    losses.append(loss.item())
net.eval()
network = {"keys": list(net.state_dict()), "sums": first, "gradient_norms": gradients, "losses": losses, "scores": packed(net(x))}

path = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "nn.json")
with open(path, "w") as out:
    # One case a line, so that a change shows which case changed.
    lines = lambda entries: "[\n" + ",\n".join(json.dumps(e, ensure_ascii=False) for e in entries) + "\n]"
    out.write('{"torch": ' + json.dumps(torch.__version__) + ',\n"cases": ' + lines(cases) + ',\n"init": ' + lines(init) + ',\n"gains": ' + json.dumps(gains)
              + ',\n"optimizers": ' + lines(optimizers) + ',\n"schedules": ' + lines(schedules) + ',\n"network": ' + json.dumps(network) + "}\n")
print(f"{len(cases)} cases, {os.path.getsize(path) // 1024} KiB, losses {losses}")
