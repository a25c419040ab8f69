import { simulateVariableStars } from '../../src/datasets/simulators';
import { featureTable, takeRows } from '../../src/learn';
import { Random } from '../../src/math';
import { curveColumns, embed, embeddingNetwork, fitEmbedding, getWeights } from '../../src/models';
import { useBackend } from '../../src/models/backend';

beforeAll(() => useBackend());

/** Three clouds in a plane. */
function clouds(rows: number, seed: number) {
  const random = new Random(seed);
  const labels = Array.from({ length: rows }, (_, i) => i % 3);
  const x = labels.map(k => 3 * Math.cos(2.1 * k) + random.normal(0, 0.5));
  const y = labels.map(k => 3 * Math.sin(2.1 * k) + random.normal(0, 0.5));
  return { table: featureTable({ x, y }), labels };
}

describe('the embedding network', () => {
  const trained = async (seed: number) => {
    const model = embeddingNetwork({ inputs: 2, classes: 3, width: 4, seed });
    const validation = clouds(60, 2);
    const fit = await fitEmbedding(model, clouds(240, 1), {
      epochs: 10,
      learningRate: 0.01,
      seed,
      validation
    });
    return { model, fit, validation };
  };
  test('learns three clouds; probabilities add up to 1; the loss reported is the one of its probabilities', async () => {
    const { model, fit, validation } = await trained(1);
    const { rows, width, values, probabilities } = embed(model, validation.table);
    expect([rows, width, values.length, probabilities.length]).toEqual([60, 4, 240, 180]);
    let loss = 0;
    for (let i = 0; i < 60; i++) {
      const p = probabilities.subarray(3 * i, 3 * i + 3);
      expect(p[0] + p[1] + p[2]).toBeCloseTo(1, 5);
      loss -= Math.log(p[validation.labels[i]]) / 60;
    }
    expect(loss).toBeLessThan(0.2);
    expect(loss).toBeCloseTo(fit.history[fit.bestEpoch - 1].validationLoss!, 4);
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(1);
  });
  test('one seed, one network', async () => {
    const weights = async (seed: number) => getWeights((await trained(seed)).model).map(w => [...w]);
    expect(await weights(2)).toEqual(await weights(2));
  });
  test('bad input is refused by name', () => {
    const model = embeddingNetwork({ inputs: 2, classes: 3 });
    const { table, labels } = clouds(6, 1);
    expect(() => fitEmbedding(model, { table, labels: [...labels.slice(1), 3] }, { epochs: 1 })).toThrow(
      /label 5 is 3/
    );
    expect(() => embed(model, featureTable({ x: [1] }))).toThrow(/1 columns; the network takes 2/);
    expect(() => embeddingNetwork({ inputs: 2, classes: 1 })).toThrow(/classes is 1/);
  });
});

test("columns of a curve hang neither on the other rows nor on the size of the star's light", async () => {
  const stars = simulateVariableStars({ stars: 3, visits: 1, seed: 2 });
  const all = await curveColumns(stars, { tried: 96 });
  expect(new Set(all.names).size).toBe(all.names.length);
  const last = { ...stars, rows: 1, flux: stars.flux.slice(2 * stars.length) };
  expect((await curveColumns(last, { tried: 96 })).columns).toEqual(takeRows(all, [2]).columns);
  const doubled = await curveColumns({ ...last, flux: last.flux.map(f => 2 * f) }, { tried: 96 });
  const moved = doubled.names.filter((_, k) => Math.abs(doubled.columns[k][0] - all.columns[k][2]) > 1e-4);
  expect(moved).toEqual(['ln scatter', 'ln noise']);
});
