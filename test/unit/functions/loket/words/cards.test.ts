import { describe, expect, it } from 'vitest';
import { BERICHTTYPEN } from '../../../../../contracts/partnerrollen.ts';
import { CardMessage, cardOf } from '../../../../../functions/loket/words/cards.ts';
import { example } from '../../../../contract/support/examples.ts';

const card = (type: string, partner: string) => cardOf(CardMessage.parse(example(type, `goed-${partner}`)));
const linesOf = (type: string, partner: string) =>
  card(type, partner).lines.map(({ label, text }) => `${label}: ${text}`);

describe('a card', () => {
  it.each([...Object.values(BERICHTTYPEN), 'nl.inburgeringszaken.kennismaking.gepland.v1'])(
    'says of which zaak it is, as the page of the gemeente calls it: %s',
    (type) => {
      expect(linesOf(type, 'balk')[0]).toMatch(/^Zaak: [0-9a-f]{8}$/);
    },
  );

  it('says to a shop of which household it is', () => {
    expect(linesOf(BERICHTTYPEN.gewist, 'mage')[0]).toMatch(/^Huishouden: [0-9a-f]{8}$/);
  });

  it('says to COA of whom it is by the number of COA', () => {
    const { data } = CardMessage.parse(example(BERICHTTYPEN.gemeld, 'goed-opvang'));
    expect(linesOf(BERICHTTYPEN.gemeld, 'opvang')).toContain(
      `Kenmerk van de koppeling: ${String(data['koppelingId'])}`,
    );
  });
});
