import { ExplanationError } from '../adapter';
import { residualOf } from '../attribution';
import { playCoalitions, type Coalitions } from '../coalitions';
import { checkGroups, groupsOf, liveGroups, shareOut, type Groups } from '../groups';
import type { Method } from '../method';
import { scoresAtObjects } from '../sweep';

export interface ExactShapleyOptions {
  /** Places that play together, each in one group; default each place alone. */
  groups?: Groups;
  /** Relative additivity residual that is let pass; default 1e-6. */
  tolerance: number;
}

/** Most players whose coalitions are all asked about: 4,096. */
const MOST = 12;

/**
 * Shapley values from all coalitions of at most 12 features or groups:
 * phi_i = sum over S without i of |S|! (M - |S| - 1)! / M! (v(S and i) - v(S)), with v(S) the mean score over the rows of the
 * baseline where the places outside S take that row's numbers (Shapley 1953; Lundberg and Lee 2017, arXiv:1705.07874). Sums
 * to f(x) - mean f(baseline). Unit: that of the score.
 */
export const exactShapley: Method<ExactShapleyOptions> = {
  name: 'exactShapley',
  source: 'Shapley 1953; Lundberg and Lee 2017, arXiv:1705.07874',
  needs: [],
  baseline: 'required',
  sampled: false,
  defaults: { groups: undefined, tolerance: 1e-6 },
  check: (_, { groups }) => checkGroups('exactShapley', groups),
  async explain(problem, { baseline, groups: asked, tolerance }) {
    const { objects } = problem;
    const { count, width } = objects;
    const groups = groupsOf('exactShapley', objects, asked);
    for (let s = 0; s < count; s++) {
      const players = liveGroups(objects, s, groups).length;
      if (players > MOST) {
        throw new ExplanationError(
          `exactShapley: object ${objects.ids[s]} has ${players} features; all coalitions of more than ${MOST} are too many. Give groups, or use kernelShap.`
        );
      }
    }
    const values = new Float64Array(count * width);
    const expected = new Float64Array(count);
    await playCoalitions(
      problem,
      baseline!,
      groups,
      (_, players) => allCoalitions(players),
      (s, players, _, worth) => {
        expected[s] = worth[worth.length - 1] - worth[0];
        shapleyOf(worth, players.length).forEach((phi, p) =>
          shareOut(objects, s, groups[players[p]], phi, values)
        );
      },
      players => 2 ** players
    );
    return {
      values,
      scores: await scoresAtObjects(problem),
      residual: residualOf('additivity', values, expected, { tolerance })
    };
  }
};

/** All coalitions; bit p of a coalition's number says whether player p is in. */
function allCoalitions(players: number): Coalitions {
  const count = 2 ** players;
  const members = new Uint8Array(count * players);
  for (let c = 0; c < count; c++) for (let p = 0; p < players; p++) members[c * players + p] = (c >> p) & 1;
  return { count, players, members };
}

/** Shapley values from the worth of all coalitions. */
function shapleyOf(worth: Float64Array, players: number): Float64Array {
  // |S|! (M - |S| - 1)! / M! = 1 / (M C(M - 1, |S|))
  const weights = new Float64Array(players);
  let choose = 1;
  for (let size = 0; size < players; size++) {
    weights[size] = 1 / (players * choose);
    choose *= (players - 1 - size) / (size + 1);
  }
  const phi = new Float64Array(players);
  for (let c = 0; c < worth.length; c++) {
    let size = 0;
    for (let p = 0; p < players; p++) size += (c >> p) & 1;
    for (let p = 0; p < players; p++) {
      if (((c >> p) & 1) === 0) phi[p] += weights[size] * (worth[c | (1 << p)] - worth[c]);
    }
  }
  return phi;
}
