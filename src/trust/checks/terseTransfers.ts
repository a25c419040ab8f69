/** B3 and B4: is the terse value the same thing in the second domain? */
import { mean } from '../../math';
import type { Random } from '../../math';
import { matchMasses, slopeTransfer, type TerseRows } from '../../interpret/domainTransfer';
import { terseSeparability } from '../../interpret/terseChecks';
import { withTerse, type TrustContext } from '../context';
import { needsElsewhere, needsPhysics, needsTerse, type Check } from '../check';
import { evenly, pickUnits, type TerseUnits } from '../terseUnits';

const unitsOf = async (context: TrustContext): Promise<[TerseUnits, TerseUnits]> => {
  const { units: most } = context.limits('B3').values;
  const some = (units: TerseUnits) => pickUnits(units, evenly(units.count, most));
  return [some(await context.terse(context.data.test)), some(await context.terse(context.data.elsewhere!))];
};

/** B3: can the domain be told from the terse value at matched physics? */
export const terseSeparates: Check = {
  id: 'B3',
  version: 1,
  question: 'Does the terse value tell which domain an object is from?',
  hard: false,
  bound: true,
  needs: [needsElsewhere, needsTerse, needsPhysics],
  async run(context) {
    const [home, away] = await unitsOf(context);
    const { pass, fail } = context.limits('B3').values;
    const { leading } = home;
    const { auc, interval, matched } = terseSeparability(
      home,
      away,
      { home: home.physics[leading], away: away.physics[leading] },
      { draws: 50, seed: context.seed }
    );
    return {
      outcome: auc < pass ? 'pass' : auc < fail ? 'warn' : 'fail',
      statistic: `AUC of the domain from the terse value at matched ${leading}`,
      value: auc,
      ...(interval ? { interval } : {}),
      n: matched,
      reason: `At the same ${leading} the terse value tells the domain with an AUC of ${auc.toFixed(2)}; .5 knows nothing.`
    };
  },
  planted: 'terse values elsewhere moved by two of their spreads at fixed physics',
  plant: (context, random) => moved(context, { shift: 0.6, slope: 1 }, random),
  heal: (context, random) => moved(context, { shift: 0, slope: 1 }, random),
  draws: 3
};

/** B4: does the terse value follow physics with the same slope? */
export const terseSlope: Check = {
  id: 'B4',
  version: 1,
  question: 'Does the terse value follow physics in the second domain as at home?',
  hard: false,
  bound: true,
  needs: [needsElsewhere, needsTerse, needsPhysics],
  async run(context) {
    const pair = await unitsOf(context);
    const { pass, fail, passChange, failChange } = context.limits('B4').values;
    const [home, away] = matchMasses(rowsOf(pair[0]), rowsOf(pair[1]));
    const { sigmas, change, flipped } = slopeTransfer(home, away, { draws: 100, seed: context.seed });
    const size = Math.abs(change);
    const failed = flipped || (sigmas > fail && size > failChange);
    return {
      outcome: failed ? 'fail' : sigmas < pass || size < passChange ? 'pass' : 'warn',
      statistic: 'difference of the slopes in standard errors',
      value: sigmas,
      n: away.terse.length,
      reason: flipped
        ? 'In the second domain the terse value follows physics with the other sign.'
        : `In the second domain its slope differs by ${(100 * change).toFixed(1)} %, ${sigmas.toFixed(1)} standard errors.`,
      evidence: [{ label: 'relative change', value: change }]
    };
  },
  planted: 'terse values elsewhere with half the slope',
  plant: (context, random) => moved(context, { shift: 0, slope: 0.5 }, random),
  heal: (context, random) => moved(context, { shift: 0, slope: 1 }, random),
  draws: 3
};

/** The terse value that is tied most closely to the leading physics is compared: of one value, that one. */
const rowsOf = ({ terse, size, physics, leading, groups }: TerseUnits): TerseRows => ({
  terse: terse.filter((_, i) => i % size === 0),
  lnMass: physics[leading],
  haloIds: groups.map(group => (typeof group === 'number' ? group : numberOf(group)))
});

/** A whole number for a name. */
const numberOf = (name: string): number => {
  let hash = 7;
  for (let i = 0; i < name.length; i++) hash = (Math.imul(hash, 31) + name.charCodeAt(i)) | 0;
  return hash >>> 0;
};

function moved(
  context: TrustContext,
  { shift, slope }: { shift: number; slope: number },
  random: Random
): TrustContext {
  return withTerse(context, ({ physics, leading }, part) => {
    const away = part === context.data.elsewhere;
    const column = physics[leading];
    const centre = mean(column);
    const sd = Math.sqrt(column.reduce((sum, v) => sum + (v - centre) ** 2, 0) / column.length);
    // the column as it is: centred on its own domain, another mean of the physics would read as another terse value
    return column.map(v => (away ? slope : 1) * v + (away ? shift * sd : 0) + 0.3 * sd * random.normal());
  });
}
