import { readArguments, type Command } from './command';
import { readEntryPage } from './entryFile';
import { listEntries } from './entryPlace';

const usage = `terselab list [--json]

Lists the entries below the present folder or its notebooks/.
  --json  print [{slug, title, status, tags, minutes}, ...]`;

export const list: Command = {
  summary: 'list the entries here',
  usage,
  async run(args, { print, cwd }) {
    const { values } = readArguments(
      args,
      { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
      usage
    );
    if (values.help) {
      print(usage);
      return 0;
    }
    const entries = listEntries(cwd).map(({ slug, folder }) => {
      const { title = '', status = '', tags = [], minutes } = readEntryPage(folder);
      return { slug, title, status, tags, minutes };
    });
    if (values.json) print(JSON.stringify(entries, null, 2));
    else if (entries.length === 0) print('There are no entries here. A new one: terselab new NAME');
    else {
      const width = Math.max(...entries.map(entry => entry.slug.length));
      for (const { slug, title, status } of entries)
        print(`${slug.padEnd(width)}  ${title}${status === 'draft' ? ' (draft)' : ''}`);
    }
    return 0;
  }
};
