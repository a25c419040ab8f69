import { engineAdapter, type MethodName } from '../../../src/interpret';
import { Random } from '../../../src/math';
import { shapleyByOrders } from './exhaustive';
import { convNetwork } from './networks';
import { expectClose, rowsOf, type Rung } from './rung';
import { guided, relevance, rescale } from './secondLayers';
import { methodNames, runMethod, valuesOf } from './settings';
import { slowForward, slowLayers } from './slowNetwork';
import {
  finiteDifference,
  named,
  netToy,
  randomRows,
  setBatch,
  setModel,
  tinyNet,
  toyBatch,
  toyModel,
  type Toy
} from './toys';

// smooth, so that finite differences are slopes everywhere and no draw is rare
const network = convNetwork(6, { activation: 'tanh', pooling: 'averagePooling1d' });
const layers = slowLayers(network);
const model = engineAdapter(network);
const f = (x: ArrayLike<number>): number => slowForward(layers, Array.from(x))[0];
const rows = randomRows(41, 2, 24);
const batch = toyBatch(rows, [12, 2]);
const base = randomRows(42, 1, 24)[0];
const baseline = named('drawn', base);
const slopes = finiteDifference(f, 1e-5);

/** The slow way is a function of one object. */
const exactly =
  (name: MethodName, slow: (x: number[]) => number[], options: Record<string, unknown> = {}) =>
  async (): Promise<void> => {
    const found = await valuesOf(name, model, batch, { baseline, ...options });
    const expected = rows.flatMap(slow);
    expectClose(name, found, expected, 1e-6 * Math.max(...expected.map(Math.abs)));
  };

/** The slow way draws by itself, from another stream; both with their errors. */
const byDraws =
  (
    name: MethodName,
    slow: (x: number[], random: Random) => ArrayLike<number>,
    read: 'mean' | 'variance',
    options = {}
  ) =>
  async (): Promise<void> => {
    const { inputs } = await runMethod(name, model, batch, { baseline, draws: 1500, ...options });
    const random = new Random(77);
    const draws = 600;
    rows.forEach((x, s) => {
      const all = Array.from({ length: draws }, () => Array.from(slow(x, random)));
      for (let i = 0; i < 24; i++) {
        const values = all.map(draw => draw[i]);
        const mean = values.reduce((a, b) => a + b, 0) / draws;
        const terms = read === 'mean' ? values : values.map(v => (v - mean) ** 2);
        const middle = terms.reduce((a, b) => a + b, 0) / draws;
        const error = Math.sqrt(terms.reduce((sum, v) => sum + (v - middle) ** 2, 0)) / draws;
        const [value, own] = [inputs.x.values[s * 24 + i], inputs.x.standardError![s * 24 + i]];
        expectClose(`${name}: place ${i}`, [value], [middle], 5 * Math.hypot(error, own) + 1e-9);
        // the errors themselves: that of the slow way, rescaled to as many draws
        const likely = error * Math.sqrt(draws / 1500);
        if (error > 1e-3) expectClose(`${name}: error of place ${i}`, [own / likely], [1], 0.3);
      }
    });
  };

const noisy = (x: number[], random: Random): ArrayLike<number> => {
  const range = Math.max(...x) - Math.min(...x);
  return slopes(x.map(v => v + 0.1 * range * random.normal()));
};

const onTheWay = (x: number[], part: number): Float64Array =>
  slopes(x.map((v, i) => base[i] + part * (v - base[i]))).map((g, i) => g * (x[i] - base[i]));

const integrated = (x: number[]): number[] => {
  const sum = new Array<number>(24).fill(0);
  for (let k = 0; k < 40; k++) onTheWay(x, (k + 0.5) / 40).forEach((v, i) => (sum[i] += v / 40));
  return sum;
};

const without = (x: number[], places: number[]): number =>
  f(x) - f(x.map((v, i) => (places.includes(i) ? base[i] : v)));

/** Patches of 3 cadences of one channel, 2 apart: for each place the patches that hold it. */
const occluded = (x: number[]): number[] =>
  x.map((_, place) => {
    const [cadence, channel] = [Math.floor(place / 2), place % 2];
    const covering = [0, 2, 4, 6, 8, 10].filter(start => cadence >= start && cadence < start + 3);
    const drops = covering.map(start =>
      without(
        x,
        [start, start + 1, start + 2].filter(c => c < 12).map(c => 2 * c + channel)
      )
    );
    return drops.reduce((a, b) => a + b, 0) / drops.length;
  });

const camOf = (x: number[]): number[] => {
  const [head, tail] = [layers.slice(0, 2), layers.slice(2)];
  const maps = slowForward(head, x);
  const gradient = finiteDifference(map => slowForward(tail, Array.from(map))[0], 1e-6)(maps);
  const alpha = [0, 1, 2].map(k => maps.reduce((sum, _, i) => sum + (i % 3 === k ? gradient[i] / 12 : 0), 0));
  // the maps have the length of the input: nothing to resize
  return x.map((_, place) => {
    const cadence = Math.floor(place / 2);
    return Math.max(
      0,
      alpha.reduce((sum, a, k) => sum + a * maps[3 * cadence + k], 0)
    );
  });
};

const members = async (): Promise<void> => {
  const value = (set: ArrayLike<number>[]) =>
    Math.tanh(set.reduce((sum, row) => sum + row[0] * row[1], 0)) + Math.log(set.length);
  const sets = [3, 5, 2].map((n, s) => randomRows(s + 60, n, 2));
  const expected = sets.flatMap(set =>
    set.flatMap((_, j) => new Array<number>(2).fill((value(set) - value(set.filter((_, i) => i !== j))) / 2))
  );
  const found = await valuesOf('leaveOneOutMembers', setModel(5, 2, value), setBatch(sets, 5));
  expectClose('leaveOneOutMembers', found, expected, 1e-12);
};

const shapley = async (): Promise<void> => {
  const toy = netToy(tinyNet(8, 6), 'relu');
  const [x, a, b] = randomRows(55, 3, 6);
  const groups = [[0, 5], [1], [2, 3], [4]];
  const played = (from: number[]) =>
    shapleyByOrders(
      {
        f: inside =>
          toy.f(x.map((v, i) => (inside[groups.findIndex(g => g.includes(i))] === 1 ? v : from[i])))
      },
      [1, 1, 1, 1],
      [0, 0, 0, 0]
    );
  const [p, q] = [played(a), played(b)];
  const expected = x.map((_, i) => {
    const g = groups.findIndex(group => group.includes(i));
    return (p[g] + q[g]) / 2 / groups[g].length;
  });
  const options = { baseline: named('rows', [...a, ...b]), groups };
  for (const name of ['exactShapley', 'kernelShap'] as const) {
    expectClose(name, await valuesOf(name, toyModel(6, toy), toyBatch([x]), options), expected, 1e-9);
  }
};

/** Sampled: within its errors of the exact values, over many seeds; and the errors are about as large as the misses. */
const sampledShapley = async (): Promise<void> => {
  await shapley();
  const toy = netToy(tinyNet(9, 11, 8), 'relu');
  const x = randomRows(56, 1, 11);
  const options = { baseline: named('drawn', randomRows(57, 1, 11)[0]) };
  const truth = await valuesOf('exactShapley', toyModel(11, toy), toyBatch(x), options);
  let [square, n] = [0, 0];
  for (let seed = 1; seed <= 40; seed++) {
    const { inputs, residual } = await runMethod('kernelShap', toyModel(11, toy), toyBatch(x), {
      ...options,
      samples: 300,
      seed
    });
    const errors = inputs.x.standardError!;
    expectClose(
      `kernelShap, seed ${seed}`,
      inputs.x.values,
      truth,
      errors.map(e => 5.5 * e)
    );
    expectClose('its additivity', residual!.absolute, [0], 1e-9);
    truth.forEach((v, i) => {
      square += ((inputs.x.values[i] - v) / errors[i]) ** 2;
      n++;
    });
  }
  // the mean squared miss in errors is 1 for errors that are right
  expectClose('kernelShap: misses in errors', [Math.sqrt(square / n)], [1], 0.15);
  await withoutBias();
};

/** What only four players together bring: another weighting of sizes gives some of it to those who bring nothing. */
async function withoutBias(): Promise<void> {
  const toy: Toy = { f: x => x[0] * x[1] * x[2] * x[3] + x[4] };
  const x = [new Array<number>(11).fill(1)];
  const truth = [0.25, 0.25, 0.25, 0.25, 1, 0, 0, 0, 0, 0, 0];
  const runs = 60;
  const mean = new Array<number>(11).fill(0);
  const variance = new Array<number>(11).fill(0);
  for (let seed = 1; seed <= runs; seed++) {
    const { inputs } = await runMethod('kernelShap', toyModel(11, toy), toyBatch(x), {
      baseline: named('zero', new Float64Array(11)),
      samples: 600,
      seed
    });
    inputs.x.values.forEach((v, i) => {
      mean[i] += v / runs;
      variance[i] += (inputs.x.standardError![i] / runs) ** 2;
    });
  }
  const errors = variance.map(Math.sqrt);
  if (Math.max(...errors) > 0.005)
    throw new Error(`kernelShap: the mean has an error of ${Math.max(...errors)}.`);
  expectClose(
    'kernelShap: mean over seeds',
    mean,
    truth,
    errors.map(e => 4.5 * e)
  );
}

/** Masks by the paper's recipe: a grid, bilinear to (s + 1) ceil(H / s), cut at a random place; one by one, from its own stream. */
const masked = async (): Promise<void> => {
  const [high, wide, cells, keep] = [6, 7, 3, 0.4];
  const weights = randomRows(3, 1, high * wide * 2)[0];
  const value = (x: ArrayLike<number>) =>
    Math.tanh(0.2 * Array.from(x).reduce((sum, v, i) => sum + v * weights[i], 0)) + 2;
  const [x] = randomRows(4, 1, high * wide * 2);
  const shape = [high, wide, 2];
  const { inputs } = await runMethod('rise', toyModel(x.length, { f: value }, shape), toyBatch([x], shape), {
    baseline: named('level', new Array<number>(x.length).fill(0.5)),
    masks: 3000,
    cells,
    keep
  });
  const random = new Random(99);
  const draws = 3000;
  const terms = Array.from({ length: draws }, () => {
    const mask = paperMask(random, high, wide, cells, keep);
    const score = value(x.map((v, i) => 0.5 + mask[Math.floor(i / 2)] * (v - 0.5)));
    return mask.map(m => (score * m) / keep);
  });
  x.forEach((_, i) => {
    const values = terms.map(term => term[Math.floor(i / 2)]);
    const mean = values.reduce((a, b) => a + b, 0) / draws;
    const error = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0)) / draws;
    expectClose(
      `rise: place ${i}`,
      [inputs.x.values[i]],
      [mean],
      5 * Math.hypot(error, inputs.x.standardError![i])
    );
    expectClose(`rise: error of place ${i}`, [inputs.x.standardError![i] / error], [1], 0.15);
  });
};

function paperMask(random: Random, high: number, wide: number, cells: number, keep: number): number[] {
  const grid = Array.from({ length: cells }, () =>
    Array.from({ length: cells }, () => (random.uniform() < keep ? 1 : 0))
  );
  const [stepY, stepX] = [Math.ceil(high / cells), Math.ceil(wide / cells)];
  const [top, left] = [random.integer(0, stepY - 1), random.integer(0, stepX - 1)];
  const at = (pixel: number, step: number) => ((pixel + 0.5) * cells) / ((cells + 1) * step) - 0.5;
  const inside = (i: number) => Math.min(cells - 1, Math.max(0, i));
  const mask: number[] = [];
  for (let y = top; y < top + high; y++) {
    for (let x = left; x < left + wide; x++) {
      const [u, v] = [at(y, stepY), at(x, stepX)];
      const [i, j] = [Math.floor(u), Math.floor(v)];
      const [s, t] = [u - i, v - j];
      const cell = (a: number, b: number) => grid[inside(a)][inside(b)];
      mask.push(
        (1 - s) * (1 - t) * cell(i, j) +
          (1 - s) * t * cell(i, j + 1) +
          s * (1 - t) * cell(i + 1, j) +
          s * t * cell(i + 1, j + 1)
      );
    }
  }
  return mask;
}

export const secondImplementations: Rung = {
  number: 5,
  title: 'a slow second implementation, straight from the definition',
  rows: rowsOf(
    methodNames,
    {
      gradient: exactly('gradient', x => Array.from(slopes(x))),
      gradientInput: exactly('gradientInput', x => Array.from(slopes(x), (v, i) => v * x[i])),
      smoothGrad: byDraws('smoothGrad', noisy, 'mean'),
      smoothGradSquared: byDraws(
        'smoothGradSquared',
        (x, random) => Array.from(noisy(x, random), v => v * v),
        'mean'
      ),
      varGrad: byDraws('varGrad', noisy, 'variance'),
      integratedGradients: exactly('integratedGradients', integrated, { steps: 40 }),
      expectedGradients: byDraws('expectedGradients', (x, random) => onTheWay(x, random.uniform()), 'mean'),
      occlusion: exactly('occlusion', occluded, { patch: [3, 1], stride: [2, 1] }),
      leaveOneOut: exactly('leaveOneOut', x => x.map((_, i) => without(x, [i]))),
      leaveOneOutMembers: members,
      gradCam: exactly('gradCam', camOf),
      rise: masked,
      exactShapley: shapley,
      kernelShap: sampledShapley,
      deepLift: rescale,
      lrp: relevance,
      guidedBackprop: guided
    },
    ''
  )
};
