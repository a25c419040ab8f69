import { Random } from '../../math';
import {
  bandMagnitude,
  PANSTARRS_BANDS,
  PANSTARRS_DEPTH,
  PANSTARRS_EXTINCTION,
  type PanstarrsBand,
  type Spectrum
} from './panstarrsBands';
import { drawTemperature, galaxySpectrum, quasarSpectrum, starSpectrum } from './panstarrsSpectra';

/** What a simulated source is. */
export const SOURCE_CLASSES = ['galaxy', 'quasar', 'star'] as const;

export interface PanstarrsOptions {
  /** Sources; default 6000. */
  sources?: number;
  /** Pieces of sky, each with its own seeing, depth, zero points and mixture of classes; default 40. */
  fields?: number;
  /** How unlike the fields' mixtures are: 0 gives each a third of each class; default 1. */
  unlikeness?: number;
  /** Default 1. */
  seed?: number;
}

/** A simulated catalogue, one row a source, every source detected in all five bands. */
export interface PanstarrsSources {
  rows: number;
  classes: string[];
  /** Place in `classes` of each source: here the truth is known, because we made it. */
  labels: Uint16Array;
  /** PSF magnitudes (AB). */
  magnitude: Record<PanstarrsBand, Float64Array>;
  /** Errors of the magnitudes (1 sigma), as a survey would quote them. */
  error: Record<PanstarrsBand, Float64Array>;
  /** PSF minus Kron magnitude in i: 0 for a point, above for what is spread out. */
  extendedness: Float64Array;
  /** Full width at half maximum of a point source (arcsec): the same for all of a field up to .01. */
  seeing: Float64Array;
  /** Field of each source: the group that a split keeps whole. */
  field: Uint16Array;
  /** True redshift; 0 for stars. */
  redshift: Float64Array;
}

/** What all sources of a field share. */
interface Field {
  seeing: number;
  /** Cumulated shares of the classes. */
  shares: number[];
  /** Added to every magnitude of a band: error of the zero point and dust that was not taken out. */
  offset: Record<PanstarrsBand, number>;
  depth: Record<PanstarrsBand, number>;
}

/** Range of true i magnitudes: our choice. */
const BRIGHTEST = 16.5;
const FAINTEST = 20.8;
/** A source is kept where it has this S/N in every band. */
const DETECTED = 3;
/** Error that more light does not lower (mag). */
const FLOOR = 0.012;

const perBand = <T>(of: (band: PanstarrsBand) => T) =>
  Object.fromEntries(PANSTARRS_BANDS.map(band => [band, of(band)])) as Record<PanstarrsBand, T>;

/**
 * A catalogue of stars, galaxies and quasars in the five bands of Pan-STARRS. It is a **simulation**: spectra are simple
 * formulas seen through boxes in place of filters, and numbers of sources, sizes and mixtures are our choice. Depths are
 * those of the 3 pi survey. Sources below S/N 3 in any band are drawn anew, so that no magnitude is missing; quasars beyond
 * redshift 3.5, whose g light hydrogen takes away, are then rare.
 * @throws RangeError where an option is out of range
 */
export function simulatePanstarrsSources(options: PanstarrsOptions = {}): PanstarrsSources {
  const { sources = 6000, fields = 40, unlikeness = 1, seed = 1 } = options;
  checkCount('sources', sources, 1, 1_000_000);
  checkCount('fields', fields, 1, Math.min(sources, 65_535));
  if (!(unlikeness >= 0 && unlikeness <= 5)) {
    throw new RangeError(`simulatePanstarrsSources: unlikeness is ${unlikeness}; expected 0 to 5.`);
  }
  const random = new Random(seed);
  const sky = Array.from({ length: fields }, () => drawField(random, unlikeness));
  const out: PanstarrsSources = {
    rows: sources,
    classes: [...SOURCE_CLASSES],
    labels: new Uint16Array(sources),
    magnitude: perBand(() => new Float64Array(sources)),
    error: perBand(() => new Float64Array(sources)),
    extendedness: new Float64Array(sources),
    seeing: new Float64Array(sources),
    field: new Uint16Array(sources),
    redshift: new Float64Array(sources)
  };
  for (let row = 0; row < sources; row++) {
    const place = row % fields;
    const u = random.uniform();
    const label = sky[place].shares.findIndex(share => u < share);
    out.field[row] = place;
    out.labels[row] = label;
    while (!observe(out, row, drawSource(random, label), sky[place], random));
  }
  return out;
}

function checkCount(name: string, value: number, low: number, high: number): void {
  if (Number.isInteger(value) && value >= low && value <= high) return;
  throw new RangeError(
    `simulatePanstarrsSources: ${name} is ${value}; expected a whole number from ${low} to ${high}.`
  );
}

function drawField(random: Random, unlikeness: number): Field {
  const weights = SOURCE_CLASSES.map(() => Math.exp(unlikeness * random.normal()));
  const total = weights.reduce((a, b) => a + b, 0);
  let sum = 0;
  const shares = weights.map(weight => (sum += weight / total));
  shares[shares.length - 1] = 1;
  const seeing = random.uniform(0.95, 1.45);
  const dust = random.normal(0, 0.02);
  return {
    seeing,
    shares,
    offset: perBand(band => random.normal(0, 0.01) + dust * PANSTARRS_EXTINCTION[band]),
    // worse seeing spreads the light over more sky
    depth: perBand(band => PANSTARRS_DEPTH[band] - 2.5 * Math.log10(seeing / 1.2) + random.normal(0, 0.05))
  };
}

/** A source before it is observed. */
interface Source {
  spectrum: Spectrum;
  i: number;
  redshift: number;
  /** Half-light radius (arcsec); 0 for a point. */
  radius: number;
  /** Scatter of single colours about the formula (mag). */
  scatter: number;
}

/** Magnitude from counts that grow as 10^(slope m). */
function drawMagnitude(random: Random, slope: number): number {
  const [a, b] = [10 ** (slope * BRIGHTEST), 10 ** (slope * FAINTEST)];
  return Math.log10(a + (b - a) * random.uniform()) / slope;
}

function drawSource(random: Random, label: number): Source {
  if (SOURCE_CLASSES[label] === 'star') {
    const spectrum = starSpectrum(drawTemperature(random));
    return { spectrum, i: drawMagnitude(random, 0.15), redshift: 0, radius: 0, scatter: 0.02 };
  }
  if (SOURCE_CLASSES[label] === 'quasar') {
    const redshift = drawRedshift(random, 1.5, 0.3, 4);
    const spectrum = quasarSpectrum(redshift, random.normal(-0.44, 0.25), Math.exp(random.normal(0, 0.3)));
    // the host is seen around near quasars
    const radius = redshift < 0.6 ? 0.25 * Math.exp(random.normal(0, 0.4)) : 0;
    return { spectrum, i: drawMagnitude(random, 0.4), redshift, radius, scatter: 0.03 };
  }
  const i = drawMagnitude(random, 0.35);
  const redshift = drawRedshift(random, 0.06 + 0.06 * (i - BRIGHTEST), 0.01, 1.2);
  const young = random.uniform() < 0.45 ? random.uniform(0, 0.06) : random.uniform(0.15, 0.75);
  const radius = 0.9 * 10 ** (-0.1 * (i - 19)) * Math.exp(random.normal(0, 0.35));
  return { spectrum: galaxySpectrum(redshift, young), i, redshift, radius, scatter: 0.03 };
}

/** A redshift between limits from z^2 exp(-(z / scale)^1.5) (the shape of Smail et al. 1994), by rejection. */
function drawRedshift(random: Random, scale: number, low: number, high: number): number {
  const density = (z: number) => z * z * Math.exp(-((z / scale) ** 1.5));
  const mode = Math.min(Math.max(scale * (4 / 3) ** (2 / 3), low), high);
  for (;;) {
    const z = random.uniform(low, high);
    if (random.uniform() * density(mode) < density(z)) return z;
  }
}

/** Writes one row. @returns whether the source is detected in every band; if not, the row is to be written anew */
function observe(out: PanstarrsSources, row: number, source: Source, field: Field, random: Random): boolean {
  const seeing = field.seeing + random.normal(0, 0.003);
  const spread = 2.5 * Math.log10(1 + (source.radius / (0.5 * seeing)) ** 1.5);
  const zero = source.i - bandMagnitude(source.spectrum, 'i');
  let detected = true;
  for (const band of PANSTARRS_BANDS) {
    const scatter = random.normal(0, source.scatter);
    // a PSF fit misses the light that lies outside the PSF
    const truth = zero + bandMagnitude(source.spectrum, band) + spread + scatter + field.offset[band];
    const flux = 10 ** (-0.4 * (truth - field.depth[band]));
    const sky = 1 / 5;
    const measured = flux + random.normal(0, Math.hypot(sky, (FLOOR * flux) / 1.0857));
    detected &&= measured > DETECTED * sky;
    out.magnitude[band][row] = field.depth[band] - 2.5 * Math.log10(Math.max(measured, sky));
    out.error[band][row] = Math.hypot((1.0857 * sky) / Math.max(measured, sky), FLOOR);
  }
  out.seeing[row] = seeing;
  out.redshift[row] = source.redshift;
  // both magnitudes come from the same light: the difference is better known than either
  out.extendedness[row] = spread + random.normal(0, Math.hypot(0.02, out.error.i[row]));
  return detected;
}
