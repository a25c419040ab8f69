"""The same explanations by Captum; RISE, which Captum has not, in plain torch."""
import json
import os

import numpy as np
import torch
from captum import attr
from torch import nn

MODULES = ["numpy", "torch", "captum"]

# points at a time: the fastest of 64, 256 and 1,024 on two cores
BATCH = 256


class Flare(nn.Module):
    def __init__(self, weights):
        super().__init__()
        wide, narrow, hidden, answer = (weights[i].shape for i in (0, 2, 4, 6))
        self.net = nn.Sequential(
            nn.Conv1d(1, wide[2], wide[0], padding="same"), nn.ReLU(), nn.MaxPool1d(2),
            nn.Conv1d(wide[2], narrow[2], narrow[0], padding="same"), nn.ReLU(), nn.MaxPool1d(2),
            nn.Flatten(), nn.Linear(*hidden), nn.ReLU(), nn.Linear(*answer),
        )
        channels, places = narrow[2], hidden[0] // narrow[2]
        # their flat order has channels first, ours last
        order = np.arange(hidden[0]).reshape(places, channels).T.ravel()
        layers = [self.net[0], self.net[3], self.net[7], self.net[9]]
        kernels = [weights[0].transpose(2, 1, 0), weights[2].transpose(2, 1, 0), weights[4][order].T, weights[6].T]
        for layer, kernel, bias in zip(layers, kernels, weights[1::2]):
            layer.weight.data = torch.tensor(kernel.copy())
            layer.bias.data = torch.tensor(bias)

    def forward(self, x):
        return self.net(x[:, None, :])


class setup:
    def __init__(self, _side, folder):
        self.folder = folder
        load = lambda name: np.load(os.path.join(folder, name + ".npy"))
        self.model = Flare([load(f"weight{i}") for i in range(8)]).eval()
        self.x = torch.tensor(load("windows"))
        with open(os.path.join(folder, "method.json")) as file:
            self.options = json.load(file)
        self.zero = torch.zeros(1, self.x.shape[1])

    def run(self):
        o = self.options
        self.out = getattr(self, o["name"])(o).detach().numpy()

    def gradient(self, o):
        return attr.Saliency(self.model).attribute(self.x, target=0, abs=False)

    def integratedGradients(self, o):
        return attr.IntegratedGradients(self.model).attribute(
            self.x, baselines=self.zero, target=0, n_steps=o["steps"], method="riemann_middle",
            internal_batch_size=BATCH)

    def smoothGrad(self, o):
        spread = float(o["noise"] * (self.x.max(1).values - self.x.min(1).values).mean())
        return attr.NoiseTunnel(attr.Saliency(self.model)).attribute(
            self.x, nt_type="smoothgrad", nt_samples=o["draws"], nt_samples_batch_size=1, stdevs=spread,
            target=0, abs=False)

    def occlusion(self, o):
        return attr.Occlusion(self.model).attribute(
            self.x, sliding_window_shapes=(o["patch"],), strides=(o["stride"],), baselines=self.zero, target=0)

    @torch.no_grad()
    def rise(self, o):
        count, length = self.x.shape
        cells, masks = o["cells"], o["masks"]
        step = -(-length // cells)
        grid = (torch.rand(masks, 1, cells) < 0.5).float()
        whole = nn.functional.interpolate(grid, size=(cells + 1) * step, mode="linear", align_corners=False)[:, 0]
        cut = torch.randint(0, step, (masks,))
        visible = torch.stack([row[c : c + length] for row, c in zip(whole, cut)])
        total = torch.zeros_like(self.x)
        for mask in visible:
            total += self.model(self.x * mask) * mask
        return total / masks / 0.5

    def result(self):
        np.save(os.path.join(self.folder, "theirs.npy"), self.out.astype(np.float32).ravel())
