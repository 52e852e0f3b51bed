"""Trains a dense mean-field network in PyTorch until it has an accuracy on test rows, and prints the seconds that took as JSON.

The network, loss and optimiser of mean_field_step.py, with minibatches of Fashion-MNIST, standardised. Judged at the means every
`--every` steps; the time of judging does not count. Rows are in memory before the clock starts.
"""

import argparse
import gzip
import json
import pathlib
import time

import numpy
import torch
from torch.nn import functional

from mean_field_step import MeanField, network


def images(folder, part):
    """Images {rows, 784} and labels of a part of the data set."""
    with gzip.open(folder / f"{part}-images-idx3-ubyte.gz") as file:
        pixels = numpy.frombuffer(file.read(), numpy.uint8, offset=16).reshape(-1, 784)
    with gzip.open(folder / f"{part}-labels-idx1-ubyte.gz") as file:
        labels = numpy.frombuffer(file.read(), numpy.uint8, offset=8)
    return torch.tensor(pixels / 255.0, dtype=torch.float32), torch.tensor(labels, dtype=torch.long)


def accuracy(layers, x, y):
    """Of the network of the means."""
    with torch.no_grad():
        for index, layer in enumerate(layers):
            x = functional.linear(x, layer.mean, layer.bias)
            x = functional.relu(x) if index + 1 < len(layers) else x
        return (x.argmax(1) == y).float().mean().item()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default="/usr/share/datasets/fashion-mnist", help="folder of the four files")
    parser.add_argument("--target", type=float, default=0.875)
    parser.add_argument("--estimator", choices=["weights", "local"], default="local")
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--held-out", type=int, default=0, help="judge on this many rows of the training set instead")
    parser.add_argument("--every", type=int, default=50)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    torch.manual_seed(given.seed)
    folder = pathlib.Path(given.data)
    x, y = images(folder, "train")
    far_x, far_y = (x[-given.held_out:], y[-given.held_out:]) if given.held_out else images(folder, "t10k")
    x, y = (x[: -given.held_out], y[: -given.held_out]) if given.held_out else (x, y)
    mean, sd = x.mean(), x.std()
    x, far_x = (x - mean) / sd, (far_x - mean) / sd
    model, _ = network("784-400-400-10", given.estimator)
    layers = [layer for layer in model if isinstance(layer, MeanField)]
    optimiser = torch.optim.Adam(model.parameters(), given.rate, foreach=True)
    seconds, steps, best = 0.0, 0, 0.0
    while best < given.target and steps < 20_000:
        order = torch.randperm(len(x))
        for batch in order[: len(x) // 128 * 128].view(-1, 128):
            started = time.perf_counter()
            optimiser.zero_grad(set_to_none=True)
            kl = sum(layer.kl(0.2) for layer in layers) / len(x)
            (functional.cross_entropy(model(x[batch]), y[batch]) + kl).backward()
            optimiser.step()
            seconds += time.perf_counter() - started
            steps += 1
            if steps % given.every == 0:
                best = max(best, accuracy(layers, far_x, far_y))
                if best >= given.target:
                    break
    print(json.dumps({"accuracy": best, "seconds": seconds, "steps": steps, "estimator": given.estimator, "rate": given.rate}))


if __name__ == "__main__":
    main()
