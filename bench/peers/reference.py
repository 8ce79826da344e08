"""Cases written by `bench/run peer-reference`: sizes, parameters, a batch, losses and gradients."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Case:
    """One model at one configuration; arrays are NumPy arrays as written."""

    name: str
    sizes: dict
    arrays: dict

    @property
    def shapes(self):
        """Shape of each parameter of one seed, by name, in the order of the flat vector."""
        return {name: tuple(shape) for name, shape in self.sizes["parameters"].items()}

    def population(self, width):
        """Flat parameters [K, P]: those of the reference in turn, perturbed after the first four."""
        known = self.arrays["parameters"]
        rows = known[np.arange(width) % len(known)].copy()
        noise = np.random.default_rng(1).standard_normal(rows.shape).astype(np.float32)
        noise[: len(known)] = 0
        return rows * (1 + 0.01 * noise)

    def unflatten(self, rows):
        """Flat parameters [K, P] as a dictionary of [K, shape...]."""
        named, offset = {}, 0
        for name, shape in self.shapes.items():
            size = int(np.prod(shape))
            named[name] = rows[:, offset : offset + size].reshape(len(rows), *shape)
            offset += size
        return named

    def flatten(self, named):
        """The inverse of `unflatten`."""
        return np.concatenate([np.asarray(named[n]).reshape(len(named[n]), -1) for n in self.shapes], 1)


def load(directory, name):
    folder = Path(directory) / name
    arrays = {path.stem: np.load(path) for path in sorted(folder.glob("*.npy"))}
    return Case(name, json.loads((folder / "case.json").read_text()), arrays)


def names(directory):
    return sorted(path.parent.name for path in Path(directory).glob("*/case.json"))
