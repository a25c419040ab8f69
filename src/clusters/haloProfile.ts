/** The gas profile of one halo: the two mean classes mixed by its cool-coreness, times the halo's own Gaussian field. */
import type { Cosmology } from '../cosmology';
import { cubicSpline } from '../math';
import { classProfile, GAS_DENSITY, pratt22Profile, type ProfileFamily } from './gasProfile';
import { FIELD_KNOTS, FIELD_START, FIELD_STEP, type HaloBank } from './haloBank';
import { LEAST_MASS, meanGasFraction, radius500 } from './scaling';

/** Radial grid: ln r (Mpc), four steps a knot of the field. */
const GRID_STEP = FIELD_STEP / 4;
const GRID = 4 * (FIELD_KNOTS - 1) + 1;
const gridLnR = Float64Array.from({ length: GRID }, (_, i) => FIELD_START + i * GRID_STEP);
const gridR3 = gridLnR.map(lnR => Math.exp(3 * lnR));

/** Weights of Catmull and Rom's cubic at each quarter of the way between two knots. */
const cubicWeights = [0, 0.25, 0.5, 0.75].map(t => [
  (-(t ** 3) + 2 * t * t - t) / 2,
  (3 * t ** 3 - 5 * t * t + 2) / 2,
  (-3 * t ** 3 + 4 * t * t + t) / 2,
  (t ** 3 - t * t) / 2
]);

/** ln n and slope of the two mixed classes against ln x, tabulated once: their closed forms cost more than all the rest. */
const TABLE_START = -6;
const TABLE_STEP = 0.01;
const TABLE_SIZE = 901;
/** The classes side by side, cool core first: what is read together stands together. */
const tabulate = (family: ProfileFamily, what: 'logDensity' | 'slope') =>
  Float64Array.from({ length: 2 * TABLE_SIZE }, (_, i) => {
    const x = Math.exp(TABLE_START + (i >> 1) * TABLE_STEP);
    if (family === 'pratt22') return pratt22Profile(x)[what];
    return classProfile(i % 2 === 0 ? 'coolCore' : 'disturbed', x)[what];
  });
const tablesOf = (family: ProfileFamily) => ({
  density: tabulate(family, 'logDensity'),
  slope: tabulate(family, 'slope')
});
const tables = { xcop: tablesOf('xcop'), pratt22: tablesOf('pratt22') };

function readMix(table: Float64Array, w: number, lnX: number): number {
  const place = (lnX - TABLE_START) / TABLE_STEP;
  const cell = Math.min(Math.max(place | 0, 0), TABLE_SIZE - 2);
  const t = place - cell;
  const i = 2 * cell;
  return (
    w * (table[i] + t * (table[i + 2] - table[i])) +
    (1 - w) * (table[i + 1] + t * (table[i + 3] - table[i + 1]))
  );
}

/** The profile of one halo on the radial grid; one object can be filled for many haloes in turn. */
export interface ProfileGrid {
  profile: ProfileFamily;
  coolCore: number;
  /** ln r500 (Mpc). */
  lnR500: number;
  /** The halo's field at each point. */
  field: Float64Array;
  /** ln n before it is scaled to a gas mass. */
  logDensity: Float64Array;
  /** Gas mass over 4 pi inside each point, in units of that density times Mpc^3. */
  inside: Float64Array;
}

export const newProfileGrid = (): ProfileGrid => ({
  profile: 'xcop',
  coolCore: NaN,
  lnR500: NaN,
  field: new Float64Array(GRID),
  logDensity: new Float64Array(GRID),
  inside: new Float64Array(GRID)
});

/**
 * Fills a grid with the profile of a halo whose r500 is e^lnR500 Mpc.
 * @param upTo ln r (Mpc) up to which it will be read, default the whole grid; points beyond hold what was there before
 */
export function fillProfile(
  grid: ProfileGrid,
  bank: HaloBank,
  halo: number,
  lnR500: number,
  upTo = Infinity
): void {
  const { field, logDensity, inside } = grid;
  const w = bank.coolCore[halo];
  const { profile = 'xcop' } = bank;
  const { density } = tables[profile];
  grid.profile = profile;
  grid.coolCore = w;
  grid.lnR500 = lnR500;
  // two points more: what is read between points, and the slope of the field over two steps
  const points = Math.min(GRID, Math.floor((upTo - FIELD_START) / GRID_STEP) + 3);
  fillField(field, bank, halo, points);
  let before = 0;
  let mass = 0;
  for (let i = 0; i < points; i++) {
    logDensity[i] = readMix(density, w, gridLnR[i] - lnR500) + field[i];
    const now = Math.exp(logDensity[i]) * gridR3[i];
    // inside the grid the density goes as about r^-.8
    mass += i === 0 ? now / 2.2 : ((before + now) / 2) * GRID_STEP;
    inside[i] = mass;
    before = now;
  }
}

const [QUARTER, HALF, THREE_QUARTERS] = cubicWeights.slice(1);

/** The field at the first points: at the knots its own values, between them the cubic through four. */
function fillField(field: Float64Array, bank: HaloBank, halo: number, points: number): void {
  const first = halo * FIELD_KNOTS;
  const last = first + FIELD_KNOTS - 1;
  const values = bank.field;
  for (let i = 0, knot = first; i < points; i += 4, knot++) {
    const b = values[knot];
    field[i] = b;
    if (knot === last) break;
    const a = values[knot > first ? knot - 1 : first];
    const c = values[knot + 1];
    const d = values[knot + 2 <= last ? knot + 2 : last];
    field[i + 1] = QUARTER[0] * a + QUARTER[1] * b + QUARTER[2] * c + QUARTER[3] * d;
    field[i + 2] = HALF[0] * a + HALF[1] * b + HALF[2] * c + HALF[3] * d;
    field[i + 3] =
      THREE_QUARTERS[0] * a + THREE_QUARTERS[1] * b + THREE_QUARTERS[2] * c + THREE_QUARTERS[3] * d;
  }
}

/** ln of the mass inside ln r: a straight line in ln M against ln r between two points of the grid. */
export function logMassInside({ inside }: ProfileGrid, lnR: number): number {
  const place = (lnR - FIELD_START) / GRID_STEP;
  const cell = Math.min(Math.max(Math.floor(place), 0), GRID - 2);
  const [below, above] = [Math.log(inside[cell]), Math.log(inside[cell + 1])];
  return below + (place - cell) * (above - below);
}

/** Slope d ln n / d ln r at ln r (Mpc): that of the mixed class and that of the field. */
export function profileSlope({ profile, coolCore, lnR500, field }: ProfileGrid, lnR: number): number {
  const cell = Math.min(Math.max(Math.round((lnR - FIELD_START) / GRID_STEP), 1), GRID - 2);
  return (
    readMix(tables[profile].slope, coolCore, lnR - lnR500) +
    (field[cell + 1] - field[cell - 1]) / (2 * GRID_STEP)
  );
}

/** ln of the gas mass inside r500 (Msun/h) of a halo of a bank as if its mass were e^lnMass Msun/h: the mean fraction, with its scatter. */
export function logGasMass500(bank: HaloBank, halo: number, lnMass: number, cosmology: Cosmology): number {
  const mass = Math.exp(lnMass);
  return (
    Math.log(meanGasFraction(Math.max(mass, LEAST_MASS), cosmology) * mass) +
    bank.scatter.gas * bank.uGas[halo]
  );
}

/** The gas of one halo as functions of the radius in Mpc (physical). */
export interface HaloProfile {
  /** r500 in Mpc. */
  radius500: number;
  /** ln n, n = sqrt(n_p n_e) in cm^-3; beyond 2.3 Mpc and inside .02 Mpc a power law. */
  logDensity(radius: number): number;
  /** d ln n / d ln r. */
  slope(radius: number): number;
  /** Gas mass inside the radius in Msun/h. */
  gasMass(radius: number): number;
}

/**
 * The gas profile of a halo of a bank, scaled so that its gas mass inside r500 is the one observed.
 * @param options cosmology, z; lnMass, ln of the mass in Msun/h that the halo is given (default its own)
 * @throws RangeError where the bank has no such halo
 */
export function haloProfile(
  bank: HaloBank,
  halo: number,
  { cosmology, z, lnMass }: { cosmology: Cosmology; z: number; lnMass?: number }
): HaloProfile {
  if (!(Number.isInteger(halo) && halo >= 0 && halo < bank.lnMass.length)) {
    throw new RangeError(
      `haloProfile: halo ${halo}; the bank holds ${bank.lnMass.length}, numbered from 0. Give the place of one of them.`
    );
  }
  const given = lnMass ?? bank.lnMass[halo];
  const r500 = radius500(Math.exp(given), cosmology, z);
  const grid = newProfileGrid();
  fillProfile(grid, bank, halo, Math.log(r500));
  const lnScale = logGasMass500(bank, halo, given, cosmology) - logMassInside(grid, Math.log(r500));
  // M = 4 pi GAS_DENSITY int n r^2 dr in Msun: the scale is that of M in Msun/h over the integral
  const lnUnit = lnScale - Math.log(4 * Math.PI * GAS_DENSITY * cosmology.h);
  const curve = cubicSpline(gridLnR, grid.logDensity);
  return {
    radius500: r500,
    logDensity: radius => lnUnit + curve.at(Math.log(radius)),
    slope: radius => profileSlope(grid, Math.log(radius)),
    gasMass: radius => Math.exp(lnScale + logMassInside(grid, Math.log(radius)))
  };
}
