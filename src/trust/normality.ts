/** Whether uncertainties are right: uniform PIT, unit variance, coverage. */
import { normalCumulative } from '../math';

/** p of Kolmogorov and Smirnov's test that values in [0, 1] are uniform (asymptotic, with Stephens' correction for n). */
export function uniformP(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  let distance = 0;
  sorted.forEach((u, i) => (distance = Math.max(distance, u - i / n, (i + 1) / n - u)));
  const root = Math.sqrt(n);
  const x = (root + 0.12 + 0.11 / root) * distance;
  if (x < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k <= 100; k++) sum += 2 * (k % 2 ? 1 : -1) * Math.exp(-2 * k * k * x * x);
  return Math.min(1, Math.max(0, sum));
}

/** p that deviates have unit variance: two-sided, chi squared by Wilson and Hilferty's cube root. */
export function unitVarianceP(z: ArrayLike<number>): number {
  const n = z.length;
  let square = 0;
  for (let i = 0; i < n; i++) square += z[i] * z[i];
  const c = 2 / (9 * n);
  const deviate = (Math.cbrt(square / n) - (1 - c)) / Math.sqrt(c);
  return 2 * normalCumulative(-Math.abs(deviate));
}

/** Share of deviates within the interval that should hold a share of them. */
export const coverageOf = (z: ArrayLike<number>, half: number): number =>
  Array.from(z).filter(v => Math.abs(v) <= half).length / z.length;

/** Half-widths of the 68.27 and 95 % intervals of the standard normal. */
export const INTERVALS = [
  { share: 0.6827, half: 1 },
  { share: 0.95, half: 1.959963984540054 }
] as const;
