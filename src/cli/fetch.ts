import { DataError, fetchDataset, listDatasets, type Transfer } from '../datasets';
import { readArguments, type Command } from './command';
import { UserError } from './userError';

const usage = `terselab fetch [DATASET ...] [--json]

Brings data sets into the cache, from the first source of their card that has the right bytes. Without a name: lists them.
  --json  print {DATASET: {file: path}}
Exit status: 0 all are at hand, 1 one could not be had, 2 called wrongly.`;

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);

/** Says at most every two seconds how far a transfer is. */
function progressLine(print: (line: string) => void) {
  let said = Date.now();
  return ({ file, received, total }: Transfer) => {
    if (Date.now() - said < 2000) return;
    said = Date.now();
    print(`${file}: ${megabytes(received)} of ${megabytes(total)} MB`);
  };
}

export const fetch: Command = {
  summary: 'bring a data set into the cache',
  usage,
  async run(args, { print }) {
    const { values, positionals } = readArguments(
      args,
      { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
      usage
    );
    const known = listDatasets();
    if (values.help || positionals.length === 0) {
      print(values.help ? usage : known.join('\n'));
      return 0;
    }
    const strange = positionals.find(name => !known.includes(name));
    if (strange !== undefined)
      throw new UserError(`${strange} is no data set; there are ${known.join(', ')}.`);
    const say = values.json ? () => {} : print;
    const found: Record<string, Record<string, string>> = {};
    let status = 0;
    for (const name of positionals) {
      try {
        found[name] = (await fetchDataset(name, { onProgress: progressLine(say) })).paths;
        for (const [file, path] of Object.entries(found[name])) say(`${name}: ${file} is at ${path}`);
      } catch (error) {
        if (!(error instanceof DataError)) throw error;
        status = 1;
        print(error.message);
      }
    }
    if (values.json) print(JSON.stringify(found, null, 2));
    return status;
  }
};
