import fs from 'node:fs';
import path from 'node:path';
import { leaderboardHtml } from '../benchmark';
import { openBenchmark, rankSubmissions } from './benchmarkFolder';
import { readArguments, type Command } from './command';
import { readEntryPage } from './entryFile';
import { findEntry } from './entryPlace';

const usage = `terselab leaderboard ENTRY [--by trust|skill] [--html FILE] [--json]

Scores the stored submissions of an entry anew and ranks them: trusted first, then skill; rows that cannot be told apart
share a place.
  --by skill   the verdict counts only where it is Compromised
  --html FILE  write it as a page`;

export const leaderboard: Command = {
  summary: 'rank the submissions of an entry',
  usage,
  async run(args, { print, cwd }) {
    const options = {
      by: { type: 'string' },
      html: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' }
    } as const;
    const { values, positionals } = readArguments(args, options, usage);
    const by = values.by ?? 'trust';
    if (values.help || positionals.length !== 1 || (by !== 'trust' && by !== 'skill')) {
      print(usage);
      return values.help ? 0 : 2;
    }
    const place = findEntry(positionals[0], cwd);
    const benchmark = openBenchmark(place);
    const rows = rankSubmissions(benchmark, by);
    const [first] = benchmark.entry.metrics;
    if (values.json) print(JSON.stringify(rows, null, 2));
    else if (rows.length === 0)
      print(`${place.slug} has no submissions yet: they are folders in ${benchmark.submissions}.`);
    else
      for (const { rank, shelf, struck, submission, trust, score } of rows) {
        const value = score.metrics[first].value;
        print(
          `${struck ? 'struck' : (rank ?? shelf)}\t${submission}\t${trust.verdict}\t${first} ${value === null ? 'not defined' : Number(value.toPrecision(4))}`
        );
      }
    if (values.html) {
      const { title = place.slug } = readEntryPage(place.folder);
      fs.writeFileSync(
        path.resolve(cwd, String(values.html)),
        leaderboardHtml(`Leaderboard: ${title}`, rows, benchmark.entry)
      );
      print(`The page is ${String(values.html)}.`);
    }
    return 0;
  }
};
