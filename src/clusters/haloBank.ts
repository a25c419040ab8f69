import { bocquet16 } from '../cosmology';
import type { Cosmology, MassFunction, MatterField } from '../cosmology';
import { cholesky, Random } from '../math';
import type { ProfileFamily } from './gasProfile';
import { fieldOf, GREATEST_MASS } from './survey';

/** Where the profile field of a halo is given: ln r (Mpc, physical), evenly spaced. */
export const FIELD_START = Math.log(0.02);
export const FIELD_STEP = 0.25;
export const FIELD_KNOTS = 20;

/** Scatter of the observables about their mean relations (our choice). */
export interface ScatterModel {
  /** Standard deviations of ln T and ln M_gas at fixed mass; that of ln L belongs to the survey's relation. */
  temperature: number;
  gas: number;
  /** Correlations of the three scatters. */
  luminosityTemperature: number;
  luminosityGas: number;
  temperatureGas: number;
  /** Standard deviation and correlation length (in ln r) of the Gaussian field on ln n(r). */
  profile: number;
  profileLength: number;
}

export const defaultScatter: Readonly<ScatterModel> = {
  temperature: 0.13,
  gas: 0.1,
  luminosityTemperature: 0.2,
  luminosityGas: 0.5,
  temperatureGas: 0.1,
  profile: 0.2,
  profileLength: 0.5
};

/** A finite list of haloes of one simulation, with everything about each fixed; sorted by mass. */
export interface HaloBank {
  /** ln of the mass in Msun/h, rising. */
  lnMass: Float64Array;
  /** Identity of each halo. */
  ids: Uint32Array;
  /** Normalised scatters of ln L, ln T, ln M_gas: mean 0, standard deviation 1, correlated. */
  uL: Float32Array;
  uT: Float32Array;
  uGas: Float32Array;
  /** Cool-coreness, 0 to 1. */
  coolCore: Float32Array;
  /** ln n(r) over the mean profile at the {@link FIELD_KNOTS} knots: [halo, knot]. */
  field: Float32Array;
  /** Mean profiles that the field is on; default `xcop`. */
  profile?: ProfileFamily;
  /** Side of the box in Mpc/h. */
  side: number;
  scatter: ScatterModel;
  seed: number;
}

/** Sides in Mpc/h of boxes like those of the Magneticum simulations. */
export const boxSides = { box1: 896, box2: 352 } as const;

/** Mean cool-coreness, of haloes of mean luminosity and before it is clipped to 0..1 (our choice). */
export const MEAN_COOL_CORE = 0.35;

/**
 * Draws the haloes of one simulation: their number is Poisson, their masses follow the mass function.
 * @param options side of the box in Mpc/h (default that of Box1); least mass in Msun/h (default 1e13); z (default .1); seed;
 *   scatter (default {@link defaultScatter}); massFunction (default Bocquet16); meanCoolCore (default {@link MEAN_COOL_CORE});
 *   profile, the mean gas profiles (default `xcop`)
 */
export function drawHaloBank(
  cosmology: Cosmology,
  options: {
    seed: number;
    side?: number;
    leastMass?: number;
    z?: number;
    scatter?: ScatterModel;
    massFunction?: (field: MatterField) => MassFunction;
    meanCoolCore?: number;
    profile?: ProfileFamily;
  }
): HaloBank {
  const { seed, side = boxSides.box1, leastMass = 1e13, z = 0.1, scatter = defaultScatter } = options;
  const { meanCoolCore = MEAN_COOL_CORE, profile = 'xcop' } = options;
  if (!(side > 0) || !(leastMass > 0 && leastMass < GREATEST_MASS)) {
    throw new RangeError(
      `drawHaloBank: side ${side} Mpc/h, least mass ${leastMass} Msun/h; expected a positive side and a mass below ${GREATEST_MASS}.`
    );
  }
  const random = new Random(seed);
  const n = (options.massFunction ?? bocquet16)(fieldOf(cosmology));
  const table = cumulativeTable(lnM => n(Math.exp(lnM), z) * side ** 3, Math.log(leastMass));
  const count = random.poisson(table.total);
  const lnMass = Float64Array.from({ length: count }, () => table.invert(random.uniform())).sort();
  const bank: HaloBank = {
    lnMass,
    ids: Uint32Array.from({ length: count }, (_, i) => i),
    uL: new Float32Array(count),
    uT: new Float32Array(count),
    uGas: new Float32Array(count),
    coolCore: new Float32Array(count),
    field: new Float32Array(count * FIELD_KNOTS),
    profile,
    side,
    scatter,
    seed
  };
  const { luminosityTemperature: lt, luminosityGas: lg, temperatureGas: tg } = scatter;
  const scatters = cholesky([
    [1, lt, lg],
    [lt, 1, tg],
    [lg, tg, 1]
  ]);
  const knots = fieldCholesky(scatter);
  for (let i = 0; i < count; i++) {
    [bank.uL[i], bank.uT[i], bank.uGas[i]] = correlated(scatters, random);
    const w = meanCoolCore + 0.3 * random.normal() + 0.25 * bank.uL[i];
    bank.coolCore[i] = Math.min(1, Math.max(0, w));
    bank.field.set(correlated(knots, random), i * FIELD_KNOTS);
  }
  return bank;
}

/** Gaussian field with squared-exponential correlation on the knots. */
function fieldCholesky({ profile, profileLength }: ScatterModel): number[][] {
  const knots = Array.from({ length: FIELD_KNOTS }, (_, i) => i);
  const covariance = knots.map(i =>
    knots.map(j => {
      const distance = ((i - j) * FIELD_STEP) / profileLength;
      // a little white noise keeps the matrix positive in floating point
      return profile ** 2 * (Math.exp(-0.5 * distance * distance) + (i === j ? 1e-6 : 0));
    })
  );
  return profile > 0 ? cholesky(covariance) : covariance;
}

function correlated(factor: number[][], random: Random): number[] {
  const white = factor.map(() => random.normal());
  return factor.map((row, i) => {
    let sum = 0;
    for (let j = 0; j <= i; j++) sum += row[j] * white[j];
    return sum;
  });
}

/** Inverse of a cumulative distribution over ln M. */
export interface MassTable {
  /** Integral of the density. */
  total: number;
  /** ln M below which a part u (0..1) of the integral lies. */
  invert(u: number): number;
}

const TABLE_STEPS = 512;

/** Tabulates a density dN/dlnM from ln M up, so that masses can be drawn from it. */
export function cumulativeTable(density: (lnM: number) => number, from: number): MassTable {
  const step = (Math.log(GREATEST_MASS) - from) / TABLE_STEPS;
  const cumulative = new Float64Array(TABLE_STEPS + 1);
  let before = density(from);
  for (let i = 1; i <= TABLE_STEPS; i++) {
    const now = density(from + i * step);
    cumulative[i] = cumulative[i - 1] + ((before + now) / 2) * step;
    before = now;
  }
  const total = cumulative[TABLE_STEPS];
  return {
    total,
    invert(u) {
      const target = u * total;
      let low = 0;
      let high = TABLE_STEPS;
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (cumulative[middle] > target) high = middle;
        else low = middle;
      }
      const width = cumulative[high] - cumulative[low];
      return from + (low + (width > 0 ? (target - cumulative[low]) / width : 0.5)) * step;
    }
  };
}

/** Parts of a bank that share no halo. */
export interface BankSplit {
  train: HaloBank;
  validation: HaloBank;
  test: HaloBank;
}

/** Splits a bank by halo: each halo goes to one part, at random. @param parts default 70, 15, 15 % */
export function splitBank(
  bank: HaloBank,
  seed: number,
  parts: [number, number, number] = [0.7, 0.15, 0.15]
): BankSplit {
  const random = new Random(seed);
  const [train, validation, test] = dealHaloes(bank, 3, () => {
    const u = random.uniform();
    return u < parts[0] ? 0 : u < parts[0] + parts[1] ? 1 : 2;
  });
  return { train, validation, test };
}

/** Deals a bank at random into parts of about equal size that share no halo. */
export function dealBank(bank: HaloBank, seed: number, parts: number): HaloBank[] {
  const random = new Random(seed);
  return dealHaloes(bank, parts, () => random.integer(0, parts - 1));
}

function dealHaloes(bank: HaloBank, parts: number, partOf: () => number): HaloBank[] {
  const chosen = Array.from({ length: parts }, (): number[] => []);
  for (let i = 0; i < bank.lnMass.length; i++) chosen[partOf()].push(i);
  return chosen.map(rows => pickHaloes(bank, rows));
}

function pickHaloes(bank: HaloBank, rows: number[]): HaloBank {
  const pick = (values: Float32Array) => Float32Array.from(rows, i => values[i]);
  const field = new Float32Array(rows.length * FIELD_KNOTS);
  rows.forEach((row, i) =>
    field.set(bank.field.subarray(row * FIELD_KNOTS, (row + 1) * FIELD_KNOTS), i * FIELD_KNOTS)
  );
  return {
    ...bank,
    lnMass: Float64Array.from(rows, i => bank.lnMass[i]),
    ids: Uint32Array.from(rows, i => bank.ids[i]),
    uL: pick(bank.uL),
    uT: pick(bank.uT),
    uGas: pick(bank.uGas),
    coolCore: pick(bank.coolCore),
    field
  };
}
