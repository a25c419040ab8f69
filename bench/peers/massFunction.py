"""The same table of the mass function by colossus, with nothing kept from one cosmology or run to the next."""
import json
import os

import numpy as np
from colossus.cosmology import cosmology
from colossus.lss import mass_function

MODULES = ["numpy", "colossus"]

# the timed table reads sigma from a spline of colossus, which is off by some tenths of a per cent where baryons are many;
# the rare end magnifies that fiftyfold, so ours is checked against the integral of colossus's own power spectrum
EVERY = 10


def universe(c, **options):
    params = {
        "flat": True,
        "H0": 100 * c["h"],
        "Om0": c["omegaM"],
        "Ob0": c["omegaB"],
        "sigma8": c["sigma8"],
        "ns": c["ns"],
        "Tcmb0": c["tCmb"],
        "relspecies": False,
    }
    return cosmology.setCosmology("universe", params=params, persistence="", **options)


def of(quantity, values, z, q_out):
    return mass_function.massFunction(values, z, q_in=quantity, q_out=q_out, mdef="200m", model="tinker08")


class setup:
    def __init__(self, _side, folder):
        self.folder = folder
        with open(os.path.join(folder, "tables.json")) as file:
            self.tables = json.load(file)
        self.masses = np.array(self.tables["masses"])

    def run(self):
        rows = []
        for c in self.tables["cosmologies"]:
            universe(c)
            for z in self.tables["redshifts"]:
                rows.append(of("M", self.masses, z, "dndlnM"))
        self.out = np.array(rows)

    def integrated(self, c):
        """dn/dlnM at every tenth mass with sigma integrated anew, and its slope in closed form under the integral."""
        u = universe(c, interpolation=False)
        lnk = np.linspace(np.log(1e-5), np.log(1e3), 100_001)
        k = np.exp(lnk)
        density = k**3 * u.matterPowerSpectrum(k, 0.0)

        def variance(radius):
            x = k * radius
            small = x < 0.02
            sine, cosine = np.sin(x), np.cos(x)
            w = np.where(small, 1 - x**2 / 10, 3 * (sine - x * cosine) / x**3)
            turn = np.where(small, -(x**2) / 5, 3 * sine / x - 3 * w)
            return np.trapezoid(density * w**2, lnk), np.trapezoid(density * 2 * w * turn, lnk)

        mean = 2.77536627e11 * c["omegaM"]
        masses = self.masses[::EVERY]
        total, change = np.array([variance((3 * m / (4 * np.pi * mean)) ** (1 / 3)) for m in masses]).T
        sigma = c["sigma8"] * np.sqrt(total / variance(8.0)[0])
        slope = change / (6 * total)
        return [
            of("sigma", sigma * u.growthFactor(z), z, "f") * mean / masses * -slope
            for z in self.tables["redshifts"]
        ]

    def result(self):
        np.save(os.path.join(self.folder, "timed.npy"), self.out[:, ::EVERY].ravel())
        anew = np.array([self.integrated(c) for c in self.tables["cosmologies"]])
        np.save(os.path.join(self.folder, "integrated.npy"), anew.ravel())
