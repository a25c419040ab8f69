import {
  explain,
  methods,
  type Attribution,
  type AttributeOptions,
  type Batch,
  type MethodName,
  type ModelAdapter
} from '../../../src/interpret';

export const methodNames = Object.keys(methods) as MethodName[];

/** Options that a method cannot do without, and enough draws and steps for an oracle. */
const own: Readonly<Partial<Record<MethodName, Record<string, unknown>>>> = {
  smoothGrad: { noise: 0.1 },
  smoothGradSquared: { noise: 0.1 },
  varGrad: { noise: 0.1 },
  integratedGradients: { steps: 200 },
  occlusion: { patch: 1 },
  gradCam: { layer: 'maps' },
  lrp: { rule: 'epsilon', epsilon: 1e-12 }
};

/** Whether a method compares with a baseline. */
export const takesBaseline = (name: MethodName): boolean => methods[name].baseline === 'required';

/** Methods that go through the layers of a network. */
export const throughLayers = (name: MethodName): boolean =>
  methods[name].needs.some(need => need === 'relevance');

/** The rules of layer-wise relevance propagation. */
export const lrpRules = ['epsilon', 'zPlus', 'alphaBeta', 'gamma'] as const;

/** Runs a method with what it needs. @param options over the settings above; a baseline is left out where none is taken */
export function runMethod(
  name: MethodName,
  model: ModelAdapter,
  batch: Batch,
  { baseline, ...options }: AttributeOptions & Record<string, unknown> = {}
): Promise<Attribution> {
  return explain(model, batch, name, {
    ...own[name],
    ...(takesBaseline(name) ? { baseline } : {}),
    ...options
  } as never);
}

/** Values of the input x. */
export async function valuesOf(...call: Parameters<typeof runMethod>): Promise<number[]> {
  return Array.from((await runMethod(...call)).inputs.x.values);
}
