#!/usr/bin/env python3
"""Writes state_*.pt for StateDictFileTests with torch.save (made with PyTorch 1.13): python3 make_state_dictionaries.py"""
import collections
import os

import torch

here = os.path.dirname(os.path.abspath(__file__))


def save(name, value):
    torch.save(value, os.path.join(here, f"state_{name}.pt"))


torch.manual_seed(0)
weight = torch.arange(6, dtype=torch.float32).reshape(2, 3) / 4
plain = collections.OrderedDict([("layer0.weight", weight), ("layer0.bias", torch.tensor([0.5, -2.0], dtype=torch.float64))])
save("plain", plain)

# A module's own dictionary, which has attributes; and as DataParallel and torch.compile name it.
module = torch.nn.Sequential(collections.OrderedDict([("layer0", torch.nn.Linear(3, 2))]))
with torch.no_grad():
    module.layer0.weight.copy_(weight)
    module.layer0.bias.copy_(torch.tensor([0.5, -2.0]))
save("module", module.state_dict())
save("prefixed", collections.OrderedDict((f"module._orig_mod.{name}", value) for name, value in module.state_dict().items()))

# Narrow types; a transposed view; two tensors that share a storage; parameters; a count that is no real number.
both = torch.arange(8, dtype=torch.float32)
save("kinds", {
    "half": weight.half(),
    "bfloat16": weight.bfloat16(),
    "transposed": weight.t(),
    "first": both[:3],
    "second": both[3:],
    "parameter": torch.nn.Parameter(weight),
    "count": torch.tensor(7),
})

# A training program's checkpoint.
save("checkpoint", {"epoch": 3, "loss": 0.25, "model": module.state_dict(), "optimizer": {"lr": 0.1, "betas": (0.9, 0.999)}})
save("number", 7)
torch.jit.save(torch.jit.script(module), os.path.join(here, "state_script.pt"))
