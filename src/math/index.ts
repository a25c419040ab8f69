export * from './linearAlgebra';
export * from './normal';
export * from './quadrature';
export * from './random';
export * from './spline';
export * from './statistics';
