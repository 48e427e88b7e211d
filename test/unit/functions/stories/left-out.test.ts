import { describe, expect, it } from 'vitest';
import { knowsOf, orders, tell } from './outcomes.ts';
import { opened } from './sources.ts';
import { koppelingOf, MOTHER, member, play, registered, SON, zaakOfPerson } from './support.ts';

describe('what a source said before and does not say again still counts', () => {
  it('of a koppeling: what the home must have, when a version adds a newborn and says nothing of the home', async () => {
    await tell([
      'woningeis',
      [
        koppelingOf([member(MOTHER)], {
          more: { woningeis: ['rolstoeltoegankelijk'], contactpersoonCoa: { naam: 'P. Jansen' } },
        }),
        koppelingOf([member(MOTHER), member(SON, 'kind', '2025-05-20')], { versie: 2 }),
      ],
      async (hub) => {
        expect((await zaakOfPerson(hub, MOTHER))?.gegevens['koppeling']).toMatchObject({
          versie: 2,
          woningeis: ['rolstoeltoegankelijk'],
          contactpersoonCoa: { naam: 'P. Jansen' },
        });
      },
    ]);
  });

  it('of a zaak that the gemeente opened: its household, when it is opened again to tell a telephone number', async () => {
    await tell([
      'opened again',
      [
        opened(MOTHER, '2025-05-01', { aantalPersonen: 4, gezinssamenstelling: 'gezin met kinderen' }),
        registered(MOTHER, '2025-05-02'),
        opened(MOTHER, '2025-05-20', { contact: { telefoonnummer: '0612345678' } }),
      ],
      async (hub) => {
        expect(await orders(hub)).toMatchObject([{ who: { aantalPersonen: 4 } }]);
        expect((await knowsOf(hub, 'balk', MOTHER))?.who).toMatchObject({ aantalGezinsleden: 4 });
        expect((await knowsOf(hub, 'taalmaatjes', MOTHER))?.who).toMatchObject({
          gezinssamenstelling: 'gezin met kinderen',
        });
      },
    ]);
  });

  it('of a zaak that is opened again with another number of people: nothing, for a household counts whole', async () => {
    const hub = await play([
      opened(MOTHER, '2025-06-01', { aantalPersonen: 4, gezinssamenstelling: 'gezin met kinderen' }),
      opened(MOTHER, '2025-08-01', { aantalPersonen: 1 }),
    ]);
    const balk = await knowsOf(hub, 'balk', MOTHER);
    const maatjes = await knowsOf(hub, 'taalmaatjes', MOTHER);
    expect([balk?.who['aantalGezinsleden'], maatjes?.who['gezinssamenstelling']]).toEqual([
      1,
      'alleenstaand',
    ]);
  });

  it('of one that is opened again with another kind of household: nothing either', async () => {
    const hub = await play([
      opened(MOTHER, '2025-06-01', { aantalPersonen: 4, gezinssamenstelling: 'gezin met kinderen' }),
      opened(MOTHER, '2025-08-01', { gezinssamenstelling: 'alleenstaand' }),
    ]);
    const balk = await knowsOf(hub, 'balk', MOTHER);
    const maatjes = await knowsOf(hub, 'taalmaatjes', MOTHER);
    expect([balk?.who['aantalGezinsleden'], maatjes?.who['gezinssamenstelling']]).toEqual([
      1,
      'alleenstaand',
    ]);
  });
});
