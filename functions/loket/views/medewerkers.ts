import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { MedewerkerEntry } from '../../../adapters/table/medewerkers.ts';
import { text } from '../../../contracts/base-types.ts';
import { type Fault, faultsOf } from '../../../contracts/faults.ts';
import { MAIL_ADDRESS } from '../../../contracts/mail-address.ts';
import { known } from '../../../domain/known.ts';
import { isActive, sameAddress, withoutCover } from '../../../domain/medewerkers.ts';
import { type Caller, type Gemeente, organisationKeysOf } from '../../../domain/organisations.ts';
import { dayOf } from '../../../domain/termijnen/calendar.ts';
import { notFound } from '../../shared/rest/http/problems.ts';
import type { LoketDependencies } from '../dependencies.ts';
import { sendLink } from '../send-link.ts';
import { recordAccess } from './access.ts';

/** Who may speak for a gemeente and its partners: what a beheerder of that gemeente sees of it and changes. */

/** A beheerder, with the gemeente whose list it is. */
export type Beheerder = Gemeente & Pick<Caller, 'medewerker'>;

export interface MedewerkersView {
  readonly active: readonly MedewerkerEntry[];
  /** Who stood in until a day that is past, the latest first: an issuer may still let them in, until they are ended. */
  readonly stoodIn: readonly MedewerkerEntry[];
  /** Who was ended, the latest first. */
  readonly ended: readonly MedewerkerEntry[];
  /** Keys of the organisations of which one person speaks alone. */
  readonly withoutCover: readonly string[];
  /** Ids of those on it to whom no mail comes: their last link came back. */
  readonly unreached: ReadonlySet<string>;
  /** Links can be mailed. */
  readonly sendsLinks: boolean;
}

const byName = (one: MedewerkerEntry, other: MedewerkerEntry): number =>
  one.organisatie.localeCompare(other.organisatie) || one.naam.localeCompare(other.naam);

const endOf = ({ beeindigdOp, tot }: MedewerkerEntry): string => beeindigdOp ?? tot ?? '';

const latestFirst = (one: MedewerkerEntry, other: MedewerkerEntry): number =>
  endOf(one) < endOf(other) ? 1 : -1;

/** A page of the list of who speaks for the gemeente that asks and for its partners. */
export const medewerkersOfReader = async (
  { medewerkers, clock, linkMails, sendMail }: LoketDependencies,
  { gemeentecode }: Beheerder,
): Promise<MedewerkersView> => {
  const today = dayOf(clock.now());
  const [all, returned] = await Promise.all([
    medewerkers.list(gemeentecode),
    linkMails?.returned(gemeentecode),
  ]);
  // A mail to an address that somebody had before says nothing of the present one.
  const isUnreached = ({ id, adres }: MedewerkerEntry): boolean =>
    sameAddress(returned?.get(id)?.adres ?? '') === sameAddress(adres);
  const past = all.filter((one) => !isActive(one, today)).toSorted(latestFirst);
  return {
    unreached: new Set(all.filter(isUnreached).map(({ id }) => id)),
    active: all.filter((one) => isActive(one, today)).toSorted(byName),
    stoodIn: past.filter(({ beeindigdOp }) => beeindigdOp === undefined),
    ended: past.filter(({ beeindigdOp }) => beeindigdOp !== undefined),
    withoutCover: withoutCover([...organisationKeysOf(gemeentecode)], all, today),
    sendsLinks: sendMail !== undefined,
  };
};

/** The names of those on the list, also of who has ended, by their id. */
export const namesOnList = async (
  { medewerkers }: Pick<LoketDependencies, 'medewerkers'>,
  { gemeentecode }: Pick<Gemeente, 'gemeentecode'>,
): Promise<ReadonlyMap<string, string>> =>
  new Map((await medewerkers.list(gemeentecode)).map(({ id, naam }) => [id, naam]));

type Needed = Pick<
  LoketDependencies,
  'clock' | 'linkMails' | 'log' | 'logboek' | 'medewerkers' | 'passkeys' | 'sendMail' | 'address' | 'links'
>;

const Empty = z.literal('').transform(() => undefined);

/** What the form says of a new person. */
const NewMedewerker = z.strictObject({
  naam: z.string().trim().pipe(text(100)),
  adres: MAIL_ADDRESS,
  organisatie: z.string(),
  beheerder: z.literal('ja').optional(),
  tot: Empty.or(z.iso.date('is geen dag')).optional(),
  vervangt: Empty.or(z.uuid('staat niet op de lijst')).optional(),
});

export const MEDEWERKER_FIELDS = ['naam', 'adres', 'organisatie', 'beheerder', 'tot', 'vervangt'] as const;

const fault = (field: (typeof MEDEWERKER_FIELDS)[number], detail: string): readonly Fault[] => [
  { pointer: `/${field}`, detail },
];

const asked = (form: URLSearchParams): Readonly<Record<string, string>> =>
  Object.fromEntries(
    MEDEWERKER_FIELDS.flatMap((name) => {
      const value = form.get(name);
      return value === null ? [] : [[name, value] as const];
    }),
  );

/** What is wrong with an entry among the others of its gemeente. */
const faultsAmong = (
  entry: MedewerkerEntry,
  all: readonly MedewerkerEntry[],
  today: string,
): readonly Fault[] => {
  const isOfGemeente = entry.organisatie.startsWith('gemeente-');
  const colleague = all.find((one) => one.id === entry.vervangt && one.organisatie === entry.organisatie);
  return [
    ...(organisationKeysOf(entry.gemeentecode).has(entry.organisatie)
      ? []
      : fault('organisatie', 'kies een organisatie van deze lijst')),
    ...(entry.isBeheerder && !isOfGemeente ? fault('beheerder', 'kan alleen bij de gemeente zelf') : []),
    ...(entry.tot !== undefined && entry.tot < today ? fault('tot', 'is al voorbij') : []),
    ...(entry.vervangt !== undefined && (colleague === undefined || !isActive(colleague, today))
      ? fault('vervangt', 'is geen collega bij deze organisatie')
      : []),
    ...(entry.vervangt !== undefined && entry.tot === undefined
      ? fault('tot', 'vul in tot en met welke dag iemand invalt')
      : []),
  ];
};

/** Sends a link, and says how that went: who is on the list can also ask for one. */
export type Invited = 'sent' | 'refused' | 'not sent';

const invite = async (needed: Needed, entry: MedewerkerEntry): Promise<Invited> => {
  const { sendMail } = needed;
  if (sendMail === undefined) return 'not sent';
  return (await sendLink({ ...needed, sendMail }, entry)) ? 'sent' : 'refused';
};

/**
 * Ends an entry, and erases its passkeys first: whoever does it again after a crash finds the entry there still. And once more
 * afterwards, for the one that was added meanwhile: from then on who adds one finds the entry ended.
 */
const end = async ({ clock, medewerkers, passkeys }: Needed, entry: MedewerkerEntry): Promise<void> => {
  await passkeys.removeAll(entry, clock.now());
  await medewerkers.end(entry, clock.now());
  await passkeys.removeAll(entry, clock.now());
};

/** Adds somebody to the list and mails them a link; every fault of the form when it cannot be. */
export const addMedewerker = async (
  needed: Needed,
  beheerder: Beheerder,
  form: URLSearchParams,
): Promise<{ readonly faults: readonly Fault[] } | { readonly invited: Invited }> => {
  const { gemeentecode } = beheerder;
  const values = asked(form);
  const read = NewMedewerker.safeParse(values);
  if (!read.success) return { faults: faultsOf(read.error, values) };
  const { beheerder: isBeheerder, tot, vervangt, ...given } = read.data;
  const now = needed.clock.now();
  const all = await needed.medewerkers.list(gemeentecode);
  const same = all.find(({ adres }) => sameAddress(adres) === sameAddress(given.adres));
  const entry: MedewerkerEntry = {
    gemeentecode,
    // One person has one id, for whomever they speak, also when they come back.
    id: same?.id ?? randomUUID(),
    ...given,
    isBeheerder: isBeheerder !== undefined,
    sinds: now.toISOString(),
    ...known({ tot, vervangt }),
  };
  const today = dayOf(now);
  const faults = faultsAmong(entry, all, today);
  if (faults.length > 0) return { faults };
  const there = all.find(({ id, organisatie }) => id === entry.id && organisatie === entry.organisatie);
  if (there !== undefined && isActive(there, today))
    return { faults: fault('adres', 'staat al op de lijst') };
  await recordAccess(needed, beheerder, 'medewerker toelaten', entry, ['naam', 'adres', 'organisatie']);
  // Who stood in until a day that is past has not been ended yet.
  if (there !== undefined) await end(needed, there);
  if (!(await needed.medewerkers.add(entry))) return { faults: fault('adres', 'staat al op de lijst') };
  return { invited: await invite(needed, entry) };
};

/** What a button names: `<id> <organisatie>`. */
const NAMED = /^([0-9a-f-]{36}) ([a-z0-9-]{1,100})$/;

/** The entry that a button names, of the list of this gemeente, which was not ended; of another it does not exist. */
const chosen = async (
  { medewerkers }: Needed,
  { gemeentecode }: Beheerder,
  value: string,
): Promise<MedewerkerEntry> => {
  const [, id, organisatie] = NAMED.exec(value) ?? [];
  if (id === undefined || organisatie === undefined) throw notFound();
  const entry = await medewerkers.find({ gemeentecode, id, organisatie });
  if (entry === undefined || entry.beeindigdOp !== undefined) throw notFound();
  return entry;
};

/**
 * Ends that somebody speaks for an organisation, from their next request on, also of who stood in until a day that is past: an
 * issuer may let them in still. Nobody ends themself: then nobody might be left.
 */
export const endMedewerker = async (
  needed: Needed,
  beheerder: Beheerder,
  value: string,
): Promise<'ended' | 'self'> => {
  const entry = await chosen(needed, beheerder, value);
  if (entry.id === beheerder.medewerker && entry.organisatie === beheerder.sleutel) return 'self';
  await recordAccess(needed, beheerder, 'medewerker beëindigen', entry, []);
  await end(needed, entry);
  return 'ended';
};

/** Mails somebody on the list another link; who stood in until a day that is past gets none (404). */
export const sendLinkTo = async (needed: Needed, beheerder: Beheerder, value: string): Promise<Invited> => {
  const entry = await chosen(needed, beheerder, value);
  if (!isActive(entry, dayOf(needed.clock.now()))) throw notFound();
  return invite(needed, entry);
};
