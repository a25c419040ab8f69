import { Random } from '../../math';
import { simulateGalaxies } from './galaxyImages';

export interface GalaxyStampOptions {
  /** Galaxies, about half of each class; default 150. */
  galaxies?: number;
  /** Exposures of each, at other places of the detector, some turned or mirrored; default 2. */
  exposures?: number;
  /** Pixels a side; default 32. */
  size?: number;
  /** The galaxy's middle lies at most so many pixels from the stamp's; default 5. */
  reach?: number;
  /** Noise of a pixel (uJy/arcsec^2); default .06. */
  noise?: number;
  /** Default 1. */
  seed?: number;
  signal?: AbortSignal;
  onProgress?: (done: number, galaxies: number) => void;
}

/** Stamps of one band, in detector coordinates. Rows: exposure e of galaxy g is row g x exposures + e. */
export interface GalaxyStamps {
  /** Brightness in units of the pixel noise, [count, size, size]. */
  values: Float32Array;
  count: number;
  /** Numbers a stamp: size x size. */
  length: number;
  size: number;
  classes: ['smooth', 'clumpy'];
  /** Place in `classes`. */
  labels: Uint8Array;
  /** The group that a split keeps whole. */
  galaxy: Uint32Array;
  /** Where the galaxy's middle lies from the stamp's middle, [y, x] a stamp: what leads from detector to source coordinates. */
  offsets: Int8Array;
}

/** Arcsec a pixel: a coarse camera. */
const PIXEL_SCALE = 0.25;

/**
 * Stamps of smooth and clumpy galaxies as a small camera takes them: each exposure puts the galaxy elsewhere on the detector.
 * A **simulation**, cut out of {@link simulateGalaxies} in its first band; sizes, depth and shifts are our choice.
 * @throws RangeError where an option is out of range, AbortError when stopped
 */
export async function simulateGalaxyStamps({
  galaxies = 150,
  exposures = 2,
  size = 32,
  reach = 5,
  noise = 0.06,
  seed = 1,
  signal,
  onProgress
}: GalaxyStampOptions = {}): Promise<GalaxyStamps> {
  if (!(
    Number.isInteger(exposures) &&
    exposures >= 1 &&
    Number.isInteger(reach) &&
    reach >= 0 &&
    noise > 0
  )) {
    throw new RangeError(
      `simulateGalaxyStamps: exposures is ${exposures}, reach ${reach}, noise ${noise}; expected whole numbers of at least 1 and 0, and a number above 0.`
    );
  }
  const side = size + 2 * reach;
  const sky = await simulateGalaxies({
    galaxies,
    views: 1,
    mergerShare: 0,
    size: side,
    pixelScale: PIXEL_SCALE,
    noise: false,
    seed,
    signal,
    onProgress
  });
  const count = galaxies * exposures;
  const stamps: GalaxyStamps = {
    values: new Float32Array(count * size * size),
    count,
    length: size * size,
    size,
    classes: ['smooth', 'clumpy'],
    labels: new Uint8Array(count),
    galaxy: new Uint32Array(count),
    offsets: new Int8Array(2 * count)
  };
  const random = new Random(seed);
  for (let row = 0; row < count; row++) {
    const galaxy = Math.floor(row / exposures);
    const offset: [number, number] = [random.integer(-reach, reach), random.integer(-reach, reach)];
    stamps.labels[row] = Number(sky.truth[galaxy].population === 'clumpy');
    stamps.galaxy[row] = galaxy;
    stamps.offsets.set(offset, 2 * row);
    const start = galaxy * sky.shape[1] * side * side;
    const band = sky.values.subarray(start, start + side * side);
    expose(stamps.values.subarray(row * size * size, (row + 1) * size * size), band, {
      size,
      reach,
      offset,
      turn: random.integer(0, 7)
    });
    for (let i = row * size * size; i < (row + 1) * size * size; i++) {
      stamps.values[i] = stamps.values[i] / noise + random.normal();
    }
  }
  return stamps;
}

/** Copies the part of the sky that falls on the stamp, in one of the eight turns and mirrors of a square. */
function expose(
  stamp: Float32Array,
  sky: Float32Array,
  { size, reach, offset, turn }: { size: number; reach: number; offset: [number, number]; turn: number }
): void {
  const last = size + 2 * reach - 1;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      let [row, column] = [y + reach - offset[0], x + reach - offset[1]];
      if (turn & 1) row = last - row;
      if (turn & 2) column = last - column;
      if (turn & 4) [row, column] = [column, row];
      stamp[y * size + x] = sky[row * (last + 1) + column];
    }
  }
}
