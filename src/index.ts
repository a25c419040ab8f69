/** The face of terselab that a notebook imports: `import * as tl from 'terselab'`. */
export * from './browser';
