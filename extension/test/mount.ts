/** Mounting a renderer in jsdom and looking at what it drew. */
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import extensions from '../src/mime';

export const [SALIENCY, TERSE] = extensions.map(({ rendererFactory }) => rendererFactory.mimeTypes[0]);

export type Call = [name: string, ...args: unknown[]];

export interface Mounted {
  widget: IRenderMime.IRenderer;
  /** Render data under the renderer's MIME type, and paint. */
  render(payload: unknown, beside?: Record<string, unknown>): Promise<void>;
  /** Calls on the canvas since the last time this was asked. */
  drawn(): Call[];
  texts(): string[];
  part(name: string): HTMLElement;
  key(key: string, more?: KeyboardEventInit): void;
  error(): string | null;
}

export function mount(mimeType: string, attach = true): Mounted {
  const factory = extensions.find(e => e.rendererFactory.mimeTypes.includes(mimeType))!.rendererFactory;
  const widget = factory.createRenderer({
    mimeType,
    resolver: null,
    linkHandler: null,
    latexTypesetter: null,
    sanitizer: { sanitize: text => text }
  });
  if (attach) Widget.attach(widget, document.body);
  const calls = () => {
    const canvas = widget.node.querySelector('canvas');
    return canvas ? (canvas.getContext('2d') as unknown as { calls: Call[] }).calls : [];
  };
  const mounted: Mounted = {
    widget,
    async render(payload, beside = {}) {
      await widget.renderModel({
        data: { [mimeType]: payload, ...beside } as never,
        metadata: {},
        trusted: false,
        setData() {}
      });
      MessageLoop.flush();
    },
    drawn: () => calls().splice(0),
    texts: () =>
      mounted
        .drawn()
        .filter(([name]) => name === 'fillText')
        .map(call => String(call[1])),
    part: name => widget.node.querySelector(`.jp-Terselab-${name}`)!,
    key(key, more = {}) {
      mounted
        .part('plot')
        .dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
      MessageLoop.flush();
    },
    error: () => widget.node.querySelector('.jp-Terselab-errorMessage')?.textContent ?? null
  };
  return mounted;
}

/** A pointer event at a place on the picture. */
export function pointer(mounted: Mounted, type: string, x: number, y: number): void {
  mounted.part('plot').dispatchEvent(
    new PointerEvent(type, {
      clientX: x,
      clientY: y,
      bubbles: true,
      button: 0,
      pointerId: 1
    } as PointerEventInit)
  );
  MessageLoop.flush();
}
