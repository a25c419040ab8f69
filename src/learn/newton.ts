/** A convex function with slope and curvature; both belong to the place of the last value. */
export interface Convex {
  size: number;
  value(at: Float64Array): number;
  gradient(at: Float64Array): Float64Array;
  curvature(along: Float64Array): Float64Array;
}

export interface NewtonResult {
  at: Float64Array;
  steps: number;
  /** Greatest slope that is left. */
  slope: number;
  converged: boolean;
}

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, v, i) => sum + v * b[i], 0);
const greatest = (a: Float64Array) => a.reduce((most, v) => Math.max(most, Math.abs(v)), 0);

/**
 * Lowest place of a convex function by Newton's method, each step solved by conjugate gradients (Nocedal & Wright 2006,
 * algorithm 7.1), from 0.
 * @param options tolerance of the greatest slope; maxSteps; step, called before each step
 */
export function newton(
  f: Convex,
  {
    tolerance,
    maxSteps,
    step = () => {}
  }: { tolerance: number; maxSteps: number; step?: (n: number) => void }
): NewtonResult {
  let at = new Float64Array(f.size);
  let value = f.value(at);
  for (let steps = 0; ; steps++) {
    const slope = f.gradient(at);
    const left = greatest(slope);
    if (left <= tolerance || steps === maxSteps)
      return { at, steps, slope: left, converged: left <= tolerance };
    step(steps);
    const direction = conjugateGradients(f, slope);
    const moved = lineSearch(f, at, value, direction, dot(slope, direction));
    // rounding hides any further fall
    if (!moved) {
      f.value(at);
      return { at, steps, slope: left, converged: left <= 1e3 * tolerance };
    }
    ({ at, value } = moved);
  }
}

function conjugateGradients(f: Convex, slope: Float64Array): Float64Array {
  const x = new Float64Array(slope.length);
  const residual = slope.map(v => -v);
  const along = residual.slice();
  let square = dot(residual, residual);
  const enough = square * Math.min(0.25, Math.sqrt(square)) ** 2 * 1e-4;
  for (let i = 0; i < 10 * slope.length && square > enough; i++) {
    const bent = f.curvature(along);
    const curve = dot(along, bent);
    if (!(curve > 0)) break;
    const length = square / curve;
    for (let j = 0; j < x.length; j++) {
      x[j] += length * along[j];
      residual[j] -= length * bent[j];
    }
    const next = dot(residual, residual);
    for (let j = 0; j < x.length; j++) along[j] = residual[j] + (next / square) * along[j];
    square = next;
  }
  return x;
}

function lineSearch(f: Convex, at: Float64Array, value: number, direction: Float64Array, slope: number) {
  // near the bottom the fall is smaller than the rounding of the value
  const rounding = 1e-14 * Math.abs(value);
  for (let length = 1; length > 1e-10; length /= 2) {
    const there = at.map((v, j) => v + length * direction[j]);
    const found = f.value(there);
    if (found <= value + 1e-4 * length * slope + rounding) return { at: there, value: found };
  }
  return null;
}
