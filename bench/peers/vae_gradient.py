"""A gradient of the variational autoencoder 784-200-10-200-784 in PyTorch, written from the equations (Kingma and Welling, arXiv 1312.6114): the peer of
bench/ProgramOverhead.java, which asks for `ROWS COUNT` on standard input and gets the milliseconds of one gradient, a line each. One thread.
"""

import sys
import time

import torch
from torch.nn import functional

torch.set_num_threads(1)
torch.manual_seed(1)


class Vae(torch.nn.Module):
    def __init__(self, pixels=784, hidden=200, latents=10):
        super().__init__()
        self.encode = torch.nn.Linear(pixels, hidden)
        self.mean = torch.nn.Linear(hidden, latents)
        self.log_sd = torch.nn.Linear(hidden, latents)
        self.decode = torch.nn.Linear(latents, hidden)
        self.pixels = torch.nn.Linear(hidden, pixels)

    def elbo(self, x):
        hidden = functional.relu(self.encode(x))
        mean, log_sd = self.mean(hidden), self.log_sd(hidden)
        noise = torch.randn_like(mean)
        z = mean + torch.exp(log_sd) * noise
        logits = self.pixels(functional.relu(self.decode(z)))
        likelihood = -functional.binary_cross_entropy_with_logits(logits, x, reduction="sum")
        # log p(z) - log q(z), with the draw itself, as there.
        return likelihood + (-0.5 * z * z + 0.5 * noise * noise + log_sd).sum()


def main():
    vae = Vae()
    batches = {}
    for line in sys.stdin:
        rows, count = map(int, line.split())
        x = batches.setdefault(rows, (torch.rand(rows, 784) < 0.2).float())
        start = time.perf_counter()
        for _ in range(count):
            vae.zero_grad(set_to_none=True)
            vae.elbo(x).backward()
        print((time.perf_counter() - start) * 1e3 / count, flush=True)


main()
