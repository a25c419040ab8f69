/** Colours and fonts of the page, read anew whenever JupyterLab changes its theme. */

export interface Theme {
  dark: boolean;
  background: string;
  ink: string;
  softInk: string;
  line: string;
  accent: string;
  /** Font family of labels. */
  font: string;
}

const LIGHT: Theme = {
  dark: false,
  background: '#ffffff',
  ink: '#1f2328',
  softInk: '#57606a',
  line: '#e1e5ea',
  accent: '#1976d2',
  font: 'system-ui, sans-serif'
};
const DARK: Theme = {
  ...LIGHT,
  dark: true,
  background: '#111111',
  ink: '#f0f0f0',
  softInk: '#b3b8be',
  line: '#33373d',
  accent: '#64b5f6'
};

/** The page is dark where JupyterLab says so on its body. */
export function pageIsDark(): boolean {
  return document.body.dataset.jpThemeLight === 'false';
}

/** The theme that the settings ask of all views: kept on the body, where the style sheet sees it too. */
export function preferTheme(choice: string): void {
  if (choice === 'light' || choice === 'dark') document.body.dataset.terselabTheme = choice;
  else delete document.body.dataset.terselabTheme;
  announceTheme();
}

function preferredDark(): boolean {
  const { terselabTheme } = document.body.dataset;
  return terselabTheme === undefined ? pageIsDark() : terselabTheme === 'dark';
}

/** Read the theme from the custom properties that style/base.css sets on a view's node. */
export function readTheme(node: HTMLElement, choice: 'light' | 'dark' | 'auto' = 'auto'): Theme {
  const dark = choice === 'auto' ? preferredDark() : choice === 'dark';
  const fallback = dark ? DARK : LIGHT;
  const style = getComputedStyle(node);
  const read = (name: string, otherwise: string) => style.getPropertyValue(name).trim() || otherwise;
  return {
    dark,
    background: read('--terselab-background', fallback.background),
    ink: read('--terselab-ink', fallback.ink),
    softInk: read('--terselab-soft-ink', fallback.softInk),
    line: read('--terselab-line', fallback.line),
    accent: read('--terselab-accent', fallback.accent),
    font: read('--terselab-font', fallback.font)
  };
}

const listeners = new Set<() => void>();
let observer: MutationObserver | null = null;

/** Tell all views to read the theme again. One frame later: the new style sheet must have been applied. */
export function announceTheme(): void {
  requestAnimationFrame(() => listeners.forEach(listener => listener()));
}

/** Call back on each change of theme until the signal aborts. One observer serves every view of the page. */
export function watchTheme(listener: () => void, signal: AbortSignal): void {
  if (signal.aborted) return;
  listeners.add(listener);
  if (!observer) {
    observer = new MutationObserver(announceTheme);
    observer.observe(document.body, {
      attributes: true,
      attributeFilter: ['data-jp-theme-light', 'data-jp-theme-name']
    });
  }
  signal.addEventListener('abort', () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      observer?.disconnect();
      observer = null;
    }
  });
}

/** Number of views that listen; for tests of leaks. */
export const themeListeners = (): number => listeners.size;
