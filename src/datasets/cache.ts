import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DataError, datasetsFolder, readCard, type Card, type DataFile } from './card';
import { describeSource, transfer, type TransferOptions } from './source';

export interface FetchOptions extends TransferOptions {
  /** Where files are kept; default `TERSELAB_CACHE`, else `~/.cache/terselab`. */
  cache?: string;
  /** How bytes come from a source; replaced in tests. */
  transfer?: typeof transfer;
}

/** The folder in which downloaded data are kept. */
export function cacheFolder(): string {
  return process.env.TERSELAB_CACHE || path.join(os.homedir(), '.cache', 'terselab');
}

/** A data set that is at hand. */
export interface Fetched {
  card: Card;
  /** Path of each file on this machine, by name. */
  paths: Record<string, string>;
}

/**
 * Brings all files of a data set into the cache: from the first source of the card that has the right bytes.
 * @throws DataError with what each source answered; nothing half-written stays in the cache
 */
export async function fetchDataset(name: string, options: FetchOptions = {}): Promise<Fetched> {
  const card = readCard(name);
  const paths: Record<string, string> = {};
  for (const file of card.files) paths[file.name] = await fetchFile(card.name, file, options);
  return { card, paths };
}

/** Brings one file into the cache; see {@link fetchDataset}. @returns its path */
export async function fetchFile(
  dataset: string,
  file: DataFile,
  options: FetchOptions = {}
): Promise<string> {
  const target = path.join(options.cache ?? cacheFolder(), dataset, file.name);
  if (isRight(target, file)) return target;
  const answers: string[] = [];
  for (const source of file.sources) {
    if (source.kind === 'shipped') {
      const shipped = path.join(datasetsFolder, source.path);
      if (isRight(shipped, file)) return shipped;
    }
    let bytes: Uint8Array;
    try {
      bytes = await (options.transfer ?? transfer)(file, source, options);
      checkBytes(bytes, file);
    } catch (error) {
      if (options.signal?.aborted)
        throw new DataError(`Loading ${file.name} was stopped. Nothing was kept of it.`);
      answers.push(`  ${describeSource(source)}: ${(error as Error).message}`);
      continue;
    }
    await keep(target, bytes);
    return target;
  }
  throw new DataError(
    `${file.name} (${file.bytes} bytes) of the data set "${dataset}" could not be had:\n${answers.join('\n')}\n` +
      `Check the connection (HTTPS_PROXY is honoured), or put the file at ${target} by hand.`
  );
}

function isRight(target: string, file: DataFile): boolean {
  if (!fs.existsSync(target) || fs.statSync(target).size !== file.bytes) return false;
  return sha256(fs.readFileSync(target)) === file.sha256;
}

function checkBytes(bytes: Uint8Array, file: DataFile): void {
  if (bytes.length !== file.bytes) {
    throw new DataError(
      `sent ${bytes.length} bytes; the card says ${file.bytes}. The download was cut, or the file changed.`
    );
  }
  const found = sha256(bytes);
  if (found !== file.sha256) {
    throw new DataError(
      `sent a file with sha256 ${found.slice(0, 12)}...; the card says ${file.sha256.slice(0, 12)}.... The file was damaged or changed.`
    );
  }
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Writes beside the target and renames, so that another process never sees half a file. */
async function keep(target: string, bytes: Uint8Array): Promise<void> {
  const part = `${target}.part-${process.pid}`;
  try {
    await fs.promises.mkdir(path.dirname(target), { recursive: true });
    await fs.promises.writeFile(part, bytes);
    await fs.promises.rename(part, target);
  } catch (error) {
    await fs.promises.rm(part, { force: true }).catch(() => undefined);
    const code = (error as NodeJS.ErrnoException).code;
    const why =
      code === 'ENOSPC' || code === 'EDQUOT'
        ? `the disk is full (${bytes.length} bytes are needed). Free some space`
        : code === 'EACCES' || code === 'EROFS'
          ? 'the folder may not be written to. Change its rights'
          : `${(error as Error).message}. Mend that`;
    throw new DataError(
      `Could not keep ${path.basename(target)} in ${path.dirname(target)}: ${why}, or set TERSELAB_CACHE to another folder.`
    );
  }
}
