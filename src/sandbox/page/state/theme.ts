/** Light or dark: what the system says until one chooses, and then that. */
import { computed, effect, signal } from '@preact/signals';
import { keep, kept } from './keep.ts';

export type Theme = 'light' | 'dark';

const system = matchMedia('(prefers-color-scheme: dark)');
const systemDark = signal(system.matches);
system.addEventListener('change', () => {
  systemDark.value = system.matches;
});

const asTheme = (name: string): Theme | '' => (name === 'light' || name === 'dark' ? name : '');
const chosen = signal(asTheme(kept('theme')));

export const theme = computed<Theme>(() => chosen.value || (systemDark.value ? 'dark' : 'light'));

export function turnTheme(): void {
  chosen.value = theme.value === 'dark' ? 'light' : 'dark';
  keep('theme', chosen.value);
}

effect(() => {
  document.documentElement.dataset.theme = theme.value;
});
