import { afterEach, describe, expect, it } from 'vitest';
import { readNumbers, sendCorrection } from '../../../../cli/gemeente/correction.ts';
import { CORRECTION_KINDS } from '../../../../cli/gemeente/correction-kinds.ts';
import { HerstelAanvraag } from '../../../../contracts/gemeente.ts';
import { caught } from '../../../hub/test-hub.ts';
import { type Answers, ONTVANGST, person, startAnsweringHub, type, ZAAK } from './support.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
const hubThat = async (answers: Answers = {}) => {
  const hub = await startAnsweringHub(answers);
  stops.push(hub.stop);
  return hub;
};

const ID = '0b0f2c36-6c1e-4c55-8a3b-5f6f2c9e1d10';
const WHY = ['--reden', 'Verkeerd getikt'] as const;

const line = (naam: string, feitId?: string, rest: object = {}) => ({
  naam,
  tijdstip: '2026-03-02T10:00:00.000Z',
  bron: 'gemeente',
  gegevens: {},
  ...(feitId === undefined ? {} : { feitId }),
  ...rest,
});

const TIMELINE = [
  line('casus-geopend', 'casus:1'),
  line('nieuwe-inburgeraar-gemeld', undefined, { bron: 'hub' }),
  line('overlijden-ontvangen', 'brp:1', { gegevens: { datumOverlijden: '2026-03' } }),
  line('inburgeringsplicht-vastgesteld', 'melding:1', { gegevens: { hersteld: true } }),
  line('overlijden-ontvangen', 'brp:1'),
  line('huishouden-gewijzigd', 'huishouden:1', { bron: 'hub' }),
];

describe('hub herstel-feit', () => {
  it.each([
    [['--vervalt', 'brp:1', 'casus:1'], { vervalt: ['brp:1', 'casus:1'] }],
    [['--bsn', '999966133'], { bsn: '999966133' }],
    [['--zelfde-persoon', ONTVANGST], { zelfdePersoon: ONTVANGST }],
  ])('puts right what %j says', async (args, expected) => {
    const hub = await hubThat();
    const { code, lines } = await type(hub.url, 'herstel-feit', ZAAK, ...args, ...WHY, '--id', ID);
    expect([code, lines]).toEqual([
      0,
      [
        `Id ${ID}: --id sends the same message again`,
        `Receipt (ontvangst) ${ONTVANGST}`,
        `Processed (verwerkt): zaak ${ZAAK}`,
      ],
    ]);
    expect(hub.posted).toMatchObject([{ path: `/v1/zaken/${ZAAK}/_herstel` }]);
    expect(hub.posted[0]?.body).toEqual({ id: ID, reden: 'Verkeerd getikt', ...expected });
  });

  it('has an option for everything that the contract can put right', () => {
    const known = Object.keys(HerstelAanvraag.shape).filter((name) => name !== 'id' && name !== 'reden');
    expect(CORRECTION_KINDS.map(({ member }) => member).sort()).toEqual(known.sort());
  });

  it('names every fault with its pointer, and sends nothing', async () => {
    const hub = await hubThat();
    const { code, lines } = await type(hub.url, 'herstel-feit', ZAAK, '--bsn', '999966134', '--id', 'x');
    expect([code, lines]).toEqual([
      1,
      [
        'Not sent, because this is not right yet:',
        '  /id moet een UUID zijn',
        '  /reden ontbreekt',
        '  /bsn voldoet niet aan de elfproef',
      ],
    ]);
    const two = await type(hub.url, 'herstel-feit', ZAAK, ...WHY, '--bsn', '999966133', '--vervalt', 'a');
    expect([two.code, two.lines.at(-1)]).toEqual([1, expect.stringContaining('precies één')]);
    expect(hub.paths).toEqual([]);
  });

  it('ends with 1 when it is put in quarantine, and says why', async () => {
    const hub = await hubThat({ statuses: [{ status: 'quarantaine', reden: 'dit BSN is van een ander' }] });
    const { code, lines } = await type(hub.url, 'herstel-feit', ZAAK, '--bsn', '999966133', ...WHY, '--json');
    expect([code, JSON.parse(lines.join())]).toMatchObject([
      1,
      { ontvangstId: ONTVANGST, status: 'quarantaine', reden: 'dit BSN is van een ander' },
    ]);
  });
});

describe('hub herstel-feit on a terminal', () => {
  const options = { gemeente: '0907', wait: 1 };

  it('shows the facts that can be put right, numbered, and asks which do not hold, and why', async () => {
    const hub = await hubThat({ gebeurtenissen: TIMELINE });
    const { terminal, said, isClosed } = person('3', '2, 1', '', 'Verwisseld', 'ja');
    expect(
      await sendCorrection(hub.client, ZAAK, { ...options, id: ID }, caught().output, () => terminal),
    ).toBe(0);
    expect(said.slice(1, 3)).toEqual([
      expect.stringMatching(/^ +1 +2026-03-02 +casus-geopend +gemeente$/),
      expect.stringMatching(/^ +2 +2026-03-02 +overlijden-ontvangen +gemeente +datumOverlijden 2026-03$/),
    ]);
    expect(said).toContain('  give numbers from 1 to 2');
    expect(hub.posted[0]?.body).toEqual({ id: ID, vervalt: ['brp:1', 'casus:1'], reden: 'Verwisseld' });
    expect(isClosed()).toBe(true);
  });

  it('asks only why when it is said what is put right', async () => {
    const hub = await hubThat();
    const { terminal, left } = person('Verkeerd getikt', 'ja');
    const bsn = { ...options, bsn: '999966133' };
    expect(await sendCorrection(hub.client, ZAAK, bsn, caught().output, () => terminal)).toBe(0);
    expect(left).toEqual([]);
    expect(hub.posted[0]?.body).toMatchObject({ bsn: '999966133', reden: 'Verkeerd getikt' });
  });

  it('sends nothing without a ja', async () => {
    const hub = await hubThat({ gebeurtenissen: TIMELINE });
    const { terminal } = person('1', 'Verwisseld', 'nee');
    const { output, written } = caught();
    expect(await sendCorrection(hub.client, ZAAK, options, output, () => terminal)).toBe(1);
    expect([hub.posted, written]).toEqual([[], ['Nothing was sent.']]);
  });

  it('says so when there is nothing to put right, and asks nothing', async () => {
    const hub = await hubThat();
    const { terminal, said } = person();
    await expect(sendCorrection(hub.client, ZAAK, options, caught().output, () => terminal)).rejects.toThrow(
      /no facts.*--bsn/,
    );
    expect(said).toEqual([]);
  });
});

describe('numbers', () => {
  it.each([
    ['1, 3', [1, 3]],
    ['2 2', [2]],
    ['0', undefined],
    ['4', undefined],
    ['1, drie', undefined],
    [' ', undefined],
  ])('in "%s" are %j', (text, expected) => {
    expect(readNumbers(text, 3)).toEqual(expected);
  });
});
