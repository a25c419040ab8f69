export * from './random';
export * from './statistics';
