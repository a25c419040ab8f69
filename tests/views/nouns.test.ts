import { counted, pluralOf } from '../../src/views';

it.each([
  ['window', 'windows'],
  ['galaxy', 'galaxies'],
  ['day', 'days'],
  ['class', 'classes'],
  ['mass bin', 'mass bins'],
  ['batch', 'batches']
])('%s, %s', (noun, plural) => {
  expect(pluralOf(noun)).toBe(plural);
  expect(counted(1, noun)).toBe(`1 ${noun}`);
  expect(counted(1200, noun)).toBe(`1,200 ${plural}`);
});
