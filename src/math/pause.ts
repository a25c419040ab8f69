/** Lets timers, progress and the stop button have a turn between two pieces of long work. */
export const pause = (): Promise<void> =>
  new Promise(resolve => {
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else setTimeout(resolve, 0);
  });

/** Pauses at most once in so many milliseconds, so that short steps are not slowed down; default 50. */
export function pauses(every = 50): () => Promise<void> {
  let last = Date.now();
  return async () => {
    if (Date.now() - last < every) return;
    await pause();
    last = Date.now();
  };
}
