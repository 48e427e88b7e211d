import { beforeAll, describe, expect, it } from 'vitest';
import { zaakPath } from '../../../../functions/loket/paths.ts';
import { below, documentOf, started, type TrialLoket, textsOf } from './support.ts';

/** Forms that name nothing, or something that does not exist: an old page sent them, or somebody made them up. */

const GEMEENTE = 'gemeente-0907';
const UNKNOWN = '7d1c9e58-3f27-4f5b-9c0a-2b6d8e4f1a3c';
/** Longer than a key of the table can be. */
const LONG = '#'.repeat(3_000);

let loket: TrialLoket;
let zaak: string;
beforeAll(async () => {
  ({ loket, zaak } = await started());
});

/** A page of each role with a form on it, which has the mark of a session. */
const HOME = { [GEMEENTE]: '/loket/zaken', beheer: '/loket/beheer', 'mage-0907': '/loket/week' } as const;

const send = async (who: keyof typeof HOME, path: string, form: Readonly<Record<string, string>>) =>
  loket.submit(HOME[who], path.replace('{zaak}', zaak), form, await loket.signedIn(who));

describe('a form', () => {
  it.each([
    [GEMEENTE, '/loket/zaken/{zaak}/opnieuw', { partner: 'niemand' }],
    [GEMEENTE, `/loket/zaken/${UNKNOWN}/opnieuw`, { partner: 'mage' }],
    [GEMEENTE, '/loket/zaken/{zaak}/intrekken', {}],
    [GEMEENTE, '/loket/zaken/{zaak}/intrekken', { feit: UNKNOWN }],
    [GEMEENTE, `/loket/vandaag/${UNKNOWN}/afgehandeld`, { gezien: 'mage 2025-06-20T08:00:00Z' }],
    [GEMEENTE, '/loket/partners/stilzetten', { partner: 'niemand', reden: 'x' }],
    [GEMEENTE, '/loket/partners/niemand/toelaten', {}],
    [GEMEENTE, '/loket/medewerkers/beeindigen', {}],
    [GEMEENTE, '/loket/medewerkers/beeindigen', { wie: `${UNKNOWN} mage-0907` }],
    [GEMEENTE, '/loket/medewerkers/link', {}],
    [GEMEENTE, '/loket/medewerkers/link', { wie: 'x' }],
    ['beheer', '/loket/beheer/heropnemen', {}],
    ['beheer', '/loket/beheer/heropnemen', { ontvangst: UNKNOWN }],
    [GEMEENTE, '/loket/medewerkers/beeindigen', { wie: LONG }],
    [GEMEENTE, '/loket/medewerkers/link', { wie: `${UNKNOWN} ${LONG}` }],
    [GEMEENTE, '/loket/zaken/{zaak}/opnieuw', { partner: LONG }],
    [GEMEENTE, '/loket/zaken/{zaak}/intrekken', { feit: LONG }],
    [GEMEENTE, '/loket/partners/stilzetten', { partner: LONG, reden: 'x' }],
    ['beheer', '/loket/beheer/heropnemen', { ontvangst: LONG }],
    ['mage-0907', `/loket/postvak/${UNKNOWN}/gezien`, {}],
    ['mage-0907', `/loket/postvak/${UNKNOWN}/lukt-niet`, { reden: 'anders' }],
  ] as const)('of %s to %s with %o says that it is not there, and what to do', async (who, path, form) => {
    const answer = await send(who, path, form);
    expect(answer.statusCode).toBe(404);
    expect(textsOf(answer, 'h1')).toEqual(['Dit is er niet meer']);
    expect(textsOf(answer, 'main p')[0]).toContain(
      'Er is niets veranderd. Ga terug, laad de bladzijde opnieuw',
    );
    expect(documentOf(answer).querySelector('nav')).not.toBeNull();
  });

  it('of Stuur opnieuw without a partner comes back with what is missing, and sends nothing', async () => {
    for (const form of [{}, { partner: '' }]) {
      const answer = await send(GEMEENTE, '/loket/zaken/{zaak}/opnieuw', form);
      expect(answer.statusCode).toBe(400);
      expect(textsOf(answer, '[role=alert]')).toEqual([
        'Kies welke partner de berichten nog een keer krijgt.',
      ]);
      const field = documentOf(answer).querySelector('select#partner');
      expect(field?.getAttribute('aria-invalid')).toBe('true');
      expect(documentOf(answer).querySelector(`#${field?.getAttribute('aria-describedby')}`)).not.toBeNull();
      expect(documentOf(answer).querySelector(`a[href="${zaakPath(zaak)}"]`)).not.toBeNull();
    }
    expect(loket.deliveryQueue.offers).toEqual([]);
  });

  it('of a page that there is not is told so', async () => {
    const answer = await send(GEMEENTE, below('/v1/loket/niets'), {});
    expect([answer.statusCode, textsOf(answer, 'h1')]).toEqual([404, ['Niet gevonden']]);
  });
});
