/** How much a notebook computes: tiny to test it, small to learn from it (minutes), full for the best figures. */
export type RunSize = 'tiny' | 'small' | 'full';

/** The size of this run: `TERSELAB_SIZE`, else the one given. @throws RangeError for any other word */
export function runSize(usual: RunSize = 'small'): RunSize {
  const size = process.env.TERSELAB_SIZE || usual;
  if (size === 'tiny' || size === 'small' || size === 'full') return size;
  throw new RangeError(`TERSELAB_SIZE is "${size}"; expected tiny, small or full. Unset it for "${usual}".`);
}
