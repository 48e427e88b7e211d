import type { KeptPasskey } from '../../../adapters/table/passkeys.ts';
import { type Html, html } from '../html.ts';
import { PATHS } from '../paths.ts';
import type { PasskeysView } from '../views/passkeys.ts';
import { momentInWords } from '../words/dates.ts';
import { doneIn, type Query } from './done.ts';
import { csrfField, heading, notice, type Page, paragraph, type Reader } from './layout.ts';
import { passkeyForm, passkeySection, withoutPasskey } from './passkey-form.ts';
import { table } from './table.ts';

/** The passkeys of who looks at the page: what they are for, one more, and the end of one. */

const DONE = {
  toegevoegd: 'Toegevoegd. U kunt zich voortaan met deze passkey aanmelden.',
  verwijderd:
    'Verwijderd. Met deze passkey kan niemand zich hier meer aanmelden. Verwijder hem ook op uw apparaat.',
  'al-bekend': 'Deze passkey staat er al.',
} as const;
type Done = keyof typeof DONE;

/** What the address says that was just done. */
export const passkeysDoneOf = (query: Query): Done | undefined => doneIn(DONE, query);

const kindOf = ({ isSynced }: KeptPasskey): string =>
  isSynced
    ? 'op al uw apparaten met hetzelfde account'
    : 'op één apparaat of beveiligingssleutel (een sleutel die u in uw computer steekt)';

const rowOf = (passkey: KeptPasskey): readonly (string | Html)[] => {
  const added = momentInWords(passkey.sinds);
  return [
    added,
    kindOf(passkey),
    passkey.gebruiktOp === undefined ? 'nog niet' : momentInWords(passkey.gebruiktOp),
    html`<button class="utrecht-button utrecht-button--secondary-action" type="submit" name="passkey" value="${passkey.id}" aria-label="Verwijder de passkey van ${added}">Verwijder</button>`,
  ];
};

const listOf = (passkeys: readonly KeptPasskey[], reader: Reader): Html => html`
<form method="post" action="${PATHS.removePasskey}">${csrfField(reader)}
${table('Uw passkeys', ['Toegevoegd op', 'Waar', 'Laatst gebruikt', 'Doen'], passkeys.map(rowOf))}</form>`;

const addPart = (reader: Reader, { sendsLinks }: PasskeysView): Html => html`
${passkeySection(
  'Een passkey toevoegen',
  html`${paragraph('Klik op de knop. Uw apparaat vraagt daarna om uw vingerafdruk, uw gezicht of uw pincode. Deze gegevens blijven op uw apparaat.')}
${passkeyForm({
  path: PATHS.passkeys,
  ask: PATHS.askNewPasskey,
  button: 'Voeg een passkey toe',
  fault:
    'Uw apparaat maakte geen passkey. Misschien staat er op dit apparaat al een. Anders kunt u het nog een keer proberen.',
  fields: csrfField(reader),
})}`,
)}
${withoutPasskey(
  paragraph(
    'In deze browser kunt u geen passkey toevoegen.',
    sendsLinks ? ' U kunt zich blijven aanmelden met een link uit een mail.' : '',
  ),
)}`;

export interface PasskeysPage {
  readonly view: PasskeysView;
  readonly done?: Done | undefined;
  /** The authenticator gave an answer that does not hold. */
  readonly isRefused?: boolean;
}

/** The passkeys of who is signed in. */
export const passkeysPage = ({ view, done, isRefused = false }: PasskeysPage, reader: Reader): Page => ({
  title: `${isRefused ? 'Fout: ' : ''}Aanmelden zonder mail`,
  path: PATHS.passkeys,
  reader,
  hasScript: true,
  content: html`${heading('Aanmelden zonder mail')}
${done === undefined ? undefined : notice('ok', paragraph(DONE[done]))}
${isRefused ? notice('error', paragraph('De passkey is niet toegevoegd. Probeer het nog een keer.')) : undefined}
${paragraph('Met een passkey meldt u zich aan met uw vingerafdruk, uw gezicht of de pincode van uw apparaat. U heeft dan geen mail meer nodig. Gebruikt u een passkey een jaar niet, dan werkt hij niet meer.')}
${view.passkeys.length === 0 ? paragraph('U heeft hier nog geen passkey.') : listOf(view.passkeys, reader)}
${view.mayAdd ? addPart(reader, view) : paragraph('Meer passkeys kunt u niet hebben. Verwijder er eerst een.')}`,
});
