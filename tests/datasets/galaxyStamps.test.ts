import { simulateGalaxyStamps } from '../../src/datasets';
import { mean, robustSigma } from '../../src/math';

test('galaxies lie where their offsets say, and the background has the noise of 1', async () => {
  const stamps = await simulateGalaxyStamps({ galaxies: 12, exposures: 4, noise: 0.02, seed: 3 });
  const misses: number[] = [];
  for (let row = 0; row < stamps.count; row++) {
    const own = stamps.values.subarray(row * 1024, (row + 1) * 1024);
    const brightest = own.indexOf(Math.max(...own));
    const [y, x] = [16 + stamps.offsets[2 * row], 16 + stamps.offsets[2 * row + 1]];
    misses.push(Math.hypot(Math.floor(brightest / 32) + 0.5 - y, (brightest % 32) + 0.5 - x));
    const corner = Array.from({ length: 36 }, (_, k) => own[Math.floor(k / 6) * 32 + (k % 6)]);
    expect(robustSigma(corner)).toBeLessThan(4);
  }
  // the nucleus is the brightest, save where a chance neighbour outshines it
  expect(misses.filter(miss => miss <= 2).length / misses.length).toBeGreaterThan(0.7);
  expect(mean(Array.from(stamps.offsets))).toBeLessThan(2);
});

test('exposures of one galaxy share its class, and seeds repeat', async () => {
  const options = { galaxies: 6, exposures: 3, seed: 5 };
  const [a, b] = [await simulateGalaxyStamps(options), await simulateGalaxyStamps(options)];
  expect(a.values).toEqual(b.values);
  expect(Array.from(a.galaxy)).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5]);
  for (let row = 0; row < a.count; row++) expect(a.labels[row]).toBe(a.labels[3 * Math.floor(row / 3)]);
  const other = await simulateGalaxyStamps({ ...options, seed: 6 });
  expect(other.values).not.toEqual(a.values);
});

test('unsound options are refused by name', async () => {
  await expect(simulateGalaxyStamps({ exposures: 0 })).rejects.toThrow(/exposures is 0/);
  await expect(simulateGalaxyStamps({ noise: 0 })).rejects.toThrow(/noise 0/);
});
