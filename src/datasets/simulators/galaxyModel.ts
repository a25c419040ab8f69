import { Random } from '../../math';

/** Point or direction in space. */
export type Vector = readonly [number, number, number];

/** How a galaxy's young stars lie: smoothly, or in clumps and spiral arms. */
export type GalaxyPopulation = 'smooth' | 'clumpy';

/** What a simulated pair is at: from far apart to one nucleus with the last tails. `none` is a galaxy by itself. */
export const MERGER_STAGES = ['none', 'approach', 'passage', 'coalescence', 'remnant'] as const;
export type MergerStage = (typeof MERGER_STAGES)[number];

/** The three kinds of stars whose light differs in colour. */
export const STAR_KINDS = ['old', 'disc', 'young'] as const;
export type StarKind = (typeof STAR_KINDS)[number];

/** A round blob of stars: a clump, or one of the beads that a tidal tail is made of. */
export interface Blob {
  stars: StarKind;
  /** Place (arcsec), from the middle of the object. */
  at: Vector;
  /** Width (arcsec), sigma of a Gauss curve. */
  sigma: number;
  /** Flux in the reference band (uJy). */
  flux: number;
}

/** A bulge and a disc around one nucleus. */
export interface GalaxyPart {
  /** Place of the nucleus (arcsec). */
  at: Vector;
  /** Axes of the disc: two in its plane, the third along its pole; unit vectors. */
  axes: readonly [Vector, Vector, Vector];
  bulge: { flux: number; radius: number; index: number; axisRatio: number };
  /** Half-light radius (arcsec) and, in parts of the mean light, how much spiral arms and lopsidedness change it. */
  disc: { flux: number; radius: number; arms: number; pitch: number; phase: number; lopsided: number };
}

/** A galaxy, or a pair, in space, before anybody looks at it. */
export interface Galaxy {
  stage: MergerStage;
  population: GalaxyPopulation;
  /** Flux of everything in the reference band (uJy). */
  flux: number;
  parts: GalaxyPart[];
  blobs: Blob[];
  /** How many of the blobs are clumps; the rest are tails. */
  clumps: number;
  /** Distance of the two nuclei in space (arcsec); 0 for one. */
  separation: number;
}

/** Half-light radii are drawn about this one (arcsec), as of galaxies at redshift .3. */
const TYPICAL_RADIUS = 0.9;
/** Range of AB magnitudes in the reference band. */
const MAGNITUDES = [19.5, 22] as const;
/** Distance of the nuclei over the radius, share of light in each tail and lopsidedness, by stage: our choice. */
const STAGES: Record<
  Exclude<MergerStage, 'none'>,
  Record<'apart' | 'tail' | 'lopsided', [number, number]>
> = {
  approach: { apart: [2.5, 4], tail: [0.01, 0.05], lopsided: [0.1, 0.3] },
  passage: { apart: [1, 2.5], tail: [0.08, 0.18], lopsided: [0.2, 0.5] },
  coalescence: { apart: [0.4, 1], tail: [0.1, 0.2], lopsided: [0.3, 0.6] },
  remnant: { apart: [0, 0], tail: [0.06, 0.15], lopsided: [0.2, 0.5] }
};

/** A direction with no preference: a point on the sphere. */
export function drawDirection(random: Random): Vector {
  const z = random.uniform(-1, 1);
  const angle = random.uniform(0, 2 * Math.PI);
  const r = Math.sqrt(1 - z * z);
  return [r * Math.cos(angle), r * Math.sin(angle), z];
}

/** Three unit vectors at right angles, with no preference. */
export function drawAxes(random: Random): [Vector, Vector, Vector] {
  const pole = drawDirection(random);
  let first: Vector;
  do first = cross(pole, drawDirection(random));
  while (Math.hypot(...first) < 0.1);
  const length = Math.hypot(...first);
  const a = scaled(first, 1 / length);
  return [a, cross(pole, a), pole];
}

const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0]
];
const scaled = (a: Vector, by: number): Vector => [a[0] * by, a[1] * by, a[2] * by];
const plus = (a: Vector, b: Vector): Vector => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];

/** Point of a disc: x and y in its plane, z above it. */
const inDisc = ({ at, axes }: Pick<GalaxyPart, 'at' | 'axes'>, x: number, y: number, z: number): Vector =>
  plus(at, plus(scaled(axes[0], x), plus(scaled(axes[1], y), scaled(axes[2], z))));

/** Draws a galaxy by itself (`none`) or a pair. The light and the size of the whole are drawn alike for both. */
export function drawGalaxy(random: Random, stage: MergerStage, population: GalaxyPopulation): Galaxy {
  const flux = 10 ** (-0.4 * (random.uniform(...MAGNITUDES) - 23.9));
  const radius = TYPICAL_RADIUS * Math.exp(random.normal(0, 0.25));
  const galaxy: Galaxy = { stage, population, flux, parts: [], blobs: [], clumps: 0, separation: 0 };
  if (stage === 'none') {
    addPart(galaxy, random, [0, 0, 0], flux, radius, { tail: 0, lopsided: random.uniform(0, 0.15) });
    return galaxy;
  }
  const { apart, tail, lopsided } = STAGES[stage];
  const disturbed = () => ({ tail: random.uniform(...tail), lopsided: random.uniform(...lopsided) });
  if (stage === 'remnant') {
    addPart(galaxy, random, [0, 0, 0], flux, radius, disturbed());
    return galaxy;
  }
  const share = random.uniform(0.2, 0.5);
  galaxy.separation = radius * random.uniform(...apart);
  const direction = drawDirection(random);
  for (const [part, offset] of [
    [1 - share, share],
    [share, share - 1]
  ]) {
    const at = scaled(direction, offset * galaxy.separation);
    addPart(galaxy, random, at, part * flux, radius * Math.sqrt(part), disturbed());
  }
  return galaxy;
}

/** Adds a bulge and a disc with their clumps and, where disturbed, one or two tails. */
function addPart(
  galaxy: Galaxy,
  random: Random,
  at: Vector,
  flux: number,
  radius: number,
  { tail, lopsided }: { tail: number; lopsided: number }
): void {
  const clumpy = galaxy.population === 'clumpy';
  const bulgeShare = random.uniform(0.05, 0.6);
  const clumpShare = clumpy ? random.uniform(0.1, 0.25) * (1 - bulgeShare) : 0;
  const tails = tail > 0 ? 1 + Number(random.uniform() < 0.5) : 0;
  const frame = { at, axes: drawAxes(random) };
  galaxy.parts.push({
    ...frame,
    bulge: {
      flux: flux * bulgeShare * (1 - tails * tail),
      radius: 0.3 * radius,
      index: random.uniform(2, 4),
      axisRatio: random.uniform(0.7, 1)
    },
    disc: {
      flux: flux * ((1 - bulgeShare) * (1 - tails * tail) - clumpShare),
      radius,
      arms: clumpy ? random.uniform(0.3, 0.6) : random.uniform(0, 0.1),
      pitch: random.uniform(0.25, 0.5),
      phase: random.uniform(0, 2 * Math.PI),
      lopsided
    }
  });
  if (clumpy) addClumps(galaxy, random, frame, clumpShare * flux, radius);
  const start = random.uniform(0, 2 * Math.PI);
  for (let k = 0; k < tails; k++) addTail(galaxy, random, frame, tail * flux, radius, start + k * Math.PI);
}

/** Young clumps: number, places as of an exponential disc, and unequal shares of the light. */
function addClumps(
  galaxy: Galaxy,
  random: Random,
  frame: Pick<GalaxyPart, 'at' | 'axes'>,
  flux: number,
  radius: number
): void {
  const count = random.integer(5, 12);
  const shares = Array.from({ length: count }, () => Math.exp(random.normal(0, 0.5)));
  const total = shares.reduce((a, b) => a + b, 0);
  for (const share of shares) {
    const r = radius * random.uniform(0.4, 1.8);
    const angle = random.uniform(0, 2 * Math.PI);
    const at = inDisc(frame, r * Math.cos(angle), r * Math.sin(angle), random.normal(0, 0.05 * radius));
    galaxy.blobs.push({
      stars: 'young',
      at,
      sigma: 0.1 * random.uniform(0.8, 1.6),
      flux: (flux * share) / total
    });
  }
  galaxy.clumps += count;
}

/** Beads along a tail: it leaves the disc, winds out and fades. */
const BEADS = 32;

function addTail(
  galaxy: Galaxy,
  random: Random,
  frame: Pick<GalaxyPart, 'at' | 'axes'>,
  flux: number,
  radius: number,
  start: number
): void {
  const reach = radius * random.uniform(2.5, 4.5);
  const winding = random.uniform(1.2, 3.2);
  const lift = random.normal(0, 0.3) * radius;
  const weight = (t: number) => 1.2 - t;
  const total = Array.from({ length: BEADS }, (_, k) => weight((k + 0.5) / BEADS)).reduce((a, b) => a + b, 0);
  for (let k = 0; k < BEADS; k++) {
    const t = (k + 0.5) / BEADS;
    const r = radius + t * (reach - radius);
    const angle = start + winding * t;
    galaxy.blobs.push({
      stars: 'disc',
      at: inDisc(frame, r * Math.cos(angle), r * Math.sin(angle), lift * t * t),
      sigma: radius * (0.16 + 0.16 * t),
      flux: (flux * weight(t)) / total
    });
  }
}
