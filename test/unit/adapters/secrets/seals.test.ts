import { expect, it } from 'vitest';
import { createSeals } from '../../../../adapters/secrets/seals.ts';

const NOW = new Date('2026-03-04T10:00:00Z');
const seals = createSeals('een geheim dat alleen in tests bestaat');

it('gives back what was sealed, for its use and for as long as it lasts', async () => {
  const sealed = await seals.seal('sessie', { naam: 'Iemand' }, NOW, 60);
  expect(sealed).not.toContain('Iemand');
  expect(await seals.open('sessie', sealed, NOW)).toEqual({ naam: 'Iemand' });
  expect(await seals.open('aanmelden', sealed, NOW)).toBeUndefined();
  expect(await seals.open('sessie', sealed, new Date(NOW.getTime() + 61_000))).toBeUndefined();
});

it('gives nothing of what was changed, cut off or made under another secret', async () => {
  const sealed = await seals.seal('sessie', { naam: 'Iemand' }, NOW, 60);
  const parts = sealed.split('.');
  const changed = [...parts.slice(0, 3), `A${parts[3]?.slice(1)}`, parts[4]].join('.');
  const other = await createSeals('een ander geheim dat alleen in tests bestaat').seal('sessie', {}, NOW, 60);
  for (const text of [changed === sealed ? `${sealed}A` : changed, sealed.slice(0, -4), other, '', 'a.b.c'])
    expect(await seals.open('sessie', text, NOW)).toBeUndefined();
});

it('knows its own marks, each of one text', () => {
  const mark = seals.mark('een');
  expect(seals.isMark(mark, 'een')).toBe(true);
  expect(seals.isMark(mark, 'twee')).toBe(false);
  for (const wrong of ['', mark.slice(1), `${mark}A`, 'é']) expect(seals.isMark(wrong, 'een')).toBe(false);
});
