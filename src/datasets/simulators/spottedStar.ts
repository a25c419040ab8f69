import type { Random } from '../../math';

/** A dark spot, small against the star, that grows and fades. */
export interface Spot {
  /** Radians from the equator, and at time 0 from the meridian that faces us. */
  latitude: number;
  longitude: number;
  /** Light that it takes away in the middle of the disc, of all the star's. */
  depth: number;
  /** Time (days) of its largest size; it is exp(-1/2) of it `life` days before and after. */
  peak: number;
  life: number;
}

export interface SpottedStar {
  /** Rotation period at the equator (days). */
  period: number;
  /** Differential rotation: the angular speed at latitude b is that of the equator times 1 - shear sin^2 b; the Sun has .2. */
  shear: number;
  /** Angle between the axis and the line of sight (radians): 0 is seen from a pole. */
  inclination: number;
  spots: Spot[];
}

/** Linear limb darkening of a cool star in red light: our choice. */
const LIMB = 0.5;
/** A spot further from its peak than this many lives is not seen. */
const LIVES = 3.5;

/**
 * Relative flux of a spotted star, 1 without spots. A spot is a dark point on a sphere: it takes away light in proportion to
 * the cosine of its angle from the line of sight and to the limb darkening there (the small-spot limit of Dorren 1987, ApJ
 * 320, 756; as in Aigrain et al. 2012, MNRAS 419, 3147).
 * @param time rising, in days
 */
export function spottedFlux(star: SpottedStar, time: Float64Array): Float64Array {
  const flux = new Float64Array(time.length).fill(1);
  const [up, side] = [Math.cos(star.inclination), Math.sin(star.inclination)];
  for (const { latitude, longitude, depth, peak, life } of star.spots) {
    const speed = ((2 * Math.PI) / star.period) * (1 - star.shear * Math.sin(latitude) ** 2);
    const [high, wide] = [up * Math.sin(latitude), side * Math.cos(latitude)];
    for (let i = 0; i < time.length; i++) {
      const age = (time[i] - peak) / life;
      if (age < -LIVES) continue;
      if (age > LIVES) break;
      const cosine = high + wide * Math.cos(longitude + speed * time[i]);
      if (cosine <= 0) continue;
      flux[i] -= depth * Math.exp(-0.5 * age * age) * cosine * (1 - LIMB + LIMB * cosine);
    }
  }
  return flux;
}

/** What the spots of a star have in common. */
export interface SpotHabit {
  /** Middle of the belts north and south of the equator (radians), and their width. */
  belt: number;
  width: number;
  /** Median depth of a spot. */
  depth: number;
  /** Life of a spot (days). */
  life: number;
  /** Mean number of spots at a time. */
  number: number;
}

/** Spots that live between time 0 and `days`, or whose end or beginning falls in. */
export function drawSpots(habit: SpotHabit, days: number, random: Random): Spot[] {
  const { belt, width, depth, life, number } = habit;
  const margin = 2.5 * life;
  // a life is exp(-t^2 / 2): it lasts sqrt(2 pi) lives at full size
  const count = random.poisson((number * (days + 2 * margin)) / (life * Math.sqrt(2 * Math.PI)));
  return Array.from({ length: count }, () => ({
    latitude: (random.uniform() < 0.5 ? -1 : 1) * random.normal(belt, width),
    longitude: random.uniform(0, 2 * Math.PI),
    depth: depth * Math.exp(random.normal(0, 0.4)),
    peak: random.uniform(-margin, days + margin),
    life
  }));
}

/** A star and the habit of its spots. */
export interface DrawnStar extends Omit<SpottedStar, 'spots'> {
  habit: SpotHabit;
}

const degrees = Math.PI / 180;
const logUniform = (random: Random, low: number, high: number) =>
  Math.exp(random.uniform(Math.log(low), Math.log(high)));

/**
 * A star of a period that is uniform in its logarithm, seen from a random side; shear .0 to .25, belts at 5 to 35 degrees,
 * two to eight spots at a time that live 8 to 60 days and take .05 to 1.5 % of the light each: our choice.
 * @param periods shortest and longest (days)
 */
export function drawStar(random: Random, periods: readonly [number, number]): DrawnStar {
  return {
    period: logUniform(random, ...periods),
    shear: random.uniform(0, 0.25),
    // sides are uniform in the cosine; a star seen from its pole shows no rotation
    inclination: Math.acos(random.uniform(0, 0.9)),
    habit: {
      belt: random.uniform(5, 35) * degrees,
      width: 6 * degrees,
      depth: logUniform(random, 5e-4, 1.5e-2),
      life: logUniform(random, 8, 60),
      number: random.uniform(2, 8)
    }
  };
}
