import fc from 'fast-check';
import { expect } from 'vitest';
import { createPostvak } from '../../../../adapters/table/postvak/postvak.ts';
import { createReadable } from '../../../../adapters/table/postvak/readable.ts';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import type { DuoResponses } from '../../../../contracts/duo-queries.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import type { Partnerbericht } from '../../../../contracts/partnerberichten.ts';
import type { KanaalId } from '../../../../domain/partners/address.ts';
import { gemeenteKnows } from '../../../gemeente-knows.ts';
import { runs } from '../../../runs.ts';
import { GENNEP } from '../../domain/support.ts';
import { berichtOf, type HubInMemory } from '../hub-in-memory.ts';
import { putRight, zaakIdOf } from './sources.ts';
import {
  DEN_BOSCH,
  died,
  inAnyOrder,
  MOTHER,
  PEOPLE,
  type Person,
  PLICHT,
  play,
  zaakOfPerson,
} from './support.ts';

/** What everybody knows at the end of a small story, by whichever door; and stories that have to come out so in every order. */

const AT_QUEUES = [
  'taalschool',
  'intos',
  'balk',
  'taalmaatjes',
  'wijkondersteuner',
  'mage',
  'destion',
  'mooiland',
];
const WITHOUT_QUEUE = [
  'burgerzaken',
  'vakspecialist-werk-en-inkomen',
  'maatschappelijk-begeleider',
  'casusregisseur',
  'lbt-afnemer',
  'opvang',
];
const PARTNERS = [...AT_QUEUES, ...WITHOUT_QUEUE];

/** What a partner of Gennep got, in order. */
export const received = async (hub: HubInMemory, partner: string): Promise<readonly Partnerbericht[]> => {
  const kanaal = `0907/${partner}` as KanaalId;
  const items = WITHOUT_QUEUE.includes(partner)
    ? await createReadable(hub.table)(kanaal, (await createPostvak(hub.table).list(kanaal)).items)
    : (hub.queues.get(kanaal) ?? []);
  return items.map(berichtOf);
};

/** The partners of Gennep that got a message of which the type holds this. */
export const receivers = async (hub: HubInMemory, part: string): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const partner of PARTNERS)
    if ((await received(hub, partner)).some(({ type }) => type.includes(part))) found.push(partner);
  return found;
};

type Data = Readonly<Record<string, unknown>>;
type Step = Data & { readonly name: string };

/** What a partner was told of a person or a household, and the steps that stand. */
interface Known {
  readonly who: Data;
  readonly steps: readonly Step[];
}

/** What a partner of Gennep knows in the end, by zaak or household. Being signed off amounts to never having been told. */
export const knows = async (hub: HubInMemory, partner: string): Promise<Readonly<Record<string, Known>>> => {
  const known = new Map<string, { who: Data; steps: Map<unknown, Step> }>();
  for (const { subject, type, data } of await received(hub, partner)) {
    const { volgnummer, gewijzigd: _names, vervangt, contactTeamInburgering: _team, ...rest } = data as Data;
    const name = type.split('.').slice(2, -1).join('-');
    const own = known.get(subject);
    if (name === 'nieuwe-inburgeraar-vervallen') known.delete(subject);
    else if (name.startsWith('nieuwe-')) known.set(subject, { who: rest, steps: own?.steps ?? new Map() });
    else {
      own?.steps.delete(vervangt);
      if (name !== 'gebeurtenis-vervallen') own?.steps.set(volgnummer, { name, ...rest });
    }
  }
  const inOneOrder = (steps: Iterable<Step>): readonly Step[] =>
    [...steps].toSorted((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other)));
  return Object.fromEntries(
    [...known].map(([subject, { who, steps }]) => [subject, { who, steps: inOneOrder(steps.values()) }]),
  );
};

/** The same of one person; undefined when the partner knows nothing. */
export const knowsOf = async (
  hub: HubInMemory,
  partner: string,
  person: Person,
): Promise<Known | undefined> => (await knows(hub, partner))[zaakIdOf(person)];

/** What MaGe knows of each household. */
export const orders = async (hub: HubInMemory): Promise<readonly Known[]> =>
  Object.values(await knows(hub, 'mage'));

/** The timeline of a person, as a gemeente sees it. */
export const linesOf = async (hub: HubInMemory, person: Person, gemeentecode: Gemeentecode = GENNEP) => {
  const zaak = await zaakOfPerson(hub, person, gemeentecode);
  return (zaak && (await hub.zaken.tijdlijn(zaak.zaakId, gemeentecode)))?.gebeurtenissen ?? [];
};

/** A term of a person by its number; undefined when the zaak has no such term. */
export const termijnOf = async (hub: HubInMemory, person: Person, id: string, gemeentecode = GENNEP) => {
  const zaak = await zaakOfPerson(hub, person, gemeentecode);
  return (zaak?.gegevens.termijnen as readonly Data[] | undefined)?.find((one) => one['id'] === id);
};

const GEMEENTEN = [GENNEP, DEN_BOSCH, '1734', '0171'] as Gemeentecode[];

/** Everything that partners and gemeenten know in the end, except the messages to the gemeente about how it came about. */
export const allKnown = async (hub: HubInMemory) => {
  const perPartner: Record<string, unknown> = {};
  for (const partner of PARTNERS) perPartner[partner] = await knows(hub, partner);
  const zaken: unknown[] = [];
  for (const person of PEOPLE)
    for (const gemeentecode of GEMEENTEN) {
      const zaak = await zaakOfPerson(hub, person, gemeentecode);
      if (zaak !== undefined) zaken.push([gemeentecode, zaak.status, zaak.gegevens]);
    }
  return { perPartner, zaken };
};

/** Checks that no message holds a number, a nationality or a score. */
export const expectNoSecrets = async (hub: HubInMemory): Promise<void> => {
  for (const partner of [...PARTNERS, 'gemeente']) {
    const text = JSON.stringify(await received(hub, partner));
    for (const secret of [...PEOPLE.flatMap(({ bsn, vNummer }) => [bsn, vNummer]), 'Syrische', 'Score'])
      expect(text, partner).not.toContain(secret);
  }
};

/** A small story: its name, its messages, the check of its outcome, and the answers of DUO (by default a plicht that holds). */
export type Scenario = readonly [
  name: string,
  story: readonly InboundBericht[],
  comesOut: (hub: HubInMemory) => Promise<void>,
  answers?: DuoResponses,
];

/**
 * Plays a story in its written order, in other orders with every message twice, and with a mistake at a random place that a person
 * corrects at the end. The outcome must be the same each time.
 */
export const tell = async ([, story, comesOut, answers = PLICHT]: Scenario): Promise<void> => {
  const responses = () => answers;
  const seen = async (hub: HubInMemory) => {
    await expectNoSecrets(hub);
    return [await allKnown(hub), gemeenteKnows(await received(hub, 'gemeente'))];
  };
  const hub = await inAnyOrder(story, seen, responses, 3);
  const expected = await allKnown(hub);
  await comesOut(hub);
  const mistake = died(MOTHER, '2025-09-01');
  const corrected = putRight(MOTHER, '2025-09-02', `brp:${mistake.bron}#${mistake.berichtId}`);
  await fc.assert(
    fc.asyncProperty(fc.nat(story.length), async (place) => {
      const told = [...story.slice(0, place), mistake, ...story.slice(place), corrected];
      expect(await allKnown(await play(told, responses))).toEqual(expected);
    }),
    { numRuns: runs(3) },
  );
};
