// Each repair of binder/kernel: the fault is seen on the stock kernel, and is gone on ours.
import { running } from '../running';
import { drive, driveBoth, errorOf, printed, types } from './driver';

jest.setTimeout(90_000);

const lines = (n: number) => `for (let i = 0; i < ${n}; i++) console.log('line ' + i)`;
const numbered = (n: number) => Array.from({ length: n }, (_, i) => `line ${i}\n`).join('');
const display = `import * as tslab from 'tslab'; for (let i = 0; i < 5; i++) { console.log('p' + i); tslab.display.text('d' + i) }`;

test('3,000 lines in one turn: the stock kernel loses some and never says idle, ours sends all', async () => {
  const { stock, ours } = await driveBoth([{ send: [{ code: lines(3000) }], patience: 5 }]);
  expect(stock.results[0].idle).toBe(false);
  expect(printed(stock.results[0]).length).toBeLessThan(numbered(3000).length);
  expect(ours.results[0].idle).toBe(true);
  expect(printed(ours.results[0])).toBe(numbered(3000));
});

test('100,000 lines arrive whole, in order, in few messages, and the cell ends', async () => {
  const ours = await drive('ours', [{ send: [{ code: lines(100_000) }] }, { send: [{ code: '1 + 1' }] }]);
  expect(printed(ours.results[0])).toBe(numbered(100_000));
  expect(ours.results[0].idle).toBe(true);
  expect(types(ours.results[0]).filter(type => type === 'stream').length).toBeLessThan(50);
  expect(printed(ours.results[1])).toBe('2\n');
});

test('5,000 displays in one turn: the stock kernel loses some, ours sends all in order', async () => {
  const code = `import * as tslab from 'tslab'; for (let i = 0; i < 5000; i++) tslab.display.text(String(i))`;
  const { stock, ours } = await driveBoth([{ send: [{ code }], patience: 6 }]);
  const shown = (run: typeof ours) =>
    run.results[0].published
      .filter(([type]) => type === 'display_data')
      .map(([, content]) => Number((content.data as Record<string, string>)['text/plain']));
  expect(shown(stock).length).toBeLessThan(5000);
  expect(shown(ours)).toEqual(Array.from({ length: 5000 }, (_, i) => i));
});

test('prints and displays keep their order; a chunk cut inside a character stays whole', async () => {
  const split = `const b = Buffer.from('flare ✶'); process.stdout.write(b.subarray(0, 7)); process.stdout.write(b.subarray(7))`;
  const ours = await drive('ours', [{ send: [{ code: display }] }, { send: [{ code: split }] }]);
  const seen = ours.results[0].published
    .filter(([type]) => type !== 'execute_input')
    .map(([type, c]) =>
      type === 'stream' ? String(c.text).trim() : (c.data as Record<string, string>)['text/plain']
    );
  expect(seen).toEqual([0, 1, 2, 3, 4].flatMap(i => [`p${i}`, `d${i}`]));
  expect(printed(ours.results[1])).toContain('flare ✶');
});

test('a loop that never awaits is heard while it runs; a write calls back', async () => {
  const code = `const t = Date.now(); while (Date.now() - t < 800) { console.log('x'); const u = Date.now(); while (Date.now() - u < 50); }`;
  const back = `await new Promise<void>(r => process.stdout.write('w', () => r())); console.log('back')`;
  const { stock, ours } = await driveBoth([{ send: [{ code }] }, { send: [{ code: back }], patience: 3 }]);
  expect(types(ours.results[0]).filter(type => type === 'stream').length).toBeGreaterThan(3);
  expect(printed(stock.results[1])).not.toContain('back');
  expect(printed(ours.results[1])).toContain('back');
});

test('a cell sent when the failure is known runs; the stock kernel skips it', async () => {
  const { stock, ours } = await driveBoth([
    { send: [{ code: 'throw new Error("a")' }] },
    { send: [{ code: '"ran"' }] }
  ]);
  expect(stock.results[1].reply?.status).toBe('abort');
  expect(printed(stock.results[1])).toBe('');
  expect(ours.results[1].reply?.status).toBe('ok');
  expect(printed(ours.results[1])).toBe('ran\n');
});

test('cells queued behind a failure are aborted, in the word Jupyter knows; later ones run', async () => {
  const busy = 'const t = Date.now(); while (Date.now() - t < 300); throw new Error("a")';
  const steps = [
    { send: [{ code: busy }, { code: 'console.log("queued")' }, { code: 'console.log("queued")' }] },
    { send: [{ code: 'console.log("later")' }] }
  ];
  const { stock, ours } = await driveBoth(steps);
  expect(stock.results.map(seen => seen.reply?.status)).toEqual(['error', 'abort', 'abort', 'abort']);
  expect(ours.results.map(seen => seen.reply?.status)).toEqual(['error', 'aborted', 'aborted', 'ok']);
  expect(printed(ours.results[1]) + printed(ours.results[2])).toBe('');
  expect(printed(ours.results[3])).toBe('later\n');
});

test('stop_on_error: false aborts nobody; the stock kernel aborts', async () => {
  const steps = [{ send: [{ code: 'throw 1', stop_on_error: false }, { code: 'console.log("on")' }] }];
  const { stock, ours } = await driveBoth(steps);
  expect(stock.results[1].reply?.status).toBe('abort');
  expect(printed(ours.results[1])).toBe('on\n');
});

test('an error has name, value and a trace that starts at the reader’s line, once', async () => {
  const define =
    'interface Curve { flux: number[] }\n\nfunction peak(c: Curve) {\n  return c.flux[0].toFixed(1);\n}';
  const call = '// a comment\ntype None = {};\n\npeak({ flux: [] });';
  const { stock, ours } = await driveBoth([{ send: [{ code: define }] }, { send: [{ code: call }] }]);
  expect(errorOf(stock.results[1])).toBeUndefined();
  expect(stock.results[1].reply?.ename).toBeUndefined();
  expect(printed(stock.results[1], 'stderr')).toContain('evalmachine');

  const error = errorOf(ours.results[1]);
  expect(error?.ename).toBe('TypeError');
  expect(error?.evalue).toMatch(/undefined/);
  expect(error?.traceback[0]).toBe(`TypeError: ${error?.evalue}`);
  expect(error?.traceback[1]).toMatch(/^ {4}at peak \(Cell \[1\]:4:\d+\)$/);
  expect(error?.traceback[2]).toContain('4 |   return c.flux[0].toFixed(1);');
  expect(error?.traceback.at(-2)).toMatch(/^ {4}at Cell \[2\]:4:1$/);
  expect(error?.traceback.at(-1)).toMatch(/^ {6}In plain words: What stands before `.toFixed` is undefined/);
  expect(error?.traceback.join('\n')).not.toMatch(/tslab|node:|evalmachine|kernel/);
  expect(ours.results[1].reply).toMatchObject({
    status: 'error',
    ename: 'TypeError',
    traceback: error?.traceback
  });
  expect(printed(ours.results[1], 'stderr')).toBe('');
});

test('errors thrown in a library, after an await, with a cause, and things that are no errors', async () => {
  const cells = [
    'import * as fs from "fs";\nfs.readFileSync("/no/such/file")',
    'await new Promise(r => setTimeout(r, 1));\n\nJSON.parse("{")',
    'throw new Error("outer", { cause: new RangeError("inner") })',
    'throw "text"',
    'throw { code: 7 }',
    'await Promise.any([Promise.reject(new TypeError("one"))])'
  ];
  const ours = await drive(
    'ours',
    cells.map(code => ({ send: [{ code }] }))
  );
  const [library, awaited, caused, text, plain, several] = ours.results.map(errorOf);
  expect(library?.evalue).toMatch(/ENOENT/);
  expect(library?.traceback[1]).toMatch(/Cell \[1\]:2:\d+/);
  expect(awaited?.ename).toBe('SyntaxError');
  expect(awaited?.traceback[1]).toMatch(/Cell \[2\]:3:\d+/);
  expect(caused?.traceback.join('\n')).toMatch(/Error: outer[\s\S]*caused by:\nRangeError: inner/);
  expect(text).toMatchObject({ ename: 'String', evalue: 'text' });
  expect(plain?.evalue).toBe('{ code: 7 }');
  expect(several?.traceback.join('\n')).toContain('TypeError: one');
});

test('type errors are listed with line and column', async () => {
  const code = 'const a: number = "s";\n\nconst b: string = 3;';
  const { stock, ours } = await driveBoth([{ send: [{ code }] }]);
  expect(errorOf(stock.results[0])).toBeUndefined();
  const error = errorOf(ours.results[0]);
  expect(error?.ename).toBe('TypeScriptError');
  expect(
    error?.traceback.filter(line => /^Cell \[1\]:\d+:\d+ - /.test(line)).map(line => line.split(' - ')[0])
  ).toEqual(['Cell [1]:1:7', 'Cell [1]:3:7']);
  expect(printed(ours.results[0], 'stderr')).toBe('');
});

test('hidden requests keep the counter and do not steal the output of the cell before', async () => {
  const steps = [
    { send: [{ code: 'setTimeout(() => console.log("late"), 700); 1' }] },
    { send: [{ code: '2', silent: true }] },
    { send: [{ code: '3', store_history: false }] },
    { pause: 1 },
    { send: [{ code: '4' }] }
  ];
  const { stock, ours } = await driveBoth(steps);
  const counts = (run: typeof ours) => run.results.map(seen => seen.reply?.execution_count);
  expect(counts(stock)).toEqual([1, 2, 3, 4]);
  expect(counts(ours)).toEqual([1, 1, 1, 2]);
  expect(printed(ours.results[2])).toBe('3\n');
  expect(printed(stock.results[0])).not.toContain('late');
  expect(printed(ours.results[0])).toBe('1\nlate\n');
});

test('an interrupt aborts the signal and the training stops; on the stock kernel it goes on', async () => {
  const train = [
    'let batches = 0;',
    'const stop = (globalThis as any)[Symbol.for("terselab.interrupt")]?.signal;',
    'while (!stop?.aborted && batches < 1000) { batches++; await new Promise(r => setTimeout(r, 10)); }',
    'console.log("stopped by itself")'
  ].join('\n');
  const steps = [
    { send: [{ code: 'let seen = 0; const count = () => (globalThis as any).batches' }] },
    {
      send: [
        {
          code: train
            .replace('let batches = 0;', 'const g = globalThis as any; g.batches = 0;')
            .replaceAll('batches', 'g.batches')
            .replaceAll('g.g.', 'g.')
        }
      ],
      interrupt: 0.6
    },
    { send: [{ code: 'seen = count()' }] },
    { pause: 0.5 },
    { send: [{ code: 'count() === seen ? "still" : "goes on"' }] }
  ];
  const { stock, ours } = await driveBoth(steps);
  expect(printed(stock.results[3])).toBe('goes on\n');
  expect(printed(ours.results[3])).toBe('still\n');
  expect(ours.results[1].seconds).toBeLessThan(2.6);
});

test('interrupts: a loop that never awaits, and an await that looks at no signal; the kernel stays usable', async () => {
  const ours = await drive('ours', [
    { send: [{ code: 'while (true) {}' }, { code: 'console.log("queued")' }], interrupt: 0.5 },
    { send: [{ code: 'await new Promise(() => {})' }], interrupt: 0.5 },
    { send: [{ code: '(globalThis as any)[Symbol.for("terselab.interrupt")].signal.aborted' }] }
  ]);
  const [loop, queued, awaiting, after] = ours.results;
  expect(errorOf(loop)?.ename).toBe('Interrupted');
  expect(queued.reply?.status).toBe('aborted');
  expect(errorOf(awaiting)?.ename).toBe('Interrupted');
  expect(awaiting.seconds).toBeLessThan(1.5);
  expect(printed(after)).toBe('false\n');
});

test('messages are to the protocol', async () => {
  const wait = 'await new Promise(r => setTimeout(r, 300)); 1';
  const steps = [
    {
      send: [{ code: wait }, { code: '2' }, { type: 'comm_open', comm_id: 'x', target_name: 'y', data: {} }],
      patience: 2
    },
    {
      send: [{ type: 'comm_info_request' }, { type: 'history_request', hist_access_type: 'tail' }],
      patience: 2
    }
  ];
  const { stock, ours } = await driveBoth(steps);
  const statuses = (run: typeof ours) =>
    run.order.filter(([what, i]) => i < 2 && (what === 'busy' || what === 'idle')).slice(0, 4);
  expect(statuses(stock)[1]).toEqual(['busy', 1]); // busy before its turn
  expect(statuses(ours)).toEqual([
    ['busy', 0],
    ['idle', 0],
    ['busy', 1],
    ['idle', 1]
  ]);
  expect(types(stock.results[0])).not.toContain('execute_input');
  expect(types(ours.results[0])[0]).toBe('execute_input');
  expect(printed(stock.results[0], 'stderr')).toMatch(/unknown msg_type/);
  expect(printed(ours.results[0], 'stderr')).toBe('');
  expect(stock.results[3].reply?.type).toBe('complete_reply');
  expect(ours.results[3].reply).toMatchObject({ type: 'comm_info_reply', status: 'ok' });
  expect(stock.results[4].reply).toBeNull();
  expect(ours.results[4].reply).toMatchObject({ type: 'history_reply', status: 'ok', history: [] });
});

test('a kernel whose server was killed ends; the stock one stays', async () => {
  const { stock, ours } = await driveBoth([{ send: [{ code: '1' }] }, { die: true }]);
  await new Promise(resolve => setTimeout(resolve, 3500));
  expect(running(ours.pid)).toBe(false);
  expect(running(stock.pid)).toBe(true);
  process.kill(stock.pid, 'SIGKILL');
});

test('a shorthand property takes a variable of an earlier cell; the stock kernel does not know it', async () => {
  const steps = [
    { send: [{ code: 'let seed = 3; const size = 5' }] },
    {
      send: [
        {
          code: 'const h = 1; console.log(JSON.stringify({ seed, size, h, in: [7].map(seed => ({ seed })) }))'
        }
      ]
    },
    {
      send: [
        {
          code: '({ seed = 4 } = {} as { seed?: number }); ({ size: seed } = { size: seed * 2 }); console.log(seed)'
        }
      ]
    }
  ];
  const { stock, ours } = await driveBoth(steps);
  expect(stock.results[1].reply?.status).toBe('error');
  expect(printed(ours.results[1])).toBe('{"seed":3,"size":5,"h":1,"in":[{"seed":7}]}\n');
  expect(printed(ours.results[2])).toBe('8\n');
});
