import { parseHTML } from 'linkedom';
import { expect, it } from 'vitest';
import { Zaak } from '../../../contracts/api.ts';
import { Gemeentecode } from '../../../contracts/base-types.ts';
import { ZaakInList } from '../../../contracts/lists.ts';
import { textOf } from '../../../functions/loket/html.ts';
import { layout } from '../../../functions/loket/pages/layout.ts';
import { mailPage } from '../../../play/pages/mail.ts';
import { playStartPage } from '../../../play/pages/start.ts';
import { playZaakPage } from '../../../play/pages/zaak.ts';
import type { ZaakView } from '../../../play/views.ts';

const ZAAK_ID = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a';
const GENNEP = { code: Gemeentecode.parse('0907'), naam: 'Gennep' };
const MARKED = '<script>alert(1)</script>';
const CLOCK = new Date('2027-01-04T11:00:00Z');

const view = (own: Partial<ZaakView> = {}): ZaakView => ({
  zaakId: ZAAK_ID,
  gemeente: GENNEP,
  clock: CLOCK,
  zaak: Zaak.parse({
    zaakId: ZAAK_ID,
    gemeentecode: '0907',
    status: 'actief',
    gegevens: { persoon: { naam: { voornamen: MARKED, geslachtsnaam: 'Voorbeeld' } } },
  }),
  partners: [
    {
      naam: 'BalK',
      count: 2,
      fresh: 1,
      last: { title: 'Nieuwe inburgeraar gewijzigd', staat: 'bevestigd' },
    },
    { naam: 'Destion', count: 0, fresh: 0 },
  ],
  termijnen: [],
  latest: [{ naam: 'koppeling-ontvangen', tijdstip: CLOCK.toISOString(), bron: 'coa', gegevens: {} }],
  ...own,
});

const opened = (page: Parameters<typeof layout>[0]) => parseHTML(textOf(layout(page))).document;

it('a zaak says what each partner got of it, what of that is new, and that some got nothing', () => {
  const document = opened(playZaakPage(view(), { done: true, others: [] }));
  const rows = [...document.querySelectorAll('tbody tr')].map((row) =>
    [...row.querySelectorAll('th, td')].map(({ textContent }) => textContent),
  );
  expect(rows).toEqual([
    ['BalK', '2', '1 nieuw', 'Nieuwe inburgeraar gewijzigd', 'gezien'],
    ['Destion', '0', '', 'nog niets', ''],
  ]);
  expect(document.querySelector('[role=status]')?.textContent).toContain('Dat is gebeurd');
});

it('a zaak shows a name as it is written, names nobody in its title, and offers every event and three steps of the clock', () => {
  const document = opened(playZaakPage(view(), { done: false, others: [ZAAK_ID] }));
  expect(document.querySelector('h1')?.textContent).toBe(`${MARKED} Voorbeeld`);
  expect(document.querySelectorAll('script')).toHaveLength(0);
  expect(document.querySelector('title')?.textContent).toBe('Spelen met zaak 3f7d6c1e - Inburgeringshub');
  expect(document.querySelectorAll('#wat option').length).toBeGreaterThan(30);
  expect([...document.querySelectorAll('button[name=over]')].map((one) => one.getAttribute('value'))).toEqual(
    ['1d', '1w', '2w'],
  );
  expect(document.querySelector('[role=status]')).toBeNull();
});

it('the start asks what happens, to how many people and where, and lists the zaken of one gemeente', () => {
  const zaak = ZaakInList.parse({ zaakId: ZAAK_ID, status: 'actief', partners: [] });
  const start = { clock: CLOCK, gemeente: GENNEP, zaken: [zaak], more: true };
  const document = opened(playStartPage(start, [GENNEP], false));
  const names = [...(document.querySelectorAll('form')[0]?.querySelectorAll('[name]') ?? [])];
  expect(names.map((one) => one.getAttribute('name'))).toEqual([
    'wat',
    'volwassenen',
    'kinderen',
    'gemeente',
  ]);
  const address = document.querySelector('li a')?.getAttribute('href');
  expect(address).toBe(`/spelen/zaken/0907/${ZAAK_ID}`);
  expect(document.querySelector('footer')?.textContent).toContain('verzonnen');
});

it('the mails that went out are shown with their address and their text, and an address of this machine leads on', () => {
  const mail = {
    id: '1',
    tijdstip: CLOCK.toISOString(),
    van: 'hub@hub.example',
    aan: 'winkel@mage.example',
    onderwerp: '1 nieuw bericht',
    tekst: `${MARKED}\n\nhttp://localhost:8787/v1/loket/postvak`,
  };
  const { document } = parseHTML(textOf(layout(mailPage([mail]))));
  expect(document.querySelector('h2')?.textContent).toBe('1 nieuw bericht');
  expect(document.querySelector('main')?.textContent).toContain('winkel@mage.example');
  expect(document.querySelector('main')?.textContent).toContain(MARKED);
  expect(document.querySelector('a[href="http://localhost:8787/v1/loket/postvak"]')).not.toBeNull();
  expect(document.querySelector('script')).toBeNull();
});
