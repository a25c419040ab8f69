const SUPPRESS = 'data-lm-suppress-shortcuts';

/**
 * JupyterLab listens for keys on the whole page (in some versions before the focused element does): `0` twice restarts a
 * kernel, `d` twice deletes a cell, arrows change cells. While the focus is inside a view its plain keys are the view's;
 * with Ctrl, Alt, Meta, or Shift+Enter they stay JupyterLab's.
 */
export function keepPlainKeys(node: HTMLElement, signal: AbortSignal): void {
  // On the window and in the capture phase: the only place that is always asked before JupyterLab.
  window.addEventListener(
    'keydown',
    event => {
      const { target } = event;
      if (!(target instanceof Element) || !node.contains(target)) return;
      const jupyter =
        event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key === 'Enter');
      // On the focused element itself: JupyterLab's selectors match it before an ancestor's attribute is looked at.
      if (jupyter) target.removeAttribute(SUPPRESS);
      else target.setAttribute(SUPPRESS, 'true');
    },
    { signal, capture: true }
  );
}
