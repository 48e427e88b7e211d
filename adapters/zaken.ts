import type { GevondenZaak, Tijdlijn, Zaak as ZaakWeergave, Zoekvraag } from '../contracts/api.ts';
import type { ZaakId } from '../contracts/basistypen.ts';
import { type Poststuk, staatVan } from '../domain/delivery/item.ts';
import { gekoppeldeZaak } from '../domain/persoonsnummers/persoonsnummers.ts';
import { dagVan } from '../domain/termijnen/kalender.ts';
import { situationOf } from '../domain/zaak/afgeleid.ts';
import { dossierVan } from '../domain/zaak/dossier.ts';
import { type Bezorgstand, bezorgsleutel, tijdlijnVan } from '../domain/zaak/tijdlijn.ts';
import { termijnenOp, zaakGegevens } from '../domain/zaak/weergave.ts';
import { maakNummerLogboeken, maakUitgaand, maakZaakLogboeken, STATUS_UITGAAND } from './logboeken.ts';
import { type Pseudoniemen, vindZaakId } from './pseudoniemen.ts';
import type { Tabel } from './tabel.ts';

/** How far each message is, for the timeline: a state and a door, never content. */
const bezorgstanden = (post: readonly Poststuk[]): ReadonlyMap<string, Bezorgstand> =>
  new Map(
    post.map((stuk) => [
      bezorgsleutel(stuk.partner, stuk.volgnummer),
      {
        staat: staatVan(stuk.plek),
        ...(stuk.deur === undefined ? {} : { deur: stuk.deur }),
        ...(stuk.reden === undefined ? {} : { stilstand: stuk.reden }),
      },
    ]),
  );

/** Zaken as the API shows them. */
export const maakZaken = (tabel: Tabel, pseudoniemen: Pseudoniemen) => {
  const zaakLogboeken = maakZaakLogboeken(tabel);
  const nummerLogboeken = maakNummerLogboeken(tabel);
  const uitgaand = maakUitgaand(tabel);

  const lees = async (zaakId: ZaakId) => {
    const { commits, post } = await uitgaand.lees(zaakId);
    const { zaak } = dossierVan(commits);
    const { koppeling, heeftZaak, status } = situationOf(zaak);
    return koppeling === undefined || !heeftZaak
      ? undefined
      : {
          commits,
          post,
          zaak,
          kop: { zaakId, gemeentecode: koppeling.gemeentecode, status },
        };
  };

  const zaakIdVoor = async (vraag: Zoekvraag): Promise<ZaakId | undefined> =>
    'vNummer' in vraag
      ? await vindZaakId({ zaken: zaakLogboeken, pseudoniemen }, vraag.vNummer)
      : gekoppeldeZaak(await nummerLogboeken.lees(pseudoniemen.bsnSleutel(vraag.bsn)));

  return {
    /** Every zaak of this person, in whichever gemeente. */
    async zoekZaak(vraag: Zoekvraag): Promise<readonly GevondenZaak[]> {
      const zaakId = await zaakIdVoor(vraag);
      const gevonden = zaakId === undefined ? undefined : await lees(zaakId);
      return gevonden === undefined ? [] : [gevonden.kop];
    },

    /** The zaak as the gemeente that it belongs to may see it. */
    async zaakVoorGemeente(zaakId: ZaakId): Promise<ZaakWeergave | undefined> {
      const gevonden = await lees(zaakId);
      return gevonden === undefined
        ? undefined
        : { ...gevonden.kop, gegevens: zaakGegevens(gevonden.zaak, dagVan(new Date())) };
    },

    /** Its timeline, and the gemeente that may see it: one read of the log for both. */
    async tijdlijn(zaakId: ZaakId): Promise<(Tijdlijn & Pick<ZaakWeergave, 'gemeentecode'>) | undefined> {
      const gevonden = await lees(zaakId);
      return gevonden === undefined
        ? undefined
        : {
            zaakId,
            gemeentecode: gevonden.kop.gemeentecode,
            gebeurtenissen: tijdlijnVan(gevonden.commits, bezorgstanden(gevonden.post)).map(
              (gebeurtenis) => ({ ...gebeurtenis }),
            ),
            termijnen: [...termijnenOp(gevonden.zaak, dagVan(new Date()))],
          };
    },

    /** Commits on timelines that still have partner messages to send. */
    nogTeVersturen: (): Promise<number> => tabel.tel(STATUS_UITGAAND),
  };
};
