import { engineAdapter, type ModelAdapter } from '../../src/interpret';
import { trustReport, type CheckResult, type TrustData, type TrustDeclaration } from '../../src/trust';
import { LIMIT, toyDeclaration, toyPart, WIDTH } from './toy';

/** The best estimator with a constant uncertainty. */
function withSigma(sigma: number): ModelAdapter {
  return engineAdapter(
    {
      name: 'with sigma',
      inputs: [{ name: 'x', shape: [WIDTH] }],
      nodes: [
        {
          name: 'answer',
          kind: 'dense',
          config: {},
          weights: {
            kernel: { shape: [WIDTH, 2], values: [1 / 2.09, 0, 1 / 2.09, 0, 0, 0, 0, 0, 0, 0, 0, 0] },
            bias: { shape: [2], values: [0, sigma] }
          },
          from: ['x']
        }
      ],
      output: 'answer'
    },
    { name: 'with sigma', inputs: { x: { axes: ['column'] } } }
  );
}

function data(): TrustData {
  const test = toyPart({ count: 1200, seed: 8 });
  const train = toyPart({ count: 300, seed: 9, prefix: 'train' });
  const other = toyPart({ count: 1200, seed: 10 });
  const { inputs } = test;
  const { values, shape } = inputs.arrays.x;
  const nudged = {
    ...inputs,
    arrays: { x: { values: values.map((v, i) => v + 0.02 * Math.sin(i)), shape } }
  };
  return {
    train: { groups: train.groups, time: Float64Array.from(train.truth, (_, s) => s) },
    test: { ...test, time: Float64Array.from(test.truth, (_, s) => 1000 + s) },
    resolvedOnly: { change: 'columns nudged', inputs: nudged },
    observedAgain: { change: 'another noise', inputs: { ...nudged } },
    population: other.physics,
    truthMask: Float64Array.from(values, (_, i) => (i % WIDTH < 2 ? 1 : 0)),
    noise: 0.05
  };
}

const claim = (more: Partial<TrustDeclaration> = {}): TrustDeclaration =>
  toyDeclaration({
    target: { kind: 'regression', name: 'mass', sigma: { index: 1, stored: 'sigma' } },
    timeKey: 'time',
    ...more
  });

const asked = ['S4', 'S5', 'C5', 'C8', 'K1', 'K2', 'K3', 'K4', 'E6', 'E8'];
const outcomes = (checks: readonly CheckResult[]) => Object.fromEntries(checks.map(c => [c.id, c.outcome]));

describe('checks of time, population, scales, noise and uncertainty', () => {
  test('pass a model that knows how well it knows, and find what is planted', async () => {
    const report = await trustReport(withSigma(LIMIT), data(), claim(), { checks: asked, controlDraws: 0.2 });
    expect(outcomes(report.checks)).toEqual(Object.fromEntries(asked.map(id => [id, 'pass'])));
    for (const { id, controls } of report.checks) {
      expect(`${id} ${controls!.power >= 0.8} ${(controls!.passed ?? 1) >= 0.8}`).toBe(`${id} true true`);
    }
  }, 300_000);
  test('fail one that is too sure by a third', async () => {
    const report = await trustReport(withSigma(LIMIT / 1.5), data(), claim(), {
      checks: ['K1', 'K2', 'K3', 'K4'],
      controlDraws: 0.1
    });
    expect(outcomes(report.checks)).toEqual({ K1: 'fail', K2: 'fail', K3: 'fail', K4: 'pass' });
  }, 300_000);
  test('warn of one that predicts the prior', async () => {
    const report = await trustReport(withSigma(1.1), data(), claim(), { checks: ['K4'], controlDraws: 0.2 });
    expect(outcomes(report.checks)).toEqual({ K4: 'warn' });
  }, 300_000);
  test('see a test object that is older than the training part', async () => {
    const late = data();
    late.train.time = Float64Array.from(late.train.time!, t => 2 * t + 500);
    const report = await trustReport(withSigma(LIMIT), late, claim(), { checks: ['S4'] });
    expect(outcomes(report.checks)).toEqual({ S4: 'fail' });
  });
});
