import {
  engineAdapter,
  methods,
  type Batch,
  type MethodName,
  type ModelAdapter
} from '../../../src/interpret';
import { convNetwork, denseNetwork } from './networks';
import { expectClose, rowsOf, type Rung } from './rung';
import { lrpRules, methodNames, runMethod, throughLayers, valuesOf } from './settings';
import {
  mapsModel,
  named,
  netToy,
  randomRows,
  setBatch,
  setModel,
  tinyNet,
  toyBatch,
  toyModel
} from './toys';

/** What a method is tried on: a model that can be scaled, and objects that can be put in another order. */
interface Subject {
  model(scale: number): ModelAdapter;
  batch(order: readonly number[]): Batch;
  /** Numbers an object has in the result, by number of the object. */
  places(object: number): number;
}

const width = 6;
const rows = randomRows(8, 5, width);
const ids = rows.map((_, s) => `object ${s}`);
const net = tinyNet(21, width);

const plain: Subject = {
  model: scale => toyModel(width, netToy(net, 'tanh', scale)),
  batch: order =>
    toyBatch(
      order.map(s => rows[s]),
      [width],
      order.map(s => ids[s])
    ),
  places: () => width
};

const maps: Subject = {
  model: scale =>
    mapsModel(
      3,
      [
        [1, 0.2],
        [-0.3, 0.8]
      ],
      netToy(net, 'tanh', scale)
    ),
  batch: order =>
    toyBatch(
      order.map(s => rows[s]),
      [width, 1],
      order.map(s => ids[s])
    ),
  places: () => width
};

const sets = [3, 2, 4, 5, 2].map((n, s) => randomRows(s + 70, n, 2));
const pooled: Subject = {
  model: scale =>
    setModel(5, 2, members => Math.tanh(members.reduce((sum, [a, b]) => sum + a * b, 0)), scale),
  batch: order =>
    setBatch(
      order.map(s => sets[s]),
      5,
      order.map(s => ids[s])
    ),
  places: s => sets[s].length * 2
};

const wide = randomRows(12, 5, 24);
const layered: Subject = {
  model: scale => engineAdapter(convNetwork(4, { scale })),
  batch: order =>
    toyBatch(
      order.map(s => wide[s]),
      [12, 2],
      order.map(s => ids[s])
    ),
  places: () => 24
};

const subjectOf = (name: MethodName): Subject =>
  throughLayers(name) ? layered : name === 'gradCam' ? maps : name === 'leaveOneOutMembers' ? pooled : plain;

const optionsOf = (name: MethodName): Record<string, unknown> => ({
  baseline: named('rows', randomRows(9, 2, throughLayers(name) ? 24 : width).flat()),
  seed: 3,
  ...quick[name]
});
/** Draws that make a sampled method quick here; KernelSHAP has to sample, not enumerate. */
const quick: Readonly<Partial<Record<MethodName, Record<string, unknown>>>> = {
  rise: { masks: 40, cells: 3 },
  kernelShap: { samples: 40 },
  expectedGradients: { draws: 30 }
};
const all = Array.from(rows.keys());
const squares: MethodName[] = ['smoothGradSquared', 'varGrad'];

async function batchSize(name: MethodName, variant: object): Promise<void> {
  const { model, batch } = subjectOf(name);
  const whole = await runMethod(name, model(1), batch(all), { ...optionsOf(name), ...variant });
  for (const maxBatch of [1, 3, 7]) {
    const cut = await runMethod(name, model(1), batch(all), { ...optionsOf(name), ...variant, maxBatch });
    expectClose(`${name} in batches of ${maxBatch}`, cut.inputs.x.values, whole.inputs.x.values, 0);
    expectClose('scores', cut.scores, whole.scores, 0);
    const errors = whole.inputs.x.standardError;
    if (errors) expectClose('standard errors', cut.inputs.x.standardError!, errors, 0);
    if (whole.residual) expectClose('residual', cut.residual!.absolute, whole.residual.absolute, 0);
  }
}

async function order(name: MethodName, variant: object): Promise<void> {
  const { model, batch, places } = subjectOf(name);
  const whole = await valuesOf(name, model(1), batch(all), { ...optionsOf(name), ...variant });
  const other = [3, 1, 4, 0, 2];
  const found = await valuesOf(name, model(1), batch(other), { ...optionsOf(name), ...variant });
  const starts = all.map(s => all.slice(0, s).reduce((sum, before) => sum + places(before), 0));
  const expected = other.flatMap(s => whole.slice(starts[s], starts[s] + places(s)));
  expectClose(`${name} in another order`, found, expected, 0);
}

/** Two objects alike in all but their name have draws of their own. */
async function draws(name: MethodName, variant: object): Promise<void> {
  const baseline = named('rows', randomRows(9, 2, width).flat());
  const options = { ...optionsOf(name), ...variant, baseline };
  const values = await valuesOf(name, toyModel(width, netToy(net)), toyBatch([rows[0], rows[0]]), options);
  const alike = values.slice(0, width).filter((v, i) => v === values[width + i]).length;
  if (alike > 0)
    throw new Error(`${name}: two objects share ${alike} of ${width} values, and so their draws.`);
}

async function scale(name: MethodName, variant: object): Promise<void> {
  const { model, batch } = subjectOf(name);
  const of = (factor: number) =>
    valuesOf(name, model(factor), batch(all), { ...optionsOf(name), ...variant });
  const [one, three] = [await of(1), await of(3)];
  const factor = squares.includes(name) ? 9 : 3;
  expectClose(
    `${name} of three times the model`,
    three,
    one.map(v => factor * v),
    1e-9
  );
}

/** Features in another order, in the model, the objects and the baseline: the values move along. */
async function features(name: MethodName, variant: object): Promise<void> {
  const to = [2, 0, 5, 1, 4, 3];
  const move = (row: ArrayLike<number>) => to.map(i => row[i]);
  const moved = { ...net, w: net.w.map(move) };
  const baseline = randomRows(9, 1, width)[0];
  const of = (of: typeof net, x: number[][], from: number[]) =>
    runMethod(
      name,
      throughLayers(name) ? engineAdapter(denseNetwork(of)) : toyModel(width, netToy(of)),
      toyBatch(x, [width], ids),
      {
        baseline: named('row', from),
        ...variant,
        ...(name === 'kernelShap' ? { samples: 40 } : {}),
        ...(name.startsWith('smooth') || name === 'varGrad' ? { draws: 2000 } : {})
      }
    );
  const [a, b] = [await of(net, rows, baseline), await of(moved, rows.map(move), move(baseline))];
  const expected = rows.flatMap((_, s) => to.map(i => a.inputs.x.values[s * width + i]));
  const errors = a.inputs.x.standardError;
  const allowed = errors
    ? rows.flatMap((_, s) =>
        to.map(
          (i, j) => 5 * Math.hypot(errors[s * width + i], b.inputs.x.standardError![s * width + j]) + 1e-12
        )
      )
    : 1e-12;
  expectClose(`${name} of features in another order`, b.inputs.x.values, expected, allowed);
}

const orderless = (name: MethodName): boolean => !['gradCam', 'leaveOneOutMembers', 'rise'].includes(name);

/** Layer-wise relevance propagation by each of its rules; the other methods once. */
const variants = (name: MethodName): Record<string, unknown>[] =>
  name === 'lrp' ? lrpRules.map(rule => ({ rule })) : [{}];

const climb = (name: MethodName) => async (): Promise<void> => {
  for (const variant of variants(name)) {
    await batchSize(name, variant);
    await order(name, variant);
    await scale(name, variant);
    // masks are the same for all objects, as in the paper
    if (methods[name].sampled && name !== 'rise') await draws(name, variant);
    if (orderless(name)) await features(name, variant);
  }
};

export const metamorphic: Rung = {
  number: 7,
  title: 'batch size and order of objects change no bit; features move along; scales with the output',
  rows: rowsOf(methodNames, Object.fromEntries(methodNames.map(name => [name, climb(name)])), '')
};
