import { check } from './check';
import type { Command } from './command';
import { fetch } from './fetch';
import { leaderboard } from './leaderboard';
import { list } from './list';
import { newEntry } from './new';
import { run } from './run';
import { score } from './score';

export type { Command, Terminal } from './command';
export { UserError } from './userError';

/** Commands by name; `doctor` is not among them, because it must run where this cannot. */
export const commands: Readonly<Record<string, Command>> = {
  list,
  new: newEntry,
  check,
  run,
  fetch,
  score,
  leaderboard
};
export { fileRules } from './check';
export { entryRules } from './rules/entryRules';
export { resultsOf, runRules, solutionRules } from './rules/runRules';
