import {
  bocquet16,
  luminosityDistance,
  volumeElement,
  type Cosmology,
  type MassFunction,
  type MatterField
} from '../cosmology';
import { integrate, normalCumulative } from '../math';
import {
  CM_PER_MPC,
  LEAST_MASS,
  meanLogLuminosity,
  vikhlininLuminosity,
  type LuminosityRelation
} from './scaling';
import { fieldOf, GREATEST_MASS } from './survey';

/** A survey that takes every cluster above a flux between two redshifts. */
export interface FluxLimitedSurvey {
  cosmology: Cosmology;
  /** Least flux in erg/s/cm^2 (0.5 to 2 keV; no K correction). */
  flux: number;
  /** Redshifts between which it takes clusters. */
  z: [number, number];
  /** Part of the sky in steradian. */
  solidAngle: number;
  relation?: LuminosityRelation;
}

/**
 * Expected number of clusters above a flux: N = Omega int dz dV/dz int dlnM n(M, z) P(L > 4 pi d_L^2 f | M, z), with the
 * log-normal scatter of the luminosity.
 * @param massFunction default Bocquet16
 * @throws RangeError for a flux, redshifts or a part of the sky that make no sense
 */
export function fluxLimitedCount(
  { cosmology, flux, z: [near, far], solidAngle, relation = vikhlininLuminosity }: FluxLimitedSurvey,
  massFunction: (field: MatterField) => MassFunction = bocquet16
): number {
  if (!(flux > 0 && near >= 0 && far > near && solidAngle > 0 && solidAngle <= 4 * Math.PI + 1e-9)) {
    throw new RangeError(
      `fluxLimitedCount: flux ${flux}, redshifts ${near} to ${far}, ${solidAngle} steradian; expected a flux above 0, rising redshifts and at most the whole sky of 12.57 steradian.`
    );
  }
  const n = massFunction(fieldOf(cosmology));
  const perRedshift = (z: number) => {
    const distance = (luminosityDistance(cosmology, z) / cosmology.h) * CM_PER_MPC;
    const least = Math.log(4 * Math.PI * distance ** 2 * flux);
    const perMass = (lnM: number) => {
      const mass = Math.exp(lnM);
      const excess = meanLogLuminosity(mass, cosmology, z, relation) - least;
      return n(mass, z) * normalCumulative(excess / relation.scatter);
    };
    const density = integrate(perMass, Math.log(LEAST_MASS), Math.log(GREATEST_MASS), {
      panels: 20,
      order: 8
    });
    return volumeElement(cosmology, z) * density;
  };
  return solidAngle * integrate(perRedshift, near, far, { panels: 6, order: 8 });
}
