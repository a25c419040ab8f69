// Looks back at every page of the run.
import assert from 'node:assert/strict';
import { group } from '../group.mjs';

export default group('all pages', async () => ({}), {
  'no error in a console, no exception, no request to another machine': async desk => {
    assert.deepEqual(desk.watch.problems, []);
    assert.ok(
      desk.watch.requests() > 50,
      `only ${desk.watch.requests()} requests were seen: was the watch on?`
    );
    return `${desk.watch.requests()} requests`;
  }
});
