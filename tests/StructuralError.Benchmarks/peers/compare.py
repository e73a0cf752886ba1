"""The PyTorch side of the comparison: the same training step, and four ways to measure (or not).

  compare.py versions
  compare.py check --model M --k K --steps N --data DIR     float64; per step loss, U, L, ... as the program's steps.csv has them
  compare.py time --model M --k K --way WAY[,WAY] --steps N --data DIR [--threads T] [--slow-steps N]     float32; median seconds of a step
  compare.py samples --model M[M] --k K --data DIR --program COMMAND --scratch DIR     float64; the program's samples.csv against plain autograd

Ways: plain (nothing measured), graph (plain, recorded once and replayed as a CUDA graph), structured (a rule per layer, written by hand), vmap
(torch.func or functorch, vmap of jacrev), backward (one backward pass per sample and class). All but plain and graph give the eigenvalues of every
sample's A = J J^T and then train on the batch. Several ways run one after the other and give {"ways": {WAY: ...}}.
--device cuda keeps data and parameters on the card, and multiplies in float32, never in TF32.
One JSON document on standard output. DIR holds MNIST-like IDX files, plain or gzipped.
"""
import argparse
import csv
import gzip
import json
import os
import platform
import shlex
import statistics
import struct
import subprocess
import sys
import time

parser = argparse.ArgumentParser()
parser.add_argument("task", choices=["versions", "check", "time", "samples"])
parser.add_argument("--model", default="a")
parser.add_argument("--k", type=int, default=1)
parser.add_argument("--way", default="plain")
parser.add_argument("--steps", type=int, default=20)
parser.add_argument("--slow-steps", type=int, help="steps of the ways vmap and backward (default: those of --steps)")
parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
parser.add_argument("--program", help="the program's train command, ready for --model, --k, --init-weights and --out")
parser.add_argument("--scratch", help="a directory for weights and runs")
parser.add_argument("--data")
parser.add_argument("--threads", type=int, default=1)
parser.add_argument("--batch", type=int, default=64)
options = parser.parse_args()
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = str(options.threads)

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

torch.set_num_threads(options.threads)
torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
CLASSES = 10

try:
    from torch.func import functional_call, jacrev, vmap

    FUNCTION_TRANSFORMS = "torch.func"
except ImportError:
    functional_call = None
    try:
        from functorch import jacrev, make_functional, vmap

        FUNCTION_TRANSFORMS = "functorch"
    except ImportError:
        FUNCTION_TRANSFORMS = None


class Block(nn.Module):
    """relu(layer(h)), with the identity added for b and d."""

    def __init__(self, layer, skip):
        super().__init__()
        self.layer, self.skip = layer, skip

    def forward(self, h):
        out = torch.relu(self.layer(h))
        return h + out if self.skip else out


def build(model, k, width=128, channels=16):
    skip = model in "bd"
    if model in "ab":
        first = nn.Linear(784, width)
        blocks = [Block(nn.Linear(width, width), skip) for _ in range(k)]
        return nn.Sequential(nn.Flatten(), first, nn.ReLU(), *blocks, nn.Linear(width, CLASSES))
    first = nn.Conv2d(1, channels, 3, padding=1)
    blocks = [Block(nn.Conv2d(channels, channels, 3, padding=1), skip) for _ in range(k)]
    return nn.Sequential(first, nn.ReLU(), nn.MaxPool2d(2), *blocks, nn.MaxPool2d(2), nn.Flatten(), nn.Linear(channels * 49, CLASSES))


# ---- structural matrices -------------------------------------------------------------------------------------------------------


class StructuredRules:
    """One sweep carries the cotangents D of all classes, [n, c, ...]; each parameter layer adds its part of A, [n, c, c]."""

    def __call__(self, net, x):
        with torch.no_grad():
            self.pullbacks, self.parameters_below, h = [], False, x
            for module in net:
                h = self.forward(module, h)
            n = len(x)
            self.matrix = torch.zeros(n, CLASSES, CLASSES, dtype=x.dtype, device=x.device)
            cotangents = torch.eye(CLASSES, dtype=x.dtype, device=x.device).expand(n, CLASSES, CLASSES)
            for index in range(len(self.pullbacks) - 1, -1, -1):
                cotangents = self.pullbacks[index](cotangents)
                if cotangents is None:
                    break
            return self.matrix

    def forward(self, module, h):
        if isinstance(module, Block):
            return self.block(module, h)
        if isinstance(module, nn.Linear):
            return self.linear(module, h)
        if isinstance(module, nn.Conv2d):
            return self.convolution(module, h)
        if isinstance(module, nn.ReLU):
            return self.relu(h)
        if isinstance(module, nn.MaxPool2d):
            return self.pool(h)
        shape = h.shape[1:]
        self.pullbacks.append(lambda D: D.reshape(*D.shape[:2], *shape))
        return torch.flatten(h, 1)

    def is_first(self):
        """Whether no layer below has parameters: no cotangents are needed there. Asked once by every layer that has some."""
        first, self.parameters_below = not self.parameters_below, True
        return first

    def linear(self, layer, h):
        first = self.is_first()

        def pull(D):
            squares = h.square().sum(1) + 1
            self.matrix += torch.bmm(D, D.transpose(1, 2)) * squares[:, None, None]
            return None if first else D @ layer.weight

        self.pullbacks.append(pull)
        return layer(h)

    def convolution(self, layer, h):
        first = self.is_first()

        def pull(D):
            n = len(D)
            patches = F.unfold(h, layer.kernel_size, padding=layer.padding)
            flat = D.flatten(3)
            jacobian = torch.bmm(flat.flatten(1, 2), patches.transpose(1, 2)).reshape(n, CLASSES, -1)
            jacobian = torch.cat([jacobian, flat.sum(3)], 2)
            self.matrix += torch.bmm(jacobian, jacobian.transpose(1, 2))
            if first:
                return None
            return F.conv_transpose2d(D.flatten(0, 1), layer.weight, padding=layer.padding).unflatten(0, (n, CLASSES))

        self.pullbacks.append(pull)
        return layer(h)

    def relu(self, h):
        out = torch.relu(h)

        def pull(D):
            return D * (h > 0)[:, None]

        self.pullbacks.append(pull)
        return out

    def pool(self, h):
        out, winners = F.max_pool2d(h, 2, return_indices=True)
        positions, shape = h.shape[2] * h.shape[3], h.shape

        def pull(D):
            full = torch.zeros(*D.shape[:3], positions, dtype=D.dtype, device=D.device)
            index = winners.flatten(2)[:, None].expand(*D.shape[:3], -1)
            return full.scatter_(3, index, D.flatten(3)).reshape(*D.shape[:2], *shape[1:])

        self.pullbacks.append(pull)
        return out

    def block(self, block, h):
        outer, self.pullbacks = self.pullbacks, [None]
        out = self.relu(self.forward(block.layer, h))
        inner, self.pullbacks = self.pullbacks[1:], outer

        def pull(D):
            below = D
            for step in reversed(inner):
                below = step(below)
            return D + below if block.skip else below

        self.pullbacks.append(pull)
        return h + out if block.skip else out


def vmap_matrices():
    """vmap over the samples of jacrev over the parameters, then J J^T."""
    cache = {}

    def matrices(net, x):
        if functional_call is not None:
            parameters = {name: value.detach() for name, value in net.named_parameters()}
            jacobian = cache.setdefault("j", vmap(jacrev(lambda p, s: functional_call(net, p, (s[None],))[0]), (None, 0)))
            parts = jacobian(parameters, x).values()
        else:
            if "f" not in cache:
                cache["f"], _ = make_functional(net)
                cache["j"] = vmap(jacrev(lambda p, s: cache["f"](p, s[None])[0]), (None, 0))
            parts = cache["j"](tuple(value.detach() for value in net.parameters()), x)
        flat = [part.flatten(2) for part in parts]
        return sum(torch.bmm(part, part.transpose(1, 2)) for part in flat)

    return matrices


def backward_matrices(net, x):
    """One backward pass per sample and class."""
    parameters, result = list(net.parameters()), []
    for sample in x:
        logits = net(sample[None])[0]
        rows = [torch.cat([g.reshape(-1) for g in torch.autograd.grad(logits[c], parameters, retain_graph=c < CLASSES - 1)]) for c in range(CLASSES)]
        jacobian = torch.stack(rows)
        result.append(jacobian @ jacobian.T)
    return torch.stack(result)


def matrices_by(way):
    return {"structured": StructuredRules(), "vmap": vmap_matrices(), "backward": backward_matrices}[way]


# ---- data ----------------------------------------------------------------------------------------------------------------------


def content(directory, name, header):
    path = os.path.join(directory, name)
    opened = open(path, "rb") if os.path.exists(path) else gzip.open(path + ".gz", "rb")
    with opened as file:
        return np.frombuffer(file.read(), np.uint8)[header:]


def load(directory):
    labels = torch.from_numpy(content(directory, "train-labels-idx1-ubyte", 8).astype(np.int64))
    pixels = content(directory, "train-images-idx3-ubyte", 16).reshape(len(labels), 1, 28, 28)
    return torch.from_numpy(pixels.astype(np.float32)) / 255, labels


# ---- tasks ---------------------------------------------------------------------------------------------------------------------


def blas():
    """Which BLAS this process has loaded, where it is a library of its own, and what it makes of a 1024^3 product (GFLOP/s)."""
    a, best = torch.rand(1024, 1024), float("inf")
    for _ in range(5):
        start = time.perf_counter()
        torch.mm(a, a)
        best = min(best, time.perf_counter() - start)
    with open("/proc/self/maps") as maps:
        paths = {line.split()[-1] for line in maps if "/" in line}
    names = sorted({os.path.basename(path) for path in paths if any(word in path.lower() for word in ("blas", "blis", "mkl", "atlas"))})
    return {"blas": names, "gflops": 2 * 1024**3 / best / 1e9}


def train(net, optimizer, x, y):
    optimizer.zero_grad()
    logits = net(x)
    loss = F.cross_entropy(logits, y)
    loss.backward()
    optimizer.step()
    return loss.detach(), logits.detach()


def errors(logits, y):
    """e = q - p; the true class gets the sum of the others' p, which loses no digits."""
    p = logits.log_softmax(1).exp()
    true = F.one_hot(y, CLASSES).bool()
    others = p.masked_fill(true, 0)
    return torch.where(true, others.sum(1, keepdim=True).expand_as(p), -p)


def check(images, labels):
    torch.manual_seed(0)
    net = build(options.model, options.k)
    loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(torch.arange(len(labels))), batch_size=options.batch, shuffle=True)
    batches = iter(loader)
    net = net.double()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9)
    structured, rows = matrices_by("structured"), []
    (batch,) = next(batches)
    few = images[batch[:4]].double()
    reference = matrices_by("backward")(net, few)
    agreement = {}
    for way in ["structured"] + (["vmap"] if FUNCTION_TRANSFORMS else []):
        agreement[way] = ((matrices_by(way)(net, few) - reference).abs().max() / reference.abs().max()).item()
    for step in range(options.steps):
        if step > 0:
            (batch,) = next(batches)
        x, y = images[batch].double(), labels[batch]
        matrix = structured(net, x)
        eigenvalues = torch.linalg.eigvalsh(matrix)
        loss, logits = train(net, optimizer, x, y)
        e = errors(logits, y)
        gradient_norm = torch.einsum("nc,ncd,nd->n", e, matrix, e)
        u, l = -eigenvalues[:, 0].log().mean(), -eigenvalues[:, -1].log().mean()
        rows.append(
            {
                "loss": loss.item(),
                "U": u.item(),
                "L": l.item(),
                "log_fitting_error": e.square().sum(1).log().mean().item(),
                "log_gradient_norm": gradient_norm.log().mean().item(),
                "log_mean_gradient_norm": gradient_norm.mean().log().item(),
            }
        )
    return {"rows": rows, "agreement": agreement}


def synchronize():
    if options.device == "cuda":
        torch.cuda.synchronize()


def recorded(net, optimizer, x, y):
    """A function that copies a batch into x and y and trains on it by replaying a CUDA graph."""
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(3):
            train(net, optimizer, x, y)
    torch.cuda.current_stream().wait_stream(stream)
    optimizer.zero_grad(set_to_none=True)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        F.cross_entropy(net(x), y).backward()
        optimizer.step()

    def step(images, labels):
        x.copy_(images)
        y.copy_(labels)
        graph.replay()

    return step


def step_by(way, net, images, labels):
    """What a step of this way does with a batch."""
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9)
    if way == "graph":
        return recorded(net, optimizer, images[: options.batch].clone(), labels[: options.batch].clone())
    if way == "plain":
        return lambda x, y: train(net, optimizer, x, y)
    matrices = matrices_by(way)

    def step(x, y):
        torch.linalg.eigvalsh(matrices(net, x))
        train(net, optimizer, x, y)

    return step


def measure_way(way, images, labels):
    if way == "vmap" and FUNCTION_TRANSFORMS is None:
        return {"seconds": None, "reason": "neither torch.func nor functorch can be imported"}
    if way == "graph" and options.device != "cuda":
        return {"seconds": None, "reason": "needs a card"}
    slow = way in ("vmap", "backward")
    steps = options.slow_steps if slow and options.slow_steps else options.steps
    torch.manual_seed(0)
    order = torch.randperm(len(labels)).to(options.device)
    step = step_by(way, build(options.model, options.k).to(options.device), images, labels)
    warm_up = 1 if slow else min(20, steps)
    # A card works behind the host: what is timed there is a fifth of the steps at a time, from one standstill to the next.
    together = 1 if options.device == "cpu" else max(1, steps // 5)

    def run(first, count):
        synchronize()
        start = time.perf_counter()
        for number in range(first, first + count):
            at = number * options.batch % (len(order) - options.batch)
            batch = order[at : at + options.batch]
            step(images[batch], labels[batch])
        synchronize()
        return (time.perf_counter() - start) / count

    run(0, warm_up)
    timed = [run(first, together) for first in range(warm_up, warm_up + steps, together)]
    return {"seconds": statistics.median(timed), "fastest": min(timed), "slowest": max(timed), "steps": len(timed) * together}


def measure(images, labels):
    images, labels, ways = images.to(options.device), labels.to(options.device), options.way.split(",")
    if len(ways) == 1:
        return measure_way(ways[0], images, labels)
    results = {}
    for way in ways:
        try:
            results[way] = measure_way(way, images, labels)
        except RuntimeError as error:  # out of memory, or what this PyTorch cannot do: the other ways go on
            results[way] = {"seconds": None, "reason": str(error).split("\n")[0]}
    return {"ways": results}


def write_weights(net, path):
    """As safetensors, by the names that the program gives to the layers with parameters."""
    header, data, layers = {}, b"", [module for module in net.modules() if isinstance(module, (nn.Linear, nn.Conv2d))]
    for index, layer in enumerate(layers):
        for name, value in layer.named_parameters():
            part = value.detach().numpy().tobytes()
            header[f"layer{index}.{name}"] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [len(data), len(data) + len(part)]}
            data += part
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def program_samples(model, net):
    """The rows of samples.csv that the program writes for one step from these weights."""
    base = os.path.join(options.scratch, "samples-" + model)
    write_weights(net, base + ".safetensors")
    command = [*shlex.split(options.program), "--model", model, "--k", str(options.k), "--batch-size", str(options.batch), "--steps", "1", "--precision", "f64",
               "--per-sample", "--init-weights", base + ".safetensors", "--out", base, "--force", "--quiet"]
    subprocess.run(command, check=True, stdout=sys.stderr)
    with open(os.path.join(base, "samples.csv"), newline="") as file:
        return list(csv.DictReader(file))


def samples_of(model, images, labels):
    """The largest relative difference of each quantity; autograd takes one backward pass per sample and class."""
    torch.manual_seed(0)
    net = build(model, options.k)
    rows = program_samples(model, net)
    index = torch.tensor([int(row["sample"]) for row in rows])
    net = net.double().to(options.device)
    x, y = images[index].double().to(options.device), labels[index].to(options.device)
    matrix = backward_matrices(net, x)
    logits = net(x).detach()
    e = errors(logits, y)
    theirs = {
        "eigenvalues": torch.linalg.eigvalsh(matrix.cpu()),
        "gradient_norm": torch.einsum("nc,ncd,nd->n", e, matrix, e),
        "fitting_error": e.square().sum(1),
        "loss": F.cross_entropy(logits, y, reduction="none"),
    }
    mine = {name: torch.tensor([float(row[name]) for row in rows], dtype=torch.float64) for name in ("gradient_norm", "fitting_error", "loss")}
    mine["eigenvalues"] = torch.tensor([[float(row[f"lambda_{c + 1}"]) for c in range(CLASSES)] for row in rows], dtype=torch.float64)
    return {"samples": len(rows), **{name: ((mine[name] - value.cpu()).abs() / value.cpu().abs()).max().item() for name, value in theirs.items()}}


def samples(images, labels):
    return {"models": {model: samples_of(model, images, labels) for model in options.model}}


def main():
    result = {
        "torch": torch.__version__,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "transforms": FUNCTION_TRANSFORMS,
        "threads": torch.get_num_threads(),
    }
    if options.task == "versions":
        result.update(blas())
    else:
        images, labels = load(options.data)
        result.update({"check": check, "time": measure, "samples": samples}[options.task](images, labels))
    json.dump(result, sys.stdout)
    print()


main()
