import { describe, expect, it } from 'vitest';
import { inboundSchema } from '../../../../../contracts/berichttypen.ts';
import { hubType } from '../../../../../contracts/hub-type.ts';
import { typeOfEvent } from '../../../../../contracts/routemap.ts';
import { correctionPath, PATHS, reportPath, zaakPath } from '../../../../../functions/loket/paths.ts';
import {
  dataOf,
  FORM_EVENTS,
  fieldsOf,
  reportableBy,
  reportSteps,
  TAALLESSEN,
} from '../../../../../functions/loket/words/report.ts';
import { below, documentOf, started, textsOf, trialLoket } from '../support.ts';

const GEMEENTE = 'gemeente-0907';
const SCHOOL = 'taalschool-0907';
const TALK = 'brede-intake-gesprek-gevoerd';
const AFTER = new Date('2025-10-15T09:00:00Z');

const MEDEWERKER = '0f8e2c41-6a1d-8f53-9b27-3c5d7e9f1a2b';

const onDay = async () => {
  const { hub, zaak } = await started();
  const loket = trialLoket(hub, { clock: { now: () => AFTER, sleep: async () => undefined } });
  const open = (who: string, medewerker?: string) =>
    loket.signedIn(who, { since: AFTER, ...(medewerker === undefined ? {} : { medewerker }) });
  return { hub, loket, zaak, open };
};

/** Fills in a form as a browser does, with what it holds already. */
const filledIn = (body: string, own: Readonly<Record<string, string>>): Record<string, string> => {
  const form = documentOf({ body }).querySelector('main form.loket-formulier');
  const given = [...(form?.querySelectorAll('input') ?? [])]
    .filter((input) => input.getAttribute('type') !== 'checkbox')
    .map((input) => [input.getAttribute('name') ?? '', input.getAttribute('value') ?? ''] as const);
  const chosen = [...(form?.querySelectorAll('select') ?? [])].map(
    (select) =>
      [
        select.getAttribute('name') ?? '',
        select.querySelector('option[selected]')?.getAttribute('value') ?? '',
      ] as const,
  );
  return { ...Object.fromEntries([...given, ...chosen]), ...own };
};

describe('the form of an event', () => {
  it.each(FORM_EVENTS)('of %s asks only what the contract has, and all that it must have', (event) => {
    const zaakId = '8f8c0048-b30a-82ec-9d88-050db72fa44c';
    const result = inboundSchema(hubType(event)).safeParse({ data: { zaakId } });
    const missing = (result.error?.issues ?? [])
      .filter(({ path }) => path[0] === 'data' && path.length > 1)
      .map(({ path }) => String(path[1]));
    const names = fieldsOf(event).map(({ name }) => name);
    for (const name of missing) expect(names).toContain(name);
    expect(names).not.toContain('zaakId');
  });

  it('says nothing of what was left empty, and reads numbers, yes and no, and lists', () => {
    const fields = fieldsOf('pip-deel-gedeeld');
    const form = new URLSearchParams([
      ['datum', '2025-10-01'],
      ['onderdeel', 'taalschool'],
      ['lesuren', ' 600 '],
      ['alfabetisering', 'nee'],
      ['dagdelen', 'maandagochtend'],
      ['dagdelen', 'woensdagmiddag'],
      ['niveau', ''],
    ]);
    expect(dataOf(fields, form)).toMatchObject({
      lesuren: 600,
      alfabetisering: false,
      dagdelen: ['maandagochtend', 'woensdagmiddag'],
    });
    expect(Object.keys(dataOf(fields, form))).not.toContain('niveau');
  });
});

describe('the list of what can be reported', () => {
  it('holds what the organisation may report and no more, by step of the routemap', async () => {
    const { loket, zaak, open } = await onDay();
    const gemeente = await loket.get(below(reportPath(zaak)), await open(GEMEENTE));
    const school = await loket.get(below(reportPath(zaak)), await open(SCHOOL));
    expect(textsOf(gemeente, 'main li a').length).toBe(FORM_EVENTS.length);
    expect(textsOf(school, 'main li a')).toContain('Gesprek brede intake gevoerd');
    expect(textsOf(school, 'main li a')).not.toContain('Woningzoekopdracht verstuurd');
    expect(textsOf(school, 'h2')[0]).toMatch(/^(Stap \d+|De brede intake)$/);
    const steps = textsOf(gemeente, 'h2').filter((title) => title.startsWith('Stap'));
    expect(steps).toEqual(steps.toSorted((one, other) => Number(one.slice(5)) - Number(other.slice(5))));
  });

  it('is in the order of the routemap', () => {
    const types = FORM_EVENTS.map((event) => hubType(event));
    expect(
      reportSteps(types)
        .flatMap(({ events }) => events.map(({ event }) => event))
        .toSorted(),
    ).toEqual([...reportableBy(types)].toSorted());
  });
});

describe('a partner that reports on a page', () => {
  it('comes from what it has to do, finds today and its own part filled in, and the hub takes it', async () => {
    const { hub, loket, zaak, open } = await onDay();
    const cookie = await open(SCHOOL, MEDEWERKER);
    const week = await loket.get('/loket/week', cookie);
    const links = [...documentOf(week).querySelectorAll('tbody a')].map((a) => a.getAttribute('href'));
    expect(links).toContain(reportPath(zaak, TALK));
    const path = below(reportPath(zaak, TALK));
    const form = filledIn((await loket.get(path, cookie)).body, {});
    expect(form).toMatchObject({ datum: '2025-10-15', onderdeel: 'taalschool' });
    const sent = await loket.post(path, form, cookie);
    expect([sent.statusCode, sent.headers?.['Location']]).toEqual([303, `${PATHS.week}?gedaan=gemeld`]);
    expect(loket.published.map(({ type, organisatie, data }) => [type, organisatie, data])).toEqual([
      [
        typeOfEvent(TALK),
        SCHOOL,
        expect.objectContaining({ zaakId: zaak, datum: '2025-10-15', onderdeel: 'taalschool' }),
      ],
    ]);
    await hub.process([...loket.published]);
    expect(textsOf(await loket.get(below(zaakPath(zaak)), await open(GEMEENTE)), 'li p').join()).toContain(
      'volgens een partner, medewerker 0f8e2c41',
    );
    const after = await loket.get('/loket/week', cookie, { gedaan: 'gemeld' });
    expect(textsOf(after, '[role=status]')[0]).toContain('is aangenomen');
    expect(
      [...documentOf(after).querySelectorAll('tbody a')].map((a) => a.getAttribute('href')),
    ).not.toContain(reportPath(zaak, TALK));
  });

  it('finds a form behind everything that it has to do, and reports by it when the lessons began', async () => {
    const { hub, loket, zaak, open } = await onDay();
    const cookie = await open(SCHOOL);
    const todo = async () => {
      const week = documentOf(await loket.get('/loket/week', cookie));
      return [...week.querySelectorAll('tbody a')].map((a) => a.getAttribute('href') ?? '');
    };
    expect(await todo()).toEqual([reportPath(zaak, TALK), reportPath(zaak, TAALLESSEN)]);
    for (const link of await todo()) expect((await loket.get(below(link), cookie)).statusCode).toBe(200);
    const path = below(reportPath(zaak, TAALLESSEN));
    const form = filledIn((await loket.get(path, cookie)).body, {});
    expect(form).toMatchObject({ startdatum: '2025-10-15' });
    expect((await loket.post(path, form, cookie)).statusCode).toBe(303);
    await hub.process([...loket.published]);
    expect(await todo()).toEqual([reportPath(zaak, TALK)]);
  });

  it('twice by a second click has reported once, and is refused something else on the same form', async () => {
    const { loket, zaak, open } = await onDay();
    const cookie = await open(SCHOOL);
    const path = below(reportPath(zaak, TALK));
    const form = filledIn((await loket.get(path, cookie)).body, {});
    for (const _click of [1, 2]) expect((await loket.post(path, form, cookie)).statusCode).toBe(303);
    expect(new Set(loket.published.map(({ ontvangstId }) => ontvangstId)).size).toBe(1);
    const other = await loket.post(path, { ...form, datum: '2025-10-14' }, cookie);
    expect(other.statusCode).toBe(400);
    expect(textsOf(other, '[role=alert]')[0]).toContain('al gemeld');
  });

  it('sees at each field what is wrong with it, keeps what was filled in, and reported nothing', async () => {
    const { loket, zaak, open } = await onDay();
    const cookie = await open(SCHOOL);
    const path = below(reportPath(zaak, TALK));
    const form = filledIn((await loket.get(path, cookie)).body, {
      datum: '2099-01-01',
      onderdeel: 'financieel',
    });
    const refused = await loket.post(path, form, cookie);
    expect(refused.statusCode).toBe(400);
    const page = documentOf(refused);
    expect(page.querySelector('#datum')?.getAttribute('aria-invalid')).toBe('true');
    expect(page.querySelector('#datum')?.getAttribute('value')).toBe('2099-01-01');
    expect(page.querySelector('#datum-fout')?.textContent).toContain('toekomst');
    expect(page.querySelector('title')?.textContent).toMatch(/^Fout: /);
    expect(loket.published).toEqual([]);
    // Its date put right, what is left is that the part is not its own.
    const again = await loket.post(path, { ...form, datum: '2025-10-15' }, cookie);
    expect(again.statusCode).toBe(400);
    expect(textsOf(again, '#onderdeel-fout')[0]).toContain('moet taalschool zijn');
    expect(loket.published).toEqual([]);
  });
});

describe('a day on a form', () => {
  it('is asked of the years that the hub takes, and refused at its field beside them', async () => {
    const { loket, zaak, open } = await onDay();
    const cookie = await open(SCHOOL);
    const path = below(reportPath(zaak, TALK));
    const page = await loket.get(path, cookie);
    const asked = documentOf(page).querySelector('#datum');
    expect([asked?.getAttribute('min'), asked?.getAttribute('max')]).toEqual(['1900-01-01', '2199-12-31']);
    const refused = await loket.post(path, filledIn(page.body, { datum: '0025-10-15' }), cookie);
    expect(refused.statusCode).toBe(400);
    expect(textsOf(refused, '#datum-fout')[0]).toContain('1900 tot en met 2199');
  });
});

describe('a gemeente that reports on a page', () => {
  it('comes from the zaak, goes back to it, and what it reported stands on its timeline', async () => {
    const { hub, loket, zaak, open } = await onDay();
    const cookie = await open(GEMEENTE);
    const page = await loket.get(below(zaakPath(zaak)), cookie);
    expect([...documentOf(page).querySelectorAll('main a')].map((a) => a.getAttribute('href'))).toContain(
      reportPath(zaak),
    );
    const path = below(reportPath(zaak, 'woningzoekopdracht-verstuurd'));
    const form = filledIn((await loket.get(path, cookie)).body, {});
    const sent = await loket.post(path, form, cookie);
    expect([sent.statusCode, sent.headers?.['Location']]).toEqual([303, `${zaakPath(zaak)}?gedaan=gemeld`]);
    await hub.process([...loket.published]);
    const after = await loket.get(below(zaakPath(zaak)), cookie, { gedaan: 'gemeld' });
    expect(textsOf(after, 'h3')).toContain('Woningzoekopdracht verstuurd');
    expect(textsOf(after, '[role=status]')[0]).toContain('is aangenomen');
  });
});

describe('two forms that are open at once', () => {
  it('are of the moment at which each is sent: the one that is sent last counts, whichever was opened first', async () => {
    const { hub, zaak } = await started();
    const at = (minute: number) => {
      const now = new Date(AFTER.getTime() + minute * 60_000);
      return trialLoket(hub, { clock: { now: () => now, sleep: async () => undefined } });
    };
    const cookie = await at(0).signedIn(GEMEENTE, { since: AFTER });
    const path = below(reportPath(zaak, 'kennismaking-gepland'));
    const send = async (minute: number, opened: string, afspraakdatum: string) => {
      const loket = at(minute);
      const form = filledIn(opened, { afspraakdatum, tijd: '10:30', plaats: 'Stadhuis', met: 'burgerzaken' });
      expect((await loket.post(path, form, cookie)).statusCode).toBe(303);
      const published = loket.published.splice(0);
      await hub.process(published);
      // A second click, in another second, is the same message.
      const again = at(minute + 1);
      expect((await again.post(path, form, cookie)).statusCode).toBe(303);
      expect(again.published).toEqual([]);
      return published[0]?.tijdstip;
    };
    const first = (await at(0).get(path, cookie)).body;
    const second = (await at(2).get(path, cookie)).body;
    await send(3, second, '2025-11-01');
    // A form may stand open as long as its session lasts.
    const moment = await send(20, first, '2025-11-08');
    expect(moment).toBe('2025-10-15T09:20:00Z');
    const own = textsOf(
      await at(22).get(below(correctionPath(zaak)), cookie),
      '[aria-label="Meldingen van uw gemeente"] tbody tr',
    );
    expect(own.join()).toContain('8 november');
    expect(own.join()).not.toContain('1 november');
  });
});

describe('a second click on a form', () => {
  it('is offered as it was sent first, so that what counts does not depend on which of them comes through first', async () => {
    const outcome = async (inOrder: <One>(all: readonly One[]) => readonly One[]) => {
      const { hub, zaak } = await started();
      const at = (second: number) => {
        const now = new Date(AFTER.getTime() + second * 1000);
        return trialLoket(hub, { clock: { now: () => now, sleep: async () => undefined } });
      };
      const cookie = await at(0).signedIn(GEMEENTE, { since: AFTER });
      const path = below(reportPath(zaak, 'kennismaking-gepland'));
      const form = async (afspraakdatum: string) =>
        filledIn((await at(0).get(path, cookie)).body, {
          afspraakdatum,
          tijd: '10:30',
          plaats: 'Stadhuis',
          met: 'burgerzaken',
        });
      const [own, other] = [await form('2025-11-01'), await form('2025-11-08')];
      const sent = [];
      for (const [second, filled] of [
        [1, own],
        [5, other],
        [10, own],
      ] as const) {
        const loket = at(second);
        expect((await loket.post(path, filled, cookie)).statusCode).toBe(303);
        sent.push(...loket.published);
      }
      expect(sent.map(({ tijdstip }) => tijdstip)).toEqual([
        '2025-10-15T09:00:01Z',
        '2025-10-15T09:00:05Z',
        '2025-10-15T09:00:01Z',
      ]);
      for (const one of inOrder(sent)) await hub.process([one]);
      return textsOf(
        await at(20).get(below(correctionPath(zaak)), cookie),
        '[aria-label="Meldingen van uw gemeente"] tbody tr',
      );
    };
    const [row = ''] = await outcome((all) => all);
    expect(row).toContain('8 november');
    expect(await outcome((all) => all.toReversed())).toEqual([row]);
  });
});

describe('reporting', () => {
  it.each([
    ['a zaak of another gemeente', 'gemeente-9999', TALK],
    ['a zaak that a partner was not told of', 'casusregisseur-0907', TALK],
    ['an event that is not of its role', SCHOOL, 'woningzoekopdracht-verstuurd'],
    ['an event that is none', SCHOOL, 'iets-anders'],
  ])('%s does not exist, to read or to send', async (_what, who, event) => {
    const { loket, zaak, open } = await onDay();
    const cookie = await open(who);
    const path = below(reportPath(zaak, event));
    expect((await loket.get(path, cookie)).statusCode).toBe(404);
    const home = who.startsWith('gemeente') ? '/loket/zaken' : '/loket/postvak';
    const form = { melding: '01234567-89ab-7def-8123-456789abcdef', datum: '2025-10-15' };
    expect((await loket.submit(home, path, form, cookie)).statusCode).toBe(404);
    expect(loket.published).toEqual([]);
  });

  it('needs the right to report, and a form that a page made', async () => {
    const { loket, zaak } = await onDay();
    const path = below(reportPath(zaak, TALK));
    const reader = await loket.signedIn(SCHOOL, { since: AFTER, scopes: ['berichten:lezen'] });
    expect((await loket.get(path, reader)).statusCode).toBe(403);
    const cookie = await loket.signedIn(SCHOOL, { since: AFTER });
    const form = filledIn((await loket.get(path, cookie)).body, { melding: 'x' });
    const answer = await loket.post(path, form, cookie);
    expect([answer.statusCode, textsOf(answer, '[role=alert]')[0]]).toEqual([
      400,
      expect.stringContaining('formulier is niet heel'),
    ]);
  });

  it('ends where somebody may read, also of a partner that may not see what is to be done', async () => {
    const { loket, zaak } = await onDay();
    const cookie = await loket.signedIn(SCHOOL, {
      since: AFTER,
      scopes: ['berichten:lezen', 'gebeurtenissen:aanleveren'],
    });
    const path = below(reportPath(zaak, TALK));
    const form = filledIn((await loket.get(path, cookie)).body, { datum: '2025-10-15' });
    const sent = await loket.post(path, form, cookie);
    expect(sent.headers?.['Location']).toBe(`${PATHS.inbox}?gedaan=gemeld`);
    const inbox = await loket.get(below(PATHS.inbox), cookie, { gedaan: 'gemeld' });
    expect([inbox.statusCode, textsOf(inbox, '[role=status]')[0]]).toEqual([
      200,
      expect.stringContaining('is aangenomen'),
    ]);
  });

  it('leaves no name and no value in the log', async () => {
    const { loket, zaak, open } = await onDay();
    const cookie = await open(GEMEENTE);
    const path = below(reportPath(zaak, 'kennismaking-gepland'));
    const form = filledIn((await loket.get(path, cookie)).body, {
      afspraakdatum: '2025-11-01',
      plaats: 'Merkplaats',
      tijd: '10:30',
      met: 'burgerzaken',
    });
    expect((await loket.post(path, form, cookie)).statusCode).toBe(303);
    expect(JSON.stringify(loket.log)).not.toContain('Merkplaats');
  });
});
