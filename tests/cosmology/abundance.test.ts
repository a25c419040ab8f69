import {
  abundanceAbove,
  bocquet16,
  magneticum,
  matterField,
  sigma8FromAbundance,
  tinker08,
  withSigma8
} from '../../src/cosmology';

const field = matterField(magneticum);

test('a power law with a cut-off: the closed form', () => {
  // dn/dlnM = x e^-x with x = M / 1e15: n(>M) = e^-x
  const n = (mass: number) => (mass / 1e15) * Math.exp(-mass / 1e15);
  for (const mass of [1e13, 1e15, 5e15]) {
    expect(abundanceAbove(n, mass, 0) / Math.exp(-mass / 1e15)).toBeCloseTo(1, 8);
  }
});

test('fewer haloes above a larger mass; between two masses, those that the mass function holds', () => {
  const n = bocquet16(field);
  const [low, high] = [0.999e14, 1.001e14];
  const between = abundanceAbove(n, low, 0.1) - abundanceAbove(n, high, 0.1);
  expect(between / Math.log(high / low) / n(1e14, 0.1)).toBeCloseTo(1, 5);
});

test('growth of the abundance: n(>2.5e14) at z = .03 over z = .5 is 3.7 (Bocquet16) and 4.2 (Tinker08) at sigma_8 = .78', () => {
  const at = withSigma8(field, 0.78);
  const ratio = (n: ReturnType<typeof bocquet16>) =>
    abundanceAbove(n, 2.5e14, 0.03) / abundanceAbove(n, 2.5e14, 0.5);
  expect(Math.abs(ratio(bocquet16(at)) / 3.7 - 1)).toBeLessThan(0.02);
  expect(Math.abs(ratio(tinker08(at, { definition: '500c' })) / 4.2 - 1)).toBeLessThan(0.02);
});

test('sigma_8 is read back from the number that it gives', () => {
  for (const sigma8 of [0.6, 0.809, 1.1]) {
    const n = abundanceAbove(bocquet16(withSigma8(field, sigma8)), 3e14, 0.1);
    expect(sigma8FromAbundance(field, n, { mass: 3e14, z: 0.1 })).toBeCloseTo(sigma8, 8);
  }
  const tinker = (f: typeof field) => tinker08(f, { definition: '500c' });
  const n = abundanceAbove(tinker(field), 3e14, 0.1);
  const read = sigma8FromAbundance(field, n, { mass: 3e14, z: 0.1, massFunction: tinker });
  expect(read).toBeCloseTo(0.809, 8);
  expect(sigma8FromAbundance(field, n, { mass: 3e14, z: 0.1 })).not.toBeCloseTo(0.809, 3);
});

test('masses and numbers beyond sense are refused', () => {
  expect(() => abundanceAbove(bocquet16(field), -1, 0)).toThrow(/mass -1/);
  expect(() => abundanceAbove(bocquet16(field), 1e18, 0)).toThrow(/mass 1000000000000000000/);
  for (const number of [0, NaN, 1]) {
    expect(() => sigma8FromAbundance(field, number, { mass: 1e14, z: 0 })).toThrow(
      /no sigma_8 from 0.2 to 2/
    );
  }
});
