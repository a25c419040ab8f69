import path from 'node:path';
import { score as scoreSubmission, type Scored } from '../benchmark';
import { openBenchmark, openSubmission } from './benchmarkFolder';
import { readArguments, type Command } from './command';
import { findEntry } from './entryPlace';

const usage = `terselab score ENTRY FOLDER [--json]

Scores a submission: FOLDER holds manifest.json {name, by, entry, division} and predictions.ndjson, a line
{"id", "seed", "domain", "value"} for every object, seed and domain. Predictions are joined by id, never by order.
Exit status: 0 scored, 2 refused (the line is named) or called wrongly.`;

const figures = ({ value, ci95, perSeed }: Scored) => {
  const short = (v: number | null) => (v === null ? 'not defined' : Number(v.toPrecision(4)).toString());
  const interval = ci95 ? ` (95 % ${short(ci95[0])} to ${short(ci95[1])})` : '';
  return `${short(value)}${interval}; seeds: ${perSeed.map(short).join(', ')}`;
};

export const score: Command = {
  summary: 'score a submission',
  usage,
  async run(args, { print, cwd }) {
    const { values, positionals } = readArguments(
      args,
      { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
      usage
    );
    if (values.help || positionals.length !== 2) {
      print(usage);
      return values.help ? 0 : 2;
    }
    const benchmark = openBenchmark(findEntry(positionals[0], cwd));
    const submission = openSubmission(path.resolve(cwd, positionals[1]), benchmark);
    const scored = scoreSubmission(benchmark.truth, submission, benchmark.entry);
    if (values.json) print(JSON.stringify(scored, null, 2));
    else {
      for (const [name, of] of Object.entries(scored.metrics)) print(`${name}: ${figures(of)}`);
      for (const [domain, of] of Object.entries(scored.crossDomain))
        print(`${benchmark.entry.metrics[0]} in ${domain}: ${figures(of)}`);
      for (const flag of scored.flags) print(`note: ${flag}`);
    }
    return 0;
  }
};
