import { defaultSurvey, drawHaloBank, drawSamples, FEATURES, plantArtefact } from '../../src/clusters';
import { magneticum } from '../../src/cosmology';
import {
  cheatChecks,
  cheatFigures,
  cheatThreshold,
  isSuspicious,
  withFixedCount,
  withoutFeatures
} from '../../src/interpret';
import { rmsError } from '../../src/math';
import { clusterEncoder, fitStandardisation, predictSigma8 } from '../../src/models';
import { normalSets } from './sets';

const at = (value: number, half: number) => ({ value, low: value - half, high: value + half });

describe('sets as they are not', () => {
  const sets = normalSets(20, 2);
  test('without features every row reads the same and none is lost', () => {
    const blank = withoutFeatures(sets, [4, 5]);
    expect(blank.starts).toBe(sets.starts);
    expect([...blank.features]).toEqual(Array.from(sets.features, (_, i) => 4 + (i % 2)));
    expect(() => withoutFeatures(sets, [1])).toThrow(/1 features to put in and 2/);
  });
  test('with a fixed count each set keeps that many of its own rows, in their order', () => {
    const fixed = withFixedCount(sets, { rows: 3, seed: 2 });
    expect([...fixed.starts]).toEqual(Array.from({ length: 21 }, (_, s) => 3 * s));
    for (let s = 0; s < 20; s++) {
      const own = [...sets.features.subarray(2 * sets.starts[s], 2 * sets.starts[s + 1])];
      const places = [0, 1, 2].map(k => own.indexOf(fixed.features[2 * (3 * s + k)]) / 2);
      expect(places.every(Number.isInteger)).toBe(true);
      expect(places[0] >= 0 && places[0] < places[1] && places[1] < places[2]).toBe(true);
    }
    expect(() => withFixedCount(sets, { rows: 13 })).toThrow(/set 0 has \d+ rows; expected at least 13/);
  });
});

describe('thresholds', () => {
  test('three standard deviations of honest models on the suspicious side, by hand', () => {
    const honest = [1, 2, 3].map(v => at(v, 0.1));
    expect(cheatThreshold(honest, 'low').threshold).toBeCloseTo(-1, 12);
    expect(cheatThreshold(honest, 'high').threshold).toBeCloseTo(5, 12);
    expect(() => cheatThreshold(honest.slice(1), 'low')).toThrow(/2 honest models/);
  });
  test('a model is seen when its whole interval lies beyond', () => {
    const low = { suspicious: 'low', threshold: 0.5, honest: 1 } as const;
    expect([at(0.4, 0.05), at(0.4, 0.2), at(2, 0.1)].map(e => isSuspicious(e, low))).toEqual([
      true,
      false,
      false
    ]);
    const high = { ...low, suspicious: 'high' } as const;
    expect([at(0.6, 0.05), at(0.6, 0.2), at(0.1, 0.1)].map(e => isSuspicious(e, high))).toEqual([
      true,
      false,
      false
    ]);
  });
});

describe('the figures of an untrained encoder', () => {
  const set = drawSamples(drawHaloBank(magneticum, { seed: 5 }), defaultSurvey(magneticum), {
    count: 12,
    seed: 6
  });
  const standardisation = fitStandardisation(set, FEATURES.length);
  const model = clusterEncoder(standardisation, { seed: 3 });
  const options = { limit: 0.013, looked: 4, fixedCount: 40, draws: 20 };
  const figures = cheatFigures(model, set, set, options);

  test('there is one for each check, and its interval is one', () => {
    expect(Object.keys(figures)).toEqual(cheatChecks.map(c => c.name));
    for (const { value, low, high } of Object.values(figures)) {
      expect([value, low, high].every(Number.isFinite)).toBe(true);
      expect(low).toBeLessThanOrEqual(high);
    }
  });
  test('errors are those of its predictions: over the limit, and elsewhere over here', () => {
    const error = rmsError(predictSigma8(model, set), set.sigma8);
    expect(figures['error over the limit'].value).toBeCloseTo(error / 0.013, 6);
    expect(figures['error elsewhere'].value).toBeCloseTo(1, 12);
    const planted = plantArtefact(set, { feature: 'ln T', dose: 50 }, standardisation.sd);
    const there = rmsError(predictSigma8(model, planted), set.sigma8);
    expect(cheatFigures(model, set, planted, options)['error elsewhere'].value).toBeCloseTo(there / error, 6);
  });
  test('an artefact is out of sight where only the count is left', () => {
    const planted = plantArtefact(set, { feature: 'ln T', dose: 50 }, standardisation.sd);
    const blind = cheatFigures(model, planted, set, options)['error with the count alone'].value;
    expect(blind).toBe(figures['error with the count alone'].value);
  });
});
