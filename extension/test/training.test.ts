/** The training monitor in the page: lines, reading, table, the state that goes on, the button that stops it. */
import { MessageLoop } from '@lumino/messaging';
import { TRAINING_MIME, type TrainingPayload } from 'terselab/dist/views';
import { cellInterrupter, offerInterrupts, type Interrupter } from '../src/interrupter';
import { trainingArea } from '../src/trainingDraw';
import { mount, pointer, type Mounted } from './mount';
import { trainingPayload } from './payloads';

let mounted: Mounted[] = [];
const open = () => {
  const made = mount(TRAINING_MIME);
  mounted.push(made);
  return made;
};
const stopOf = (view: Mounted) => view.part('stop') as HTMLButtonElement;
const subtitle = (view: Mounted) => view.part('subtitle').textContent;
const finished = (): TrainingPayload => {
  const payload = trainingPayload({ state: 'finished', done: 1, outcome: 'Trained in 20 s.' });
  delete payload.left;
  return payload;
};

afterEach(() => {
  for (const { widget } of mounted) widget.dispose();
  mounted = [];
  offerInterrupts(null);
});

describe('the picture', () => {
  it('names lines, axes and the best epoch, and says how far it is', async () => {
    const view = open();
    await view.render(trainingPayload());
    const texts = view.texts();
    for (const text of ['training', 'validation', 'epoch', 'cross-entropy', 'best: 6'])
      expect(texts).toContain(text);
    expect(subtitle(view)).toBe('Epoch 8 of 12, 67 % done, about 10 s left. So far.');
    expect(view.part('plot').getAttribute('aria-label')).toContain('Two losses that fall.');
    expect(stopOf(view).hidden).toBe(true);
  });

  it('draws the bar as long as the share that is done', async () => {
    const view = open();
    await view.render(trainingPayload({ done: 0.25 }));
    const bars = view.drawn().filter(([name]) => name === 'fillRect');
    expect(bars[1][3] as number).toBeCloseTo((bars[0][3] as number) / 4);
  });

  it('reads the epoch under the pointer; keys lead to the best, and on', async () => {
    const view = open();
    await view.render(trainingPayload());
    const { left, width, top } = trainingArea(640);
    pointer(view, 'pointermove', left + (width * 2) / 11 + 3, top + 50);
    expect(view.part('tooltip').textContent).toBe('epoch 3training0.64validationNA');
    pointer(view, 'pointerleave', 0, 0);
    view.key('ArrowRight');
    expect(view.part('status').textContent).toBe('epoch 6, the best, training 0.3277, validation 0.3');
    view.key('ArrowLeft');
    expect(view.part('tooltip').textContent).toContain('epoch 5');
    view.key('Escape');
    expect(view.part('tooltip').hidden).toBe(true);
  });

  it('offers a logarithm where all losses are above 0', async () => {
    const view = open();
    await view.render(trainingPayload());
    const log = () =>
      [...view.widget.node.querySelectorAll('button')].find(({ textContent }) => textContent === 'Log')!;
    log().click();
    MessageLoop.flush();
    expect(log().getAttribute('aria-pressed')).toBe('true');
    expect(view.texts()).toContain('0.2');
    // what goes on keeps the choice, what cannot be drawn so does not
    await view.render(trainingPayload({ done: 0.7 }));
    expect(log().getAttribute('aria-pressed')).toBe('true');
    const { curves } = trainingPayload();
    const values = {
      dtype: 'f4' as const,
      shape: [8],
      data: Buffer.from(new Float32Array(8).buffer).toString('base64')
    };
    await view.render(trainingPayload({ curves: [curves[0], { ...curves[1], values }] }));
    expect([log().getAttribute('aria-pressed'), log().disabled]).toEqual(['false', true]);
  });

  it('has a table of the epochs', async () => {
    const view = open();
    await view.render(trainingPayload());
    view.key('t');
    const rows = [...view.widget.node.querySelectorAll('tr')].map(row =>
      [...row.children].map(c => c.textContent)
    );
    expect(rows[0]).toEqual(['epoch', 'training', 'validation']);
    expect(rows[3]).toEqual(['3', '0.64', 'NA']);
    expect(rows).toHaveLength(9);
  });
});

describe('a training that goes on', () => {
  it('keeps the buttons and the keyboard where they are, and says aloud when it ends', async () => {
    const view = open();
    await view.render(trainingPayload());
    const png = [...view.widget.node.querySelectorAll('button')].find(
      ({ textContent }) => textContent === 'PNG'
    )!;
    png.focus();
    await view.render(trainingPayload({ done: 0.7 }));
    expect(document.activeElement).toBe(png);
    expect(view.part('status').textContent).toBe('');
    await view.render(finished());
    expect(document.activeElement).toBe(png);
    expect(view.part('status').textContent).toBe('Trained in 20 s.');
  });

  it('keeps the epoch in hand', async () => {
    const view = open();
    await view.render(trainingPayload());
    view.key('ArrowRight');
    await view.render(trainingPayload({ done: 0.7 }));
    expect(view.part('tooltip').textContent).toContain('epoch 6');
  });
});

describe('the stop button', () => {
  let changed: Set<() => void>;
  let runs: boolean;
  let interrupts: number;
  const fake: Interrupter = {
    of: () => (runs ? () => Promise.resolve(void interrupts++) : null),
    watch(_, listener) {
      changed.add(listener);
      return () => void changed.delete(listener);
    }
  };
  beforeEach(() => {
    changed = new Set();
    runs = true;
    interrupts = 0;
    offerInterrupts(fake);
  });
  const end = () => {
    runs = false;
    changed.forEach(listener => listener());
    MessageLoop.flush();
  };

  it('is there while the cell runs, and interrupts it', async () => {
    const view = open();
    await view.render(trainingPayload());
    expect(stopOf(view).hidden).toBe(false);
    stopOf(view).click();
    expect([interrupts, stopOf(view).textContent]).toEqual([1, 'Stopping\u2026']);
    await view.render(trainingPayload({ state: 'stopped', outcome: undefined }));
    expect(stopOf(view).hidden).toBe(true);
    expect(subtitle(view)).toBe('Stopped in epoch 8 of 12 after 20 s.');
    expect(view.part('status').textContent).toContain('Stopped');
    expect(changed.size).toBe(0);
  });

  it('gives the keyboard to the picture when it goes', async () => {
    const view = open();
    await view.render(trainingPayload());
    stopOf(view).focus();
    await view.render(trainingPayload({ done: 0.7 }));
    expect(document.activeElement).toBe(stopOf(view));
    await view.render(finished());
    expect(document.activeElement).toBe(view.part('plot'));
  });

  it('is not there where the cell does not run, and the words promise no end', async () => {
    runs = false;
    const view = open();
    await view.render(trainingPayload());
    expect(stopOf(view).hidden).toBe(true);
    expect(subtitle(view)).toMatch(/67 % done when it was last heard of; it does not run any more/);
  });

  it('goes when the cell ends without a word of the training', async () => {
    const view = open();
    await view.render(trainingPayload());
    end();
    expect(stopOf(view).hidden).toBe(true);
    expect(subtitle(view)).toMatch(/does not run any more/);
  });

  it('never stands beside a training that has ended, whatever the cell does', async () => {
    const view = open();
    await view.render(finished());
    expect([stopOf(view).hidden, changed.size]).toEqual([true, 0]);
  });

  it('listens no longer than the view is on the page', async () => {
    const view = open();
    await view.render(trainingPayload());
    expect(changed.size).toBe(1);
    view.widget.dispose();
    expect(changed.size).toBe(0);
  });
});

describe('whether a cell can be stopped', () => {
  function page({ trusted = true, status = 'busy', prompt = '[*]:', kernel = true } = {}) {
    const [node, cellNode, label] = ['div', 'div', 'div'].map(tag => document.createElement(tag));
    label.className = 'jp-InputPrompt';
    label.textContent = prompt;
    cellNode.append(label, node);
    const interrupt = jest.fn(() => Promise.resolve());
    const panel = {
      node: cellNode,
      sessionContext: { session: kernel ? { kernel: { status, interrupt } } : null },
      content: { widgets: [{ node: cellNode, model: { trusted } }] }
    };
    const app = { shell: { widgets: () => [{ node: document.createElement('p') }, panel] } };
    return { of: cellInterrupter(app as never).of(node), interrupt };
  }
  it('where it runs, is trusted and has a kernel', async () => {
    const { of, interrupt } = page();
    await of!();
    expect(interrupt).toHaveBeenCalledTimes(1);
  });
  it.each([{ trusted: false }, { status: 'idle' }, { prompt: '[3]:' }, { kernel: false }])(
    'not with %j',
    how => {
      expect(page(how).of).toBeNull();
    }
  );
});
