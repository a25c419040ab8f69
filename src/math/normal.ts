/** Density of the standard normal distribution. */
export const normalDensity = (x: number) => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);

/**
 * Cumulative distribution of the standard normal: Marsaglia's series (2004, J. Stat. Soft. 11, 4) above -3, the continued
 * fraction of Mills' ratio below, where the series would cancel against one half. Relative error below 1e-12.
 */
export function normalCumulative(x: number): number {
  if (x < -3) return normalDensity(x) / millsFraction(-x);
  if (x > 9) return 1;
  let term = x;
  let sum = x;
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 + normalDensity(x) * sum;
}

/** t + 1 / (t + 2 / (t + 3 / ...)), from the inside out. */
function millsFraction(t: number): number {
  let value = t;
  // the further out, the sooner it converges: no change below 1e-16 from 3 on
  for (let k = Math.ceil(10 + 300 / (t * t)); k >= 1; k--) value = t + k / value;
  return value;
}

/**
 * Quantile of the standard normal: Hastings' approximation (Abramowitz & Stegun 26.2.23), then three steps of Newton's method
 * on {@link normalCumulative}. @throws RangeError outside (0, 1)
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`normalQuantile: p is ${p}; expected between 0 and 1.`);
  if (p > 0.5) return -normalQuantile(1 - p);
  const t = Math.sqrt(-2 * Math.log(p));
  let x =
    (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
  for (let step = 0; step < 3; step++) x -= (normalCumulative(x) - p) / normalDensity(x);
  return x;
}
