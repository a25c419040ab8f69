import { decadeAxis } from '../../src/views';
import { vegaSvg } from '../../src/views/pictures/vegaSvg';

/** Labels of the x axis as drawn. */
async function labels(channel: ReturnType<typeof decadeAxis>): Promise<string[]> {
  const svg = await vegaSvg({
    width: 900,
    height: 100,
    data: { values: [{ v: channel.scale.domain[0] }, { v: channel.scale.domain[1] }] },
    mark: 'point',
    encoding: { x: { field: 'v', ...channel } }
  });
  return [...svg.matchAll(/>([^<>]*10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+|[\d.]+)</g)].map(match => match[1]);
}

test('decades and thirds are labelled as powers of ten, in range only', async () => {
  expect(await labels(decadeAxis(13, 15.2, { title: 'mass', thirds: true }))).toEqual([
    '10¹³',
    '3×10¹³',
    '10¹⁴',
    '3×10¹⁴',
    '10¹⁵'
  ]);
  expect(await labels(decadeAxis(-9.3, -6.9, { title: 'n' }))).toEqual(['10⁻⁹', '10⁻⁸', '10⁻⁷']);
  expect(await labels(decadeAxis(-2.6, 0.5, { title: 'r', thirds: true }))).toEqual([
    '3×10⁻³',
    '0.01',
    '0.03',
    '0.1',
    '0.3',
    '1',
    '3'
  ]);
  expect(await labels(decadeAxis(1, 3.5, { title: 'n', thirds: true }))).toEqual([
    '10',
    '30',
    '100',
    '300',
    '10³',
    '3×10³'
  ]);
});

test('an axis can stand on the other side; ranges that are none are refused', () => {
  expect(decadeAxis(0, 1, { title: 'n', orient: 'top' }).axis.orient).toBe('top');
  expect(() => decadeAxis(15, 13, { title: 'mass' })).toThrow(/from 15 to 13/);
  expect(() => decadeAxis(13, 1e15, { title: 'mass' })).toThrow(/log10 of the quantity/);
});
