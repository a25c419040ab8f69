import { ExplanationError } from '../adapter';
import type { Baseline } from '../attribution';
import { baselineRow, baselineRows, seedFor } from '../baseline';
import { Random } from '../../math';
import { Moments } from '../moments';
import type { Method } from '../method';
import type { Objects, Segment } from '../objects';
import { positionAxes, positionOf } from '../positions';
import { resizeLinear } from '../resize';
import { scoresAtObjects, sweep, type Problem } from '../sweep';

export interface RiseOptions {
  /** Random masks; default 1,000. */
  masks: number;
  /** Cells of the coarse grid along each position axis; default 8. */
  cells: number | readonly number[];
  /** Chance that a cell stays visible; default .5. */
  keep: number;
}

/**
 * RISE: S(l) = 1 / (N E[M]) sum f(x M_i + x' (1 - M_i)) M_i(l), the mean score over random masks that show place l (Petsiuk
 * et al. 2018, arXiv:1806.07421). A mask is a coarse random grid of 0 and 1, resized linearly to (s + 1) ceil(H / s) and cut
 * at a random place. Position axes are masked, channels share a mask (see `positionAxes`); the masks follow from the seed and
 * are the same for all objects, as in the paper. Unit: that of the score. It holds the mean score itself, so only differences
 * between places mean something. Several rows in the baseline: mask i takes row i, in turn.
 */
export const rise: Method<RiseOptions> = {
  name: 'rise',
  source: 'Petsiuk et al. 2018, arXiv:1806.07421',
  needs: [],
  baseline: 'required',
  sampled: true,
  defaults: { masks: 1000, cells: 8, keep: 0.5 },
  check(_, { masks, cells, keep }) {
    const counts = [masks, ...[cells].flat()] as number[];
    const wrong = counts.find(n => !(Number.isInteger(n) && n > 0));
    if (wrong !== undefined) {
      throw new ExplanationError(`rise: masks or cells holds ${wrong}; expected whole numbers above 0.`);
    }
    if (!(keep > 0 && keep < 1)) {
      throw new ExplanationError(`rise: keep is ${keep}; expected a chance between 0 and 1, both left out.`);
    }
  },
  async explain(problem, { baseline, masks, cells, keep, seed }) {
    const draw = maskDrawer(problem.objects, { cells, keep, seed });
    const moments = await maskedMoments(problem, baseline!, { masks, keep, draw });
    return {
      values: moments.mean,
      standardError: moments.standardError(masks),
      scores: await scoresAtObjects(problem)
    };
  }
};

/** Moments of f M / keep over the masks; a mask is drawn once for all objects and forgotten behind the last. */
async function maskedMoments(
  problem: Problem,
  baseline: Baseline,
  { masks, keep, draw }: { masks: number; keep: number; draw: (mask: number) => Float64Array }
): Promise<Moments> {
  const { objects } = problem;
  const { count, width, x, live } = objects;
  const rows = baselineRows(objects, baseline);
  const moments = new Moments(count * width);
  const drawn = new Map<number, Float64Array>();
  const terms = new Float64Array(width);
  await sweep(problem, {
    total: count * masks,
    point: (k, into) => {
      const m = Math.floor(k / count);
      const s = k % count;
      let mask = drawn.get(m);
      if (!mask) drawn.set(m, (mask = draw(m)));
      const from = baselineRow(objects, baseline, s, m % rows);
      for (let i = 0; i < width; i++) {
        const own = x[s * width + i];
        into[i] = live && live[s * width + i] === 0 ? own : from(i) + mask[i] * (own - from(i));
      }
      return s;
    },
    value: (k, score, s) => {
      const m = Math.floor(k / count);
      const mask = drawn.get(m)!;
      for (let i = 0; i < width; i++) terms[i] = (score * mask[i]) / keep;
      moments.add(s * width, terms, m);
      if (s === count - 1) drawn.delete(m);
    }
  });
  return moments;
}

/** Draws mask m for all inputs, [width]. */
function maskDrawer(
  { segments, width }: Objects,
  { cells, keep, seed }: Pick<RiseOptions, 'cells' | 'keep'> & { seed: number }
): (m: number) => Float64Array {
  const grids = segments.map(segment => gridOf(segment, cells));
  return m => {
    const random = new Random(seedFor(seed, `mask ${m}`));
    const mask = new Float64Array(width);
    for (const { start, size, cells, shape, position } of grids) {
      const grid = Float64Array.from({ length: product(cells) }, () => (random.uniform() < keep ? 1 : 0));
      const steps = shape.map((length, axis) => Math.ceil(length / cells[axis]));
      const whole = steps.map((step, axis) => (cells[axis] + 1) * step);
      const cut = steps.map(step => random.integer(0, step - 1));
      const visible = resizeLinear(grid, cells, whole, { start: cut, shape });
      for (let i = 0; i < size; i++) mask[start + i] = visible[position[i]];
    }
    return mask;
  };
}

const product = (lengths: readonly number[]): number => lengths.reduce((a, b) => a * b, 1);

/** The coarse grid of an input. */
function gridOf({ name, start, size, shape, axes }: Segment, asked: RiseOptions['cells']) {
  const positions = positionAxes(shape, axes);
  const lengths = positions.map(axis => shape[axis]);
  const cells = typeof asked === 'number' ? lengths.map(() => asked) : asked;
  if (cells.length !== lengths.length) {
    throw new ExplanationError(
      `rise: cells has ${cells.length} numbers; the input "${name}" of [${shape.join(', ')}] has ${lengths.length} axes of positions. Give one number for each.`
    );
  }
  return {
    start,
    size,
    shape: lengths,
    cells: cells.map((n, axis) => Math.min(n, lengths[axis])),
    position: positionOf(shape, positions)
  };
}
