import { addFlare, drawFwhmMinutes, flarePopulation } from '../../lightcurves';
import type { Random } from '../../math';
import { drawSpots, drawStar, spottedFlux } from './spottedStar';

/** What a simulated star does. */
export const VARIABLE_KINDS = ['eclipsing', 'flaring', 'pulsating', 'quiet', 'rotating'] as const;
export type VariableKind = (typeof VARIABLE_KINDS)[number];

/** True relative flux of one star, about 1, at the middles of bins (days); another call is another visit of the same star. */
export type Light = (time: Float64Array, binMinutes: number) => Float64Array;

const logUniform = (random: Random, low: number, high: number) =>
  Math.exp(random.uniform(Math.log(low), Math.log(high)));

/** Draws a star of a kind. Ranges are our choice. */
export function drawLight(kind: VariableKind, random: Random): Light {
  return { eclipsing, flaring, pulsating, quiet: () => ones, rotating }[kind](random);
}

const ones: Light = time => new Float64Array(time.length).fill(1);

function rotating(random: Random): Light {
  const star = drawStar(random, [0.7, 14]);
  return time => spottedFlux({ ...star, spots: drawSpots(star.habit, time[time.length - 1], random) }, time);
}

/**
 * Area of the overlap of two discs over that of the second (Mandel & Agol 2002, ApJ 580, L171, eq. 1, times the square of
 * the radii's ratio).
 * @param distance of the centres, in the unit of the radii
 */
export function discOverlap(distance: number, radius: number, covered: number): number {
  if (distance >= radius + covered) return 0;
  if (distance <= Math.abs(radius - covered)) return Math.min(1, (radius / covered) ** 2);
  const angle = (a: number, b: number) => Math.acos((distance ** 2 + a * a - b * b) / (2 * distance * a));
  const [own, other] = [angle(radius, covered), angle(covered, radius)];
  const lens = (half: number, r: number) => r * r * (half - Math.sin(2 * half) / 2);
  return (lens(own, radius) + lens(other, covered)) / (Math.PI * covered ** 2);
}

/** Two stars as evenly bright discs on a circular orbit that is seen nearly edge-on. */
function eclipsing(random: Random): Light {
  const period = logUniform(random, 0.6, 8);
  const radius = random.uniform(0.08, 0.28);
  const small = radius * random.uniform(0.25, 1);
  // light of the smaller star's surface over that of the larger
  const surface = logUniform(random, 0.05, 1);
  const tilt = random.uniform(0, 0.8) * (radius + small);
  const start = random.uniform(0, period);
  const share = 1 / (1 + surface * (small / radius) ** 2);
  return time => {
    const shift = random.uniform(0, period);
    return time.map(t => {
      const phase = (2 * Math.PI * (t + start + shift)) / period;
      const distance = Math.hypot(Math.sin(phase), tilt * Math.cos(phase));
      // the smaller star is in front in one half of the orbit
      return Math.cos(phase) > 0
        ? 1 - share * discOverlap(distance, small, radius)
        : 1 - (1 - share) * discOverlap(distance, radius, small);
    });
  };
}

/** Two to four sine waves, smeared by the length of a bin. */
function pulsating(random: Random): Light {
  const middle = logUniform(random, 0.12, 1.2);
  const size = logUniform(random, 8e-4, 1.5e-2);
  const waves = Array.from({ length: random.integer(2, 4) }, () => ({
    period: middle * Math.exp(random.normal(0, 0.15)),
    size: size * random.uniform(0.3, 1)
  }));
  return (time, binMinutes) => {
    const flux = ones(time, binMinutes);
    for (const wave of waves) {
      const half = (Math.PI * binMinutes) / 1440 / wave.period;
      const [seen, phase] = [(wave.size * Math.sin(half)) / half, random.uniform(0, 2 * Math.PI)];
      for (let i = 0; i < time.length; i++) {
        flux[i] += seen * Math.sin((2 * Math.PI * time[i]) / wave.period + phase);
      }
    }
    return flux;
  };
}

/** Flares of the published shape, amplitudes and widths, on a star with faint spots. */
function flaring(random: Random): Light {
  const daily = logUniform(random, 0.25, 1.2);
  const size = Math.exp(random.normal(0, 0.5));
  const { medianAmplitude, sdLnAmplitude } = flarePopulation;
  const star = drawStar(random, [0.7, 14]);
  const habit = { ...star.habit, depth: 0.3 * star.habit.depth };
  return (time, binMinutes) => {
    const spots = drawSpots(habit, time[time.length - 1], random);
    const flux = spottedFlux({ ...star, spots }, time);
    const bins = Math.ceil(((time[time.length - 1] + 1) * 1440) / binMinutes);
    const flares = new Float32Array(bins);
    for (let left = random.poisson((daily * bins * binMinutes) / 1440); left > 0; left--) {
      const amplitude = medianAmplitude * size * Math.exp(random.normal(0, sdLnAmplitude));
      const fwhm = drawFwhmMinutes(amplitude, random) / binMinutes;
      addFlare(flares, { peak: random.uniform(0, bins - 1), amplitude, fwhm });
    }
    return flux.map((f, i) => f + flares[Math.floor((time[i] * 1440) / binMinutes)]);
  };
}
