import { expectClose, rowsOf, type Rung } from './rung';
import { methodNames, runMethod, valuesOf } from './settings';
import { named, netToy, randomRows, tinyNet, toyBatch, toyModel, type Toy } from './toys';

/** The mean of marginal contributions over all orders of the players, straight from Shapley's first definition. */
export function shapleyByOrders(toy: Toy, x: number[], from: number[]): number[] {
  const phi = new Array<number>(x.length).fill(0);
  let orders = 0;
  const visit = (point: number[], left: number[]): void => {
    if (left.length === 0) orders++;
    for (const i of left) {
      const next = point.map((v, j) => (j === i ? x[i] : v));
      const rest = left.filter(j => j !== i);
      phi[i] += (toy.f(next) - toy.f(point)) * factorial(rest.length);
      visit(next, rest);
    }
  };
  visit(from, Array.from(x.keys()));
  return phi.map(sum => sum / orders);
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

const exact = async (): Promise<void> => {
  for (const width of [1, 2, 4, 6]) {
    const toy = netToy(tinyNet(width, width), 'relu');
    const [x, from] = randomRows(width + 50, 2, width);
    const found = await valuesOf('exactShapley', toyModel(width, toy), toyBatch([x]), {
      baseline: named('drawn', from)
    });
    expectClose(`exactShapley of ${width}`, found, shapleyByOrders(toy, x, from), 1e-10);
  }
};

const kernel = async (): Promise<void> => {
  for (let width = 1; width <= 10; width++) {
    const model = toyModel(width, netToy(tinyNet(width + 30, width), 'relu'));
    const batch = toyBatch(randomRows(width, 2, width));
    const options = { baseline: named('drawn', randomRows(width + 90, 3, width).flat()) };
    const truth = await valuesOf('exactShapley', model, batch, options);
    const { inputs, residual } = await runMethod('kernelShap', model, batch, options);
    expectClose(`kernelShap of ${width}`, inputs.x.values, truth, 1e-8);
    expectClose('its additivity', residual!.absolute, [0, 0], 1e-8);
  }
};

export const exhaustive: Rung = {
  number: 4,
  title:
    'exhaustive: Shapley values by all orders (M <= 6), KernelSHAP by all coalitions (M <= 10), residual below 1e-8',
  rows: rowsOf(
    methodNames,
    { exactShapley: exact, kernelShap: kernel },
    'has no sum over all cases to be held against'
  )
};
