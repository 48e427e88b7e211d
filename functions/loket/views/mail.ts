import { isRefused } from '../../../adapters/table/mails.ts';
import { MailSettings } from '../../../contracts/mail-settings.ts';
import { known } from '../../../domain/known.ts';
import type { Organisation } from '../../../domain/organisations.ts';
import { notFound } from '../../shared/rest/http/problems.ts';
import { kanaalToChange } from '../../shared/rest/resources/kanaal-access.ts';
import type { LoketDependencies } from '../dependencies.ts';
import { askedBy } from './ask.ts';

/** When a partner is mailed, as it or its gemeente chooses. */

/** What was chosen; with why nothing goes when SES refuses the address. */
export interface MailView {
  readonly settings?: MailSettings;
  readonly refusedSince?: string;
}

/** What a form asks: the values as they came, and the names of those that are wrong. */
export interface MailRefusal {
  readonly values: MailValues;
  readonly wrong: readonly string[];
}
export interface MailValues {
  readonly adres: string;
  readonly wanneer: string;
  readonly van: string;
  readonly tot: string;
}

/** Whose mail it is: of the partner that asks, or of the one that its gemeente names. Where no mail leaves there is nothing to choose. */
const kanaalOf = ({ mails }: LoketDependencies, organisation: Organisation, partner?: string) => {
  if (mails === undefined) throw notFound();
  const query = known({ partner });
  return { mails, kanaal: kanaalToChange(askedBy(organisation, { query })) };
};

/** When a partner is mailed, and since when no mail reaches it. */
export const mailOfReader = async (
  needed: LoketDependencies,
  organisation: Organisation,
  partner?: string,
): Promise<MailView> => {
  const { mails, kanaal } = kanaalOf(needed, organisation, partner);
  const [choice, state] = await Promise.all([mails.choice(kanaal), mails.state(kanaal)]);
  if (choice === undefined) return {};
  const { versie: _, ...settings } = choice;
  const { geweigerd } = state;
  return {
    settings,
    ...(isRefused(choice, state) && geweigerd !== undefined ? { refusedSince: geweigerd.sinds } : {}),
  };
};

const valuesOf = (form: URLSearchParams): MailValues => ({
  adres: (form.get('adres') ?? '').trim(),
  wanneer: form.get('wanneer') ?? '',
  van: form.get('van') ?? '',
  tot: form.get('tot') ?? '',
});

/** Keeps what a form says; or says what of it is wrong. Of two who save at once the last one remains. */
export const chooseMail = async (
  needed: LoketDependencies,
  organisation: Organisation,
  form: URLSearchParams,
  partner?: string,
): Promise<MailRefusal | undefined> => {
  const { mails, kanaal } = kanaalOf(needed, organisation, partner);
  const values = valuesOf(form);
  const { adres, wanneer, van, tot } = values;
  const parsed = MailSettings.safeParse({
    adres,
    wanneer,
    ...(van === '' && tot === '' ? {} : { stil: { van, tot } }),
  });
  if (!parsed.success) {
    return { values, wrong: [...new Set(parsed.error.issues.map(({ path }) => String(path.at(-1))))] };
  }
  for (let tries = 0; tries < TRIES; tries++) {
    if (await mails.choose(kanaal, parsed.data, await mails.choice(kanaal), needed.clock.now()))
      return undefined;
  }
  throw new Error('the mail of a partner kept changing');
};

const TRIES = 3;
