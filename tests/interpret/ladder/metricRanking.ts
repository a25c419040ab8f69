/** Rung 8: on models whose true map is known a metric ranks truth > noisy truth > noise >= the opposite of the truth. */
import {
  aopc,
  associateStrategies,
  completeness,
  dataRandomisation,
  deletion,
  entropy,
  explain,
  findStrategies,
  gini,
  infidelity,
  insertion,
  linearCka,
  maxSensitivity,
  methodAgreement,
  nuisanceDecodability,
  parameterRandomisation,
  pointingGame,
  randomLogit,
  relevanceMass,
  relevanceRank,
  residualInformation,
  road,
  sensitivityN,
  terseCorrelationCheck,
  terseSeparability,
  type Batch,
  type Explainer,
  type Measured,
  type ModelAdapter
} from '../../../src/interpret';
import { Random } from '../../../src/math';
import { additive, additiveMap, corrupt, normalBatch, smallNet, twoWays } from '../metrics/analytic';
import type { Row, Rung } from './rung';

const WIDTH = 24;
const zero = { name: 'zero-physical', values: new Float64Array(WIDTH) };
const places: ((x: number, i: number) => number)[] = [
  (x, i) => ((i % 7) - 3) * x,
  (x, i) => (1 + (i % 5)) * Math.tanh(2 * x)
];

type MapMetric = (model: ModelAdapter, batch: Batch, maps: Float64Array) => Promise<Measured>;

/** Value on a scale where more is better. */
const goodness = ({ value, better }: Measured) => (better === 'high' ? value! : -value!);

/** Throws unless figures fall, each step by at least 2 % of the whole fall: a step, not a rounding error. */
function expectFalling(what: string, found: number[], least = 0.1): void {
  const span = found[0] - found[found.length - 1];
  const falls = found.slice(1).every((v, k) => found[k] - v > 0.02 * span);
  if (!(span > least && falls)) throw new Error(`${what}: ${found.join(', ')} do not fall by steps.`);
}

async function climbMaps(
  metric: MapMetric,
  model: ModelAdapter,
  batch: Batch,
  truth: Float64Array,
  opposite: Float64Array = truth.map(v => -v),
  shares = [0, 0.4, 0.8, 1]
): Promise<void> {
  const found: number[] = [];
  for (const share of shares) found.push(goodness(await metric(model, batch, corrupt(truth, share))));
  expectFalling('from truth to noise', found);
  const worst = goodness(await metric(model, batch, opposite));
  const noise = found[found.length - 1];
  if (!(worst <= noise)) throw new Error(`the opposite of the truth gets ${worst}, noise ${noise}.`);
}

const ofCurves = (what: string, metric: MapMetric): Row => ({
  what,
  async climb() {
    const batch = normalBatch(60, [WIDTH], 3);
    for (const of of places) await climbMaps(metric, additive([WIDTH], of), batch, additiveMap(batch, of));
  }
});

/** An image with a source in a corner that the model sums up, over a sky it does not look at. */
function corner() {
  const side = 12;
  const inside = (i: number) => Math.floor(i / side) < 4 && i % side >= 8;
  const model = additive([side, side], (x, i) => (inside(i) ? x : 0), ['y', 'x']);
  const batch = normalBatch(40, [side, side], 9, 3);
  const truth = Float64Array.from(batch.arrays.x.values, (_, i) => (inside(i % (side * side)) ? 1 : 0));
  return { model, batch, truth };
}

const ofImages = (
  what: string,
  metric: (m: ModelAdapter, b: Batch, maps: Float64Array, truth: Float64Array) => Promise<Measured>,
  opposite: (truth: Float64Array<ArrayBuffer>) => Float64Array
): Row => ({
  what,
  async climb() {
    const { model, batch, truth } = corner();
    const ask: MapMetric = (m, b, maps) => metric(m, b, maps, truth);
    // a source this sharp is still found in much noise
    await climbMaps(ask, model, batch, truth, opposite(truth), [0, 0.9, 0.98, 1]);
  }
});

const turned = (truth: Float64Array) => truth.map(v => -v);

/** Maps that rest on fewer and fewer places. */
const ofConcentration = (what: string, metric: typeof gini): Row => ({
  what,
  async climb() {
    const model = additive([WIDTH], places[0]);
    const found: number[] = [];
    for (const base of [0, 0.5, 0.8, 1]) {
      const map = Float64Array.from({ length: WIDTH }, (_, i) => base ** i);
      found.push(goodness(await metric(model, normalBatch(1, [WIDTH]), map)));
    }
    expectFalling('from one place to all', found);
  }
});

const NET = 40;
const randomisationBatch = normalBatch(30, [NET], 11);
/** The gradient, mixed with a map of the input that no randomisation changes. */
const mixed =
  (share: number): Explainer =>
  async (model, asked) => {
    const map = await explain(model, asked, 'gradient');
    const own = map.inputs.x.values as Float64Array;
    const size = Math.sqrt(own.reduce((sum, v) => sum + v * v, 0) / own.length);
    const values = own.map((v, i) => (1 - share) * v + share * size * asked.arrays.x.values[i]);
    return { ...map, inputs: { x: { ...map.inputs.x, values } } };
  };

/** Explainers that look at the model less and less. */
const ofExplainers = (
  what: string,
  measure: (explainer: Explainer) => Promise<Measured>,
  explainerOf = mixed
): Row => ({
  what,
  async climb() {
    const found: number[] = [];
    for (const share of [0, 0.4, 0.8]) found.push(goodness(await measure(explainerOf(share))));
    expectFalling('from the model to the input', found);
  }
});

/** The gradient with noise of its own, other at each input. */
const shaky =
  (share: number): Explainer =>
  async (model, asked) => {
    const clean = await explain(model, asked, 'gradient');
    const seed = Math.floor(1e6 * Math.abs(asked.arrays.x.values[0]));
    const values = corrupt(clean.inputs.x.values as Float64Array, share, seed);
    return { ...clean, inputs: { x: { ...clean.inputs.x, values } } };
  };

/** A terse value of 400 objects that follows mass, with noise, and a nuisance as far as `leak` has it. */
function terse(leak: number, noise = 0.2, seed = 1, shift = 0) {
  const random = new Random(600 + seed);
  const draw = () => Float64Array.from({ length: 400 }, () => random.normal());
  const [mass, nuisance, rest] = [draw(), draw(), draw()];
  const values = mass.map((m, i) => m + leak * nuisance[i] + noise * rest[i] + shift);
  return { table: { terse: values, count: 400, size: 1 }, mass, nuisance };
}

/** Figures of terse values that are worse and worse. */
const ofTerse = (what: string, grades: number[], figure: (grade: number) => number): Row => ({
  what,
  climb: () => expectFalling('from honest to spoilt', grades.map(figure))
});

const rows: Row[] = [
  ofCurves('deletion', (m, b, maps) => deletion(m, b, maps, { baseline: zero })),
  ofCurves('insertion', (m, b, maps) => insertion(m, b, maps, { baseline: zero })),
  ofCurves('aopc', (m, b, maps) => aopc(m, b, maps, { baseline: zero })),
  ofCurves('sensitivityN', (m, b, maps) => sensitivityN(m, b, maps, { baseline: zero, subsets: 40 })),
  ofCurves('infidelity', (m, b, maps) => infidelity(m, b, maps, { perturbation: 'subset', baseline: zero })),
  {
    // a sum says nothing of which place is right: it ranks what is missing, not what is wrong
    what: 'completeness',
    async climb() {
      const batch = normalBatch(60, [WIDTH], 3);
      const truth = additiveMap(batch, places[1]);
      const found: number[] = [];
      for (const scale of [1, 0.9, 0.5, 0]) {
        const maps = truth.map(v => scale * v);
        found.push(
          goodness(await completeness(additive([WIDTH], places[1]), batch, maps, { baseline: zero }))
        );
      }
      expectFalling('from whole to nothing', found);
    }
  },
  ofImages(
    'road',
    (m, b, maps) => road(m, b, maps, { noise: 0.01 }),
    truth => truth.map(v => 1 - v)
  ),
  ofImages('relevanceMass', (m, b, maps, truth) => relevanceMass(m, b, maps, { truth }), turned),
  ofImages('relevanceRank', (m, b, maps, truth) => relevanceRank(m, b, maps, { truth }), turned),
  ofImages('pointingGame', (m, b, maps, truth) => pointingGame(m, b, maps, { truth }), turned),
  ofConcentration('gini', gini),
  ofConcentration('entropy', entropy),
  ofExplainers(
    'maxSensitivity',
    explainer =>
      maxSensitivity(smallNet(NET, 1), randomisationBatch, explainer, { radius: 0.01, unchanged: 1 }),
    shaky
  ),
  ofExplainers('parameterRandomisation', explainer =>
    parameterRandomisation(smallNet(NET, 2), randomisationBatch, explainer)
  ),
  ofExplainers('dataRandomisation', explainer =>
    dataRandomisation(smallNet(NET, 2, 1), smallNet(NET, 2, 9), randomisationBatch, explainer, { fitted: 1 })
  ),
  ofExplainers(
    'randomLogit',
    explainer => randomLogit(smallNet(NET, 4), randomisationBatch, explainer),
    share => async (model, asked, score?: unknown) => {
      const map = await explain(model, asked, 'gradient', { score: score as never });
      const own = map.inputs.x.values as Float64Array;
      const size = Math.sqrt(own.reduce((sum, v) => sum + v * v, 0) / own.length);
      const values = own.map((v, i) => (1 - share) * v + share * size * asked.arrays.x.values[i]);
      return { ...map, inputs: { x: { ...map.inputs.x, values } } };
    }
  ),
  {
    what: 'methodAgreement',
    climb() {
      const net = smallNet(NET, 1);
      const map = corrupt(new Float64Array(30 * NET).fill(1), 1, 3);
      const found = [0, 0.4, 0.8, 1].map(
        share => methodAgreement(net, randomisationBatch, { a: map, b: corrupt(map, share) })[0].spearman
      );
      expectFalling('from the same map to another', found);
    }
  },
  {
    what: 'findStrategies',
    async climb() {
      const found: number[] = [];
      for (const noise of [0.15, 2.4, 8]) {
        const { maps, tagged } = twoWays(90, noise);
        const { labels } = await findStrategies(maps, { clusters: 2 });
        found.push(associateStrategies(labels, { tagged }, { permutations: 1 })[0].strength);
      }
      expectFalling('from two ways to noise', found);
    }
  },
  ofTerse('terseCorrelationCheck', [0.1, 1, 3], noise => {
    const { table, mass } = terse(0, noise);
    return terseCorrelationCheck(table, { mass }, { permutations: 19, draws: 20 })[0].spearman!;
  }),
  ofTerse('nuisanceDecodability', [0, 0.2, 0.6], leak => {
    const { table, mass, nuisance } = terse(leak);
    return -nuisanceDecodability(table, { nuisance }, { mass })[0].selectivity;
  }),
  ofTerse('terseSeparability', [0, 0.2, 0.6], shift => {
    const [home, away] = [terse(0), terse(0, 0.2, 2, shift)];
    const masses = { home: home.mass, away: away.mass };
    return -terseSeparability(home.table, away.table, masses, { draws: 3 }).auc;
  }),
  ofTerse('residualInformation', [0, 0.3, 1], leak => {
    const { table, mass, nuisance } = terse(leak, 0.05);
    const answer = mass.map((m, i) => m + nuisance[i]);
    return -residualInformation(table, answer, { mass }).difference;
  }),
  ofTerse('linearCka', [0, 0.5, 2], noise => linearCka(terse(0, 0).table, terse(0, noise).table))
];

export const metricRanking: Rung = { number: 8, title: 'metrics rank what is known', rows };
