import type { SaliencyData } from 'terselab/dist/views';

/** Sort keys that are not fields. */
export const AS_GIVEN = 'given';
export const BY_STRENGTH = 'strength';

/** Largest absolute value of each row; NaN where a row has none. */
export function rowStrength(values: Float64Array, [rows, columns]: readonly [number, number]): Float64Array {
  const out = new Float64Array(rows).fill(NaN);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const size = Math.abs(values[i * columns + j]);
      if (size === size && !(size <= out[i])) out[i] = size;
    }
  }
  return out;
}

/**
 * Row at each place from the top: as given, or by a key, the greatest first; equal rows keep their order and NA comes
 * last, reversed or not.
 */
export function rowOrder(
  data: SaliencyData,
  strength: Float64Array,
  key: string,
  reversed: boolean
): Uint32Array {
  const rows = data.shape[0];
  const order = Uint32Array.from({ length: rows }, (_, i) => i);
  if (key === AS_GIVEN) return reversed ? order.reverse() : order;
  const field = data.fields.find(({ name }) => `field ${name}` === key);
  const keyOf = (row: number): number => {
    if (key === BY_STRENGTH) return strength[row];
    if (!field) return 0;
    if (field.kind === 'number') return field.values[row];
    // Classes stand in their own order, the first on top.
    return field.codes[row] < 0 ? NaN : -field.codes[row];
  };
  const keys = Float64Array.from(order, keyOf);
  return order.sort((a, b) => {
    const [na, nb] = [Number.isNaN(keys[a]), Number.isNaN(keys[b])];
    if (na || nb) return Number(na) - Number(nb) || a - b;
    return (reversed ? keys[a] - keys[b] : keys[b] - keys[a]) || a - b;
  });
}
