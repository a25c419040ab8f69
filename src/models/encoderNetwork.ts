import { ENCODER_PARTS, type ClusterEncoder } from './clusterEncoder';
import { TERSE_LAYER } from './flareNetwork';
import { NetworkError, type Network, type NetworkNode, type NetworkWeight } from './network';
import { targetScales } from './rowSets';
import { toNetwork } from './toNetwork';

const weightOf = (values: ArrayLike<number>): NetworkWeight => ({ shape: [values.length], values });

/**
 * A pooled cluster encoder as a {@link Network}, for the reference engine: no back end is needed to run it. Inputs: `clusters`,
 * features as measured, [rows, width]; `mask`, [rows]; `about`, [3], as in `gatherSets`. Answers: the targets in their units.
 * @throws NetworkError for a convolutional encoder
 */
export function encoderNetwork(model: ClusterEncoder): Network {
  if (model.network !== 'pooled') {
    throw new NetworkError(
      `encoderNetwork: the encoder is "${model.network}"; only pooled ones are networks of rows.`
    );
  }
  const { mean, sd } = model.standardisation;
  const nodes: NetworkNode[] = [];
  const put = (node: NetworkNode): string => {
    nodes.push(node);
    return node.name;
  };
  const affine = (name: string, from: string, scale: number[], shift: number[]) =>
    put({
      name,
      kind: 'affine',
      config: {},
      weights: { scale: weightOf(scale), shift: weightOf(shift) },
      from: [from]
    });
  const partOf = (part: (typeof ENCODER_PARTS)[number], from: string) => {
    const { nodes: own, inputs, output } = toNetwork(model[part]);
    const rename = (name: string) =>
      name === inputs[0].name ? from : name.startsWith(TERSE_LAYER) ? name : `${part}/${name}`;
    for (const node of own) {
      const layer = node.layer ? { layer: rename(node.layer) } : {};
      put({ ...node, ...layer, name: rename(node.name), from: node.from.map(rename) });
    }
    return rename(output);
  };
  const scale = Array.from(sd, s => 1 / s);
  const standardised = affine(
    'standardise',
    'clusters',
    scale,
    scale.map((s, i) => -s * mean[i])
  );
  const embedded = partOf('embedding', partOf('encoder', standardised));
  const plain = { config: {}, weights: {} };
  const pooled = put({ ...plain, name: 'pooled', kind: 'maskedMean', from: [embedded, 'mask'] });
  const joined = put({ ...plain, name: 'joined', kind: 'concatenate', from: [pooled, 'about'] });
  const scales = model.targets.map(target => targetScales[target]);
  const output = affine(
    'units',
    partOf('head', joined),
    scales.map(s => s.scale),
    scales.map(s => s.mean)
  );
  return {
    name: 'cluster encoder',
    inputs: [
      { name: 'clusters', shape: [null, model.width] },
      { name: 'mask', shape: [null] },
      { name: 'about', shape: [3] }
    ],
    nodes,
    output
  };
}
