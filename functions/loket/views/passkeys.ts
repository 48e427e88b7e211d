import type { MedewerkerEntry, MedewerkerPlace } from '../../../adapters/table/medewerkers.ts';
import { handleOf, type KeptPasskey } from '../../../adapters/table/passkeys.ts';
import { maySpeakByList } from '../../../domain/medewerkers.ts';
import { MOST_PASSKEYS } from '../../../domain/passkeys.ts';
import { dayOf } from '../../../domain/termijnen/calendar.ts';
import { notFound, problem } from '../../shared/rest/http/problems.ts';
import { COOKIES, readCookie } from '../cookies.ts';
import type { LoketDependencies } from '../dependencies.ts';
import { registrationIn } from '../passkeys/answers.ts';
import { askRegistration, type Question, readRegistration } from '../passkeys/checks.ts';
import { mailNotice } from '../passkeys/mail-notice.ts';
import { passkeyPlace } from '../passkeys/place.ts';
import type { SignedInReader } from '../reader.ts';
import { type PageCaller, recordAccess } from './access.ts';

/** The passkeys of who is signed in: only they see them, and add or erase one. */

export interface PasskeysView {
  readonly passkeys: readonly KeptPasskey[];
  readonly mayAdd: boolean;
  /** Who has no passkey with them can have a link mailed. */
  readonly sendsLinks: boolean;
}

/** The entry that the passkeys are of, and who changes them; for who may have none, the page does not exist. */
const ownerOf = (
  needed: Pick<LoketDependencies, 'withPasskeys'>,
  { session, organisation }: SignedInReader,
): { readonly place: MedewerkerPlace; readonly owner: PageCaller } => {
  const place = passkeyPlace(needed, session, organisation);
  if (place === undefined || organisation.rol === 'beheer') throw notFound();
  return { place, owner: organisation };
};

type Needed = Pick<LoketDependencies, 'withPasskeys' | 'passkeys' | 'medewerkers' | 'clock' | 'sendMail'>;

/** Those that count still: one from before its owner was let in anew does not, and the table may hold it for a while. */
const passkeysAt = async (
  { passkeys, medewerkers, clock, sendMail }: Needed,
  place: MedewerkerPlace,
): Promise<PasskeysView> => {
  const now = clock.now();
  const [all, entry] = await Promise.all([passkeys.list(place, now), medewerkers.find(place)]);
  const own = all.filter(({ sinds }) => maySpeakByList(entry, { since: sinds, today: dayOf(now) }));
  return { passkeys: own, mayAdd: own.length < MOST_PASSKEYS, sendsLinks: sendMail !== undefined };
};

/** The passkeys of who is signed in; for who may have none, the page does not exist (404). */
export const passkeysOfReader = (needed: Needed, who: SignedInReader): Promise<PasskeysView> =>
  passkeysAt(needed, ownerOf(needed, who).place);

/** What a script asks an authenticator, to make a passkey for who is signed in. */
export const askPasskeyOf = async (needed: LoketDependencies, who: SignedInReader): Promise<Question> => {
  const { place } = ownerOf(needed, who);
  const { passkeys, mayAdd } = await passkeysAt(needed, place);
  if (!mayAdd) throw problem('ongeldig-verzoek', `Er zijn al ${MOST_PASSKEYS} passkeys.`);
  // Their own device shows this name beside the passkey, and the hub gives it to nobody else.
  const { naam, organisatie } = who.reader;
  return askRegistration(needed, { handle: handleOf(place), name: `${naam}, ${organisatie}` }, passkeys);
};

/** The entry of who looks at the page; undefined when they were ended since they signed in, also when they were let in anew. */
const notEnded = async (
  { medewerkers, clock }: Needed,
  place: MedewerkerPlace,
  begin: number,
): Promise<MedewerkerEntry | undefined> => {
  const entry = await medewerkers.find(place);
  const asked = { since: new Date(begin).toISOString(), today: dayOf(clock.now()) };
  return maySpeakByList(entry, asked) ? entry : undefined;
};

/** Mails the owner that a passkey is added, and keeps the one that an authenticator made. Throws when no mail leaves now. */
export const addPasskey = async (
  needed: LoketDependencies,
  who: SignedInReader,
  form: URLSearchParams,
  cookies: string | undefined,
): Promise<'added' | 'known' | 'refused'> => {
  const { place, owner } = ownerOf(needed, who);
  const { passkeys, clock, sendMail } = needed;
  const answer = registrationIn(form);
  if (answer === undefined || !(await passkeysAt(needed, place)).mayAdd) return 'refused';
  const sealed = readCookie(cookies, COOKIES.passkey);
  const passkey = await readRegistration(needed, handleOf(place), answer, sealed);
  if (passkey === undefined) return 'refused';
  if (await passkeys.knows(place, passkey)) return 'known';
  const entry = await notEnded(needed, place, who.session.begin);
  if (entry === undefined) return 'refused';
  await recordAccess(needed, owner, 'passkey toevoegen', place, ['passkey']);
  // A passkey of which its owner is not told, in case it was somebody else who added it, is not added.
  if (sendMail !== undefined && !(await mailNotice({ ...needed, sendMail }, entry))) return 'refused';
  const added = await passkeys.add(place, passkey, clock.now());
  if (added === undefined) return 'known';
  // Whoever ends them erases what is there by then; what is added afterwards is for this to take back.
  if ((await notEnded(needed, place, who.session.begin)) !== undefined) return 'added';
  await passkeys.remove(place, added.id, clock.now());
  return 'refused';
};

/** Erases one of the own passkeys; false when there is none such. */
export const removePasskey = async (
  needed: LoketDependencies,
  who: SignedInReader,
  id: string,
): Promise<boolean> => {
  const { place, owner } = ownerOf(needed, who);
  const { passkeys } = await passkeysAt(needed, place);
  if (!passkeys.some((passkey) => passkey.id === id)) return false;
  await recordAccess(needed, owner, 'passkey verwijderen', place, ['passkey']);
  await needed.passkeys.remove(place, id, needed.clock.now());
  return true;
};
