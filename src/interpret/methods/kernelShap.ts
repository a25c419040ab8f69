import { ExplanationError } from '../adapter';
import { residualOf } from '../attribution';
import { seedFor } from '../baseline';
import { playCoalitions } from '../coalitions';
import { checkGroups, groupsOf, liveGroups, shareOut, type Groups } from '../groups';
import type { Method } from '../method';
import { fitShapley } from '../shapleyFit';
import { coalitionPlan, planSize, type CoalitionPlan } from '../shapleyPlan';
import { scoresAtObjects } from '../sweep';

export interface KernelShapOptions {
  /** Places that play together, each in one group; default each place alone. */
  groups?: Groups;
  /** Coalitions an object besides the empty and the full one; default 2 M + 2,048 for M players. */
  samples?: number;
  /** Relative additivity residual that is let pass; default 1e-6. */
  tolerance: number;
}

/** Most players: the fit solves for all of them at once. */
const MOST = 1000;

/**
 * KernelSHAP: Shapley values as the least squares fit of a sum over players to the worth of coalitions, weighted by
 * (M - 1) / [C(M, |z|) |z| (M - |z|)] under the constraint that they sum to f(x) - mean f(baseline) (Lundberg and Lee 2017,
 * arXiv:1705.07874). Where all coalitions fit into the samples each is asked once and the values are exact; else sizes are
 * drawn by their weight, and every coalition comes with its complement (Covert and Lee 2021, arXiv:2012.01536). Standard
 * errors: the sandwich estimate over the pairs, 0 where exact; each of the places that share a group's value has its share of
 * the error. Unit: that of the score.
 */
export const kernelShap: Method<KernelShapOptions> = {
  name: 'kernelShap',
  source: 'Lundberg and Lee 2017, arXiv:1705.07874; Covert and Lee 2021, arXiv:2012.01536',
  needs: [],
  baseline: 'required',
  sampled: true,
  defaults: { groups: undefined, samples: undefined, tolerance: 1e-6 },
  check(_, { groups, samples }) {
    checkGroups('kernelShap', groups);
    if (samples !== undefined && !(Number.isInteger(samples) && samples > 1)) {
      throw new ExplanationError(`kernelShap: samples is ${samples}; expected a whole number above 1.`);
    }
  },
  async explain(problem, { baseline, groups: asked, samples, tolerance, seed }) {
    const { objects } = problem;
    const { count, width, ids } = objects;
    const groups = groupsOf('kernelShap', objects, asked);
    for (let s = 0; s < count; s++) checkPlayers(ids[s], liveGroups(objects, s, groups).length, samples);
    const values = new Float64Array(count * width);
    const standardError = new Float64Array(count * width);
    const expected = new Float64Array(count);
    const plans = new Map<number, CoalitionPlan>();
    await playCoalitions(
      problem,
      baseline!,
      groups,
      (s, players) => {
        const plan = coalitionPlan(players, samples, seedFor(seed, ids[s]));
        plans.set(s, plan);
        return plan;
      },
      (s, players, _, worth) => {
        const { phi, errors } = fitShapley(plans.get(s)!, worth);
        plans.delete(s);
        expected[s] = worth[1] - worth[0];
        players.forEach((group, p) => {
          shareOut(objects, s, groups[group], phi[p], values);
          shareOut(objects, s, groups[group], errors[p], standardError);
        });
      },
      players => planSize(players, samples)
    );
    return {
      values,
      standardError,
      scores: await scoresAtObjects(problem),
      residual: residualOf('additivity', values, expected, { tolerance })
    };
  }
};

function checkPlayers(id: string, players: number, samples: number | undefined): void {
  if (players > MOST) {
    throw new ExplanationError(
      `kernelShap: object ${id} has ${players} features; expected at most ${MOST}. Give groups, such as windows of a light curve or patches of an image.`
    );
  }
  const all = 2 ** players - 2;
  if (samples !== undefined && samples < Math.min(all, 4 * players)) {
    throw new ExplanationError(
      `kernelShap: samples is ${samples} for ${players} features; expected at least ${Math.min(all, 4 * players)}. Give more, or groups.`
    );
  }
}
