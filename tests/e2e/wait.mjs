// Waiting without sleeping: for a promise with an end, or for a condition in Node.

/** The promise's result, or an error that says what did not happen in time. */
export async function within(seconds, what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not within ${seconds} s`)), seconds * 1000);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Asks again and again until the answer holds (or throws what it last threw), and resolves with the answer. */
export async function until(seconds, what, ask) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    let reason = '';
    try {
      const answer = await ask();
      if (answer) return answer;
    } catch (error) {
      reason = `: ${error.message}`;
    }
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s${reason}`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
