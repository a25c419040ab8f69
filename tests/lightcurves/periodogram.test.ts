import { autocorrelation, autocorrelationPeak, lombScargle, periodGrid } from '../../src/lightcurves';
import { Random } from '../../src/math';

/** Uneven times with a gap. */
function someTimes(n: number, seed = 1) {
  const random = new Random(seed);
  const times = Array.from({ length: n }, () => random.uniform(0, 30)).filter(t => t < 11 || t > 15);
  return Float64Array.from(times).sort();
}

/** Solves the normal equations of 1, cos, sin by Cramer's rule: an independent way to the same sum of squares. */
function explained(time: ArrayLike<number>, y: ArrayLike<number>, period: number): number {
  const rows = Array.from(time, t => [
    1,
    Math.cos((2 * Math.PI * t) / period),
    Math.sin((2 * Math.PI * t) / period)
  ]);
  const m = [0, 1, 2].map(i => [0, 1, 2].map(j => rows.reduce((sum, r) => sum + r[i] * r[j], 0)));
  const b = [0, 1, 2].map(i => rows.reduce((sum, r, k) => sum + r[i] * y[k], 0));
  const det = (a: number[][]) =>
    a[0][0] * (a[1][1] * a[2][2] - a[1][2] * a[2][1]) -
    a[0][1] * (a[1][0] * a[2][2] - a[1][2] * a[2][0]) +
    a[0][2] * (a[1][0] * a[2][1] - a[1][1] * a[2][0]);
  const x = [0, 1, 2].map(k => det(m.map((row, i) => row.map((v, j) => (j === k ? b[i] : v)))) / det(m));
  const mean = Array.prototype.reduce.call(y, (s, v) => (s as number) + v / y.length, 0) as number;
  let [before, after] = [0, 0];
  rows.forEach((r, i) => {
    before += (y[i] - mean) ** 2;
    after += (y[i] - r[0] * x[0] - r[1] * x[1] - r[2] * x[2]) ** 2;
  });
  return 1 - after / before;
}

describe('Lomb-Scargle periodogram', () => {
  test('a sine on a constant has power 1 at its period, whatever amplitude, phase and constant', () => {
    const time = someTimes(200);
    const power = lombScargle(time, [2.7]);
    for (const [amplitude, phase, constant] of [
      [1, 0, 0],
      [1e-3, 1.1, 1],
      [50, -2, -300]
    ]) {
      const flux = time.map(t => constant + amplitude * Math.sin((2 * Math.PI * t) / 2.7 + phase));
      expect(power(flux)[0]).toBeCloseTo(1, 7);
    }
  });
  test('the power is the variance that least squares of sine and constant take away', () => {
    const time = someTimes(80);
    const random = new Random(5);
    const flux = time.map(t => Math.sin(t) + random.normal());
    const periods = [0.7, 3, 6.1, 19, 45];
    const power = lombScargle(time, periods)(flux);
    periods.forEach((period, k) => expect(power[k]).toBeCloseTo(explained(time, flux, period), 9));
  });
  test('of noise it is small: the mean over many curves is 2 / (n - 1)', () => {
    const time = someTimes(60);
    const n = time.length;
    const power = lombScargle(time, periodGrid(1, 10, 20));
    const random = new Random(2);
    let sum = 0;
    for (let draw = 0; draw < 2000; draw++) sum += power(time.map(() => random.normal()))[draw % 20];
    expect(Math.abs(sum / 2000 / (2 / (n - 1)) - 1)).toBeLessThan(0.1);
  });
  test('a period sampled twice a turn: sine and constant are enough, power stays within 0 to 1', () => {
    const time = Float64Array.from({ length: 40 }, (_, i) => i);
    const flux = time.map(t => (t % 2 ? 1 : -1));
    expect(lombScargle(time, [2])(flux)[0]).toBeCloseTo(1, 9);
    expect(lombScargle(time, [1])(flux)[0]).toBeCloseTo(0, 9);
  });
  test('a flat curve has none', () => {
    expect([...lombScargle([0, 1, 2, 3, 5], [2, 3])([7, 7, 7, 7, 7])]).toEqual([0, 0]);
  });
  test('bad input is refused by name', () => {
    expect(() => lombScargle([0, 1, 2], [1])).toThrow(/3 times; expected at least 4/);
    expect(() => lombScargle([0, 1, 2, 3], [0])).toThrow(/a period is 0/);
    expect(() => lombScargle([0, 1, 2, 3], [1])([0, 1, NaN, 2])).toThrow(/flux 2 is NaN/);
    expect(() => lombScargle([0, 1, 2, 3], [1])([0, 1])).toThrow(/2 fluxes for 4 times/);
    expect(() => periodGrid(5, 1, 10)).toThrow(/10 periods from 5 to 1/);
  });
  test('periodGrid: even in the logarithm, ends included', () => {
    expect([...periodGrid(1, 16, 5)].map(p => +p.toFixed(9))).toEqual([1, 2, 4, 8, 16]);
  });
});

describe('autocorrelation', () => {
  /** Places of a grid with a gap. */
  const places = Array.from({ length: 400 }, (_, i) => i).filter(i => i < 150 || i >= 180);
  test('by hand, with a missing place', () => {
    // -1 1 . -1 1 on places 0 1 3 4: lag 1 has pairs (0,1), (3,4); lag 2 (1,3); lag 3 (0,3), (1,4)
    const values = autocorrelation([0, 1, 3, 4], 4)([-1, 1, -1, 1]);
    expect([...values]).toEqual([1, -1, -1, 1]);
  });
  test('a sine has the cosine', () => {
    const values = autocorrelation(places)(places.map(i => 3 + Math.sin((2 * Math.PI * i) / 25)));
    for (const lag of [0, 5, 12, 25, 50]) {
      expect(Math.abs(values[lag] - Math.cos((2 * Math.PI * lag) / 25))).toBeLessThan(0.04);
    }
  });
  test('a gap does not make a period: white noise stays white', () => {
    const random = new Random(4);
    const values = autocorrelation(places)(places.map(() => random.normal()));
    expect(Math.max(...values.slice(1).map(Math.abs))).toBeLessThan(5 / Math.sqrt(200));
  });
  test('its peak is the period, also where two groups of spots make a maximum at half of it', () => {
    const peak = (flux: (i: number) => number) =>
      autocorrelationPeak(autocorrelation(places)(places.map(flux)))!.lag;
    const turn = (i: number, period: number) => (2 * Math.PI * i) / period;
    expect(Math.abs(peak(i => Math.sin(turn(i, 31.4))) - 31.4)).toBeLessThan(0.5);
    expect(Math.abs(peak(i => 0.4 * Math.sin(turn(i, 40)) + Math.sin(turn(i, 20))) - 40)).toBeLessThan(1);
  });
  test('none where there is none: a slope', () => {
    expect(autocorrelationPeak(Float64Array.from({ length: 100 }, (_, k) => 1 - k / 50))).toBeNull();
  });
  test('bad input is refused by name', () => {
    expect(() => autocorrelation([0, 2, 2])).toThrow(/place 2 is 2 after 2/);
    expect(() => autocorrelation([0, 1], 5)).toThrow(/lags is 5/);
    expect(() => autocorrelation([0, 1])([1, NaN])).toThrow(/not finite/);
    expect(() => autocorrelation([0, 1])([1])).toThrow(/1 fluxes for 2 places/);
  });
});
