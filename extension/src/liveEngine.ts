/** Asks a network of a live model: in a worker of its own, in the page where there can be none. */
import { liveNetwork, type LiveAnswer, type LiveQuestion, type LiveSpec } from './liveNetwork';
import type { ToWorker } from './liveWorker';

/** A worker that has not answered for this long never will, in milliseconds. */
const PATIENCE = 20_000;

export interface LiveEngine {
  /** Answers in order. Rejects where the network fails, or the engine was disposed. */
  ask(questions: LiveQuestion[]): Promise<LiveAnswer[]>;
  dispose(): void;
}

/** Started when first asked. @param rows elements of the largest object @throws Error where the network is not sound */
export function liveEngine(spec: LiveSpec, rows: number): LiveEngine {
  const here = liveNetwork(spec, rows);
  const inPage = async (questions: LiveQuestion[]) => questions.map(here);
  let worker: Worker | null | undefined;
  let serial = 0;
  const waiting = new Map<number, { done(answers: LiveAnswer[] | null): void }>();

  /** From now on in the page; what is waiting is asked there. */
  const giveUp = () => {
    worker?.terminate();
    worker = null;
    for (const { done } of waiting.values()) done(null);
    waiting.clear();
  };
  const start = (): Worker | null => {
    try {
      const made = new Worker(new URL('./liveWorker.js', import.meta.url));
      made.onerror = event => {
        event.preventDefault();
        giveUp();
      };
      made.onmessage = ({ data }: MessageEvent<{ id: number; answers: LiveAnswer[] }>) => {
        waiting.get(data.id)?.done(data.answers);
        waiting.delete(data.id);
      };
      made.postMessage({ kind: 'network', spec, rows } satisfies ToWorker);
      return made;
    } catch {
      // No workers here, or a policy that forbids them.
      return null;
    }
  };
  let disposed = false;
  return {
    async ask(questions) {
      if (disposed) throw new Error('the view is gone');
      if (worker === undefined) worker = start();
      if (!worker) return inPage(questions);
      const id = ++serial;
      const answers = await new Promise<LiveAnswer[] | null>(resolve => {
        const timer = setTimeout(giveUp, PATIENCE);
        const done = (found: LiveAnswer[] | null) => {
          clearTimeout(timer);
          resolve(found);
        };
        waiting.set(id, { done });
        worker!.postMessage({ kind: 'ask', id, questions } satisfies ToWorker);
      });
      if (disposed) throw new Error('the view is gone');
      return answers ?? inPage(questions);
    },
    dispose() {
      disposed = true;
      giveUp();
    }
  };
}
