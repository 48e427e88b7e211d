import { randomUUID } from 'node:crypto';
import type { Gemeentecode, ZaakId } from '../../../contracts/base-types.ts';
import { DAY_SECONDS } from '../../../contracts/time.ts';
import type { WisReden, Wissing } from '../../../contracts/wissen.ts';
import { type Erasing, wissingOf } from '../../../domain/wissen/erasing.ts';
import { expiresAfter } from '../expires-after.ts';
import { postOfZaak } from '../postvak/old-place.ts';
import type { Item, Table } from '../table.ts';

/** Erasings that were decided: an item each, in the index until nothing is left to do. */

export const ERASING = 'GEWIST';

/** How long it is known that a zaak was erased, and who confirmed. Everything that refers to it goes by then. */
export const TOMBSTONE_SECONDS = 180 * DAY_SECONDS;

// Not among the items of the zaak: who may decide this may not write there.
const PARTITION = 'WISSING#';
const keyOf = (zaakId: ZaakId) => ({ pk: `${PARTITION}${zaakId}`, sk: 'WISSING' });

interface Stored {
  readonly erasing: Erasing;
  readonly versie: number;
  /** When it is to be looked at again, an instant; absent when nothing is left to do. */
  readonly next?: string;
}

const toStored = (item: Item): Stored => ({
  erasing: JSON.parse(String(item['inhoud'])),
  versie: Number(item['versie']),
  ...(item['sinds'] === undefined ? {} : { next: String(item['sinds']) }),
});

/** `next`: when it is looked at again; without, nothing is left to do. */
const toItem = ({ erasing, versie }: Omit<Stored, 'next'>, next: Date | undefined): Item => ({
  ...keyOf(erasing.zaakId),
  versie,
  inhoud: JSON.stringify(erasing),
  ...(next === undefined ? {} : { status: ERASING, sinds: next.toISOString() }),
  verlooptOp: expiresAfter(new Date(erasing.gevraagdOp), TOMBSTONE_SECONDS),
});

/** Decisions to erase somebody, and how far that is. */
export const createErasings = (
  table: Pick<Table, 'read' | 'partition' | 'insert' | 'replace' | 'perStatus'>,
) => ({
  /** Undefined when nobody decided to erase this zaak, or when that was so long ago that nothing of it is known. */
  async read(zaakId: ZaakId): Promise<Stored | undefined> {
    const item = await table.read(keyOf(zaakId));
    return item === undefined ? undefined : toStored(item);
  },

  /** Decides to erase a zaak, once: who decides again gets what was decided before. */
  async decide(
    zaakId: ZaakId,
    { gemeentecode, reden, now }: { gemeentecode: Gemeentecode; reden: WisReden; now: Date },
  ): Promise<Erasing> {
    const erasing: Erasing = {
      zaakId,
      gemeentecode,
      reden,
      stand: 'besloten',
      gevraagdOp: now.toISOString(),
      opvolger: randomUUID(),
      komtNietAan: [],
      wachtUit: [],
      logs: [zaakId],
      keys: [],
    };
    if (await table.insert(toItem({ erasing, versie: 1 }, now))) return erasing;
    const known = await table.read(keyOf(zaakId));
    return known === undefined ? erasing : toStored(known).erasing;
  },

  /** Writes how far it is; false when another run did so first. */
  advance: ({ erasing, versie }: Stored, change: Partial<Erasing>, next?: Date): Promise<boolean> =>
    table.replace(toItem({ erasing: { ...erasing, ...change }, versie: versie + 1 }, next), { versie }),

  /** The same erasing beside the timeline of another zaak of the same person, so that it is known there too. */
  async copy({ erasing }: Stored, zaakId: ZaakId): Promise<void> {
    await table.insert(toItem({ erasing: { ...erasing, zaakId }, versie: 1 }, undefined));
  },

  /** As its gemeente sees it; undefined when there is none, or when it is another gemeente's. */
  async view(zaakId: ZaakId, gemeentecode: Gemeentecode, now: Date): Promise<Wissing | undefined> {
    const item = await table.read(keyOf(zaakId));
    if (item === undefined) return undefined;
    const { erasing } = toStored(item);
    if (erasing.gemeentecode !== gemeentecode) return undefined;
    const post = await Promise.all(erasing.logs.map((log) => postOfZaak(table, log)));
    return wissingOf(erasing, post.flat(), now);
  },

  /** Zaken of which something is left to do by now, the longest due first. Eventually consistent. */
  async due(now: Date, max: number): Promise<readonly ZaakId[]> {
    const { items } = await table.perStatus(ERASING, { until: now.toISOString(), max });
    return items.map(({ pk }) => pk.slice(PARTITION.length) as ZaakId);
  },
});

export type Erasings = ReturnType<typeof createErasings>;
export type StoredErasing = Stored;
