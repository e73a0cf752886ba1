"""Further values of PyTorch's CPU generator, beside random.json: python3 random_cases.py > random_cases.json (PyTorch 1.13, one thread).

Odd sizes of randn and what follows them, seeds at the edges, and whole small networks under each nn.init scheme.
"""
import json
import numpy as np
import torch
import torch.nn as nn

torch.set_num_threads(1)


def f32(tensor):
    return [float(str(value)) for value in tensor.detach().flatten().numpy().astype(np.float32)]


def randn(size):
    torch.manual_seed(7)
    case = {'size': size, 'f32': f32(torch.randn(size)), 'next_normals_f32': f32(torch.randn(3)), 'next_uniform_f32': f32(torch.rand(1))}
    torch.manual_seed(7)
    case['f64'] = torch.randn(size, dtype=torch.float64).tolist()
    return case


def seed(value):
    torch.manual_seed(value)
    return {'seed': value, 'rand_f32': f32(torch.rand(2))}


def network(scheme):
    torch.manual_seed(-5)
    layers = [nn.Conv2d(1, 4, 3), nn.Conv2d(4, 4, 3, bias=False), nn.Linear(36, 3), nn.Linear(3, 2)]
    if scheme:
        for layer in layers:
            getattr(nn.init, scheme)(layer.weight)
    return {'parameters': [f32(p) for layer in layers for p in layer.parameters()], 'next_uniform_f32': f32(torch.rand(1))}


def orthogonal(rows, columns):
    torch.manual_seed(3)
    weight = torch.empty(rows, columns)
    nn.init.orthogonal_(weight)
    return {'rows': rows, 'columns': columns, 'values': f32(weight)}


schemes = {'default': None, 'he-uniform': 'kaiming_uniform_', 'he-normal': 'kaiming_normal_', 'xavier-uniform': 'xavier_uniform_',
           'xavier-normal': 'xavier_normal_', 'orthogonal': 'orthogonal_'}
print(json.dumps({
    'torch': torch.__version__,
    'randn': [randn(size) for size in (1, 2, 3, 15, 16, 17, 31, 32, 100)],
    'seeds': [seed(value) for value in (-1, -5, 2**31, 2**32, 2**32 + 1, 2**63 - 1, -2**63)],
    'networks': {name: network(scheme) for name, scheme in schemes.items()},
    'orthogonal': [orthogonal(*shape) for shape in ((3, 3), (4, 7), (7, 4), (12, 12), (6, 20), (20, 6), (1, 9), (9, 1))],
}, separators=(',', ':')))
