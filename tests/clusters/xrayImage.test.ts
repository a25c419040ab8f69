import {
  defaultScatter,
  drawHaloBank,
  FEATURES,
  GAS_DENSITY,
  haloProfile,
  lineOfSight,
  meanGasFraction,
  mixedProfile,
  observe,
  photographGas,
  photographHalo,
  PROFILE_RADII,
  type HaloBank,
  type XrayImage
} from '../../src/clusters';
import { magneticum } from '../../src/cosmology';
import { integrate, Random } from '../../src/math';

const scene = { cosmology: magneticum, z: 0.1 };
const bank = drawHaloBank(magneticum, { seed: 4, side: 200, leastMass: 5e13 });
const sum = (values: ArrayLike<number>) => Array.prototype.reduce.call(values, (a, b) => a + b, 0) as number;
/** Counts within a distance of the centre in Mpc. */
const within = ({ counts, size, pixel }: XrayImage, distance: number) =>
  sum(
    Array.from(counts, (c, i) => {
      const [x, y] = [(i % size) + 0.5 - size / 2, Math.floor(i / size) + 0.5 - size / 2];
      return pixel * Math.hypot(x, y) < distance ? c : 0;
    })
  );
/** Expected background inside a distance. */
const sumOfBackground = ({ background, pixel }: XrayImage, distance: number) =>
  background * Math.PI * (distance / pixel) ** 2;

describe('line of sight', () => {
  /** int (1 + r^2/rc^2)^(-3 beta) dl = sqrt(pi) G(3 beta - 1/2) / G(3 beta) rc (1 + R^2/rc^2)^(-3 beta + 1/2) */
  test.each([
    [1 / 2, 2],
    [2 / 3, Math.PI / 2],
    [5 / 6, 4 / 3],
    [1, (3 * Math.PI) / 8]
  ])('beta model of beta = %d: the closed form', (beta, factor) => {
    const core = 0.13;
    const emissivity = (r: number) => (1 + (r / core) ** 2) ** (-3 * beta);
    // what lies beyond the reach is at most 1e-8 of the nearest sight line
    for (const distance of [1e-4, 0.01, 0.13, 0.7]) {
      const closed = factor * core * (1 + (distance / core) ** 2) ** (-3 * beta + 0.5);
      expect(Math.abs(lineOfSight(emissivity, distance, 1e4) / closed - 1)).toBeLessThan(1e-8);
    }
  });
  test('power law r^-4: pi / 2 R^-3; a ball of constant emission: its chord', () => {
    expect(lineOfSight(r => r ** -4, 0.3, 1e4) / ((Math.PI / 2) * 0.3 ** -3)).toBeCloseTo(1, 8);
    for (const distance of [0.01, 0.8, 1.99]) {
      expect(lineOfSight(() => 1, distance, 2)).toBeCloseTo(2 * Math.sqrt(4 - distance ** 2), 8);
    }
    expect(lineOfSight(() => 1, 2.5, 2)).toBe(0);
  });
  test('a sight line through the very centre is refused', () => {
    expect(() => lineOfSight(() => 1, 0, 2)).toThrow(/distance 0 Mpc/);
  });
});

describe('picture', () => {
  const beta = (r: number) => -1.5 * (2 / 3) * Math.log1p((r / 0.2) ** 2);
  const image = photographGas(beta, { seed: 1, reach: 2000 });

  test('3,000 counts are expected, a fifth of them background', () => {
    expect(image.size * image.pixel).toBeCloseTo(2, 12);
    expect(image.expected.length).toBe(128 * 128);
    expect(sum(image.expected)).toBeCloseTo(3000, 2);
    expect(image.background * 128 * 128).toBeCloseTo(600, 8);
    const other = photographGas(beta, { seed: 1, size: 40, side: 1, counts: 500, background: 0 });
    expect(sum(other.expected)).toBeCloseTo(500, 3);
    expect(other.background).toBe(0);
    expect(Math.min(...image.expected)).toBeGreaterThan(image.background);
  });
  test('a beta model falls as (1 + R^2/rc^2)^(-3 beta + 1/2), pixel by pixel', () => {
    const source = image.expected.map(v => v - image.background);
    // mean of the closed form over a pixel, by a finer rule than the picture's
    const closed = (row: number, column: number) =>
      integrate(
        x =>
          integrate(y => (1 + (Math.hypot(x, y) * 5 * image.pixel) ** 2) ** -1.5, row - 64, row - 63, {
            panels: 1
          }),
        column - 64,
        column - 63,
        { panels: 1 }
      );
    const middle = closed(63, 63) / source[63 * 128 + 63];
    for (const [row, column] of [
      [64, 64],
      [63, 70],
      [40, 80],
      [0, 0],
      [127, 5]
    ]) {
      const ratio = closed(row, column) / source[row * 128 + column] / middle;
      // single precision of the expectation, of which the background was taken away
      const rounding = (2 ** -23 * image.expected[row * 128 + column]) / source[row * 128 + column];
      expect(Math.abs(ratio - 1)).toBeLessThan(rounding + 2e-6);
    }
  });
  test('the counts are Poisson about the expectation, pixel by pixel and over seeds', () => {
    let chi = 0;
    let variance = 0;
    const totals: number[] = [];
    for (let seed = 1; seed <= 20; seed++) {
      const { counts, expected } = photographGas(beta, { seed });
      counts.forEach((c, i) => {
        chi += (c - expected[i]) ** 2 / expected[i] - 1;
        // of (c - e)^2 / e for a Poisson c
        variance += 2 + 1 / expected[i];
      });
      totals.push(sum(counts));
    }
    expect(Math.abs(chi)).toBeLessThan(4 * Math.sqrt(variance));
    expect(Math.abs(sum(totals) / 20 - 3000)).toBeLessThan(4 * Math.sqrt(3000 / 20));
    expect(new Set(totals).size).toBeGreaterThan(10);
  });
  test('no pixel knows the seed: the first ones of 400 pictures are Poisson too', () => {
    const small = Array.from({ length: 400 }, (_, seed) =>
      photographGas(beta, { seed, size: 8, counts: 64 })
    );
    for (let i = 0; i < 8; i++) {
      const counts = small.map(picture => picture.counts[i]);
      const mean = small[0].expected[i];
      expect(Math.abs(sum(counts) / 400 - mean)).toBeLessThan(4 * Math.sqrt(mean / 400));
      const next = small.map(picture => picture.counts[i + 1]);
      const product = sum(counts.map((c, k) => (c - mean) * (next[k] - small[0].expected[i + 1])));
      expect(Math.abs(product / 400)).toBeLessThan(4 * Math.sqrt((mean * small[0].expected[i + 1]) / 400));
    }
  });
  test('the same seed takes the same picture, another seed another', () => {
    expect(photographGas(beta, { seed: 1, reach: 2000 })).toEqual(image);
    expect(photographGas(beta, { seed: 2, reach: 2000 }).counts).not.toEqual(image.counts);
  });
  test.each([
    [{ size: 1 }, /size is 1; expected a whole number/],
    [{ size: 12.5 }, /size is 12.5/],
    [{ side: 0 }, /side is 0; expected a length/],
    [{ counts: NaN }, /counts is NaN/],
    [{ background: 1 }, /background is 1; expected a part/],
    [{ reach: 1 }, /reach is 1; expected at least 2.12 Mpc/]
  ])('%j is refused', (option, message) => {
    expect(() => photographGas(beta, { seed: 1, ...option })).toThrow(message);
  });
  test('a cloud that is nowhere, or beyond numbers, is refused', () => {
    expect(() => photographGas(() => -1e4, { seed: 1 })).toThrow(/brightness sums to NaN|sums to 0/);
    expect(() => photographGas(() => 1e4, { seed: 1 })).toThrow(/brightness sums to/);
  });
});

describe('the profile of a halo', () => {
  test('its gas mass inside r500 is the one observed, and is the integral of its density', () => {
    for (const halo of [0, 100, bank.lnMass.length - 1]) {
      const profile = haloProfile(bank, halo, scene);
      const mass = Math.exp(bank.lnMass[halo]);
      const observed = meanGasFraction(mass, magneticum) * mass * Math.exp(0.1 * bank.uGas[halo]);
      expect(profile.gasMass(profile.radius500) / observed).toBeCloseTo(1, 6);
      const shell = (u: number) =>
        4 * Math.PI * GAS_DENSITY * magneticum.h * Math.exp(profile.logDensity(Math.exp(u)) + 3 * u);
      const ball = integrate(shell, Math.log(1e-5), Math.log(0.8), { panels: 60 });
      // the table of masses is summed by trapezia
      expect(Math.abs(profile.gasMass(0.8) / ball - 1)).toBeLessThan(0.004);
    }
  });
  test('is the one its features are read from', () => {
    const features = new Float32Array(FEATURES.length);
    const lnMass = Math.log(3e14);
    observe(bank, 7, lnMass, { ...scene, slopeNoise: 0 }, new Random(1), features);
    const profile = haloProfile(bank, 7, { ...scene, lnMass });
    PROFILE_RADII.forEach((radius, k) => {
      expect(features[1 + k]).toBeCloseTo(Math.log(profile.gasMass(radius)), 5);
      expect(features[11 + k]).toBeCloseTo(profile.slope(radius), 6);
    });
  });
  test('without a field it is the mixed class profile, out to where no gas is left', () => {
    const plain: HaloBank = { ...bank, field: new Float32Array(bank.field.length) };
    const profile = haloProfile(plain, 3, scene);
    const shape = (radius: number) =>
      mixedProfile(plain.coolCore[3], radius / profile.radius500).logDensity - profile.logDensity(radius);
    for (const radius of [0.03, 0.1, 1, 2]) expect(shape(radius) - shape(0.3)).toBeCloseTo(0, 3);
    // cm^-3: near 1e-3 at .3 r500 of a cluster
    expect(profile.logDensity(0.3 * profile.radius500)).toBeGreaterThan(Math.log(3e-4));
    expect(profile.logDensity(0.3 * profile.radius500)).toBeLessThan(Math.log(3e-3));
  });
  test('its slope is the derivative of its density', () => {
    const profile = haloProfile(bank, 11, scene);
    let worst = 0;
    for (let lnR = -3; lnR < 0; lnR += 0.0625) {
      const rise = profile.logDensity(Math.exp(lnR + 0.03)) - profile.logDensity(Math.exp(lnR - 0.03));
      worst = Math.max(worst, Math.abs(rise / 0.06 - profile.slope(Math.exp(lnR))));
    }
    // the slope is read at the nearest of the grid's points, .0625 apart in ln r
    expect(worst).toBeLessThan(0.1);
  });
  test('no such halo: refused', () => {
    expect(() => haloProfile(bank, -1, scene)).toThrow(/halo -1; the bank holds/);
    expect(() => photographHalo(bank, 1e9, { ...scene, seed: 1 })).toThrow(/halo 1000000000/);
  });
});

test('a cool core shines in the middle, a disturbed cluster does not: the parts that the published classes give', () => {
  const pair: HaloBank = {
    ...bank,
    scatter: { ...defaultScatter, profile: 0 },
    coolCore: bank.coolCore.map((_, i) => i % 2),
    field: new Float32Array(bank.field.length)
  };
  const lnMass = Math.log(4e14);
  const central = [0, 1].map(halo => {
    const image = photographHalo(pair, halo, { ...scene, seed: 3, lnMass });
    // light inside a distance, from the class in closed form, without tables
    const { radius500 } = haloProfile(pair, halo, { ...scene, lnMass });
    const emissivity = (r: number) => Math.exp(2 * mixedProfile(halo, r / radius500).logDensity);
    const light = (distance: number) =>
      integrate(u => Math.exp(2 * u) * lineOfSight(emissivity, Math.exp(u), 5), -9, Math.log(distance));
    const part =
      (within(image, 0.1) - sumOfBackground(image, 0.1)) / (within(image, 1) - sumOfBackground(image, 1));
    const error = Math.sqrt(within(image, 0.1)) / within(image, 1);
    expect(Math.abs(part - light(0.1) / light(1))).toBeLessThan(4 * error);
    return light(0.1) / light(1);
  });
  expect(central[1]).toBeGreaterThan(2 * central[0]);
});
