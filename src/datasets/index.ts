export * from './cache';
export * from './card';
export * from './dc2Photometry';
export * from './deepMerge';
export { describeSource, pythonCommand, type Transfer, type TransferOptions } from './source';
export * from './tessLightCurve';
export * from './simulators';
