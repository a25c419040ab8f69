/** The worker of a live model: one network, asked again and again. */
import { liveNetwork, type LiveQuestion, type LiveSpec } from './liveNetwork';

/** First the network, then questions in lists. */
export type ToWorker =
  { kind: 'network'; spec: LiveSpec; rows: number } | { kind: 'ask'; id: number; questions: LiveQuestion[] };

let ask: ReturnType<typeof liveNetwork> | null = null;

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'network') {
    ask = liveNetwork(data.spec, data.rows);
    return;
  }
  const began = performance.now();
  const answers = data.questions.map(question => ask!(question));
  self.postMessage({ id: data.id, answers, took: performance.now() - began });
};
