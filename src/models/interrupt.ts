export * from '../math/interrupt';
