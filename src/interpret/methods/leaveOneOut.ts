import { ablate } from '../ablation';
import { checkGroups, groupsOf, shareOut, type Groups } from '../groups';
import type { Method } from '../method';

export interface LeaveOneOutOptions {
  /** Places that are taken together, each in one group; default each place alone. */
  groups?: Groups;
}

/**
 * Leave-one-out over features: f(x) - f(x with the feature from the baseline). Groups of places are replaced together and
 * share their value evenly. Positive: the feature raises the score. Correlated features hide each other: group them.
 * Unit: that of the score.
 */
export const leaveOneOut: Method<LeaveOneOutOptions> = {
  name: 'leaveOneOut',
  source: 'the difference itself, no paper',
  needs: [],
  baseline: 'required',
  sampled: false,
  defaults: { groups: undefined },
  check: (_, { groups }) => checkGroups('leaveOneOut', groups),
  async explain(problem, { baseline, groups: asked }) {
    const { objects } = problem;
    const groups = groupsOf('leaveOneOut', objects, asked);
    const { drop, scores } = await ablate(problem, baseline!, groups);
    const values = new Float64Array(objects.count * objects.width);
    for (let s = 0; s < objects.count; s++) {
      groups.forEach((group, g) => shareOut(objects, s, group, drop[s * groups.length + g], values));
    }
    return { values, scores };
  }
};
