import type { Item } from '../../adapters/table/table.ts';
import { createZaakLists } from '../../adapters/table/zaak-lists.ts';
import type { Gemeentecode, OntvangstId, ZaakId } from '../../contracts/base-types.ts';
import { PersoonIngeschreven } from '../../contracts/brp.ts';
import { Koppeling } from '../../contracts/coa.ts';
import type { DuoResponses } from '../../contracts/duo-queries.ts';
import { koppelingFeit } from '../../domain/koppeling/koppeling.ts';
import { notices } from '../../domain/partners/notices.ts';
import { regievoerderNotices } from '../../domain/regievoerder/notices.ts';
import { plus } from '../../domain/termijnen/calendar.ts';
import { dossierOf, type ZaakContent } from '../../domain/zaak/dossier.ts';
import type { Cause, Feit } from '../../domain/zaak/feiten.ts';
import { emptyZaak, zaakOf } from '../../domain/zaak/zaak.ts';
import { chance, koppelingOf, testBsn } from '../huishoudens.ts';

/** Zaken of Gennep as its lists hold them. Their persons settled on days spread over the last three years. */

/** The day that counts as today. */
export const DAY = '2026-11-02';
const YEARS_AGO = 1_090;
/** After eleven weeks nine zaken in ten have a PIP. The PIP of the tenth zaak is late. */
const PIP_AFTER = 77;

const cause = (day: string): Cause => ({
  ontvangstId: '00000000-0000-8000-8000-000000000000' as OntvangstId,
  berichtId: day,
  bron: 'urn:nld:oin:00000099000000002000:systeem:tvs',
  tijdstip: `${day}T08:00:00Z`,
});

const duo = (code: string, day: string, antwoorden: DuoResponses): Feit => ({
  ...cause(day),
  feitId: `duo:${code}`,
  soort: 'duo',
  notificatie: { registratieDatumTijd: `${day}T08:00:00Z`, gebeurtenisId: code },
  antwoorden,
});

/** The timeline of a person who settled this many days ago, and whose PIP is there or is late. */
const feitenOf = (daysAgo: number, hasPip: boolean): readonly Feit[] => {
  const settled = plus(DAY, `-P${daysAgo}D`);
  const linked = plus(settled, '-P20D');
  const made = plus(settled, '-P10D');
  const pip = plus(settled, 'P60D');
  const koppeling = Koppeling.parse({
    ...koppelingOf(1, chance(1)).data,
    gemeentecode: '0907',
    datumKoppeling: linked,
  });
  const [persoon] = koppeling.personen;
  if (persoon === undefined) throw new Error('a koppeling names somebody');
  const { bsn } = persoon;
  return [
    koppelingFeit(cause(linked), 'geregistreerd', koppeling, persoon),
    duo('SS101', made, { inburgeringsplicht: { indicatorInburgeringsplicht: true } }),
    {
      ...cause(settled),
      feitId: 'brp',
      soort: 'brp-inschrijving',
      gegevens: PersoonIngeschreven.parse({
        // Each person has another BSN, because a shared BSN would make this a message about somebody else.
        bsn: bsn ?? testBsn(1),
        soort: 'verhuizing',
        gemeentecode: '0907' as Gemeentecode,
        datumInschrijving: settled,
        isCoaLocatie: false,
      }),
    },
    ...(hasPip
      ? [
          duo('SS131', pip, {
            'lbt/resultaten': [
              {
                resultaat: 'B1-route haalbaar',
                behaaldeScore: '33,00',
                benodigdeScore: '28,00',
                datumAfname: plus(settled, 'P30D'),
              },
            ],
          }),
          duo('SS102', pip, {
            inburgeringstermijn: { startdatum: plus(pip, 'P1D'), einddatum: plus(pip, 'P3Y') },
          }),
        ]
      : []),
  ];
};

const known = new Map<string, ZaakContent>();

/** The single commit of such a zaak, with the messages to Gennep up to today. */
const contentAfter = (daysAgo: number, hasPip: boolean): ZaakContent => {
  const key = `${daysAgo} ${hasPip}`;
  const earlier = known.get(key);
  if (earlier !== undefined) return earlier;
  const feiten = feitenOf(daysAgo, hasPip);
  const content = { feiten, meldingen: [], regievoerder: regievoerderNotices(zaakOf(feiten), [], DAY, {}) };
  known.set(key, content);
  return content;
};

/** `alike`: zaken like all others. `running`: zaken with a PIP, of which nothing is due for half a year. */
export type Kind = 'alike' | 'running';

/** The n-th zaak with its single commit. */
export const zaakAt = (n: number, kind: Kind): { readonly zaakId: ZaakId; readonly content: ZaakContent } => {
  const daysAgo = kind === 'alike' ? (n * 7_919) % YEARS_AGO : 100 + ((n * 7_919) % 700);
  const hasPip = kind === 'running' || (daysAgo > PIP_AFTER && n % 10 !== 0);
  const zaakId = `3f7d6c1e-0f5b-8a8e-9d6a-${String(n).padStart(12, '0')}` as ZaakId;
  return { zaakId, content: contentAfter(daysAgo, hasPip) };
};

/** The items that put the n-th zaak in lists. */
export const itemsInLists = async (n: number, kind: Kind): Promise<readonly Item[]> => {
  const { zaakId, content } = zaakAt(n, kind);
  const { feiten } = content;
  // The partners were told of the zaak, so that it stands in their lists too.
  const meldingen = notices(zaakId, emptyZaak, zaakOf(feiten), new Map(), DAY);
  const dossier = dossierOf([{ versie: 1, tijd: `${DAY}T08:00:00Z`, inhoud: { ...content, meldingen } }]);
  const items: Item[] = [];
  await createZaakLists({ writeIfNewer: async (item) => items.push(item) > 0 }).store([{ zaakId, dossier }]);
  return items.filter(({ status }) => status !== undefined);
};
