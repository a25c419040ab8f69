import type { LightCurve } from './lightCurve';

/** A stretch of a light curve without a long gap: cadences start <= i < end. */
export interface Segment {
  start: number;
  end: number;
  /** Cadences inside that have no measurement. */
  missing: number;
}

/** Longest gap that a segment may span: 10 cadences, 20 minutes of a 2-minute curve. */
export const MAX_GAP = 10;

/**
 * Splits a light curve at its long gaps.
 * @param maxGap longest run of missing cadences inside a segment (default {@link MAX_GAP}); a longer one breaks it
 */
export function findSegments(curve: Pick<LightCurve, 'flux'>, maxGap = MAX_GAP): Segment[] {
  const segments: Segment[] = [];
  let open: Segment | null = null;
  for (let i = 0; i < curve.flux.length; i++) {
    if (!Number.isFinite(curve.flux[i])) continue;
    if (open && i - open.end <= maxGap) {
      open.missing += i - open.end;
      open.end = i + 1;
    } else {
      open = { start: i, end: i + 1, missing: 0 };
      segments.push(open);
    }
  }
  return segments;
}
