"""PyTorch's side of the comparison: the same work as the modes of the same names of this project, on as many threads, in its fastest settings.

usage: python3 pytorch_peer.py forward|step|gemm|resnet18 [ROUNDS] [THREADS]

One line a round: the name and a speed, more is better. Needs torch and torchvision; with Debian's packages also libopenblas0-pthread.
"""
import os
import sys

# The C library gives large blocks back to the system and faults them in again at every step; keeping them doubles PyTorch's speed.
# Large pages gain some percent more.
if os.environ.get("MALLOC_TRIM_THRESHOLD_") is None:
    os.environ.update(MALLOC_MMAP_MAX_="0", MALLOC_TRIM_THRESHOLD_="17179869184", MALLOC_TOP_PAD_="1073741824", GLIBC_TUNABLES="glibc.malloc.hugetlb=1", OMP_WAIT_POLICY="passive")
    os.execv(sys.executable, [sys.executable] + sys.argv)

import time
import torch
import torchvision
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits

BATCH, PIXELS, LAST = 32, 160, torch.channels_last


def measure(name, rounds, amount, work):
    for round in range(-2, rounds):
        start = time.perf_counter()
        work()
        if round >= 0:
            print(f"{name} {amount / (time.perf_counter() - start):.2f}", flush=True)


def pictures():
    return torch.randn(BATCH, 3, PIXELS, PIXELS).contiguous(memory_format=LAST)


def forward(name, rounds, net):
    net, x = net.to(memory_format=LAST).eval(), pictures()
    with torch.inference_mode():
        measure(name, rounds, BATCH, lambda: net(x))


def step(rounds):
    net = torchvision.models.mobilenet_v2()
    net.classifier = nn.Linear(1280, 1)
    net = net.to(memory_format=LAST).train()
    x, y, optimizer = pictures(), torch.randint(0, 2, (BATCH, 1)).float(), torch.optim.Adam(net.parameters(), 1e-3)

    def once():
        optimizer.zero_grad()
        binary_cross_entropy_with_logits(net(x), y).backward()
        optimizer.step()

    measure("step", rounds, BATCH, once)


def gemm(rounds):
    """All 1×1 convolutions of MobileNetV2 as matrix products: forward, gradient of the input, gradient of the weights."""
    products = []

    def note(module, inputs, output):
        if module.kernel_size == (1, 1):
            products.append((output.numel() // output.shape[1], module.out_channels, module.in_channels))

    net = torchvision.models.mobilenet_v2().features.eval()
    for module in net.modules():
        if isinstance(module, nn.Conv2d):
            module.register_forward_hook(note)
    with torch.inference_mode():
        net(torch.zeros(BATCH, 3, PIXELS, PIXELS))
        operands = [(torch.randn(m, k), torch.randn(n, k), torch.randn(m, n)) for m, n, k in products]
        work = sum(2e-9 * m * n * k for m, n, k in products)
        outputs = [(torch.empty(m, n), torch.empty(m, k), torch.empty(n, k)) for m, n, k in products]
        measure("gemm-forward", rounds, work, lambda: [torch.mm(a, w.t(), out=o[0]) for (a, w, g), o in zip(operands, outputs)])
        measure("gemm-input", rounds, work, lambda: [torch.mm(g, w, out=o[1]) for (a, w, g), o in zip(operands, outputs)])
        measure("gemm-weight", rounds, work, lambda: [torch.mm(g.t(), a, out=o[2]) for (a, w, g), o in zip(operands, outputs)])


if __name__ == "__main__":
    name, rounds, threads = (sys.argv[1:] + ["", "5", "0"][len(sys.argv[1:]):])[:3]
    torch.set_num_threads(int(threads) or os.cpu_count())
    if name == "forward":
        forward(name, int(rounds), torchvision.models.mobilenet_v2())
    elif name == "resnet18":
        forward(name, int(rounds), torchvision.models.resnet18())
    elif name == "step":
        step(int(rounds))
    elif name == "gemm":
        gemm(int(rounds))
    else:
        sys.exit(__doc__)
