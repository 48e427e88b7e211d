import * as z from 'zod';
import { SentMail } from '../../local/mail/stand-in.ts';

const SentMails = z.object({ mails: z.array(SentMail) });

/** The link to sign in from the last mail that a hub on this machine sent to this address. Throws when there is none. */
export const linkInMail = async (hubUrl: string, address: string): Promise<string> => {
  const { mails } = SentMails.parse(await (await fetch(`${hubUrl}/_lokaal/mail`)).json());
  const mail = mails.findLast(({ aan }) => aan === address);
  const [link] = /http:\S+\?k=\S+/.exec(mail?.tekst ?? '') ?? [];
  if (link === undefined) throw new Error(`no link was mailed to ${address}`);
  return link;
};
