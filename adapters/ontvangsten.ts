import * as z from 'zod';
import {
  ONTVANGST_STATUSSEN,
  type Ontvangst,
  type OntvangstStatus,
  type OPENSTAANDE_STATUSSEN,
} from '../contracts/api.ts';
import type { OntvangstId } from '../contracts/basistypen.ts';
import { BrpBericht, CoaBericht, DuoBericht, type InkomendBericht } from '../contracts/intern.ts';
import type { Item, Tabel } from './tabel.ts';

/**
 * Receipts: one item per accepted message, in exactly one status at any moment. While the message is not processed its
 * content lives here, so that nothing accepted can be lost; afterwards only the proof that it came remains.
 */

/** How the processing of one accepted message ended. */
export type Afloop =
  | { readonly soort: 'verwerkt'; readonly reden?: string }
  | { readonly soort: 'wacht'; readonly reden: string }
  | { readonly soort: 'quarantaine'; readonly reden: string };

export interface Afgerond {
  readonly bericht: InkomendBericht;
  readonly afloop: Afloop;
}

const SK = 'ONTVANGST';
const VOORVOEGSEL = 'ONTVANGST#';
/** A receipt proves for two years that a message came; the timeline knows the fact itself for longer. */
const BEWAARTERMIJN_SECONDEN = 2 * 365 * 24 * 3600;

/** How often a message that no function got through is offered again by itself. */
const HOOGSTE_AANBIEDINGEN = 3;

const sleutel = (ontvangstId: OntvangstId) => ({ pk: `${VOORVOEGSEL}${ontvangstId}`, sk: SK });
const statusSleutel = (status: OntvangstStatus) => `${VOORVOEGSEL}${status}`;

const alsOntvangst = (item: Item): Ontvangst => ({
  ontvangstId: String(item.pk).slice(VOORVOEGSEL.length) as OntvangstId,
  status: z.enum(ONTVANGST_STATUSSEN).parse(String(item['status']).slice(VOORVOEGSEL.length)),
  type: String(item['type']),
  organisatie: String(item['organisatie']),
  sinds: String(item['sinds']),
  ...(item['reden'] === undefined ? {} : { reden: String(item['reden']) }),
});

const Inhoud = z.union([CoaBericht, BrpBericht, DuoBericht]);

const inhoudVan = (
  item: Item | undefined,
  alsStatus: readonly OntvangstStatus[],
): InkomendBericht | undefined =>
  item?.['inhoud'] !== undefined && alsStatus.some((status) => item['status'] === statusSleutel(status))
    ? Inhoud.parse(JSON.parse(String(item['inhoud'])))
    : undefined;

/** The message of a receipt that is not processed; undefined when it is, or when it cannot be read any more. */
export const bewaardeInhoud = (item: Item | undefined): InkomendBericht | undefined =>
  item?.['inhoud'] === undefined ? undefined : Inhoud.safeParse(JSON.parse(String(item['inhoud']))).data;

export const maakOntvangsten = (tabel: Tabel) => ({
  /**
   * Stores the message unless it is there already; durable once the promise resolves. Its `afdruk` is of what it means;
   * receipts of before that was so hold the digest of how it was written.
   */
  async neemAan(
    bericht: InkomendBericht,
    writtenDigest = bericht.afdruk,
  ): Promise<'nieuw' | 'herhaald' | 'ander bericht'> {
    const nieuw = await tabel.voegToe({
      ...sleutel(bericht.ontvangstId),
      status: statusSleutel('ontvangen'),
      sinds: new Date().toISOString(),
      type: bericht.type,
      organisatie: bericht.organisatie,
      afdruk: bericht.afdruk,
      inhoud: JSON.stringify(bericht),
    });
    if (nieuw) return 'nieuw';
    const bekend = await tabel.lees(sleutel(bericht.ontvangstId));
    const known = bekend?.['afdruk'];
    return known === bericht.afdruk || known === writtenDigest ? 'herhaald' : 'ander bericht';
  },

  async lees(ontvangstId: OntvangstId): Promise<Ontvangst | undefined> {
    const item = await tabel.lees(sleutel(ontvangstId));
    return item === undefined ? undefined : alsOntvangst(item);
  },

  async lijst(
    status: OntvangstStatus,
    na?: string,
    totEnMet?: string,
  ): Promise<{ ontvangsten: readonly Ontvangst[]; na?: string }> {
    const bladzij = await tabel.perStatus(statusSleutel(status), {
      ...(na === undefined ? {} : { na }),
      ...(totEnMet === undefined ? {} : { totEnMet }),
    });
    return {
      ontvangsten: bladzij.items.map(alsOntvangst),
      ...(bladzij.na === undefined ? {} : { na: bladzij.na }),
    };
  },

  /** Numbers of those that are not done: lists that stay small. */
  async telOpen(): Promise<Record<(typeof OPENSTAANDE_STATUSSEN)[number], number>> {
    const [ontvangen, wacht, quarantaine] = await Promise.all(
      (['ontvangen', 'wacht', 'quarantaine'] as const).map((status) => tabel.tel(statusSleutel(status))),
    );
    return { ontvangen: ontvangen ?? 0, wacht: wacht ?? 0, quarantaine: quarantaine ?? 0 };
  },

  telBladzij: (
    status: OntvangstStatus,
    max: number,
    na?: string,
  ): Promise<{ readonly aantal: number; readonly na?: string }> =>
    tabel.telBladzij(statusSleutel(status), max, na),

  telTot: (status: OntvangstStatus, totEnMet: string): Promise<number> =>
    tabel.tel(statusSleutel(status), totEnMet),

  /**
   * The content of a message that still waits (or has only just come); undefined when it ended some other way. Content
   * that the contract no longer allows goes to quarantine, and the caller hears so: it must not hold up what wakes it.
   */
  async wekbaar(ontvangstId: OntvangstId): Promise<InkomendBericht | 'quarantaine' | undefined> {
    try {
      return inhoudVan(await tabel.lees(sleutel(ontvangstId)), ['ontvangen', 'wacht']);
    } catch (fout) {
      if (!(fout instanceof z.ZodError)) throw fout;
      await tabel.wijzig(
        sleutel(ontvangstId),
        { status: statusSleutel('quarantaine'), reden: 'bewaard bericht voldoet niet meer aan het contract' },
        [statusSleutel('ontvangen'), statusSleutel('wacht')],
      );
      return 'quarantaine';
    }
  },

  /** The content of a message that is not processed; undefined when it is, or when it is not readable any more. */
  async bewaard(ontvangstId: OntvangstId): Promise<InkomendBericht | undefined> {
    return bewaardeInhoud(await tabel.lees(sleutel(ontvangstId)));
  },

  /** Gives the message of any receipt that is not processed, as 'ontvangen', to be offered again by hand. */
  async heropnemen(ontvangstId: OntvangstId): Promise<InkomendBericht | undefined> {
    const bericht = inhoudVan(await tabel.lees(sleutel(ontvangstId)), ['ontvangen', 'wacht', 'quarantaine']);
    if (bericht === undefined) return undefined;
    const gelukt = await tabel.wijzig(
      sleutel(ontvangstId),
      {
        status: statusSleutel('ontvangen'),
        sinds: new Date().toISOString(),
        reden: undefined,
        aanbiedingen: undefined,
      },
      [statusSleutel('ontvangen'), statusSleutel('wacht'), statusSleutel('quarantaine')],
    );
    return gelukt ? bericht : undefined;
  },

  /** A queue is still trying this message: it need not be offered again for now. */
  wordtGeprobeerd: (ontvangstId: OntvangstId, nu: Date): Promise<boolean> =>
    tabel.wijzig(sleutel(ontvangstId), { sinds: nu.toISOString() }, [statusSleutel('ontvangen')]),

  /**
   * A message that stayed unprocessed, to be offered again, and counts that. Undefined when it was processed meanwhile,
   * or was offered often enough: its alarm stands, and only people can help.
   */
  async opnieuwAanTeBieden(ontvangstId: OntvangstId, nu: Date): Promise<InkomendBericht | undefined> {
    const item = await tabel.lees(sleutel(ontvangstId));
    const bericht = inhoudVan(item, ['ontvangen']);
    const aanbiedingen = Number(item?.['aanbiedingen'] ?? 0);
    if (bericht === undefined || aanbiedingen >= HOOGSTE_AANBIEDINGEN) return undefined;
    const gelukt = await tabel.wijzig(
      sleutel(ontvangstId),
      { sinds: nu.toISOString(), aanbiedingen: aanbiedingen + 1 },
      [statusSleutel('ontvangen')],
    );
    return gelukt ? bericht : undefined;
  },

  /**
   * Records how processing ended. Processed is final and may be written twice; waiting and quarantine only follow on
   * 'ontvangen' or 'wacht', so that a late writer never undoes a message that was processed meanwhile. `standen` are
   * list entries of the zaken concerned, written along unless a newer one stands already.
   */
  async rondAf(uitkomsten: readonly Afgerond[], standen: readonly Item[] = []): Promise<void> {
    const nu = new Date();
    const verwerkt = uitkomsten.filter(({ afloop }) => afloop.soort === 'verwerkt');
    await Promise.all([
      tabel.schrijf([
        ...new Map(
          verwerkt.map(({ bericht, afloop }) => [
            bericht.ontvangstId,
            {
              ...sleutel(bericht.ontvangstId),
              status: statusSleutel('verwerkt'),
              sinds: nu.toISOString(),
              type: bericht.type,
              organisatie: bericht.organisatie,
              afdruk: bericht.afdruk,
              reden: afloop.reden,
              verlooptOp: Math.floor(nu.getTime() / 1000) + BEWAARTERMIJN_SECONDEN,
            },
          ]),
        ).values(),
      ]),
      ...standen.map((stand) => tabel.schrijfAlsNieuwer(stand, 'versie')),
      ...uitkomsten.flatMap(({ bericht, afloop }) =>
        afloop.soort === 'verwerkt'
          ? []
          : [
              tabel.wijzig(
                sleutel(bericht.ontvangstId),
                { status: statusSleutel(afloop.soort), reden: afloop.reden },
                [statusSleutel('ontvangen'), statusSleutel('wacht')],
              ),
            ],
      ),
    ]);
  },
});

export type Ontvangsten = ReturnType<typeof maakOntvangsten>;
