import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { packageRoot } from './entryPlace';

/** The compiler of the project where there is one, else the kernel's own. */
function compiler(): string {
  const own = createRequire(path.join(packageRoot, 'package.json'));
  const from = [own, createRequire(own.resolve('tslab'))].find(require => canResolve(require));
  return from!.resolve('typescript/bin/tsc');
}

const canResolve = (require: NodeJS.Require) => {
  try {
    return Boolean(require.resolve('typescript/bin/tsc'));
  } catch {
    return false;
  }
};

/**
 * The cells of a notebook as one module under strict TypeScript: the kernel itself checks loosely.
 * @param folder in which the module is compiled, so that its imports are found
 * @returns errors, '' where there are none
 */
export function strictErrors(sources: readonly string[], folder: string): string {
  const scratch = fs.mkdtempSync(path.join(folder, '.typecheck-'));
  try {
    // unused names are what exercises are made of
    fs.writeFileSync(path.join(scratch, 'cells.ts'), `${sources.join('\n;\n')}\nexport {};\n`);
    const compilerOptions = {
      target: 'ES2022',
      module: 'esnext',
      moduleResolution: 'node',
      lib: ['ES2022'],
      types: ['node'],
      strict: true,
      skipLibCheck: true,
      noEmit: true
    };
    fs.writeFileSync(
      path.join(scratch, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: ['cells.ts'] })
    );
    const run = spawnSync(process.execPath, [compiler(), '-p', scratch], { encoding: 'utf8', cwd: scratch });
    return run.status === 0 ? '' : run.stdout.slice(0, 3000);
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}
