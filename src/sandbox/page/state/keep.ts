/** What this browser remembers. A browser that forbids it remembers nothing, and the page works all the same. */

const PREFIX = 'tocsin-sandbox/';

export function kept(name: string): string {
  try {
    return localStorage.getItem(PREFIX + name) ?? '';
  } catch {
    return '';
  }
}

/** Empty text is forgotten. */
export function keep(name: string, text: string): void {
  try {
    if (text) localStorage.setItem(PREFIX + name, text);
    else localStorage.removeItem(PREFIX + name);
  } catch {
    // Nothing to do: it lives until the reload.
  }
}
