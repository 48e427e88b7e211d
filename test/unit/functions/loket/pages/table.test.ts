import { expect, it } from 'vitest';
import { html, textOf } from '../../../../../functions/loket/html.ts';
import { table } from '../../../../../functions/loket/pages/table.ts';
import { documentOf } from '../support.ts';

it('each cell of a table says what it is where its column cannot stand above it, except a button, which says so itself', () => {
  const made = table(
    'Partners',
    ['Partner', 'Staat <stil>', 'Doen'],
    [['MaGe', '3', html`<form><button>Stop</button></form>`]],
  );
  const page = documentOf({ body: textOf(made) });
  expect([...page.querySelectorAll('td')].map((cell) => cell.getAttribute('data-kop'))).toEqual([
    'Staat <stil>',
    null,
  ]);
  expect(page.querySelector('th[scope=row]')?.textContent).toBe('MaGe');
});
