import { describe, expect, it } from 'vitest';
import { createKanalen } from '../../../../adapters/table/kanalen.ts';
import { isToldByStep } from '../../../../contracts/partnerrollen.ts';
import { gemeenteProfile } from '../../../../domain/gemeenten/index.ts';
import { textOf } from '../../../../functions/loket/html.ts';
import { correctionPage, putRightPage, withdrawPage } from '../../../../functions/loket/pages/correction.ts';
import { inboxPage } from '../../../../functions/loket/pages/inbox.ts';
import { layout, type Reader } from '../../../../functions/loket/pages/layout.ts';
import { zaakPage } from '../../../../functions/loket/pages/zaak.ts';
import { cardOf } from '../../../../functions/loket/words/cards.ts';
import { koppeling } from '../../domain/support.ts';
import { koppelingBericht, V_NUMMER } from '../berichten.ts';
import { hubInMemory } from '../hub-in-memory.ts';
import { documentOf, trialLoket } from './support.ts';

/** A name that is a page, a formula and a text that turns round at once, in every field that a source or a partner can word. */
const MARK = `<script>alert(1)</script>"><img src=x onerror=y>=HYPERLINK("http://x.example")\u202Eedoc`;

const reader: Reader = { naam: MARK, organisatie: MARK, rol: 'gemeente', mark: MARK };

/** The whole text of a page stays text: no element of its own comes in, and no attribute. */
const isHarmless = (body: string): void => {
  const page = documentOf({ body });
  expect(page.querySelectorAll('script, img, [onerror]')).toHaveLength(0);
  expect(body).not.toContain('\u202E');
  expect(body).toContain('[U+202E]');
  expect(body).toContain('&lt;script&gt;');
  expect([...page.querySelectorAll('a')].map((a) => a.getAttribute('href')).join()).not.toContain(
    'x.example',
  );
};

describe('a mark in every field', () => {
  it('stays text on the page of a zaak', () => {
    const zaakId = '8f8c0048-b30a-82ec-9d88-050db72fa44c' as never;
    const gegevens = {
      persoon: { naam: { voornamen: MARK, geslachtsnaam: MARK }, [MARK]: MARK },
      adres: { straat: MARK },
    };
    const page = zaakPage(
      {
        isOwn: true,
        zaak: { zaakId, gemeentecode: '0907' as never, status: 'actief', gegevens },
        tijdlijn: {
          zaakId,
          termijnen: [],
          gebeurtenissen: [
            { naam: MARK, tijdstip: MARK, bron: MARK, gegevens: { [MARK]: [MARK, { [MARK]: MARK }] } },
            {
              naam: MARK,
              tijdstip: '2026-03-04T10:00:00Z',
              bron: 'hub',
              gegevens: { partner: `0907/${MARK}`, volgnummer: 1, velden: [MARK], staat: MARK },
            },
          ],
        },
        termijnen: { zaakId, termijnen: [] },
        people: new Map(),
        intake: {
          zaakId,
          onderdelen: [{ onderdeel: 'taalschool', bij: MARK }],
          leerbaarheidstoets: { bij: MARK, uitslagBekend: false },
          ontbreekt: ['taalschool'],
        },
      },
      new Map([['mage', MARK]]),
      reader,
    );
    isHarmless(textOf(layout(page)));
  });

  it('stays text where a zaak is put right', () => {
    const zaakId = '8f8c0048-b30a-82ec-9d88-050db72fa44c';
    const fact = { naam: MARK, tijdstip: MARK, bron: MARK, feitId: MARK, gegevens: { datum: MARK } };
    const own = { fact, event: 'pip-deel-gedeeld' as const, berichtId: MARK, data: { plaats: MARK } };
    const filled = { feitIds: [MARK], reden: MARK, wrong: ['reden' as const] };
    const told = [{ partner: MARK, subject: zaakId }];
    for (const page of [
      correctionPage(
        { zaakId, isOwn: true, own: [own], facts: [fact], told },
        new Map([[MARK, MARK]]),
        reader,
        filled,
      ),
      withdrawPage(zaakId, own, MARK, reader),
      putRightPage(zaakId, [fact], { id: MARK, reden: MARK }, reader),
    ])
      isHarmless(textOf(layout(page)));
  });

  it.each(['gemeld', 'gewijzigd', 'vervallen', 'gewist', 'iets'])('stays text on a card: %s', (kind) => {
    const card = cardOf({
      id: '7d1c9e58-3f27-4f5b-9c0a-2b6d8e4f1a3c',
      type: `nl.inburgeringszaken.nieuwe.inburgeraar.${kind}.v1`,
      time: MARK,
      data: { voornaam: MARK, gewijzigd: [MARK], referentie: MARK, [MARK]: { straat: MARK } },
    });
    isHarmless(
      textOf(
        layout(
          inboxPage(
            {
              cards: [card],
              answered: [card],
              mayReport: true,
              mayBeMailed: true,
              more: true,
              done: 'gezien',
            },
            { ...reader, rol: 'partner' },
          ),
        ),
      ),
    );
  });
});

it('each partner reads on its page what its own messages hold of a person, and nothing else', async () => {
  const hub = hubInMemory(() => ({}));
  const { partners } = gemeenteProfile('0907' as never);
  for (const { sleutel } of partners)
    await createKanalen(hub.table).chooseBaseDoor(`0907/${sleutel}` as never, 'ophalen');
  await hub.process([
    koppelingBericht(
      koppeling({}, { naam: { voornamen: 'Merkvoornaam', geslachtsnaam: 'Merkgeslachtsnaam' } }),
    ),
  ]);
  const loket = trialLoket(hub);
  const pages = new Map<string, string>();
  for (const { sleutel, rol } of partners) {
    const { statusCode, body } = await loket.get('/loket/postvak', await loket.signedIn(`${sleutel}-0907`));
    expect([sleutel, statusCode]).toEqual([sleutel, 200]);
    expect(documentOf({ body }).querySelectorAll('article')).toHaveLength(isToldByStep(rol) ? 0 : 1);
    expect(body).not.toContain(V_NUMMER);
    pages.set(sleutel, body);
  }
  const seenBy = (mark: string): readonly string[] =>
    [...pages].flatMap(([sleutel, body]) => (body.includes(mark) ? [sleutel] : []));
  expect(seenBy('Merkvoornaam').toSorted()).toEqual(['taalmaatjes', 'wijkondersteuner']);
  expect(seenBy('Merkgeslachtsnaam').toSorted()).toEqual(['balk', 'intos', 'taalschool']);
  expect(pages.get('mage')).toContain('Er komt');
});
