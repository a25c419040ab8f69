import { cutWindows, standardise, windowStarts, type Windows } from './window';
import { invertCurve, quietMask } from './quiet';
import type { CatalogFlare, LightCurve } from './lightCurve';
import type { Segment } from './segment';

/** A found event: cadences start <= i < end. */
export interface Event {
  start: number;
  end: number;
  /** Cadence of the highest flux inside. */
  peak: number;
  /** Score of the best window (or signal-to-noise ratio) that found it. */
  score: number;
}

/** Scores of the windows of one curve. */
export interface CurveScores {
  starts: number[];
  /** One logit a window. */
  logits: Float32Array;
  length: number;
  /** Segments too short for a window: their cadences have no score. */
  unscored: Segment[];
}

/** Gives one logit a window; the windows come standardised. */
export type Scorer = (windows: Windows) => Promise<Float32Array>;

/** Slides a window over a whole curve, segment by segment, right up to every edge. @param stride default 5 cadences */
export async function scoreCurve(
  curve: LightCurve,
  scorer: Scorer,
  { length = 200, stride = 5 }: { length?: number; stride?: number } = {}
): Promise<CurveScores> {
  const { starts, unscored } = windowStarts(curve, { length, stride });
  const logits = starts.length
    ? await scorer(standardise(cutWindows(curve.flux, starts, length)))
    : new Float32Array(0);
  return { starts, logits, length, unscored };
}

/** Score of each cadence: the maximum over the windows that hold it; -Infinity where no window does. */
export function cadenceScores(scores: CurveScores, cadences: number): Float32Array {
  const out = new Float32Array(cadences).fill(-Infinity);
  scores.starts.forEach((start, w) => {
    const logit = scores.logits[w];
    for (let i = start; i < start + scores.length; i++) if (logit > out[i]) out[i] = logit;
  });
  return out;
}

/** Part of the best-covered cadence's share of windows that a cadence needs to belong to the event. */
const COVER = 0.75;

/**
 * Events. Overlapping windows whose logit reaches the threshold form a cluster. A window says that it holds a flare, not
 * where; so a cadence belongs to an event where the share of its windows that reach the threshold is at least
 * three quarters of the largest share in the cluster. Shares, because a cadence near an edge lies in few windows.
 */
export function findEvents(scores: CurveScores, flux: Float32Array, threshold: number): Event[] {
  const events: Event[] = [];
  let cluster: number[] = [];
  const close = () => {
    if (cluster.length) events.push(...eventsOf(scores, cluster, flux));
    cluster = [];
  };
  for (let w = 0; w < scores.starts.length; w++) {
    if (scores.logits[w] < threshold) continue;
    const previous = cluster.length ? scores.starts[cluster[cluster.length - 1]] : -Infinity;
    if (scores.starts[w] - previous >= scores.length) close();
    cluster.push(w);
  }
  close();
  return events;
}

function eventsOf(scores: CurveScores, cluster: number[], flux: Float32Array): Event[] {
  const first = scores.starts[cluster[0]];
  const last = scores.starts[cluster[cluster.length - 1]] + scores.length;
  const share = coverShare(scores, cluster, first, last);
  const cut = COVER * share.reduce((a, b) => Math.max(a, b), 0);
  const events: Event[] = [];
  for (let i = 0; i < share.length; i++) {
    const start = i;
    while (i < share.length && share[i] >= cut) i++;
    if (i === start) continue;
    const [from, to] = [first + start, first + i];
    const hits = cluster.filter(w => scores.starts[w] < to && scores.starts[w] + scores.length > from);
    events.push({
      start: from,
      end: to,
      peak: brightest(flux, from, to),
      score: hits.reduce((best, w) => Math.max(best, scores.logits[w]), -Infinity)
    });
  }
  return events;
}

/** For each cadence of [first, last): the share of the windows holding it that are in the cluster. */
function coverShare(scores: CurveScores, cluster: number[], first: number, last: number): Float64Array {
  const hits = new Float64Array(last - first);
  const all = new Float64Array(last - first);
  const count = (w: number, into: Float64Array) => {
    const from = Math.max(scores.starts[w], first);
    const to = Math.min(scores.starts[w] + scores.length, last);
    for (let i = from; i < to; i++) into[i - first]++;
  };
  for (const w of cluster) count(w, hits);
  scores.starts.forEach((_, w) => count(w, all));
  return hits.map((h, i) => (all[i] > 0 ? h / all[i] : 0));
}

function brightest(flux: Float32Array, from: number, to: number): number {
  let peak = from;
  for (let i = from; i < to; i++) if (flux[i] > flux[peak] || Number.isNaN(flux[peak])) peak = i;
  return peak;
}

/**
 * False alarms: events none of whose cadences touches a masked (flaring) cadence.
 * @param quiet 1 where the curve is quiet
 */
export function falseAlarms(events: Event[], quiet: Uint8Array): Event[] {
  return events.filter(event => {
    for (let i = event.start; i < event.end; i++) if (!quiet[i]) return false;
    return true;
  });
}

/**
 * The lowest threshold with at most `rate` false alarms a quiet cadence over all curves given; any lower one finds more
 * flares and too much that is none.
 * @param rate default 1 in 10,000
 * @returns threshold (a logit), false alarms at it, and the quiet scored cadences they are counted over
 */
export function chooseThreshold(
  curves: { scores: CurveScores; flux: Float32Array; quiet: Uint8Array }[],
  rate = 1e-4
): { threshold: number; alarms: number; cadences: number } {
  let cadences = 0;
  const candidates = new Set<number>();
  for (const { scores, flux, quiet } of curves) {
    const cadence = cadenceScores(scores, flux.length);
    for (let i = 0; i < cadence.length; i++) if (quiet[i] && cadence[i] > -Infinity) cadences++;
    for (const logit of scores.logits) candidates.add(logit);
  }
  const alarmsAt = (threshold: number) =>
    curves.reduce((n, c) => n + falseAlarms(findEvents(c.scores, c.flux, threshold), c.quiet).length, 0);
  // the count is not monotone (a lower threshold merges events), so walk down from the top and stop at the first excess
  const sorted = [...candidates].sort((a, b) => b - a);
  let threshold = sorted.length ? sorted[0] + 1 : Infinity;
  let alarms = 0;
  for (const candidate of sorted) {
    const found = alarmsAt(candidate);
    if (found > rate * cadences) break;
    threshold = candidate;
    alarms = found;
  }
  return { threshold, alarms, cadences };
}

/**
 * {@link chooseThreshold} on curves turned upside down: they have the noise of the real ones and no flares, so that every
 * event is a false alarm. Cadences of catalogued flares are left out.
 * @param curves curves that the network was not trained on
 */
export async function calibrate(
  curves: LightCurve[],
  flares: CatalogFlare[],
  scorer: Scorer,
  { rate = 1e-4, stride = 5 }: { rate?: number; stride?: number } = {}
): Promise<{ threshold: number; alarms: number; cadences: number }> {
  const inverted = [];
  for (const curve of curves) {
    const upsideDown = invertCurve(curve);
    inverted.push({
      scores: await scoreCurve(upsideDown, scorer, { stride }),
      flux: upsideDown.flux,
      quiet: quietMask(curve, flares)
    });
  }
  return chooseThreshold(inverted, rate);
}
