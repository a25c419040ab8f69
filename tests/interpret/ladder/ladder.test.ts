import { ladder } from './ladder';
import { methodNames } from './settings';

// titles are what the table of `npm run ladder` is made from: "what" under "rung n", or "what | n/a: reason"
describe.each(ladder.map(rung => [`rung ${rung.number}: ${rung.title}`, rung] as const))('%s', (_, rung) => {
  for (const { what, climb, notApplicable } of rung.rows) {
    if (climb) test(what, async () => void (await climb()));
    else test.skip(`${what} | n/a: ${notApplicable}`, () => undefined);
  }
  if (rung.number <= 7) {
    test('every method has its row', () => {
      const named = rung.rows.map(({ what }) => what);
      expect(named).toEqual(expect.arrayContaining(methodNames));
      expect(new Set(named).size).toBe(named.length);
    });
  }
});
