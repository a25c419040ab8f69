export * from './conceptSensitivity';
export * from './correlation';
export * from './decodability';
export * from './representationSimilarity';
export * from './residualInformation';
export * from './separability';
export * from './terseOf';
export type { TerseTable } from './terseTable';
