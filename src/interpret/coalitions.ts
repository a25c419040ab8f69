import type { Numbers } from './adapter';
import type { Baseline } from './attribution';
import { baselineRow, baselineRows } from './baseline';
import { groupIndex, liveGroups, type Groups } from './groups';
import { sweep, type Problem } from './sweep';

/** Coalitions of the players (live groups) of one object: [count, players], 1 for one that is in. */
export interface Coalitions {
  count: number;
  players: number;
  members: Uint8Array;
}

/**
 * Asks what each coalition is worth: the mean over the rows of the baseline of the score where the groups inside keep the
 * object's numbers and the others take the baseline's (interventional, features taken as independent).
 * @param coalitionsOf an object's coalitions from the number of its players; asked once, when its turn comes
 * @param settle takes an object's coalitions and their worth, [coalitions]; then both are forgotten
 */
export async function playCoalitions(
  problem: Problem,
  baseline: Baseline,
  groups: Groups,
  coalitionsOf: (owner: number, players: number) => Coalitions,
  settle: (owner: number, players: readonly number[], coalitions: Coalitions, worth: Float64Array) => void,
  countOf: (players: number) => number
): Promise<void> {
  const { objects } = problem;
  const rows = baselineRows(objects, baseline);
  const players = Array.from({ length: objects.count }, (_, s) => liveGroups(objects, s, groups));
  const starts = [0];
  for (const list of players) starts.push(starts[starts.length - 1] + countOf(list.length) * rows);
  const point = coalitionPoints(problem, baseline, groups, players);
  const games = new Map<number, { coalitions: Coalitions; worth: Float64Array }>();
  let next = 0;
  await sweep(problem, {
    total: starts[objects.count],
    point: (k, into) => {
      while (k >= starts[next + 1]) next++;
      let game = games.get(next);
      if (!game) {
        const coalitions = coalitionsOf(next, players[next].length);
        games.set(next, (game = { coalitions, worth: new Float64Array(coalitions.count) }));
      }
      const at = k - starts[next];
      point(next, game.coalitions, Math.floor(at / rows), at % rows, into);
      return next;
    },
    value: (k, score, s) => {
      const { coalitions, worth } = games.get(s)!;
      worth[Math.floor((k - starts[s]) / rows)] += score / rows;
      if (k < starts[s + 1] - 1) return;
      settle(s, players[s], coalitions, worth);
      games.delete(s);
    }
  });
}

/** Writes the point of a coalition of an object over a row of the baseline. */
function coalitionPoints(
  { objects }: Problem,
  baseline: Baseline,
  groups: Groups,
  players: readonly (readonly number[])[]
): (s: number, coalitions: Coalitions, c: number, row: number, into: Numbers) => void {
  const { width, x } = objects;
  const groupOf = groupIndex(groups, width);
  const playerOf = new Int32Array(groups.length);
  let known = -1;
  return (s, { members, players: count }, c, row, into) => {
    if (s !== known) {
      playerOf.fill(-1);
      players[s].forEach((group, p) => (playerOf[group] = p));
      known = s;
    }
    const from = baselineRow(objects, baseline, s, row);
    for (let i = 0; i < width; i++) {
      const player = playerOf[groupOf[i]];
      into[i] = player < 0 || members[c * count + player] === 1 ? x[s * width + i] : from(i);
    }
  };
}
