"""PyTorch's float64 values for a small network with layer normalisations: python3 layernorm.py unit_layernorm_k1.safetensors (PyTorch 1.13, one thread).

The quantities and their names are those of the other unit_*.safetensors: J_x by plain autograd, class by class; A_x = J_x J_x^T, and its part of each layer;
e = q - p; fitting_error ||e||^2; gradient_norm e^T A_x e; and the parameters after three steps, learning rate 0.01, momentum 0.9. The network is that of
Engines/Models.cs: over channels and positions, with another eps, without a bias, and first in a block with a skip.
"""
import json
import os
import struct
import sys

os.environ['OMP_NUM_THREADS'] = '1'
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
CLASSES = 10


class LayerNorm(nn.Module):
    """nn.LayerNorm with weights that are not 1 and biases that are not 0, and, what PyTorch 1.13 has no switch for, without a bias."""

    def __init__(self, shape, eps=1e-5, bias=True):
        super().__init__()
        self.shape, self.eps = shape, eps
        self.weight = nn.Parameter(1 + 0.5 * torch.randn(shape))
        self.bias = nn.Parameter(0.3 * torch.randn(shape)) if bias else None

    def forward(self, x):
        return F.layer_norm(x, self.shape, self.weight, self.bias, self.eps)


class Skip(nn.Module):
    def __init__(self, *layers):
        super().__init__()
        self.block = nn.Sequential(*layers)

    def forward(self, x):
        return x + self.block(x)


def build():
    return nn.Sequential(
        nn.Conv2d(2, 3, 3, padding=1), LayerNorm([3, 6, 5]), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(18, 9), LayerNorm([9], eps=1e-3, bias=False), nn.ReLU(),
        Skip(LayerNorm([9]), nn.Linear(9, 9), nn.ReLU()), nn.Linear(9, CLASSES))


def layers(net):
    return [(f'layer{i}', m) for i, m in enumerate(m for m in net.modules() if isinstance(m, (nn.Linear, nn.Conv2d, LayerNorm)))]


def parameters(module):
    return [(name, p) for name, p in (('weight', module.weight), ('bias', module.bias)) if p is not None]


def jacobians(net, x):
    """For each layer [N, C, parameters]."""
    out = [[] for _ in layers(net)]
    for i in range(len(x)):
        logits = net(x[i:i + 1])[0]
        for rows, (_, module) in zip(out, layers(net)):
            ps = [p for _, p in parameters(module)]
            rows.append(torch.stack([torch.cat([g.reshape(-1) for g in torch.autograd.grad(logits[c], ps, retain_graph=True)]) for c in range(CLASSES)]))
    return [torch.stack(rows) for rows in out]


def save(path, tensors, metadata):
    kinds = {torch.float32: 'F32', torch.float64: 'F64', torch.int64: 'I64'}
    head, offset, blobs = {'__metadata__': metadata}, 0, []
    for name, tensor in tensors.items():
        blob = tensor.detach().contiguous().numpy().tobytes()
        head[name] = {'dtype': kinds[tensor.dtype], 'shape': list(tensor.shape), 'data_offsets': [offset, offset + len(blob)]}
        offset += len(blob)
        blobs.append(blob)
    text = json.dumps(head, separators=(',', ':')).encode()
    text += b' ' * (-len(text) % 8)
    with open(path, 'wb') as file:
        file.write(struct.pack('<Q', len(text)) + text + b''.join(blobs))


torch.manual_seed(1)
net, x, y = build(), torch.rand(6, 2, 6, 5), torch.tensor([3, 1, 4, 1, 5, 9])
tensors = {'input': x, 'labels': y}
for name, module in layers(net):
    for kind, p in parameters(module):
        tensors[f'{name}.{kind}'] = p.detach().clone()
net, x = net.double(), x.double()
parts = [J @ J.transpose(1, 2) for J in jacobians(net, x)]
A, logits = sum(parts), net(x).detach()
p = logits.log_softmax(1).exp()
true = F.one_hot(y, CLASSES).bool()
e = -p.clone()
e[true] = p.masked_fill(true, 0).sum(1)
tensors.update(logits=logits, A=A, eigenvalues=torch.linalg.eigvalsh(A))
for (name, _), part in zip(layers(net), parts):
    tensors[f'{name}.A'] = part
tensors.update(fitting_error=e.pow(2).sum(1), gradient_norm=torch.einsum('nc,ncd,nd->n', e, A, e), loss=F.cross_entropy(logits, y, reduction='none'))
for i in range(len(x)):
    net.zero_grad()
    F.cross_entropy(net(x[i:i + 1]), y[i:i + 1]).backward()
    assert torch.isclose(sum(q.grad.pow(2).sum() for q in net.parameters()), tensors['gradient_norm'][i], rtol=1e-9)
sgd = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9)
for _ in range(3):
    sgd.zero_grad()
    F.cross_entropy(net(x), y).backward()
    sgd.step()
for name, module in layers(net):
    for kind, p in parameters(module):
        tensors[f'{name}.{kind}.after3'] = p.detach()
save(sys.argv[1], tensors, {'model': 'layernorm', 'k': '1', 'seed': '1', 'torch': torch.__version__})
