/** Where the parts of a live model stand. */
import { SLANT, SLANTED_WIDTH, STEEP } from './axis';
import type { Area } from './geometry';
import type { ModelState } from './modelState';

export interface ModelLayout {
  /** Answers, a line a network. */
  answers: Area;
  /** The answer against the number of elements left; null where elements cannot be taken away. */
  curve: Area | null;
  /** Elements by columns, or the elements as a curve. */
  map: Area;
  /** Terse values beside the map; null where there are none. */
  terse: Area | null;
  /** Angle of slanted labels under the map. */
  slant: number;
  height: number;
}

const LINE = 26;
/** Least distance between slanted labels. */
export const LABEL_HEIGHT = 11;

/** Whether an object is drawn as a curve: one column, no set. */
export const isCurve = (state: ModelState): boolean => !state.data.set && state.columns === 1;

/** @param labels characters of the longest slanted label under the map; 0 where labels lie */
export function modelLayout(width: number, state: ModelState, labels: number): ModelLayout {
  const left = width < 520 ? 80 : 96;
  const inner = Math.max(width - left - 74, 60);
  const answers = { left, top: 22, width: inner, height: LINE * state.data.networks.length };
  let top = answers.top + answers.height + 54;
  let curve: Area | null = null;
  if (state.data.set) {
    curve = { left, top, width: inner, height: 150 };
    top += 150 + 52;
  }
  const hasTerse = state.data.networks.some(({ terse }) => terse !== undefined);
  const beside = hasTerse ? Math.min(110, Math.floor(width * 0.2)) : 0;
  const whole = width - left - 16;
  // Room for the heading of the map and its colours.
  top += 30;
  const map = { left, top, width: Math.max(whole - beside - (beside ? 12 : 0), 40), height: 190 };
  const terse = hasTerse
    ? { left: map.left + map.width + 12, top, width: beside - 6, height: map.height }
    : null;
  const slant = Math.sin(SLANT) * (map.width / state.columns) < LABEL_HEIGHT ? STEEP : SLANT;
  // A character is about 6.2 pixels wide.
  const below = labels > 0 ? 26 + Math.sin(slant) * Math.min(6.2 * labels, SLANTED_WIDTH) : 42;
  return { answers, curve, map, terse, slant, height: Math.ceil(top + map.height + below) };
}
