import type { NodeKind } from '../../../models/network';
import type { Operation } from '../operation';
import { activation } from './activation';
import { add, concatenate, dropout, flatten, reshape } from './arrangement';
import { conv1d, conv2d } from './convolution';
import { dense } from './dense';
import { globalAveragePooling, globalMaxPooling } from './globalPooling';
import { maskedMean } from './maskedMean';
import { averagePooling1d, averagePooling2d, maxPooling1d, maxPooling2d } from './pooling';
import { affine, batchNormalization } from './scaling';

/** What every kind of node does. */
export const operations: { [Kind in NodeKind]: Operation<Kind> } = {
  activation,
  add,
  affine,
  averagePooling1d,
  averagePooling2d,
  batchNormalization,
  concatenate,
  conv1d,
  conv2d,
  dense,
  dropout,
  flatten,
  globalAveragePooling,
  globalMaxPooling,
  maskedMean,
  maxPooling1d,
  maxPooling2d,
  reshape
};

/** The operation of a node, for nodes of any kind. */
export const operationOf = (kind: NodeKind) => operations[kind] as unknown as Operation<NodeKind>;
