import type { Cosmology } from '../cosmology';
import type { Random } from '../math';
import { classProfile } from './gasProfile';
import { FIELD_KNOTS, FIELD_START, FIELD_STEP, type HaloBank } from './haloBank';
import { LEAST_MASS, meanGasFraction, meanTemperature, radius500 } from './scaling';

/**
 * Radii of the profile features in Mpc (physical), the same for every cluster. Never multiples of the true r500, and the
 * profile is never divided by the mass: r500 *is* the mass.
 */
export const PROFILE_RADII = [0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 0.9, 1.0] as const;

/** Names of the features of a cluster, in order. */
export const FEATURES: readonly string[] = [
  'ln T',
  ...PROFILE_RADII.map(r => `ln M_gas(<${r} Mpc)`),
  ...PROFILE_RADII.map(r => `slope at ${r} Mpc`)
];

const logRadii = PROFILE_RADII.map(Math.log);

/** Noise on each density slope. */
export const SLOPE_NOISE = 0.05;

/** Radial grid: ln r (Mpc), four steps a knot of the field. */
const GRID_STEP = FIELD_STEP / 4;
const GRID = 4 * (FIELD_KNOTS - 1) + 1;
const gridR3 = Float64Array.from({ length: GRID }, (_, i) => Math.exp(3 * (FIELD_START + i * GRID_STEP)));

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
const tabulate = (what: 'logDensity' | 'slope') =>
  (['coolCore', 'disturbed'] as const).map(name =>
    Float64Array.from(
      { length: TABLE_SIZE },
      (_, i) => classProfile(name, Math.exp(TABLE_START + i * TABLE_STEP))[what]
    )
  );
const densityTables = tabulate('logDensity');
const slopeTables = tabulate('slope');

/** What an observer sees of one cluster. */
export interface ObserveOptions {
  cosmology: Cosmology;
  z: number;
  /** ln b_M, factor on every mass proxy; default 0. */
  lnMassBias?: number;
  /** Standard deviation of the noise on slopes; default {@link SLOPE_NOISE}. */
  slopeNoise?: number;
}

const work = new Float64Array(GRID);
const inside = new Float64Array(GRID);
const fieldAt = new Float64Array(GRID);

/**
 * Features of a halo of a bank as if its mass were `lnMass` (Msun/h): ln T (keV), ln M_gas (Msun/h) inside the
 * {@link PROFILE_RADII}, and the slope d ln n / d ln r at them.
 * @param out array that takes the features from `at` on
 */
export function observe(
  bank: HaloBank,
  halo: number,
  lnMass: number,
  { cosmology, z, lnMassBias = 0, slopeNoise = SLOPE_NOISE }: ObserveOptions,
  random: Random,
  out: Float32Array,
  at = 0
): void {
  const mass = Math.exp(lnMass);
  const { scatter } = bank;
  const lnR500 = Math.log(radius500(mass, cosmology, z));
  const w = bank.coolCore[halo];
  profile(bank, halo, w, lnR500);
  const lnGas500 =
    Math.log(meanGasFraction(Math.max(mass, LEAST_MASS), cosmology) * mass) + scatter.gas * bank.uGas[halo];
  const scale = lnGas500 + lnMassBias - logMassInside(lnR500);
  // T ~ M^(1/1.53): a proxy that reads masses too high by b_M reads temperatures too high by its power
  out[at] =
    Math.log(meanTemperature(mass, cosmology, z)) + scatter.temperature * bank.uT[halo] + lnMassBias / 1.53;
  for (let k = 0; k < PROFILE_RADII.length; k++) {
    const lnR = logRadii[k];
    out[at + 1 + k] = scale + logMassInside(lnR);
    out[at + 1 + PROFILE_RADII.length + k] =
      slopeAt(w, lnR - lnR500) + gradientOnGrid(fieldAt, lnR) + slopeNoise * random.normal();
  }
}

/** Fills the grid with the field and with the gas mass inside each radius, in arbitrary units. */
function profile(bank: HaloBank, halo: number, w: number, lnR500: number): void {
  const knots = halo * FIELD_KNOTS;
  const [cool, disturbed] = densityTables;
  for (let i = 0; i < GRID; i++) {
    const knot = Math.min(i >> 2, FIELD_KNOTS - 2);
    const value = cubicWeights[i & 3];
    let field = 0;
    if (i === GRID - 1) field = bank.field[knots + FIELD_KNOTS - 1];
    else {
      for (let k = 0; k < 4; k++) {
        const j = Math.min(Math.max(knot + k - 1, 0), FIELD_KNOTS - 1);
        field += value[k] * bank.field[knots + j];
      }
    }
    fieldAt[i] = field;
    const place = (FIELD_START + i * GRID_STEP - lnR500 - TABLE_START) / TABLE_STEP;
    const cell = Math.min(Math.max(place | 0, 0), TABLE_SIZE - 2);
    const t = place - cell;
    const lnN =
      w * (cool[cell] + t * (cool[cell + 1] - cool[cell])) +
      (1 - w) * (disturbed[cell] + t * (disturbed[cell + 1] - disturbed[cell]));
    work[i] = Math.exp(lnN + field) * gridR3[i];
  }
  // inside the grid the density goes as about r^-.8
  let mass = work[0] / 2.2;
  inside[0] = mass;
  for (let i = 1; i < GRID; i++) {
    mass += ((work[i - 1] + work[i]) / 2) * GRID_STEP;
    inside[i] = mass;
  }
}

/** ln of the gas mass inside ln r: a straight line in ln M against ln r between two points of the grid. */
function logMassInside(lnR: number): number {
  const place = (lnR - FIELD_START) / GRID_STEP;
  const cell = Math.min(Math.max(Math.floor(place), 0), GRID - 2);
  const [below, above] = [Math.log(inside[cell]), Math.log(inside[cell + 1])];
  return below + (place - cell) * (above - below);
}

function gradientOnGrid(values: Float64Array, lnR: number): number {
  const cell = Math.min(Math.max(Math.round((lnR - FIELD_START) / GRID_STEP), 1), GRID - 2);
  return (values[cell + 1] - values[cell - 1]) / (2 * GRID_STEP);
}

function slopeAt(w: number, lnX: number): number {
  const place = (lnX - TABLE_START) / TABLE_STEP;
  const cell = Math.min(Math.max(place | 0, 0), TABLE_SIZE - 2);
  const t = place - cell;
  const [cool, disturbed] = slopeTables;
  return (
    w * (cool[cell] + t * (cool[cell + 1] - cool[cell])) +
    (1 - w) * (disturbed[cell] + t * (disturbed[cell + 1] - disturbed[cell]))
  );
}
