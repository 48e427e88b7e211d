import * as z from 'zod';
import { Bsn, Gemeentecode, Vnummer } from '../../contracts/base-types.ts';
import { SEARCHES_PER_DAY } from '../../domain/limits.ts';
import { type HubClient, STANDARD_GEMEENTE } from '../hub-client.ts';
import { isDuoStep, type Step } from './parse.ts';

/** The zaken of the people of one scenario, and the messages about them, at one moment. */
export interface OwnZaken {
  readonly zaakIds: ReadonlySet<string>;
  /** The number of messages about these people that the hub decided on, by gemeentecode and partner: `0907/mage`. */
  readonly berichten: Readonly<Record<string, number>>;
  /** The same numbers also by kind: `0907/mage gemeld`. */
  readonly soorten: Readonly<Record<string, number>>;
  /** The zaken with a message that the hub decided on and has not composed yet. */
  readonly uncomposed: readonly string[];
}

/** The number of calls at the same time. */
const TOGETHER = 8;
/**
 * The most people whose zaken are looked up, because a gemeente may search only so often a day and a replay searches before and
 * after. For more people only totals are counted.
 */
const MOST_PEOPLE = SEARCHES_PER_DAY / 5;

/**
 * The zaken of the people in these steps, and the messages about them, at the gemeenten that the steps name (0907 when the steps
 * name none). Undefined when the client has no token of any of these gemeenten, or when the steps name more than `MOST_PEOPLE`.
 */
export const ownZaken = async (hub: HubClient, steps: readonly Step[]): Promise<OwnZaken | undefined> => {
  const codes = gemeentenIn(steps).filter((code) => hub.speaksFor(`gemeente-${code}`));
  if (codes.length === 0) return undefined;
  const questions = codes.flatMap((code) => keysIn(steps).map((key) => ({ code, key })));
  if (questions.length > MOST_PEOPLE) return undefined;
  const found = await inParts(questions, ({ code, key }) => hub.find(key, code));
  // Both gemeenten find a person who moved, and the timeline at each gemeente holds the messages to its own partners.
  const zaken = new Map(found.flat().map((zaak) => [`${zaak.gemeentecode} ${zaak.zaakId}`, zaak]));
  const notices = (
    await inParts([...zaken.values()], ({ zaakId, gemeentecode }) => noticesOf(hub, zaakId, gemeentecode))
  ).flat();
  // A message about a household stands on the timeline of each member, so it is counted once.
  const once = new Map(notices.map((notice) => [notice.key, notice]));
  const told = [...once.values()];
  const berichten = counted(told.map(({ channel }) => channel));
  const soorten = counted(told.map(({ channel, soort }) => `${channel} ${soort}`));
  const uncomposed = notices.filter(({ composed }) => !composed).map(({ zaakId }) => zaakId);
  const zaakIds = new Set<string>([...zaken.values()].map(({ zaakId }) => zaakId));
  return { zaakIds, berichten, soorten, uncomposed: [...new Set(uncomposed)] };
};

const counted = (names: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, { length }]) => [name, length]));

/** The kind of a message: `gemeld`, `gewijzigd` or `vervallen` for a message about a person, else the step of the routemap. */
const soortOf = (naam: string, gebeurtenis: string | undefined): string | undefined =>
  naam === 'partner-ingelicht' ? gebeurtenis : /^nieuwe-inburgeraar-(.+)$/.exec(naam)?.[1];

const Notice = z.object({
  partner: z.string(),
  volgnummer: z.int(),
  huishoudenId: z.string().optional(),
  gebeurtenis: z.string().optional(),
  staat: z.string().optional(),
  deur: z.string().optional(),
  stilstand: z.string().optional(),
});

const noticesOf = async (hub: HubClient, zaakId: string, code: string) =>
  (await hub.tijdlijn(zaakId, code)).gebeurtenissen.flatMap(({ naam, gegevens }) => {
    const notice = Notice.safeParse(gegevens).data;
    const soort = soortOf(naam, notice?.gebeurtenis);
    // An entry about an earlier message, for example that it stands still, is not a message itself.
    if (notice === undefined || soort === undefined) return [];
    const { partner: channel, volgnummer, huishoudenId, staat, deur, stilstand } = notice;
    const composed = staat !== 'klaargezet' || (deur ?? stilstand) !== undefined;
    return [{ zaakId, key: `${huishoudenId ?? zaakId} ${channel} ${volgnummer}`, channel, soort, composed }];
  });

const inParts = async <Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> => {
  const results: Result[] = [];
  for (let begin = 0; begin < items.length; begin += TOGETHER)
    results.push(...(await Promise.all(items.slice(begin, begin + TOGETHER).map(work))));
  return results;
};

/** The fields of a message that name people. Malformed fields are skipped, because a scenario may be wrong on purpose. */
const Named = z.object({
  gemeentecode: Gemeentecode.optional().catch(undefined),
  vNummer: z.unknown().optional(),
  bsn: z.unknown().optional(),
  personen: z
    .array(z.looseObject({ vNummer: z.unknown().optional(), bsn: z.unknown().optional() }))
    .optional()
    .catch(undefined),
});

const namedIn = (step: Step): z.infer<typeof Named> =>
  Named.safeParse(isDuoStep(step) ? step.notificatie : step.bericht['data']).data ?? {};

const gemeentenIn = (steps: readonly Step[]): readonly string[] => {
  const codes = new Set(steps.flatMap((step) => namedIn(step).gemeentecode ?? []));
  return codes.size === 0 ? [STANDARD_GEMEENTE] : [...codes];
};

type Key = { readonly vNummer: string } | { readonly bsn: string };

const numbersOf = ({ vNummer, bsn }: { readonly vNummer?: unknown; readonly bsn?: unknown }) => ({
  // DUO writes a V-nummer as a number, which loses its leading zeros.
  vNummer: Vnummer.safeParse(typeof vNummer === 'number' ? String(vNummer).padStart(10, '0') : vNummer).data,
  bsn: Bsn.safeParse(bsn).data,
});

/** One key of each person. A BSN that stands beside a V-nummer in any step is left out, because it belongs to the same person. */
const keysIn = (steps: readonly Step[]): readonly Key[] => {
  const people = steps.flatMap((step) => {
    const named = namedIn(step);
    const ofZaak = isDuoStep(step) || step.zaak === undefined ? [] : [step.zaak];
    return [named, ...(named.personen ?? []), ...ofZaak].map(numbersOf);
  });
  const vNummers = new Set(people.flatMap(({ vNummer }) => vNummer ?? []));
  const found = new Set(people.flatMap(({ vNummer, bsn }) => (vNummer === undefined ? [] : (bsn ?? []))));
  const bsns = new Set(people.flatMap(({ bsn }) => (bsn === undefined || found.has(bsn) ? [] : bsn)));
  return [...[...vNummers].map((vNummer) => ({ vNummer })), ...[...bsns].map((bsn) => ({ bsn }))];
};
