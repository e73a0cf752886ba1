"""100 SGD steps of models a and d with each loss, hard and soft labels: python3 loss_trajectories.py loss_trajectories.safetensors (PyTorch 1.13, one thread).

Each loss is written out below as d(q, f) = Omega*(f) + Omega(q) - <q, f> by its prediction p. Everything else is autograd's, in float64: the gradient that SGD
takes, every sample's gradient norm (of its loss, not e^T A e), and J, row by row, whose A = J J^T gives the eigenvalues. The images are torch.rand's, the weights
nn's defaults; 24 samples in batches of 8, in order. Tensor MODEL.LOSS.hard or .soft is [step, (loss, E_f, gradient norm, lambda_min, lambda_max)], means over
the batch at theta_t; MODEL.LOSS.KIND.after is [parameter, (sum, sum of squares)] after the last step.
"""
import json
import os
import struct
import sys

os.environ['OMP_NUM_THREADS'] = '1'
import torch
import torch.nn as nn

torch.set_num_threads(1)
CLASSES, SAMPLES, BATCH, STEPS = 10, 24, 8, 100


def xlogx(p):
    return torch.where(p > 0, p * torch.log(torch.where(p > 0, p, torch.ones_like(p))), torch.zeros_like(p))


def projection(f):
    """The nearest point of the simplex: the k largest stay above their threshold."""
    u = f.sort(dim=1, descending=True).values
    k = torch.arange(1, f.shape[1] + 1, dtype=f.dtype)
    thresholds = (u.cumsum(1) - 1) / k
    size = (u > thresholds).sum(1, keepdim=True)
    return (f - thresholds.gather(1, size - 1)).clamp(min=0)


def entmax(f, alpha):
    """[(alpha - 1) f - tau]_+ ^ (1 / (alpha - 1)), tau by bisection; one Newton step of it carries the derivative."""
    x, power = (alpha - 1) * f, 1 / (alpha - 1)
    with torch.no_grad():
        low = x.max(1, keepdim=True).values - 1
        high = low + 1
        for _ in range(100):
            middle = (low + high) / 2
            above = (x - middle).clamp(min=0).pow(power).sum(1, keepdim=True) >= 1
            low, high = torch.where(above, middle, low), torch.where(above, high, middle)
    base = (x - low).clamp(min=0)
    slope = power * base.detach().pow(power - 1).sum(1, keepdim=True)
    tau = low + (base.pow(power).sum(1, keepdim=True) - 1) / slope
    return (x - tau).clamp(min=0).pow(power)


def entropic(alpha):
    return lambda p: ((p.pow(alpha)).sum(1) - 1) / (alpha * (alpha - 1))


def largest(f):
    return nn.functional.one_hot(f.argmax(1), CLASSES).to(f.dtype)


# Name: (p of f, Omega of a distribution).
LOSSES = {
    'softmax': (lambda f: f.softmax(1), lambda p: xlogx(p).sum(1)),
    'squared': (lambda f: f, lambda p: p.pow(2).sum(1) / 2),
    'sparsemax': (projection, lambda p: (p.pow(2).sum(1) - 1) / 2),
    'entmax:1.25': (lambda f: entmax(f, 1.25), entropic(1.25)),
    'entmax:1.5': (lambda f: entmax(f, 1.5), entropic(1.5)),
    'ova-logistic': (lambda f: f.sigmoid(), lambda p: (xlogx(p) + xlogx(1 - p)).sum(1)),
    'poisson': (lambda f: f.exp(), lambda p: (xlogx(p) - p).sum(1)),
    'perceptron': (largest, lambda p: torch.zeros(len(p), dtype=p.dtype)),
}
# Omega* where it has a formula of its own; otherwise <p, f> - Omega(p).
CONJUGATES = {
    'softmax': lambda f: f.logsumexp(1),
    'ova-logistic': lambda f: torch.logaddexp(torch.zeros_like(f), f).sum(1),
    'poisson': lambda f: f.exp().sum(1),
    'perceptron': lambda f: f.max(1).values,
}


def losses(name, f, q):
    p, omega = LOSSES[name]
    conjugate = CONJUGATES[name](f) if name in CONJUGATES else (p(f) * f).sum(1) - omega(p(f))
    return conjugate + omega(q) - (q * f).sum(1)


class Skip(nn.Module):
    def __init__(self, *layers):
        super().__init__()
        self.block = nn.Sequential(*layers)

    def forward(self, x):
        return x + self.block(x)


def build(model):
    if model == 'a':
        return nn.Sequential(nn.Flatten(), nn.Linear(784, 16), nn.ReLU(), nn.Linear(16, 16), nn.ReLU(), nn.Linear(16, CLASSES))
    return nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), Skip(nn.Conv2d(4, 4, 3, padding=1), nn.ReLU()), nn.MaxPool2d(2),
                         nn.Flatten(), nn.Linear(196, CLASSES))


def squared_norm(y, parameters):
    return sum(g.pow(2).sum() for g in torch.autograd.grad(y, parameters, retain_graph=True))


def row(name, net, x, q):
    parameters, values = list(net.parameters()), []
    for i in range(len(x)):
        f = net(x[i:i + 1])
        loss = losses(name, f, q[i:i + 1]).sum()
        J = torch.stack([torch.cat([g.reshape(-1) for g in torch.autograd.grad(f[0, c], parameters, retain_graph=True)]) for c in range(CLASSES)])
        eigenvalues = torch.linalg.eigvalsh(J @ J.T)
        error = (q[i:i + 1] - LOSSES[name][0](f)).pow(2).sum()
        values.append(torch.stack([loss.detach(), error.detach(), squared_norm(loss, parameters), eigenvalues[0], eigenvalues[-1]]))
    return torch.stack(values).mean(0)


def train(model, name, x, q):
    torch.manual_seed(1)
    net = build(model).double()
    sgd, rows = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9), []
    for step in range(STEPS):
        first = step * BATCH % SAMPLES
        own = slice(first, first + BATCH)
        rows.append(row(name, net, x[own], q[own]))
        sgd.zero_grad()
        losses(name, net(x[own]), q[own]).mean().backward()
        sgd.step()
    return torch.stack(rows), torch.stack([torch.stack([p.detach().sum(), p.detach().pow(2).sum()]) for p in net.parameters()])


def save(path, tensors):
    kinds = {torch.float64: 'F64', torch.int64: 'I64'}
    head, offset, blobs = {'__metadata__': {'torch': torch.__version__}}, 0, []
    for name, tensor in tensors.items():
        blob = tensor.detach().contiguous().numpy().tobytes()
        head[name] = {'dtype': kinds[tensor.dtype], 'shape': list(tensor.shape), 'data_offsets': [offset, offset + len(blob)]}
        offset += len(blob)
        blobs.append(blob)
    text = json.dumps(head, separators=(',', ':')).encode()
    text += b' ' * (-len(text) % 8)
    with open(path, 'wb') as file:
        file.write(struct.pack('<Q', len(text)) + text + b''.join(blobs))


torch.manual_seed(17)
images = torch.rand(SAMPLES, 1, 28, 28)
labels = torch.randint(CLASSES, (SAMPLES,))
hard = nn.functional.one_hot(labels, CLASSES).double()
# Frequencies of four labels, with zeros, and smoothed ones, without.
draws = torch.randint(CLASSES, (SAMPLES, 3))
counted = (hard + nn.functional.one_hot(draws, CLASSES).double().sum(1)) / 4
smooth = 0.7 * hard + 0.3 * torch.rand(SAMPLES, CLASSES).double().softmax(1)
soft = torch.where((torch.arange(SAMPLES) % 2 == 0)[:, None], counted, smooth)
tensors = {'labels': labels, 'targets': soft}
for model in ('a', 'd'):
    for name in LOSSES:
        for kind, q in (('hard', hard), ('soft', soft)):
            rows, after = train(model, name, images.double(), q)
            assert torch.isfinite(rows).all() and torch.isfinite(after).all(), (model, name, kind)
            tensors[f'{model}.{name}.{kind}'] = rows
            tensors[f'{model}.{name}.{kind}.after'] = after
save(sys.argv[1], tensors)
