import { describe, expect, it } from 'vitest';
import { DUO_APIS } from '../../contracts/duo-resources.ts';
import { duoCode } from '../../domain/duo/codes.ts';
import { meaningOf, PUBLISHED_CODES } from '../../domain/duo/meanings.ts';
import { processNotificatie } from '../../functions/duo/process-notificatie.ts';
import { BSN, notificatieBericht, V_NUMMER } from '../unit/functions/berichten.ts';
import { duoWorld } from '../unit/functions/duo/world.ts';
import { readStandard } from './support/schemas.ts';

/** The hub's list of codes, held against DUO's two tables: what a code means, and which API the hub asks after it. */

/** The rows of a table: fields between commas, of which those with a comma are in quotes. */
const rowsOf = (file: string): readonly (readonly string[])[] =>
  readStandard('duo', file)
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^",]*))/g)].map(([, quoted, bare]) => quoted ?? bare ?? ''),
    );

const meanings = rowsOf('gebeurtenissen.csv').map(([code = '', kind = '', text = '']) => ({
  code,
  kind,
  text,
}));
const pairs = rowsOf('gebeurtenissen-en-apis.csv').flatMap(([code = '', api = '']) =>
  api === '' ? [] : [[code, api as keyof typeof DUO_APIS] as const],
);

/** The text without a full stop and capitals, and with the one word that DUO misspells put right. */
const spelled = (text: string): string =>
  text.replace(/\.$/, '').replace('Inburgeringsplichte ', 'Inburgeringsplichtige ').toLowerCase();

/** The decision of DUO on a request. A full vrijstelling or ontheffing ends the plicht, and its code says that instead. */
const decidedIn = (text: string): 'Toekenning' | 'Afwijzing' | undefined => {
  if (text.includes('afgewezen')) return 'Afwijzing';
  return /^(Verzoek .*|Tijdelijke vrijstelling )toegekend|op verzoek verlengd/.test(text)
    ? 'Toekenning'
    : undefined;
};

describe('the codes of DUO', () => {
  it('are those that DUO published', () => {
    expect([...PUBLISHED_CODES].toSorted()).toEqual(meanings.map(({ code }) => code).toSorted());
  });

  it.each(meanings)('$code means what DUO says: $text', ({ code, text }) => {
    expect(spelled(meaningOf(code).replace(/^Attentie: /, ''))).toBe(spelled(text));
  });

  it('each have a text of their own', () => {
    const texts = PUBLISHED_CODES.map(meaningOf);
    expect(new Set(texts).size).toBe(texts.length);
  });

  it.each(meanings)('$code is granted or refused as DUO says: $text', ({ code, text }) => {
    expect(duoCode(code).oordeel).toBe(decidedIn(text));
  });

  it('change nothing about the plicht or the gemeente when they are an attentie', () => {
    for (const { code } of meanings.filter(({ kind }) => kind === 'attentie')) {
      expect(duoCode(code), code).not.toHaveProperty('plicht');
      expect(duoCode(code).namesGemeente, code).toBeUndefined();
      expect(duoCode(code).queries, code).toEqual([]);
    }
  });
});

describe('the APIs that DUO’s table names for a code', () => {
  it('make forty-one pairs', () => {
    expect(pairs).toHaveLength(41);
  });

  it.each(pairs)('make the hub ask DUO after %s what the %s API holds', async (code, api) => {
    const hub = duoWorld();
    hub.duoAnswers(() => ({
      inburgeringsplicht: { indicatorInburgeringsplicht: true },
      'lbt/resultaten': [
        { resultaat: 'Onbekend', behaaldeScore: '1,00', benodigdeScore: '28,00', datumAfname: '2025-10-17' },
      ],
    }));
    await hub.createKnown();
    await processNotificatie(hub.dependencies, notificatieBericht(code, { bsn: BSN, vNummer: V_NUMMER }));
    const [asked] = hub.requested;
    const ofApi: readonly string[] = DUO_APIS[api].personen;
    expect(asked?.bsn).toBe(BSN);
    expect(asked?.queries.filter((query) => ofApi.includes(query))).not.toEqual([]);
    expect(await hub.duoFeiten()).toHaveLength(1);
  });

  it('are all that the hub asks, except for the ontheffingen that DUO’s page names', () => {
    const named = new Map<string, readonly string[]>(
      PUBLISHED_CODES.map((code) => [
        code,
        pairs.filter(([of]) => of === code).flatMap(([, api]) => [...DUO_APIS[api].personen]),
      ]),
    );
    const more = PUBLISHED_CODES.flatMap((code) =>
      duoCode(code)
        .queries.filter((query) => !named.get(code)?.includes(query))
        .map((query) => `${code} ${query}`),
    );
    expect(more).toEqual(['SS118 ontheffingen', 'SS119 ontheffingen']);
  });
});
