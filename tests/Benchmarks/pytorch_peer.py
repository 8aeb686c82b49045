"""PyTorch's side of the comparison: the same work as the modes of the same names of this project, on as many threads, in its fastest settings.

usage: python3 pytorch_peer.py forward|step|gemm|resnet18|resnet50|vgg16|inception_v3|squeezenet1_1 [ROUNDS] [THREADS]
       python3 pytorch_peer.py decode|frozen|finetune|strategies ROUNDS THREADS FOLDER

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
    """Two rounds and two seconds to warm up; then the rounds asked for, and more of them until a second is full."""
    repeat(2, 2, work, lambda seconds: None)
    repeat(rounds, 1, work, lambda seconds: print(f"{name} {amount / seconds:.2f}", flush=True))


def repeat(rounds, duration, work, done):
    begin, round = time.perf_counter(), 0
    while round < rounds or time.perf_counter() - begin < duration:
        start = time.perf_counter()
        work()
        done(time.perf_counter() - start)
        round += 1


def pictures(batch=BATCH, pixels=PIXELS):
    return torch.randn(batch, 3, pixels, pixels).contiguous(memory_format=LAST)


def forward(name, rounds, net, batch=BATCH, pixels=PIXELS):
    net, x = net.to(memory_format=LAST).eval(), pictures(batch, pixels)
    with torch.inference_mode():
        measure(name, rounds, batch, lambda: net(x))


def features(name, rounds):
    """A network with its classifier reduced to one output, at its own size."""
    net = getattr(torchvision.models, name)(init_weights=False) if name in ("vgg16", "inception_v3") else getattr(torchvision.models, name)()
    if name == "vgg16":
        net.classifier = nn.Linear(512, 1)
        net.avgpool = nn.AdaptiveAvgPool2d(1)
    elif name == "squeezenet1_1":
        net.classifier = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 1))
    else:
        net.fc = nn.Linear(net.fc.in_features, 1)
    forward(name, rounds, net, 8, 299 if name == "inception_v3" else 224)


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


def decoded(path):
    from PIL import Image
    import numpy
    return numpy.asarray(Image.open(path).convert("RGB").resize((PIXELS, PIXELS), Image.BILINEAR))


def files(folder):
    return [(os.path.join(folder, kind, name), label) for label, kind in enumerate(sorted(os.listdir(folder))) for name in sorted(os.listdir(os.path.join(folder, kind)))]


def read(folder, processes):
    """uint8 N×3×H×W and labels, shuffled; Pillow in as many processes as there are threads."""
    import multiprocessing
    import numpy
    paths = files(folder)
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        x = numpy.stack(pool.map(decoded, [path for path, _ in paths], chunksize=8))
    order = torch.randperm(len(paths), generator=torch.Generator().manual_seed(42))
    return torch.from_numpy(x).permute(0, 3, 1, 2)[order], torch.tensor([label for _, label in paths])[order]


def decode(rounds, folder, processes):
    """Decoding and resizing alone: the processes are there before the clock starts, the pixels stay with them."""
    import multiprocessing
    paths = [path for path, _ in files(folder)]
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        measure("decode", rounds, len(paths), lambda: pool.map(pixel_count, paths, chunksize=8))


def pixel_count(path):
    return decoded(path).size


MEAN, DEVIATION = torch.tensor([.485, .456, .406]).view(1, 3, 1, 1), torch.tensor([.229, .224, .225]).view(1, 3, 1, 1)


def normal(u):
    return ((u.float() / 255 - MEAN) / DEVIATION).contiguous(memory_format=LAST)


def train(strategy, x, y, epochs=10):
    """The usual loop: every epoch through the whole network, then the validation pictures. 80 % are learned from."""
    net = torchvision.models.mobilenet_v2()
    net.classifier = nn.Sequential(nn.Dropout(.2), nn.Linear(1280, 1))
    net = net.to(memory_format=LAST)
    learning = strategy == "scratch"
    for name, parameter in net.features.named_parameters():
        learning = learning or strategy == "finetune" and name == "12.conv.0.1.weight"
        parameter.requires_grad = learning
    optimizer = torch.optim.Adam([p for p in net.parameters() if p.requires_grad], 1e-4)
    count, held = int(len(y) * .8), int(len(y) * .1)

    def logits(u):
        if strategy == "frozen":
            with torch.inference_mode():
                pooled = net.features(normal(u)).mean((2, 3))
            return net.classifier(pooled.clone())[:, 0]
        return net(normal(u))[:, 0]

    def judge(start, end):
        net.eval()
        with torch.no_grad():
            return sum(((logits(x[i:min(i + 32, end)]) > 0).long() == y[i:min(i + 32, end)]).sum().item() for i in range(start, end, 32))

    for epoch in range(epochs):
        net.train()
        for norm in net.modules():
            if isinstance(norm, nn.BatchNorm2d) and not norm.weight.requires_grad:
                norm.eval()     # what is frozen keeps its statistics
        for batch in torch.randperm(count).split(32):
            if len(batch) > 1:
                optimizer.zero_grad()
                binary_cross_entropy_with_logits(logits(x[batch]), y[batch].float()).backward()
                optimizer.step()
        judge(count, count + held)
    judge(count + held, len(y))


def one_strategy(name, rounds, folder, processes):
    x, y = read(folder, processes)
    for round in range(rounds):
        start = time.perf_counter()
        train(name, x, y)
        print(f"{name} {int(len(y) * .8) * 10 / (time.perf_counter() - start):.2f}", flush=True)


def strategies(rounds, folder, processes):
    for round in range(rounds):
        start = time.perf_counter()
        x, y = read(folder, processes)
        for strategy in ("scratch", "frozen", "finetune"):
            train(strategy, x, y)
        print(f"strategies {len(y) / (time.perf_counter() - start):.2f}", flush=True)


if __name__ == "__main__":
    name, rounds, threads, folder = (sys.argv[1:] + ["", "5", "0", ""][len(sys.argv[1:]):])[:4]
    torch.set_num_threads(int(threads) or os.cpu_count())
    if name == "forward":
        forward(name, int(rounds), torchvision.models.mobilenet_v2())
    elif name == "resnet18":
        forward(name, int(rounds), torchvision.models.resnet18())
    elif name in ("resnet50", "vgg16", "inception_v3", "squeezenet1_1"):
        features(name, int(rounds))
    elif name == "step":
        step(int(rounds))
    elif name == "gemm":
        gemm(int(rounds))
    elif name == "decode":
        decode(int(rounds), folder, int(threads))
    elif name in ("frozen", "finetune"):
        one_strategy(name, int(rounds), folder, int(threads))
    elif name == "strategies":
        strategies(int(rounds), folder, int(threads))
    else:
        sys.exit(__doc__)
