import * as z from 'zod';
import { pageAnswer } from '../functions/loket/answers.ts';
import { MAIL_MOUNT, SentMail } from '../local/mail/stand-in.ts';
import type { Handler } from '../local/mount.ts';
import { mailPage } from './pages/mail.ts';
import { writeAnswer } from './write-answer.ts';

const Mails = z.object({ mails: z.array(SentMail) });

/** The mails that the hub at this address sent, as a page: a handler of the port. */
export const createMailPage =
  (url: string): Handler =>
  async (_request, response) => {
    const { mails } = Mails.parse(await (await fetch(`${url}${MAIL_MOUNT}`)).json());
    writeAnswer(response, pageAnswer(mailPage(mails.toReversed())));
  };
