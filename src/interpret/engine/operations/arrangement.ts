import { sameShape, volume, type Operation, type Step } from '../operation';

/** Operations that move numbers and leave them as they are. */
const copied = {
  forward: ({ inputs: [x], output }: Step) => output.values.set(x.values),
  backward: (_: Step, slope: Float64Array) => [slope.slice()]
};

export const dropout: Operation<'dropout'> = { ...copied, shape: (_, [x]) => [...x] };

export const flatten: Operation<'flatten'> = { ...copied, shape: (_, [x]) => [volume(x)] };

export const reshape: Operation<'reshape'> = {
  ...copied,
  shape({ config: { shape } }, [x]) {
    const known = volume(shape.filter(n => n !== -1));
    const filled = shape.map(n => (n === -1 ? volume(x) / known : n));
    const wrong = volume(filled) !== volume(x) || filled.some(n => !Number.isInteger(n));
    if (wrong && !Number.isNaN(volume(x))) return `as many numbers as [${shape.join(', ')}] has`;
    return filled;
  }
};

export const add: Operation<'add'> = {
  shape: (_, inputs) => (inputs.every(x => sameShape(x, inputs[0])) ? [...inputs[0]] : 'inputs of one shape'),
  forward({ inputs, output: { values } }) {
    for (const x of inputs) for (let i = 0; i < values.length; i++) values[i] += x.values[i];
  },
  backward: ({ inputs }, slope) => inputs.map(() => slope.slice())
};

/** For a concatenation: numbers of each input that stand together, and how often they do. */
function runs({ node, inputs }: Step<'concatenate'>): { lengths: number[]; repeats: number } {
  const axis = axisOf(node, inputs[0].shape.length);
  const lengths = inputs.map(x => volume(x.shape.slice(axis)));
  return { lengths, repeats: inputs[0].values.length / lengths[0] };
}

const axisOf = ({ config: { axis = -1 } }: Step<'concatenate'>['node'], rank: number): number =>
  axis < 0 ? rank + axis : axis;

/** Calls with the place of each piece in its input and in the whole. */
function eachPiece(
  step: Step<'concatenate'>,
  visit: (input: number, from: number, to: number, length: number) => void
) {
  const { lengths, repeats } = runs(step);
  let at = 0;
  for (let r = 0; r < repeats; r++) {
    lengths.forEach((length, k) => {
      visit(k, r * length, at, length);
      at += length;
    });
  }
}

export const concatenate: Operation<'concatenate'> = {
  shape(node, inputs) {
    const rank = inputs[0].length;
    const axis = axisOf(node, rank);
    const blank = (x: readonly number[]) => x.map((n, i) => (i === axis ? 0 : n));
    if (!(axis >= 0 && axis < rank) || !inputs.every(x => sameShape(blank(x), blank(inputs[0])))) {
      return `inputs that differ on axis ${node.config.axis ?? -1} alone`;
    }
    return inputs[0].map((n, i) => (i === axis ? inputs.reduce((sum, x) => sum + x[i], 0) : n));
  },
  forward(step) {
    eachPiece(step, (k, from, to, length) =>
      step.output.values.set(step.inputs[k].values.subarray(from, from + length), to)
    );
  },
  backward(step, slope) {
    const out = step.inputs.map(x => new Float64Array(x.values.length));
    eachPiece(step, (k, from, to, length) => out[k].set(slope.subarray(to, to + length), from));
    return out;
  }
};
