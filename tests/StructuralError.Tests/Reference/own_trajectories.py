"""PyTorch's record of an epoch of the program's own models on MNIST: python3 own_trajectories.py MODEL K STEPS MNIST_DIR OUT.csv   (MODEL: b, c, d)

Seed 0, batches of 64, SGD with learning rate 0.01 and momentum 0.9, all in float64 after the weights were drawn in float32. Row t is measured on batch t
before update t. A of each sample is a sum over the layers: autograd carries the cotangent of each class back to the layer's output, the rest is the
product of the layer with its input. How the layers are joined is left to autograd. MNIST_DIR holds the uncompressed IDX files. PyTorch 1.13, one thread.
"""
import csv
import os
import sys

os.environ['OMP_NUM_THREADS'] = '1'
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
CLASSES, BATCH, WIDTH, CHANNELS, HIDDEN = 10, 64, 128, 16, 128
COLUMNS = ('step,loss,accuracy,log_fitting_error,log_gradient_norm,U,L,G,upper_bound,lower_bound,log_mean_fitting_error,log_mean_gradient_norm,'
           'lambda_min_mean,lambda_max_mean').split(',')


class AfterSkip(nn.Module):
    """ReLU(h + f(h)), or ReLU(f(h))."""

    def __init__(self, layer, skip):
        super().__init__()
        self.layer, self.skip = layer, skip

    def forward(self, h):
        return torch.relu(h + self.layer(h) if self.skip else self.layer(h))


def build(model, k):
    if model == 'b':
        return nn.Sequential(nn.Flatten(), nn.Linear(784, WIDTH), nn.ReLU(), *[AfterSkip(nn.Linear(WIDTH, WIDTH), True) for _ in range(k)],
                             nn.Linear(WIDTH, CLASSES))
    # Layers are drawn in the order in which they are made.
    return nn.Sequential(nn.Conv2d(1, CHANNELS, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
                         *[AfterSkip(nn.Conv2d(CHANNELS, CHANNELS, 3, padding=1), model == 'd') for _ in range(k)],
                         nn.MaxPool2d(2), nn.Flatten(), nn.Linear(49 * CHANNELS, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, CLASSES))


class Recorder:
    """Inputs and outputs of the layers that own parameters, as the forward pass meets them."""

    def __init__(self, net):
        self.records = []
        for module in net.modules():
            if isinstance(module, (nn.Linear, nn.Conv2d)):
                module.register_forward_hook(lambda layer, inputs, output: self.records.append((layer, inputs[0].detach(), output)))


def jacobian_gram(recorder, net, x):
    recorder.records.clear()
    logits = net(x)
    layers = list(recorder.records)
    outputs = [output for _, _, output in layers]
    carried = [torch.autograd.grad(logits[:, c].sum(), outputs, retain_graph=c < CLASSES - 1) for c in range(CLASSES)]
    gram = torch.zeros(len(x), CLASSES, CLASSES, dtype=x.dtype)
    for i, (layer, inputs, _) in enumerate(layers):
        cotangents = torch.stack([of_class[i] for of_class in carried], 1)
        if isinstance(layer, nn.Linear):
            gram += cotangents @ cotangents.transpose(1, 2) * (1 + (inputs * inputs).sum(1))[:, None, None]
            continue
        places = F.unfold(inputs, layer.kernel_size, padding=layer.padding)
        weights, biases = cotangents.flatten(3) @ places.transpose(1, 2)[:, None], cotangents.flatten(3).sum(3)
        jacobian = torch.cat([weights.flatten(2), biases], 2)
        gram += jacobian @ jacobian.transpose(1, 2)
    return logits.detach(), gram


def error(logits, labels):
    """e = q - p; at the label the other classes' probabilities, without the cancellation of 1 - p."""
    p = torch.softmax(logits, 1)
    others = p * (1 - F.one_hot(labels, CLASSES))
    return F.one_hot(labels, CLASSES) * others.sum(1, keepdim=True) - others


def row(step, recorder, net, x, labels):
    logits, gram = jacobian_gram(recorder, net, x)
    e = error(logits, labels)
    fitting, gradient = (e * e).sum(1), torch.einsum('nc,ncd,nd->n', e, gram, e)
    eigenvalues = torch.linalg.eigvalsh(gram)
    smallest, largest = eigenvalues[:, 0], eigenvalues[:, -1]
    norm, u, l = gradient.log().mean(), -smallest.log().mean(), -largest.log().mean()
    values = [F.cross_entropy(logits, labels), (logits.argmax(1) == labels).double().mean(), fitting.log().mean(), norm, u, l, u - l, norm + u, norm + l,
              fitting.mean().log(), gradient.mean().log(), smallest.mean(), largest.mean()]
    return [step] + [repr(value.item()) for value in values]


def main(model, k, steps, folder, out):
    images = np.fromfile(os.path.join(folder, 'train-images-idx3-ubyte'), np.uint8)[16:].reshape(-1, 1, 28, 28)
    labels = torch.from_numpy(np.fromfile(os.path.join(folder, 'train-labels-idx1-ubyte'), np.uint8)[8:].astype(np.int64))
    pixels = torch.from_numpy(images.copy()).float() / 255
    torch.manual_seed(0)
    net = build(model, k)
    order = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(torch.arange(len(labels))), batch_size=BATCH, shuffle=True)
    net = net.double()
    recorder = Recorder(net)
    sgd = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9)
    with open(out, 'w') as file:
        table = csv.writer(file, lineterminator='\n')
        table.writerow(COLUMNS)
        for step, (batch,) in enumerate(order):
            if step == steps:
                break
            x, y = pixels[batch].double(), labels[batch]
            table.writerow(row(step, recorder, net, x, y))
            sgd.zero_grad()
            F.cross_entropy(net(x), y).backward()
            sgd.step()


if __name__ == '__main__':
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], sys.argv[5])
