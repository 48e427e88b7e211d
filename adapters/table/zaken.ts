import type { FoundZaak, SearchQuery, Tijdlijn, Zaak as ZaakView } from '../../contracts/api.ts';
import type { ZaakId } from '../../contracts/base-types.ts';
import { type PostvakItem, stateOf } from '../../domain/delivery/item.ts';
import { linkedZaak } from '../../domain/persoonsnummers/persoonsnummers.ts';
import { dayOf } from '../../domain/termijnen/calendar.ts';
import { dossierOf } from '../../domain/zaak/dossier.ts';
import { situationOf } from '../../domain/zaak/situation.ts';
import { type DeliveryEntry, deliveryKey, tijdlijnOf } from '../../domain/zaak/tijdlijn.ts';
import { termijnenAt, zaakData } from '../../domain/zaak/view.ts';
import { findZaakId, type Pseudonyms } from '../secrets/pseudonyms.ts';
import { createOutbound, createPersoonsnummerLogs, createZaakLogs, STATUS_OUTBOUND } from './logs.ts';
import type { Table } from './table.ts';

/** How far each message is, for the timeline: a state and a door, never content. */
const deliveryEntries = (post: readonly PostvakItem[]): ReadonlyMap<string, DeliveryEntry> =>
  new Map(
    post.map((item) => [
      deliveryKey(item.partner, item.volgnummer),
      {
        staat: stateOf(item.plek),
        ...(item.deur === undefined ? {} : { deur: item.deur }),
        ...(item.reden === undefined ? {} : { stilstand: item.reden }),
      },
    ]),
  );

/** Zaken as the API shows them. */
export const createZaken = (table: Table, pseudonyms: Pseudonyms) => {
  const zaakLogs = createZaakLogs(table);
  const persoonsnummerLogs = createPersoonsnummerLogs(table);
  const outbound = createOutbound(table);

  const read = async (zaakId: ZaakId) => {
    const { commits, post } = await outbound.read(zaakId);
    const { zaak } = dossierOf(commits);
    const { koppeling, hasZaak, status } = situationOf(zaak);
    return koppeling === undefined || !hasZaak
      ? undefined
      : {
          commits,
          post,
          zaak,
          head: { zaakId, gemeentecode: koppeling.gemeentecode, status },
        };
  };

  const zaakIdFor = async (query: SearchQuery): Promise<ZaakId | undefined> =>
    'vNummer' in query
      ? await findZaakId({ zaken: zaakLogs, pseudonyms }, query.vNummer)
      : linkedZaak(await persoonsnummerLogs.read(pseudonyms.bsnKey(query.bsn)));

  return {
    /** Every zaak of this person, in whichever gemeente. */
    async findZaak(query: SearchQuery): Promise<readonly FoundZaak[]> {
      const zaakId = await zaakIdFor(query);
      const found = zaakId === undefined ? undefined : await read(zaakId);
      return found === undefined ? [] : [found.head];
    },

    /** The zaak as the gemeente that it belongs to may see it. */
    async zaakForGemeente(zaakId: ZaakId): Promise<ZaakView | undefined> {
      const found = await read(zaakId);
      return found === undefined
        ? undefined
        : { ...found.head, gegevens: zaakData(found.zaak, dayOf(new Date())) };
    },

    /** Its timeline, and the gemeente that may see it: one read of the log for both. */
    async tijdlijn(zaakId: ZaakId): Promise<(Tijdlijn & Pick<ZaakView, 'gemeentecode'>) | undefined> {
      const found = await read(zaakId);
      return found === undefined
        ? undefined
        : {
            zaakId,
            gemeentecode: found.head.gemeentecode,
            gebeurtenissen: tijdlijnOf(found.commits, deliveryEntries(found.post)).map((gebeurtenis) => ({
              ...gebeurtenis,
            })),
            termijnen: [...termijnenAt(found.zaak, dayOf(new Date()))],
          };
    },

    /** Commits on timelines that still have partner messages to send. */
    nogTeVersturen: (): Promise<number> => table.count(STATUS_OUTBOUND),
  };
};
