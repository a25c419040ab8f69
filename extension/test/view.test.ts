import { MessageLoop } from '@lumino/messaging';
import { themeListeners } from '../src/theme';
import { mount, pointer, SALIENCY, TERSE, type Mounted } from './mount';
import { saliencyPayload, tersePayload } from './payloads';

declare const liveObservers: Set<unknown>;
declare const savedBlob: Blob;
const layout = globalThis as unknown as { layoutWidth: number };

let mounted: Mounted[] = [];
const open = (mimeType: string, attach = true) => {
  const made = mount(mimeType, attach);
  mounted.push(made);
  return made;
};
afterEach(() => {
  for (const { widget } of mounted) widget.dispose();
  mounted = [];
  layout.layoutWidth = 640;
  document.body.removeAttribute('data-jp-theme-light');
});

describe.each([
  ['saliency', SALIENCY, () => saliencyPayload(), 'Saliency of windows'],
  ['terse', TERSE, () => tersePayload(), 'Terse layer']
])('the %s view', (_name, mimeType, payload, title) => {
  it('draws an object and its JSON text alike', async () => {
    const [a, b] = [open(mimeType), open(mimeType)];
    await a.render(payload());
    await b.render(JSON.stringify(payload()));
    const drawn = a.drawn();
    expect(drawn.length).toBeGreaterThan(50);
    expect(JSON.stringify(b.drawn())).toBe(JSON.stringify(drawn));
    expect(drawn.filter(([name]) => name === 'NaN')).toEqual([]);
    expect(a.part('title').textContent).toBe(title);
  });

  it('keeps its nodes, zoom and focus when equal data come again, and draws nothing new', async () => {
    const view = open(mimeType);
    await view.render(payload());
    view.part('plot').focus();
    view.drawn();
    view.key('+');
    const zoomed = view.texts();
    const nodes = [...view.widget.node.querySelectorAll('*')];
    await view.render(payload());
    await view.render(JSON.stringify(payload()));
    expect(view.drawn()).toEqual([]);
    expect([...view.widget.node.querySelectorAll('*')]).toEqual(nodes);
    expect(document.activeElement).toBe(view.part('plot'));
    await view.render({ ...payload(), caption: 'Another caption.' });
    expect(view.part('caption').textContent).toBe('Another caption.');
    expect(view.texts()).toEqual(zoomed);
    expect(view.widget.node.querySelectorAll('canvas')).toHaveLength(1);
    expect(view.widget.node.querySelectorAll('[role=toolbar]')).toHaveLength(1);
  });

  it('waits for a width before it draws, but has its height at once', async () => {
    layout.layoutWidth = 0;
    const view = open(mimeType);
    await view.render(payload());
    expect(view.drawn()).toEqual([]);
    expect(parseInt(view.widget.node.querySelector('canvas')!.style.height)).toBeGreaterThan(150);
    layout.layoutWidth = 500;
    view.widget.update();
    MessageLoop.flush();
    expect(view.drawn().length).toBeGreaterThan(50);
  });

  it('leaves nothing behind when disposed, twice', async () => {
    const before = [liveObservers.size, themeListeners()];
    const view = mount(mimeType);
    await view.render(payload());
    expect(liveObservers.size).toBe(before[0] + 1);
    const plot = view.part('plot');
    const add = jest.spyOn(window, 'addEventListener');
    view.widget.dispose();
    view.widget.dispose();
    expect([liveObservers.size, themeListeners()]).toEqual(before);
    expect(document.body.contains(view.widget.node)).toBe(false);
    view.drawn();
    plot.dispatchEvent(new KeyboardEvent('keydown', { key: '+' }));
    document.body.dataset.jpThemeLight = 'false';
    await view.render(payload());
    MessageLoop.flush();
    expect(view.drawn()).toEqual([]);
    expect(add).not.toHaveBeenCalled();
    add.mockRestore();
  });

  it('is as clean after 200 openings and closings as before', async () => {
    const before = [liveObservers.size, themeListeners(), document.body.childElementCount];
    for (let i = 0; i < 200; i++) {
      const view = mount(mimeType);
      await view.render(payload());
      view.key('ArrowRight');
      view.widget.dispose();
    }
    expect([liveObservers.size, themeListeners(), document.body.childElementCount]).toEqual(before);
  }, 60_000);

  it('follows the theme live', async () => {
    document.body.dataset.jpThemeLight = 'true';
    const view = open(mimeType);
    await view.render(payload());
    const light = JSON.stringify(view.drawn().filter(([name]) => name === 'putImageData'));
    document.body.dataset.jpThemeLight = 'false';
    await new Promise(resolve => setTimeout(resolve, 60));
    MessageLoop.flush();
    const dark = view.drawn();
    expect(dark.length).toBeGreaterThan(50);
    if (mimeType === SALIENCY)
      expect(JSON.stringify(dark.filter(([name]) => name === 'putImageData'))).not.toBe(light);
  });

  it('speaks and shows what the keyboard is on', async () => {
    const view = open(mimeType);
    await view.render(payload());
    view.key('ArrowRight');
    const first = view.part('status').textContent;
    expect(first).toContain('window');
    expect(view.part('tooltip').hidden).toBe(false);
    view.key('ArrowRight');
    expect(view.part('status').textContent).not.toBe(first);
    view.key('Escape');
    expect(view.part('tooltip').hidden).toBe(true);
  });

  it('zooms by key, resets by key, and tells JupyterLab nothing of either', async () => {
    const view = open(mimeType);
    await view.render(payload());
    const whole = view.texts();
    const heard = jest.fn();
    document.body.addEventListener('keydown', heard);
    for (let i = 0; i < 4; i++) view.key('+');
    expect(view.texts()).not.toEqual(whole);
    view.drawn();
    view.key('0');
    expect(view.texts()).toEqual(whole);
    expect(heard).not.toHaveBeenCalled();
    view.key('s', { ctrlKey: true });
    expect(heard).toHaveBeenCalledTimes(1);
    expect(view.part('plot').hasAttribute('data-lm-suppress-shortcuts')).toBe(false);
    view.key('x');
    expect(view.part('plot').hasAttribute('data-lm-suppress-shortcuts')).toBe(true);
    document.body.removeEventListener('keydown', heard);
  });

  it('zooms by wheel only when it has the focus', async () => {
    const view = open(mimeType);
    await view.render(payload());
    const wheel = () => {
      const event = new WheelEvent('wheel', {
        deltaY: -120,
        clientX: 300,
        clientY: 150,
        bubbles: true,
        cancelable: true
      });
      view.part('plot').dispatchEvent(event);
      MessageLoop.flush();
      return event.defaultPrevented;
    };
    view.drawn();
    expect(wheel()).toBe(false);
    expect(view.drawn()).toEqual([]);
    view.part('plot').focus();
    expect(wheel()).toBe(true);
    expect(view.drawn().length).toBeGreaterThan(0);
  });

  it('drags without clicking, and clicks to keep', async () => {
    const view = open(mimeType);
    await view.render(payload());
    for (let i = 0; i < 3; i++) view.key('+');
    view.drawn();
    pointer(view, 'pointerdown', 300, 150);
    pointer(view, 'pointermove', 260, 150);
    pointer(view, 'pointerup', 260, 150);
    expect(view.drawn().length).toBeGreaterThan(0);
    expect(document.activeElement).toBe(view.part('plot'));
    view.key('Escape');
    pointer(view, 'pointerleave', 0, 0);
    expect(view.part('tooltip').hidden).toBe(true);
  });

  it('shows a table twin and comes back', async () => {
    const view = open(mimeType);
    await view.render(payload());
    view.part('plot').focus();
    view.key('t');
    const table = view.widget.node.querySelector('table')!;
    expect(view.part('plot').hidden).toBe(true);
    const { length } = view.widget.node.querySelectorAll('tbody tr');
    expect(length).toBe(mimeType === SALIENCY ? 5 : 25);
    expect(table.querySelectorAll('thead th').length).toBe(5);
    const buttons = [...view.widget.node.querySelectorAll('button')];
    buttons.find(b => b.textContent === 'Next')!.click();
    if (mimeType === TERSE) expect(view.widget.node.querySelectorAll('tbody tr')).toHaveLength(5);
    buttons.find(b => b.textContent === 'Picture')!.click();
    MessageLoop.flush();
    expect(view.part('plot').hidden).toBe(false);
    view.part('plot').focus();
    view.key('Enter');
    expect(document.activeElement).toBe(view.part('tableScroll'));
    document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    expect(document.activeElement).toBe(view.part('plot'));
    expect(view.part('tableView').hidden).toBe(true);
  });

  it('carries its type as other outputs do', () => {
    expect(open(mimeType).widget.node.dataset.mimeType).toBe(mimeType);
  });

  it('names every control', async () => {
    const view = open(mimeType);
    await view.render(payload());
    for (const node of view.widget.node.querySelectorAll(
      'button, select, [tabindex], [role]:not([role=status])'
    )) {
      expect(node.getAttribute('aria-label')).toBeTruthy();
    }
  });

  it('saves CSV and PNG', async () => {
    const view = open(mimeType);
    await view.render(payload());
    const click = jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {});
    const press = (text: string) =>
      [...view.widget.node.querySelectorAll('button')].find(b => b.textContent === text)!.click();
    press('CSV');
    const text = await new Promise<string>(resolve => {
      const reader = new FileReader();
      reader.onload = () => resolve(String(reader.result));
      reader.readAsText(savedBlob);
    });
    const lines = text.replace('\ufeff', '').trim().split('\n');
    expect(lines).toHaveLength((mimeType === SALIENCY ? 5 : 30) + 1);
    expect(lines[0].split(',').length).toBe(mimeType === SALIENCY ? 12 : 6);
    press('PNG');
    expect(savedBlob.type).toBe('image/png');
    click.mockRestore();
  });
});

describe('choices', () => {
  const select = (view: Mounted, label: string, text: string) => {
    const node = view.widget.node.querySelector<HTMLSelectElement>(`select[aria-label="${label}"]`)!;
    node.value = [...node.options].find(option => option.textContent === text)!.value;
    node.dispatchEvent(new Event('change'));
    MessageLoop.flush();
  };

  it('sorts the rows of a heatmap by a field and keeps that for new data', async () => {
    const view = open(SALIENCY);
    await view.render(saliencyPayload());
    const rows = () => view.texts().filter(text => /^10\d$/.test(text));
    expect(rows()).toEqual(['100', '101', '102', '103', '104']);
    select(view, 'Sort rows by', 'amplitude');
    expect(rows()).toEqual(['103', '101', '104', '102', '100']);
    await view.render(saliencyPayload(5, 8, { title: 'Again' }));
    expect(rows()).toEqual(['103', '101', '104', '102', '100']);
  });

  it('changes the axes of a scatter and its correlation', async () => {
    const view = open(TERSE);
    await view.render(tersePayload());
    expect(view.texts().join(' ')).toContain('+0.90 (95 % +0.70 to +0.95), n = 29');
    select(view, 'y', 'terse 2');
    const texts = view.texts().join(' ');
    expect(texts).toContain('terse 2');
    expect(texts).toContain('from the points shown), n = 29');
    select(view, 'Colour', 'mass (Msun)');
    expect(view.texts().join(' ')).not.toContain('NA');
  });
});

describe('errors', () => {
  it('says what is wrong, shows the saved picture, and recovers', async () => {
    const view = open(SALIENCY);
    await view.render({ ...saliencyPayload(), version: 2 }, { 'image/png': 'iVBORw0KGgo=' });
    expect(view.error()).toContain('newer terselab');
    expect(view.widget.node.querySelector('img')!.src).toBe('data:image/png;base64,iVBORw0KGgo=');
    await view.render({ ...saliencyPayload(), version: 2 }, { 'image/png': 'javascript:alert(1)' });
    expect(view.widget.node.querySelector('img')).toBeNull();
    await view.render(saliencyPayload());
    expect(view.error()).toBeNull();
    expect(view.drawn().length).toBeGreaterThan(50);
  });
});
