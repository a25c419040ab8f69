import { attribution } from './attribution.mjs';
import { formats } from './formats.mjs';
import { generation } from './generation.mjs';
import { learners } from './learners.mjs';
import { massFunction } from './massFunction.mjs';
import { saliency } from './saliency.mjs';
import { training } from './training.mjs';

/** All rows, in the order in which they run. */
export const rows = [formats, generation, massFunction, training, saliency, ...attribution, ...learners];
