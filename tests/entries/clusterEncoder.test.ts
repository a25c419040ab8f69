/**
 * What the cluster encoder must reach, trained anew: the default network over five seeds against the information limit, the
 * arms whose mass scale is free, and the saliency peak at three transition luminosities. Takes hours on two cores, so that
 * it runs under `npm run test:full` alone. The peak wants training: with 2,000 samples a network at L_0 = 3e44 puts it at
 * .59 to .69 M(L_0), below .65 in two of three seeds; with 5,000 the worst of these, seed 3, has .80.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { defaultSurvey, massAtLuminosity, meanLimit, type ParameterName } from '../../src/clusters';
import { magneticum } from '../../src/cosmology';

const full = process.env.TERSELAB_FULL === '1';
if (!full) console.log('skipped: cluster encoders are trained under npm run test:full');
const slow = full ? describe : describe.skip;

interface Reached {
  rms: number;
  bias: number;
  slopeLnB: number | null;
  terseMass: number;
  'rms lnB'?: number;
  'rms lnMassBias'?: number;
  saliency?: { lnM: number[]; g: (number | null)[]; n: number[] };
}

function train(arm: string, seed: number, samples = 3000, tested = 1000): Reached {
  const run = spawnSync(
    process.execPath,
    [path.join(__dirname, 'clusterEncoder.cjs'), arm, String(seed), String(samples), String(tested)],
    { encoding: 'utf8', env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' } }
  );
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout.trim().split('\n').pop()!) as Reached;
}

const seeds = [1, 2, 3, 4, 5];
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const survey = defaultSurvey(magneticum);
const priors = { sigma8: 0.0577, lnB: 0.1155, lnMassBias: 0.1443 };
const HOURS = 3600_000;

slow('the default encoder', () => {
  const reached: Reached[] = [];
  beforeAll(() => void reached.push(...seeds.map(seed => train('default', seed))), 2 * HOURS);
  test('saturates the limit: rms at most 1.05 x .0127 in the mean, bias at most .002', () => {
    expect(mean(reached.map(r => r.rms))).toBeLessThanOrEqual(1.05 * 0.0127);
    expect(Math.abs(mean(reached.map(r => r.bias)))).toBeLessThanOrEqual(0.002);
  });
  test('finds the survey depth by itself: residual slope in (-.06, 0), ln b_L0 to .075', () => {
    const slope = mean(reached.map(r => r.slopeLnB!));
    expect(slope).toBeGreaterThan(-0.06);
    expect(slope).toBeLessThan(0);
    for (const r of reached) expect(r['rms lnB']).toBeLessThanOrEqual(0.075);
  });
  test('its terse value ranks clusters by mass in every seed', () => {
    for (const r of reached) expect(Math.abs(r.terseMass)).toBeGreaterThanOrEqual(0.95);
  });
});

slow('the mass scale free', () => {
  test.each([
    ['mass-known-L0', [1, 1] as [number, number], [] as ParameterName[]],
    ['mass-free-L0', [0.8, 1.2] as [number, number], ['lnB'] as ParameterName[]]
  ])(
    '%s: within 1.15 of the limits',
    (arm, b, nuisance) => {
      const r = train(arm, 1);
      const limit = (first: ParameterName, second: ParameterName) =>
        meanLimit(survey, { free: [first, second, ...nuisance], priors, b });
      expect(r.rms).toBeLessThanOrEqual(1.15 * limit('sigma8', 'lnMassBias'));
      expect(r['rms lnMassBias']).toBeLessThanOrEqual(1.15 * limit('lnMassBias', 'sigma8'));
    },
    HOURS
  );
  test(
    'a cut in observed temperature learns hardly more than the prior',
    () => {
      expect(train('mass-temperature-cut', 1)['rms lnMassBias']).toBeGreaterThanOrEqual(
        0.65 * priors.lnMassBias
      );
    },
    HOURS
  );
});

/** Where the difference of two profiles is largest: mean ln M of the points above 80 % of the top, weighted. */
function peakOf(free: Reached, fixed: Reached): { lnM: number; ratio: number } {
  const [a, b] = [free.saliency!, fixed.saliency!];
  const bins = a.lnM.flatMap((lnM, i) =>
    a.n[i] >= 100 && b.n[i] >= 100 ? [{ lnM, d: a.g[i]! - b.g[i]!, ratio: a.g[i]! / b.g[i]! }] : []
  );
  const highest = Math.max(...bins.map(bin => bin.d));
  const near = bins.filter(bin => bin.d > 0.8 * highest);
  const lnM = near.reduce((s, bin) => s + bin.d * bin.lnM, 0) / near.reduce((s, bin) => s + bin.d, 0);
  return { lnM, ratio: bins.find(bin => bin.d === highest)!.ratio };
}

slow('the saliency peak', () => {
  test.each(seeds)(
    'follows L_0, seed %i',
    seed => {
      const places = ['3e43', '1e44', '3e44'].map(L => {
        const { lnM, ratio } = peakOf(
          train(`free-${L}`, seed, 5000, 600),
          train(`fixed-${L}`, seed, 5000, 600)
        );
        const place = Math.exp(lnM) / massAtLuminosity(Number(L), magneticum, 0.1);
        expect(place).toBeGreaterThanOrEqual(0.65);
        expect(place).toBeLessThanOrEqual(1.1);
        expect(ratio).toBeGreaterThanOrEqual(2);
        return lnM;
      });
      const slope = (places[2] - places[0]) / Math.log(10);
      expect(slope).toBeGreaterThanOrEqual(0.4);
      expect(slope).toBeLessThanOrEqual(0.7);
    },
    3 * HOURS
  );
});
