import type { SendMail } from '../../../adapters/mail/mailer.ts';
import type { MedewerkerEntry } from '../../../adapters/table/medewerkers.ts';
import { findOrganisation } from '../../../domain/organisations.ts';
import type { LoketDependencies } from '../dependencies.ts';

/** The mail that a passkey is added, so that who did not do that themselves finds out. */

const textOf = (organisation: string, start: string): string => `Goedendag,

Iemand die met uw link of passkey is aangemeld bij de Inburgeringshub, voegt nu een passkey toe. Daarmee meldt die zich voortaan aan namens ${organisation}.

Bent u dat zelf? Dan hoeft u niets te doen.
Bent u dat niet? Meld u aan op ${start}
Kies daar Aanmelden zonder mail, en verwijder elke passkey die u niet kent. Bel daarna de gemeente.
`;

type Needed = Pick<LoketDependencies, 'address' | 'log'> & { readonly sendMail: SendMail };

/** Mails the owner of a passkey that it is added; false when SES refuses their address. Throws when no mail leaves now. */
export const mailNotice = async (
  { address, log, sendMail }: Needed,
  { id, adres, organisatie }: Pick<MedewerkerEntry, 'id' | 'adres' | 'organisatie'>,
): Promise<boolean> => {
  const outcome = await sendMail({
    to: adres,
    subject: 'Er komt een passkey bij voor de Inburgeringshub',
    text: textOf(findOrganisation(organisatie)?.naam ?? 'uw organisatie', address),
  });
  log.info('melding van passkey', { medewerker: id, organisatie, uitkomst: outcome });
  return outcome === 'sent';
};
