/**
 * Running means and central moments of many numbers at once, draw by draw, without keeping the draws (Welford 1962; for the
 * higher moments Pébay 2008, Sandia report SAND2008-6212). Equal draws give a spread of exactly 0.
 */
export class Moments {
  readonly mean: Float64Array;
  private readonly second: Float64Array;
  private readonly third: Float64Array | null;
  private readonly fourth: Float64Array | null;

  /** @param order highest moment that is kept, 2 (default) or 4 */
  constructor(size: number, order: 2 | 4 = 2) {
    this.mean = new Float64Array(size);
    this.second = new Float64Array(size);
    this.third = order === 4 ? new Float64Array(size) : null;
    this.fourth = order === 4 ? new Float64Array(size) : null;
  }

  /** Takes draw number `draw` (from 0, in order) of the numbers from place `at` on. */
  add(at: number, values: ArrayLike<number>, draw: number): void {
    const { mean, second, third, fourth } = this;
    const n = draw + 1;
    for (let j = 0; j < values.length; j++) {
      const i = at + j;
      const delta = values[j] - mean[i];
      const step = delta / n;
      const square = delta * step * draw;
      if (third && fourth) {
        fourth[i] +=
          square * step * step * (n * n - 3 * n + 3) + 6 * step * step * second[i] - 4 * step * third[i];
        third[i] += square * step * (n - 2) - 3 * step * second[i];
      }
      mean[i] += step;
      second[i] += square;
    }
  }

  /** Variance over the draws, (1/n) sum (v - mean)^2. */
  variance(draws: number): Float64Array {
    return this.second.map(sum => sum / draws);
  }

  /** Standard error of the mean; 0 from one draw, which shows no spread. */
  standardError(draws: number): Float64Array {
    return this.second.map(sum => (draws > 1 ? Math.sqrt(sum / (draws - 1) / draws) : 0));
  }

  /** Standard error of the variance, sqrt((m4 - m2^2) / n); needs order 4. */
  standardErrorOfVariance(draws: number): Float64Array {
    if (!this.fourth) throw new RangeError('Moments: the fourth moment was not kept; make them of order 4.');
    return this.fourth.map((sum, i) =>
      Math.sqrt(Math.max(0, sum / draws - (this.second[i] / draws) ** 2) / draws)
    );
  }
}
