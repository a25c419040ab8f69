/** Other simulations and skies than the one that a network was trained on: what it may meet when it is used. */
import { bocquet16, tinker08, type MassFunction, type MatterField } from '../cosmology';
import { drawSamples, type SampleOptions } from './drawSamples';
import type { ProfileFamily } from './gasProfile';
import {
  boxSides,
  dealBank,
  defaultScatter,
  drawHaloBank,
  type HaloBank,
  type ScatterModel
} from './haloBank';
import { FEATURES, PROFILE_RADII } from './observables';
import { joinSamples, type SampleSet } from './sampleSet';
import type { LuminosityRelation } from './scaling';
import type { Survey } from './survey';

/** How a domain departs from the default; what is not named stays. */
export interface Domain {
  name: string;
  /** The change in words. */
  change: string;
  /** What the change acts on. */
  kind: 'none' | 'numbers' | 'looks';
  massFunction?: (field: MatterField) => MassFunction;
  /** Side of the box in Mpc/h. */
  side?: number;
  scatter?: Partial<ScatterModel>;
  meanCoolCore?: number;
  profile?: ProfileFamily;
  /** Differences of the mean luminosity relation: norm, slope and evolution are added, scatter is replaced. */
  luminosity?: Partial<LuminosityRelation>;
  /** Added to ln T and to ln M_gas of every cluster. */
  lnTemperature?: number;
  lnGas?: number;
}

const tinker500 = (field: MatterField) => tinker08(field, { definition: '500c' });
const up = Math.log(1.1);
const down = Math.log(0.9);

/**
 * Domains of a shift matrix (our choice). `numbers`: how many clusters of a mass are there or are seen; the look of one
 * cluster of a mass stays the same. `looks`: the other way round.
 */
export const shiftDomains: readonly Readonly<Domain>[] = [
  { name: 'home', change: 'none', kind: 'none' },
  { name: 'small box', change: 'haloes of a box of 352 Mpc/h', kind: 'none', side: boxSides.box2 },
  { name: 'Tinker08', change: 'another mass function', kind: 'numbers', massFunction: tinker500 },
  {
    name: 'L slope 1.9',
    change: 'luminosity steeper, 1.61 to 1.9',
    kind: 'numbers',
    luminosity: { slope: 0.29 }
  },
  {
    name: 'L scatter .25',
    change: 'luminosity scatter .40 to .25',
    kind: 'numbers',
    luminosity: { scatter: 0.25 }
  },
  {
    name: 'L scatter .55',
    change: 'luminosity scatter .40 to .55',
    kind: 'numbers',
    luminosity: { scatter: 0.55 }
  },
  { name: 'L +10 %', change: 'all luminosities up by 10 %', kind: 'numbers', luminosity: { norm: up } },
  { name: 'L -10 %', change: 'all luminosities down by 10 %', kind: 'numbers', luminosity: { norm: down } },
  {
    name: 'L evolution +.3',
    change: 'luminosity evolves as E^2.15',
    kind: 'numbers',
    luminosity: { evolution: 0.3 }
  },
  {
    name: 'L evolution -.3',
    change: 'luminosity evolves as E^1.55',
    kind: 'numbers',
    luminosity: { evolution: -0.3 }
  },
  { name: 'gas +10 %', change: 'all gas masses up by 10 %', kind: 'looks', lnGas: up },
  { name: 'gas -10 %', change: 'all gas masses down by 10 %', kind: 'looks', lnGas: down },
  {
    name: 'gas scatter .15',
    change: 'scatter of ln M_gas .10 to .15',
    kind: 'looks',
    scatter: { gas: 0.15 }
  },
  { name: 'T +10 %', change: 'all temperatures up by 10 %', kind: 'looks', lnTemperature: up },
  { name: 'T -10 %', change: 'all temperatures down by 10 %', kind: 'looks', lnTemperature: down },
  { name: 'Pratt22', change: 'another mean gas profile', kind: 'looks', profile: 'pratt22' },
  { name: 'few cool cores', change: 'mean cool-coreness .35 to .15', kind: 'looks', meanCoolCore: 0.15 },
  { name: 'many cool cores', change: 'mean cool-coreness .35 to .55', kind: 'looks', meanCoolCore: 0.55 },
  {
    name: 'regular',
    change: 'profiles without scatter of their shape',
    kind: 'looks',
    scatter: { profile: 0 }
  }
];

/** A domain of {@link shiftDomains} by its name. @throws RangeError where there is none */
export function shiftDomain(name: string): Readonly<Domain> {
  const found = shiftDomains.find(domain => domain.name === name);
  if (!found) {
    const names = shiftDomains.map(domain => domain.name).join(', ');
    throw new RangeError(`shiftDomain: there is no domain "${name}"; expected one of ${names}.`);
  }
  return found;
}

/** The haloes of a simulation of a domain. */
export function domainBank(domain: Domain, { cosmology, z }: Survey, seed: number): HaloBank {
  const { side, massFunction, meanCoolCore, profile, scatter } = domain;
  return drawHaloBank(cosmology, {
    seed,
    side,
    z,
    massFunction,
    meanCoolCore,
    profile,
    scatter: { ...defaultScatter, ...scatter }
  });
}

/** A survey whose clusters shine as those of a domain do. */
export function domainSurvey({ luminosity = {} }: Domain, survey: Survey): Survey {
  const { norm = 0, slope = 0, evolution = 0, scatter } = luminosity;
  const own = survey.relation;
  return {
    ...survey,
    relation: {
      norm: own.norm + norm,
      slope: own.slope + slope,
      evolution: own.evolution + evolution,
      scatter: scatter ?? own.scatter
    }
  };
}

/** Samples of a domain and which of several parts of its haloes each was made of. */
export interface DomainSamples {
  set: SampleSet;
  /** Part of each sample, [count]. Samples of two parts have no halo in common. */
  parts: Uint32Array;
}

/**
 * Samples as a survey would take them in a domain, from several parts of a bank in turn that share no halo. A bootstrap over
 * the parts then holds what all samples of one bank share by chance.
 * @param bank of the domain, see {@link domainBank}
 * @param options as for `drawSamples`; parts (default 8)
 * @throws RangeError where a part holds too few haloes, or there are fewer samples than parts
 */
export function drawDomain(
  domain: Domain,
  bank: HaloBank,
  survey: Survey,
  { parts = 8, count, seed, ...options }: SampleOptions & { parts?: number }
): DomainSamples {
  if (!(Number.isInteger(parts) && parts >= 1 && count >= parts)) {
    throw new RangeError(
      `drawDomain: ${count} samples from ${parts} parts; expected a whole number of parts and a sample for each.`
    );
  }
  const { massFunction = bocquet16 } = domain;
  const size = (part: number) =>
    Math.floor(((part + 1) * count) / parts) - Math.floor((part * count) / parts);
  const sets = dealBank(bank, seed, parts).map((haloes, part) =>
    drawSamples(haloes, domainSurvey(domain, survey), {
      massFunction,
      ...options,
      count: size(part),
      seed: seed + part
    })
  );
  return {
    set: recalibrate(joinSamples(sets), domain),
    parts: Uint32Array.from(sets.flatMap((set, part) => Array<number>(set.count).fill(part)))
  };
}

/** Adds a domain's constants to ln T and ln M_gas. The order by temperature stays. */
function recalibrate(set: SampleSet, { lnTemperature = 0, lnGas = 0 }: Domain): SampleSet {
  if (lnTemperature === 0 && lnGas === 0) return set;
  const width = FEATURES.length;
  const features = set.features.slice();
  for (let at = 0; at < features.length; at += width) {
    features[at] += lnTemperature;
    for (let k = 1; k <= PROFILE_RADII.length; k++) features[at + k] += lnGas;
  }
  return { ...set, features };
}
