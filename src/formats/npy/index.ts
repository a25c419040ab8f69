export { readNpy } from './read';
export { readNpz, writeNpz, type NpzEntry, type ReadNpzOptions } from './npz';
export { writeNpy } from './write';
export type { NpyArray, NpyRecord, NpyValues } from './decode';
