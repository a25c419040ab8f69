import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { Message } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import { CanvasLayer } from './canvas';
import { errorPanel } from './errorPanel';
import { Frame } from './frame';
import { listen } from './gestures';
import { GroupLink } from './groupLink';
import { meaningsOf, type Moved } from './meanings';
import { selectionSwitch } from './offers';
import type { Plot } from './plot';
import { saveCsv, savePng } from './save';
import { keepPlainKeys } from './shortcuts';
import { StopButton } from './stopButton';
import { TableView } from './table';
import { pageIsDark, readTheme, watchTheme } from './theme';
import { Toolbar } from './toolbar';
import { spoken, Tooltip } from './tooltip';
import { words } from './words';

/** Makes a plot of a payload. @throws ViewError @param before the plot shown until now, whose zoom and choices it keeps */
export type MakePlot = (payload: unknown, before: Plot | null) => Plot;

/** Fetches the code of a view. */
export type LoadPlot = () => Promise<MakePlot>;

/** Height kept for a view while its code is on the way, in CSS pixels: about what most views take. */
const EXPECTED_HEIGHT = 420;

/**
 * The widget around a plot: canvas, toolbar, keyboard, table, theme, errors. `renderModel` may be called at any time and
 * any number of times; equal data changes nothing, new data keeps zoom and choices.
 */
export class TerselabView extends Widget implements IRenderMime.IRenderer, Moved {
  plot: Plot | null = null;
  private make: MakePlot | null = null;
  /** Counts the calls of `renderModel`: while the code is fetched a later one may overtake. */
  private asked = 0;
  /** The payload last rendered: the object itself and its text. */
  private source: { value: unknown; text: string } | null = null;
  private error: HTMLElement | null = null;
  private tableShown = false;
  private readonly link = new GroupLink(controls => (controls ? this.choicesChanged() : this.handChanged()));
  private readonly life = new AbortController();
  private readonly canvas: CanvasLayer;
  private readonly tooltip = new Tooltip();
  private readonly frame: Frame;
  private readonly toolbar: Toolbar;
  private readonly stop: StopButton;
  private readonly table: TableView;

  constructor(
    private readonly mimeType: string,
    private readonly load: LoadPlot
  ) {
    super();
    this.addClass('jp-Terselab');
    // As JupyterLab's own renderers do: it looks for this to keep a cell's toolbar off the output.
    this.node.dataset.mimeType = mimeType;
    const { signal } = this.life;
    this.toolbar = new Toolbar(
      {
        zoom: factor => this.zoom(factor),
        reset: () => this.reset(),
        toggleTable: () => this.toggleTable(),
        savePng: () => this.plot && savePng(this.plot, this.theme(), Math.max(this.canvas.width, 320)),
        saveCsv: () => this.plot && saveCsv(this.plot)
      },
      signal
    );
    this.table = new TableView(signal, () => this.toggleTable());
    this.canvas = new CanvasLayer(() => this.update(), signal);
    const leave = () => this.frame.picture.focus();
    this.stop = new StopButton(this.node, () => this.workChanged(), leave, signal);
    this.toolbar.node.prepend(this.stop.node);
    const inside = [this.canvas.node, this.tooltip.node];
    this.frame = new Frame(this.node, inside, this.toolbar.node, this.table.node);
    listen(this.frame.picture, meaningsOf(this), signal);
    watchTheme(() => this.update(), signal);
    keepPlainKeys(this.node, signal);
  }

  /** Draw the payload of a model, or say what is wrong with it. Never rejects. */
  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const call = ++this.asked;
    if (this.isDisposed) return;
    const value: unknown = model.data[this.mimeType];
    const png = model.data['image/png'];
    try {
      if (!this.make) {
        this.node.style.minHeight = `${EXPECTED_HEIGHT}px`;
        this.make = await this.load();
      }
    } catch (error) {
      if (call === this.asked) this.fail(new Error(words.notLoaded, { cause: error }), png);
      return;
    }
    if (call === this.asked && !this.isDisposed) this.renderValue(this.make, value, png);
  }

  private renderValue(make: MakePlot, value: unknown, png: unknown): void {
    try {
      if (this.isKnown(value)) return;
      const plot = make(value, this.plot);
      this.plot?.dispose?.();
      this.plot = plot;
      plot.watch?.(controls => this.plotChanged(plot, controls));
      this.source = { value, text: textOf(value) };
      this.showPlot(plot);
    } catch (error) {
      this.fail(error, png);
    }
  }

  /** Nothing of this payload is kept: the next one starts anew. */
  private fail(error: unknown, png: unknown): void {
    this.plot?.dispose?.();
    this.plot = null;
    this.source = null;
    this.stop.follow(false);
    this.showError(error, png);
  }

  private isKnown(value: unknown): boolean {
    if (!this.source || this.error) return false;
    return value === this.source.value || textOf(value) === this.source.text;
  }

  private showPlot(plot: Plot): void {
    this.error = null;
    this.link.join(this.node, this.plot);
    this.node.style.minHeight = '';
    this.followWork(plot);
    this.frame.show(plot);
    if (plot.news !== undefined) this.frame.speak(plot.news);
    this.showControls(plot);
    if (this.tableShown) this.table.show(plot.sheet(), plot.title);
    this.arrangeTable();
    // The height stands before the first paint, so that the page below does not jump.
    this.canvas.setHeight(plot.height(this.canvas.measure() || 640));
    this.update();
  }

  /** Offer to stop what the plot shows, and tell it whether that still goes on. */
  private followWork(plot: Plot): void {
    this.stop.follow(plot.running ?? false);
    plot.setAlive?.(this.stop.alive ?? true);
  }

  private workChanged(): void {
    if (!this.plot || this.isDisposed) return;
    this.followWork(this.plot);
    this.handChanged();
  }

  private plotChanged(plot: Plot, controls: boolean): void {
    if (this.plot !== plot || this.isDisposed) return;
    if (controls) return this.choicesChanged();
    this.frame.sayOf(plot);
    if (this.tableShown) this.table.show(plot.sheet(), plot.title);
    this.update();
  }

  handChanged(): void {
    // What is in hand may be another object, with another subtitle.
    if (this.plot) this.frame.sayOf(this.plot);
    this.update();
  }

  choicesChanged(): void {
    const { plot } = this;
    if (!plot) return;
    this.frame.sayOf(plot);
    this.showControls(plot);
    if (this.tableShown) this.table.show(plot.sheet(), plot.title);
    this.update();
  }

  selectionChanged(): void {
    this.choicesChanged();
    this.frame.speak(this.plot?.selectionText?.() ?? '');
  }

  private showControls(plot: Plot): void {
    this.toolbar.show(
      plot.choices(),
      [...plot.switches(), ...selectionSwitch(this.node, plot)],
      plot.sliders?.() ?? [],
      // A slider being dragged must stay the same node.
      rebuild => (rebuild ? this.choicesChanged() : this.update())
    );
  }

  private showError(error: unknown, png: unknown): void {
    this.error = errorPanel(error, png);
    this.node.style.minHeight = '';
    this.frame.fail(this.error);
  }

  private theme() {
    const choice = this.plot?.theme ?? 'auto';
    const theme = readTheme(this.node, choice);
    this.node.classList.toggle('jp-mod-darkPage', pageIsDark());
    return theme;
  }

  zoom(factor: number, at?: { x: number; y: number }): void {
    const { plot } = this;
    if (!plot) return;
    const area = plot.area();
    const place = at ?? plot.reading() ?? { x: area.left + area.width / 2, y: area.top + area.height / 2 };
    const down = (place.y - area.top) / area.height;
    plot.viewport.zoom(factor, (place.x - area.left) / area.width, plot.downIsMore ? down : 1 - down);
    this.update();
  }

  reset(): void {
    this.plot?.viewport.reset();
    this.update();
  }

  toggleTable(): void {
    if (!this.plot) return;
    const inside = [this.frame.picture, this.table.node].some(node => node.contains(document.activeElement));
    this.tableShown = !this.tableShown;
    if (this.tableShown) this.table.show(this.plot.sheet(), this.plot.title);
    this.arrangeTable();
    // Who came by keyboard goes on by keyboard.
    if (inside) (this.tableShown ? this.table : this.frame.picture).focus();
    this.update();
  }

  private arrangeTable(): void {
    this.frame.picture.hidden = this.tableShown;
    this.table.node.hidden = !this.tableShown;
    this.toolbar.setTable(this.tableShown);
  }

  announce(): void {
    const reading = this.plot?.reading();
    this.frame.speak(reading ? spoken(reading) : '');
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this.link.join(this.node, this.plot);
    this.workChanged();
    this.update();
  }

  protected override onBeforeDetach(message: Message): void {
    this.link.leave();
    this.stop.forget();
    super.onBeforeDetach(message);
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.update();
  }

  protected override onResize(message: Widget.ResizeMessage): void {
    super.onResize(message);
    this.update();
  }

  protected override onUpdateRequest(message: Message): void {
    super.onUpdateRequest(message);
    this.paint();
    this.link.tell();
  }

  private paint(): void {
    const { plot } = this;
    if (!plot || this.isDisposed || this.tableShown) return;
    try {
      const surface = this.canvas.begin(width => plot.height(width));
      // No width yet (hidden tab, windowed cell): the observer of the size calls again.
      if (!surface) return;
      plot.draw(surface, this.theme());
      this.tooltip.show(plot.reading(), surface.width, surface.height);
    } catch (error) {
      this.fail(error, null);
    }
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.life.abort();
    this.link.leave();
    this.plot?.dispose?.();
    this.plot = null;
    this.source = null;
    super.dispose();
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
