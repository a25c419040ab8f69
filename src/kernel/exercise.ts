import fs from 'node:fs';
import path from 'node:path';
import { say } from './prose';

/** An exercise as its entry declares it (`entry.json`, key "exercises"). */
export interface Exercise {
  /** What the answer is, for messages. */
  asks: string;
  value: number;
  /** Largest distance from `value` that counts as right. */
  tolerance: number;
  hint: string;
}

/**
 * Compares an answer with the one that the entry expects and says whether it is right; a wrong answer gets a hint, not the
 * solution.
 * @param name of the exercise, as in `entry.json` of the notebook's folder
 * @param answer a number; undefined while the exercise is not done
 */
export function check(name: string, answer: number | undefined, folder = process.cwd()): void {
  const exercise = exerciseOf(name, folder);
  if (answer === undefined) {
    say(`**Exercise ${name}: not done yet.** It asks for ${exercise.asks}.`);
    return;
  }
  if (typeof answer !== 'number' || !Number.isFinite(answer)) {
    say(`**Exercise ${name}: \`${String(answer)}\` is not a number.** It asks for ${exercise.asks}.`);
    return;
  }
  const right = Math.abs(answer - exercise.value) <= exercise.tolerance;
  say(
    right
      ? `✓ **Exercise ${name}: right.** ${exercise.asks[0].toUpperCase()}${exercise.asks.slice(1)}: ${Number(answer.toPrecision(4))}.`
      : `✗ **Exercise ${name}: not yet** (${Number(answer.toPrecision(4))}). Hint: ${exercise.hint}`
  );
}

function exerciseOf(name: string, folder: string): Exercise {
  const file = path.join(folder, 'entry.json');
  if (!fs.existsSync(file))
    throw new Error(`check: there is no entry.json in ${folder}. Run this in an entry's folder.`);
  const exercises = (
    JSON.parse(fs.readFileSync(file, 'utf8')) as { page?: { exercises?: Record<string, Exercise> } }
  ).page?.exercises;
  const exercise = exercises?.[name];
  if (!exercise) {
    throw new Error(
      `check: entry.json has no exercise "${name}"; it has ${Object.keys(exercises ?? {}).join(', ') || 'none'}.`
    );
  }
  return exercise;
}
