import { checkAborted, interruptSignal, pauses, Random } from '../../math';
import { addGalaxy, emptyGrid, type LightGrid } from './galaxyLight';
import {
  drawAxes,
  drawGalaxy,
  MERGER_STAGES,
  STAR_KINDS,
  type Galaxy,
  type GalaxyPopulation,
  type StarKind
} from './galaxyModel';
import { addNoise, GALAXY_BANDS, PSF_REACH, psfKernel, spread } from './galaxyObservation';

/** Names of the classes by label. */
export const MERGER_CLASSES = ['no merger', 'merger'] as const;

export interface GalaxyOptions {
  /** Galaxies or pairs; default 200. */
  galaxies?: number;
  /** Views of each from random sides; default 4. */
  views?: number;
  /** Part of the galaxies that merge; default .5. In the DEEPMERGE sample it is .18. */
  mergerShare?: number;
  /** How young stars lie; default `mixed`, half of each, the same for both classes. */
  population?: GalaxyPopulation | 'mixed';
  /** Pixels a side; default 75. */
  size?: number;
  /** Arcsec a pixel; default .1875. */
  pixelScale?: number;
  /** Sky and shot noise; default true. */
  noise?: boolean;
  /** Exposure time over that of the default depth; default 1. */
  exposure?: number;
  /** Full width of the point spread function (arcsec) in every band; default that of {@link GALAXY_BANDS}. */
  fwhm?: number;
  /** Default 1. A galaxy stays the same when `galaxies`, `size` or the noise changes. */
  seed?: number;
  signal?: AbortSignal;
  onProgress?: (done: number, galaxies: number) => void;
}

/** Simulated images with what is true of them. Rows are objects: view v of galaxy g is row g x views + v. */
export interface GalaxyImages {
  /** Surface brightness, [object, band, y, x]. */
  values: Float32Array;
  shape: [number, number, number, number];
  axes: ['object', 'band', 'y', 'x'];
  /** Names along the band axis. */
  bands: string[];
  unit: 'uJy/arcsec^2';
  /** Arcsec a pixel. */
  pixelScale: number;
  classes: string[];
  /** Place in `classes` of each image. */
  labels: Uint8Array;
  /** Galaxy of each image: the group that a split keeps whole. */
  galaxy: Uint32Array;
  view: Uint8Array;
  /** Place in {@link MERGER_STAGES} of each image's galaxy. */
  stage: Uint8Array;
  /** What each galaxy is made of, by its number. */
  truth: Galaxy[];
}

/** Part of the images, of either class, with a galaxy that stands there by chance. */
const CHANCE_NEIGHBOURS = 0.3;

/** Brightness of each kind of stars in each band over that in F160W, before scatter from galaxy to galaxy: our choice. */
const COLOURS: Record<StarKind, number[]> = {
  old: [0.35, 1.1, 1],
  disc: [0.6, 0.85, 1],
  young: [1.3, 0.5, 1]
};

/**
 * Images of galaxies and of merging pairs in three bands. They are a **simulation**: a bulge and a disc (Sersic profiles of
 * index 2 to 4 and 1), spiral arms and clumps, in pairs a second nucleus, lopsided discs and tidal tails at one of four
 * stages; then the telescope's point spread function, sky and shot noise. Light, sizes, colours, chance neighbours and
 * populations are drawn alike for both classes. Numbers are our choice; there is no dust, no orbit is integrated, and no
 * answer of a network on them says what it would do on the sky.
 * @throws RangeError where an option is out of range, AbortError when stopped
 */
export async function simulateGalaxies(options: GalaxyOptions = {}): Promise<GalaxyImages> {
  const settings = checked(options);
  const { galaxies, views, mergerShare, size } = settings;
  const root = new Random(settings.seed);
  const base = root.fork() * 2 ** 20;
  const isMerger = new Uint8Array(galaxies);
  for (const k of root.permutation(galaxies).subarray(0, Math.round(mergerShare * galaxies))) isMerger[k] = 1;
  const rows = galaxies * views;
  const pixels = size * size;
  const images: GalaxyImages = {
    values: new Float32Array(rows * GALAXY_BANDS.length * pixels),
    shape: [rows, GALAXY_BANDS.length, size, size],
    axes: ['object', 'band', 'y', 'x'],
    bands: GALAXY_BANDS.map(band => band.name),
    unit: 'uJy/arcsec^2',
    pixelScale: settings.pixelScale,
    classes: [...MERGER_CLASSES],
    labels: new Uint8Array(rows),
    galaxy: new Uint32Array(rows),
    view: new Uint8Array(rows),
    stage: new Uint8Array(rows),
    truth: []
  };
  const turn = pauses();
  for (let k = 0; k < galaxies; k++) {
    checkAborted('simulateGalaxies', options.signal, interruptSignal());
    // a seed for each galaxy, so that it does not hang on how many are drawn before it
    const random = new Random(base + k);
    const galaxy = drawFrom(random, isMerger[k] === 1, settings.population);
    const colours = drawColours(random);
    images.truth.push(galaxy);
    for (let view = 0; view < views; view++) {
      const row = k * views + view;
      images.labels[row] = isMerger[k];
      images.galaxy[row] = k;
      images.view[row] = view;
      images.stage[row] = MERGER_STAGES.indexOf(galaxy.stage);
      const length = GALAXY_BANDS.length * pixels;
      const target = images.values.subarray(row * length, (row + 1) * length);
      drawView(target, galaxy, colours, settings, new Random(random.fork()));
    }
    options.onProgress?.(k + 1, galaxies);
    await turn();
  }
  return images;
}

type Settings = Required<Omit<GalaxyOptions, 'signal' | 'onProgress' | 'fwhm'>> & Pick<GalaxyOptions, 'fwhm'>;

function checked(options: GalaxyOptions): Settings {
  const settings: Settings = {
    galaxies: 200,
    views: 4,
    mergerShare: 0.5,
    population: 'mixed',
    size: 75,
    pixelScale: 0.1875,
    noise: true,
    exposure: 1,
    seed: 1,
    ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
  };
  const refuse = (name: keyof Settings, expected: string): never => {
    throw new RangeError(`simulateGalaxies: ${name} is ${settings[name]}; expected ${expected}.`);
  };
  const whole = (name: 'galaxies' | 'views' | 'size', low: number, high: number) => {
    const value = settings[name];
    if (!(Number.isInteger(value) && value >= low && value <= high))
      refuse(name, `a whole number from ${low} to ${high}`);
  };
  whole('galaxies', 1, 100_000);
  whole('views', 1, 100);
  whole('size', 16, 512);
  const { mergerShare, population, pixelScale, exposure, fwhm } = settings;
  if (!(mergerShare >= 0 && mergerShare <= 1)) refuse('mergerShare', '0 to 1');
  if (!['smooth', 'clumpy', 'mixed'].includes(population)) refuse('population', 'smooth, clumpy or mixed');
  if (!(pixelScale >= 0.02 && pixelScale <= 2)) refuse('pixelScale', '.02 to 2 arcsec');
  if (!(exposure > 0 && exposure < 1e6)) refuse('exposure', 'a number above 0');
  const widest = (PSF_REACH / 1.5) * pixelScale;
  if (fwhm !== undefined && !(fwhm > 0 && fwhm <= widest))
    refuse('fwhm', `above 0 and at most ${widest} arcsec`);
  return settings;
}

function drawFrom(random: Random, merger: boolean, population: Settings['population']): Galaxy {
  const kinds: GalaxyPopulation[] = population === 'mixed' ? ['smooth', 'clumpy'] : [population];
  const kind = random.pick(kinds);
  const stage = random.pick(MERGER_STAGES.slice(1));
  return drawGalaxy(random, merger ? stage : 'none', kind);
}

const drawColours = (random: Random): Record<StarKind, number[]> =>
  Object.fromEntries(
    STAR_KINDS.map(kind => {
      const tilt = random.normal(0, 0.08);
      return [kind, COLOURS[kind].map((c, band) => c * Math.exp(tilt * [1, -1, 0][band]))];
    })
  ) as Record<StarKind, number[]>;

/** Writes one view, [band, y, x]. */
function drawView(
  target: Float32Array,
  galaxy: Galaxy,
  colours: Record<StarKind, number[]>,
  { size, pixelScale, noise, exposure, fwhm }: Settings,
  random: Random
): void {
  const jitter = (): [number, number] => [random.uniform(-0.25, 0.25), random.uniform(-0.25, 0.25)];
  const grid = emptyGrid(size + 2 * PSF_REACH, pixelScale);
  addGalaxy(grid, galaxy, { rotation: drawAxes(random), offset: jitter() });
  if (random.uniform() < CHANCE_NEIGHBOURS) addNeighbour(grid, galaxy, random);
  const noiseSeed = random.fork();
  GALAXY_BANDS.forEach((band, b) => {
    const seen = spread(
      mix(grid, kind => colours[kind][b]),
      grid.size,
      psfKernel(fwhm ?? band.fwhm, pixelScale)
    );
    const image = target.subarray(b * size * size, (b + 1) * size * size);
    image.set(seen);
    if (noise) addNoise(image, band, exposure, new Random(noiseSeed + b));
  });
}

/** The light of all kinds of stars together, each times its brightness in a band. */
function mix({ light }: LightGrid, brightness: (kind: StarKind) => number): Float64Array {
  const out = new Float64Array(light.old.length);
  for (const kind of STAR_KINDS) {
    const factor = brightness(kind);
    const from = light[kind];
    for (let i = 0; i < out.length; i++) out[i] += factor * from[i];
  }
  return out;
}

/** A whole galaxy before or behind, undisturbed, up to half as bright. */
function addNeighbour(grid: LightGrid, { flux, population }: Galaxy, random: Random): void {
  const neighbour = drawGalaxy(random, 'none', population);
  const share = (random.uniform(0.1, 0.5) * flux) / neighbour.flux;
  for (const { bulge, disc } of neighbour.parts) {
    bulge.flux *= share;
    disc.flux *= share;
  }
  for (const blob of neighbour.blobs) blob.flux *= share;
  const angle = random.uniform(0, 2 * Math.PI);
  const distance = random.uniform(1.5, 5);
  const offset: [number, number] = [distance * Math.cos(angle), distance * Math.sin(angle)];
  addGalaxy(grid, neighbour, { rotation: drawAxes(random), offset });
}
