import { button } from './dom';
import { interrupter } from './interrupter';
import { words } from './words';

/** Stops the work that a view shows; hidden where there is nothing to stop. */
export class StopButton {
  readonly node: HTMLButtonElement;
  private running = false;
  private unwatch: (() => void) | null = null;

  /**
   * @param host the view's node
   * @param changed called when the work has come to an end, or goes on again
   * @param leave takes the keyboard where the button that had it is gone
   */
  constructor(
    private readonly host: HTMLElement,
    private readonly changed: () => void,
    private readonly leave: () => void,
    signal: AbortSignal
  ) {
    this.node = button('button', words.stop, words.stopTitle, () => this.stop(), signal);
    this.node.classList.add('jp-Terselab-stop');
    this.node.hidden = true;
    signal.addEventListener('abort', () => this.forget());
  }

  /** Whether the work goes on; null where the page cannot know. */
  get alive(): boolean | null {
    const known = interrupter();
    return known ? this.running && known.of(this.host) !== null : null;
  }

  /** @param running whether the view shows work that says that it goes on */
  follow(running: boolean): void {
    this.running = running;
    if (running && !this.unwatch && this.host.isConnected) {
      this.unwatch = interrupter()?.watch(this.host, () => this.refresh()) ?? null;
    }
    if (!running) this.forget();
    const alive = this.alive === true;
    const held = document.activeElement === this.node;
    if (!alive) this.node.textContent = words.stop;
    this.node.hidden = !alive;
    if (held && !alive) this.leave();
  }

  /** The view is off the page, or shows nothing that goes on. */
  forget(): void {
    this.unwatch?.();
    this.unwatch = null;
  }

  private refresh(): void {
    this.follow(this.running);
    this.changed();
  }

  private stop(): void {
    const interrupt = interrupter()?.of(this.host);
    if (!interrupt) return this.refresh();
    // It stays a button: pressed again, it ends a cell that does not stop by itself.
    this.node.textContent = words.stopping;
    interrupt().catch(() => (this.node.textContent = words.stop));
  }
}
