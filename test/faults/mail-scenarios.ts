import type { Mail } from '../../adapters/mail/mailer.ts';
import { memoryTable } from '../../adapters/memory/table.ts';
import { createKanalen } from '../../adapters/table/kanalen.ts';
import { createLinkMails } from '../../adapters/table/link-mails.ts';
import { createMails } from '../../adapters/table/mails.ts';
import { createFeeds } from '../../adapters/table/postvak/feeds.ts';
import { placeStatus } from '../../adapters/table/postvak/item.ts';
import { createPostvak } from '../../adapters/table/postvak/postvak.ts';
import { gemeldFor } from '../../contracts/partnerberichten.ts';
import { newPostvakItem } from '../../domain/delivery/item.ts';
import { sendMails } from '../../functions/mailen/send-mails.ts';
import { example } from '../contract/support/examples.ts';
import { withinRights } from '../within-rights.ts';
import type { Scenario } from './outcomes.ts';

const KANAAL = '0907/taalschool';
const MINUTE = 60_000;
const MINUTES = 30;

/** One message lies ready for who wants a mail at once; the function runs every minute for half an hour. */
export const mailsOnce: Scenario = async (outside) => {
  const table = memoryTable();
  const begin = new Date('2026-03-02T09:00:00Z');
  const bericht = gemeldFor('taalschool').parse(
    example('nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1', 'goed-taalschool'),
  );
  await createKanalen(table).chooseBaseDoor(KANAAL, 'ophalen');
  const wanted = { adres: 'school@taal.example', wanneer: 'direct' } as const;
  await createMails(table).choose(KANAAL, wanted, undefined, begin);
  await createPostvak(table).put([newPostvakItem(KANAAL, bericht, begin, [])]);

  const sent: Mail[] = [];
  const called = outside(withinRights('mailen', table));
  const { sendMail, look } = outside({
    sendMail: async (mail: Mail) => {
      sent.push(mail);
      return 'sent' as const;
    },
    look: async () => 'not returned' as const,
  });
  for (let minute = 2; minute < MINUTES; minute++) {
    const run = sendMails({
      mails: createMails(called),
      linkMails: createLinkMails(called),
      kanalen: createKanalen(called),
      feeds: createFeeds(called),
      countReady: (kanaal, until) => called.count(placeStatus(kanaal, 'klaargezet'), until),
      sendMail,
      returned: { look, forget: async () => true },
      sleep: async () => undefined,
      telemetry: { info: () => undefined, fout: () => undefined },
      address: 'https://hub.example/v1/loket',
      now: new Date(begin.getTime() + minute * MINUTE),
    });
    // The next minute runs anew, as the schedule does.
    await run.catch(() => undefined);
  }
  const { bezig, naTeZien } = await createMails(table).state(KANAAL);
  // A run that falls while it sends may send once more, and never less than once.
  return {
    texts: [...new Set(sent.map(({ text }) => text))],
    isAtMostTwice: sent.length <= 2,
    bezig,
    naTeZien,
  };
};
