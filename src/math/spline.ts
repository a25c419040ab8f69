/** A cubic spline through given points. */
export interface Spline {
  /** Value at x; a straight line outside the points. */
  at(x: number): number;
  /** First derivative at x. */
  slope(x: number): number;
}

/**
 * Natural cubic spline.
 * @param x rising positions, at least 3
 * @param y a value for each
 */
export function cubicSpline(x: ArrayLike<number>, y: ArrayLike<number>): Spline {
  const n = x.length;
  if (n < 3 || y.length !== n) {
    throw new RangeError(
      `cubicSpline: ${n} positions and ${y.length} values; give at least 3 of each, as many of both.`
    );
  }
  for (let i = 1; i < n; i++) {
    if (!(x[i] > x[i - 1])) {
      throw new RangeError(
        `cubicSpline: position ${i} is ${x[i]} after ${x[i - 1]}; expected rising positions. Sort them.`
      );
    }
  }
  const curvature = naturalCurvature(x, y);
  const step = (x[n - 1] - x[0]) / (n - 1);
  const even = Array.prototype.every.call(
    x,
    (v: number, i: number) => Math.abs(v - x[0] - i * step) < 0.1 * step
  );
  const cell = (t: number) => {
    if (even) {
      // rounding and a little unevenness are put right by one step
      const i = Math.min(Math.max(Math.floor((t - x[0]) / step), 0), n - 2);
      if (t < x[i]) return Math.max(i - 1, 0);
      return t >= x[i + 1] ? Math.min(i + 1, n - 2) : i;
    }
    let low = 0;
    let high = n - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (x[middle] > t) high = middle;
      else low = middle;
    }
    return low;
  };
  const slopeIn = (i: number, t: number) => {
    const h = x[i + 1] - x[i];
    const [a, b] = [(x[i + 1] - t) / h, (t - x[i]) / h];
    return (
      (y[i + 1] - y[i]) / h + ((1 - 3 * a * a) * curvature[i] + (3 * b * b - 1) * curvature[i + 1]) * (h / 6)
    );
  };
  const slope = (t: number) => {
    const inside = Math.min(Math.max(t, x[0]), x[n - 1]);
    return slopeIn(cell(inside), inside);
  };
  return {
    slope,
    at(t) {
      if (t < x[0]) return y[0] + slope(t) * (t - x[0]);
      if (t > x[n - 1]) return y[n - 1] + slope(t) * (t - x[n - 1]);
      const i = cell(t);
      const h = x[i + 1] - x[i];
      const [a, b] = [(x[i + 1] - t) / h, (t - x[i]) / h];
      return (
        a * y[i] +
        b * y[i + 1] +
        ((a ** 3 - a) * curvature[i] + (b ** 3 - b) * curvature[i + 1]) * ((h * h) / 6)
      );
    }
  };
}

/** Second derivatives at the points, 0 at both ends: a tridiagonal system solved by elimination. */
function naturalCurvature(x: ArrayLike<number>, y: ArrayLike<number>): Float64Array {
  const n = x.length;
  const curvature = new Float64Array(n);
  const right = new Float64Array(n);
  for (let i = 1; i < n - 1; i++) {
    const share = (x[i] - x[i - 1]) / (x[i + 1] - x[i - 1]);
    const pivot = share * curvature[i - 1] + 2;
    curvature[i] = (share - 1) / pivot;
    const bend = (y[i + 1] - y[i]) / (x[i + 1] - x[i]) - (y[i] - y[i - 1]) / (x[i] - x[i - 1]);
    right[i] = ((6 * bend) / (x[i + 1] - x[i - 1]) - share * right[i - 1]) / pivot;
  }
  curvature[n - 1] = 0;
  for (let i = n - 2; i >= 0; i--) curvature[i] = curvature[i] * curvature[i + 1] + right[i];
  return curvature;
}
