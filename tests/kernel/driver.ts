// Runs the same cells on the stock tslab kernel and on ours, and hands back what Jupyter saw of each.
import { spawn } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(__dirname, '..', '..');
const python = path.join(root, '.venv', 'bin', 'python');
const launchers = {
  ours: [process.execPath, path.join(root, 'binder', 'kernel.cjs'), '{connection_file}'],
  stock: [
    process.execPath,
    path.join(root, 'node_modules', 'tslab', 'bin', 'tslab'),
    'kernel',
    '--config-path={connection_file}'
  ]
};

export interface Request {
  code?: string;
  silent?: boolean;
  store_history?: boolean;
  stop_on_error?: boolean;
  after?: number;
  type?: string;
  [other: string]: unknown;
}

export interface Step {
  send?: Request[];
  interrupt?: number;
  patience?: number;
  pause?: number;
  die?: boolean;
}

export interface Seen {
  reply: (Record<string, unknown> & { status: string; traceback?: string[] }) | null;
  published: [string, Record<string, unknown>][];
  idle: boolean;
  seconds: number | null;
}

export interface Run {
  pid: number;
  results: Seen[];
  order: [string, number][];
}

export type Kernel = keyof typeof launchers;

export function drive(kernel: Kernel, steps: Step[]): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, [path.join(__dirname, 'drive.py')], { stdio: ['pipe', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    child.stdout.on('data', data => (output += data));
    child.stderr.on('data', data => (errors += data));
    child.on('error', reject);
    // not 'close': a kernel that outlives its driver keeps the pipes open
    child.on('exit', () => setTimeout(() => settle(), 50));
    const settle = () => {
      try {
        resolve(JSON.parse(output) as Run);
      } catch {
        reject(new Error(`the driver said no JSON:\n${output}\n${errors}`));
      }
      child.stdout.destroy();
      child.stderr.destroy();
    };
    child.stdin.end(JSON.stringify({ argv: launchers[kernel], cwd: root, steps }));
  });
}

/** The same steps on both, side by side. */
export async function driveBoth(steps: Step[]): Promise<{ stock: Run; ours: Run }> {
  const [stock, ours] = await Promise.all([drive('stock', steps), drive('ours', steps)]);
  return { stock, ours };
}

/** All text a request printed on a stream. */
export function printed(seen: Seen, name = 'stdout'): string {
  return seen.published
    .filter(([type, content]) => type === 'stream' && content.name === name)
    .map(([, content]) => String(content.text))
    .join('');
}

/** Types of the messages a request published. */
export function types(seen: Seen): string[] {
  return seen.published.map(([type]) => type);
}

/** The content of the `error` message, if there was one. */
export function errorOf(seen: Seen): { ename: string; evalue: string; traceback: string[] } | undefined {
  const found = seen.published.find(([type]) => type === 'error');
  return found?.[1] as { ename: string; evalue: string; traceback: string[] } | undefined;
}
