import { averageSaliency, binSaliency } from '../../src/interpret';
import { Random } from '../../src/math';
import { clusterEncoder, fitStandardisation, sigma8Gradient } from '../../src/models';
import { useBackend } from '../../src/models/backend';
import { normalSets } from './sets';

const width = 3;
const sets = normalSets(40, width);
const rows = sets.starts[40];
const names = ['a', 'b', 'c'];
const random = new Random(9);
/** Gradient of a linear model: the same in each row. */
const linear = (weights: number[]) =>
  Float64Array.from({ length: rows * width }, (_, i) => weights[i % width]);

describe('average saliency of features', () => {
  test('of a linear model is its weights, without doubt', () => {
    const found = averageSaliency(linear([1, -2, 0]), sets, names);
    expect(found.map(f => f.feature)).toEqual(names);
    expect(found.map(f => f.signed)).toEqual([1, -2, 0]);
    expect(found.map(f => f.size)).toEqual([1, 2, 0]);
    expect(found[1].signedInterval).toEqual([-2, -2]);
    expect(found[1].sizeInterval).toEqual([2, 2]);
  });
  test('rows weigh the same, whatever their sample; signs cancel in one mean and not in the other', () => {
    const gradient = linear([0, 0, 0]);
    for (let row = 0; row < rows; row++) gradient[row * width] = row % 2 ? 3 : -1;
    const [first] = averageSaliency(gradient, sets, names);
    const odd = Math.floor(rows / 2);
    expect(first.signed).toBeCloseTo((3 * odd - (rows - odd)) / rows, 10);
    expect(first.size).toBeCloseTo((3 * odd + (rows - odd)) / rows, 10);
  });
  test('the interval is that of samples: shifts shared by a sample widen it', () => {
    const own = linear([0, 0, 0]).map(() => random.normal());
    const shared = linear([0, 0, 0]);
    const shift = Array.from({ length: 40 }, () => random.normal());
    for (let s = 0; s < 40; s++)
      for (let row = sets.starts[s]; row < sets.starts[s + 1]; row++) shared[row * width] = shift[s];
    const spread = (g: Float64Array) => {
      const [low, high] = averageSaliency(g, sets, names)[0].signedInterval!;
      return (high - low) / 2 / 1.96;
    };
    expect(spread(own) * Math.sqrt(rows)).toBeCloseTo(1, 0);
    expect(spread(shared) * Math.sqrt(40)).toBeGreaterThan(0.7);
    expect(spread(shared)).toBeGreaterThan(1.8 * spread(own));
  });
  test('two samples have no interval; a gradient that is no number or too short is refused', () => {
    const two = { count: 2, starts: sets.starts.slice(0, 3) };
    const gradient = linear([1, 1, 1]).slice(0, two.starts[2] * width);
    expect(averageSaliency(gradient, two, names)[0].signedInterval).toBeNull();
    gradient[4] = NaN;
    expect(() => averageSaliency(gradient, two, names)).toThrow(/row 1, feature 1, is NaN/);
    expect(() => averageSaliency(gradient.slice(1), two, names)).toThrow(/rows x 3 features/);
    expect(() => averageSaliency([], { count: 1, starts: Uint32Array.of(0, 0) }, names)).toThrow(/no rows/);
  });
  test('of the cluster encoder follows from its gradient', async () => {
    await useBackend();
    const gradient = sigma8Gradient(clusterEncoder(fitStandardisation(sets, width), { seed: 2 }), sets);
    const found = averageSaliency(gradient, sets, names);
    const mean = gradient.filter((_, i) => i % width === 2).reduce((a, b) => a + b, 0) / rows;
    expect(found[2].signed).toBeCloseTo(mean, 6);
    expect(found[2].size).toBeGreaterThanOrEqual(Math.abs(found[2].signed));
  });
});

describe('saliency by mass', () => {
  const lnMass = Float64Array.from({ length: rows }, (_, i) => (i % 10) / 10);
  const edges = [0, 0.25, 0.55, 0.95, 2];

  test('of a linear model is the sum of its chosen weights in every bin, however many clusters it holds', () => {
    const bins = binSaliency(linear([1, -2, 4]), sets, lnMass, { width, edges, columns: [0, 2] });
    expect(bins.slice(0, 3).map(b => b.perCluster)).toEqual([5, 5, 5]);
    expect([...bins[0].features!]).toEqual([1, -2, 4]);
    expect(bins[1].interval).toEqual([5, 5]);
    const in0 = lnMass.filter(m => m < 0.25).length;
    expect(bins[0].n).toBe(in0);
    expect(bins.reduce((n, b) => n + b.n, 0)).toBe(rows);
    expect(bins[0].centre).toBeCloseTo(0.125, 12);
  });
  test('an empty bin is null with n = 0, never NaN; clusters outside the edges are in none', () => {
    const bins = binSaliency(linear([1, 1, 1]), sets, lnMass, { width, edges: [0.05, 0.25, 3, 4] });
    expect(bins[2]).toMatchObject({ n: 0, features: null, perCluster: null, interval: null });
    expect(bins[0].n + bins[1].n).toBe(lnMass.filter(m => m >= 0.05).length);
    expect(JSON.stringify(bins)).not.toMatch(/NaN/);
  });
  test('a gradient that is mass itself is the mean mass of the bin; a bin holds its lower edge', () => {
    const gradient = linear([0, 0, 0]);
    for (let row = 0; row < rows; row++) gradient[row * width + 1] = lnMass[row];
    const [first, second] = binSaliency(gradient, sets, lnMass, { width, edges: [0, 0.5, 1] });
    const mean = (inside: (m: number) => boolean) => {
      const values = lnMass.filter(inside);
      return values.reduce((a, b) => a + b, 0) / values.length;
    };
    expect(first.perCluster).toBeCloseTo(
      mean(m => m < 0.5),
      10
    );
    expect(second.perCluster).toBeCloseTo(
      mean(m => m >= 0.5),
      10
    );
    expect(first.interval![0]).toBeLessThan(first.perCluster!);
    expect(first.interval![1]).toBeGreaterThan(first.perCluster!);
  });
  test('panels keep their samples apart', () => {
    const panels = Array.from({ length: 40 }, (_, s) => s % 2);
    const gradient = linear([0, 0, 0]);
    for (let s = 0; s < 40; s++)
      for (let row = sets.starts[s]; row < sets.starts[s + 1]; row++)
        gradient[row * width] = panels[s] ? 7 : 1;
    const bins = binSaliency(gradient, sets, lnMass, { width, edges: [0, 1], panels });
    expect(bins.map(b => [b.panel, b.perCluster])).toEqual([
      [0, 1],
      [1, 7]
    ]);
    expect(bins[0].n + bins[1].n).toBe(rows);
  });
  test('edges that fall, features that are not there, panels of the wrong number: refused', () => {
    const gradient = linear([1, 1, 1]);
    const of = (options: object) => () => binSaliency(gradient, sets, lnMass, { width, edges, ...options });
    expect(of({ edges: [1, 1] })).toThrow(/edges are 1, 1/);
    expect(of({ columns: [3] })).toThrow(/columns holds 3/);
    expect(of({ panels: [0] })).toThrow(/panels has 1 entries/);
    expect(() => binSaliency(gradient, sets, lnMass.slice(1), { width, edges })).toThrow(/lnMass has/);
  });
});
