/** A saliency map laid over the image that a model saw, for the static picture and the live one alike. */
import { tableIndex, type ColourTable } from '../colours';
import { finiteRange } from '../array';

/**
 * Grey of each pixel of an image, 0 to 255, from its least value to its greatest.
 * @param values the image's pixels; NaN gives the middle
 */
export function imageGrey(values: Float64Array): Uint8Array {
  const { least, greatest } = finiteRange(values);
  return Uint8Array.from(values, value =>
    Number.isFinite(value) ? tableIndex(value, least, greatest) : 128
  );
}

/**
 * One pixel of the overlay: the image's grey where the map is zero, the map's colour where it is strong.
 * @param index place in the table of a signed value, 127 for zero
 * @param opacity weight of the map, 0 to 1
 * @param out where red, green and blue are written
 */
export function blendOverImage(
  grey: number,
  index: number,
  opacity: number,
  table: ColourTable,
  out: { [i: number]: number },
  at: number
): void {
  // The square root lets weak values be seen too: the eye reads the colour, not the weight.
  const weight = opacity * Math.sqrt(Math.min(1, Math.abs(index - 127) / 127));
  for (let c = 0; c < 3; c++) out[at + c] = Math.round((1 - weight) * grey + weight * table[3 * index + c]);
}
