import type { ZaakId } from '../../contracts/base-types.ts';
import { logPartition } from './log-partition.ts';
import type { Key, Table } from './table.ts';

/**
 * Who tells DUO about a zaak, or about an employee of a gemeente: one instance at a time, so that two announcements of one decision
 * do not both call DUO. An item beside what it is about, with the moment until which it is in hand.
 */

/** Far longer than a call and its record take, so that a claim ends only when its instance fell. */
const CLAIM_MS = 90_000;

/** Where the claim of a zaak lies that DUO is told about. */
export const keyOfClaim = (zaakId: ZaakId): Key => ({ pk: logPartition('ZAAK', zaakId), sk: 'DUOMELDING' });

/** Claims by which one instance at a time tells DUO of a zaak. */
export const createDuoClaims = (table: Pick<Table, 'read' | 'insert' | 'replace'>) => ({
  /** Takes something in hand; gives the end of the claim, or undefined when another instance has it. */
  async claim(key: Key, now: Date): Promise<string | undefined> {
    const tot = new Date(now.getTime() + CLAIM_MS).toISOString();
    const item = await table.read(key);
    if (item === undefined) return (await table.insert({ ...key, tot })) ? tot : undefined;
    const before = String(item['tot']);
    if (before > now.toISOString()) return undefined;
    return (await table.replace({ ...key, tot }, { tot: before })) ? tot : undefined;
  },

  /** Gives it out of hand, when it still is in the hand of this claim. */
  async release(key: Key, claimed: string, now: Date): Promise<void> {
    await table.replace({ ...key, tot: now.toISOString() }, { tot: claimed });
  },
});

export type DuoClaims = ReturnType<typeof createDuoClaims>;
