import { FEATURES } from './observables';

/**
 * Samples of clusters, one after the other without padding: sample s holds the rows `starts[s]` to `starts[s + 1]`, sorted
 * by temperature, the hottest first.
 */
export interface SampleSet {
  count: number;
  starts: Uint32Array;
  /** [rows, 21], see FEATURES. */
  features: Float32Array;
  /** ln of the true mass (Msun/h) of each row. */
  lnMass: Float32Array;
  /** ln L (erg/s) of each row; not a feature. */
  lnL: Float32Array;
  coolCore: Float32Array;
  /** Halo of the bank that lent its scatter. */
  haloIds: Uint32Array;
  /** Truth of each sample. */
  sigma8: Float32Array;
  lnB: Float32Array;
  lnMassBias: Float32Array;
}

/** Joins sample sets end to end. @throws RangeError where there is none */
export function joinSamples(sets: readonly SampleSet[]): SampleSet {
  if (sets.length === 0) throw new RangeError('joinSamples: there is no set; give at least one.');
  const starts = [0];
  for (const set of sets) {
    const before = starts[starts.length - 1];
    for (let s = 1; s <= set.count; s++) starts.push(before + set.starts[s]);
  }
  const join = <K extends keyof SampleSet>(key: K) => {
    const parts = sets.map(set => set[key] as Float32Array);
    const out = new (parts[0].constructor as typeof Float32Array)(parts.reduce((n, p) => n + p.length, 0));
    let at = 0;
    for (const part of parts) {
      out.set(part, at);
      at += part.length;
    }
    return out as SampleSet[K];
  };
  return {
    count: starts.length - 1,
    starts: Uint32Array.from(starts),
    features: join('features'),
    lnMass: join('lnMass'),
    lnL: join('lnL'),
    coolCore: join('coolCore'),
    haloIds: join('haloIds'),
    sigma8: join('sigma8'),
    lnB: join('lnB'),
    lnMassBias: join('lnMassBias')
  };
}

/** Some samples of a set, in the order given. @throws RangeError where a sample does not exist */
export function pickSamples(set: SampleSet, chosen: ArrayLike<number>): SampleSet {
  const starts = new Uint32Array(chosen.length + 1);
  for (let i = 0; i < chosen.length; i++) {
    if (!(chosen[i] >= 0 && chosen[i] < set.count)) {
      throw new RangeError(
        `pickSamples: sample ${chosen[i]} of ${set.count}; expected 0 to ${set.count - 1}.`
      );
    }
    starts[i + 1] = starts[i] + set.starts[chosen[i] + 1] - set.starts[chosen[i]];
  }
  const rows = <A extends Float32Array | Uint32Array>(values: A, width = 1): A => {
    const out = new (values.constructor as new (n: number) => A)(starts[chosen.length] * width);
    for (let i = 0; i < chosen.length; i++) {
      const [from, to] = [set.starts[chosen[i]], set.starts[chosen[i] + 1]];
      out.set(values.subarray(from * width, to * width) as never, starts[i] * width);
    }
    return out;
  };
  const each = (values: Float32Array) => Float32Array.from(chosen, s => values[s]);
  return {
    count: chosen.length,
    starts,
    features: rows(set.features, FEATURES.length),
    lnMass: rows(set.lnMass),
    lnL: rows(set.lnL),
    coolCore: rows(set.coolCore),
    haloIds: rows(set.haloIds),
    sigma8: each(set.sigma8),
    lnB: each(set.lnB),
    lnMassBias: each(set.lnMassBias)
  };
}

/** Growing columns of rows, from which a {@link SampleSet} is made. */
export class Rows {
  count = 0;
  features = new Float32Array(1024 * FEATURES.length);
  lnMass = new Float32Array(1024);
  lnL = new Float32Array(1024);
  coolCore = new Float32Array(1024);
  haloIds = new Uint32Array(1024);

  /** Makes room for more rows. @returns the first of them */
  reserve(more: number): number {
    const first = this.count;
    this.count += more;
    if (this.count > this.lnMass.length)
      this.resize(Math.max(this.count, Math.ceil(1.5 * this.lnMass.length)));
    return first;
  }

  private resize(rows: number): void {
    const grow = <A extends Float32Array | Uint32Array>(old: A, length: number): A => {
      const larger = new (old.constructor as new (n: number) => A)(length);
      larger.set(old.subarray(0, Math.min(old.length, length)) as never);
      return larger;
    };
    this.features = grow(this.features, rows * FEATURES.length);
    this.lnMass = grow(this.lnMass, rows);
    this.lnL = grow(this.lnL, rows);
    this.coolCore = grow(this.coolCore, rows);
    this.haloIds = grow(this.haloIds, rows);
  }

  /** Sorts rows by their first feature, ln T, the hottest first: an observable, never the true mass. */
  sortByTemperature(first: number, count: number): void {
    const width = FEATURES.length;
    const order = Array.from({ length: count }, (_, i) => first + i).sort(
      (a, b) => this.features[b * width] - this.features[a * width]
    );
    const features = new Float32Array(count * width);
    order.forEach((row, i) =>
      features.set(this.features.subarray(row * width, (row + 1) * width), i * width)
    );
    this.features.set(features, first * width);
    for (const column of [this.lnMass, this.lnL, this.coolCore, this.haloIds]) {
      const sorted = order.map(row => column[row]);
      column.set(sorted, first);
    }
  }

  finish(): Pick<SampleSet, 'features' | 'lnMass' | 'lnL' | 'coolCore' | 'haloIds'> {
    this.resize(this.count);
    const { features, lnMass, lnL, coolCore, haloIds } = this;
    return { features, lnMass, lnL, coolCore, haloIds };
  }
}
