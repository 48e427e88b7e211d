import { randomBytes } from 'node:crypto';
import type { Gemeentecode } from '../../contracts/base-types.ts';
import { digestOf } from '../digest.ts';
import { expiresAfter } from './expires-after.ts';
import type { MedewerkerPlace } from './medewerkers.ts';
import type { Item, Table } from './table.ts';

/** Links that sign a person in once, within ten minutes. The table knows the digest of what a link holds, and not that itself. */

export const LINK_SECONDS = 600;

const TOKEN_BYTES = 32;
/** Of what `createSignInLinks` makes: base64url of so many bytes. */
const TOKEN = /^[\w-]{43}$/;

/** What 32 random bytes hold cannot be guessed, so their digest needs no key. */
const keyOf = (token: string) => ({ pk: `AANMELDLINK#${digestOf(token)}`, sk: 'LINK' });

/** Whose link it was, and when it was made (ISO 8601, UTC): who was let in anew since then does not sign in by it. */
export interface SignInLink {
  readonly place: MedewerkerPlace;
  readonly gemaaktOp: string;
}

/** The item of a link that can be used: there is one, it is not too old, and it was not used before. */
const usable = async (table: Pick<Table, 'read'>, token: string, now: Date): Promise<Item | undefined> => {
  if (!TOKEN.test(token)) return undefined;
  const item = await table.read(keyOf(token));
  if (item === undefined || Number(item['geldigTot']) * 1000 < now.getTime()) return undefined;
  return item['gebruikt'] === 'nee' ? item : undefined;
};

/** The links of this table. */
export const createSignInLinks = (table: Pick<Table, 'read' | 'insert' | 'replace'>) => ({
  /** Makes a link for this entry; gives what it holds, which nobody can ask for again. */
  async make({ gemeentecode, id, organisatie }: MedewerkerPlace, now: Date): Promise<string> {
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const until = expiresAfter(now, LINK_SECONDS);
    await table.insert({
      ...keyOf(token),
      gemeentecode,
      medewerker: id,
      organisatie,
      gebruikt: 'nee',
      gemaaktOp: now.toISOString(),
      geldigTot: until,
      verlooptOp: until,
    });
    return token;
  },

  /** Whose a link is that can be used; undefined when there is no such link, it is too old, or it was used before. */
  async find(token: string, now: Date): Promise<SignInLink | undefined> {
    const item = await usable(table, token, now);
    return (
      item && {
        place: {
          gemeentecode: String(item['gemeentecode']) as Gemeentecode,
          id: String(item['medewerker']),
          organisatie: String(item['organisatie']),
        },
        gemaaktOp: String(item['gemaaktOp']),
      }
    );
  },

  /** Uses a link up; false when it cannot be used any more. Of two at once one uses it. */
  async use(token: string, now: Date): Promise<boolean> {
    const item = await usable(table, token, now);
    return item !== undefined && table.replace({ ...item, gebruikt: 'ja' }, { gebruikt: 'nee' });
  },
});

export type SignInLinks = ReturnType<typeof createSignInLinks>;
