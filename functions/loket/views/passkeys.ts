import type { MedewerkerPlace } from '../../../adapters/table/medewerkers.ts';
import { handleOf, type KeptPasskey } from '../../../adapters/table/passkeys.ts';
import { MOST_PASSKEYS } from '../../../domain/passkeys.ts';
import { notFound, problem } from '../../api/http/problems.ts';
import { COOKIES, readCookie } from '../cookies.ts';
import type { LoketDependencies } from '../dependencies.ts';
import { registrationIn } from '../passkey-answers.ts';
import { askRegistration, type Question, readRegistration } from '../passkey-checks.ts';
import { passkeyPlace } from '../passkey-place.ts';
import type { SignedInReader } from '../reader.ts';
import { type PageCaller, recordAccess } from './access.ts';

/** The passkeys of who is signed in: only they see them, and add or erase one. */

export interface PasskeysView {
  readonly passkeys: readonly KeptPasskey[];
  readonly mayAdd: boolean;
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

export const passkeysOfReader = async (
  needed: LoketDependencies,
  who: SignedInReader,
): Promise<PasskeysView> => {
  const own = await needed.passkeys.list(ownerOf(needed, who).place, needed.clock.now());
  return { passkeys: own, mayAdd: own.length < MOST_PASSKEYS };
};

/** What a script asks an authenticator, to make a passkey for who is signed in. */
export const askPasskeyOf = async (needed: LoketDependencies, who: SignedInReader): Promise<Question> => {
  const { place } = ownerOf(needed, who);
  const { passkeys, mayAdd } = await passkeysOfReader(needed, who);
  if (!mayAdd) throw problem('ongeldig-verzoek', `Er zijn al ${MOST_PASSKEYS} passkeys.`);
  // Their own device shows this name beside the passkey, and the hub gives it to nobody else.
  const { naam, organisatie } = who.reader;
  return askRegistration(needed, { handle: handleOf(place), name: `${naam}, ${organisatie}` }, passkeys);
};

/** Keeps the passkey that an authenticator made. */
export const addPasskey = async (
  needed: LoketDependencies,
  who: SignedInReader,
  form: URLSearchParams,
  cookies: string | undefined,
): Promise<'added' | 'known' | 'refused'> => {
  const { place, owner } = ownerOf(needed, who);
  const answer = registrationIn(form);
  if (answer === undefined || !(await passkeysOfReader(needed, who)).mayAdd) return 'refused';
  const sealed = readCookie(cookies, COOKIES.passkey);
  const passkey = await readRegistration(needed, handleOf(place), answer, sealed);
  if (passkey === undefined) return 'refused';
  await recordAccess(needed, owner, 'passkey toevoegen', place, ['passkey']);
  return (await needed.passkeys.add(place, passkey, needed.clock.now())) ? 'added' : 'known';
};

/** Erases one of the own passkeys; once more changes nothing. */
export const removePasskey = async (
  needed: LoketDependencies,
  who: SignedInReader,
  id: string,
): Promise<void> => {
  const { place, owner } = ownerOf(needed, who);
  const { passkeys } = await passkeysOfReader(needed, who);
  if (!passkeys.some((passkey) => passkey.id === id)) return;
  await recordAccess(needed, owner, 'passkey verwijderen', place, ['passkey']);
  await needed.passkeys.remove(place, id, needed.clock.now());
};
