import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** Where a {@link Random} stands; plain numbers, so that a checkpoint can hold it. */
export interface RandomState {
  bits: number[];
  /** The second normal deviate of a Box-Muller pair, not yet handed out. */
  spare: number | null;
}

/**
 * A seeded stream of random numbers whose state can be saved and restored.
 * Generator: xoroshiro128+ (pure-rand), its state filled from the seed by SplitMix's finaliser, so that neighbouring seeds
 * begin with unlike numbers; normal deviates by Box and Muller's transform.
 */
export class Random {
  private readonly generator;
  private spare: number | null;

  /** @param start a seed (any safe integer) or a state from {@link state}. */
  constructor(start: number | RandomState) {
    if (typeof start === 'number') {
      if (!Number.isSafeInteger(start)) {
        throw new RangeError(`Random: the seed is ${start}; expected a whole number. Give an integer seed.`);
      }
      this.generator = xoroshiro128plusFromState(spreadSeed(start));
      this.spare = null;
    } else {
      this.generator = xoroshiro128plusFromState(start.bits);
      this.spare = start.spare;
    }
  }

  /** The present state; `new Random(state)` goes on from here. */
  state(): RandomState {
    return { bits: [...this.generator.getState()], spare: this.spare };
  }

  /** A number in [low, high); default [0, 1). */
  uniform(low = 0, high = 1): number {
    return low + (high - low) * uniformFloat64(this.generator);
  }

  /** A whole number in [low, high], both ends included. */
  integer(low: number, high: number): number {
    return uniformInt(this.generator, low, high);
  }

  /** A normal deviate; default mean 0, standard deviation 1. */
  normal(mean = 0, sd = 1): number {
    if (this.spare !== null) {
      const value = this.spare;
      this.spare = null;
      return mean + sd * value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.spare = radius * Math.sin(angle);
    return mean + sd * radius * Math.cos(angle);
  }

  /**
   * A Poisson deviate. Below a mean of 30 by inverting the distribution, above by Atkinson's rejection (1979, Appl. Stat.
   * 28, 29).
   */
  poisson(mean: number): number {
    if (!(mean >= 0 && mean < 1e9)) throw new RangeError(`Random.poisson: mean ${mean}; expected 0 to 1e9.`);
    if (mean < 30) {
      let count = 0;
      let p = Math.exp(-mean);
      for (let left = this.uniform() - p; left > 0 && p > 0; left -= p) p *= mean / ++count;
      return count;
    }
    const beta = Math.PI / Math.sqrt(3 * mean);
    const alpha = beta * mean;
    const k = Math.log(0.767 - 3.36 / mean) - mean - Math.log(beta);
    for (;;) {
      const u = this.uniform();
      const x = (alpha - Math.log((1 - u) / u)) / beta;
      const count = Math.floor(x + 0.5);
      if (count < 0) continue;
      const y = alpha - beta * x;
      const left = y + Math.log(this.uniform() / (1 + Math.exp(y)) ** 2);
      if (left <= k + count * Math.log(mean) - logFactorial(count)) return count;
    }
  }

  /** One element of a non-empty list. */
  pick<T>(list: ArrayLike<T>): T {
    if (list.length === 0) throw new RangeError('Random.pick: the list is empty; give at least one element.');
    return list[this.integer(0, list.length - 1)];
  }

  /** The numbers 0..n-1 in random order (Fisher and Yates). */
  permutation(n: number): Uint32Array {
    const order = Uint32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.integer(0, i);
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
  }

  /** A seed for another stream, so that parts of one run do not share numbers. */
  fork(): number {
    return this.integer(0, 0x7fffffff);
  }
}

/**
 * Four 32-bit words that hang on every bit of the seed: the finaliser of SplitMix32 over its low and its high half. The
 * generator's own seeding gives all small seeds nearly the same first numbers, all close to 1.
 */
function spreadSeed(seed: number): number[] {
  let state = Math.imul(mix32(Math.floor(seed / 2 ** 32) | 0), 0x9e3779b9) ^ (seed | 0);
  return [0, 1, 2, 3].map(() => mix32((state = (state + 0x9e3779b9) | 0)));
}

/** A bijection of 32 bits in which each bit of the input changes half of the output (Steele, Lea and Flood 2014). */
function mix32(bits: number): number {
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}

/** ln n!: a sum below 20, Stirling's series above (error below 1e-12). */
function logFactorial(n: number): number {
  if (n < 20) {
    let sum = 0;
    for (let k = 2; k <= n; k++) sum += Math.log(k);
    return sum;
  }
  return (
    (n + 0.5) * Math.log(n) -
    n +
    0.5 * Math.log(2 * Math.PI) +
    1 / (12 * n) -
    1 / (360 * n ** 3) +
    1 / (1260 * n ** 5)
  );
}
