"""One training step of a dense mean-field network in PyTorch, written from the equations: the peer of `elbo4j bench`.

Blundell et al., arXiv 1505.05424: theta = mean + sd * noise, loss = mean NLL + KL / N, Adam. `--estimator local` draws
activations instead of weights (Kingma, Salimans and Welling, arXiv 1506.02557). Prints the median of a step in milliseconds
as JSON. One thread.
"""

import argparse
import json
import math
import statistics
import time

import torch
from torch.nn import functional

EPSILON = 1e-8


class MeanField(torch.nn.Module):
    """A dense layer or a convolution with an independent normal for each weight."""

    def __init__(self, shape, estimator):
        super().__init__()
        fan_in = math.prod(shape[1:])
        self.mean = torch.nn.Parameter(torch.randn(shape) * math.sqrt(2 / fan_in))
        self.log_sd = torch.nn.Parameter(torch.full(shape, math.log(0.01)))
        self.bias = torch.nn.Parameter(torch.zeros(shape[0]))
        self.local = estimator == "local"
        self.apply_to = functional.linear if len(shape) == 2 else functional.conv2d

    def forward(self, x):
        sd = torch.exp(self.log_sd)
        if not self.local:
            return self.apply_to(x, self.mean + sd * torch.randn_like(sd), self.bias)
        mean = self.apply_to(x, self.mean, self.bias)
        variance = self.apply_to(x * x, sd * sd)
        return mean + torch.sqrt(variance + EPSILON) * torch.randn_like(mean)

    def kl(self, prior_variance):
        ratio = torch.exp(2 * self.log_sd) / prior_variance
        return 0.5 * (ratio + self.mean**2 / prior_variance - 1 - torch.log(ratio)).sum()


def network(name, estimator):
    """The layers of a network by name, and the shape of a row."""
    if name == "lenet5":
        layers = [
            MeanField((6, 1, 5, 5), estimator), torch.nn.ReLU(), torch.nn.MaxPool2d(2),
            MeanField((16, 6, 5, 5), estimator), torch.nn.ReLU(), torch.nn.MaxPool2d(2), torch.nn.Flatten(),
            MeanField((120, 256), estimator), torch.nn.ReLU(),
            MeanField((84, 120), estimator), torch.nn.ReLU(), MeanField((10, 84), estimator),
        ]
        return torch.nn.Sequential(*layers), (1, 28, 28)
    sizes = [int(size) for size in name.split("-")]
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [MeanField((outputs, inputs), estimator), torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1]), (sizes[0],)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--network", default="784-400-400-10", help="sizes of a dense network, or lenet5")
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--estimator", choices=["weights", "local"], default="weights")
    given = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    model, shape = network(given.network, given.estimator)
    layers = [layer for layer in model if isinstance(layer, MeanField)]
    optimiser = torch.optim.Adam(model.parameters(), 1e-3, foreach=True)
    x = torch.randn(given.batch, *shape)
    y = torch.randint(0, 10, (given.batch,))
    times = []
    for _ in range(given.steps):
        started = time.perf_counter()
        optimiser.zero_grad(set_to_none=True)
        loss = functional.cross_entropy(model(x), y) + sum(layer.kl(0.2) for layer in layers) / 60000
        loss.backward()
        optimiser.step()
        times.append(1000 * (time.perf_counter() - started))
    median = statistics.median(times[given.steps // 3:])
    print(json.dumps({"stepMs": median, "estimator": given.estimator, "torch": torch.__version__}))


if __name__ == "__main__":
    main()
