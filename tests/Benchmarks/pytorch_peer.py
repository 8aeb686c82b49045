"""PyTorch's side of the benchmarks, plainly written or with every setting that helps.

usage: python3 pytorch_peer.py plain|tuned ROW [FOLDER]

The last line printed is a speed in images per second. "plain" is what tutorials write. "tuned" keeps freed memory, uses channels-last strides, runs what
is frozen once, and decodes in as many processes as there are cores. Needs torch, torchvision, PIL; with Debian's packages also libopenblas0-pthread.
"""
import os
import sys

TUNED, ROW = sys.argv[1] == "tuned", sys.argv[2]
if TUNED and "MALLOC_TRIM_THRESHOLD_" not in os.environ:
    # The C library gives large blocks back to the system and faults them in again at every step.
    os.environ.update(MALLOC_MMAP_MAX_="0", MALLOC_TRIM_THRESHOLD_="17179869184", MALLOC_TOP_PAD_="1073741824", OMP_WAIT_POLICY="passive")
    os.execv(sys.executable, [sys.executable] + sys.argv)

import multiprocessing
import time
import numpy
import torch
import torchvision
from PIL import Image
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits as loss_of

FOLDER = (sys.argv[3:4] or [""])[0]
BATCH, SIZE, EPOCHS, PER_CLASS, PER_CLASS_OF_ALL = 32, 160, 10, 128, 32
CORES = len(os.sched_getaffinity(0))
FORMAT = torch.channels_last if TUNED else torch.contiguous_format
torch.set_num_threads(CORES)


def per_second(amount, work):
    """Two seconds to warm up, then at least three; the median."""
    begin = time.perf_counter()
    while time.perf_counter() - begin < 2:
        work()
    seconds, begin = [], time.perf_counter()
    while time.perf_counter() - begin < 3:
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return amount / sorted(seconds)[len(seconds) // 2]


def once(amount, work):
    start = time.perf_counter()
    work()
    return amount / (time.perf_counter() - start)


def forward(net, batch, size):
    net, x = net.to(memory_format=FORMAT).eval(), torch.randn(batch, 3, size, size).contiguous(memory_format=FORMAT)
    with torch.inference_mode():
        return per_second(batch, lambda: net(x))


def step():
    net = torchvision.models.mobilenet_v2(num_classes=1).to(memory_format=FORMAT).train()
    x, y = torch.randn(BATCH, 3, SIZE, SIZE).contiguous(memory_format=FORMAT), torch.randint(0, 2, (BATCH, 1)).float()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)

    def work():
        optimizer.zero_grad()
        loss_of(net(x), y).backward()
        optimizer.step()

    return per_second(BATCH, work)


def files(per_class):
    kinds = sorted(os.listdir(FOLDER))
    return [(os.path.join(FOLDER, kind, name), label) for label, kind in enumerate(kinds) for name in sorted(os.listdir(os.path.join(FOLDER, kind)))[:per_class]]


def decoded(path):
    return numpy.asarray(Image.open(path).convert("RGB").resize((SIZE, SIZE), Image.BILINEAR))


def read(per_class):
    paths = files(per_class)
    if TUNED:
        with multiprocessing.get_context("fork").Pool(CORES) as pool:
            x = numpy.stack(pool.map(decoded, [path for path, _ in paths], chunksize=8))
    else:
        x = numpy.stack([decoded(path) for path, _ in paths])
    order = torch.randperm(len(paths))
    x = torch.from_numpy(x).permute(0, 3, 1, 2)
    return (x if TUNED else x.contiguous())[order], torch.tensor([label for _, label in paths])[order]


def decode():
    paths = [path for path, _ in files(500)]
    with multiprocessing.get_context("fork").Pool(CORES) as pool:
        pool.map(decoded_size, paths[:64])
        return once(len(paths), lambda: pool.map(decoded_size, paths, chunksize=8))


def decoded_size(path):
    return decoded(path).size


MEAN, DEVIATION = torch.tensor([.485, .456, .406]).view(1, 3, 1, 1), torch.tensor([.229, .224, .225]).view(1, 3, 1, 1)


def normal(u):
    return ((u.float() / 255 - MEAN) / DEVIATION).contiguous(memory_format=FORMAT)


def train(strategy, x, y):
    net = torchvision.models.mobilenet_v2()
    net.classifier = nn.Sequential(nn.Dropout(.2), nn.Linear(1280, 1))
    net = net.to(memory_format=FORMAT)
    trainable = strategy == "scratch"
    for name, parameter in net.features.named_parameters():
        trainable = trainable or strategy == "finetune" and name == "12.conv.0.1.weight"
        parameter.requires_grad = trainable
    optimizer = torch.optim.Adam([p for p in net.parameters() if p.requires_grad], 1e-4)
    count, held = int(len(y) * .8), int(len(y) * .1)

    if strategy == "scratch" or not TUNED:
        inputs, logits = x, lambda u: net(normal(u))[:, 0]
    else:   # what is frozen runs once
        first = 12 if strategy == "finetune" else None
        net.eval()
        with torch.inference_mode():
            kept = [net.features[:first](normal(part)) if first else net.features(normal(part)).mean((2, 3)) for part in x.split(64)]
        inputs = torch.cat(kept).clone().contiguous(memory_format=FORMAT if first else torch.contiguous_format)
        upper = net.features[first:] if first else nn.Identity()
        logits = lambda u: net.classifier(upper(u.contiguous(memory_format=FORMAT)).mean((2, 3)) if first else u)[:, 0]

    def judge(start, end):
        net.eval()
        with torch.no_grad():
            return sum(((logits(inputs[i:min(i + BATCH, end)]) > 0).long() == y[i:min(i + BATCH, end)]).sum().item() for i in range(start, end, BATCH))

    for epoch in range(EPOCHS):
        net.train()
        if strategy != "scratch":
            for norm in net.modules():
                if isinstance(norm, nn.BatchNorm2d):
                    norm.eval()     # pre-trained statistics are kept
        for batch in torch.randperm(count).split(BATCH):
            optimizer.zero_grad()
            loss_of(logits(inputs[batch]), y[batch].float()).backward()
            optimizer.step()
        judge(count, count + held)
    judge(count + held, len(y))


def one_strategy(name):
    x, y = read(PER_CLASS)
    return once(int(len(y) * .8) * EPOCHS, lambda: train(name, x, y))


def strategies():
    def work():
        x, y = read(PER_CLASS_OF_ALL)
        for name in ("scratch", "frozen", "finetune"):
            train(name, x, y)

    return once(2 * PER_CLASS_OF_ALL, work)


NETWORKS = {"forward": ("mobilenet_v2", BATCH, SIZE), "resnet18": ("resnet18", 8, 224), "resnet50": ("resnet50", 8, 224), "vgg16": ("vgg16", 8, 224), "inception_v3": ("inception_v3", 8, 299)}
if ROW in NETWORKS:
    name, batch, size = NETWORKS[ROW]
    quickly = {"init_weights": False} if name == "inception_v3" else {}   # by default it warns
    print(forward(getattr(torchvision.models, name)(num_classes=1, **quickly), batch, size))
else:
    print({"step": step, "decode": decode, "frozen": lambda: one_strategy("frozen"), "finetune": lambda: one_strategy("finetune"), "strategies": strategies}[ROW]())
