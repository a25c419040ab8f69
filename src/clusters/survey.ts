import {
  bocquet16,
  comovingVolume,
  luminosityDistance,
  matterField,
  withSigma8,
  type Cosmology,
  type MassFunction,
  type MatterField
} from '../cosmology';
import { normalCumulative } from '../math';
import {
  CM_PER_MPC,
  LEAST_MASS,
  meanLogLuminosity,
  meanTemperature,
  TEMPERATURE_POWER,
  vikhlininLuminosity,
  type LuminosityRelation
} from './scaling';

/**
 * How a survey takes its clusters.
 * - `transition`: by flux below the luminosity L_0, all of the volume above (the default);
 * - `step`: all above L_0, none below: a sharp cut in luminosity;
 * - `temperature`: all whose *observed* temperature is above `cut` keV: volume-limited, no luminosity is used;
 * - `mass`: all whose true mass is above `cut` Msun/h, which no observer can do.
 */
export type Selection =
  { by: 'transition' } | { by: 'step' } | { by: 'temperature'; cut: number } | { by: 'mass'; cut: number };

/**
 * A survey that is limited by flux for faint clusters and by volume for bright ones. Above the transition luminosity L_0 it
 * is complete in its whole volume; below, a cluster is seen to a distance that falls with its luminosity. Other ways to
 * take clusters serve as controls.
 */
export interface Survey {
  cosmology: Cosmology;
  z: number;
  /** Transition luminosity in erg/s (0.5 to 2 keV). */
  transition: number;
  /** Comoving volume in (Mpc/h)^3. */
  volume: number;
  relation: LuminosityRelation;
  /** Haloes below this mass (Msun/h) are left out. */
  leastMass: number;
  /** Default `transition`. */
  selection?: Selection;
}

/** Volumes that give about 300 clusters at L_0 = 3e43, 1e44, 3e44 erg/s; the last is more than the whole sky to z = .1. */
export const surveyVolumes = { 3e43: 1.99e7, 1e44: 6.85e7, 3e44: 2.56e8 } as const;

/** Default survey: z = .1, L_0 = 1e44 erg/s, about 300 clusters in the Magneticum universe. */
export function defaultSurvey(cosmology: Cosmology): Survey {
  return {
    cosmology,
    z: 0.1,
    transition: 1e44,
    volume: surveyVolumes[1e44],
    relation: { ...vikhlininLuminosity, scatter: 0.4 },
    leastMass: LEAST_MASS
  };
}

/** Flux limit in erg/s/cm^2 that puts the transition at L_0 for a volume cut at z: L_0 = 4 pi d_L^2 f. */
export function fluxLimit({
  cosmology,
  z,
  transition
}: Pick<Survey, 'cosmology' | 'z' | 'transition'>): number {
  const distance = (luminosityDistance(cosmology, z) / cosmology.h) * CM_PER_MPC;
  return transition / (4 * Math.PI * distance ** 2);
}

/** Part of the sky that the survey covers if it ends at its redshift; above 1 it is more than there is. */
export const skyFraction = ({ cosmology, z, volume }: Survey) => volume / comovingVolume(cosmology, z);

/** Part of the volume in which a luminosity is seen: min(1, (L / (b L_0))^1.5) (Euclidean). */
export const visibleFraction = (luminosity: number, { transition }: Pick<Survey, 'transition'>, b = 1) =>
  Math.min(1, (luminosity / (b * transition)) ** 1.5);

/** What else the chance to be selected depends on. */
export interface SelectionConditions {
  /** Scatter of ln T at fixed mass, for a cut in temperature; default .13. */
  temperatureScatter?: number;
  /** ln b_M, which moves observed temperatures; default 0. */
  lnMassBias?: number;
}

/**
 * Chance that a cluster of a mass (Msun/h) is selected, over its scatter, in closed form. For the transition it is
 * Phi(u) + exp(1.5 s u + 1.125 s^2) Phi(-u - 1.5 s), u = (mu - ln(b L_0)) / s.
 * @param b b_L0, the factor on the transition luminosity
 */
export function selection(
  mass: number,
  survey: Survey,
  b = 1,
  { temperatureScatter = 0.13, lnMassBias = 0 }: SelectionConditions = {}
): number {
  const kind = survey.selection ?? { by: 'transition' };
  if (kind.by === 'mass') return mass >= kind.cut ? 1 : 0;
  if (kind.by === 'temperature') {
    const lnT = Math.log(meanTemperature(mass, survey.cosmology, survey.z)) + lnMassBias / TEMPERATURE_POWER;
    return normalCumulative((lnT - Math.log(kind.cut)) / temperatureScatter);
  }
  const { scatter } = survey.relation;
  const mu = meanLogLuminosity(mass, survey.cosmology, survey.z, survey.relation);
  const u = (mu - Math.log(b * survey.transition)) / scatter;
  if (kind.by === 'step') return normalCumulative(u);
  return (
    normalCumulative(u) +
    Math.exp(1.5 * scatter * u + 1.125 * scatter * scatter) * normalCumulative(-u - 1.5 * scatter)
  );
}

/** Expected counts of selected clusters. */
export interface ExpectedCounts {
  /** dN/dlnM at a mass (Msun/h). */
  density(mass: number): number;
  /** Expected number in all. */
  total: number;
  /** Mass (Msun/h) where dN/dlnM is highest: the top of a parabola through the highest grid points. */
  peak: number;
}

/** Counts are summed from the survey's least mass to this one (Msun/h). */
export const GREATEST_MASS = 6e15;
const STEPS = 400;

/**
 * Expected counts for a cosmology with a given sigma_8 and factor b_L0.
 * @param massFunction default Bocquet16 (500c, hydro)
 */
export function expectedCounts(
  survey: Survey,
  { sigma8 = survey.cosmology.sigma8, b = 1 }: { sigma8?: number; b?: number } = {},
  massFunction: (field: MatterField) => MassFunction = bocquet16
): ExpectedCounts {
  const n = massFunction(withSigma8(fieldOf(survey.cosmology), sigma8));
  const density = (mass: number) => survey.volume * n(mass, survey.z) * selection(mass, survey, b);
  const least = Math.log(survey.leastMass);
  const step = (Math.log(GREATEST_MASS) - least) / STEPS;
  const grid = Float64Array.from({ length: STEPS + 1 }, (_, i) => density(Math.exp(least + i * step)));
  // Simpson's rule
  let total = 0;
  grid.forEach((v, i) => (total += v * (i === 0 || i === STEPS ? 1 : i % 2 ? 4 : 2)));
  total *= step / 3;
  return { density, total, peak: Math.exp(least + step * topOf(grid)) };
}

/** Place of the maximum of a grid, in steps. It is broad: a parabola over the points above 95 % of it, not the highest point. */
function topOf(grid: Float64Array): number {
  const top = grid.reduce((a, b) => Math.max(a, b), 0);
  const rows = [...grid.keys()].filter(i => grid[i] > 0.95 * top);
  const centre = rows.reduce((a, b) => a + b, 0) / rows.length;
  // least squares of a + b x + c x^2 with x symmetric about its mean
  const [s2, s4] = [2, 4].map(p => rows.reduce((sum, i) => sum + (i - centre) ** p, 0));
  const [t0, t1, t2] = [0, 1, 2].map(p => rows.reduce((sum, i) => sum + grid[i] * (i - centre) ** p, 0));
  const slope = t1 / s2;
  const bend = (rows.length * t2 - s2 * t0) / (rows.length * s4 - s2 * s2);
  return centre - slope / (2 * bend);
}

const fields = new WeakMap<Cosmology, MatterField>();

/** The matter field of a cosmology, integrated once for each cosmology object. */
export function fieldOf(cosmology: Cosmology): MatterField {
  let field = fields.get(cosmology);
  if (!field) fields.set(cosmology, (field = matterField(cosmology)));
  return field;
}
