/** Numbers of haloes above a mass, and the sigma_8 that a number means. */
import { integrate } from '../math/quadrature';
import { bocquet16, type MassFunction } from './massFunction';
import { withSigma8, type MatterField } from './matterField';

/** Haloes are counted up to this mass (Msun/h); there are none above. */
const END = Math.log(1e17);

/** Number of haloes above a mass (Msun/h) per (Mpc/h)^3: n(>M) = int_M dlnM dn/dlnM. */
export function abundanceAbove(n: MassFunction, mass: number, z: number): number {
  const from = Math.log(mass);
  if (!(from < END)) {
    throw new RangeError(
      `abundanceAbove: mass ${mass} Msun/h; expected a number above 0 and below 1e17. Give another mass.`
    );
  }
  return integrate(lnM => n(Math.exp(lnM), z), from, END, { panels: 40, order: 8 });
}

/** Between these sigma_8 is looked for. */
const LEAST = 0.2;
const GREATEST = 2;

/**
 * The sigma_8 for which the number of haloes above a mass is the one given, all else as in a field.
 * @param abundance haloes above the mass per (Mpc/h)^3
 * @param options mass (Msun/h), z; massFunction (default Bocquet16)
 * @throws RangeError where no sigma_8 from .2 to 2 gives it
 */
export function sigma8FromAbundance(
  field: MatterField,
  abundance: number,
  {
    mass,
    z,
    massFunction = bocquet16
  }: { mass: number; z: number; massFunction?: (field: MatterField) => MassFunction }
): number {
  const excess = (sigma8: number) =>
    Math.log(abundanceAbove(massFunction(withSigma8(field, sigma8)), mass, z) / abundance);
  let [low, high] = [LEAST, GREATEST];
  if (!(excess(low) <= 0 && excess(high) >= 0)) {
    throw new RangeError(
      `sigma8FromAbundance: ${abundance} haloes per (Mpc/h)^3 above ${mass} Msun/h; no sigma_8 from ${LEAST} to ${GREATEST} gives that many. Check the number and the mass.`
    );
  }
  while (high - low > 1e-10) {
    const middle = (low + high) / 2;
    if (excess(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
