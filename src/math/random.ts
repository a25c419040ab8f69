import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** Where a {@link Random} stands; plain numbers, so that a checkpoint can hold it. */
export interface RandomState {
  bits: number[];
  /** The second normal deviate of a Box-Muller pair, not yet handed out. */
  spare: number | null;
}

/**
 * A seeded stream of random numbers whose state can be saved and restored.
 * Generator: xoroshiro128+ (pure-rand); normal deviates by Box and Muller's transform.
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
      this.generator = xoroshiro128plus(start);
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
