/** Nodes and weights of a quadrature rule on [-1, 1]. */
export interface Rule {
  nodes: Float64Array;
  weights: Float64Array;
}

const rules = new Map<number, Rule>();

/** Gauss and Legendre's rule of n points: exact for polynomials up to degree 2n - 1. Computed once per n. */
export function gaussLegendre(n: number): Rule {
  const known = rules.get(n);
  if (known) return known;
  const nodes = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    // Newton's method on the Legendre polynomial, from Tricomi's estimate of its root
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let step = 0; step < 100; step++) {
      let [before, value] = [1, x];
      for (let k = 2; k <= n; k++)
        [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
      slope = (n * (x * value - before)) / (x * x - 1);
      const move = value / slope;
      x -= move;
      if (Math.abs(move) < 1e-15) break;
    }
    nodes[n - 1 - i] = x;
    weights[n - 1 - i] = 2 / ((1 - x * x) * slope * slope);
  }
  const rule = { nodes, weights };
  rules.set(n, rule);
  return rule;
}

/**
 * Integral of a smooth function over [a, b] by panels of Gauss and Legendre's rule.
 * @param options panels (default 8) of equal width; order, points a panel (default 16)
 */
export function integrate(
  f: (x: number) => number,
  a: number,
  b: number,
  { panels = 8, order = 16 }: { panels?: number; order?: number } = {}
): number {
  const { nodes, weights } = gaussLegendre(order);
  const half = (b - a) / panels / 2;
  let sum = 0;
  for (let p = 0; p < panels; p++) {
    const middle = a + (2 * p + 1) * half;
    for (let i = 0; i < order; i++) sum += weights[i] * f(middle + half * nodes[i]);
  }
  return sum * half;
}

/** All nodes and weights of a composite rule on [a, b], for integrands that share them. */
export function compositeRule(a: number, b: number, panels: number, order = 16): Rule {
  const { nodes, weights } = gaussLegendre(order);
  const half = (b - a) / panels / 2;
  const out = { nodes: new Float64Array(panels * order), weights: new Float64Array(panels * order) };
  for (let p = 0; p < panels; p++) {
    for (let i = 0; i < order; i++) {
      out.nodes[p * order + i] = a + (2 * p + 1) * half + half * nodes[i];
      out.weights[p * order + i] = half * weights[i];
    }
  }
  return out;
}
