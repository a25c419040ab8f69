// The kernel as Jupyter finds it. Paths are absolute: Jupyter resolves a relative one in the notebook's folder.
import fs from 'node:fs';
import path from 'node:path';
import { share } from './place.mjs';
import { writeWhole } from './stamp.mjs';

export function kernelFile(where) {
  return share(where, 'kernels', 'tslab', 'kernel.json');
}

export function kernelspec(where, node = process.execPath) {
  return {
    argv: [node, path.join(where.root, 'binder', 'kernel.cjs'), '{connection_file}'],
    display_name: 'TypeScript',
    language: 'typescript',
    interrupt_mode: 'signal',
    env: { TF_CPP_MIN_LOG_LEVEL: '2' },
    metadata: { debugger: false }
  };
}

export function kernelStep(where) {
  const spec = `${JSON.stringify(kernelspec(where), null, 1)}\n`;
  const file = kernelFile(where);
  return {
    name: 'TypeScript kernel',
    stamp: path.join(where.memoryOfJupyter, 'kernel.json'),
    words: [spec],
    outputs: [file],
    // a kernelspec overwritten by "tslab install" is put right at the next start
    holds: () => fs.readFileSync(file, 'utf8') === spec,
    work: async () => writeWhole(file, spec)
  };
}
