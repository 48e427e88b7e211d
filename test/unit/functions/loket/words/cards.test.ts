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

  it('says in words which step holds no more, and not by which number', () => {
    const type = 'nl.inburgeringszaken.gebeurtenis.vervallen.v1';
    const { title, advice } = card(type, 'balk');
    expect([title, advice]).toEqual([
      'Geldt niet meer: Regievoerder toegewezen',
      'Wat u hierover eerder hoorde, geldt niet meer.',
    ]);
    expect(linesOf(type, 'balk').map((line) => line.split(':')[0])).toEqual(['Zaak']);
  });

  it('says that a step takes the place of one that was heard before', () => {
    const type = 'nl.inburgeringszaken.kennismaking.gepland.v1';
    const { data, ...message } = CardMessage.parse(example(type, 'goed-balk'));
    const moved = cardOf({ ...message, data: { ...data, vervangt: 2 } });
    expect(cardOf({ ...message, data }).advice).toBeUndefined();
    expect(moved.advice).toBe('Dit komt in de plaats van wat u eerder hoorde.');
    expect(moved.lines.map(({ label }) => label)).not.toContain('Vervangt');
  });

  it('says to COA of whom it is by the number of COA', () => {
    const { data } = CardMessage.parse(example(BERICHTTYPEN.gemeld, 'goed-opvang'));
    expect(linesOf(BERICHTTYPEN.gemeld, 'opvang')).toContain(
      `Kenmerk van de koppeling: ${String(data['koppelingId'])}`,
    );
  });
});
