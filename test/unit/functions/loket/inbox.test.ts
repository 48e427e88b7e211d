import { beforeAll, describe, expect, it } from 'vitest';
import { createKanalen } from '../../../../adapters/table/kanalen.ts';
import { PATHS } from '../../../../functions/loket/paths.ts';
import type { HubInMemory } from '../hub-in-memory.ts';
import { below, documentOf, started, textsOf, trialLoket, WEBHOOK } from './support.ts';

const GEMEENTE = 'gemeente-0907';

let hub: HubInMemory;
beforeAll(async () => {
  ({ hub } = await started());
});

describe('a partner', () => {
  it('reads what lies ready as a card in plain words, and confirms it by the form on the card', async () => {
    const own = await started();
    const cookie = await own.loket.signedIn('mage-0907');
    const before = await own.loket.get('/loket/postvak', cookie);
    const titles = textsOf(before, 'article h2');
    expect(titles[0]).toMatch(/^(Er komt één persoon|Er komt een gezin van)/);
    const action = documentOf(before).querySelector('article form')?.getAttribute('action') ?? '';
    const seen = await own.loket.submit('/loket/postvak', below(action), {}, cookie);
    expect([seen.statusCode, seen.headers?.['Location']]).toEqual([303, `${PATHS.inbox}?gedaan=gezien`]);
    const after = await own.loket.get('/loket/postvak', cookie, { gedaan: 'gezien' });
    expect(textsOf(after, 'article h2')).toHaveLength(titles.length - 1);
    expect(textsOf(after, '[role=status]')[0]).toContain('gezien');
    const zaakPage = await own.loket.get(`/loket/zaken/${own.zaak}`, await own.loket.signedIn(GEMEENTE));
    expect(textsOf(zaakPage, 'tbody tr').filter((row) => row.startsWith('Kringloopwinkel MaGe'))[0]).toMatch(
      /gezien$/,
    );
  });

  it('of which the queue is never read chooses to read here in one click, and what went to the queue goes along', async () => {
    const own = await started();
    const cookie = await own.loket.signedIn('balk-0907');
    const before = await own.loket.get('/loket/postvak', cookie);
    expect(textsOf(before, 'h1')).toEqual(['Wilt u uw berichten hier lezen?']);
    expect(textsOf(before, 'article')).toEqual([]);
    const chosen = await own.loket.submit('/loket/postvak', '/loket/postvak/hier', {}, cookie);
    expect([chosen.statusCode, chosen.headers?.['Location']]).toEqual([303, `${PATHS.inbox}?gedaan=hier`]);
    const { basisdeur } = await createKanalen(own.hub.table).settings('0907/balk');
    expect(basisdeur).toBe('ophalen');
    expect(own.loket.bezorging.offers.map(({ job }) => job.soort)).toEqual(['kanaal', 'herlevering']);
    // A second click while the first is carried out asks for nothing more.
    const again = await own.loket.submit('/loket/postvak', '/loket/postvak/opnieuw', {}, cookie);
    expect(again.statusCode).toBe(303);
    expect(own.loket.bezorging.offers).toHaveLength(2);
    const after = await own.loket.get('/loket/postvak', cookie, { gedaan: 'hier' });
    expect(textsOf(after, '[role=status]')[0]).toContain('U leest uw berichten nu hier');
  });

  it('of which a programme gets the messages is told so, and can choose nothing here', async () => {
    const programme = trialLoket(hub, {
      kanalen: {
        ...createKanalen(hub.table),
        settings: async () => ({ basisdeur: 'wachtrij', abonnementen: [WEBHOOK] }),
      },
    });
    const page = await programme.get('/loket/postvak', await programme.signedIn('balk-0907'));
    expect(textsOf(page, 'main p').join(' ')).toContain('een webhook');
    expect(textsOf(page, 'main button')).toEqual([]);
  });

  it('that got a webhook after its page was shown keeps that as its door', async () => {
    const own = await started();
    const cookie = await own.loket.signedIn('balk-0907');
    const page = await own.loket.get('/loket/postvak', cookie);
    const kenmerk = documentOf(page).querySelector('input[name=kenmerk]')?.getAttribute('value') ?? '';
    const kanalen = createKanalen(own.hub.table);
    const later = trialLoket(own.hub, {
      kanalen: { ...kanalen, settings: async () => ({ basisdeur: 'wachtrij', abonnementen: [WEBHOOK] }) },
    });
    expect((await later.post('/loket/postvak/hier', { kenmerk }, cookie)).statusCode).toBe(303);
    expect((await kanalen.settings('0907/balk')).basisdeur).toBe('wachtrij');
    expect(later.bezorging.offers).toEqual([]);
  });

  it('cannot confirm a message of another partner, and neither can a gemeente', async () => {
    const own = await started();
    const page = await own.loket.get('/loket/postvak', await own.loket.signedIn('mage-0907'));
    const action = below(documentOf(page).querySelector('article form')?.getAttribute('action') ?? '');
    const school = await own.loket.signedIn('taalschool-0907');
    expect((await own.loket.submit('/loket/postvak', action, {}, school)).statusCode).toBe(404);
    const gemeente = await own.loket.signedIn(GEMEENTE);
    expect((await own.loket.submit('/loket/zaken', action, {}, gemeente)).statusCode).toBe(404);
    expect(
      textsOf(await own.loket.get('/loket/postvak', await own.loket.signedIn('mage-0907')), 'article h2'),
    ).toEqual(textsOf(page, 'article h2'));
  });
});
