/** Fingerprints of objects: equal where their numbers are. */
import { dataInputs, sizeOf, type Batch, type InputSpec, type ModelSpec } from '../interpret/adapter';

/** Two FNV-1a hashes of numbers as float32, with unlike starts: 64 bits. */
function hashOf(values: ArrayLike<number>): string {
  const bytes = new Uint8Array(Float32Array.from(values).buffer);
  let [a, b] = [0x811c9dc5, 0x2f0b4c47];
  for (const byte of bytes) {
    a = Math.imul(a ^ byte, 0x01000193);
    b = Math.imul(b ^ (byte + 0x55), 0x01000193);
  }
  return `${(a >>> 0).toString(16)}.${(b >>> 0).toString(16)}`;
}

/** The numbers of one input of an object; of sets those of the real rows, in an order of their own. */
function numbersOf(spec: ModelSpec, input: InputSpec, { arrays }: Batch, s: number): Float32Array {
  const { values, shape } = arrays[input.name];
  const size = sizeOf(shape);
  const own = Float32Array.from(values.subarray(s * size, (s + 1) * size));
  const mask = spec.inputs.find(({ role }) => role === 'mask');
  if (!mask) return own;
  const rows = shape[0];
  const width = size / rows;
  const real = Array.from({ length: rows }, (_, row) => row)
    .filter(row => arrays[mask.name].values[s * rows + row] === 1)
    .map(row => own.subarray(row * width, (row + 1) * width))
    .sort((p, q) => {
      const at = p.findIndex((v, i) => v !== q[i]);
      return at < 0 ? 0 : p[at] - q[at];
    });
  const out = new Float32Array(real.length * width);
  real.forEach((row, i) => out.set(row, i * width));
  return out;
}

/** Fingerprint of an object of a batch. */
export const hashObject = (spec: ModelSpec, batch: Batch, s: number): string =>
  dataInputs(spec)
    .map(input => hashOf(numbersOf(spec, input, batch, s)))
    .join(' ');

/** Fingerprints of an object and, where it is one square image, of its seven turned and mirrored ones. */
export function orbitOf(spec: ModelSpec, batch: Batch, s: number): string[] {
  const square = squareImage(spec, batch);
  if (!square) return [hashObject(spec, batch, s)];
  const image = numbersOf(spec, square.input, batch, s);
  return Array.from({ length: 8 }, (_, k) => hashOf(turnedImage(image, square.side, square.channels, k)));
}

/** The only data input where it is a square image (axes y, x); null otherwise. */
export function squareImage(
  spec: ModelSpec,
  batch: Batch
): { input: InputSpec; name: string; side: number; channels: number } | null {
  const [input, other] = dataInputs(spec);
  const [height, width, channels = 1] = batch.arrays[input.name].shape;
  const image = input.axes?.[0] === 'y' && input.axes[1] === 'x';
  return image && !other && height === width ? { input, name: input.name, side: height, channels } : null;
}

/** Element k of the square's symmetry group, 0 to 7, applied to an image [side, side, channels]. */
export function turnedImage(
  image: ArrayLike<number>,
  side: number,
  channels: number,
  k: number
): Float32Array {
  const out = new Float32Array(image.length);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const [u, v] = [k & 1 ? side - 1 - x : x, k & 2 ? side - 1 - y : y];
      const from = k & 4 ? u * side + v : v * side + u;
      for (let c = 0; c < channels; c++) out[(y * side + x) * channels + c] = image[from * channels + c];
    }
  }
  return out;
}
