import { expect, it } from 'vitest';
import '../../src/ui/styles/tokens.css';

it.each(['dark', 'light'])('scroll bars and controls of the browser follow the %s theme', (theme) => {
  document.documentElement.dataset['theme'] = theme;
  const style = getComputedStyle(document.documentElement);
  expect(style.colorScheme).toBe(theme);
  // Thumb and track are colours of the theme, which Firefox draws even where it does not follow the scheme.
  const [edge, surface] = { dark: ['#66747c', '#161a1d'], light: ['#7c8991', '#ffffff'] }[theme] ?? [];
  expect(style.getPropertyValue('--edge')).toBe(edge);
  expect(style.getPropertyValue('--surface')).toBe(surface);
  expect(style.scrollbarColor).toMatch(/^rgb\(\d+, \d+, \d+\) rgb\(\d+, \d+, \d+\)$/);
});
