import {
  domainSeparability,
  matchMasses,
  slopeTransfer,
  transferError,
  type TerseRows
} from '../../src/interpret';
import { normalCumulative, Random } from '../../src/math';

/** Terse values a + b ln M with normal scatter. */
function rowsOf(seed: number, { slope = 1, shift = 0, scatter = 0.2, count = 12_000 } = {}): TerseRows {
  const random = new Random(seed);
  const lnMass = Float64Array.from({ length: count }, () => 32 + random.normal());
  return {
    lnMass,
    terse: lnMass.map(m => slope * (m - 32) + shift + scatter * random.normal()),
    haloIds: Uint32Array.from(lnMass, (_, i) => i)
  };
}

describe('the separability of domains at matched mass', () => {
  const home = rowsOf(1);
  test('is one half where nothing differs, also where masses do', () => {
    expect(Math.abs(domainSeparability(home, rowsOf(2)).auc - 0.5)).toBeLessThan(0.015);
    const heavier = rowsOf(3);
    const chosen = [...Array(12_000).keys()].filter(i => heavier.lnMass[i] > 31.8 || i % 4 === 0);
    const pick = (values: ArrayLike<number>) => chosen.map(i => values[i]);
    const away = {
      terse: pick(heavier.terse),
      lnMass: pick(heavier.lnMass),
      haloIds: pick(heavier.haloIds)
    };
    expect(Math.abs(domainSeparability(home, away).auc - 0.5)).toBeLessThan(0.015);
  });
  test('of a shift by d scatters is Phi(d / sqrt 2)', () => {
    for (const d of [0.5, 1, 2]) {
      const { auc } = domainSeparability(home, rowsOf(4, { shift: 0.2 * d }));
      expect(Math.abs(auc - normalCumulative(d / Math.SQRT2))).toBeLessThan(0.015);
    }
  });
  test('of a scatter s times as large is 2 / pi atan s', () => {
    for (const s of [2, 4]) {
      const { auc } = domainSeparability(home, rowsOf(5, { scatter: 0.2 * s }));
      expect(Math.abs(auc - (2 / Math.PI) * Math.atan(s))).toBeLessThan(0.015);
    }
  });
  test('does not gain by rows that repeat a halo', () => {
    const few = (seed: number) => {
      const rows = rowsOf(seed, { count: 600 });
      const times = (values: ArrayLike<number>) => Array.from(values).flatMap(v => Array<number>(10).fill(v));
      return { terse: times(rows.terse), lnMass: times(rows.lnMass), haloIds: times(rows.haloIds) };
    };
    expect(Math.abs(domainSeparability(few(6), few(7), { bins: 4 }).auc - 0.5)).toBeLessThan(0.06);
  });
  test('refuses columns that do not fit and too few rows', () => {
    expect(() => domainSeparability({ ...home, haloIds: [1] }, home)).toThrow(/1 halo ids/);
    expect(() => domainSeparability(rowsOf(1, { count: 30 }), home)).toThrow(/no bin of mass/);
  });
});

describe('the transfer of the slope', () => {
  const home = rowsOf(1);
  test('recovers slopes and their errors: s / (sd sqrt n)', () => {
    const { home: found, away, change } = slopeTransfer(home, rowsOf(2, { slope: 1.5 }));
    expect(Math.abs(found.slope - 1)).toBeLessThan(0.01);
    expect(Math.abs(away.slope - 1.5)).toBeLessThan(0.01);
    expect(Math.abs(change - 0.5)).toBeLessThan(0.02);
    expect(Math.abs(found.error / (0.2 / Math.sqrt(12_000)) - 1)).toBeLessThan(0.25);
  });
  test('two draws of one law are within their errors; a changed slope is not; a sign that flips is named', () => {
    const same = [2, 3, 4, 5, 6, 7, 8, 9].map(seed => slopeTransfer(home, rowsOf(seed)));
    expect(same.filter(s => s.sigmas < 2).length).toBeGreaterThanOrEqual(6);
    expect(same.some(s => s.flipped)).toBe(false);
    expect(slopeTransfer(home, rowsOf(2, { slope: 1.05 })).sigmas).toBeGreaterThan(8);
    expect(slopeTransfer(home, rowsOf(2, { slope: -1 })).flipped).toBe(true);
  });
});

describe('masses that are matched', () => {
  const bent = (seed: number, mean: number): TerseRows => {
    const random = new Random(seed);
    const lnMass = Float64Array.from({ length: 12_000 }, () => mean + random.normal());
    return {
      lnMass,
      terse: lnMass.map(m => m - 32 + 0.2 * (m - 32) ** 2 + 0.2 * random.normal()),
      haloIds: Uint32Array.from(lnMass.keys())
    };
  };
  const [home, away] = [bent(1, 32), bent(2, 32.5)];
  test('a bent line seen over other masses changes its slope; at matched masses it does not', () => {
    expect(slopeTransfer(home, away).sigmas).toBeGreaterThan(20);
    expect(slopeTransfer(...matchMasses(home, away)).sigmas).toBeLessThan(3);
  });
  test('have equal numbers in every bin and keep whole rows', () => {
    const [a, b] = matchMasses(home, away, { bins: 10 });
    expect(a.lnMass.length).toBe(b.lnMass.length);
    const mean = (values: ArrayLike<number>) =>
      Array.from(values).reduce((sum, v) => sum + v, 0) / values.length;
    expect(Math.abs(mean(a.lnMass) - mean(b.lnMass))).toBeLessThan(0.03);
    for (let i = 0; i < 50; i++) expect(home.terse[a.haloIds[i]]).toBe(a.terse[i]);
  });
  test('none in common is refused', () => {
    expect(() => matchMasses(home, bent(3, 90))).toThrow(/no bin of mass/);
  });
});

describe('errors in a domain', () => {
  const random = new Random(5);
  const truth = Float64Array.from({ length: 800 }, () => random.uniform(0.7, 0.9));
  const parts = Uint32Array.from(truth, (_, s) => Math.floor(s / 100));

  test('bias, rms and their errors over samples are those of the formulas', () => {
    const found = transferError(
      truth.map(t => t + 0.02 + 0.01 * random.normal()),
      truth,
      parts
    );
    expect(Math.abs(found.bias.value - 0.02)).toBeLessThan(0.0015);
    expect(found.rms.value).toBeCloseTo(Math.sqrt(0.02 ** 2 + 0.01 ** 2), 2);
    expect(found.bias.error / (0.01 / Math.sqrt(800))).toBeCloseTo(1, 1);
  });
  test('an error that samples of one part share is in the error over haloes alone', () => {
    const shared = Array.from({ length: 8 }, () => 0.01 * random.normal());
    const found = transferError(
      truth.map((t, s) => t + shared[parts[s]] + 0.001 * random.normal()),
      truth,
      parts
    );
    const spread = Math.sqrt(
      shared.reduce((sum, v) => sum + (v - shared.reduce((a, b) => a + b, 0) / 8) ** 2, 0) / 7 / 8
    );
    expect(found.biasOverHaloes.error / spread).toBeCloseTo(1, 1);
    expect(found.biasOverHaloes.error).toBeGreaterThan(5 * found.bias.error);
  });
  test('refuses columns of different lengths and two parts', () => {
    expect(() => transferError([1], truth, parts)).toThrow(/1 predictions/);
    expect(() =>
      transferError(
        truth,
        truth,
        truth.map((_, s) => s % 2)
      )
    ).toThrow(/three parts/);
  });
});
