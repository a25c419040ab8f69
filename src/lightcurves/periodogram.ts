/** Power at each period, 0 to 1: the part of the variance that a sine of that period takes away. */
export type Periodogram = (flux: ArrayLike<number>) => Float64Array;

/** Where sine and cosine cannot be told from each other, or from a constant, what is left is below this part of the whole. */
const SINGULAR = 1e-9;

/**
 * The generalised Lomb-Scargle periodogram (Zechmeister & Kuerster 2009, A&A 496, 577): least squares of a sine *and a
 * constant* at each period, all measurements of one weight. Sines are worked out once, for any number of curves that share
 * their times.
 * @param time of the measurements (days), without gaps marked: leave missing ones out
 * @param periods to try (days)
 * @returns a function from flux to power; a curve that does not vary has no power
 * @throws RangeError where a time or period is not finite, or (the function) where a flux is not
 */
export function lombScargle(time: ArrayLike<number>, periods: ArrayLike<number>): Periodogram {
  const n = time.length;
  if (n < 4) throw new RangeError(`lombScargle: ${n} times; expected at least 4.`);
  checkFinite('time', time);
  checkFinite('period', periods);
  const waves = Array.from(periods, period => {
    if (!(period > 0)) {
      throw new RangeError(`lombScargle: a period is ${period}; expected numbers above 0.`);
    }
    return waveOf(time, (2 * Math.PI) / period);
  });
  return flux => {
    if (flux.length !== n) {
      throw new RangeError(`lombScargle: ${flux.length} fluxes for ${n} times; give one a time.`);
    }
    checkFinite('flux', flux);
    let mean = 0;
    for (let i = 0; i < n; i++) mean += flux[i] / n;
    let total = 0;
    for (let i = 0; i < n; i++) total += (flux[i] - mean) ** 2;
    return Float64Array.from(waves, wave => (total > 0 ? powerOf(wave, flux, mean) / total : 0));
  };
}

/** Cosine and sine of a period with their means taken out, and their products. */
interface Wave {
  cosine: Float64Array;
  sine: Float64Array;
  cc: number;
  ss: number;
  cs: number;
}

function waveOf(time: ArrayLike<number>, speed: number): Wave {
  const n = time.length;
  const cosine = Float64Array.from(time, t => Math.cos(speed * (t - time[0])));
  const sine = Float64Array.from(time, t => Math.sin(speed * (t - time[0])));
  let [c, s] = [0, 0];
  for (let i = 0; i < n; i++) {
    c += cosine[i] / n;
    s += sine[i] / n;
  }
  let [cc, ss, cs] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    cosine[i] -= c;
    sine[i] -= s;
    cc += cosine[i] ** 2;
    ss += sine[i] ** 2;
    cs += cosine[i] * sine[i];
  }
  return { cosine, sine, cc, ss, cs };
}

/** Sum of squares that the wave explains. */
function powerOf({ cosine, sine, cc, ss, cs }: Wave, flux: ArrayLike<number>, mean: number): number {
  let [yc, ys] = [0, 0];
  for (let i = 0; i < flux.length; i++) {
    const y = flux[i] - mean;
    yc += y * cosine[i];
    ys += y * sine[i];
  }
  // whole turns from one time to the next look like a constant: nothing but rounding is left of the wave
  if (cc + ss < SINGULAR * flux.length) return 0;
  const determinant = cc * ss - cs * cs;
  if (determinant > SINGULAR * (cc + ss) ** 2) {
    return (ss * yc * yc + cc * ys * ys - 2 * cs * yc * ys) / determinant;
  }
  // sampled at the same phases again and again, sine and cosine are one: the longer of them is all there is
  return cc > ss ? (yc * yc) / cc : (ys * ys) / ss;
}

/** Periods that are spaced evenly in their logarithm, ends included. @throws RangeError unless 0 < low < high, count > 1 */
export function periodGrid(low: number, high: number, count: number): Float64Array {
  if (!(low > 0 && high > low && Number.isInteger(count) && count > 1)) {
    throw new RangeError(
      `periodGrid: ${count} periods from ${low} to ${high}; expected at least 2, from above 0, rising.`
    );
  }
  return Float64Array.from({ length: count }, (_, k) => low * (high / low) ** (k / (count - 1)));
}

function checkFinite(name: string, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) continue;
    throw new RangeError(
      `lombScargle: ${name} ${i} is ${values[i]}; expected finite numbers. Leave missing ones out.`
    );
  }
}
