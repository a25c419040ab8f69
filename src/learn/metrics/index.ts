export { assignment } from './assignment';
export * from './calibration';
export * from './clustering';
export * from './confusion';
export * from './ranking';
export * from './regression';
export * from './silhouette';
export * from './photoZ';
export * from './byPopulation';
