"""The PyTorch side of the comparison: the same training step, and four ways to measure (or not).

  compare.py versions
  compare.py check --model M --k K --steps N --data DIR     float64; per step loss, U, L, ... as the program's steps.csv has them
  compare.py time --model M --k K --way WAY --steps N --data DIR [--threads T]     float32; median seconds of a step

Ways: plain (nothing measured), structured (a rule per layer, written by hand), vmap (torch.func or functorch, vmap of jacrev),
backward (one backward pass per sample and class). All but plain give the eigenvalues of every sample's A = J J^T and then train on the batch.
One JSON document on standard output. DIR holds MNIST-like IDX files, plain or gzipped.
"""
import argparse
import gzip
import json
import os
import platform
import statistics
import sys
import time

parser = argparse.ArgumentParser()
parser.add_argument("task", choices=["versions", "check", "time"])
parser.add_argument("--model", choices="abcd", default="a")
parser.add_argument("--k", type=int, default=1)
parser.add_argument("--way", choices=["plain", "structured", "vmap", "backward"], default="plain")
parser.add_argument("--steps", type=int, default=20)
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
            self.matrix = torch.zeros(n, CLASSES, CLASSES, dtype=x.dtype)
            cotangents = torch.eye(CLASSES, dtype=x.dtype).expand(n, CLASSES, CLASSES)
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
            full = torch.zeros(*D.shape[:3], positions, dtype=D.dtype)
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


def measure(images, labels):
    if options.way == "vmap" and FUNCTION_TRANSFORMS is None:
        return {"seconds": None, "reason": "neither torch.func nor functorch can be imported"}
    torch.manual_seed(0)
    net = build(options.model, options.k)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9)
    matrices = None if options.way == "plain" else matrices_by(options.way)
    order, seconds = torch.randperm(len(labels)), []
    warm_up = 1 if options.way in ("vmap", "backward") else min(20, options.steps)
    for step in range(warm_up + options.steps):
        at = step * options.batch % (len(order) - options.batch)
        batch = order[at : at + options.batch]
        start = time.perf_counter()
        x, y = images[batch], labels[batch]
        if matrices is not None:
            torch.linalg.eigvalsh(matrices(net, x))
        train(net, optimizer, x, y)
        seconds.append(time.perf_counter() - start)
    timed = seconds[warm_up:]
    return {"seconds": statistics.median(timed), "fastest": min(timed), "slowest": max(timed), "steps": len(timed)}


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
        result.update(check(images, labels) if options.task == "check" else measure(images, labels))
    json.dump(result, sys.stdout)
    print()


main()
