import type { SendMail } from '../../adapters/mail/mailer.ts';
import type { MedewerkerEntry } from '../../adapters/table/medewerkers.ts';
import { findOrganisation } from '../../domain/organisations.ts';
import { safeError } from '../shared/rest/safe-log.ts';
import type { LoketDependencies } from './dependencies.ts';
import { PATHS } from './paths.ts';

/** The mail with a link to sign in. It says nothing about an inburgeraar. */

const textOf = (organisation: string, link: string, start: string): string => `Goedendag,

Met deze link meldt u zich aan bij de Inburgeringshub, namens ${organisation}:

${link}

Klik op de link, en daarna op de knop Aanmelden. De link werkt tien minuten, en één keer.
Werkt hij niet meer? Vraag dan een nieuwe op ${start}
Vroeg u niet om deze mail? Dan hoeft u niets te doen.
`;

type Needed = Pick<LoketDependencies, 'address' | 'clock' | 'linkMails' | 'links' | 'log'> & {
  readonly sendMail: SendMail;
};

/** Makes a link for somebody on the list and mails it. False when their address is refused; throws when no mail leaves now. */
export const sendLink = async (
  { address, clock, linkMails, links, log, sendMail }: Needed,
  entry: MedewerkerEntry,
): Promise<boolean> => {
  try {
    await linkMails?.sent(entry, entry.adres, clock.now());
  } catch (error) {
    // Somebody waits for the link: it goes, also when nobody will be told whether it came back.
    log.error('link wordt niet nagezien', safeError(error));
  }
  const token = await links.make(entry, clock.now());
  const link = `${address}${PATHS.link.slice(PATHS.start.length)}?k=${token}`;
  const organisation = findOrganisation(entry.organisatie)?.naam ?? 'uw organisatie';
  const outcome = await sendMail({
    to: entry.adres,
    subject: 'Uw link voor de Inburgeringshub',
    text: textOf(organisation, link, address),
  });
  log.info('link verstuurd', { medewerker: entry.id, organisatie: entry.organisatie, uitkomst: outcome });
  return outcome === 'sent';
};
