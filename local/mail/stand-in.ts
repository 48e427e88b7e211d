import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { MAIL_ADDRESS } from '../../contracts/mail-address.ts';
import { type Handler, parseBody, pathUnder, sendJson } from '../mount.ts';

/** The part of SES that sends a mail, and says whether mails come back. No mail leaves this machine: they lie here to be read, until the process ends. */

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
  Destination: z.object({ ToAddresses: z.tuple([MAIL_ADDRESS]) }),
  Content: z.object({ Simple: z.object({ Subject: Text, Body: z.object({ Text }) }) }),
});

/** So many of the last ones are kept. */
const KEPT = 200;

/** An address that is refused, as SES refuses one on a list of those that it sends nothing to: `weigert@` whatever domain. */
const REFUSED = /^weigert@/i;

/** An address of which every mail comes back: `komt-terug@` whatever domain. */
const RETURNED = /^komt-terug@/i;

/** The addresses of which mails came back are under this path. */
const SUPPRESSED = '/suppression/addresses/';

/** Makes the handlers of SES and of the list of what it sent; `now` gives the moment of a mail. */
export const createMailStandIn = (now: () => number): Readonly<Record<string, Handler>> => {
  const sent: SentMail[] = [];
  /** When a mail to each address came back, in lower case. */
  const returned = new Map<string, number>();

  const send = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await parseBody(request, SendEmail);
    if ('status' in body) return refuse(response, body.status, 'BadRequestException', body.detail);
    const { FromEmailAddress, Destination, Content } = body.value;
    const [to] = Destination.ToAddresses;
    if (REFUSED.test(to)) return refuse(response, 400, 'MessageRejected', 'Address blacklisted.');
    const id = randomUUID();
    // To an address of which a mail came back SES takes mails, and sends none.
    if (returned.has(to.toLowerCase())) return sendJson(response, 200, { MessageId: id });
    if (RETURNED.test(to)) returned.set(to.toLowerCase(), now());
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
    return sendJson(response, 200, { MessageId: id });
  };

  const suppressed = (method: 'GET' | 'DELETE', address: string, response: ServerResponse): void => {
    const since = returned.get(address);
    if (since === undefined) {
      refuse(response, 404, 'NotFoundException', 'Email address is not in the suppression list.');
    } else if (method === 'DELETE') {
      returned.delete(address);
      sendJson(response, 200, {});
    } else {
      const LastUpdateTime = Math.floor(since / 1000);
      sendJson(response, 200, {
        SuppressedDestination: { EmailAddress: address, Reason: 'BOUNCE', LastUpdateTime },
      });
    }
  };

  const ses: Handler = async (request, response) => {
    const { method } = request;
    const path = pathUnder(request, SES_MOUNT);
    if (method === 'POST' && path === '/outbound-emails') return send(request, response);
    if ((method === 'GET' || method === 'DELETE') && path.startsWith(SUPPRESSED))
      return suppressed(method, decodeURIComponent(path.slice(SUPPRESSED.length)), response);
    return refuse(response, 404, 'UnknownOperationException', 'no such operation');
  };
  const list: Handler = (_request, response) => sendJson(response, 200, { mails: sent });
  return { [SES_MOUNT]: ses, [MAIL_MOUNT]: list };
};

const refuse = (response: ServerResponse, status: number, code: string, message: string): void =>
  sendJson(response, status, { message }, { 'x-amzn-errortype': code });
