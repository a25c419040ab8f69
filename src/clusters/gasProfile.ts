/**
 * Gas density profiles: the three mean classes of X-COP (Ghirardini et al. 2019, A&A 621, A41) in x = r / r500, mixed in
 * ln n by cool-coreness; and the one mean shape of Pratt et al. 2022 (A&A 665, A24) for another domain. Densities of the
 * former are in cm^-3 before they are scaled to a gas mass.
 */
import { compositeRule } from '../math/quadrature';
import { CM_PER_MPC } from './scaling';

interface ProfileClass {
  lnN0: number;
  lnRc: number;
  lnRs: number;
  alpha: number;
  beta: number;
  epsilon: number;
}

/** Parameters of the published classes. */
export const profileClasses: Readonly<Record<'all' | 'coolCore' | 'disturbed', ProfileClass>> = {
  all: { lnN0: -4.4, lnRc: -3.0, lnRs: -0.29, alpha: 0.89, beta: 0.43, epsilon: 2.86 },
  coolCore: { lnN0: -3.9, lnRc: -3.2, lnRs: 0.17, alpha: 0.8, beta: 0.49, epsilon: 4.67 },
  disturbed: { lnN0: -4.9, lnRc: -2.7, lnRs: -0.51, alpha: 0.7, beta: 0.39, epsilon: 2.6 }
};

/** ln n and d ln n / d ln r of a class at x = r / r500, z = 0. */
export function classProfile(
  name: keyof typeof profileClasses,
  x: number
): { logDensity: number; slope: number } {
  const p = profileClasses[name];
  const core = (x / Math.exp(p.lnRc)) ** 2;
  const edge = (x / Math.exp(p.lnRs)) ** 3;
  const inner = 3 * p.beta - p.alpha / 2;
  return {
    logDensity:
      p.lnN0 +
      0.5 *
        (-p.alpha * (Math.log(x) - p.lnRc) - inner * Math.log1p(core) - (p.epsilon / 3) * Math.log1p(edge)),
    slope: 0.5 * (-p.alpha - (2 * inner * core) / (1 + core) - (p.epsilon * edge) / (1 + edge))
  };
}

/** ln n and slope of a cluster that is cool-core to a part w (0 disturbed, 1 cool core): a mix in ln n. */
export function mixedProfile(w: number, x: number): { logDensity: number; slope: number } {
  const cool = classProfile('coolCore', x);
  const disturbed = classProfile('disturbed', x);
  return {
    logDensity: w * cool.logDensity + (1 - w) * disturbed.logDensity,
    slope: w * cool.slope + (1 - w) * disturbed.slope
  };
}

/** Whose mean profiles: two classes mixed by cool-coreness, or one shape for all. */
export type ProfileFamily = 'xcop' | 'pratt22';

/**
 * ln(rho / rho500) and slope of the median profile of Pratt et al. 2022 at x = r / r500, for E = 1 and M500 = 5e14 Msun;
 * mass and redshift only scale it.
 */
export function pratt22Profile(x: number): { logDensity: number; slope: number } {
  const { f0, xs, alpha, beta, gamma } = { f0: 1.2, xs: 0.28, alpha: 0.42, beta: 2.34, gamma: 1.52 };
  const u = (x / xs) ** gamma;
  const logDensity = Math.log(f0) - alpha * Math.log(x / xs) - ((beta - alpha) / gamma) * Math.log1p(u);
  return { logDensity, slope: -alpha - ((beta - alpha) * u) / (1 + u) };
}

/** Gas mass inside x = 1 over 4 pi r500^3, in units of the density, of a profile: int n x^2 dx. */
export function gasIntegral(logDensity: (x: number) => number, upTo = 1): number {
  const { nodes, weights } = compositeRule(Math.log(1e-3), Math.log(upTo), 12, 8);
  let sum = 0;
  for (let i = 0; i < nodes.length; i++) {
    const x = Math.exp(nodes[i]);
    sum += weights[i] * Math.exp(logDensity(x)) * x ** 3;
  }
  return sum;
}

/** Proton mass times electrons' mean weight (1.92 m_p / 1.2 for n = sqrt(n_p n_e)) in Msun per Mpc^3 at n = 1 cm^-3. */
export const GAS_DENSITY = 1.17 * 1.6726219e-24 * (CM_PER_MPC ** 3 / 1.98847e33);

/** Gas fraction inside r500 of a class as published (E = 1). */
export function classGasFraction(name: keyof typeof profileClasses, h: number): number {
  const integral = gasIntegral(x => classProfile(name, x).logDensity);
  const critical = 2.77536627e11 * h * h;
  return (integral * 3 * GAS_DENSITY) / (500 * critical);
}
