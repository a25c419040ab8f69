import { randomUUID } from 'node:crypto';
import { viewBundle, type MimeBundle, type ViewPayload } from '../views/node';

type Message = {
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
  transient: { display_id?: string };
};
type Writer = (message: Message, update: boolean) => void;

/**
 * tslab's own display function sends one MIME type without metadata, so a whole output goes through the function below it.
 * It is looked up among the loaded modules: a second copy of tslab would write to nowhere.
 */
function writer(modules: NodeJS.Dict<NodeModule> = require.cache): Writer | null {
  for (const [file, module] of Object.entries(modules)) {
    if (!/[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(file)) continue;
    const write = (module?.exports as { lastWriteDisplayData?: Writer } | undefined)?.lastWriteDisplayData;
    if (typeof write === 'function') return write;
  }
  return null;
}

/** An output on the page that can be replaced. */
export interface Display {
  /** Shows something else in its place. */
  update(what: Showable): void;
}

/** What {@link show} takes: a view's payload, or a whole output (of a chart, a table, ...). */
export type Showable = ViewPayload | MimeBundle;

function bundleOf(what: Showable): MimeBundle {
  return 'view' in what ? viewBundle(what) : { data: what.data, metadata: what.metadata };
}

/**
 * Shows a view under the cell: live where the extension is installed, as a picture elsewhere, as text where there are no
 * pictures. Outside a notebook its text is printed.
 */
export function show(what: Showable): void {
  open(what);
}

/** Shows something as {@link show} does, and can replace it later. @param modules those loaded; replaced in tests */
export function open(what: Showable, modules?: NodeJS.Dict<NodeModule>): Display {
  const id = randomUUID();
  const send = (next: Showable, update: boolean) => {
    const { data, metadata } = bundleOf(next);
    // looked up anew each time: tslab replaces it for every cell
    const write = writer(modules);
    if (write) write({ data, metadata, transient: { display_id: id } }, update);
    else if (!update && data['text/plain'] !== undefined) console.log(String(data['text/plain']));
  };
  send(what, false);
  return { update: next => send(next, true) };
}

/** Whether this runs in a notebook on tslab. */
export const inNotebook = () => writer() !== null;
