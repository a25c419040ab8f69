import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { check, inNotebook, open, reportResults, runSize, say } from '../../src/kernel';

afterEach(() => jest.restoreAllMocks());

describe('outside a notebook', () => {
  test('the text of an output is printed', () => {
    const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    expect(inNotebook()).toBe(false);
    say('**three** flares');
    expect(log).toHaveBeenCalledWith('**three** flares');
  });
});

describe('run size', () => {
  afterEach(() => delete process.env.TERSELAB_SIZE);
  test('the environment wins; odd words are refused', () => {
    expect(runSize('full')).toBe('full');
    process.env.TERSELAB_SIZE = 'tiny';
    expect(runSize('full')).toBe('tiny');
    process.env.TERSELAB_SIZE = 'huge';
    expect(() => runSize()).toThrow(/"huge"; expected tiny, small or full/);
  });
});

describe('exercises', () => {
  let folder: string;
  let said: string[];
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'terselab-test-'));
    const exercises = { 1: { asks: 'the number of moons', value: 2, tolerance: 0.5, hint: 'look at Mars.' } };
    fs.writeFileSync(path.join(folder, 'entry.json'), JSON.stringify({ page: { exercises } }));
    said = [];
    jest.spyOn(console, 'log').mockImplementation(text => void said.push(String(text)));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));
  test('right, wrong, not done, not a number, unknown', () => {
    check('1', 2.2, folder);
    check('1', 3, folder);
    check('1', undefined, folder);
    check('1', NaN, folder);
    expect(said[0]).toContain('✓');
    expect(said[1]).toContain('Hint: look at Mars.');
    expect(said[1]).not.toContain('✓');
    expect(said[2]).toContain('not done yet');
    expect(said[3]).toContain('not a number');
    expect(() => check('7', 1, folder)).toThrow(/no exercise "7"; it has 1/);
    expect(() => check('1', 1, path.join(folder, 'nowhere'))).toThrow(/no entry\.json/);
  });
});

test('in a notebook: one message with every MIME type, updates in place, through the function of the cell that runs', () => {
  const sent: { content: { data: object; transient: { display_id?: string } }; update: boolean }[] = [];
  const jupyter = {
    lastWriteDisplayData: (content: never, update: boolean) => void sent.push({ content, update })
  };
  const modules = { '/somewhere/tslab/dist/jupyter.js': { exports: jupyter } as unknown as NodeModule };
  const display = open(
    { data: { 'text/plain': 'a', 'image/png': 'x' }, metadata: { 'image/png': { alt: 'b' } } },
    modules
  );
  let later = 0;
  jupyter.lastWriteDisplayData = (content: never, update: boolean) => {
    later++;
    sent.push({ content, update });
  };
  display.update({ data: { 'text/plain': 'c' }, metadata: {} });
  expect(later).toBe(1);
  expect(sent.map(s => s.update)).toEqual([false, true]);
  expect(sent[0].content).toMatchObject({
    data: { 'text/plain': 'a', 'image/png': 'x' },
    metadata: { 'image/png': { alt: 'b' } }
  });
  expect(sent[0].content.transient.display_id).toBe(sent[1].content.transient.display_id);
});

test('results are shown as a table', () => {
  const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  reportResults('Results', { flares: { label: 'flares found', value: 4 } });
  expect(log.mock.calls[0][0]).toMatch(/flares found +4/);
});
