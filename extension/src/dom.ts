/** Building elements from text only: no markup is ever parsed. */

/** An element with a class of ours and, where given, text. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  part: string,
  text?: string
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  node.className = part === '' ? 'jp-Terselab' : `jp-Terselab-${part}`;
  if (text !== undefined) node.textContent = text;
  return node;
}

/** A button with its words and what they mean. */
export function button(
  part: string,
  text: string,
  title: string,
  onClick: () => void,
  signal: AbortSignal
): HTMLButtonElement {
  const node = element('button', part, text);
  node.type = 'button';
  node.title = title;
  node.setAttribute('aria-label', title);
  node.addEventListener('click', onClick, { signal });
  return node;
}
