import { verdictOf, type Judged } from '../../src/trust';

const control = { power: 1, interval: [0.8, 1] as const, draws: 20, passed: 1, planted: 'a fault' };
const check = (id: string, outcome: Judged['outcome'], more: Partial<Judged> = {}): Judged => ({
  id,
  outcome,
  hard: false,
  bound: false,
  controls: control,
  ...more
});
const sound = [
  check('F1', 'pass', { hard: true }),
  check('C4', 'pass'),
  check('R1', 'pass', { bound: true })
];
const required = ['F1', 'C4'];
const verdict = (checks: Judged[], elsewhere = true) => verdictOf(checks, { elsewhere, required });
const swapped = (...news: Judged[]) => [
  ...sound.filter(({ id }) => !news.some(other => other.id === id)),
  ...news
];

describe('the verdict takes the first rule that applies', () => {
  test.each([
    ['all pass', sound, 'Trusted within scope', []],
    ['a hard fail', swapped(check('F1', 'fail', { hard: true })), 'Compromised', ['F1']],
    [
      'a hard fail before everything else',
      swapped(
        check('F1', 'fail', { hard: true }),
        check('C4', 'fail'),
        check('R1', 'fail', { bound: true }),
        check('K1', 'warn')
      ),
      'Compromised',
      ['F1']
    ],
    ['a required check not run', sound.slice(1), 'Unverified', ['F1']],
    ['a planted cheat not seen', swapped(check('C4', 'fail')), 'Unverified', ['C4']],
    ['a planted cheat not decided', swapped(check('C4', 'inconclusive')), 'Unverified', ['C4']],
    [
      'blind before bound',
      swapped(check('C4', 'fail'), check('R1', 'fail', { bound: true })),
      'Unverified',
      ['C4']
    ],
    ['a failed transfer', swapped(check('R1', 'fail', { bound: true })), 'Overspecialized', ['R1']],
    [
      'bound before open',
      swapped(check('R1', 'fail', { bound: true }), check('K1', 'warn')),
      'Overspecialized',
      ['R1']
    ],
    ['a warning', swapped(check('K1', 'warn')), 'Provisional', ['K1']],
    ['an open question', swapped(check('K1', 'inconclusive')), 'Provisional', ['K1']],
    ['a waiver', swapped(check('S4', 'waived')), 'Provisional', ['S4']],
    ['a soft fail', swapped(check('P3', 'fail')), 'Provisional', ['P3']],
    [
      'too little power',
      swapped(check('K2', 'pass', { controls: { ...control, power: 0.79 } })),
      'Provisional',
      ['K2']
    ],
    ['a question without sense', swapped(check('K1', 'n/a', { controls: null })), 'Trusted within scope', []],
    ['a hard check that only warns', swapped(check('F1', 'warn', { hard: true })), 'Provisional', ['F1']]
  ] as [string, Judged[], string, string[]][])('%s', (_, checks, expected, because) => {
    expect(verdict(checks)).toEqual({ verdict: expected, because });
  });
  test('without a second domain nothing is trusted', () => {
    expect(verdict(sound, false)).toEqual({ verdict: 'Provisional', because: [] });
  });
  test('the order of the checks does not matter', () => {
    const checks = swapped(check('F1', 'fail', { hard: true }), check('K1', 'warn'));
    expect(verdict([...checks].reverse())).toEqual(verdict(checks));
  });
});
