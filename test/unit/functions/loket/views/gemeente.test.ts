import { describe, expect, it } from 'vitest';
import { createKanalen } from '../../../../../adapters/table/kanalen.ts';
import { Kpis } from '../../../../../contracts/kpis.ts';
import { SHUT_OUT_REASONS } from '../../../../../contracts/shut-out.ts';
import { gemeenteProfile } from '../../../../../domain/gemeenten/index.ts';
import { textOf } from '../../../../../functions/loket/html.ts';
import { figuresPage } from '../../../../../functions/loket/pages/figures.ts';
import { layout } from '../../../../../functions/loket/pages/layout.ts';
import { PATHS } from '../../../../../functions/loket/paths.ts';
import { documentOf, NOW, started, textsOf, WEBHOOK } from '../support.ts';

const GEMEENTE = 'gemeente-0907';

describe('the brede intake of a zaak', () => {
  it('stands on its page by part, with whom it is and what still misses', async () => {
    const { loket, zaak } = await started();
    const page = await loket.get(`/loket/zaken/${zaak}`, await loket.signedIn(GEMEENTE));
    const rows = textsOf(page, '[aria-label="Onderdelen van de brede intake"] tbody tr');
    expect(rows).toHaveLength(6);
    expect(rows.find((row) => row.startsWith('Taalschool'))).toContain('nog niet');
    expect(textsOf(page, 'main p').join(' ')).toContain('Wat nog ontbreekt: casusregisseur, taalschool');
  });
});

describe('the partners of a gemeente', () => {
  it('stand on a page with their door, and who has not got its messages comes first', async () => {
    const { loket } = await started();
    const page = await loket.get('/loket/partners', await loket.signedIn(GEMEENTE));
    const rows = [...documentOf(page).querySelectorAll('tbody tr')].map((row) =>
      [...row.querySelectorAll('th, td')].map(({ textContent }) => textContent),
    );
    expect(rows).toHaveLength(gemeenteProfile('0907' as never).partners.length);
    expect(rows.find(([naam]) => naam === 'Kringloopwinkel MaGe')).toEqual([
      'Kringloopwinkel MaGe',
      'haalt op, of leest hier',
      '2',
      '0',
      '8 september 2025 om 12:00',
      'Mail van Kringloopwinkel MaGe',
    ]);
    expect(rows.at(-1)?.slice(2, 5)).toEqual(['0', '0', '']);
  });

  it('are shut out by a form with a reason from the list, hear nothing then, and are let in again', async () => {
    const { hub, loket } = await started();
    const cookie = await loket.signedIn(GEMEENTE);
    const settings = () => createKanalen(hub.table).settings('0907/mage');
    const before = documentOf(await loket.get('/loket/partners', cookie));
    expect([...before.querySelectorAll('#reden option')].map((one) => one.getAttribute('value'))).toEqual([
      '',
      ...SHUT_OUT_REASONS,
    ]);
    const form = { partner: 'mage', reden: 'op-verzoek-van-partner' };
    const shut = await loket.submit('/loket/partners', '/loket/partners/stilzetten', form, cookie);
    expect([shut.statusCode, shut.headers?.['Location']]).toEqual([303, `${PATHS.partners}?gedaan=stil`]);
    expect((await settings()).uitgesloten).toEqual({
      sinds: NOW.toISOString(),
      door: GEMEENTE,
      reden: 'op-verzoek-van-partner',
    });
    const during = await loket.get('/loket/partners', cookie, { gedaan: 'stil' });
    expect(textsOf(during, '[role=status]')[0]).toContain('krijgt niets meer');
    expect(textsOf(during, 'section button')).toEqual([
      'Laat Kringloopwinkel MaGe weer toe',
      'Zet deze partner stil',
    ]);
    expect(
      [...documentOf(during).querySelectorAll('#partner option')].map((one) => one.getAttribute('value')),
    ).not.toContain('mage');
    const back = await loket.submit('/loket/partners', '/loket/partners/mage/toelaten', {}, cookie);
    expect([back.statusCode, back.headers?.['Location']]).toEqual([303, `${PATHS.partners}?gedaan=weer`]);
    expect((await settings()).uitgesloten).toBeUndefined();
    expect(loket.deliveryQueue.offers.map(({ job }) => job.soort)).toEqual(['kanaal']);
  });

  it('are let in again with the rights of the function, also when a programme of theirs gets the messages', async () => {
    const { hub, loket } = await started();
    const cookie = await loket.signedIn(GEMEENTE);
    await createKanalen(hub.table).create('0907/mage', WEBHOOK);
    for (const path of ['/loket/partners/mage/toelaten', '/loket/partners/mage/hier'])
      expect([path, (await loket.submit('/loket/partners', path, {}, cookie)).statusCode]).toEqual([
        path,
        303,
      ]);
  });

  it.each([
    ['no partner', { partner: '', reden: 'anders' }, 404],
    ['a partner of nobody', { partner: 'onbekend', reden: 'anders' }, 404],
    ['a reason of no list', { partner: 'mage', reden: 'omdat het kan' }, 400],
  ])('are not shut out by a form with %s', async (_what, form, status) => {
    const { hub, loket } = await started();
    const cookie = await loket.signedIn(GEMEENTE);
    const answer = await loket.submit('/loket/partners', '/loket/partners/stilzetten', form, cookie);
    expect(answer.statusCode).toBe(status);
    expect((await createKanalen(hub.table).settings('0907/mage')).uitgesloten).toBeUndefined();
  });

  it('of another gemeente cannot be shut out: those of the own are, whatever the form says', async () => {
    const { hub, loket } = await started();
    const cookie = await loket.signedIn('gemeente-0796');
    const form = { partner: 'mage', reden: 'anders' };
    expect(
      (await loket.submit('/loket/partners', '/loket/partners/stilzetten', form, cookie)).statusCode,
    ).not.toBe(303);
    expect((await createKanalen(hub.table).settings('0907/mage')).uitgesloten).toBeUndefined();
  });
});

describe('a partner of which nobody may read the queue', () => {
  it('reads on its page from now on when its gemeente says so, and what its queue got goes along', async () => {
    const { hub, loket } = await started();
    const cookie = await loket.signedIn(GEMEENTE);
    const page = documentOf(await loket.get('/loket/partners', cookie));
    const paths = [...page.querySelectorAll('table form')].map((form) => form.getAttribute('action'));
    // MaGe and the taalschool fetch already, and who works at the gemeente has no queue.
    expect(paths).toContain(`${PATHS.partners}/balk/hier`);
    expect(paths).not.toContain(`${PATHS.partners}/mage/hier`);
    const chosen = await loket.submit('/loket/partners', '/loket/partners/balk/hier', {}, cookie);
    expect([chosen.statusCode, chosen.headers?.['Location']]).toEqual([303, `${PATHS.partners}?gedaan=hier`]);
    expect((await createKanalen(hub.table).settings('0907/balk')).basisdeur).toBe('ophalen');
    expect(loket.deliveryQueue.offers.map(({ job }) => job)).toMatchObject([
      { soort: 'kanaal', kanaal: '0907/balk' },
      { soort: 'herlevering', kanaal: '0907/balk' },
    ]);
  });

  it('of another gemeente is nobody here', async () => {
    const { hub, loket } = await started();
    const cookie = await loket.signedIn('gemeente-9999');
    expect(
      (await loket.submit('/loket/partners', '/loket/partners/bestaatniet/hier', {}, cookie)).statusCode,
    ).toBe(400);
    await loket.submit('/loket/partners', '/loket/partners/balk/hier', {}, cookie);
    expect((await createKanalen(hub.table).settings('0907/balk')).basisdeur).toBe('wachtrij');
  });
});

describe('the figures of a gemeente', () => {
  it('are those of the API, each with what it means and where that stands', async () => {
    const { loket } = await started();
    const page = await loket.get('/loket/cijfers', await loket.signedIn(GEMEENTE));
    expect(textsOf(page, 'h1')).toEqual(['Cijfers op 9 september 2025']);
    expect(textsOf(page, 'main p')[0]).toContain('heeft of had 1 zaak.');
    expect(textsOf(page, 'caption')).toEqual(['Aandelen en aantallen', 'Dagen tussen twee stappen']);
    expect(textsOf(page, 'dt').length).toBe(textsOf(page, 'tbody tr').length);
    for (const meaning of textsOf(page, 'dd')) expect(meaning).toMatch(/\(.+\)$/);
  });

  it('have a bar as long as their number says, and none when there is nothing to count', () => {
    const figure = { definitie: 'd', bron: 'b', buitenBeschouwing: [] };
    const page = figuresPage(
      Kpis.parse({
        gemeentecode: '0907',
        peildatum: '2026-03-31',
        zaken: 4,
        indicatoren: [
          { ...figure, id: 'a', naam: 'A', teller: 3, noemer: 4, waarde: 75 },
          { ...figure, id: 'b', naam: 'B', teller: 0, noemer: 0 },
        ],
        wachttijden: [{ ...figure, id: 'c', naam: 'C', aantal: 4, mediaan: 20, percentiel90: 80 }],
      }),
      { naam: 'Iemand', organisatie: 'Gennep', rol: 'gemeente', mark: 'x' },
    );
    const body = textOf(layout(page));
    const bars = [...documentOf({ body }).querySelectorAll('svg .loket-staaf-vol')];
    expect(bars.map((one) => one.getAttribute('width'))).toEqual(['75', '25', '100']);
    expect(textsOf({ body }, 'tbody tr')[1]).toContain('nog niets te tellen');
  });
});
