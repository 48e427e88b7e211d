import { describe, expect, it } from 'vitest';
import type { Mail, MailOutcome } from '../../../../adapters/mail/mailer.ts';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import { createKanalen } from '../../../../adapters/table/kanalen.ts';
import { createLinkMails } from '../../../../adapters/table/link-mails.ts';
import { createMails } from '../../../../adapters/table/mails.ts';
import { createFeeds } from '../../../../adapters/table/postvak/feeds.ts';
import { placeStatus } from '../../../../adapters/table/postvak/item.ts';
import { createPostvak } from '../../../../adapters/table/postvak/postvak.ts';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import type { MailSettings } from '../../../../contracts/mail-settings.ts';
import { gemeldFor } from '../../../../contracts/partnerberichten.ts';
import { newPostvakItem, type PostvakItem } from '../../../../domain/delivery/item.ts';
import type { MailDependencies } from '../../../../functions/mailen/dependencies.ts';
import { sendMails } from '../../../../functions/mailen/send-mails.ts';
import { example } from '../../../contract/support/examples.ts';
import { withinRights } from '../../../within-rights.ts';

const KANAAL = '9999/mage';
const OTHER = '9999/wijkondersteuner';
const MINUTE = 60_000;
const GEMELD = gemeldFor('taalschool').parse(
  example('nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1', 'goed-taalschool'),
);
const DIRECT: MailSettings = { adres: 'winkel@mage.example', wanneer: 'direct' };

/** Two partners of which one wants mail; `fall` ends a run at a call of that number, before or after its effect. */
const start = async (settings: MailSettings | undefined = DIRECT) => {
  const table = memoryTable();
  const postvak = createPostvak(table);
  const clock = { now: Date.parse('2026-03-02T09:00:00Z') };
  const sent: Mail[] = [];
  const log: unknown[] = [];
  const setup: {
    outcome: MailOutcome | Error;
    fall?: { at: number; moment: 'before' | 'after' };
    /** SES answers no question about its list now, or fails at it. */
    isBusy?: true;
    lookup?: Error;
    paused: number[];
  } = { outcome: 'sent', paused: [] };
  /** The list of SES, and what it was asked. */
  const returned = { addresses: new Map<string, 'returned' | 'complained'>(), asked: [] as string[] };
  let zaken = 0;
  const put = async (partner: typeof KANAAL | typeof OTHER = KANAAL): Promise<PostvakItem> => {
    zaken += 1;
    const zaakId = `3f7d6c1e-0f5b-8a8e-9d6a-${String(zaken).padStart(12, '0')}`;
    const bericht = gemeldFor('taalschool').parse({
      ...GEMELD,
      id: `0b0f2c36-6c1e-5c55-8001-${String(zaken).padStart(12, '0')}`,
      subject: zaakId,
      data: { ...GEMELD.data, zaakId, volgnummer: 1 },
    });
    const item = newPostvakItem(partner, bericht, new Date(clock.now), []);
    await postvak.put([item]);
    return item;
  };
  const choose = async (wanted: MailSettings) => {
    const mails = createMails(table);
    expect(await mails.choose(KANAAL, wanted, await mails.choice(KANAAL), new Date(clock.now))).toBe(true);
  };
  if (settings !== undefined) await choose(settings);
  await createKanalen(table).chooseBaseDoor(KANAAL, 'ophalen');

  const run = async (): Promise<void> => {
    const own = withinRights('mailen', table);
    let calls = 0;
    const step = async <Result>(action: () => Promise<Result>): Promise<Result> => {
      calls += 1;
      if (setup.fall?.at !== calls) return action();
      if (setup.fall.moment === 'after') await action();
      throw new Error('the run fell');
    };
    const mails = createMails(own);
    const deps: MailDependencies = {
      mails: { ...mails, follow: (...args) => step(() => mails.follow(...args)) },
      linkMails: createLinkMails(own),
      kanalen: createKanalen(own),
      feeds: createFeeds(own),
      countReady: (kanaal, until) => own.count(placeStatus(kanaal, 'klaargezet'), until),
      sendMail: (mail) =>
        step(async () => {
          if (setup.outcome instanceof Error) throw setup.outcome;
          if (setup.outcome === 'sent') sent.push(mail);
          return setup.outcome;
        }),
      returned: {
        look: (adres) =>
          step(async () => {
            returned.asked.push(`look ${adres}`);
            if (setup.isBusy) return 'busy';
            if (setup.lookup instanceof Error) throw setup.lookup;
            return returned.addresses.get(adres) ?? 'not returned';
          }),
        forget: (adres) =>
          step(async () => {
            returned.asked.push(`forget ${adres}`);
            if (setup.isBusy) return false;
            returned.addresses.delete(adres);
            return true;
          }),
      },
      sleep: async (ms) => void setup.paused.push(ms),
      telemetry: { info: (...line) => void log.push(line), fout: (...line) => void log.push(line) },
      address: 'https://hub.example/v1/loket',
      now: new Date(clock.now),
    };
    return sendMails(deps);
  };
  const passes = async (ms: number): Promise<void> => {
    clock.now += ms;
    await run();
  };
  const refused = () => createMails(table).refused('9999' as Gemeentecode);
  return { table, postvak, clock, sent, log, setup, returned, refused, put, choose, run, passes };
};

const subjects = (mails: readonly Mail[]): readonly string[] => mails.map(({ subject }) => subject);

describe('who reads in the loket', () => {
  it('is mailed that there is one new message, and where', async () => {
    const { put, passes, sent, log } = await start();
    await put();
    await passes(2 * MINUTE);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.to).toBe('winkel@mage.example');
    expect(sent[0]?.subject).toBe('1 nieuw bericht in de inburgeringshub');
    expect(sent[0]?.text).toContain('https://hub.example/v1/loket/postvak');
    expect(JSON.stringify(sent)).not.toMatch(/3f7d6c1e|\d{5}|Voorbeeld/);
    expect(JSON.stringify(log)).not.toContain('@');
    await passes(60 * MINUTE);
    expect(sent).toHaveLength(1);
  });

  it('gets what comes within a quarter of an hour in one mail', async () => {
    const { put, passes, sent } = await start();
    await put();
    await passes(2 * MINUTE);
    await put();
    await put();
    await passes(5 * MINUTE);
    expect(sent).toHaveLength(1);
    await passes(10 * MINUTE);
    expect(subjects(sent)).toEqual([
      '1 nieuw bericht in de inburgeringshub',
      '2 nieuwe berichten in de inburgeringshub',
    ]);
  });

  it('is not mailed of what was seen by then', async () => {
    const { put, passes, postvak, clock, sent } = await start();
    await postvak.confirm(await put(), new Date(clock.now));
    await passes(2 * MINUTE);
    expect(sent).toEqual([]);
  });

  it('is mailed once of what lies there when the doors changed just before the mail', async () => {
    const { clock, table, put, passes, sent } = await start();
    await put();
    clock.now += 10 * MINUTE;
    await createFeeds(table).revise(KANAAL, new Date(clock.now));
    clock.now += MINUTE / 2;
    await passes(60 * MINUTE);
    expect(sent).toHaveLength(1);
  });

  it('is mailed of what lies ready again after another choice of doors', async () => {
    const { put, passes, table, clock, sent } = await start();
    await put();
    await passes(2 * MINUTE);
    await createFeeds(table).revise(KANAAL, new Date(clock.now + MINUTE));
    await passes(20 * MINUTE);
    await passes(20 * MINUTE);
    expect(sent).toHaveLength(2);
  });

  it.each<[string, (hub: Awaited<ReturnType<typeof start>>) => Promise<unknown>]>([
    ['wants none', (hub) => hub.choose({ ...DIRECT, wanneer: 'nooit' })],
    ['reads its queue', (hub) => createKanalen(hub.table).chooseBaseDoor(KANAAL, 'wachtrij')],
    [
      'was shut out',
      (hub) =>
        createKanalen(hub.table).shutOut(KANAAL, { sinds: '2026-03-01T00:00:00Z', door: 'gemeente-9999' }),
    ],
  ])('is not mailed when it %s', async (_what, change) => {
    const hub = await start();
    await change(hub);
    await hub.put();
    await hub.passes(2 * MINUTE);
    expect(hub.sent).toEqual([]);
  });

  it('is not mailed when nobody said so, nor of what another partner gets', async () => {
    const silent = await start();
    await silent.choose({ ...DIRECT, wanneer: 'nooit' });
    const { put, passes, sent } = await start();
    await put(OTHER);
    await passes(2 * MINUTE);
    expect(sent).toEqual([]);
  });
});

describe('an address that SES refuses', () => {
  it('gets nothing more, and is said to be refused, until its mail is saved again', async () => {
    const { put, passes, setup, sent, choose, refused } = await start();
    setup.outcome = 'refused';
    await put();
    await passes(2 * MINUTE);
    expect(await refused()).toEqual(new Set(['mage']));
    setup.outcome = 'sent';
    await passes(60 * MINUTE);
    expect(sent).toEqual([]);
    await choose({ ...DIRECT, adres: 'balie@mage.example' });
    expect(await refused()).toEqual(new Set());
    await passes(MINUTE);
    expect(sent.map(({ to }) => to)).toEqual(['balie@mage.example']);
  });
});

describe('a mail that comes back', () => {
  const CAME_BACK = new Set(['mage']);
  /** A mail went, and SES put its address on the list. */
  const mailed = async () => {
    const hub = await start();
    await hub.put();
    await hub.passes(2 * MINUTE);
    hub.returned.addresses.set(DIRECT.adres, 'returned');
    return hub;
  };

  it('is seen after ten minutes, and is the last until the mail of that partner is saved again', async () => {
    const { put, passes, sent, log, choose, refused, returned } = await mailed();
    await passes(9 * MINUTE);
    expect(returned.asked).toEqual([]);
    await passes(MINUTE);
    expect(await refused()).toEqual(CAME_BACK);
    expect(JSON.stringify(log)).not.toContain('@');
    await put();
    await passes(60 * MINUTE);
    expect(sent).toHaveLength(1);
    await choose(DIRECT);
    await passes(MINUTE);
    expect(subjects(sent)).toEqual([
      '1 nieuw bericht in de inburgeringshub',
      '2 nieuwe berichten in de inburgeringshub',
    ]);
    expect(returned.addresses.size).toBe(0);
    await passes(10 * MINUTE);
    expect(await refused()).toEqual(new Set());
  });

  it('once more after it was saved again, is seen once more', async () => {
    const { passes, put, choose, refused, returned } = await mailed();
    await passes(10 * MINUTE);
    await choose(DIRECT);
    await put();
    await passes(20 * MINUTE);
    returned.addresses.set(DIRECT.adres, 'returned');
    await passes(10 * MINUTE);
    expect(await refused()).toEqual(CAME_BACK);
  });

  it('to an address that was changed by then has the new one mailed of the same messages', async () => {
    const { passes, choose, refused, sent } = await mailed();
    await choose({ ...DIRECT, adres: 'balie@mage.example' });
    await passes(10 * MINUTE);
    expect(await refused()).toEqual(new Set());
    await passes(MINUTE);
    expect(sent.map(({ to, subject }) => [to, subject])).toEqual([
      ['winkel@mage.example', '1 nieuw bericht in de inburgeringshub'],
      ['balie@mage.example', '1 nieuw bericht in de inburgeringshub'],
    ]);
  });

  it('is no reason to mail once more when it arrived and the address was changed after it', async () => {
    const { put, passes, choose, sent } = await start();
    await put();
    await passes(2 * MINUTE);
    await choose({ ...DIRECT, adres: 'balie@mage.example' });
    for (let count = 0; count < 30; count++) await passes(MINUTE);
    expect(sent).toHaveLength(1);
  });

  it('does not wait for the next morning once it was saved again, of who is mailed once a day', async () => {
    const hub = await start({ ...DIRECT, wanneer: 'dagelijks' });
    await hub.put();
    await hub.passes(2 * MINUTE);
    hub.returned.addresses.set(DIRECT.adres, 'returned');
    await hub.passes(10 * MINUTE);
    await hub.choose({ ...DIRECT, wanneer: 'dagelijks' });
    await hub.passes(MINUTE);
    expect(hub.sent).toHaveLength(2);
  });

  it('is found in whatever letters somebody wrote the address', async () => {
    const hub = await start({ ...DIRECT, adres: 'Winkel@MaGe.example' });
    await hub.put();
    await hub.passes(2 * MINUTE);
    expect(hub.sent.map(({ to }) => to)).toEqual([DIRECT.adres]);
    hub.returned.addresses.set(DIRECT.adres, 'returned');
    await hub.passes(10 * MINUTE);
    expect(await hub.refused()).toEqual(CAME_BACK);
  });

  it('has the new address mailed once it is known what is new: a message that comes meanwhile waits', async () => {
    const { put, passes, choose, sent } = await mailed();
    await passes(MINUTE);
    await choose({ ...DIRECT, adres: 'balie@mage.example' });
    await put();
    for (let count = 0; count < 30; count++) await passes(MINUTE);
    expect(sent.map(({ to, subject }) => [to, subject])).toEqual([
      ['winkel@mage.example', '1 nieuw bericht in de inburgeringshub'],
      ['balie@mage.example', '2 nieuwe berichten in de inburgeringshub'],
    ]);
  });

  it('because its reader calls it spam, is not taken off the list of SES', async () => {
    const { passes, put, choose, refused, returned } = await mailed();
    returned.addresses.set(DIRECT.adres, 'complained');
    await passes(10 * MINUTE);
    expect(await refused()).toEqual(CAME_BACK);
    await choose(DIRECT);
    await put();
    await passes(20 * MINUTE);
    expect(returned.asked.filter((asked) => asked.startsWith('forget'))).toEqual([]);
    await passes(10 * MINUTE);
    expect(await refused()).toEqual(CAME_BACK);
  });

  it('holds up no mail when SES cannot be asked about it, and fails the run', async () => {
    const { put, passes, setup, sent } = await mailed();
    await put();
    setup.lookup = new Error('AccessDenied');
    await expect(passes(10 * MINUTE)).rejects.toMatchObject({ followUp: 'retry' });
    await passes(6 * MINUTE);
    expect(sent).toHaveLength(2);
  });

  it.each(
    [1, 2, 3, 4, 5].flatMap((at) => (['before', 'after'] as const).map((moment) => [at, moment] as const)),
  )(
    'is seen, and mailed once more when it is saved again, also when the run falls at step %i, %s its effect',
    async (at, moment) => {
      const { passes, setup, sent, choose, refused, returned } = await mailed();
      setup.fall = { at, moment };
      await passes(10 * MINUTE).catch(() => undefined);
      delete setup.fall;
      for (let count = 0; count < 3; count++) await passes(MINUTE);
      expect(await refused()).toEqual(CAME_BACK);
      await choose(DIRECT);
      setup.fall = { at, moment };
      await passes(MINUTE).catch(() => undefined);
      delete setup.fall;
      for (let count = 0; count < 30; count++) await passes(MINUTE);
      expect(returned.addresses.size).toBe(0);
      expect(sent.length).toBeGreaterThanOrEqual(2);
      expect(sent.length).toBeLessThanOrEqual(3);
    },
  );

  it('is seen a minute later when SES answers no question in the one before', async () => {
    const { passes, setup, refused } = await mailed();
    setup.isBusy = true;
    await passes(10 * MINUTE);
    expect(await refused()).toEqual(new Set());
    delete setup.isBusy;
    await passes(MINUTE);
    expect(await refused()).toEqual(CAME_BACK);
  });

  it('keeps the next from going for as long as SES cannot be told that the address is in order', async () => {
    const { passes, put, sent, choose, setup } = await mailed();
    await passes(10 * MINUTE);
    await choose(DIRECT);
    await put();
    setup.isBusy = true;
    await passes(20 * MINUTE);
    expect(sent).toHaveLength(1);
    delete setup.isBusy;
    await passes(MINUTE);
    expect(sent).toHaveLength(2);
  });

  it('is looked up once: one that arrived asks no more', async () => {
    const { put, passes, returned } = await start();
    await put();
    await passes(2 * MINUTE);
    for (let count = 0; count < 30; count++) await passes(MINUTE);
    expect(returned.asked).toEqual([`look ${DIRECT.adres}`]);
  });
});

describe('a run that falls', () => {
  it.each([1, 2, 3].flatMap((at) => (['before', 'after'] as const).map((moment) => [at, moment] as const)))(
    'at step %i, %s its effect, leaves a mail that goes, and no more than once more',
    async (at, moment) => {
      const { put, passes, setup, sent } = await start();
      await put();
      setup.fall = { at, moment };
      await expect(passes(2 * MINUTE)).rejects.toMatchObject({ followUp: 'retry' });
      delete setup.fall;
      const beforeItsEnd = sent.length;
      await passes(MINUTE);
      expect(sent.length - beforeItsEnd).toBeLessThanOrEqual(at === 1 && moment === 'before' ? 1 : 0);
      for (let count = 0; count < 30; count++) await passes(MINUTE);
      expect(sent.length).toBeGreaterThanOrEqual(1);
      expect(sent.length).toBeLessThanOrEqual(2);
    },
  );

  it('because SES is away, sends when it is back', async () => {
    const { put, passes, setup, sent } = await start();
    setup.outcome = Object.assign(new Error('winkel@mage.example'), { name: 'TooManyRequestsException' });
    await put();
    const failure = await passes(2 * MINUTE).catch((error: unknown) => String(error));
    expect(failure).not.toContain('@');
    setup.outcome = 'sent';
    await passes(3 * MINUTE);
    expect(sent).toHaveLength(1);
  });

  it('two runs at once send one mail', async () => {
    const { put, clock, run, sent } = await start();
    await put();
    clock.now += 2 * MINUTE;
    await Promise.all([run(), run()]);
    expect(sent).toHaveLength(1);
  });
});

describe('a link to sign in', () => {
  const READER = { gemeentecode: '9999' as Gemeentecode, id: 'b3c1d2e4-6a1d-4f53-9b27-3c5d7e9f1a2b' };
  const ADDRESS = 'Merel@MaGe.example';

  /** A hub on which a link went to somebody. */
  const sentLink = async (hub: Awaited<ReturnType<typeof start>>, adres = ADDRESS) => {
    const links = createLinkMails(hub.table);
    await links.sent(READER, adres, new Date(hub.clock.now));
    return async () => [...(await links.returned(READER.gemeentecode)).values()].map((one) => one.adres);
  };

  it('that came back is seen after ten minutes, in the letters in which it was mailed, and once', async () => {
    const hub = await start(undefined);
    const returned = await sentLink(hub);
    hub.returned.addresses.set(ADDRESS, 'returned');
    await hub.passes(9 * MINUTE);
    expect([hub.returned.asked, await returned()]).toEqual([[], []]);
    await hub.passes(MINUTE);
    await hub.passes(MINUTE);
    expect([hub.returned.asked, await returned()]).toEqual([[`look ${ADDRESS}`], [ADDRESS]]);
    expect(hub.sent).toEqual([]);
  });

  it('that arrives later, or goes to another address, is no longer said to come back', async () => {
    const hub = await start(undefined);
    const returned = await sentLink(hub);
    hub.returned.addresses.set(ADDRESS, 'complained');
    await hub.passes(10 * MINUTE);
    await sentLink(hub);
    expect(await returned()).toEqual([ADDRESS]);
    hub.returned.addresses.clear();
    await hub.passes(10 * MINUTE);
    expect(await returned()).toEqual([]);
    hub.returned.addresses.set(ADDRESS, 'returned');
    await sentLink(hub);
    await hub.passes(10 * MINUTE);
    expect(await returned()).toEqual([ADDRESS]);
    await sentLink(hub, 'merel@mage.example');
    expect(await returned()).toEqual([]);
  });

  it('that went while another was to be looked up is looked up in its turn', async () => {
    const hub = await start(undefined);
    const returned = await sentLink(hub);
    hub.clock.now += 9 * MINUTE;
    await sentLink(hub);
    await hub.passes(MINUTE);
    expect(hub.returned.asked).toEqual([]);
    hub.returned.addresses.set(ADDRESS, 'returned');
    await hub.passes(9 * MINUTE);
    expect(await returned()).toEqual([ADDRESS]);
  });

  it('is looked up in the next minute when SES answers nothing now, and after the mails of that minute', async () => {
    const hub = await start();
    const returned = await sentLink(hub);
    hub.returned.addresses.set(ADDRESS, 'returned');
    hub.clock.now += 8 * MINUTE;
    await hub.put();
    hub.setup.isBusy = true;
    await hub.passes(2 * MINUTE);
    expect([hub.sent.length, await returned()]).toEqual([1, []]);
    delete hub.setup.isBusy;
    await hub.passes(MINUTE);
    expect(await returned()).toEqual([ADDRESS]);
  });
});
