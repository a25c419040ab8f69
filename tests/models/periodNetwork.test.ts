import { gaussianLogLoss, featureTable, takeRows } from '../../src/learn';
import { fitPeriodNetwork, getWeights, periodFeatures, periodNetwork, predictPeriod } from '../../src/models';
import { useBackend } from '../../src/models/backend';
import { mean, Random } from '../../src/math';
import { simulateRotatingStars, tessSampling } from '../../src/datasets/simulators';

beforeAll(() => useBackend());

/** y = 2 a + noise, whose size is ln(1 + exp(b)), from .05 to 3. */
function toy(rows: number, seed: number) {
  const random = new Random(seed);
  const a = Float64Array.from({ length: rows }, () => random.normal());
  const b = Float64Array.from({ length: rows }, () => random.uniform(-3, 3));
  const sigma = b.map(v => Math.log1p(Math.exp(v)));
  const target = a.map((v, i) => 2 * v + sigma[i] * random.normal());
  return { table: featureTable({ a, b }), target, sigma };
}

describe('the period network', () => {
  test('learns a mean and how far it is off, up to the least loss that anything can have', async () => {
    const [train, validation, held] = [toy(1500, 1), toy(400, 2), toy(600, 3)];
    const model = periodNetwork(2, { hidden: [8], dropout: 0, seed: 1 });
    await fitPeriodNetwork(model, train, {
      epochs: 20,
      learningRate: e => (e < 15 ? 0.02 : 2e-3),
      validation
    });
    const answer = predictPeriod(model, held.table);
    const off = held.sigma.map((s, i) => Math.abs(Math.log(answer.sigma[i] / s)));
    expect(mean(off)).toBeLessThan(0.15);
    const best = gaussianLogLoss({
      mean: held.table.columns[0].map(v => 2 * v),
      sigma: held.sigma,
      truth: held.target
    });
    const loss = gaussianLogLoss({ ...answer, truth: held.target });
    expect(loss).toBeGreaterThan(best - 0.05);
    expect(loss).toBeLessThan(best + 0.06);
  });
  test('the loss that it reports is the one of the metric', async () => {
    const [train, validation] = [toy(200, 1), toy(100, 2)];
    const model = periodNetwork(2, { hidden: [8], seed: 2 });
    // the last step is far too long: its weights are worse
    const learningRate = (epoch: number) => (epoch < 3 ? 0.01 : 1);
    const { history, bestEpoch } = await fitPeriodNetwork(model, train, {
      epochs: 4,
      learningRate,
      validation
    });
    expect(bestEpoch).toBeLessThan(4);
    const answer = predictPeriod(model, validation.table);
    const loss = gaussianLogLoss({ ...answer, truth: validation.target });
    // the best epoch's weights are the ones that are kept, not the last one's
    expect(loss).toBeCloseTo(history[bestEpoch - 1].validationLoss!, 4);
    expect(history[bestEpoch - 1].validationLoss).toBe(Math.min(...history.map(h => h.validationLoss!)));
  });
  test('one seed, one network; before training it says one sigma of everything', async () => {
    const trained = async (seed: number) => {
      const model = periodNetwork(2, { hidden: [8], seed });
      const fresh = predictPeriod(model, toy(5, 1).table);
      expect(new Set(fresh.sigma).size).toBe(1);
      await fitPeriodNetwork(model, toy(200, 1), { epochs: 2, seed });
      return getWeights(model).map(w => [...w]);
    };
    expect(await trained(3)).toEqual(await trained(3));
    expect(await trained(3)).not.toEqual(await trained(4));
  });
  test('bad input is refused by name', () => {
    const model = periodNetwork(2);
    const { table, target } = toy(10, 1);
    expect(() => predictPeriod(model, featureTable({ a: [1] }))).toThrow(
      /the table has 1 columns; the network takes 2/
    );
    expect(() => fitPeriodNetwork(model, { table, target: [1] }, { epochs: 1 })).toThrow(
      /1 targets for 10 rows/
    );
    const odd = target.map((v, i) => (i === 3 ? NaN : v));
    expect(() => fitPeriodNetwork(model, { table, target: odd }, { epochs: 1 })).toThrow(/target 3 is NaN/);
    expect(() => periodNetwork(0)).toThrow(/inputs is 0/);
  });
});

describe('columns of the network', () => {
  const sampling = tessSampling({ binMinutes: 180 });
  const length = sampling.time.length;
  const sines = (periods: number[], amplitude = 0.01) => ({
    rows: periods.length,
    length,
    sampling,
    flux: Float32Array.from(
      { length: periods.length * length },
      (_, i) =>
        amplitude * Math.sin((2 * Math.PI * sampling.time[i % length]) / periods[Math.floor(i / length)])
    )
  });
  test('both old methods find the period of a sine', async () => {
    const periods = [1.37, 4.2, 13];
    const { peak, power, lag } = await periodFeatures(sines(periods));
    periods.forEach((period, row) => {
      expect(Math.abs(Math.log(peak[row] / period))).toBeLessThan(0.02);
      expect(power[row]).toBeGreaterThan(0.9);
      expect(Math.abs(Math.log(lag[row] / period))).toBeLessThan(0.05);
    });
  });
  test('the greatest power of a stretch is in its column, whatever the number of columns', async () => {
    const few = await periodFeatures(sines([4.2]), { columns: 16 });
    const many = await periodFeatures(sines([4.2]), { columns: 64 });
    const most = (f: typeof few, n: number) => Math.max(...f.table.columns.slice(0, n).map(c => c[0]));
    expect(most(few, 16)).toBeCloseTo(most(many, 64), 12);
    expect(most(few, 16) ** 2).toBeCloseTo(few.power[0], 12);
  });
  test('a brighter or fainter curve of the same shape has the same columns but scatter and noise', async () => {
    const [a, b] = await Promise.all([0.001, 0.1].map(size => periodFeatures(sines([4.2], size))));
    a.table.names.forEach((name, k) => {
      const shift = name === 'ln scatter' || name === 'ln noise' ? Math.log(100) : 0;
      expect(Math.abs(b.table.columns[k][0] - a.table.columns[k][0] - shift)).toBeLessThan(1e-4);
    });
  });
  test('columns have names of their own, and a row does not hang on the others', async () => {
    const stars = simulateRotatingStars({ stars: 4, seed: 3 });
    const all = await periodFeatures(stars);
    expect(new Set(all.table.names).size).toBe(all.table.names.length);
    const last = { ...stars, rows: 1, flux: stars.flux.slice(7 * stars.length) };
    expect((await periodFeatures(last)).table.columns).toEqual(takeRows(all.table, [7]).columns);
  });
  test('a curve that does not fit its times is refused', async () => {
    await expect(periodFeatures({ ...sines([3]), rows: 2 })).rejects.toThrow(
      /fluxes and .* times for 2 rows/
    );
  });
});
