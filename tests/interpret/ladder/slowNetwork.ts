import type { Network, NetworkNode } from '../../../src/models/network';

/** One step of a chain, by the plainest loops there are; it shares no line with the engine. */
export interface SlowLayer {
  kind: string;
  apply(x: number[]): number[];
  /** Of a pooling: places of each window. */
  windows?: number[][];
}

/** The steps of a chain of 1-D convolutions (stride 1), relus or tanhs, poolings of two and dense layers. */
export function slowLayers({ nodes, inputs }: Network): SlowLayer[] {
  let shape = inputs[0].shape as number[];
  return nodes.map(node => {
    const { layer, shape: after } = slowLayer(node, shape);
    shape = after;
    return layer;
  });
}

export const slowForward = (layers: readonly SlowLayer[], x: number[]): number[] =>
  layers.reduce((y, layer) => layer.apply(y), x);

function slowLayer(node: NetworkNode, shape: number[]): { layer: SlowLayer; shape: number[] } {
  const { kind } = node;
  const weight = (name: string) => Array.from(node.weights[name]?.values ?? []);
  const [length, channels] = [shape[0], shape[shape.length - 1]];
  if (kind === 'activation') {
    const of = node.config.function === 'relu' ? (v: number) => (v > 0 ? v : 0) : Math.tanh;
    return { layer: { kind, apply: x => x.map(of) }, shape };
  }
  if (kind === 'dense') {
    const [wide, units] = node.weights.kernel.shape;
    const [kernel, bias] = [weight('kernel'), weight('bias')];
    const apply = (x: number[]) =>
      Array.from({ length: units }, (_, u) => {
        let sum = bias[u] ?? 0;
        for (let i = 0; i < wide; i++) sum += x[i] * kernel[i * units + u];
        return sum;
      });
    return { layer: { kind, apply }, shape: [units] };
  }
  if (kind === 'conv1d') {
    const [size, , filters] = node.weights.kernel.shape;
    const [kernel, bias] = [weight('kernel'), weight('bias')];
    const same = node.config.padding === 'same';
    const out = same ? length : length - size + 1;
    const before = same ? (size - 1) / 2 : 0;
    const apply = (x: number[]) => {
      const y: number[] = [];
      for (let p = 0; p < out; p++) {
        for (let f = 0; f < filters; f++) {
          let sum = bias[f] ?? 0;
          for (let t = 0; t < size; t++) {
            for (let c = 0; c < channels; c++) {
              const at = p + t - before;
              if (at >= 0 && at < length)
                sum += x[at * channels + c] * kernel[(t * channels + c) * filters + f];
            }
          }
          y.push(sum);
        }
      }
      return y;
    };
    return { layer: { kind, apply }, shape: [out, filters] };
  }
  if (kind === 'maxPooling1d' || kind === 'averagePooling1d') {
    const out = length / 2;
    const windows: number[][] = [];
    for (let p = 0; p < out; p++)
      for (let c = 0; c < channels; c++) windows.push([2 * p * channels + c, (2 * p + 1) * channels + c]);
    const of = kind === 'maxPooling1d' ? Math.max : (a: number, b: number) => (a + b) / 2;
    const apply = (x: number[]) => windows.map(([a, b]) => of(x[a], x[b]));
    return { layer: { kind, apply, windows }, shape: [out, channels] };
  }
  if (kind !== 'globalAveragePooling') throw new Error(`slowLayer: ${kind} is not written.`);
  const apply = (x: number[]) =>
    Array.from({ length: channels }, (_, c) => {
      let sum = 0;
      for (let p = 0; p < length; p++) sum += x[p * channels + c];
      return sum / length;
    });
  return { layer: { kind, apply }, shape: [channels] };
}

/** Jacobian [out][in] and offset of a linear step, from its answers to unit vectors. */
export function jacobianOf(layer: SlowLayer, width: number): { jacobian: number[][]; offset: number[] } {
  const offset = layer.apply(new Array<number>(width).fill(0));
  const columns = Array.from({ length: width }, (_, j) =>
    layer.apply(Array.from({ length: width }, (_, i) => (i === j ? 1 : 0))).map((v, k) => v - offset[k])
  );
  return { jacobian: offset.map((_, k) => columns.map(column => column[k])), offset };
}
