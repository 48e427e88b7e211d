import { findGemeente } from '../../domain/gemeenten/index.ts';
import type { AdresFields } from './messages.ts';
import type { Random } from './random.ts';

const STREETS = ['Spoorstraat', 'Brugstraat', 'Burgemeester Proefpad', 'Ruïneweg', "'t Voorbeeldhof"];
const LETTERS = 'ABCDEFGHJKLMNPRSTVWXZ';
const DESCRIBED = 0.03;
const WITH_LETTER = 0.15;

/** An invented address in this gemeente, which need not exist. */
export const inventAdres = (random: Random, gemeente: string): AdresFields => {
  const woonplaats = findGemeente(gemeente)?.naam ?? 'Elders';
  if (random.chance(DESCRIBED)) return { locatiebeschrijving: 'Woonboot bij de haven', woonplaats };
  const letters = `${random.pick([...LETTERS])}${random.pick([...LETTERS])}`;
  return {
    straat: random.pick(STREETS),
    huisnummer: random.number(1, 240),
    ...(random.chance(WITH_LETTER) ? { huisletter: random.pick(['A', 'B', 'c']) } : {}),
    postcode: `${random.number(1000, 9999)}${letters}`,
    woonplaats,
  };
};
