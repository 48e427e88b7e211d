import fc from 'fast-check';
import { expect } from 'vitest';
import { Bsn, type Gemeentecode, Vnummer } from '../../../../contracts/base-types.ts';
import type { DuoResponses } from '../../../../contracts/duo-queries.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import type { Partnerbericht } from '../../../../contracts/partnerberichten.ts';
import { asKept } from '../../../../domain/bewaren/not-kept.ts';
import { gemeenteKnows } from '../../../gemeente-knows.ts';
import { runs } from '../../../runs.ts';
import { ADRES, GENNEP } from '../../domain/support.ts';
import { inbound } from '../berichten.ts';
import { berichtOf, type HubInMemory, hubInMemory } from '../hub-in-memory.ts';

/** Small stories of real life, told to the real functions: what everybody hears in the end, in any order and repetition. */

export const DEN_BOSCH = '0796' as Gemeentecode;

export interface Person {
  readonly vNummer: Vnummer;
  readonly bsn: Bsn;
}
export const PEOPLE: readonly Person[] = [
  { vNummer: Vnummer.parse('2795000007'), bsn: Bsn.parse('999910139') },
  { vNummer: Vnummer.parse('2795000014'), bsn: Bsn.parse('999910267') },
  { vNummer: Vnummer.parse('2795000021'), bsn: Bsn.parse('999910395') },
];
export const [MOTHER, FATHER, SON] = PEOPLE as readonly [Person, Person, Person];
const NAMES = ['Aya', 'Bilal', 'Chadi'];

/** The name of somebody of these people. */
export const nameOf = ({ vNummer }: Person) => ({
  voornamen: NAMES[PEOPLE.findIndex((one) => one.vNummer === vNummer)] ?? 'Aya',
  geslachtsnaam: 'Voorbeeld',
});

export const member = (
  person: Person,
  relatie = 'hoofdpersoon',
  geboortedatum = '1980-01-01',
  more: Readonly<Record<string, unknown>> = {},
) => ({
  vNummer: person.vNummer,
  bsn: person.bsn,
  relatie,
  naam: nameOf(person),
  geboortedatum,
  geslacht: 'vrouw',
  talen: [{ taal: 'Arabisch' }],
  nationaliteit: 'Syrische',
  ...more,
});

/** The same koppeling without the BSNs of its members. */
export const withoutBsn = (bericht: InboundBericht): InboundBericht =>
  JSON.parse(JSON.stringify(bericht, (key, value) => (key === 'bsn' ? undefined : value)));

interface KoppelingOptions {
  readonly versie?: number;
  readonly gemeentecode?: string;
  readonly koppelingId?: string;
  readonly datumKoppeling?: string;
  /** When COA says so; a day of June for each version when it is left out. */
  readonly moment?: string;
  readonly more?: Readonly<Record<string, unknown>>;
}

export const koppelingOf = (
  personen: readonly object[],
  {
    versie = 1,
    gemeentecode = '0907',
    koppelingId = 'S01',
    datumKoppeling = '2025-06-01',
    moment,
    more = {},
  }: KoppelingOptions = {},
): InboundBericht =>
  inbound(
    versie === 1 ? 'nl.tvs.koppeling.geregistreerd.v1' : 'nl.tvs.koppeling.gewijzigd.v1',
    moment ?? `2025-06-0${versie}T08:00:00Z`,
    { koppelingId, versie, gemeentecode, datumKoppeling, personen, ...more },
  );

export const registered = (
  { bsn }: Person,
  day: string,
  gemeentecode = '0907',
  more: Readonly<Record<string, unknown>> = {},
): InboundBericht =>
  inbound('nl.brp.persoon.ingeschreven.v1', `${day}T08:00:00Z`, {
    bsn,
    soort: 'verhuizing',
    gemeentecode,
    datumInschrijving: day,
    adres: ADRES,
    isCoaLocatie: false,
    ...more,
  });

export const moved = ({ bsn }: Person, day: string, gemeentecode = '0907'): InboundBericht =>
  inbound('nl.brp.persoon.verhuisd.v1', `${day}T08:00:00Z`, {
    bsn,
    gemeentecode,
    datumVerhuizing: day,
    adres: ADRES,
    isCoaLocatie: false,
  });

export const died = ({ bsn }: Person, day: string): InboundBericht =>
  inbound('nl.brp.persoon.overleden.v1', `${day}T08:00:00Z`, { bsn, datumOverlijden: day });

export const PLICHT: DuoResponses = {
  inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-03-01' },
};

/** Everything that a partner of Gennep got, in order. */
export const told = (hub: HubInMemory, partner: string): readonly Partnerbericht[] =>
  (hub.queues.get(`0907/${partner}`) ?? []).map(berichtOf);

export const kinds = (berichten: readonly Partnerbericht[]) =>
  berichten.map(({ type }) => type.split('.').at(-2));

/** What each partner has in the end of each zaak or household. Being signed off amounts to never having been told. */
export const lastTold = (hub: HubInMemory) =>
  Object.fromEntries(
    [...hub.queues].flatMap(([kanaal, items]) => {
      const isGemeente = kanaal.endsWith('/gemeente');
      const known = isGemeente
        ? gemeenteKnows(items.map(berichtOf))
        : stillKnown(
            items.map(berichtOf).map((bericht) => {
              const { volgnummer: _volgnummer, ...data } = bericht.data;
              const { gewijzigd: _gewijzigd, ...rest } = { gewijzigd: undefined, ...data };
              return [bericht.subject, bericht.type.includes('vervallen') ? undefined : rest] as const;
            }),
          );
      return Object.keys(known).length === 0 ? [] : [[kanaal, known]];
    }),
  );

const stillKnown = (entries: readonly (readonly [string, unknown])[]) =>
  Object.fromEntries([...new Map(entries)].filter(([, data]) => data !== undefined));

export const play = async (
  berichten: readonly InboundBericht[],
  responses: (bsn: string) => DuoResponses = () => PLICHT,
): Promise<HubInMemory> => {
  const hub = hubInMemory(responses);
  await hub.process(berichten.map((bericht) => asKept(bericht)));
  return hub;
};

/** The same end in every order and with every repetition; answers with the hub to which all was told as it is written down. */
export const inAnyOrder = async (
  berichten: readonly InboundBericht[],
  seen: (hub: HubInMemory) => Promise<unknown>,
  responses: (bsn: string) => DuoResponses = () => PLICHT,
  orders = 12,
): Promise<HubInMemory> => {
  const first = await play(berichten, responses);
  const expected = await seen(first);
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...berichten, ...berichten], { minLength: berichten.length * 2 }),
      async (shuffled) => {
        expect(await seen(await play(shuffled, responses))).toEqual(expected);
      },
    ),
    { numRuns: runs(orders) },
  );
  return first;
};

export const zaakOfPerson = async (
  hub: HubInMemory,
  { vNummer }: Person,
  gemeentecode: Gemeentecode = GENNEP,
) => {
  const [found] = await hub.zaken.findZaak({ vNummer }, gemeentecode);
  return found && (await hub.zaken.zaakForGemeente(found.zaakId, gemeentecode));
};

export const statusOf = async (hub: HubInMemory, { ontvangstId }: InboundBericht) =>
  (await hub.ontvangsten.read(ontvangstId))?.status;
