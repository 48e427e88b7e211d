import type { SendMail } from '../../../adapters/mail/mailer.ts';
import type { MedewerkerEntry } from '../../../adapters/table/medewerkers.ts';
import { findOrganisation } from '../../../domain/organisations.ts';
import { safeError } from '../../api/telemetry.ts';
import type { LoketDependencies } from '../dependencies.ts';

/** The mail after a passkey was added, so that who did not do that themselves finds out. */

const textOf = (organisation: string, start: string): string => `Goedendag,

U kunt zich nu met een passkey aanmelden bij de Inburgeringshub, namens ${organisation}. Iemand die was aangemeld, heeft die net toegevoegd.

Was u dat zelf? Dan hoeft u niets te doen.
Was u dat niet? Meld u aan op ${start}
Kies daar Aanmelden zonder mail, en verwijder elke passkey die u niet kent. Bel daarna de gemeente.
`;

type Needed = Pick<LoketDependencies, 'address' | 'log'> & { readonly sendMail: SendMail };

/** Mails the owner of a passkey that it was added. It is there by then, so a mail that does not leave is logged and nothing more. */
export const mailNotice = async (
  { address, log, sendMail }: Needed,
  { id, adres, organisatie }: Pick<MedewerkerEntry, 'id' | 'adres' | 'organisatie'>,
): Promise<void> => {
  const organisation = findOrganisation(organisatie)?.naam ?? 'uw organisatie';
  try {
    const outcome = await sendMail({
      to: adres,
      subject: 'Er is een passkey toegevoegd voor de Inburgeringshub',
      text: textOf(organisation, address),
    });
    log.info('passkey gemeld', { medewerker: id, organisatie, uitkomst: outcome });
  } catch (error) {
    log.error('passkey niet gemeld', safeError(error));
  }
};
