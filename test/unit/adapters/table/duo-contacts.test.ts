import { expect, it } from 'vitest';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import { createDuoContacts, digestOfContact } from '../../../../adapters/table/duo-contacts.ts';
import { GENNEP } from '../../domain/support.ts';

const CONTACT = { naam: 'N. de Vries', email: 'n.devries@gennep.example', telefoonnummer: '0485494141' };

it('an employee of a gemeente is kept under the number of DUO, without a name', async () => {
  const table = memoryTable();
  const contacts = createDuoContacts(table);
  expect(await contacts.read(GENNEP, 'R-0042')).toBeUndefined();
  const held = { id: 42, kenmerk: digestOfContact(CONTACT), gemeldOp: '2025-09-01T08:00:00.000Z' };
  expect(await contacts.store(GENNEP, 'R-0042', held, undefined)).toBe(true);
  expect(await contacts.read(GENNEP, 'R-0042')).toEqual(held);
  expect(await contacts.read(GENNEP, 'R-0043')).toBeUndefined();
  expect(JSON.stringify(table.alles())).not.toMatch(/Vries|0485494141/);
  expect(digestOfContact({ ...CONTACT, telefoonnummer: '0485499999' })).not.toBe(held.kenmerk);
});

it('the number of an employee is replaced only by who knows the one that stands there', async () => {
  const contacts = createDuoContacts(memoryTable());
  const held = { id: 42, kenmerk: digestOfContact(CONTACT), gemeldOp: '2025-09-01T08:00:00.000Z' };
  await contacts.store(GENNEP, 'R-0042', held, undefined);
  expect(await contacts.store(GENNEP, 'R-0042', { ...held, id: 43 }, undefined)).toBe(false);
  expect(await contacts.store(GENNEP, 'R-0042', { ...held, id: 43 }, { ...held, id: 41 })).toBe(false);
  expect(await contacts.read(GENNEP, 'R-0042')).toEqual(held);
  expect(await contacts.store(GENNEP, 'R-0042', { ...held, id: 43 }, held)).toBe(true);
  expect(await contacts.read(GENNEP, 'R-0042')).toEqual({ ...held, id: 43 });
});
