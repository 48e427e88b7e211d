import { describe, expect, it } from 'vitest';
import { receiverOrganisation } from '../../../cli/options.ts';

describe('the receiver that a command names', () => {
  it('is a partner, or the gemeente itself when it gets messages', () => {
    expect(receiverOrganisation('taalschool', '0907')).toMatchObject({ sleutel: 'taalschool-0907' });
    expect(receiverOrganisation('gemeente', '0907')).toMatchObject({
      sleutel: 'gemeente-0907',
      rol: 'gemeente',
    });
  });

  it.each([
    ['gemeente', '1734', 'gemeente 1734 has no partner called gemeente'],
    ['onbekend', '0907', 'choose taalschool, intos, balk, taalmaatjes, wijkondersteuner, mage, destion, '],
  ])('is refused when gemeente has none: %s in %s', (receiver, gemeente, reason) => {
    expect(() => receiverOrganisation(receiver, gemeente)).toThrow(reason);
  });
});
