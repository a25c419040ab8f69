import { fallbackLine, routes, walk } from '../../binder/setup/binding.mjs';

const linux = { platform: 'linux', arch: 'x64', glibc: true, compiler: true, hostAnswers: true };

test.each([
  ['everything there', {}, ['upstream', 'build']],
  ['upstream out of reach', { hostAnswers: false }, ['build']],
  ['no compiler', { compiler: false }, ['upstream']],
  ['another platform', { platform: 'darwin', arch: 'arm64' }, ['upstream']],
  ['musl', { glibc: false }, ['upstream']],
  ['nothing', { hostAnswers: false, compiler: false }, []]
])('routes: %s', (_, facts, take) => {
  const plan = routes({ ...linux, ...facts });
  expect(plan.take).toEqual(take);
  expect(Object.keys(plan.leave).sort()).toEqual(
    ['build', 'upstream'].filter(route => !(take as string[]).includes(route))
  );
});

/** A machine on which the binding loads after one of the routes, and a record of those walked. */
function machine(working: string | null) {
  const walked: string[] = [];
  const route = (name: string, reason: string | null) => async () => {
    walked.push(name);
    return reason;
  };
  return {
    walked,
    tools: {
      loads: async () => walked.at(-1) === working,
      upstream: route('upstream', 'it could not be fetched'),
      build: route('build', null)
    }
  };
}

test('the first route that makes it load is the last one walked', async () => {
  const { walked, tools } = machine('upstream');
  expect(await walk(routes(linux), tools)).toEqual({ outcome: 'upstream', tried: {} });
  expect(walked).toEqual(['upstream']);
});

test('a route that fails leads to the next', async () => {
  const { walked, tools } = machine('build');
  expect(await walk(routes(linux), tools)).toEqual({
    outcome: 'build',
    tried: { upstream: 'it could not be fetched' }
  });
  expect(walked).toEqual(['upstream', 'build']);
});

test('when none works there is a fallback and one line that says why and what it costs', async () => {
  const { outcome, tried } = await walk(routes({ ...linux, compiler: false }), machine(null).tools);
  expect(outcome).toBe('fallback');
  const line = fallbackLine(tried);
  expect(line).toContain('no C++ compiler');
  expect(line).toContain('could not be fetched');
  expect(line).toMatch(/training takes .* longer.*retry-binding/);
  expect(line).not.toContain('\n');
});
