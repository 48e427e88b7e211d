import type { Gemeentecode } from '../../contracts/base-types.ts';
import { DAY_SECONDS } from '../../contracts/time.ts';
import { known } from '../../domain/known.ts';
import { allPages } from './all-pages.ts';
import { expiresAfter } from './expires-after.ts';
import { STATUS_MAIL } from './mails.ts';
import type { Item, Table } from './table.ts';

/**
 * Whether the last mail with a link to sign in came back, of each person on the list of a gemeente. It lies beside the mails of partners,
 * so that what looks those up needs no right to read who is on that list.
 */

/** Somebody on the list of a gemeente, for whomever they speak. */
export interface LinkReader {
  readonly gemeentecode: Gemeentecode;
  readonly id: string;
}

/** To which address, in the letters in which it was mailed, from when it is to be looked up, and since when mail to it comes back. */
export interface LinkMail {
  readonly adres: string;
  readonly vanaf?: string;
  readonly teruggekomenOp?: string;
}

interface Kept extends LinkMail {
  readonly versie: number;
}

const PARTITION = 'MAIL#';
const KIND = '#LINK';
const keyOf = ({ gemeentecode, id }: LinkReader) => ({
  pk: `${PARTITION}${gemeentecode}`,
  sk: `${id}${KIND}`,
});
const readerOf = ({ pk, sk }: Item): LinkReader => ({
  gemeentecode: pk.slice(PARTITION.length) as Gemeentecode,
  id: sk.slice(0, -KIND.length),
});
const isLink = ({ sk }: Item): boolean => sk.endsWith(KIND);
const toKept = (item: Item): Kept => ({
  ...(JSON.parse(String(item['inhoud'])) as LinkMail),
  versie: Number(item['versie']),
});

/** A mail that no mailbox takes comes back within minutes. */
const LOOK_BACK_MS = 10 * 60_000;
/** Who is sent no link for so long is known by the list alone again. */
const KEPT_SECONDS = 90 * DAY_SECONDS;

/** The mails with a link in this table. */
export const createLinkMails = (
  table: Pick<Table, 'read' | 'write' | 'replace' | 'partition' | 'perStatus'>,
) => {
  const read = async (reader: LinkReader): Promise<Kept | undefined> => {
    const item = await table.read(keyOf(reader));
    return item && toKept(item);
  };
  const itemOf = (reader: LinkReader, { versie, ...mail }: Kept, now: Date) => ({
    ...keyOf(reader),
    versie,
    inhoud: JSON.stringify(mail),
    verlooptOp: expiresAfter(now, KEPT_SECONDS),
  });

  return {
    read,

    /** A link goes to this address: in ten minutes it is looked up whether it came back. What was known of that address stays until then. */
    async sent(reader: LinkReader, adres: string, now: Date): Promise<void> {
      const before = await read(reader);
      const same = before?.adres === adres ? before : undefined;
      const vanaf = new Date(now.getTime() + LOOK_BACK_MS).toISOString();
      const kept: Kept = { ...same, adres, vanaf, versie: (before?.versie ?? 0) + 1 };
      await table.write([{ ...itemOf(reader, kept, now), status: STATUS_MAIL, sinds: vanaf }]);
    },

    /** Of whom it can be looked up by now. Eventually consistent. */
    async toLookUp(now: Date): Promise<readonly { readonly reader: LinkReader; readonly vanaf: string }[]> {
      const items = await allPages(async (na) => {
        const { items: elements, ...rest } = await table.perStatus(STATUS_MAIL, {
          until: now.toISOString(),
          ...known({ na }),
        });
        return { elements, ...rest };
      });
      return items.filter(isLink).map((item) => ({ reader: readerOf(item), vanaf: String(item['sinds']) }));
    },

    /** What was found of a mail; nothing when another has gone meanwhile, which is looked up in its turn. */
    async found(reader: LinkReader, before: Kept, isReturned: boolean, now: Date): Promise<void> {
      const { adres, teruggekomenOp = now.toISOString(), versie } = before;
      const kept = { adres, versie: versie + 1, ...(isReturned && { teruggekomenOp }) };
      await table.replace(itemOf(reader, kept, now), { versie });
    },

    /** Of a gemeente, the addresses of which mail came back, by the id of the person. Strongly consistent. */
    async returned(gemeentecode: Gemeentecode): Promise<ReadonlyMap<string, LinkMail>> {
      const items = (await table.partition(`${PARTITION}${gemeentecode}`)).filter(isLink);
      return new Map(
        items
          .map((item) => [readerOf(item).id, toKept(item)] as const)
          .filter(([, { teruggekomenOp }]) => teruggekomenOp !== undefined),
      );
    },
  };
};

export type LinkMails = ReturnType<typeof createLinkMails>;
