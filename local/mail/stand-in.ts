import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { type Handler, parseBody, pathUnder, sendJson } from '../mount.ts';

/** The part of SES that sends a mail. No mail leaves this machine: they lie here to be read, until the process ends. */

/** The path prefix of SES's API, version 2. */
export const SES_MOUNT = '/v2/email';

/** Where the mails that went out are read, as JSON. */
export const MAIL_MOUNT = '/_lokaal/mail';

/** A mail as it went out. */
export const SentMail = z.object({
  id: z.string(),
  tijdstip: z.string(),
  van: z.string(),
  aan: z.string(),
  onderwerp: z.string(),
  tekst: z.string(),
});
export type SentMail = z.infer<typeof SentMail>;

const Text = z.object({ Data: z.string().min(1) });
const SendEmail = z.object({
  FromEmailAddress: z.email(),
  Destination: z.object({ ToAddresses: z.tuple([z.email()]) }),
  Content: z.object({ Simple: z.object({ Subject: Text, Body: z.object({ Text }) }) }),
});

/** So many of the last ones are kept. */
const KEPT = 200;

/** An address that is refused, as SES refuses one that it may not send to: `weigert@` whatever domain. */
const REFUSED = /^weigert@/i;

/** Makes the handlers of SES and of the list of what it sent; `now` gives the moment of a mail. */
export const createMailStandIn = (now: () => number): Readonly<Record<string, Handler>> => {
  const sent: SentMail[] = [];
  const ses: Handler = async (request, response) => {
    const refuse = (status: number, code: string, message: string): void =>
      sendJson(response, status, { message }, { 'x-amzn-errortype': code });
    if (request.method !== 'POST' || pathUnder(request, SES_MOUNT) !== '/outbound-emails') {
      return refuse(404, 'UnknownOperationException', 'no such operation');
    }
    const body = await parseBody(request, SendEmail);
    if ('status' in body) return refuse(body.status, 'BadRequestException', body.detail);
    const { FromEmailAddress, Destination, Content } = body.value;
    const [to] = Destination.ToAddresses;
    if (REFUSED.test(to)) return refuse(400, 'MessageRejected', 'Email address is not verified.');
    const id = randomUUID();
    const mail: SentMail = {
      id,
      tijdstip: new Date(now()).toISOString(),
      van: FromEmailAddress,
      aan: to,
      onderwerp: Content.Simple.Subject.Data,
      tekst: Content.Simple.Body.Text.Data,
    };
    sent.splice(0, Math.max(0, sent.length + 1 - KEPT));
    sent.push(mail);
    sendJson(response, 200, { MessageId: id });
  };
  const list: Handler = (_request, response) => sendJson(response, 200, { mails: sent });
  return { [SES_MOUNT]: ses, [MAIL_MOUNT]: list };
};
