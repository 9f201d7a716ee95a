import { createRawSnippet } from 'svelte';
import { expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import DataTable from '../../src/ui/components/DataTable.svelte';
import '../../src/ui/styles/tokens.css';
import '../../src/ui/styles/base.css';
import '../../src/ui/styles/kit.css';

const cell = createRawSnippet<[number, string, number]>((row, column) => ({
  render: () => `<span>${column()} ${row()}</span>`,
}));

async function table(count: number): Promise<HTMLElement> {
  const { container } = await render(DataTable, {
    caption: 'Numbers',
    columns: [
      { id: 'a', title: 'First', width: '120px' },
      { id: 'b', title: 'Second', align: 'end' },
    ],
    rows: Array.from({ length: count }, (_, row) => row),
    key: (row: number) => row,
    cell,
    height: '300px',
  });
  return container;
}

const drawn = (container: HTMLElement) => container.querySelectorAll('tbody tr').length;

it('few rows stand whole in an ordinary table', async () => {
  const container = await table(200);
  expect(drawn(container)).toBe(200);
  expect(container.querySelector('[role=row]')).toBeNull();
});

it('of many rows only those in sight are drawn, and the last is found by scrolling', async () => {
  const container = await table(5000);
  await expect.poll(() => drawn(container)).toBeGreaterThan(5);
  expect(drawn(container)).toBeLessThan(60);
  expect(container.querySelector('table')?.ariaRowCount).toBe('5001');
  const scroller = container.querySelector<HTMLElement>('.scroll')!;
  expect(scroller.clientHeight).toBeLessThanOrEqual(300);
  scroller.scrollTop = scroller.scrollHeight;
  await expect.poll(() => container.textContent).toContain('b 4999');
  expect(drawn(container)).toBeLessThan(60);
});

it('the columns of many rows stand under their heads', async () => {
  const container = await table(5000);
  await expect.poll(() => drawn(container)).toBeGreaterThan(5);
  const lefts = (cells: NodeListOf<Element>) => [...cells].map((one) => one.getBoundingClientRect().left);
  const row = container.querySelector('tbody tr')!;
  expect(lefts(row.querySelectorAll('td'))).toEqual(lefts(container.querySelectorAll('thead th')));
  const head = container.querySelector('thead')!.getBoundingClientRect();
  expect(row.getBoundingClientRect().top).toBeCloseTo(head.bottom, 0);
});
