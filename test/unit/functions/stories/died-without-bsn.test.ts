import { describe, expect, it } from 'vitest';
import type { DuoResponses } from '../../../../contracts/duo-queries.ts';
import { HubError } from '../../../../domain/errors.ts';
import { notificatieBericht } from '../berichten.ts';
import type { HubInMemory } from '../hub-in-memory.ts';
import {
  inAnyOrder,
  koppelingOf,
  lastTold,
  MOTHER,
  member,
  play,
  registered,
  statusOf,
  withoutBsn,
  zaakOfPerson,
} from './support.ts';

/** DUO tells by V-nummer alone that a person died, while the hub may not know the BSN of this person yet. */

const { vNummer, bsn } = MOTHER;
const first = withoutBsn(koppelingOf([member(MOTHER, 'hoofdpersoon')]));
const withBsn = koppelingOf([member(MOTHER, 'hoofdpersoon')], { versie: 2 });
const settled = registered(MOTHER, '2025-07-10');
const death = notificatieBericht('SS111', { vNummer }, '2025-08-01T07:00:00Z');
/** The same event once more, under another id. */
const repeated = notificatieBericht('SS111', { vNummer }, '2025-08-01T07:00:00Z');
const byBoth = notificatieBericht('SS111', { vNummer, bsn }, '2025-08-01T07:00:00Z');

const DIED: DuoResponses = {
  inburgeringsplicht: {
    indicatorInburgeringsplicht: false,
    redenGeenInburgeringsplicht: 'Overlijden',
    einddatum: '2025-07-30',
  },
  doelgroep: { indeling: 'Asielstatushouder' },
} as never;

const seen = async (hub: HubInMemory) => {
  const zaak = await zaakOfPerson(hub, MOTHER);
  const timeline = await hub.zaken.tijdlijn(zaak?.zaakId as never, '0907' as never);
  return {
    zaak,
    told: lastTold(hub),
    deaths: timeline?.gebeurtenissen
      .filter(({ naam }) => naam === 'overlijden-ontvangen')
      .map(({ gegevens, feitId }) => ({ gegevens, feitId })),
  };
};

describe('a death that DUO tells by V-nummer alone', () => {
  it('ends the zaak at once, while no BSN is known', async () => {
    const hub = await play([first, death], () => DIED);
    expect(await seen(hub)).toMatchObject({
      zaak: { status: 'vervallen' },
      deaths: [{ gegevens: { code: 'SS111' } }],
    });
    expect(await statusOf(hub, death)).toBe('wacht');
  });

  it.each([
    ['once', [first, withBsn, death, settled]],
    ['twice, under two ids', [first, withBsn, death, repeated, settled]],
    ['once more with the BSN', [first, withBsn, death, byBoth, settled]],
    ['beside a registration alone that names the BSN', [first, byBoth, death, settled]],
  ])('has the same end in any order: what DUO says of it stands on one line (%s)', async (_, story) => {
    const hub = await inAnyOrder(story, seen, () => DIED);
    const end = await seen(hub);
    expect(end.zaak).toMatchObject({ status: 'vervallen', gegevens: { doelgroep: DIED.doelgroep } });
    expect(end.deaths).toHaveLength(1);
    expect(end.deaths?.[0]?.gegevens).toMatchObject(DIED);
    expect(await statusOf(hub, death)).toBe('verwerkt');
  });

  it.each<readonly [string, () => DuoResponses]>([
    ['knows nothing of who died', () => ({})],
    [
      'refuses to say more',
      () => {
        throw new HubError('quarantaine', 'DUO: weigert inburgeringsplicht met status 403');
      },
    ],
  ])('stays when DUO %s', async (_, responses) => {
    const hub = await inAnyOrder([first, withBsn, death], seen, responses);
    expect((await seen(hub)).zaak).toMatchObject({ status: 'vervallen' });
    expect(await statusOf(hub, death)).toBe('verwerkt');
  });
});
