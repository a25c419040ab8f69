import { prepareNetwork } from '../../src/interpret/engine/prepare';
import { runBackward, runNetwork } from '../../src/interpret/engine/run';
import { liveModel } from '../../src/kernel/liveModel';
import { clusterEncoder, EXPECTED_ROWS, type RowSets } from '../../src/models';
import type { Network } from '../../src/models/network';
import { Random } from '../../src/math';
import { decodeModel, parseModel, ViewError, type ModelData, type ModelPayload } from '../../src/views';
import { viewBundle } from '../../src/views/node';

const WIDTH = 3;
const features = ['T', 'gas', 'slope'];
const random = new Random(4);
const counts = [7, 5, 12];
const sets: RowSets = {
  count: 3,
  starts: Uint32Array.from([0, 7, 12, 24]),
  features: Float32Array.from({ length: 24 * WIDTH }, () => random.normal(5, 2))
};
const standard = { mean: Float32Array.of(5, 4, 6), sd: Float32Array.of(2, 1.5, 2.5) };
const sigma8 = Float32Array.of(0.75, 0.8, 0.85);
const words = { viewId: 'live', title: 'Live', caption: 'Two encoders.', alt: 'Answers.' };

function build(more: object = {}): ModelPayload {
  const encoders = [1, 2].map(seed => ({
    name: `network ${seed}`,
    model: clusterEncoder(standard, { seed }),
    sets
  }));
  return liveModel({ ...words, encoders, samples: [2, 0], sigma8, features, ...more });
}

/** What the reference engine says of some elements of an object. */
function ask(data: ModelData, network: number, object: number, count: number) {
  const { network: plain, values, input, terse } = data.networks[network];
  const [from, to] = [data.starts[object], data.starts[object + 1]];
  const places = data.set!.order.subarray(from, from + count);
  const rows = Array.from(places).flatMap(place => [
    ...values.subarray((from + place) * WIDTH, (from + place + 1) * WIDTH)
  ]);
  const f = count / (to - from);
  const run = runNetwork(prepareNetwork(plain as Network), 1, {
    [input]: { values: rows, shape: [count, WIDTH] },
    mask: { values: new Float64Array(count).fill(1), shape: [count] },
    about: {
      values: [Math.log((count + 0.5) / (EXPECTED_ROWS * f)), Math.log(f), 1 / Math.sqrt(count)],
      shape: [3]
    }
  });
  return {
    answer: run.tensors.get(plain.output)!.values[0],
    terse: run.tensors.get(terse!)!.values,
    slopes: runBackward(run, plain.output, Float64Array.of(1)).get(input)!,
    places: Array.from(places, place => from + place)
  };
}

describe('liveModel', () => {
  const payload = build();
  const data = decodeModel(parseModel(JSON.stringify(payload)));

  it('sends networks that say in the reference engine what the kernel says: answer, saliency, terse values', () => {
    for (const network of [0, 1]) {
      const { kernel } = data.networks[network];
      const largest = Math.max(...kernel.saliency!.map(Math.abs));
      expect(largest).toBeGreaterThan(1e-6);
      for (const object of [0, 1]) {
        const found = ask(data, network, object, counts[[2, 0][object]]);
        expect(Math.abs(found.answer - kernel.answers[object])).toBeLessThan(1e-6);
        found.places.forEach((row, i) => {
          expect(Math.abs(found.terse[i] - kernel.terse![row])).toBeLessThan(1e-5);
          for (let f = 0; f < WIDTH; f++) {
            const slope = found.slopes[i * WIDTH + f] * data.steps[f];
            expect(Math.abs(slope - kernel.saliency![row * WIDTH + f])).toBeLessThanOrEqual(1e-4 * largest);
          }
        });
      }
    }
  });

  it('sends the curve of a survey that shrinks with its clusters, down to one', () => {
    const { curve } = data.networks[1].kernel;
    const own = Array.from(curve!.counts.subarray(0, curve!.points));
    expect([own[0], Math.min(...own)]).toEqual([12, 1]);
    for (const count of [12, 5, 1]) {
      const at = own.indexOf(count);
      expect(Math.abs(ask(data, 1, 0, count).answer - curve!.answers[at])).toBeLessThan(1e-6);
    }
    // rows alone, without the volume, would be another answer
    expect(Math.abs(curve!.answers[own.indexOf(1)] - curve!.answers[0])).toBeGreaterThan(1e-5);
  });

  it('takes the samples that were asked for, in their order', () => {
    expect([...data.rows.ids]).toEqual([2, 0]);
    expect([...data.starts]).toEqual([0, 12, 19]);
    expect([...data.networks[0].values.subarray(0, 3)]).toEqual([...sets.features.subarray(36, 39)]);
    expect(data.truth![0]).toBeCloseTo(0.85, 6);
  });

  it('gives a whole output: payload, picture, words', () => {
    const { data: bundle } = viewBundle(payload);
    expect(bundle['application/vnd.terselab.model.v1+json']).toBe(payload);
    expect(String(bundle['text/plain'])).toContain('sample 2 of 12 clusters');
    expect(String(bundle['image/svg+xml'])).toContain('network 2');
  });

  it.each([
    ['no encoder', { encoders: [] }, /encoders is empty/],
    ['a sample that is not there', { samples: [3] }, /holds 3; expected numbers from 0 to 2/],
    ['no sample', { samples: [] }, /samples is empty/]
  ])('refuses %s', (_, more, message) => {
    expect(() => build(more)).toThrow(ViewError);
    expect(() => build(more)).toThrow(message);
  });
});

describe('decodeModel', () => {
  const damaged = (change: (payload: ModelPayload) => void) => {
    const copy = JSON.parse(JSON.stringify(build())) as ModelPayload;
    change(copy);
    return () => decodeModel(parseModel(copy));
  };

  it.each<[string, (payload: ModelPayload) => void, RegExp]>([
    ['a terse node that is not there', p => (p.networks[0].terse = 'gone'), /"gone" is none of its nodes/],
    ['an input that is not there', p => (p.networks[1].input = 'gone'), /networks\[1\].input/],
    [
      'an order that names a place twice',
      p => (p.set!.order.data = p.set!.order.data.replace(/^.{12}/, 'AAAAAAAAAAAA')),
      /set\.order/
    ],
    ['an empty range', p => (p.answer.high = p.answer.low), /low .* and high/],
    [
      'a kind of node that is not there',
      p => (p.networks[0].nodes[0].kind = 'lstm' as never),
      /kind.*must be one of/
    ],
    [
      'values of another shape',
      p => (p.networks[0].values = p.networks[0].kernel.answers),
      /networks\[0\].values/
    ]
  ])('refuses %s', (_, change, message) => {
    expect(damaged(change)).toThrow(message);
  });
});
