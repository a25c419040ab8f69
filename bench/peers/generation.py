"""The same samples by vectorised numpy: the same bank, tables and steps, one sample at a time so that it fits the cache."""
import multiprocessing
import os

import numpy as np
from scipy.special import ndtr

MODULES = ["numpy", "scipy"]

NEIGHBOURS = 20
# samples at a time: of 1, 2, 3, 4, 8, 16 and 32 one is fastest, twice as fast as eight; its arrays stay in the cache
CHUNK = 1


def cubic(knots):
    """[points, knots]: Catmull and Rom's cubic at four points a knot, the ends repeated."""
    points = 4 * (knots - 1) + 1
    matrix = np.zeros((points, knots))
    for i in range(points - 1):
        t = (i % 4) / 4
        weights = [
            (-(t**3) + 2 * t**2 - t) / 2,
            (3 * t**3 - 5 * t**2 + 2) / 2,
            (-3 * t**3 + 4 * t**2 + t) / 2,
            (t**3 - t**2) / 2,
        ]
        for k, weight in enumerate(weights):
            matrix[i, min(max(i // 4 + k - 1, 0), knots - 1)] += weight
    matrix[-1, -1] = 1
    return matrix


class Tables:
    """What does not change from sample to sample."""

    def __init__(self, folder):
        with np.load(os.path.join(folder, "tables.npz")) as file:
            vars(self).update({name: v[0] if v.shape == (1,) else v for name, v in file.items()})
        self.cubic = cubic(self.field.shape[1]).T.copy()
        self.points = self.cubic.shape[1]
        self.grid_step = self.field_step / 4
        ln_r = self.field_start + self.grid_step * np.arange(self.points)
        self.r3 = np.exp(3 * ln_r)
        self.place = (ln_r - self.table_start) / self.table_step
        self.radius_place = (self.ln_radii - self.table_start) / self.table_step
        place = (self.ln_radii - self.field_start) / self.grid_step
        self.radius_cell = np.clip(np.floor(place).astype(int), 0, self.points - 2)
        self.radius_t = place - self.radius_cell
        self.radius_near = np.clip(np.floor(place + 0.5).astype(int), 1, self.points - 2)
        # a mix of two tables by w: the second, and w times what the first has more
        self.density = mixing(self.cool_density, self.disturbed_density)
        self.slope = mixing(self.cool_slope, self.disturbed_slope)


def mixing(cool, disturbed):
    """[cells, 4]: value and step of the disturbed class, and of the cool one over it."""
    over = cool - disturbed
    return [disturbed[:-1], np.diff(disturbed), over[:-1], np.diff(over)]


def read(tables, w, place):
    cell = np.clip(place.astype(np.int32), 0, len(tables[0]) - 1)
    t = place - cell
    value, step, over, over_step = (np.take(table, cell) for table in tables)
    return value + t * step + w * (over + t * over_step)


def expected(tb, sigma8, b):
    """Running integral of the expected counts of each sample, [samples, masses]."""
    sigma = sigma8[:, None] * tb.sigma
    u = (tb.mu_at_0 + tb.mu_slope * tb.ln_mass_grid - np.log(b * tb.transition)[:, None]) / tb.scatter_l
    seen = ndtr(u) + np.exp(1.5 * tb.scatter_l * u + 1.125 * tb.scatter_l**2) * ndtr(-u - 1.5 * tb.scatter_l)
    f = tb.f_A * ((sigma / tb.f_b) ** -tb.f_a + 1) * np.exp(-tb.f_c / sigma**2)
    density = f * tb.factor * seen
    step = tb.ln_mass_grid[1] - tb.ln_mass_grid[0]
    below = np.zeros_like(density)
    np.cumsum((density[:, 1:] + density[:, :-1]) * (step / 2), axis=1, out=below[:, 1:])
    return below


def draw_chunk(tb, random, count):
    sigma8 = random.uniform(0.7, 0.9, count)
    b = random.uniform(0.8, 1.2, count)
    ln_transition = np.log(b * tb.transition)
    step = tb.ln_mass_grid[1] - tb.ln_mass_grid[0]
    below = expected(tb, sigma8, b)
    total = below[:, -1]
    number = random.poisson(total)
    owner = np.repeat(np.arange(count), number)
    # one search for all samples: each integral runs from its sample's number to the next
    steps = len(tb.ln_mass_grid)
    rising = (below / total[:, None] + np.arange(count)[:, None]).ravel()
    target = random.uniform(size=len(owner)) + owner
    high = np.clip(np.searchsorted(rising, target, side="right"), owner * steps + 1, owner * steps + steps - 1)
    width = rising[high] - rising[high - 1]
    part = np.where(width > 0, (target - rising[high - 1]) / np.where(width > 0, width, 1), 0.5)
    ln_mass = tb.ln_mass_grid[0] + (high - 1 - owner * steps + part) * step
    # one of the nearest haloes, by the chance that its luminosity is seen
    mu = tb.mu_at_0 + tb.mu_slope * ln_mass
    first = np.searchsorted(tb.ln_mass, ln_mass) - NEIGHBOURS // 2
    first = np.clip(first, 0, len(tb.ln_mass) - NEIGHBOURS)
    near = first[:, None] + np.arange(NEIGHBOURS)
    excess = (mu - ln_transition[owner])[:, None] + tb.scatter_l * tb.u_l[near]
    chance = np.cumsum(np.exp(1.5 * np.minimum(excess, 0)), axis=1)
    pick = random.uniform(size=len(owner)) * chance[:, -1]
    halo = first + np.minimum((chance <= pick[:, None]).sum(axis=1), NEIGHBOURS - 1)
    features = observe(tb, random, ln_mass, halo)
    order = np.lexsort((-features[:, 0], owner))
    columns = ln_mass, mu + tb.scatter_l * tb.u_l[halo], tb.cool_core[halo], tb.ids[halo]
    return number, sigma8, b, features[order], [column[order] for column in columns]


def observe(tb, random, ln_mass, halo):
    """Features of haloes of the bank as if their masses were these; without noise where random is None."""
    w = tb.cool_core[halo][:, None].astype(float)
    ln_r500 = tb.ln_r500_at_0 + ln_mass / 3
    shift = (ln_r500 / tb.table_step)[:, None]
    field = tb.field[halo] @ tb.cubic
    now = np.exp(read(tb.density, w, tb.place - shift) + field) * tb.r3
    inside = np.empty_like(now)
    inside[:, 0] = now[:, 0] / 2.2
    inside[:, 1:] = (now[:, 1:] + now[:, :-1]) * (tb.grid_step / 2)
    np.cumsum(inside, axis=1, out=inside)
    place = (ln_r500 - tb.field_start) / tb.grid_step
    cell = np.clip(np.floor(place).astype(int), 0, tb.points - 2)
    rows = np.arange(len(cell))
    low, high = np.log(inside[rows, cell]), np.log(inside[rows, cell + 1])
    fraction = (0.125 + 0.037 * (np.maximum(ln_mass, tb.ln_least_mass) / np.log(10) - 15)) * tb.fraction_factor
    gas = np.log(fraction) + ln_mass + tb.scatter_gas * tb.u_gas[halo]
    scale = gas - (low + (place - cell) * (high - low))
    low, high = np.log(inside[:, tb.radius_cell]), np.log(inside[:, tb.radius_cell + 1])
    k = len(tb.ln_radii)
    features = np.empty((len(rows), 1 + 2 * k), np.float32)
    features[:, 0] = tb.ln_t_at_0 + tb.ln_t_slope * ln_mass + tb.scatter_t * tb.u_t[halo]
    features[:, 1 : 1 + k] = scale[:, None] + low + tb.radius_t * (high - low)
    of_field = (field[:, tb.radius_near + 1] - field[:, tb.radius_near - 1]) / (2 * tb.grid_step)
    features[:, 1 + k :] = read(tb.slope, w, tb.radius_place - shift) + of_field
    if random is not None:
        features[:, 1 + k :] += tb.slope_noise * random.standard_normal((len(rows), k))
    return features


def draw(tb, count, seed):
    random = np.random.default_rng(seed)
    chunks = [draw_chunk(tb, random, min(CHUNK, count - start)) for start in range(0, count, CHUNK)]
    number, sigma8, b, features, columns = zip(*chunks)
    joined = [
        np.concatenate(parts).astype(kind)
        for parts, kind in zip(zip(*columns), (np.float32, np.float32, np.float32, np.uint32))
    ]
    return np.concatenate(number), np.concatenate(sigma8), np.concatenate(b), np.concatenate(features), *joined


tables = None


def draw_part(count_and_seed):
    return draw(tables, *count_and_seed)


class setup:
    def __init__(self, side, folder):
        global tables
        self.side, self.folder = side, folder
        tables = Tables(folder)
        self.count = int(tables.count)
        self.workers = 2 if side.endswith("2 workers") else 0
        self.pool = multiprocessing.get_context("fork").Pool(self.workers) if self.workers else None

    def run(self):
        if self.pool is None:
            self.out = draw(tables, self.count, 5)
        else:
            parts = self.pool.map(draw_part, [(self.count // 2, 5), (self.count - self.count // 2, 6)], 1)
            self.out = [np.concatenate(arrays) for arrays in zip(*parts)]

    def close(self):
        if self.pool is not None:
            self.pool.close()
            self.pool.join()

    def check(self):
        """Features without noise of clusters that terselab drew, and the expected number of some samples."""
        with np.load(os.path.join(self.folder, "drawn.npz")) as file:
            observed = observe(tables, None, file["ln_mass"].astype(float), file["halo"].astype(int))
            number = expected(tables, file["sigma8"], file["b"])[:, -1]
        np.save(os.path.join(self.folder, "observed.npy"), observed.ravel())
        np.save(os.path.join(self.folder, "expected.npy"), number)

    def result(self):
        self.check()
        self.statistics()

    def statistics(self):
        """Mean and standard deviation of every column of each sample."""
        number, sigma8, b, features, *columns = self.out
        values = np.column_stack([features, *columns[:3]]).astype(float)
        starts = np.concatenate([[0], np.cumsum(number)[:-1]])
        mean = np.add.reduceat(values, starts) / number[:, None]
        spread = values - np.repeat(mean, number, axis=0)
        sd = np.sqrt(np.add.reduceat(spread**2, starts) / number[:, None])
        table = np.column_stack([number, sigma8, np.log(b), mean, sd])
        np.save(os.path.join(self.folder, self.side + ".npy"), table.ravel())
