import {
  borderStatistics,
  featureTable,
  fitTree,
  galaxyShape,
  mostLikely,
  predictTree,
  takeRows,
  takeTarget,
  turnImage,
  type ImageBand
} from '../../src/learn';
import { giniOf } from '../../src/learn/galaxyShape';
import { mean, Random } from '../../src/math';

const size = 61;
/** An image of a function of the place, with a little noise so that the sky has a width. */
function image(light: (x: number, y: number) => number, noise = 1e-3): ImageBand {
  const random = new Random(4);
  return {
    height: size,
    width: size,
    values: Float64Array.from(
      { length: size * size },
      (_, i) => light((i % size) - 30, Math.floor(i / size) - 30) + random.normal(0, noise)
    )
  };
}
const disc =
  (scale: number, x0 = 0, y0 = 0) =>
  (x: number, y: number) =>
    Math.exp(-Math.hypot(x - x0, y - y0) / scale);

describe('the shape of a galaxy', () => {
  test('an exponential disc has the concentration of its growth curve, and no asymmetry', () => {
    // 1 - (1 + r) e^-r = .2 at r = .8244, .8 at 2.9943
    const shape = galaxyShape(image(disc(4)));
    expect(Math.abs(shape.concentration - 5 * Math.log10(2.9943 / 0.8244))).toBeLessThan(0.15);
    expect(shape.asymmetry).toBeLessThan(0.01);
    // noise on the slope of the disc may make a bump
    expect(shape.secondPeak).toBeLessThan(0.01);
  });
  test('a steeper profile is more concentrated, and a larger one of the same shape is not', () => {
    const steep = galaxyShape(image((x, y) => Math.exp(-4 * (Math.hypot(x, y) / 5) ** 0.5)));
    expect(steep.concentration).toBeGreaterThan(galaxyShape(image(disc(4))).concentration + 0.2);
    expect(galaxyShape(image(disc(3))).concentration).toBeCloseTo(
      galaxyShape(image(disc(4))).concentration,
      0
    );
  });
  test('a second nucleus of two fifths is seen as such, and makes the light one-sided', () => {
    const pair = image((x, y) => disc(2, -5)(x, y) + 0.4 * disc(2, 8)(x, y));
    const { secondPeak, asymmetry } = galaxyShape(pair);
    expect(Math.abs(secondPeak - 0.4)).toBeLessThan(0.03);
    expect(asymmetry).toBeGreaterThan(0.3);
  });
  test('noise alone makes no asymmetry', () => {
    expect(galaxyShape(image((x, y) => 10 * disc(6)(x, y), 1)).asymmetry).toBeLessThan(0.1);
  });
  test('a turned or mirrored copy has the same shape', () => {
    const band = image((x, y) => disc(2, -5, 3)(x, y) + 0.4 * disc(3, 8)(x, y));
    const copy = turnImage(Float32Array.from(band.values), { bands: 1, size, degrees: 90, mirror: true });
    const [a, b] = [galaxyShape(band), galaxyShape({ ...band, values: copy })];
    for (const key of ['concentration', 'asymmetry', 'gini', 'secondPeak'] as const)
      expect(b[key]).toBeCloseTo(a[key], 2);
  });
  test("Gini's index in closed form", () => {
    expect(giniOf([2, 2, 2, 2])).toBe(0);
    expect(giniOf([0, 0, 0, 7])).toBe(1);
    expect(giniOf([1, 2, 3])).toBeCloseTo(1 / 3, 12);
  });
  test('an image without a galaxy is refused', () => {
    expect(() => galaxyShape(image(() => 0))).toThrow(/pixels stand out of the noise; expected at least 12/);
  });
});

describe('copies of an image', () => {
  const random = new Random(2);
  const noise = Float32Array.from({ length: 2 * 37 * 37 }, () => random.normal());
  const turn = (degrees: number, mirror = false) => turnImage(noise, { bands: 2, size: 37, degrees, mirror });
  const grain = (values: Float32Array) =>
    borderStatistics({ values: values.subarray(0, 37 * 37), height: 37, width: 37 }).grain;

  test('four quarter turns are none, and two mirrors are none', () => {
    let copy: Float32Array = noise;
    for (let k = 0; k < 4; k++) copy = turnImage(copy, { bands: 2, size: 37, degrees: 90 });
    expect(copy).toEqual(noise);
    const mirrored = turn(0, true);
    expect(mirrored).not.toEqual(noise);
    expect(turnImage(mirrored, { bands: 2, size: 37, degrees: 0, mirror: true })).toEqual(noise);
  });
  test('a pixel goes where the angle says, in every band', () => {
    const dot = new Float32Array(2 * 37 * 37);
    dot[(37 + 18) * 37 + 30] = 1; // second band, middle row, 12 to the right
    const turned = turnImage(dot, { bands: 2, size: 37, degrees: 90 });
    expect(turned.indexOf(1)).toBe((37 + 30) * 37 + 18);
    const shares = turnImage(dot, { bands: 2, size: 37, degrees: 30 });
    const brightest = shares.indexOf(Math.max(...shares)) - 37 * 37;
    expect([brightest % 37, Math.floor(brightest / 37)]).toEqual([
      18 + Math.round(12 * Math.cos(Math.PI / 6)),
      18 + 6
    ]);
  });
  test('the border of white noise has a grain of root 2; interpolation leaves a trace, quarter turns none', () => {
    expect(Math.abs(grain(noise) - Math.SQRT2)).toBeLessThan(0.15);
    for (const degrees of [90, 180, 270])
      expect(Math.abs(grain(turn(degrees)) - Math.SQRT2)).toBeLessThan(0.2);
    expect(mean([20, 33, 70].map(degrees => grain(turn(degrees))))).toBeLessThan(1.1);
  });
  test('copies of one class give it away at the border; copies of both do not', () => {
    const random = new Random(6);
    const count = 240;
    const labels = Uint16Array.from({ length: count }, (_, i) => i % 2);
    const rows = Uint32Array.from({ length: count }, (_, i) => i);
    const [train, test] = [rows.filter(i => i < 160), rows.filter(i => i >= 160)];
    const scoreOf = (isTurned: (label: number) => boolean) => {
      const borders = Array.from(labels, label => {
        const sky = Float32Array.from({ length: 37 * 37 }, () => random.normal());
        const degrees = random.uniform(10, 80);
        const seen = isTurned(label) ? turnImage(sky, { bands: 1, size: 37, degrees }) : sky;
        return borderStatistics({ values: seen, height: 37, width: 37 });
      });
      const table = featureTable({ sigma: borders.map(b => b.sigma), grain: borders.map(b => b.grain) });
      const target = { classes: ['other', 'merger'], labels };
      const tree = fitTree(takeRows(table, train), takeTarget(target, train), { maxDepth: 2, minLeaf: 10 });
      const called = mostLikely(predictTree(tree, takeRows(table, test)), 2);
      return mean(Array.from(called, (label, i) => Number(label === labels[test[i]])));
    };
    expect(scoreOf(label => label === 1)).toBeGreaterThan(0.95);
    // of 80 test images a guess is right for .5 with a spread of .056
    expect(Math.abs(scoreOf(() => true) - 0.5)).toBeLessThan(4 * 0.056);
  });
  test('an image of another size is refused', () => {
    expect(() => turnImage(noise, { bands: 3, size: 37, degrees: 0 })).toThrow(
      /2738 values; expected 3 x 37 x 37/
    );
  });
});
