// The shared module, compiled to dist/: what a notebook imports.
import fs from 'node:fs';
import path from 'node:path';
import { run } from './command.mjs';
import { compiler } from './place.mjs';
import { swapIn } from './stamp.mjs';

export function libraryStep(where) {
  const dist = path.join(where.root, 'dist');
  return {
    name: 'shared module (dist/)',
    stamp: path.join(where.memory, 'library.json'),
    inputs: ['src', 'tsconfig.json', 'package-lock.json'],
    outputs: [path.join(dist, 'index.js'), path.join(dist, 'index.d.ts'), path.join(dist, 'browser.js')],
    work: async () => {
      const draft = path.join(where.cache, `dist.${process.pid}`);
      try {
        await run('Compiling src/', process.execPath, [compiler(where), '-p', where.root, '--outDir', draft]);
        swapIn(draft, dist); // files whose source is gone go with the old folder
      } finally {
        fs.rmSync(draft, { recursive: true, force: true });
      }
    }
  };
}
