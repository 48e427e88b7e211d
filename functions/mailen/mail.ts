import type { Mail } from '../../adapters/mail/mailer.ts';

/** What a mail says: how many messages there are and where they are read. No name, no zaak, no number of a person. */
export const mailOf = (count: number, address: string): Omit<Mail, 'to'> => {
  const what = count === 1 ? '1 nieuw bericht' : `${count} nieuwe berichten`;
  return {
    subject: `${what} in de inburgeringshub`,
    text: [
      `Er ${count === 1 ? 'is' : 'zijn'} ${what} voor u.`,
      `Lees ${count === 1 ? 'het' : 'ze'} in het loket: ${address}/postvak`,
      'In deze mail staat met opzet niets over wie het gaat.',
      `Wilt u deze mails niet, of op een ander moment? Dat kiest u hier: ${address}/mail`,
      '',
    ].join('\n\n'),
  };
};
