import * as tf from '@tensorflow/tfjs';
import path from 'node:path';
import { useNativeGradients } from './nativeGradients';

/** Computing engine of tfjs, fastest first. */
export type BackendName = 'tensorflow' | 'wasm' | 'cpu';

export interface Backend {
  name: BackendName;
  /** What this engine means for the reader, in one line. */
  note: string;
  /** Whether training a convolution runs on it (WASM has no gradient of a convolution's filters). */
  trains: boolean;
  /** Why each faster engine was passed over. */
  skipped: { name: BackendName; reason: string }[];
}

const notes: Record<BackendName, string> = {
  tensorflow: 'Native TensorFlow: full speed.',
  wasm: 'WebAssembly: predictions and saliency run, a few times slower than native; convolutions cannot be trained here, so shipped weights are used.',
  cpu: 'Plain JavaScript: everything runs, some 50 times slower than native; shipped weights are used where there are any.'
};

const starters: Record<BackendName, () => Promise<void>> = {
  tensorflow: async () => {
    repairNodeUtil();
    require('@tensorflow/tfjs-node');
    useNativeGradients();
  },
  wasm: async () => {
    const { setWasmPaths } = require('@tensorflow/tfjs-backend-wasm') as {
      setWasmPaths(prefix: string): void;
    };
    setWasmPaths(
      `${path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm'))}/`
    );
  },
  cpu: async () => undefined
};

/** tfjs-node 4.22 calls two functions that newer Node no longer has. */
function repairNodeUtil(): void {
  const util = require('node:util') as Record<string, unknown>;
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
}

let current: Promise<Backend> | null = null;

/**
 * Starts the fastest engine that works here and keeps it.
 * @param prefer start with this one and do not try faster ones; default: `TERSELAB_BACKEND`, else the fastest
 * @throws Error where no engine starts
 */
export function useBackend(prefer?: BackendName): Promise<Backend> {
  if (!current || prefer) current = start(prefer ?? preferred());
  return current;
}

function preferred(): BackendName | undefined {
  const value = process.env.TERSELAB_BACKEND;
  if (!value) return undefined;
  if (value in starters) return value as BackendName;
  throw new RangeError(
    `TERSELAB_BACKEND is "${value}"; expected tensorflow, wasm or cpu. Unset it for the fastest.`
  );
}

async function start(prefer?: BackendName): Promise<Backend> {
  const order: BackendName[] = ['tensorflow', 'wasm', 'cpu'];
  const skipped: Backend['skipped'] = [];
  for (const name of order.slice(prefer ? order.indexOf(prefer) : 0)) {
    try {
      await withoutNewHandlers(async () => {
        await starters[name]();
        if (!(await tf.setBackend(name))) throw new Error('the engine did not start');
        await tf.ready();
      });
      return { name, note: notes[name], trains: name !== 'wasm', skipped };
    } catch (error) {
      skipped.push({ name, reason: firstLine(error) });
    }
  }
  throw new Error(
    `No tfjs engine starts here: ${skipped.map(s => `${s.name} (${s.reason})`).join('; ')}. Run "npx terselab doctor".`
  );
}

/**
 * Runs a start-up and takes back the process-wide error handlers it leaves: those of the WASM engine end the process, a
 * notebook's kernel, at the first promise that is rejected anywhere.
 */
async function withoutNewHandlers(work: () => Promise<void>): Promise<void> {
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const before = events.map(event => process.listeners(event as 'uncaughtException'));
  try {
    await work();
  } finally {
    events.forEach((event, i) => {
      for (const listener of process.listeners(event as 'uncaughtException')) {
        if (!before[i].includes(listener)) process.removeListener(event, listener);
      }
    });
  }
}

const firstLine = (error: unknown) =>
  String(error instanceof Error ? error.message : error)
    .split('\n')[0]
    .slice(0, 200);
