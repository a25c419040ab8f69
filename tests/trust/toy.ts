/**
 * A problem whose best answer is known. A mass m is drawn from N(0, 1); columns 0 and 1 are m with noise of .3, columns 2 to 5
 * noise. Asked is m. The best estimator is (x0 + x1) / 2.09, with an error of sqrt(1 / (1 + 2 / .09)).
 */
import { engineAdapter, type ModelAdapter } from '../../src/interpret';
import { Random } from '../../src/math';
import type { Network } from '../../src/models';
import type { TrustData, TrustDeclaration, TrustPart } from '../../src/trust';

export const WIDTH = 6;
export const LIMIT = Math.sqrt(1 / (1 + 2 / 0.09));
const BEST = 1 / 2.09;

/** A linear network with a terse value. @param weights of the six columns */
export function linearModel(weights: number[], name = 'linear'): ModelAdapter {
  const network: Network = {
    name,
    inputs: [{ name: 'x', shape: [WIDTH] }],
    nodes: [
      {
        name: 'terse',
        kind: 'dense',
        config: {},
        weights: { kernel: { shape: [WIDTH, 1], values: weights } },
        from: ['x']
      },
      {
        name: 'answer',
        kind: 'dense',
        config: {},
        weights: { kernel: { shape: [1, 1], values: [1] } },
        from: ['terse']
      }
    ],
    output: 'answer'
  };
  return engineAdapter(network, { name, inputs: { x: { axes: ['column'] } } });
}

export const honestModel = () => linearModel([BEST, BEST, 0, 0, 0, 0], 'honest');
/** Reads column 5, where a leak of the answer can be planted. */
export const cheatModel = () => linearModel([0, 0, 0, 0, 0, 1], 'cheat');

export interface ToyOptions {
  count?: number;
  seed?: number;
  prefix?: string;
  /** Noise of the answer that column 5 holds; default none is planted. */
  leak?: number;
  /** Factor on the noise of columns 0 and 1. */
  noise?: number;
}

export function toyPart({
  count = 400,
  seed = 1,
  prefix = 'test',
  leak,
  noise = 1
}: ToyOptions = {}): TrustPart {
  const random = new Random(seed);
  const truth = new Float64Array(count);
  const values = new Float64Array(count * WIDTH);
  const camera: string[] = [];
  for (let s = 0; s < count; s++) {
    truth[s] = random.normal();
    for (let k = 0; k < WIDTH; k++) {
      values[s * WIDTH + k] = k < 2 ? truth[s] + 0.3 * noise * random.normal() : random.normal();
    }
    if (leak !== undefined) values[s * WIDTH + 5] = truth[s] + leak * random.normal();
    camera.push(random.pick(['left', 'right']));
  }
  const ids = Array.from({ length: count }, (_, s) => `${prefix} ${s}`);
  return {
    inputs: { count, ids, arrays: { x: { values, shape: [WIDTH] } } },
    truth,
    groups: ids,
    nuisances: { camera },
    physics: { mass: Float64Array.from(truth) }
  };
}

export function toyData(options: ToyOptions = {}): TrustData {
  const train = toyPart({ count: 500, seed: 77, prefix: 'train' });
  const test = toyPart(options);
  const { values, shape } = test.inputs.arrays.x;
  const empty = {
    ...test.inputs,
    arrays: { x: { values: values.map((v, i) => (i % WIDTH < 2 ? 0 : v)), shape } }
  };
  return {
    train: { groups: train.groups, inputs: train.inputs, ids: train.inputs.ids },
    test,
    elsewhere: toyPart({ ...options, leak: undefined, seed: 900, prefix: 'elsewhere' }),
    background: { change: 'columns 0 and 1 empty', inputs: empty },
    turned: { change: 'no change at all', inputs: { ...test.inputs } }
  };
}

export const toyDeclaration = (more: Partial<TrustDeclaration> = {}): TrustDeclaration => ({
  scope: { population: 'toys', domain: 'a normal law', elsewhere: 'the same law' },
  target: { kind: 'regression', name: 'mass' },
  groupKey: 'toy',
  limit: { value: LIMIT, assumes: 'columns 0 and 1' },
  preprocessing: [],
  ...more
});
