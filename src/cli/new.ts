import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { readArguments, type Command } from './command';
import { newEntryShelf } from './entryPlace';
import { entryFiles } from './template';
import { UserError } from './userError';

const usage = `terselab new NAME

Makes a new entry: a folder with a notebook, its solutions and entry.json, in notebooks/ where there is one, else here.
It passes "terselab check NAME" but for the blanks that the check lists.
  NAME  lower case letters, digits and hyphens: dusty-galaxies`;

/** `new` makes an entry. */
export const newEntry: Command = {
  summary: 'make a new entry',
  usage,
  async run(args, { print, cwd }) {
    const { values, positionals } = readArguments(args, { help: { type: 'boolean', short: 'h' } }, usage);
    if (values.help || positionals.length !== 1) {
      print(usage);
      return values.help ? 0 : 2;
    }
    const [slug] = positionals;
    if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(slug) || slug.length > 60) {
      throw new UserError(
        `${slug} cannot be an entry's name; expected lower case letters, digits and single hyphens, as dusty-galaxies.`
      );
    }
    const folder = path.join(newEntryShelf(cwd), slug);
    if (fs.existsSync(folder))
      throw new UserError(
        `${folder} is there already; nothing was changed. Choose another name, or go on with it.`
      );
    writeWhole(
      folder,
      entryFiles(slug, new Date().toISOString().slice(0, 10), () => randomUUID().slice(0, 8))
    );
    print(
      `Made ${path.relative(cwd, folder)}. Next: fill in what "TODO" marks, and run: terselab check ${slug}`
    );
    return 0;
  }
};

/** Writes all files or none: into a folder beside, which is then given its name. */
function writeWhole(folder: string, files: readonly { name: string; content: string }[]): void {
  const beside = fs.mkdtempSync(`${folder}.part-`);
  try {
    for (const { name, content } of files) {
      fs.mkdirSync(path.dirname(path.join(beside, name)), { recursive: true });
      fs.writeFileSync(path.join(beside, name), content);
    }
    fs.chmodSync(beside, 0o755);
    fs.renameSync(beside, folder);
  } catch (error) {
    fs.rmSync(beside, { recursive: true, force: true });
    throw error;
  }
}
