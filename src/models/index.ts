export * from './flareNetwork';
export * from './interrupt';
export * from './seededDropout';
export * from './training';
export * from './weights';
