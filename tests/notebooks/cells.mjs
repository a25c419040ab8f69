// The code of a notebook as one TypeScript module, checked under the project's own strict settings: tslab checks cells
// with an older compiler and loosely.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** Sources of the code cells, in order. */
export function cellSources(notebook) {
  return notebook.cells.filter(cell => cell.cell_type === 'code').map(cell => cell.source.join(''));
}

/** Errors of the cells as one module in a folder; '' where there are none. */
export function typeCheck(root, sources, folder) {
  const scratch = fs.mkdtempSync(path.join(folder, '.typecheck-'));
  try {
    // unused names are what exercises are made of
    fs.writeFileSync(path.join(scratch, 'cells.ts'), `${sources.join('\n;\n')}\nexport {};\n`);
    fs.writeFileSync(
      path.join(scratch, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          target: 'ES2022',
          module: 'esnext',
          moduleResolution: 'bundler',
          lib: ['ES2022'],
          types: ['node'],
          strict: true,
          skipLibCheck: true,
          noEmit: true
        },
        files: ['cells.ts']
      })
    );
    const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const run = spawnSync(process.execPath, [compiler, '-p', scratch], { encoding: 'utf8', cwd: scratch });
    return run.status === 0 ? '' : run.stdout.slice(0, 3000);
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}
