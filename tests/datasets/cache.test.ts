import { createHash } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { fetchFile, listDatasets, readCard, type DataFile, type Source } from '../../src/datasets';

const content = Buffer.from('forty-two bytes of very precious sky data.');
const file: DataFile = {
  name: 'sky.bin',
  bytes: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
  sources: [{ kind: 'https', url: 'https://archive.test/sky.bin' }]
};
const second: Source = {
  kind: 'pypi',
  package: 'sky',
  version: '1',
  path: 'sky.bin',
  sha256: '0'.repeat(64)
};

let cache: string;
beforeEach(() => (cache = fs.mkdtempSync(path.join(os.tmpdir(), 'terselab-test-'))));
afterEach(() => {
  jest.restoreAllMocks();
  fs.rmSync(cache, { recursive: true, force: true });
});
const left = () => (fs.existsSync(path.join(cache, 'd')) ? fs.readdirSync(path.join(cache, 'd')) : []);

test('a file is fetched once, then taken from the cache', async () => {
  const transfer = jest.fn(async () => content);
  const target = await fetchFile('d', file, { cache, transfer });
  expect(fs.readFileSync(target)).toEqual(content);
  expect(await fetchFile('d', file, { cache, transfer })).toBe(target);
  expect(transfer).toHaveBeenCalledTimes(1);
  expect(left()).toEqual(['sky.bin']);
});

test('a damaged file in the cache is fetched anew', async () => {
  const target = await fetchFile('d', file, { cache, transfer: async () => content });
  fs.writeFileSync(target, content.toString().toUpperCase());
  await fetchFile('d', file, { cache, transfer: async () => content });
  expect(fs.readFileSync(target)).toEqual(content);
});

test('where the archive does not answer, the mirror serves', async () => {
  const asked: string[] = [];
  const transfer = async (_: DataFile, source: Source) => {
    asked.push(source.kind);
    if (source.kind === 'https') throw new Error('could not be reached (ENOTFOUND)');
    return content;
  };
  await fetchFile('d', { ...file, sources: [...file.sources, second] }, { cache, transfer });
  expect(asked).toEqual(['https', 'pypi']);
});

test('wrong checksum, cut download: what each source sent, and nothing stays', async () => {
  const transfer = async (_: DataFile, source: Source) =>
    source.kind === 'https' ? Buffer.from(content.toString().replace('sky', 'sea')) : content.subarray(0, 20);
  const failure = fetchFile('d', { ...file, sources: [...file.sources, second] }, { cache, transfer });
  await expect(failure).rejects.toThrow(/archive\.test: sent a file with sha256 [0-9a-f]{12}/);
  await expect(failure).rejects.toThrow(/package sky 1: sent 20 bytes; the card says 42/);
  await expect(failure).rejects.toThrow(/sky\.bin \(42 bytes\) of the data set "d" could not be had/);
  expect(left()).toEqual([]);
});

test('a full disk: one clear message, nothing half-written', async () => {
  jest.spyOn(fs.promises, 'writeFile').mockImplementationOnce(async target => {
    fs.writeFileSync(target as string, content.subarray(0, 10));
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  });
  await expect(fetchFile('d', file, { cache, transfer: async () => content })).rejects.toThrow(
    /disk is full \(42 bytes are needed\)\. Free some space, or set TERSELAB_CACHE/
  );
  expect(left()).toEqual([]);
});

test('stopped: said so, nothing kept', async () => {
  const abort = new AbortController();
  const transfer = async () => {
    abort.abort();
    throw new Error('aborted');
  };
  await expect(fetchFile('d', file, { cache, transfer, signal: abort.signal })).rejects.toThrow(
    /was stopped/
  );
  expect(left()).toEqual([]);
});

describe('from a real server on this machine', () => {
  let server: http.Server;
  let url: string;
  beforeAll(done => {
    server = http.createServer((request, response) => {
      if (request.url === '/whole') return void response.end(content);
      if (request.url === '/long') return void response.end(Buffer.concat([content, content]));
      if (request.url === '/cut') {
        response.writeHead(200, { 'content-length': content.length });
        response.write(content.subarray(0, 12));
        return void setTimeout(() => response.destroy(), 20);
      }
      response.writeHead(404).end();
    });
    server.listen(0, '127.0.0.1', () => {
      url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
      done();
    });
  });
  afterAll(done => void server.close(done));
  const at = (place: string): DataFile => ({ ...file, sources: [{ kind: 'https', url: `${url}/${place}` }] });

  test('a whole file arrives, with progress', async () => {
    const seen: number[] = [];
    const target = await fetchFile('d', at('whole'), { cache, onProgress: p => seen.push(p.received) });
    expect(fs.readFileSync(target)).toEqual(content);
    expect(seen[seen.length - 1]).toBe(42);
  });
  test.each([
    ['cut', /127\.0\.0\.1/],
    ['long', /sends more than the 42 bytes/],
    ['missing', /answered 404/]
  ])('%s: a clear message, nothing stays', async (place, message) => {
    await expect(fetchFile('d', at(place), { cache })).rejects.toThrow(message);
    expect(left()).toEqual([]);
  });
});

describe('cards', () => {
  test.each(listDatasets())('%s is complete, and what it ships is what it says', name => {
    const card = readCard(name);
    expect(card.citation).not.toBe('');
    expect(card.licence).toMatch(/^https:/);
    for (const f of card.files) {
      for (const source of f.sources) {
        if (source.kind !== 'shipped') continue;
        const bytes = fs.readFileSync(path.join(__dirname, '..', '..', 'datasets', source.path));
        expect(bytes.length).toBe(f.bytes);
        expect(createHash('sha256').update(bytes).digest('hex')).toBe(f.sha256);
      }
    }
  });
  test('an unknown name is answered with the known ones', () => {
    expect(() => readCard('tess')).toThrow(
      /no data set "tess"\. Known: dc2-photometry, deepmerge, tess-flare-stars, tess-tic-358108509\.$/
    );
  });
  test('a broken card names file and key', () => {
    fs.mkdirSync(path.join(cache, 'x'));
    fs.writeFileSync(path.join(cache, 'x', 'card.json'), '{"name": "x"}');
    expect(() => readCard('x', cache)).toThrow(/x.card\.json: "distribution" is empty/);
    fs.writeFileSync(path.join(cache, 'x', 'card.json'), '{');
    expect(() => readCard('x', cache)).toThrow(/is not JSON/);
  });
});
