import { engineAdapter } from '../../../src/interpret';
import { convNetwork } from './networks';
import { expectClose } from './rung';
import { lrpRules, valuesOf } from './settings';
import { jacobianOf, slowForward, slowLayers, type SlowLayer } from './slowNetwork';
import { named, randomRows, toyBatch } from './toys';

type Rule = (typeof lrpRules)[number];

/** Runs the chain and keeps what goes into each step. */
function inputsOf(layers: readonly SlowLayer[], x: number[]): number[][] {
  const all = [x];
  for (const layer of layers) all.push(layer.apply(all[all.length - 1]));
  return all;
}

/** R_j = sum_k c_jk / z_k R_k from the Jacobian of one layer, with c as the rule says. */
function handBack(rule: Rule, layer: SlowLayer, a: number[], relevance: number[]): number[] {
  const { jacobian, offset } = jacobianOf(layer, a.length);
  const out = new Array<number>(a.length).fill(0);
  jacobian.forEach((row, k) => {
    const c = row.map((w, j) => w * a[j]);
    const sum = (of: (v: number) => number) => [...c, offset[k]].reduce((total, v) => total + of(v), 0);
    const plus = (v: number) => Math.max(0, v);
    const minus = (v: number) => Math.min(0, v);
    c.forEach((v, j) => {
      const share = (of: (v: number) => number) => (of(v) === 0 ? 0 : of(v) / sum(of));
      const parts: Record<Rule, () => number> = {
        epsilon: () => share(v => v),
        zPlus: () => share(plus),
        alphaBeta: () => 2 * share(plus) - share(minus),
        gamma: () => share(v => v + 0.25 * plus(v))
      };
      out[j] += parts[rule]() * relevance[k];
    });
  });
  return out;
}

const network = convNetwork(6);
const layers = slowLayers(network);
const rows = randomRows(31, 3, 24);
const batch = toyBatch(rows, [12, 2]);

/** The larger of each window gets all. */
function toWinners({ windows }: SlowLayer, a: number[], back: number[]): number[] {
  const out = new Array<number>(a.length).fill(0);
  windows!.forEach(([i, j], k) => (out[a[i] >= a[j] ? i : j] += back[k]));
  return out;
}

export async function relevance(): Promise<void> {
  for (const rule of lrpRules) {
    const found = await valuesOf('lrp', engineAdapter(network), batch, { rule });
    const expected = rows.flatMap(x => {
      const a = inputsOf(layers, x);
      let back = a[layers.length];
      for (let l = layers.length - 1; l >= 0; l--) {
        const { kind } = layers[l];
        if (kind === 'activation') continue;
        if (kind === 'maxPooling1d') back = toWinners(layers[l], a[l], back);
        else back = handBack(kind === 'globalAveragePooling' ? 'epsilon' : rule, layers[l], a[l], back);
      }
      return back;
    });
    expectClose(`lrp ${rule}`, found, expected, 1e-7 * Math.max(...expected.map(Math.abs)));
  }
}

/** Goes back with a gate at relus; linear steps by the Jacobian, maxima to the winner. */
export async function guided(): Promise<void> {
  const found = await valuesOf('guidedBackprop', engineAdapter(network), batch);
  const expected = rows.flatMap(x => {
    const a = inputsOf(layers, x);
    let back = [1];
    for (let l = layers.length - 1; l >= 0; l--) {
      if (layers[l].kind === 'activation') back = back.map((v, i) => (a[l][i] > 0 && v > 0 ? v : 0));
      else if (layers[l].kind === 'maxPooling1d') back = toWinners(layers[l], a[l], back);
      else {
        const { jacobian } = jacobianOf(layers[l], a[l].length);
        back = a[l].map((_, j) => jacobian.reduce((sum, row, k) => sum + row[j] * back[k], 0));
      }
    }
    return back;
  });
  expectClose('guidedBackprop', found, expected, 1e-12);
}

/** Multipliers from the whole Jacobian of each step, as products of dense matrices. */
export async function rescale(): Promise<void> {
  const base = randomRows(32, 1, 24)[0];
  const found = await valuesOf('deepLift', engineAdapter(network), batch, { baseline: named('drawn', base) });
  const expected = rows.flatMap(x => {
    const [a, b] = [inputsOf(layers, x), inputsOf(layers, base)];
    let multiplier = [1];
    for (let l = layers.length - 1; l >= 0; l--) {
      const rows = multipliersOf(layers[l], a[l], b[l]);
      multiplier = a[l].map((_, j) => rows.reduce((sum, row, k) => sum + row[j] * multiplier[k], 0));
    }
    return multiplier.map((m, j) => m * (x[j] - base[j]));
  });
  expectClose('deepLift', found, expected, 1e-9);
  const total = rows.map(x => slowForward(layers, x)[0] - slowForward(layers, base)[0]);
  const sums = rows.map((_, s) => found.slice(24 * s, 24 * (s + 1)).reduce((p, q) => p + q, 0));
  expectClose('deepLift: completeness', sums, total, 1e-9);
}

function multipliersOf(layer: SlowLayer, a: number[], b: number[]): number[][] {
  const blank = () => new Array<number>(a.length).fill(0);
  if (layer.kind === 'activation') {
    const [y, y0] = [layer.apply(a), layer.apply(b)];
    return a.map((v, i) => {
      const row = blank();
      row[i] = v === b[i] ? (v > 0 ? 1 : 0) : (y[i] - y0[i]) / (v - b[i]);
      return row;
    });
  }
  if (layer.kind !== 'maxPooling1d') return jacobianOf(layer, a.length).jacobian;
  return layer.windows!.map(([i, j]) => {
    const row = blank();
    const [high, low] = [Math.max(a[i], a[j]), Math.max(b[i], b[j])];
    const from = high >= low ? a : b;
    const winner = from[i] >= from[j] ? i : j;
    // where the numbers of the object and the baseline are the same, nothing changed and the slope holds
    row[winner] = a[winner] === b[winner] ? 1 : (high - low) / (a[winner] - b[winner]);
    return row;
  });
}
