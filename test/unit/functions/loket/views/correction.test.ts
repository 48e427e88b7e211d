import { describe, expect, it } from 'vitest';
import { createKanalen } from '../../../../../adapters/table/kanalen.ts';
import { findOrganisation } from '../../../../../domain/organisations.ts';
import {
  correctionPath,
  reportPath,
  withdrawPath,
  zaakAgainPath,
  zaakPath,
} from '../../../../../functions/loket/paths.ts';
import { koppeling } from '../../../domain/support.ts';
import {
  BSN,
  brpBericht,
  geopendBericht,
  inbound,
  inschrijvingBericht,
  koppelingBericht,
  V_NUMMER,
} from '../../berichten.ts';
import { hubInMemory } from '../../hub-in-memory.ts';
import { below, documentOf, started, textsOf, trialLoket, WEBHOOK } from '../support.ts';

const GEMEENTE = 'gemeente-0907';
const AFTER = new Date('2025-10-15T09:00:00Z');

const onDay = async () => {
  const { hub, zaak } = await started();
  const at = (now: Date) => trialLoket(hub, { clock: { now: () => now, sleep: async () => undefined } });
  const loket = at(AFTER);
  const cookie = await loket.signedIn(GEMEENTE, { since: AFTER });
  const page = () => loket.get(below(correctionPath(zaak)), cookie);
  /** What was reported on the pages comes in. */
  const processed = async () => hub.process(loket.published.splice(0));
  return { hub, loket, zaak, cookie, page, processed, at };
};
type Desk = Awaited<ReturnType<typeof onDay>>;

/** The fields of the form with this button, as a browser sends them. */
const formOf = (body: string, button: string): Record<string, string> => {
  const form = [...documentOf({ body }).querySelectorAll('form')].find((one) =>
    [...one.querySelectorAll('button')].some(({ textContent }) => textContent === button),
  );
  if (form === undefined) throw new Error(`no button ${button}`);
  return Object.fromEntries(
    [...form.querySelectorAll('input[type=hidden]')].map((input) => [
      input.getAttribute('name') ?? '',
      input.getAttribute('value') ?? '',
    ]),
  );
};

/** The gemeente reports an appointment for BalK to get acquainted, on its page. */
const reportAppointment = async ({ loket, zaak, cookie, processed }: Desk) => {
  const path = below(reportPath(zaak, 'kennismaking-gepland'));
  const form = formOf((await loket.get(path, cookie)).body, 'Meld dit');
  const own = {
    afspraakdatum: '2025-11-01',
    tijd: '10:30',
    plaats: 'Stadhuis',
    met: 'financieel ondersteuner',
  };
  expect((await loket.post(path, { ...form, ...own }, cookie)).statusCode).toBe(303);
  await processed();
};

const feitOf = (body: string, title: string): string => {
  const row = [...documentOf({ body }).querySelectorAll('tbody tr')].find(
    (one) => one.querySelector('th')?.textContent === title,
  );
  return row?.querySelector('button')?.getAttribute('value') ?? '';
};

describe('a report of the gemeente itself', () => {
  it('is taken back by one press and a second on a page that asks, and whom it concerned hears so', async () => {
    const desk = await onDay();
    const { hub, loket, zaak, cookie, page, processed } = desk;
    await createKanalen(hub.table).chooseBaseDoor('0907/balk', 'ophalen');
    await reportAppointment(desk);
    const shown = await page();
    expect(textsOf(shown, '[aria-label="Meldingen van uw gemeente"] tbody th')).toEqual([
      'Kennismaking gepland',
    ]);
    const path = below(withdrawPath(zaak));
    const feit = feitOf(shown.body, 'Kennismaking gepland');
    const asks = await loket.post(path, { ...formOf(shown.body, 'Trek in'), feit }, cookie);
    expect([asks.statusCode, textsOf(asks, 'h1')]).toEqual([200, ['Wilt u deze melding intrekken?']]);
    expect(textsOf(asks, 'dd')).toContain('Stadhuis');
    expect(loket.published).toEqual([]);
    const form = formOf(asks.body, 'Ja, trek in');
    const done = await loket.post(path, form, cookie);
    expect([done.statusCode, done.headers?.['Location']]).toEqual([
      303,
      `${zaakPath(zaak)}?gedaan=ingetrokken`,
    ]);
    expect(loket.published[0]).toMatchObject({
      type: 'nl.inburgeringszaken.kennismaking.gepland.v1',
      organisatie: GEMEENTE,
      data: { ingetrokken: true, afspraakdatum: '2025-11-01', met: 'financieel ondersteuner' },
    });
    // A second click is the same message, and one after it came in changes nothing.
    await loket.post(path, form, cookie);
    await processed();
    const late = await loket.post(path, form, cookie);
    expect(late.headers?.['Location']).toBe(`${zaakPath(zaak)}?gedaan=al-gedaan`);
    expect(loket.published).toEqual([]);
    expect(textsOf(await page(), 'main').join()).toContain('niets gemeld dat u kunt intrekken');
    const after = await loket.get(below(zaakPath(zaak)), cookie, { gedaan: 'ingetrokken' });
    expect(textsOf(after, '[role=status]')[0]).toContain('wordt ingetrokken');
    const balk = await loket.get('/loket/postvak', await loket.signedIn('balk-0907', { since: AFTER }));
    expect(textsOf(balk, 'article')).toEqual(
      expect.arrayContaining([expect.stringMatching(/Geldt niet meer: Kennismaking gepland/)]),
    );
  });

  it('is taken back from a page that stood open for twenty minutes, and asked about once more when the form is not whole', async () => {
    const desk = await onDay();
    const { loket, zaak, cookie, page, at } = desk;
    await reportAppointment(desk);
    const path = below(withdrawPath(zaak));
    const shown = await page();
    const feit = feitOf(shown.body, 'Kennismaking gepland');
    const asks = await loket.post(path, { ...formOf(shown.body, 'Trek in'), feit }, cookie);
    const later = at(new Date(AFTER.getTime() + 20 * 60_000));
    const broken = await later.post(path, { ...formOf(asks.body, 'Ja, trek in'), melding: 'x' }, cookie);
    expect([broken.statusCode, later.published]).toEqual([400, []]);
    expect(textsOf(broken, '[role=alert]')[0]).toContain('formulier is niet heel');
    expect((await later.post(path, formOf(asks.body, 'Ja, trek in'), cookie)).statusCode).toBe(303);
    expect(later.published).toHaveLength(1);
  });

  it('is not that of a partner: such a fact is put right with a reason', async () => {
    const desk = await onDay();
    const { loket, zaak, page, processed } = desk;
    const school = await loket.signedIn('taalschool-0907', { since: AFTER });
    const path = below(reportPath(zaak, 'brede-intake-gesprek-gevoerd'));
    const form = formOf((await loket.get(path, school)).body, 'Meld dit');
    await loket.post(path, { ...form, datum: '2025-10-15', onderdeel: 'taalschool' }, school);
    await processed();
    const shown = await page();
    expect(shown.body).not.toContain('>Trek in<');
    expect(textsOf(shown, 'fieldset label').join()).toContain(
      'Gesprek brede intake gevoerd, 15 oktober 2025',
    );
  });
});

describe('a report whose content the contract takes no more', () => {
  it('is put right with a reason, for it cannot be sent anew', async () => {
    const desk = await onDay();
    const { hub, zaak, page } = desk;
    const data = { zaakId: zaak, datum: '0026-10-01' };
    const bericht = inbound(
      'nl.inburgeringszaken.inburgeraar.uitgenodigd.v1',
      '2025-10-01T08:00:00Z',
      data,
      GEMEENTE,
    );
    const bron = `urn:nld:oin:${findOrganisation(GEMEENTE)?.oin}:systeem:zaaksysteem`;
    await hub.process([{ ...bericht, bron } as typeof bericht]);
    const shown = await page();
    expect(shown.body).not.toContain('>Trek in<');
    expect(textsOf(shown, 'fieldset label').join()).toContain('Inburgeraar uitgenodigd');
  });
});

describe('a fact that does not hold', () => {
  const choose = async ({ loket, zaak, cookie, page }: Desk, own: Record<string, string>) => {
    const shown = await page();
    const feit =
      [...documentOf(shown).querySelectorAll('fieldset p')]
        .find(({ textContent }) => textContent?.includes('BRP-inschrijving ontvangen'))
        ?.querySelector('input')
        ?.getAttribute('value') ?? '';
    return loket.post(
      below(correctionPath(zaak)),
      { ...formOf(shown.body, 'Ga verder'), feit, ...own },
      cookie,
    );
  };

  it('is put right with a reason, after a page that asks, and counts no more', async () => {
    const desk = await onDay();
    const { loket, zaak, cookie, processed, page } = desk;
    // Pasted from a spreadsheet.
    const asks = await choose(desk, { reden: 'Verwisseld\tmet een ander' });
    expect([asks.statusCode, textsOf(asks, 'h1')]).toEqual([200, ['Wilt u dit rechtzetten?']]);
    expect(textsOf(asks, 'main li').join()).toContain('BRP-inschrijving ontvangen');
    expect(loket.published).toEqual([]);
    const path = below(correctionPath(zaak));
    const form = formOf(asks.body, 'Ja, zet dit recht');
    const done = await loket.post(path, form, cookie);
    expect([done.statusCode, done.headers?.['Location']]).toEqual([303, `${zaakPath(zaak)}?gedaan=hersteld`]);
    expect(loket.published).toMatchObject([
      {
        type: 'nl.inburgeringszaken.feit.hersteld.v1',
        organisatie: GEMEENTE,
        data: { zaakId: zaak, reden: 'Verwisseld met een ander', vervalt: [form['feit']] },
      },
    ]);
    await processed();
    expect(textsOf(await page(), 'fieldset label').join()).not.toContain('BRP-inschrijving ontvangen');
    expect(textsOf(await loket.get(below(zaakPath(zaak)), cookie), 'h3')).toContain('Feit hersteld');
    expect((await loket.post(path, form, cookie)).headers?.['Location']).toContain('al-gedaan');
    expect(JSON.stringify(loket.log)).not.toContain('Verwisseld');
  });

  it.each([
    ['no reason', { reden: ' ' }, 'Schrijf waarom'],
    ['a reason that is too long', { reden: 'x'.repeat(301) }, 'Schrijf waarom'],
    ['a reason that holds what no text holds', { reden: 'a\u0007b' }, 'Schrijf waarom'],
    ['nothing that stands on the zaak', { feit: 'brp:niets', reden: 'Fout' }, 'Kies wat er niet klopt'],
  ])('is not put right with %s, and the page says so', async (_what, own, text) => {
    const desk = await onDay();
    const answer = await choose(desk, own);
    expect([answer.statusCode, textsOf(answer, 'title')[0]]).toEqual([400, expect.stringContaining('Fout:')]);
    expect(textsOf(answer, '[role=alert]')[0]).toContain(text);
    expect(documentOf(answer).querySelector('[aria-invalid]')).not.toBeNull();
    expect(desk.loket.published).toEqual([]);
  });
});

/** By which the form names this partner, of each household that it heard of. */
const choicesOf = (body: string, partner: string): readonly string[] =>
  [...documentOf({ body }).querySelectorAll('select[name=partner] option')]
    .map((option) => option.getAttribute('value') ?? '')
    .filter((value) => value.startsWith(`${partner}/`));

describe('what a partner got of a zaak', () => {
  it.each(['mage', 'intos'])('is sent again to %s, and to no other', async (partner) => {
    const { hub, loket, zaak, cookie, page } = await onDay();
    // MaGe hears of the household, and what still lies ready for it is not sent again.
    const shop = await loket.signedIn('mage-0907', { since: AFTER });
    const inbox = await loket.get('/loket/postvak', shop);
    for (const form of documentOf(inbox).querySelectorAll('article form'))
      await loket.submit('/loket/postvak', below(form.getAttribute('action') ?? ''), {}, shop);
    const shown = await page();
    const [choice = ''] = choicesOf(shown.body, partner);
    const form = { ...formOf(shown.body, 'Stuur opnieuw'), partner: choice };
    const sent = await loket.post(below(zaakAgainPath(zaak)), form, cookie);
    expect([sent.statusCode, sent.headers?.['Location']]).toEqual([303, `${zaakPath(zaak)}?gedaan=opnieuw`]);
    expect(loket.deliveryQueue.offers.map(({ job }) => job)).toMatchObject([
      { soort: 'herlevering', kanaal: `0907/${partner}` },
    ]);
    expect(loket.log.map(([text]) => text)).toContain('herlevering gevraagd');
    // One at a time: the second says that the first still goes.
    const again = await loket.post(below(zaakAgainPath(zaak)), form, cookie);
    expect(again.headers?.['Location']).toBe(`${zaakPath(zaak)}?gedaan=bezig`);
    expect(loket.deliveryQueue.offers).toHaveLength(1);
    expect(hub.table.alles().filter(({ pk }) => pk.startsWith('HERLEVERING#'))).not.toEqual([]);
  });

  it.each([
    ['it lies ready still', 'taalschool'],
    ['a programme of the partner gets its messages', 'balk'],
  ])('is nothing to send again when %s', async (_what, partner) => {
    const { hub, loket, zaak, cookie, page } = await onDay();
    await createKanalen(hub.table).create('0907/balk', WEBHOOK);
    const { body } = await page();
    const form = { ...formOf(body, 'Stuur opnieuw'), partner: choicesOf(body, partner)[0] ?? '' };
    const sent = await loket.post(below(zaakAgainPath(zaak)), form, cookie);
    expect(sent.headers?.['Location']).toBe(`${zaakPath(zaak)}?gedaan=niets`);
    expect(loket.deliveryQueue.offers).toEqual([]);
  });

  it('is sent again for each household that it heard of, where the zaak changed household', async () => {
    const hub = hubInMemory(() => ({}));
    await createKanalen(hub.table).chooseBaseDoor('0907/mage', 'ophalen');
    // Opened by hand and koppeld beside each other: two households, until the BRP names both numbers.
    await hub.process([koppelingBericht(koppeling()), geopendBericht({ bsn: BSN })]);
    await hub.process([inschrijvingBericht({ vNummer: V_NUMMER })]);
    const zaak = hub.pseudonyms.zaakId(V_NUMMER);
    const loket = trialLoket(hub, { clock: { now: () => AFTER, sleep: async () => undefined } });
    const cookie = await loket.signedIn(GEMEENTE, { since: AFTER });
    const { body } = await loket.get(below(correctionPath(zaak)), cookie);
    expect(choicesOf(body, 'mage')).toHaveLength(2);
    expect(choicesOf(body, 'balk')).toHaveLength(1);
    const names = textsOf({ body }, 'select[name=partner] option').filter((name) => name.includes('MaGe'));
    expect(names).toEqual([
      expect.stringMatching(/^Kringloopwinkel MaGe, huishouden [0-9a-f]{8}$/),
      expect.stringMatching(/^Kringloopwinkel MaGe, huishouden [0-9a-f]{8}$/),
    ]);
    expect(new Set(names).size).toBe(2);
  });

  it('is sent again by the gemeente that the zaak left, which has nothing else to put right', async () => {
    const { hub, loket, zaak, cookie, page } = await onDay();
    await hub.process([
      brpBericht('nl.brp.persoon.ingeschreven.v1', '2025-10-01T08:00:00Z', {
        bsn: BSN,
        soort: 'verhuizing',
        gemeentecode: '9999',
        datumInschrijving: '2025-10-01',
        adres: { straat: 'Oefenstraat', huisnummer: 1, postcode: '6591CD', woonplaats: 'Oefendorp' },
        isCoaLocatie: false,
      }),
    ]);
    const shown = await loket.get(below(zaakPath(zaak)), cookie);
    const links = [...documentOf(shown).querySelectorAll('main a')].map(
      (one) => one.getAttribute('href') ?? '',
    );
    expect(links).toContain(correctionPath(zaak));
    for (const path of links) expect((await loket.get(below(path), cookie)).statusCode, path).toBe(200);
    const { body } = await page();
    expect(textsOf({ body }, 'h2')).toEqual(['Een partner mist iets']);
    const [choice = ''] = choicesOf(body, 'intos');
    const sent = await loket.post(
      below(zaakAgainPath(zaak)),
      { ...formOf(body, 'Stuur opnieuw'), partner: choice },
      cookie,
    );
    expect(sent.headers?.['Location']).toBe(`${zaakPath(zaak)}?gedaan=opnieuw`);
    for (const path of ['rechtzetten', 'intrekken'])
      expect(
        (
          await loket.submit(
            below(correctionPath(zaak)),
            `/loket/zaken/${zaak}/${path}`,
            { feit: 'x' },
            cookie,
          )
        ).statusCode,
      ).toBe(404);
  });

  it('is not sent to who was never told', async () => {
    const { loket, zaak, cookie, page } = await onDay();
    for (const partner of ['onbekend', 'gemeente']) {
      const form = { ...formOf((await page()).body, 'Stuur opnieuw'), partner };
      expect((await loket.post(below(zaakAgainPath(zaak)), form, cookie)).statusCode).toBe(404);
    }
  });
});

describe('putting right', () => {
  const POSTS = ['rechtzetten', 'intrekken', 'opnieuw'];

  it.each([
    ['another gemeente', 'gemeente-9999', '/loket/zaken'],
    ['a partner', 'taalschool-0907', '/loket/postvak'],
  ])('does not exist for %s, to read or to send', async (_what, who, home) => {
    const { loket, zaak } = await onDay();
    const cookie = await loket.signedIn(who, { since: AFTER });
    expect((await loket.get(below(correctionPath(zaak)), cookie)).statusCode).toBe(404);
    const form = { feit: 'x', reden: 'x', partner: 'mage', melding: 'x', herstel: 'x' };
    for (const path of POSTS)
      expect((await loket.submit(home, `/loket/zaken/${zaak}/${path}`, form, cookie)).statusCode).toBe(404);
    expect([loket.published, loket.deliveryQueue.offers]).toEqual([[], []]);
  });

  it('needs its own right and that to read, and the mark of its own session', async () => {
    const { loket, zaak, cookie } = await onDay();
    for (const path of POSTS) {
      const address = `/loket/zaken/${zaak}/${path}`;
      expect((await loket.post(address, { feit: 'x' }, cookie)).statusCode).toBe(403);
      for (const scopes of [
        ['zaken:lezen'],
        ['gebeurtenissen:aanleveren', 'abonnementen:beheren'],
      ] as const) {
        const less = await loket.signedIn(GEMEENTE, { since: AFTER, scopes });
        const answer = await loket.submit('/loket/niets', address, { feit: 'x', partner: 'mage' }, less);
        expect([path, scopes, answer.statusCode]).toEqual([path, scopes, 403]);
        expect(answer.body).not.toContain('Kringloopwinkel');
      }
    }
  });
});
