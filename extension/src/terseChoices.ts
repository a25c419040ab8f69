import { axisTitle, type Column, type NumberColumn } from 'terselab/dist/views';
import type { Choice, Switch } from './plot';
import type { TersePlot } from './tersePlot';
import { words } from './words';

/** What dragging on the picture does. */
export type DragTool = 'move' | 'box' | 'lasso';

const NONE = 'none';
const keyOf = (column: Column | undefined): string => (column ? `column ${column.name}` : NONE);
const optionOf = (column: Column) => ({ value: keyOf(column), text: axisTitle(column.label, column.unit) });

/** The choices of a terse view: axes, colour, what is held fixed, what dragging does. */
export function terseChoices(plot: TersePlot): Choice[] {
  const columns = [...plot.data.byName.values()];
  const numbers = columns.filter((column): column is NumberColumn => column.kind === 'number');
  const none = { value: NONE, text: words.none };
  const numberOf = (key: string) => numbers.find(column => keyOf(column) === key);
  return [
    {
      label: 'x',
      options: numbers.map(optionOf),
      value: keyOf(plot.x),
      choose: key => {
        plot.x = numberOf(key) ?? plot.x;
        plot.all = false;
        plot.arrange();
      }
    },
    {
      label: 'y',
      options: numbers.map(optionOf),
      value: keyOf(plot.y),
      choose: key => {
        plot.y = numberOf(key) ?? plot.y;
        plot.arrange();
      }
    },
    {
      label: words.terse.colour,
      options: [none, ...columns.map(optionOf)],
      value: keyOf(plot.colour),
      choose: key => {
        plot.colour = columns.find(column => keyOf(column) === key);
        plot.restyle();
      }
    },
    {
      label: words.terse.given,
      options: [none, ...numbers.map(optionOf)],
      value: keyOf(plot.given),
      choose: key => {
        plot.given = numberOf(key);
        const { viewport } = plot;
        plot.arrange();
        plot.viewport.follow(viewport);
      }
    },
    {
      label: words.terse.drag,
      options: [
        { value: 'move', text: words.terse.dragMoves },
        { value: 'box', text: words.terse.dragBox },
        { value: 'lasso', text: words.terse.dragLasso }
      ],
      value: plot.drag,
      choose: key => (plot.drag = key as DragTool)
    }
  ];
}

/** The switches of a terse view: small multiples, line, an empty selection. */
export function terseSwitches(plot: TersePlot): Switch[] {
  return [
    {
      label: words.terse.all,
      title: words.terse.allTitle,
      on: plot.all,
      enabled: true,
      toggle: () => {
        plot.all = !plot.all;
        plot.arrange();
      }
    },
    {
      label: words.terse.fit,
      title: words.terse.fitTitle,
      on: plot.fit,
      enabled: true,
      toggle: () => (plot.fit = !plot.fit)
    },
    {
      label: words.terse.clear,
      title: words.terse.clearTitle,
      on: false,
      enabled: plot.selection.count > 0,
      toggle: () => plot.selection.change([], 'new')
    }
  ];
}
