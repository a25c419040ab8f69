import { cholesky } from '../math';
import { ExplanationError } from './adapter';
import type { CoalitionPlan } from './shapleyPlan';

/**
 * Weighted least squares of the worth of coalitions on their members, phi = argmin sum w (v(z) - v(0) - z phi)^2 with
 * sum phi = v(1) - v(0), by the Lagrange multiplier of the constraint.
 * @param worth of each coalition of the plan, the empty and the full one first
 * @returns values and standard errors, [players]; the errors are 0 where the plan holds all coalitions
 */
export function fitShapley(
  plan: CoalitionPlan,
  worth: Float64Array
): { phi: Float64Array; errors: Float64Array } {
  const { players, exact } = plan;
  const sum = worth[1] - worth[0];
  if (players === 1) return { phi: Float64Array.of(sum), errors: new Float64Array(1) };
  const { matrix, right } = normalEquations(plan, worth);
  const inverse = inverseOf(matrix);
  const free = times(inverse, right);
  const ones = inverse.map(row => row.reduce((a, b) => a + b, 0));
  const whole = ones.reduce((a, b) => a + b, 0);
  const excess = (free.reduce((a, b) => a + b, 0) - sum) / whole;
  const phi = free.map((value, p) => value - excess * ones[p]);
  const errors = exact ? new Float64Array(players) : sandwich(plan, worth, phi, { inverse, ones, whole });
  return { phi, errors };
}

function normalEquations(
  { count, players, members, weights }: CoalitionPlan,
  worth: Float64Array
): { matrix: number[][]; right: Float64Array } {
  const matrix = Array.from({ length: players }, () => new Array<number>(players).fill(0));
  const right = new Float64Array(players);
  const inside: number[] = [];
  for (let c = 2; c < count; c++) {
    inside.length = 0;
    for (let p = 0; p < players; p++) if (members[c * players + p] === 1) inside.push(p);
    for (const p of inside) {
      right[p] += weights[c] * (worth[c] - worth[0]);
      for (const q of inside) matrix[p][q] += weights[c];
    }
  }
  return { matrix, right };
}

function inverseOf(matrix: number[][]): Float64Array[] {
  const n = matrix.length;
  const lower = factorOf(matrix);
  return matrix.map((_, column) => {
    const x = new Float64Array(n);
    for (let i = column; i < n; i++) {
      let sum = i === column ? 1 : 0;
      for (let k = column; k < i; k++) sum -= lower[i][k] * x[k];
      x[i] = sum / lower[i][i];
    }
    for (let i = n - 1; i >= 0; i--) {
      let sum = x[i];
      for (let k = i + 1; k < n; k++) sum -= lower[k][i] * x[k];
      x[i] = sum / lower[i][i];
    }
    return x;
  });
}

function factorOf(matrix: number[][]): number[][] {
  try {
    return cholesky(matrix);
  } catch {
    throw new ExplanationError(
      `kernelShap: the drawn coalitions do not tell ${matrix.length} features apart; give more samples, or groups.`
    );
  }
}

/** Matrix times vector; plain loops, because it runs once a pair of coalitions. */
function times(
  matrix: readonly Float64Array[],
  vector: Float64Array,
  into = new Float64Array(vector.length)
): Float64Array {
  for (let i = 0; i < matrix.length; i++) {
    const row = matrix[i];
    let sum = 0;
    for (let k = 0; k < row.length; k++) sum += row[k] * vector[k];
    into[i] = sum;
  }
  return into;
}

/** Standard errors from the scatter of what each pair pulls at the values, along the constraint. */
function sandwich(
  { count, players, members }: CoalitionPlan,
  worth: Float64Array,
  phi: Float64Array,
  { inverse, ones, whole }: { inverse: Float64Array[]; ones: number[]; whole: number }
): Float64Array {
  const square = new Float64Array(players);
  const pull = new Float64Array(players);
  const move = new Float64Array(players);
  const pairs = (count - 2) / 2;
  for (let c = 2; c < count; c += 2) {
    pull.fill(0);
    for (const half of [c, c + 1]) {
      let miss = worth[half] - worth[0];
      for (let p = 0; p < players; p++) miss -= members[half * players + p] * phi[p];
      for (let p = 0; p < players; p++) pull[p] += members[half * players + p] * miss;
    }
    times(inverse, pull, move);
    let drift = 0;
    for (let p = 0; p < players; p++) drift += move[p] / whole;
    for (let p = 0; p < players; p++) square[p] += (move[p] - drift * ones[p]) ** 2;
  }
  return square.map(sum => Math.sqrt((sum * pairs) / Math.max(1, pairs - players)));
}
