import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Gemeentecode } from '../../contracts/base-types.ts';
import type { ContactAtDuo } from '../../domain/duomeldingen/orders.ts';
import type { Key, Table } from './table.ts';

/**
 * Under which number DUO has each employee of a gemeente: one contactpersoon for all whose zaak they direct, because DUO has
 * 99,999 numbers and shows a gemeente a list of them. How an employee is reached stands on the timelines alone; here is only
 * by what two of them differ.
 */

const Item = z.object({ id: z.int(), kenmerk: z.string(), gemeldOp: z.string() });

/** What DUO has of an employee. */
export interface HeldContact {
  readonly id: number;
  /** Differs when DUO was told otherwise how to reach them. */
  readonly kenmerk: string;
  /** Moment of the report that DUO was told last. */
  readonly gemeldOp: string;
}

/** The same for the same contactpersoon, and it says nothing of who that is. */
export const digestOfContact = ({ naam, email, telefoonnummer }: ContactAtDuo): string =>
  createHash('sha256')
    .update(JSON.stringify([naam, email, telefoonnummer]))
    .digest('hex');

const keyOf = (gemeentecode: Gemeentecode, regisseurId: string): Key => ({
  pk: `DUOCONTACT#${gemeentecode}`,
  sk: `CONTACT#${regisseurId}`,
});

/** Under which an employee is in hand. */
export const keyOfContactClaim = (gemeentecode: Gemeentecode, regisseurId: string): Key => ({
  pk: `DUOCONTACT#${gemeentecode}`,
  sk: `BEZIG#${regisseurId}`,
});

/** Which employees of gemeenten DUO knows, by its numbers for them. */
export const createDuoContacts = (table: Pick<Table, 'read' | 'insert' | 'replace'>) => ({
  /** Undefined as long as the hub does not know that DUO has this employee. */
  async read(gemeentecode: Gemeentecode, regisseurId: string): Promise<HeldContact | undefined> {
    const item = await table.read(keyOf(gemeentecode, regisseurId));
    return Item.safeParse(item).data;
  },

  /**
   * For the instance that has the employee in hand, and read `before`: false when another number or report stands there by now, which then
   * stays. An earlier version left an item without a number of whom DUO had no more: that one is replaced.
   */
  async store(
    gemeentecode: Gemeentecode,
    regisseurId: string,
    held: HeldContact,
    before: HeldContact | undefined,
  ): Promise<boolean> {
    const item = { ...keyOf(gemeentecode, regisseurId), ...held };
    return before === undefined ? table.insert(item, 'id') : table.replace(item, { ...before });
  },
});

export type DuoContacts = ReturnType<typeof createDuoContacts>;
