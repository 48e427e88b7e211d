import { NEEDED } from '../needed.ts';
import type { Reader } from '../pages/layout.ts';
import { passkeysDoneOf, passkeysPage } from '../pages/passkeys.ts';
import { PATHS } from '../paths.ts';
import { addPasskey, askPasskeyOf, passkeysOfReader, removePasskey } from '../views/passkeys.ts';
import type { Asked, LoketRoute, Outcome } from './route.ts';

/** The page on which who signed in by a link from a mail keeps passkeys, for a gemeente and for a partner alike. */

const back = (done: string): Outcome => ({ redirect: `${PATHS.passkeys}?gedaan=${done}` });

const show = async ({ who, needed, query }: Asked): Promise<Outcome> =>
  passkeysPage({ view: await passkeysOfReader(needed, who), done: passkeysDoneOf(query) }, who.reader);

const add = async ({ who, needed, form, cookies }: Asked): Promise<Outcome> => {
  const added = await addPasskey(needed, who, form, cookies);
  if (added === 'added') return back('toegevoegd');
  if (added === 'known') return back('al-bekend');
  const view = await passkeysOfReader(needed, who);
  return { refused: passkeysPage({ view, isRefused: true }, who.reader) };
};

const remove = async ({ who, needed, form }: Asked): Promise<Outcome> => {
  const isRemoved = await removePasskey(needed, who, form.get('passkey') ?? '');
  return isRemoved ? back('verwijderd') : { redirect: PATHS.passkeys };
};

const routesOf = (role: Reader['rol']): readonly LoketRoute[] => {
  const shared = { role, scope: NEEDED.passkeys };
  return [
    { ...shared, method: 'GET', path: /^\/loket\/passkeys$/, answer: show },
    { ...shared, method: 'POST', path: /^\/loket\/passkeys$/, answer: add },
    {
      ...shared,
      method: 'POST',
      path: /^\/loket\/passkeys\/vraag$/,
      answer: ({ who, needed }) => askPasskeyOf(needed, who),
    },
    { ...shared, method: 'POST', path: /^\/loket\/passkeys\/verwijderen$/, answer: remove },
  ];
};

export const PASSKEY_ROUTES: readonly LoketRoute[] = [...routesOf('gemeente'), ...routesOf('partner')];
