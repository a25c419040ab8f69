import { fork } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { packageRoot } from './entryPlace';
import { readNotebook, type Notebook } from './notebook';

/** A notebook that was run. */
export interface Executed {
  /** With its outputs; null where there is none. */
  notebook: Notebook | null;
  /** Whether every cell ran. */
  whole: boolean;
  seconds: number;
  /** What the program said besides. */
  said: string;
}

/**
 * Runs a notebook on the TypeScript kernel, without Jupyter, in an entry's folder.
 * @param output file for the notebook with its outputs
 * @param env variables of the run, as TERSELAB_SIZE
 * @param onCell called before each cell with its number and how many there are
 */
export function executeNotebook(
  file: string,
  output: string,
  {
    folder,
    env,
    onCell
  }: { folder: string; env: Record<string, string>; onCell?: (cell: number, of: number) => void }
): Promise<Executed> {
  fs.rmSync(output, { force: true });
  const began = Date.now();
  return new Promise(resolve => {
    const child = fork(path.join(packageRoot, 'binder/kernel/headless.cjs'), [file, output], {
      cwd: folder,
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2', ...env },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc']
    });
    let said = '';
    child.stderr!.on('data', chunk => (said = (said + chunk).slice(-20_000)));
    child.on('message', message => {
      const { cell, of } = message as { cell: number; of: number };
      onCell?.(cell, of);
    });
    child.on('error', error => (said += error.message));
    child.on('close', status =>
      resolve({
        notebook: readNotebook(output),
        whole: status === 0,
        seconds: (Date.now() - began) / 1000,
        said
      })
    );
  });
}
