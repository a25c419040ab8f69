/**
 * JupyterLab listens for keys on the whole page (in some versions before the focused element does): `0` twice restarts a
 * kernel, arrows change cells. While the focus is inside a view its plain keys are the view's; with Ctrl, Alt, Meta, or
 * Shift+Enter they stay JupyterLab's.
 */
export function keepPlainKeys(node: HTMLElement, signal: AbortSignal): void {
  const suppress = 'data-lm-suppress-shortcuts';
  node.setAttribute(suppress, 'true');
  // On the window and in the capture phase: the only place that is always asked before JupyterLab.
  window.addEventListener(
    'keydown',
    event => {
      if (!(event.target instanceof Node) || !node.contains(event.target)) return;
      const jupyter =
        event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key === 'Enter');
      if (jupyter) node.removeAttribute(suppress);
      else node.setAttribute(suppress, 'true');
    },
    { signal, capture: true }
  );
}
