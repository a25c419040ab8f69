/**
 * Row by row against numbers of independent codes (shared/reference/cosmology-reference.csv): the largest deviation of each
 * quantity and code stays within the spread between the codes themselves.
 */
import fs from 'node:fs';
import path from 'node:path';
import {
  age,
  angularDiameterDistance,
  bocquet16,
  comovingDistance,
  comovingVolume,
  expansionRate,
  growthFactor,
  growthRate,
  HUBBLE_TIME,
  luminosityDistance,
  matterField,
  tinker08,
  transferNoWiggles,
  transferWiggles,
  volumeElement,
  withSigma8,
  type Cosmology,
  type MatterField
} from '../../src/cosmology';
import { integrate } from '../../src/math';

const file = path.join(__dirname, '../../../shared/reference/cosmology-reference.csv');
const here = fs.existsSync(file);
if (!here) console.log('skipped: no shared/reference beside the checkout');

interface Row {
  quantity: string;
  code: string;
  variant: string;
  sigma8: number;
  z: number;
  x: number;
  value: number;
}

function readRows(): Row[] {
  const lines = fs.readFileSync(file, 'utf8').trim().split('\n').slice(2);
  return lines.map(line => {
    const cells = [...line.matchAll(/("[^"]*"|[^,]*)(,|$)/g)].map(m => m[1].replace(/"/g, ''));
    const [quantity, code, variant, sigma8, z, x, , value] = cells;
    return {
      quantity,
      code,
      variant,
      sigma8: Number(sigma8),
      z: Number(z),
      x: Number(x),
      value: Number(value)
    };
  });
}

// the parameters in the header of the file
const c: Cosmology = { omegaM: 0.272, omegaB: 0.0456, h: 0.704, ns: 0.963, sigma8: 0.809, tCmb: 2.7255 };
const { h } = c;
const fields = { true: matterField(c), false: matterField(c, { wiggles: false }) };
const at = (row: Row): MatterField =>
  withSigma8(fields[`${!row.variant.includes('no wiggles')}`], row.sigma8 > 0 ? row.sigma8 : c.sigma8);
/** Mass functions keep what depends on a redshift: one for each field. */
const cumulative = (field: MatterField, low: number, z: number) => {
  const n = tinker08(field, { definition: '500c', interpolation: 'rounded' });
  return integrate(u => n(Math.exp(u), z), Math.log(low), Math.log(1e17), { panels: 40, order: 8 });
};
const tinker = (row: Row) =>
  tinker08(at(row), {
    definition: row.variant.split(' ')[1] as '200m',
    interpolation: row.code === 'colossus' && !row.variant.endsWith('m') ? 'rounded' : 'log'
  })(row.x, row.z);
/** Gpc-scale constants of the row's own unit: g/cm^3 of one h^2 critical density. */
const CRITICAL_CGS = 1.878341e-29;

const ours: Record<string, (row: Row) => number> = {
  comoving_distance: r => comovingDistance(c, r.z) / h,
  luminosity_distance: r => luminosityDistance(c, r.z) / h,
  angular_diameter_distance: r => angularDiameterDistance(c, r.z) / h,
  distance_modulus: r => 5 * Math.log10(luminosityDistance(c, r.z) / h) + 25,
  age: r => (age(c, r.z) * HUBBLE_TIME) / h,
  comoving_volume: r => comovingVolume(c, r.z) / h ** 3,
  dV_dz_dOmega: r => volumeElement(c, r.z) / h ** 3,
  critical_density: r => CRITICAL_CGS * h * h * expansionRate(c, r.z) ** 2,
  'E(z)': r => expansionRate(c, r.z),
  growth_factor: r => growthFactor(c, r.z),
  growth_rate: r => growthRate(c, r.z),
  'T(k)': r => (r.variant.includes('no wiggles') ? transferNoWiggles : transferWiggles)(c)(r.x),
  P_lin: r => at(r).power(r.x, r.z),
  sigma_R: r => at(r).sigmaR(r.x) * growthFactor(c, r.z),
  sigma_M: r => at(r).sigmaM(r.x) * growthFactor(c, r.z),
  dn_dlnM: tinker,
  'n(>1e14 Msun/h)': r => cumulative(at(r), 1e14, r.z)
};

/** Largest relative deviation allowed, by quantity and code. */
const tolerance: [quantity: RegExp, code: RegExp, bound: number][] = [
  [/distance|volume|dV_dz|E\(z\)/, /./, 1e-6],
  [/age|critical_density/, /./, 5e-6],
  [/growth/, /./, 2e-5],
  [/T\(k\)/, /./, 1e-5],
  [/P_lin/, /./, 3.5e-4],
  [/sigma_R/, /./, 3e-4],
  // colossus reads sigma(M) from a table of its own
  [/sigma_M/, /./, 4e-4],
  [/dn_dlnM 200m/, /pyccl/, 1.5e-3],
  [/dn_dlnM 200m/, /colossus/, 4e-3],
  [/dn_dlnM (500|200)c/, /pyccl/, 1.4e-3],
  [/dn_dlnM (500|200)c/, /colossus/, 3.8e-3],
  [/n\(>1e14/, /./, 3e-3]
];

/**
 * Known to fall short of .38 %: colossus reads sigma(M) from a table that is off by 2e-4 at 1e15 Msun/h, which is .41 % in
 * the abundance of the rarest haloes (pyccl, whose sigma is integrated, agrees with ours to .14 % there).
 */
const rarest = (row: Row) =>
  row.quantity === 'dn_dlnM' && row.code === 'colossus' && /500c|200c/.test(row.variant) && row.value < 2e-10;

const skipped = (row: Row) =>
  row.variant.includes('Neff') ||
  row.variant.includes('CAMB') ||
  row.code === 'hmf' ||
  /sheth99|press74/.test(row.variant) ||
  rarest(row) ||
  // beyond 1e15 Msun/h the codes themselves part
  (row.quantity === 'dn_dlnM' && row.x > 1.0001e15);

(here ? describe : describe.skip)('independent codes', () => {
  const groups = new Map<string, Row[]>();
  for (const row of here ? readRows() : []) {
    if (skipped(row)) continue;
    const name = row.quantity === 'dn_dlnM' ? `dn_dlnM ${row.variant.split(' ')[1]}` : row.quantity;
    const key = `${name}, ${row.code}, ${row.variant}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  test('all kinds of rows are compared', () => {
    expect(groups.size).toBeGreaterThanOrEqual(25);
    expect([...groups.values()].flat().length).toBeGreaterThan(900);
  });
  test.each([...groups.entries()])('%s', (key, rows) => {
    const bound = tolerance.find(([q, code]) => q.test(key) && code.test(rows[0].code))![2];
    const worst = rows
      .map(row => {
        const value = ours[row.quantity](row);
        return { off: Math.abs(value / row.value - (row.value === 0 ? NaN : 1)), value, row };
      })
      .filter(({ row }) => row.value !== 0)
      .reduce((a, b) => (b.off > a.off || Number.isNaN(b.off) ? b : a));
    if (!(worst.off <= bound))
      throw new Error(`off by ${worst.off.toExponential(2)} at ${JSON.stringify(worst)}`);
  });
});

(here ? test : test.skip)('the rarest rows follow colossus as far as its own sigma(M) does: 5e-3', () => {
  const rare = readRows().filter(r => rarest(r) && r.x <= 1.0001e15);
  expect(rare.length).toBeGreaterThan(0);
  for (const row of rare) expect(Math.abs(ours.dn_dlnM(row) / row.value - 1)).toBeLessThan(5e-3);
});

describe('published fits and closed forms', () => {
  const planck: Cosmology = {
    omegaM: 0.3075,
    omegaB: 0.0486,
    h: 0.6774,
    ns: 0.9667,
    sigma8: 0.8159,
    tCmb: 2.7255
  };
  const ks = [1e-3, 1e-2, 0.1, 1, 10];
  test('transfer functions of Eisenstein and Hu', () => {
    const wiggles = [0.99214479, 0.778548704, 0.129998169, 4.63863e-3, 8.87918e-5];
    const smooth = [0.991959695, 0.784518347, 0.132327555, 4.60774e-3, 8.78447e-5];
    ks.forEach((k, i) => {
      expect(transferWiggles(planck)(k) / wiggles[i]).toBeCloseTo(1, 4);
      expect(transferNoWiggles(planck)(k) / smooth[i]).toBeCloseTo(1, 4);
      expect(Math.abs(transferWiggles(planck)(k) / wiggles[i] - 1)).toBeLessThan(1e-5);
      expect(Math.abs(transferNoWiggles(planck)(k) / smooth[i] - 1)).toBeLessThan(1e-5);
    });
  });
  test('an Einstein-de Sitter universe grows as the scale factor', () => {
    for (const z of [0.1, 1, 5]) {
      expect(growthFactor({ omegaM: 1 - 1e-12 }, z)).toBeCloseTo(1 / (1 + z), 8);
      expect(growthRate({ omegaM: 1 - 1e-12 }, z)).toBeCloseTo(1, 8);
    }
  });
  test('dn/dlnM of Bocquet16 and Tinker08 (500c) as tabulated for the Magneticum universe', () => {
    const field = matterField({ ...c, omegaB: 0.0457 });
    const n = bocquet16(field);
    const t = tinker08(field, { definition: '500c' });
    const rows: [typeof n, number, number[]][] = [
      [n, 0, [1.213e-5, 1.553e-6, 3.735e-8]],
      [n, 0.1, [1.184e-5, 1.375e-6, 2.672e-8]],
      [n, 0.5, [7.468e-6, 5.068e-7, 3.109e-9]],
      [t, 0, [1.327e-5, 1.564e-6, 3.295e-8]],
      [t, 0.1, [1.204e-5, 1.309e-6, 2.366e-8]]
    ];
    for (const [f, z, values] of rows) {
      [1e14, 3e14, 1e15].forEach((mass, i) =>
        expect(Math.abs(f(mass, z) / values[i] - 1)).toBeLessThan(0.01)
      );
    }
  });
  test('sigma(M), growth and distances of the Magneticum universe', () => {
    const field = matterField({ ...c, omegaB: 0.0457 });
    [1e13, 1e14, 3e14, 1e15].forEach((mass, i) =>
      expect(field.sigmaM(mass) / [1.3933, 0.8976, 0.7033, 0.5219][i]).toBeCloseTo(1, 2)
    );
    [0.1, 0.2, 0.5].forEach((z, i) => expect(growthFactor(c, z)).toBeCloseTo([0.9522, 0.9061, 0.7817][i], 3));
    expect(comovingDistance(c, 0.1)).toBeCloseTo(293.5, 1);
    expect(comovingVolume(c, 0.2) / 1e9).toBeCloseTo(0.7926, 3);
  });
  test('sigma(8 Mpc/h) is sigma_8, and the slope is the derivative', () => {
    const field = matterField(planck);
    expect(field.sigmaR(8)).toBeCloseTo(planck.sigma8, 10);
    for (const mass of [1e12, 1e14, 1e15]) {
      const step = 1e-3;
      const difference =
        (Math.log(field.sigmaM(mass * Math.exp(step))) - Math.log(field.sigmaM(mass * Math.exp(-step)))) /
        (2 * step);
      expect(field.slopeM(mass)).toBeCloseTo(difference, 5);
    }
    expect(withSigma8(field, 0.4).sigmaM(1e14)).toBeCloseTo((field.sigmaM(1e14) * 0.4) / planck.sigma8, 12);
  });
});

describe('what makes no sense is refused by name', () => {
  test.each([
    [{ sigma8: 0 }, /sigma8 is 0/],
    [{ sigma8: NaN }, /sigma8 is NaN/],
    [{ omegaM: -0.1 }, /omegaM is -0\.1/],
    [{ omegaB: 0.5 }, /fewer baryons/]
  ])('%j', (change, message) => {
    expect(() => matterField({ ...c, ...change })).toThrow(message);
  });
  test('negative masses and redshifts, unknown definitions', () => {
    const field = matterField(c);
    expect(() => field.sigmaM(-1)).toThrow(/mass: -1/);
    expect(() => comovingDistance(c, -0.5)).toThrow(/redshift: -0\.5/);
    expect(() => tinker08(field, { definition: '500x' as '500c' })(1e14, 0)).toThrow(/500x/);
    expect(() => tinker08(field, { definition: '5000m' })(1e14, 0)).toThrow(/200 to 3200/);
    expect(() => bocquet16(field, 'x' as '500c hydro')).toThrow(/500c hydro/);
  });
});
