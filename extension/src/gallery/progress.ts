/**
 * How far a reader is with each notebook, kept in the browser: a server that ends takes no answer with it. It goes to
 * another browser as a file.
 */

/** How far one notebook is. */
export interface Progress {
  /** When it was last saved with every code cell run; null where it has not been. */
  run: string | null;
  /** Names of the exercises whose check said "right". */
  exercises: string[];
  /** Source of the cells that hold answers, by the id of the cell. */
  answers: Record<string, string>;
  /** When this was noted. */
  saved: string;
}

/** All notebooks, by path. */
export type ProgressBook = Record<string, Progress>;

interface Cell {
  cell_type?: string;
  id?: string;
  source?: string | string[];
  execution_count?: number | null;
  outputs?: { data?: Record<string, unknown> }[];
}

const KEY = 'terselab:progress';
/** What an exercise's check says when the answer is right (`check` in src/kernel/exercise.ts). */
const RIGHT = /^\u2713 \*\*Exercise (.+?): right\.\*\*/;
const joined = (value: unknown): string => (Array.isArray(value) ? value.join('') : String(value ?? ''));

/** What a notebook's file tells. */
export function progressOf(notebook: unknown, now: string): Progress {
  const cells = ((notebook as { cells?: Cell[] } | null)?.cells ?? []).filter(
    cell => cell.cell_type === 'code' && joined(cell.source).trim() !== ''
  );
  const exercises = new Set<string>();
  const answers: Record<string, string> = {};
  for (const { id, source, outputs } of cells) {
    if (id && /\bcheck\(/.test(joined(source))) answers[id] = joined(source);
    for (const { data } of outputs ?? []) {
      const name = RIGHT.exec(joined(data?.['text/markdown']))?.[1];
      if (name !== undefined) exercises.add(name);
    }
  }
  const run = cells.length > 0 && cells.every(cell => typeof cell.execution_count === 'number');
  return { run: run ? now : null, exercises: [...exercises], answers, saved: now };
}

/** What is known of a notebook after one more look: what was once done stays done; answers are the latest. */
export function advance(before: Progress | undefined, now: Progress): Progress {
  if (!before) return now;
  const [old, recent] = before.saved <= now.saved ? [before, now] : [now, before];
  return {
    run: recent.run ?? old.run,
    exercises: [...new Set([...old.exercises, ...recent.exercises])],
    answers: { ...old.answers, ...recent.answers },
    saved: recent.saved
  };
}

/** Puts answers back into a notebook's cells. @returns how many cells changed */
export function restoreAnswers(notebook: unknown, answers: Record<string, string>): number {
  let changed = 0;
  for (const cell of (notebook as { cells?: Cell[] } | null)?.cells ?? []) {
    const answer = cell.id && Object.hasOwn(answers, cell.id) ? answers[cell.id] : undefined;
    if (answer === undefined || joined(cell.source) === answer) continue;
    cell.source = answer;
    changed++;
  }
  return changed;
}

/** Read a book from text. @throws Error that says what is wrong with the file */
export function readBook(json: string): ProgressBook {
  let found: { terselab?: unknown; notebooks?: Record<string, Partial<Progress>> };
  try {
    found = JSON.parse(json) as typeof found;
  } catch {
    throw new Error('The file is not JSON; choose one that the gallery exported.');
  }
  if (found?.terselab !== 'progress' || typeof found.notebooks !== 'object' || found.notebooks === null) {
    throw new Error('The file holds no progress; choose one that the gallery exported.');
  }
  const out: ProgressBook = {};
  for (const [path, { run, exercises, answers, saved } = {}] of Object.entries(found.notebooks)) {
    if (path === '__proto__') continue;
    out[path] = {
      run: typeof run === 'string' ? run : null,
      exercises: (Array.isArray(exercises) ? exercises : []).filter(name => typeof name === 'string'),
      answers: Object.fromEntries(
        Object.entries(answers ?? {}).filter(([, source]) => typeof source === 'string')
      ),
      saved: typeof saved === 'string' ? saved : ''
    };
  }
  return out;
}

export const writeBook = (notebooks: ProgressBook): string =>
  JSON.stringify({ terselab: 'progress', version: 1, notebooks }, null, 2);

/** The book of this browser. A browser that keeps nothing (private mode) still has a gallery. */
export class ProgressStore {
  private book: ProgressBook;

  constructor(private readonly storage: Pick<Storage, 'getItem' | 'setItem'>) {
    try {
      this.book = readBook(storage.getItem(KEY) ?? writeBook({}));
    } catch {
      this.book = {};
    }
  }

  of(path: string): Progress | undefined {
    return Object.hasOwn(this.book, path) ? this.book[path] : undefined;
  }

  note(path: string, progress: Progress): void {
    this.merge({ [path]: progress });
  }

  /** Takes what another browser knows. @returns how many notebooks it spoke of */
  merge(more: ProgressBook): number {
    const paths = Object.keys(more);
    for (const path of paths) this.book[path] = advance(this.of(path), more[path]);
    try {
      this.storage.setItem(KEY, writeBook(this.book));
    } catch {
      // full or forbidden: it lasts as long as the page
    }
    return paths.length;
  }

  text(): string {
    return writeBook(this.book);
  }
}
