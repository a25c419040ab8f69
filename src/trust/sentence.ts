/** The words of a report. */
import type { CheckResult, TrustDeclaration } from './types';
import type { Judgement } from './verdict';

/** For what a report speaks. */
export function scopeSentence({ scope, target, groupKey }: TrustDeclaration): string {
  const { population, domain, elsewhere, range } = scope;
  const unit = target.unit ? ` (${target.unit})` : '';
  const parts = [
    `Speaks of ${target.name}${unit} of ${population}`,
    `from ${domain}`,
    ...(range ? [`in the range ${range}`] : []),
    `with ${groupKey === 'none' ? 'every object' : `every ${groupKey}`} taken as independent`
  ];
  const other = elsewhere ? `The second domain is ${elsewhere}.` : 'No second domain was given.';
  return `${parts.join(', ')}. ${other} It says nothing of other objects.`;
}

const list = (ids: readonly string[]) =>
  ids.length < 2 ? ids.join() : `${ids.slice(0, -1).join(', ')} and ${ids[ids.length - 1]}`;

/** The verdict in one plain sentence, with the reason that weighs most. */
export function sentenceOf({ verdict, because }: Judgement, checks: readonly CheckResult[]): string {
  const first = checks.find(({ id }) => id === because[0]);
  switch (verdict) {
    case 'Compromised':
      return `Do not trust this model: it fails ${list(because)}. ${first?.reason ?? ''}`.trim();
    case 'Unverified':
      return `Nothing can be said of this model: ${because.includes('C4') && checks.some(({ id }) => id === 'C4') ? 'the suite has not shown that it can see a cheat on these objects' : `${list(because)} ${because.length === 1 ? 'was' : 'were'} not run`}.`;
    case 'Overspecialized':
      return `This model has learned its simulation: it fails ${list(because)}. ${first?.reason ?? ''}`.trim();
    case 'Provisional':
      return because.length === 0
        ? 'Nothing speaks against this model, but no second domain was looked at.'
        : `Nothing speaks against this model as a whole; open are ${list(because)}.`;
    default:
      return 'This model passes every check that was required, each of which has shown that it can see, within its scope.';
  }
}
