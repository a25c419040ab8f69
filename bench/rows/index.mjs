import { formats } from './formats.mjs';
import { massFunction } from './massFunction.mjs';

/** All rows, in the order in which they run. */
export const rows = [formats, massFunction];
