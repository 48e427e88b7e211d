import { describe, expect, it } from 'vitest';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import type { Contradiction } from '../../../../domain/zaak/contradictions.ts';
import type { HubInMemory } from '../hub-in-memory.ts';
import { knowsOf, linesOf, tell } from './outcomes.ts';
import { withdrawn } from './sources.ts';
import { FATHER, koppelingOf, MOTHER, member, type Person, zaakOfPerson } from './support.ts';

/**
 * A version of a koppeling that a gemeente typed over gives way to the same version of COA itself, and the differences are shown.
 */

const typed = (bericht: InboundBericht): InboundBericht => ({ ...bericht, organisatie: 'gemeente-0907' });
const [alone, both] = [[member(MOTHER)], [member(MOTHER), member(FATHER, 'partner')]];
const later = { versie: 2, moment: '2025-06-03T08:00:00Z' };

const contradicted = async (hub: HubInMemory, who: Person) =>
  ((await zaakOfPerson(hub, who))?.gegevens['tegenspraken'] as readonly Contradiction[] | undefined)?.map(
    ({ over, velden }) => [over, ...velden],
  ) ?? [];
const namesOf = async (hub: HubInMemory, who: Person) =>
  (await linesOf(hub, who)).map(({ naam }) => naam).filter((naam) => naam.startsWith('koppeling-'));

it('a version that changes what COA withdrew by then ends with it, and the gemeente sees what differs', async () => {
  await tell([
    'withdrawn',
    [koppelingOf(alone), typed(koppelingOf(alone, { versie: 2 })), withdrawn('vertrokken', '2025-06-03')],
    async (hub) => {
      expect((await zaakOfPerson(hub, MOTHER))?.status).toBe('vervallen');
      expect(await knowsOf(hub, 'taalschool', MOTHER)).toBeUndefined();
      expect(await contradicted(hub, MOTHER)).toEqual([['koppeling', 'reden']]);
    },
  ]);
});

describe('somebody whom the gemeente names in a household', () => {
  it.each([
    ['and COA in the version before', [koppelingOf(both), typed(koppelingOf(both, { versie: 2 }))], later],
    ['and nobody before', [koppelingOf(alone), typed(koppelingOf(both, { versie: 2 }))], later],
    ['from its first version on', [typed(koppelingOf(both))], { moment: '2025-06-03T08:00:00Z' }],
  ] as const)('%s is not of it when COA does not name them', async (name, before, own) => {
    await tell([
      name,
      [...before, koppelingOf(alone, own)],
      async (hub) => {
        expect((await zaakOfPerson(hub, FATHER))?.status).toBe('vervallen');
        expect(await knowsOf(hub, 'taalschool', FATHER)).toBeUndefined();
        expect((await knowsOf(hub, 'balk', MOTHER))?.who).toMatchObject({ aantalGezinsleden: 1 });
        expect(await contradicted(hub, FATHER)).toEqual([['koppeling', 'personen']]);
        expect((await namesOf(hub, FATHER)).at(-1)).toBe('koppeling-gewijzigd');
      },
    ]);
  });

  it('stays when COA names them in a version that the gemeente left them out of', async () => {
    await tell([
      'named',
      [koppelingOf(both), typed(koppelingOf(alone, { versie: 2 })), koppelingOf(both, later)],
      async (hub) => {
        expect((await zaakOfPerson(hub, FATHER))?.status).toBe('actief');
        expect(await contradicted(hub, FATHER)).toEqual([['koppeling', 'personen']]);
        expect(await namesOf(hub, FATHER)).toHaveLength(3);
      },
    ]);
  });
});

describe('a withdrawal that the gemeente typed over', () => {
  const end = typed(withdrawn('vertrokken', '2025-06-02'));

  it.each([
    ['of what stands by COA’s own version', koppelingOf(alone, later), 'actief', [['koppeling', 'reden']]],
    ['for another reason', withdrawn('ten onrechte', '2025-06-03'), 'vervallen', [['koppeling', 'reden']]],
    ['for the same reason', withdrawn('vertrokken', '2025-06-03'), 'vervallen', []],
  ] as const)('%s stands on the timeline, whichever came first', async (name, own, status, differs) => {
    await tell([
      name,
      [koppelingOf(alone), end, own],
      async (hub) => {
        expect((await zaakOfPerson(hub, MOTHER))?.status).toBe(status);
        expect(await contradicted(hub, MOTHER)).toEqual(differs);
        expect(await namesOf(hub, MOTHER)).toHaveLength(3);
      },
    ]);
  });
});

it('what COA says otherwise first, and then the same, contradicts the gemeente no more', async () => {
  const other = [member(MOTHER, 'hoofdpersoon', '1981-01-01')];
  await tell([
    'the same',
    [
      koppelingOf(alone),
      typed(koppelingOf(other, { versie: 2 })),
      koppelingOf(alone, later),
      koppelingOf(other, { versie: 3, moment: '2025-06-04T08:00:00Z' }),
    ],
    async (hub) => expect(await contradicted(hub, MOTHER)).toEqual([]),
  ]);
});
