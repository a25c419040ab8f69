import { Random } from '../math';
import type { Coalitions } from './coalitions';

/** Coalitions of one object and how they count in the fit; the first is empty, the second full. */
export interface CoalitionPlan extends Coalitions {
  /** Weight of each in the fit, [count]; 0 for the first two, which are the constraint. */
  weights: Float64Array;
  /** Whether these are all there are. */
  exact: boolean;
}

const samplesOf = (players: number, asked: number | undefined): number => asked ?? 2 * players + 2048;

const isExact = (players: number, asked: number | undefined): boolean =>
  players <= 30 && 2 ** players - 2 <= samplesOf(players, asked);

/** Number of coalitions of a plan. */
export const planSize = (players: number, asked: number | undefined): number =>
  2 + (isExact(players, asked) ? 2 ** players - 2 : 2 * Math.floor(samplesOf(players, asked) / 2));

/**
 * Coalitions to ask about: all, weighted by the Shapley kernel, where they fit; else pairs of a coalition and its
 * complement, with sizes drawn by the kernel, so that each counts the same.
 */
export function coalitionPlan(players: number, asked: number | undefined, seed: number): CoalitionPlan {
  const count = planSize(players, asked);
  const members = new Uint8Array(count * players);
  members.fill(1, players, 2 * players);
  const weights = new Float64Array(count);
  const exact = isExact(players, asked);
  const plan = { count, players, members, weights, exact };
  if (exact) writeAll(plan);
  else writePairs(plan, new Random(seed));
  return plan;
}

function writeAll({ count, players, members, weights }: CoalitionPlan): void {
  const kernel = kernelOf(players);
  for (let c = 2; c < count; c++) {
    let size = 0;
    for (let p = 0; p < players; p++) {
      // numbers 1 to 2^M - 2: neither empty nor full
      const inside = ((c - 1) >> p) & 1;
      members[c * players + p] = inside;
      size += inside;
    }
    weights[c] = kernel[size];
  }
}

/** (M - 1) / [C(M, k) k (M - k)] for k = 1 to M - 1. */
function kernelOf(players: number): Float64Array {
  const kernel = new Float64Array(players);
  let choose = 1;
  for (let k = 1; k < players; k++) {
    choose *= (players - k + 1) / k;
    kernel[k] = (players - 1) / (choose * k * (players - k));
  }
  return kernel;
}

function writePairs({ count, players, members, weights }: CoalitionPlan, random: Random): void {
  // all coalitions of size k together weigh 1 / [k (M - k)]
  const steps = new Float64Array(players);
  for (let k = 1; k < players; k++) steps[k] = steps[k - 1] + 1 / (k * (players - k));
  for (let c = 2; c < count; c += 2) {
    const at = random.uniform(0, steps[players - 1]);
    let size = 1;
    while (size < players - 1 && steps[size] <= at) size++;
    const order = random.permutation(players);
    for (let j = 0; j < players; j++) members[(j < size ? c : c + 1) * players + order[j]] = 1;
    weights[c] = weights[c + 1] = 1;
  }
}
