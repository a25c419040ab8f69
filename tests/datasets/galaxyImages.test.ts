import { GALAXY_BANDS, MERGER_STAGES, psfKernel, simulateGalaxies } from '../../src/datasets';
import { addGalaxy, emptyGrid, sersicProfile, type Sight } from '../../src/datasets/simulators/galaxyLight';
import { drawAxes, drawGalaxy, type Galaxy } from '../../src/datasets/simulators/galaxyModel';
import { addNoise, spread } from '../../src/datasets/simulators/galaxyObservation';
import { AbortError, median, Random } from '../../src/math';

const sum = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0);
const same = (a: Float32Array, b: Float32Array) => a.length === b.length && a.every((v, i) => v === b[i]);
const straight: Sight = {
  rotation: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1]
  ],
  offset: [0, 0]
};
const nothing: Galaxy = {
  stage: 'none',
  population: 'smooth',
  flux: 0,
  parts: [],
  blobs: [],
  clumps: 0,
  separation: 0
};

describe('light', () => {
  test('a Sersic profile holds half of its flux within its radius, and all of it within many', () => {
    for (const index of [1, 2.3, 4]) {
      const profile = sersicProfile(index);
      // midpoint rule in ln r
      const within = (end: number) => {
        let flux = 0;
        for (let t = -14; t < Math.log(end) - 1e-9; t += 1e-3) {
          const r = Math.exp(t + 5e-4);
          flux += 2 * Math.PI * r * r * profile(r) * 1e-3;
        }
        return flux;
      };
      expect(within(1)).toBeCloseTo(0.5, 4);
      expect(within(3000)).toBeCloseTo(1, 4);
    }
  });
  test('an exponential disc is exp(-1.678 r)', () => {
    const profile = sersicProfile(1);
    expect(Math.log(profile(1) / profile(2))).toBeCloseTo(1.6783, 3);
  });
  test('a blob falls where the axes say: x on columns, y on rows, rising', () => {
    const grid = emptyGrid(41, 0.2);
    addGalaxy(
      grid,
      { ...nothing, blobs: [{ stars: 'young', at: [3, -1, 9], sigma: 0.05, flux: 2 }] },
      straight
    );
    const brightest = grid.light.young.indexOf(Math.max(...grid.light.young));
    expect([Math.floor(brightest / 41), brightest % 41]).toEqual([20 - 5, 20 + 15]);
    expect(sum(grid.light.young) * 0.2 ** 2).toBeCloseTo(2, 9);
    expect(sum(grid.light.old) + sum(grid.light.disc)).toBe(0);
  });
  test('the parts of a galaxy add up to its flux, in the truth and on a large grid from any side', () => {
    for (const stage of MERGER_STAGES) {
      for (const [seed, population] of (['smooth', 'clumpy', 'smooth'] as const).entries()) {
        const galaxy = drawGalaxy(new Random(seed + 5), stage, population);
        const parts = galaxy.parts.map(({ bulge, disc }) => bulge.flux + disc.flux);
        expect((sum(parts) + sum(galaxy.blobs.map(b => b.flux))) / galaxy.flux).toBeCloseTo(1, 9);
        const grid = emptyGrid(161, 0.1875);
        addGalaxy(grid, galaxy, { ...straight, rotation: drawAxes(new Random(6)) });
        const seen = sum(Object.values(grid.light).map(sum)) * 0.1875 ** 2;
        expect(Math.abs(seen / galaxy.flux - 1)).toBeLessThan(0.02);
      }
    }
  });
  test('half of a cuspy bulge lies within its radius, wherever in a pixel its nucleus is', () => {
    const galaxy = drawGalaxy(new Random(5), 'none', 'smooth');
    Object.assign(galaxy.parts[0].bulge, { flux: 1, radius: 0.6, index: 4, axisRatio: 1 });
    for (const offset of [
      [0, 0],
      [0.09, 0.02],
      [0.05, -0.09]
    ] as const) {
      const grid = emptyGrid(161, 0.1875);
      addGalaxy(grid, galaxy, { ...straight, offset });
      const inside = grid.light.old.filter((_, i) => {
        const [x, y] = [i % 161, Math.floor(i / 161)].map((p, axis) => (p - 80) * 0.1875 - offset[axis]);
        return Math.hypot(x, y) < 0.6;
      });
      // what is within 12 radii of an index of 4 is .973 of the whole
      expect(Math.abs(sum(grid.light.old) * 0.1875 ** 2 - 0.973)).toBeLessThan(0.01);
      expect(Math.abs(sum(inside) * 0.1875 ** 2 - 0.5)).toBeLessThan(0.03);
    }
  });
  test('a disc seen from its edge is a fifth as wide as long and as bright as from its pole', () => {
    const galaxy = drawGalaxy(new Random(8), 'none', 'smooth');
    const [{ axes, disc, bulge }] = galaxy.parts;
    bulge.flux = 0;
    disc.arms = disc.lopsided = 0;
    const moments = (rotation: Sight['rotation']) => {
      const grid = emptyGrid(121, 0.1875);
      addGalaxy(grid, galaxy, { rotation, offset: [0, 0] });
      const [xx, yy] = [0, 0];
      const out = { flux: 0, xx, yy };
      grid.light.disc.forEach((v, i) => {
        out.flux += v;
        out.xx += v * ((i % 121) - 60) ** 2;
        out.yy += v * (Math.floor(i / 121) - 60) ** 2;
      });
      return out;
    };
    const pole = moments([axes[0], axes[1], axes[2]]);
    const edge = moments([axes[0], axes[2], axes[1]]);
    expect(pole.xx / pole.yy).toBeCloseTo(1, 2);
    expect(edge.flux / pole.flux).toBeCloseTo(1, 2);
    expect(Math.sqrt(edge.yy / edge.xx)).toBeCloseTo(0.2, 1);
  });
});

describe('the telescope', () => {
  test('the point spread function keeps the flux and a hot pixel stays in its place', () => {
    const size = 31;
    const image = new Float64Array(size * size);
    image[12 * size + 20] = 5;
    for (const { fwhm } of GALAXY_BANDS) {
      const seen = spread(image, size, psfKernel(fwhm, 0.1875));
      expect(sum(seen)).toBeCloseTo(5, 9);
      // 4 pixels are lost on each side
      expect(seen.indexOf(Math.max(...seen))).toBe((12 - 4) * (size - 8) + 20 - 4);
    }
  });
  test('its width is that of the Gauss curve, widened by the pixel', () => {
    const kernel = psfKernel(0.35, 0.1875);
    const variance = sum(kernel.map((v, k) => v * (k - 4) ** 2));
    expect(variance).toBeCloseTo((0.35 / 2.3548 / 0.1875) ** 2 + 1 / 12, 3);
  });
  test('noise: mean 0 and the variance of the counted light, at two exposures', () => {
    const band = GALAXY_BANDS[2];
    for (const [light, exposure] of [
      [0, 1],
      [8.8, 1],
      [4.4, 4]
    ]) {
      const image = new Float32Array(40_000).fill(light);
      addNoise(image, band, exposure, new Random(3));
      const mean = sum(image) / image.length;
      const variance = sum(image.map(v => (v - mean) ** 2)) / image.length;
      const expected = (band.skyNoise ** 2 * (1 + light / band.sky)) / exposure;
      expect(Math.abs(mean - light)).toBeLessThan(5 * Math.sqrt(expected / image.length));
      // chi-squared over n has a spread of sqrt(2 / n)
      expect(Math.abs(variance / expected - 1)).toBeLessThan(5 * Math.sqrt(2 / image.length));
    }
  });
});

describe('the images', () => {
  const settings = { galaxies: 4, views: 2, size: 45, seed: 4 };

  test('axes, bands, units, labels and groups are declared and agree', async () => {
    const images = await simulateGalaxies(settings);
    expect(images.axes).toEqual(['object', 'band', 'y', 'x']);
    expect(images.shape).toEqual([8, 3, 45, 45]);
    expect(images.values).toHaveLength(8 * 3 * 45 * 45);
    expect(images.values.every(Number.isFinite)).toBe(true);
    expect(images.bands).toEqual(['F814W', 'F356W', 'F160W']);
    expect([...images.galaxy]).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
    expect([...images.view]).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
    expect(images.truth).toHaveLength(4);
    images.labels.forEach((label, row) => {
      const { stage } = images.truth[images.galaxy[row]];
      expect(MERGER_STAGES[images.stage[row]]).toBe(stage);
      expect(images.classes[label]).toBe(stage === 'none' ? 'no merger' : 'merger');
    });
    expect(sum(images.labels)).toBe(4);
  });
  test('a seed gives the same images, another seed others; a galaxy does not hang on how many there are', async () => {
    const images = await simulateGalaxies(settings);
    expect(same((await simulateGalaxies(settings)).values, images.values)).toBe(true);
    expect(same((await simulateGalaxies({ ...settings, seed: 5 })).values, images.values)).toBe(false);
    const all = { ...settings, mergerShare: 1 };
    const few = await simulateGalaxies({ ...all, galaxies: 2 });
    const many = await simulateGalaxies(all);
    expect(same(many.values.subarray(0, few.values.length), few.values)).toBe(true);
  });
  test('views of one galaxy differ by more than noise', async () => {
    const { values } = await simulateGalaxies({ ...settings, noise: false });
    const length = 3 * 45 * 45;
    for (const row of [0, 2, 4, 6]) {
      const [a, b] = [row, row + 1].map(r => values.subarray(r * length, (r + 1) * length));
      expect(Math.max(...a.map((v, i) => Math.abs(v - b[i])))).toBeGreaterThan(0.1);
    }
  });
  test('the flux in the reference band is the truth of the galaxy, where no neighbour stands by chance', async () => {
    const views = 6;
    const made = await simulateGalaxies({ ...settings, views, size: 75, noise: false });
    const band = made.bands.indexOf('F160W');
    for (const [k, galaxy] of made.truth.entries()) {
      const fluxes = Array.from({ length: views }, (_, v) => {
        const start = ((k * views + v) * 3 + band) * 75 * 75;
        return sum(made.values.subarray(start, start + 75 * 75)) * made.pixelScale ** 2;
      });
      expect(Math.abs(Math.min(...fluxes) / galaxy.flux - 1)).toBeLessThan(0.05);
    }
  });
  test('galaxies and pairs do not differ in light or population more than chance lets them', async () => {
    const magnitudes = (stage: 'none' | 'passage') => {
      const random = new Random(9);
      return Array.from({ length: 800 }, () => -2.5 * Math.log10(drawGalaxy(random, stage, 'smooth').flux));
    };
    // uniform over 2.5 mag: the median of 800 is known to 2.5 / (2 sqrt 800) = .044
    const difference = median(magnitudes('none')) - median(magnitudes('passage'));
    expect(Math.abs(difference)).toBeLessThan(0.044 * Math.SQRT2 * 4);
    const { truth } = await simulateGalaxies({ galaxies: 100, views: 1, size: 16 });
    const clumpy = (merging: boolean) =>
      truth.filter(g => (g.stage !== 'none') === merging && g.population === 'clumpy').length / 50;
    // a share of .5 among 50 is known to .07
    expect(Math.abs(clumpy(true) - clumpy(false))).toBeLessThan(0.07 * Math.SQRT2 * 4);
  });
  test('clumps are found in the clumpy population alone', async () => {
    for (const population of ['smooth', 'clumpy'] as const) {
      const { truth } = await simulateGalaxies({ galaxies: 8, views: 1, size: 16, population });
      expect(truth.every(({ clumps }) => clumps > 0 === (population === 'clumpy'))).toBe(true);
    }
  });
  test('refuses what it cannot make, and stops when told to', async () => {
    await expect(simulateGalaxies({ galaxies: 0 })).rejects.toThrow(/galaxies is 0; expected/);
    await expect(simulateGalaxies({ mergerShare: NaN })).rejects.toThrow(
      /mergerShare is NaN; expected 0 to 1/
    );
    await expect(simulateGalaxies({ fwhm: 2 })).rejects.toThrow(
      /fwhm is 2; expected above 0 and at most 0.5/
    );
    await expect(simulateGalaxies({ signal: AbortSignal.abort() })).rejects.toBeInstanceOf(AbortError);
  });
});
