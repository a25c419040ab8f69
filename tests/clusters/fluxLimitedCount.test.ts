import { fluxLimitedCount, vikhlininLuminosity } from '../../src/clusters';
import {
  abundanceAbove,
  bocquet16,
  comovingVolume,
  magneticum,
  matterField,
  tinker08
} from '../../src/cosmology';

/** A bright X-ray sample of nearby clusters over 8.14 steradian. */
const bright = {
  cosmology: magneticum,
  flux: 1.3e-11,
  z: [0.025, 0.25] as [number, number],
  solidAngle: 8.14
};

test.each([
  [0.8, 60],
  [0.78, 51],
  [0.75, 38]
])('the bright sample, end to end, sigma_8 = %d: %d clusters within 2 %%', (sigma8, count) => {
  const found = fluxLimitedCount({ ...bright, cosmology: { ...magneticum, sigma8 } });
  expect(Math.abs(found / count - 1)).toBeLessThan(0.02);
});

test('the bright sample with Tinker08, sigma_8 = .78: 49 within 2 %', () => {
  const cosmology = { ...magneticum, sigma8: 0.78 };
  const found = fluxLimitedCount({ ...bright, cosmology }, field => tinker08(field, { definition: '500c' }));
  expect(Math.abs(found / 49 - 1)).toBeLessThan(0.02);
});

test('so faint a flux that all are seen: the abundance times the volume', () => {
  const n = bocquet16(matterField(magneticum));
  const all = { ...bright, flux: 1e-18, z: [0.1, 0.102] as [number, number], solidAngle: 4 * Math.PI };
  const volume = comovingVolume(magneticum, 0.102) - comovingVolume(magneticum, 0.1);
  expect(fluxLimitedCount(all) / (volume * abundanceAbove(n, 1e13, 0.101))).toBeCloseTo(1, 3);
});

test('near and at any redshift the same: the number falls with the flux to the power 3/2', () => {
  // with luminosities that do not evolve, in a shell so near that space is flat and old, and the sky is not full
  const relation = { ...vikhlininLuminosity, evolution: 0 };
  const near = (flux: number) =>
    fluxLimitedCount({ ...bright, relation, flux, z: [1e-5, 0.02], solidAngle: 1 });
  expect(near(1e-7) / near(2e-7) / 2 ** 1.5).toBeCloseTo(1, 1.5);
});

test('bad surveys are refused', () => {
  expect(() => fluxLimitedCount({ ...bright, flux: 0 })).toThrow(/flux 0/);
  expect(() => fluxLimitedCount({ ...bright, z: [0.3, 0.2] })).toThrow(/redshifts 0.3 to 0.2/);
  expect(() => fluxLimitedCount({ ...bright, solidAngle: 13 })).toThrow(/13 steradian/);
});
