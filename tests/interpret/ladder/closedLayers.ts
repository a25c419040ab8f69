import { engineAdapter, type MethodName } from '../../../src/interpret';
import type { Network } from '../../../src/models/network';
import { reluNetwork } from './networks';
import { expectClose } from './rung';
import { takesBaseline, valuesOf } from './settings';
import { named, toyBatch } from './toys';

/** Closed forms of the methods that go through layers. */
interface LayerForm {
  network: Network;
  x: number[];
  from: number[];
  expected: number[];
  options?: Record<string, unknown>;
}

const w = [3, -1, 0.5];
const linear = reluNetwork([{ kernel: w.map(v => [v]) }]);
const constant = reluNetwork([{ kernel: [[0], [0], [0]], bias: [7] }]);
/** relu(1 - relu(1 - x)). */
const flatTop = reluNetwork(
  [
    { kernel: [[-1]], bias: [1] },
    { kernel: [[-1]], bias: [1] }
  ],
  true
);
/** relu(relu(x1) - 1 - relu(x2)). */
const twoRelus = reluNetwork(
  [
    {
      kernel: [
        [1, 0],
        [0, 1]
      ]
    },
    { kernel: [[1], [-1]], bias: [-1] }
  ],
  true
);
const x = [1, 2, -2];
const from = [0.5, 0, 1];
// a w = 3, -2, -1: z = 0 would be no oracle, so the last place is 1 in the rules
const rules = { network: linear, x: [1, 2, 1], from, expected: [] as number[] };
const [a, b, c] = [3, -2, 0.5];
const z = a + b + c;

export const layerForms: Readonly<Partial<Record<MethodName, LayerForm[]>>> = {
  deepLift: [
    { network: linear, x, from, expected: x.map((v, i) => w[i] * (v - from[i])) },
    // two rows around the one above: a linear network is explained as from their mean
    { network: linear, x, from: [2.5, 1, -1, -1.5, -1, 3], expected: x.map((v, i) => w[i] * (v - from[i])) },
    { network: constant, x, from, expected: [0, 0, 0] },
    { network: flatTop, x: [2], from: [0], expected: [1] },
    { network: twoRelus, x: [3, 1], from: [0, 0], expected: [1.5, -0.5] }
  ],
  guidedBackprop: [
    { network: linear, x, from, expected: w },
    { network: constant, x, from, expected: [0, 0, 0] },
    { network: flatTop, x: [2], from, expected: [0] },
    // the slope by x2 is -1, which arrives at its relu as a negative number and is cut
    { network: twoRelus, x: [3, 1], from, expected: [1, 0] }
  ],
  lrp: [
    { network: constant, x, from, expected: [0, 0, 0] },
    { ...rules, expected: [a, b, c], options: { epsilon: 0 } },
    { ...rules, expected: [a, b, c].map(v => (v * z) / (z + 0.5)), options: { epsilon: 0.5 } },
    { ...rules, expected: [(a * z) / (a + c), 0, (c * z) / (a + c)], options: { rule: 'zPlus' } },
    {
      ...rules,
      expected: [(2 * a * z) / (a + c), -z, (2 * c * z) / (a + c)],
      options: { rule: 'alphaBeta' }
    },
    {
      ...rules,
      expected: [2 * a, b, 2 * c].map(v => (v * z) / (2 * a + b + 2 * c)),
      options: { rule: 'gamma', gamma: 1 }
    },
    // both numbers pass relus at once: 3 - 1 - bias of 1, whose share 1 / (3 - 1 - 1) of f = 1 stays with it
    { network: twoRelus, x: [3, 1], from, expected: [3, -1] }
  ]
};

export const climbLayers = (name: MethodName) => async (): Promise<void> => {
  for (const { network, x, from, expected, options } of layerForms[name]!) {
    const found = await valuesOf(name, engineAdapter(network), toyBatch([x]), {
      score: { kind: 'output', index: 0 },
      ...(takesBaseline(name) ? { baseline: named('chosen', from) } : {}),
      ...options
    });
    expectClose(`${name} of ${JSON.stringify(expected)}`, found, expected, 1e-7);
  }
};
