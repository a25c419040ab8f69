import type { MethodName } from '../../../src/interpret';
import { climbLayers, layerForms } from './closedLayers';
import { expectClose, rowsOf, type Rung } from './rung';
import { methodNames, runMethod, takesBaseline, valuesOf } from './settings';
import { mapsModel, named, setBatch, setModel, toyBatch, toyModel, type Toy } from './toys';

const relu = (v: number) => Math.max(0, v);
const step = (v: number) => (v > 0 ? 1 : 0);

const w = [2, -1, 0.5, 3];
const linear: Toy = { f: x => w.reduce((sum, weight, i) => sum + weight * x[i], 1), slope: () => w };
const product: Toy = { f: x => x[0] * x[1], slope: x => [x[1], x[0]] };
const flatTop: Toy = {
  f: x => relu(1 - relu(1 - x[0])),
  slope: x => [step(1 - relu(1 - x[0])) * step(1 - x[0])]
};
const twoRelus: Toy = {
  f: x => relu(relu(x[0]) - 1 - relu(x[1])),
  slope: x => {
    const open = step(relu(x[0]) - 1 - relu(x[1]));
    return [open * step(x[0]), -open * step(x[1])];
  }
};
const parts: Toy = {
  f: x => 5 * x[0] + x[1] ** 2 + Math.sin(x[2]),
  slope: x => [5, 2 * x[1], Math.cos(x[2])]
};
const constant: Toy = { f: () => 7, slope: x => new Float64Array(x.length) };

interface Form {
  toy: Toy;
  x: number[];
  from: number[];
  /** What the method has to say. */
  expected: number[];
  options?: Record<string, unknown>;
  within?: number;
}

const x = [1, 2, -1, 0.5];
const from = [0.5, 0, 1, 0];
const differences = x.map((v, i) => w[i] * (v - from[i]));
const parity = { toy: parts, x: [1, 2, 3], from: [0, 0, 0], expected: [5, 4, Math.sin(3)] };
const none: Form = { toy: constant, x, from, expected: [0, 0, 0, 0] };
const line = (expected: number[], options = {}): Form => ({
  toy: linear,
  x,
  from,
  expected,
  options,
  within: 1e-12
});
const shapley: Form[] = [
  none,
  line(differences),
  { toy: product, x: [3, 4], from: [0, 0], expected: [6, 6] },
  { toy: flatTop, x: [2], from: [0], expected: [1] },
  { toy: twoRelus, x: [3, 1], from: [0, 0], expected: [1.5, -0.5] },
  parity,
  {
    ...line(
      [w[0] * 0.5 + w[3] * 0.5, -2, -1, w[0] * 0.5 + w[3] * 0.5].map((v, i) => (i % 3 === 0 ? v / 2 : v))
    ),
    options: { groups: [[0, 3], [1], [2]] }
  }
];

/** Straight from the table of the ladder; what differs by method is what each is defined to say. */
const forms: Readonly<Partial<Record<MethodName, Form[]>>> = {
  gradient: [
    none,
    line(w),
    { toy: product, x: [3, 4], from: [], expected: [4, 3] },
    { toy: flatTop, x: [2], from: [], expected: [0] },
    { ...parity, expected: [5, 4, Math.cos(3)] }
  ],
  gradientInput: [
    none,
    line(w.map((v, i) => v * x[i])),
    { toy: product, x: [3, 4], from: [], expected: [12, 12] }
  ],
  smoothGrad: [
    none,
    line(w),
    line(w, { draws: 7 }),
    { ...parity, options: { noise: 0 }, expected: [5, 4, Math.cos(3)] }
  ],
  smoothGradSquared: [
    none,
    line(w.map(v => v * v)),
    { ...parity, options: { noise: 0 }, expected: [25, 16, Math.cos(3) ** 2] }
  ],
  varGrad: [none, line([0, 0, 0, 0]), { ...parity, options: { noise: 0 }, expected: [0, 0, 0] }],
  integratedGradients: [
    none,
    line(differences),
    { toy: product, x: [3, 4], from: [0, 0], expected: [6, 6] },
    { toy: flatTop, x: [2], from: [0], expected: [1] },
    { toy: twoRelus, x: [3, 1], from: [0, 0], expected: [1.5, -0.5] },
    { ...parity, options: { steps: 2000 } }
  ],
  expectedGradients: [none, line(differences)],
  occlusion: [
    none,
    line(differences),
    line(
      [
        differences[0] + differences[1],
        differences[0] + differences[1],
        differences[2] + differences[3],
        differences[2] + differences[3]
      ],
      { patch: 2 }
    ),
    // patches 0-1, 1-2, 2-3: the middle places are in two, whose mean they get
    line(
      [0, 0.5, 1.5, 2].map(at => {
        const pairs = [0, 1, 2].map(i => differences[i] + differences[i + 1]);
        return (pairs[Math.floor(at)] + pairs[Math.ceil(at)]) / 2;
      }),
      { patch: 2, stride: 1 }
    ),
    { toy: product, x: [3, 4], from: [0, 0], expected: [12, 12] }
  ],
  leaveOneOut: [
    none,
    line(differences),
    { toy: product, x: [3, 4], from: [0, 0], expected: [12, 12] },
    { toy: twoRelus, x: [3, 1], from: [0, 0], expected: [1, -1] },
    {
      ...line(
        [1, 1, 1, 1].map(
          (_, i) => (i < 2 ? differences[0] + differences[1] : differences[2] + differences[3]) / 2
        )
      ),
      options: {
        groups: [
          [0, 1],
          [2, 3]
        ]
      }
    }
  ],
  exactShapley: shapley,
  kernelShap: shapley
};

const climb = (name: MethodName) => async (): Promise<void> => {
  for (const { toy, x, from, expected, options, within = 1e-6 } of forms[name]!) {
    const found = await valuesOf(name, toyModel(x.length, toy), toyBatch([x]), {
      ...(takesBaseline(name) ? { baseline: named('chosen', from) } : {}),
      ...options
    });
    expectClose(`${name} of ${toy.f}`, found, expected, within);
  }
  if (takesBaseline(name) && name !== 'expectedGradients') await overRows(name);
};

/** From several rows a linear model is explained as from their mean, whatever their scatter. */
async function overRows(name: MethodName): Promise<void> {
  const scatter = [-2, 0, 3, -1];
  const rows = [1, -1].flatMap(sign => from.map((v, i) => v + sign * scatter[i]));
  const found = await valuesOf(name, toyModel(4, linear), toyBatch([x]), { baseline: named('rows', rows) });
  expectClose(`${name} over rows`, found, differences, 1e-12);
}

/** Sampled along the path: the closed form within five standard errors, which must not be large. */
const expectedForms = async (): Promise<void> => {
  await climb('expectedGradients')();
  for (const { toy, x, from, expected } of forms.integratedGradients!.slice(2)) {
    const { inputs } = await runMethod('expectedGradients', toyModel(x.length, toy), toyBatch([x]), {
      baseline: named('chosen', from),
      draws: 4000
    });
    const errors = inputs.x.standardError!;
    if (Math.max(...errors) > 0.15)
      throw new Error(`expectedGradients: a standard error of ${Math.max(...errors)}.`);
    expectClose(
      `expectedGradients of ${toy.f}`,
      inputs.x.values,
      expected,
      errors.map(e => 5 * e + 1e-12)
    );
  }
  const background = [
    [0, 0, 0, 0],
    [1, 1, 1, 1],
    [2, 0, -1, 3]
  ];
  const mean = background[0].map((_, i) => (background[0][i] + background[1][i] + background[2][i]) / 3);
  const { inputs } = await runMethod('expectedGradients', toyModel(4, linear), toyBatch([x]), {
    baseline: named('rows', background.flat()),
    draws: 2000
  });
  expectClose(
    'expectedGradients over rows',
    inputs.x.values,
    x.map((v, i) => w[i] * (v - mean[i])),
    inputs.x.standardError!.map(e => 5 * e)
  );
};

/** GAP and a linear head: Grad-CAM is CAM, relu of the maps times the head's weights over the number of positions. */
const cam = async (): Promise<void> => {
  const kernels = [
    [1, 0],
    [-0.5, 0.25]
  ] as const;
  const head = [2, -1];
  const gap: Toy = { f: map => Array.from(map).reduce((sum, v, i) => sum + (head[i % 2] * v) / 3, 0) };
  const x = [0.3, 1, -0.4, 0.2, 0.9, -1];
  const found = await valuesOf('gradCam', mapsModel(3, kernels, gap), toyBatch([x], [6, 1]));
  const map = [0, 1, 2].map(p =>
    relu(
      kernels.reduce((sum, [a, b], k) => sum + (head[k] / 3) * Math.tanh(a * x[2 * p] + b * x[2 * p + 1]), 0)
    )
  );
  // middles of six cadences among three positions
  const expected = [
    map[0],
    0.75 * map[0] + 0.25 * map[1],
    0.25 * map[0] + 0.75 * map[1],
    0.75 * map[1] + 0.25 * map[2],
    0.25 * map[1] + 0.75 * map[2],
    map[2]
  ];
  expectClose('gradCam', found, expected, 1e-9);
};

/** Mean- and sum-pooled sets: a member's value is (f_j - mean of the others) / n, or f_j. */
const members = async (): Promise<void> => {
  const sets = [
    [
      [1, 2],
      [3, -1],
      [0, 5]
    ],
    [
      [2, 2],
      [4, 1]
    ]
  ];
  const value = (row: ArrayLike<number>) => row[0] + 10 * row[1];
  const sum = setModel(4, 2, rows => rows.reduce((total, row) => total + value(row), 0));
  const shared = (of: (set: number[][], j: number) => number) =>
    sets.flatMap(set => set.flatMap((_, j) => [of(set, j) / 2, of(set, j) / 2]));
  expectClose(
    'sum-pooled',
    await valuesOf('leaveOneOutMembers', sum, setBatch(sets, 4)),
    shared((set, j) => value(set[j])),
    1e-12
  );
  const mean = setModel(4, 2, rows => rows.reduce((total, row) => total + value(row), 0) / rows.length);
  const expected = shared((set, j) => {
    const others = set.filter((_, i) => i !== j).map(value);
    return (value(set[j]) - others.reduce((a, b) => a + b, 0) / others.length) / set.length;
  });
  expectClose('mean-pooled', await valuesOf('leaveOneOutMembers', mean, setBatch(sets, 4)), expected, 1e-12);
};

/** A constant model is flat within 5 %, and within the errors. */
const masks = async (): Promise<void> => {
  const shape = [24, 24, 1];
  const model = toyModel(576, constant, shape);
  const { inputs } = await runMethod('rise', model, toyBatch([new Array(576).fill(1)], shape), {
    baseline: named('zero', new Float64Array(576)),
    masks: 8000,
    cells: 6
  });
  expectClose('rise of a constant', inputs.x.values, new Array(576).fill(7), 0.35);
  expectClose(
    'rise of a constant',
    inputs.x.values,
    new Array(576).fill(7),
    inputs.x.standardError!.map(e => 5 * e)
  );
};

export const closedForms: Rung = {
  number: 2,
  title: 'closed forms',
  rows: rowsOf(
    methodNames,
    {
      ...Object.fromEntries(Object.keys(forms).map(name => [name, climb(name as MethodName)])),
      ...Object.fromEntries(Object.keys(layerForms).map(name => [name, climbLayers(name as MethodName)])),
      expectedGradients: expectedForms,
      gradCam: cam,
      leaveOneOutMembers: members,
      rise: masks
    },
    'no closed form'
  )
};
