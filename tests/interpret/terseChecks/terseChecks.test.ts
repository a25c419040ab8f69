import {
  conceptSensitivity,
  engineAdapter,
  linearCka,
  nuisanceDecodability,
  residualInformation,
  terseCorrelationCheck,
  terseSeparability,
  type Batch,
  type TerseTable
} from '../../../src/interpret';
import { Random } from '../../../src/math';

/** Objects of haloes seen four times each: terse value follows mass, and the seed as far as `leak` has it. */
function objects(count: number, { leak = 0, seed = 1, slope = 1, shift = 0 } = {}) {
  const random = new Random(500 + seed);
  const haloes = Array.from({ length: count / 4 }, () => random.normal());
  const mass = Float64Array.from({ length: count }, (_, i) => haloes[Math.floor(i / 4)]);
  const seeds = Float64Array.from({ length: count }, () => random.normal());
  const camera = Array.from({ length: count }, () => random.pick(['1', '2', '3']));
  const terse = Float64Array.from(
    { length: count },
    (_, i) =>
      slope * mass[i] +
      leak * seeds[i] +
      (leak ? leak * Number(camera[i]) : 0) +
      shift +
      0.2 * random.normal()
  );
  const table: TerseTable = { terse, count, size: 1, groups: mass.map((_, i) => Math.floor(i / 4)) };
  return { table, mass, seeds, camera };
}

describe('B1, correlation', () => {
  const { table, mass, seeds } = objects(160);
  const radius = mass.map(m => Math.exp(m / 3));
  const found = terseCorrelationCheck(table, { mass, radius, seed: seeds }, { permutations: 199 });
  test('follows mass, and what goes with it only through it', () => {
    expect(found[0]).toMatchObject({ field: 'mass', terse: 0, partial: null });
    expect(found[0].spearman!).toBeGreaterThan(0.95);
    expect(found[0].low!).toBeLessThan(found[0].spearman!);
    expect(found[0].high!).toBeGreaterThan(found[0].spearman!);
    expect(found[0].p).toBe(1 / 200);
    // the same ranks: nothing is left of it at fixed mass
    expect(found[1].spearman).toBeCloseTo(found[0].spearman!, 12);
    expect(found[1].partial).toBeNull();
    expect(Math.abs(found[2].partial!)).toBeLessThan(0.2);
  });
  test('Holm: the least p counts thrice, the next twice, none below one before', () => {
    const p = found.map(f => f.p).sort((a, b) => a - b);
    const corrected = found.map(f => f.pHolm).sort((a, b) => a - b);
    expect(corrected[0]).toBeCloseTo(3 * p[0], 12);
    expect(corrected[1]).toBeCloseTo(Math.max(3 * p[0], 2 * p[1]), 12);
    expect(corrected[2]).toBeCloseTo(Math.max(corrected[1], p[2]), 12);
  });
  test('p is right where groups make rows alike: a field of chance by halo is found in about 5 %', () => {
    const random = new Random(77);
    let significant = 0;
    const trials = 60;
    for (let trial = 0; trial < trials; trial++) {
      const byHalo = Array.from({ length: 20 }, () => random.normal());
      const field = Float64Array.from({ length: 80 }, (_, i) => byHalo[Math.floor(i / 4)]);
      const own = objects(80, { seed: trial + 1 });
      const [check] = terseCorrelationCheck(
        own.table,
        { field },
        { permutations: 99, draws: 20, seed: trial + 1 }
      );
      if (check.p <= 0.05) significant++;
    }
    expect(significant).toBeLessThanOrEqual(8);
  });
});

describe('B2, decodability', () => {
  test('an honest value holds no nuisance, one that leaks holds both kinds', () => {
    const honest = objects(600);
    const leaky = objects(600, { leak: 0.5 });
    const ask = ({ table, mass, seeds, camera }: ReturnType<typeof objects>) =>
      nuisanceDecodability(table, { seed: seeds, camera }, { mass });
    for (const { selectivity } of ask(honest)) expect(Math.abs(selectivity)).toBeLessThan(0.08);
    const [seed, camera] = ask(leaky);
    expect(seed.selectivity).toBeGreaterThan(0.4);
    expect(camera.selectivity).toBeGreaterThan(0.15);
  });
  test('what the physics says already is not counted: a nuisance that is mass gives nothing beyond', () => {
    const { table, mass } = objects(600);
    const [found] = nuisanceDecodability(table, { copy: mass.map(m => 2 * m) }, { mass });
    expect(found.skill).toBeGreaterThan(0.9);
    // the larger of the noise of two probes
    expect(Math.abs(found.beyond)).toBeLessThan(0.03);
  });
});

describe('B3, separability', () => {
  const home = objects(800);
  test('the same domain cannot be told apart, one that is shifted at fixed mass can', () => {
    const same = objects(800, { seed: 2 });
    const shifted = objects(800, { seed: 3, shift: 0.4 });
    const ask = (away: ReturnType<typeof objects>) =>
      terseSeparability(home.table, away.table, { home: home.mass, away: away.mass }, { draws: 50 });
    expect(Math.abs(ask(same).auc - 0.5)).toBeLessThan(0.06);
    const found = ask(shifted);
    // two normal laws 2 sigma apart: Phi(sqrt 2) = .921
    expect(found.auc).toBeGreaterThan(0.88);
    expect(found.auc).toBeLessThan(0.95);
    expect(found.interval![0]).toBeGreaterThan(0.8);
  });
  test('other masses alone are no difference', () => {
    const heavy = objects(800, { seed: 4 });
    const keep = [...heavy.mass.keys()].filter(i => heavy.mass[i] > 0);
    const part = (values: Float64Array) => Float64Array.from(keep, i => values[i]);
    const away: TerseTable = {
      terse: part(heavy.table.terse as Float64Array),
      count: keep.length,
      size: 1,
      groups: keep.map(i => Math.floor(i / 4))
    };
    const { auc } = terseSeparability(
      home.table,
      away,
      { home: home.mass, away: part(heavy.mass) },
      { draws: 20 }
    );
    expect(Math.abs(auc - 0.5)).toBeLessThan(0.08);
  });
});

test('B5: a value that knows more than all summaries stands out, one that knows as much does not', () => {
  const { table, mass, seeds } = objects(600, { leak: 0.5 });
  const answer = mass.map((m, i) => m + seeds[i]);
  const leak = residualInformation(table, answer, { mass });
  expect(leak.difference).toBeGreaterThan(0.1);
  const honest = objects(600);
  const found = residualInformation(honest.table, honest.mass, { mass: honest.mass });
  expect(found.fromKnown).toBeCloseTo(1, 3);
  expect(found.difference).toBeLessThan(0.01);
});

test('B6: 1 for a rotation and a scale, the square of Pearson for one value, near 0 for chance', () => {
  const random = new Random(12);
  const count = 2000;
  const terse = Float64Array.from({ length: 2 * count }, () => random.normal());
  const a = { terse, count, size: 2 };
  const turned = Float64Array.from({ length: 2 * count }, (_, i) => {
    const [x, y] = [terse[i - (i % 2)], terse[i - (i % 2) + 1]];
    return 5 + 3 * (i % 2 ? -0.6 * x + 0.8 * y : 0.8 * x + 0.6 * y);
  });
  expect(linearCka(a, { terse: turned, count, size: 2 })).toBeCloseTo(1, 10);
  const chance = Float64Array.from({ length: 2 * count }, () => random.normal());
  expect(linearCka(a, { terse: chance, count, size: 2 })).toBeLessThan(0.01);
  const one = { terse: Float64Array.from([1, 2, 3, 4]), count: 4, size: 1 };
  const two = { terse: Float64Array.from([1, 3, 2, 4]), count: 4, size: 1 };
  expect(linearCka(one, two)).toBeCloseTo(0.8 ** 2, 12);
  expect(() => linearCka(one, { ...two, terse: Float64Array.from([1, 1, 1, 1]) })).toThrow(/does not vary/);
});

describe('B7, concepts', () => {
  const random = new Random(31);
  const width = 6;
  const batch = (count: number, lift = 0): Batch => ({
    count,
    arrays: {
      x: {
        shape: [width],
        values: Float64Array.from(
          { length: count * width },
          (_, i) => random.normal() + (i % width === 2 ? lift : 0)
        )
      }
    }
  });
  const kernel = {
    shape: [width, width],
    values: Array.from({ length: width ** 2 }, (_, i) => (i % (width + 1) ? 0 : 1))
  };
  const model = (weight: number) =>
    engineAdapter({
      name: 'concepts',
      inputs: [{ name: 'x', shape: [width] }],
      nodes: [
        { name: 'inner', kind: 'dense', config: {}, weights: { kernel }, from: ['x'] },
        {
          name: 'answer',
          kind: 'dense',
          config: {},
          weights: { kernel: { shape: [width, 1], values: [1, -1, weight, 0.5, -0.5, 0] } },
          from: ['inner']
        }
      ],
      output: 'answer'
    });
  test('a score that rises with the concept does so for all, one that ignores it is not told from chance', async () => {
    const [objects, concept, others] = [batch(20), batch(40, 3), batch(200)];
    const used = await conceptSensitivity(model(3), objects, concept, others, { layer: 'inner' });
    expect(used).toMatchObject({ positive: 1, significant: true });
    const against = await conceptSensitivity(model(-3), objects, concept, others, { layer: 'inner' });
    expect(against.positive).toBe(0);
    await expect(
      conceptSensitivity(model(3), objects, concept, batch(50), { layer: 'inner' })
    ).rejects.toThrow(/twice as many/);
  });
});

test('a table that does not fit is refused with its name', () => {
  const { table, mass } = objects(40);
  expect(() => terseCorrelationCheck({ ...table, size: 2 }, { mass })).toThrow(/expected 80/);
  expect(() => terseCorrelationCheck(table, { mass: mass.subarray(1) })).toThrow(/"mass" has 39/);
  const holed = Float64Array.from(mass);
  holed[7] = NaN;
  expect(() => nuisanceDecodability(table, { seed: mass }, { mass: holed })).toThrow(
    /mass holds NaN at place 7/
  );
});
