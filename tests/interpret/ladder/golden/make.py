"""Golden numbers of rung 6: explanations of small networks by Captum and SHAP, in float64.

Run:  python3 -m venv --system-site-packages VENV   (with torch 1.13 of the system, or any torch of 1.13 to 2.x)
      VENV/bin/pip install captum==0.7.0 shap==0.46.0 'numpy<2'
      VENV/bin/python make.py

Writes one file a case beside itself: {method, version, network, inputs, baseline, options, values} and, where the other
side draws random numbers, standardError. Only numbers are stored. Networks are drawn here, from a seed.
"""
import json
import pathlib

import captum
import numpy as np
import shap
import torch
from captum import attr
from torch import nn

torch.set_default_dtype(torch.float64)
HERE = pathlib.Path(__file__).parent
CAPTUM = f"captum {captum.__version__}, torch {torch.__version__}"
SHAP = f"shap {shap.__version__}"


class Builder:
    """A chain of layers as a torch module (channels first) and as our network (channels last)."""

    def __init__(self, name, shape, seed):
        self.name, self.shape = name, list(shape)
        self.input_shape = list(shape)
        self.random = np.random.default_rng(seed)
        self.modules, self.names, self.nodes = [], [], []
        self.last = "x"

    def push(self, name, kind, config, weights, module, layer=None):
        node = {"name": name, "kind": kind, "config": config, "weights": weights, "from": [self.last]}
        if layer:
            node["layer"] = layer
        self.nodes.append(node)
        self.modules.append(module)
        self.names.append(name)
        self.last = name

    def weight(self, array):
        return {"shape": list(array.shape), "values": array.ravel().tolist()}

    def linear(self, name, kind, config, kernel, bias, module, torch_kernel, activation):
        with torch.no_grad():
            module.weight.copy_(torch.tensor(torch_kernel.copy()))
            if bias is not None:
                module.bias.copy_(torch.tensor(bias))
        weights = {"kernel": self.weight(kernel)}
        if bias is not None:
            weights["bias"] = self.weight(bias)
        if activation is None:
            self.push(name, kind, config, weights, module)
        else:
            self.push(f"{name}/linear", kind, config, weights, module, layer=name)
            torch_activation = {"relu": nn.ReLU, "tanh": nn.Tanh}[activation]()
            self.push(name, "activation", {"function": activation}, {}, torch_activation, layer=name)

    def dense(self, name, units, activation=None, bias=True):
        (width,) = self.shape
        kernel = self.random.normal(size=(width, units)) / np.sqrt(width)
        offset = 0.3 * self.random.normal(size=units) if bias else None
        rows = kernel if not hasattr(self, "flattened") else kernel[self.flattened]
        self.__dict__.pop("flattened", None)
        self.linear(name, "dense", {}, kernel, offset, nn.Linear(width, units, bias=bias), rows.T, activation)
        self.shape = [units]
        return self

    def conv(self, name, filters, size, padding, activation=None):
        channels, rank = self.shape[-1], len(self.shape) - 1
        kernel = self.random.normal(size=(*[size] * rank, channels, filters)) / np.sqrt(channels * size**rank)
        offset = 0.3 * self.random.normal(size=filters)
        module = (nn.Conv1d if rank == 1 else nn.Conv2d)(channels, filters, size, padding=padding)
        strides = 1 if rank == 1 else [1, 1]
        order = (rank + 1, rank, *range(rank))
        self.linear(name, f"conv{rank}d", {"strides": strides, "padding": padding}, kernel, offset, module,
                    kernel.transpose(order), activation)
        cut = 0 if padding == "same" else size - 1
        self.shape = [n - cut for n in self.shape[:-1]] + [filters]
        return self

    def max_pool(self, name, size):
        rank = len(self.shape) - 1
        module = (nn.MaxPool1d if rank == 1 else nn.MaxPool2d)(size)
        sizes = size if rank == 1 else [size, size]
        self.push(name, f"maxPooling{rank}d", {"size": sizes, "strides": sizes, "padding": "valid"}, {}, module)
        self.shape = [n // size for n in self.shape[:-1]] + self.shape[-1:]
        return self

    def flatten(self, name):
        # ours runs over channels last: place j of torch's flat vector is place flattened[j] of ours
        index = np.arange(int(np.prod(self.shape))).reshape(self.shape)
        self.flattened = np.moveaxis(index, -1, 0).ravel()
        self.push(name, "flatten", {}, {}, nn.Flatten())
        self.shape = [int(np.prod(self.shape))]
        return self

    def done(self):
        self.torch = nn.Sequential(*self.modules).eval()
        self.network = {"name": self.name, "inputs": [{"name": "x", "shape": self.input_shape}],
                        "nodes": self.nodes, "output": self.last}
        return self

    def first(self, x):
        """Channels first, as torch wants them."""
        return torch.tensor(x if x.ndim < 3 else np.moveaxis(x, -1, 1).copy())

    def back(self, values):
        array = values.detach().numpy() if isinstance(values, torch.Tensor) else np.asarray(values)
        return array if array.ndim < 3 else np.moveaxis(array, 1, -1)


def write(net, method, values, *, version=CAPTUM, x, index, baseline=None, options=None, error=None, label=None):
    record = {"method": method, "version": version, "network": net.network,
              "inputs": {"x": {"values": x.ravel().tolist(), "shape": list(x.shape[1:])}}, "count": len(x),
              "score": {"kind": "logit", "index": index}}
    if baseline is not None:
        record["baseline"] = {"name": "golden", "values": baseline.ravel().tolist()}
    record["options"] = options or {}
    record["values"] = np.asarray(values).ravel().tolist()
    if error is not None:
        record["standardError"] = np.asarray(error).ravel().tolist()
    name = f"{net.name}-{label or method}.json"
    (HERE / name).write_text(json.dumps(record) + "\n")
    print(name, np.abs(record["values"]).max())


def smooth(net, x, index, noise, draws, seed):
    """Mean of gradients at noisy places, by Captum's own saliency, the noise as a share of each object's range."""
    torch.manual_seed(seed)
    saliency = attr.Saliency(net.torch)
    total, squares = np.zeros_like(x), np.zeros_like(x)
    for s in range(len(x)):
        scale = noise * (x[s].max() - x[s].min())
        tiled = torch.tensor(np.repeat(x[s:s + 1], draws, axis=0)) + scale * torch.randn(draws, *x.shape[1:])
        tiled = tiled if x.ndim < 3 else torch.moveaxis(tiled, -1, 1)
        g = net.back(saliency.attribute(tiled.contiguous().requires_grad_(), target=index, abs=False))
        total[s], squares[s] = g.mean(0), (g**2).mean(0)
    return total, squares, np.sqrt((squares - total**2) / draws)


def common(net, x, base, index):
    """What every network gets."""
    xt, bt = net.first(x), net.first(base[None])
    grab = lambda: xt.clone().requires_grad_()
    write(net, "gradient", net.back(attr.Saliency(net.torch).attribute(grab(), target=index, abs=False)),
          x=x, index=index)
    write(net, "gradientInput", net.back(attr.InputXGradient(net.torch).attribute(grab(), target=index)),
          x=x, index=index)
    values = attr.IntegratedGradients(net.torch).attribute(grab(), baselines=bt, target=index, n_steps=64,
                                                           method="riemann_middle")
    write(net, "integratedGradients", net.back(values), x=x, index=index, baseline=base, options={"steps": 64})
    values = attr.FeatureAblation(net.torch).attribute(xt, baselines=bt, target=index)
    write(net, "leaveOneOut", net.back(values), x=x, index=index, baseline=base)
    values = attr.DeepLift(net.torch).attribute(grab(), baselines=bt, target=index)
    write(net, "deepLift", net.back(values), x=x, index=index, baseline=base)
    mean, squares, error = smooth(net, x, index, 0.15, 20000, 5)
    write(net, "smoothGrad", mean, x=x, index=index, options={"noise": 0.15}, error=error)


def main():
    random = np.random.default_rng(20)
    dense = Builder("dense", [6], 1).dense("hidden", 8, "tanh").dense("second", 5, "relu").dense("answer", 2).done()
    x, base = random.normal(size=(5, 6)), 0.5 * random.normal(size=6)
    common(dense, x, base, 1)
    explainer = shap.explainers.Exact(lambda rows: dense.torch(torch.tensor(rows)).detach().numpy()[:, 1],
                                      shap.maskers.Independent(base[None], max_samples=1))
    write(dense, "exactShapley", explainer(x).values, version=SHAP, x=x, index=1, baseline=base)
    background = random.normal(size=(4, 6))
    kernel = shap.KernelExplainer(lambda rows: dense.torch(torch.tensor(rows)).detach().numpy()[:, 1], background)
    values = np.array([kernel.shap_values(row, nsamples=2**6, l1_reg=False, silent=True) for row in x])
    write(dense, "kernelShap", values, version=SHAP, x=x, index=1, baseline=background)

    curve = (Builder("curve", [20, 2], 2).conv("wide", 4, 3, "same", "relu").max_pool("pool", 2)
             .conv("narrow", 6, 3, "valid", "tanh").flatten("flat").dense("hidden", 5, "relu").dense("answer", 1).done())
    x, base = random.normal(size=(3, 20, 2)), 0.3 * random.normal(size=(20, 2))
    common(curve, x, base, 0)
    values = attr.Occlusion(curve.torch).attribute(curve.first(x), sliding_window_shapes=(2, 3), strides=(2, 2),
                                                   baselines=curve.first(base[None]), target=0)
    write(curve, "occlusion", curve.back(values), x=x, index=0, baseline=base,
          options={"patch": [3, 2], "stride": [2, 2]})

    image = (Builder("image", [8, 8, 2], 3).conv("first", 4, 3, "same", "relu").conv("maps", 3, 3, "same", "relu")
             .max_pool("pool", 2).flatten("flat").dense("answer", 3).done())
    x, base = random.normal(size=(2, 8, 8, 2)), np.full((8, 8, 2), 0.1)
    common(image, x, base, 2)
    values = attr.Occlusion(image.torch).attribute(image.first(x), sliding_window_shapes=(2, 3, 3), strides=(2, 2, 2),
                                                   baselines=image.first(base[None]), target=2)
    write(image, "occlusion", image.back(values), x=x, index=2, baseline=base,
          options={"patch": [3, 3, 2], "stride": [2, 2, 2]})
    layer = image.torch[image.names.index("maps")]
    cam = attr.LayerGradCam(image.torch, layer).attribute(image.first(x), target=2, relu_attributions=True)
    write(image, "gradCam", np.repeat(image.back(cam), 2, axis=-1), x=x, index=2, options={"layer": "maps"})

    relu = Builder("relu", [7], 4).dense("hidden", 9, "relu").dense("second", 6, "relu").dense("answer", 2).done()
    x, base = random.normal(size=(4, 7)), np.zeros(7)
    common(relu, x, base, 0)
    values = attr.GuidedBackprop(relu.torch).attribute(torch.tensor(x).requires_grad_(), target=0)
    write(relu, "guidedBackprop", values.detach().numpy(), x=x, index=0)
    # Captum's rules of signs leave biases as they are and weigh negative inputs by positive weights; ours take a bias as the
    # weight of a one, and positive products: the same without biases and for inputs above 0
    free = (Builder("free", [7], 5).dense("hidden", 9, "relu", bias=False).dense("second", 6, "relu", bias=False)
            .dense("answer", 2, bias=False).done())
    from captum.attr._utils import lrp_rules as rules
    for label, rule, options in [
        ("epsilon", lambda: rules.EpsilonRule(epsilon=1e-2), {"rule": "epsilon", "epsilon": 1e-2}),
        ("gamma", lambda: rules.GammaRule(gamma=0.25), {"rule": "gamma", "gamma": 0.25, "epsilon": 1e-9}),
        ("alphaBeta", lambda: rules.Alpha1_Beta0_Rule(), {"rule": "alphaBeta", "alpha": 1, "epsilon": 1e-9}),
    ]:
        net, given = (relu, x) if label == "epsilon" else (free, np.abs(x))
        for module in net.torch:
            if isinstance(module, nn.Linear):
                module.rule = rule()
        values = attr.LRP(net.torch).attribute(torch.tensor(given).requires_grad_(), target=0)
        write(net, "lrp", values.detach().numpy(), x=given, index=0, options=options, label=f"lrp-{label}")


if __name__ == "__main__":
    main()
