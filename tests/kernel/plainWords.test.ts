// The commonest mistakes of somebody who comes from Python: what stands in plain words under the compiler's message.
import { drive } from './driver';

jest.setTimeout(90_000);

const mistakes: [cell: string, words: RegExp][] = [
  ['const n: number = "three"', /A text stands where a number belongs: `Number\(text\)`/],
  ['const t: string = 3', /`String\(number\)`/],
  ['const totals = 3; console.log(total)', /there is `totals`/],
  ['console.log(nowhere)', /Nothing is called `nowhere`. Was the cell that declares it run/],
  ['fresh = 5', /`let fresh = ...`/],
  ['const twice = 1; const twice = 2', /`twice` is declared twice/],
  ['const fixed = 1; fixed = 2', /declare `fixed` with `let`/],
  ['import { nothing } from "terselab"', /terselab has nothing called `nothing`/],
  ['import * as q from "no-such-package"', /no package `no-such-package` here/],
  ['import * as tl from "terselab"; tl.readFitz', /it has `readFits`/],
  ['const o = { a: 1 }; o.b', /It has no `b`/],
  ['const f = (x: number) => x; f(1, 2)', /takes 1 value, and 2 stand in its brackets/],
  ['const later = Promise.resolve([1, 2]); later.length', /`\(await value\).length`/],
  ['const later2 = Promise.resolve(2); const m: number = later2', /write `await` before the call/],
  ['print("x")', /Printing is `console.log/],
  ['len([1])', /`list.length`/],
  ['const v = True', /`true` here/],
  ['const nothing = None', /`null`/],
  ['def f(x): return x', /`function name\(x: number\)/],
  ['[1, 2].append(4)', /`list.push\(x\)`/],
  ['new Float32Array(3).push(1)', /cannot grow/],
  ['for (const i in [1, 2]) { const j: number = i }', /`for \(const x of list\)` gives the elements/],
  ['"abc" * 2', /Arithmetic is between numbers/],
  ['if x > 3: console.log(x)', /`if \(x > 3\) \{ ... \}`/],
  ['const c = f"hello {x}"', /`\$\{value\}` between backticks/],
  ['import numpy as np', /`import \* as tl from "terselab"`/],
  ['const u = true and false', /`&&`, `\|\|`, `!`/],
  [
    'interface Row { a: number }\nconst row: Row = { a: 1, bb: 2 }',
    /`bb` is not one of the names that go here/
  ],
  ['interface Line { a: number; b: number }\nconst line: Line = { a: 1 }', /lacks `b`/],
  ['const empty = null as string | null; empty.length', /What stands before `.length` is null/],
  ['[1, 2, 3][-1].toFixed()', /`list.at\(-1\)`/],
  ['const h = 3 as any; h()', /This is a value, not a function/]
];

test('each has its words, once, under the place of the mistake', async () => {
  const run = await drive(
    'ours',
    mistakes.map(([code]) => ({ send: [{ code }] }))
  );
  const found = run.results.map(({ reply }) =>
    (reply?.traceback ?? []).filter(line => /In plain words: /.test(line))
  );
  mistakes.forEach(([cell, words], i) =>
    expect([cell, found[i].join('\n')]).toEqual([cell, expect.stringMatching(words)])
  );
  for (const lines of found) expect(new Set(lines).size).toBe(lines.length);
});

test('an error of the reader, and one that says itself what to do, is left as it is', async () => {
  const run = await drive('ours', [
    { send: [{ code: 'throw new Error("the oven is cold")' }] },
    { send: [{ code: 'import * as tl2 from "terselab"; new tl2.Random(1.5)' }] }
  ]);
  for (const { reply } of run.results) {
    expect(reply?.status).toBe('error');
    expect(reply?.traceback?.join('\n')).not.toMatch(/In plain words/);
  }
});
