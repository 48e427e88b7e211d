import { SESv2Client, SESv2ServiceException, SendEmailCommand } from '@aws-sdk/client-sesv2';

/** A mail in plain text, to one address. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Whether SES took a mail to send, or refuses this one. The text of SES holds the address, and is kept nowhere. */
export type MailOutcome = 'sent' | 'refused';

export type SendMail = (mail: Mail) => Promise<MailOutcome>;

/**
 * The errors of SES about the mail itself or its address. Any other error is about the sender, or about the moment, and is thrown.
 */
const OF_THIS_MAIL: ReadonlySet<string> = new Set(['MessageRejected', 'BadRequestException']);

/**
 * How SES begins its text when it is not proved that an address is the account's own: that of the sender, or in the sandbox that of
 * a reader too. SES calls that a rejected mail, but it holds for every mail until an operator mends it.
 */
const UNPROVED = 'Email address is not verified';

const isOfThisMail = (error: unknown): boolean =>
  error instanceof SESv2ServiceException &&
  OF_THIS_MAIL.has(error.name) &&
  !error.message.startsWith(UNPROVED);

const inUtf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });

/** Sends mails from this address by SES. Throws when SES is away, gets too many requests, or takes nothing from this sender. */
export const createMailer =
  (from: string, client = new SESv2Client({})): SendMail =>
  async ({ to, subject, text }) => {
    try {
      await client.send(
        new SendEmailCommand({
          FromEmailAddress: from,
          Destination: { ToAddresses: [to] },
          Content: { Simple: { Subject: inUtf8(subject), Body: { Text: inUtf8(text) } } },
        }),
      );
      return 'sent';
    } catch (error) {
      if (isOfThisMail(error)) return 'refused';
      throw error;
    }
  };
