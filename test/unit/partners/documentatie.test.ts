import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { OPHAALVENSTER_DAGEN } from '../../../contracts/berichten.ts';
import openapi from '../../../contracts/openapi.json' with { type: 'json' };
import { BERICHTTYPEN, PARTNERROLLEN, PARTNERVELDEN } from '../../../contracts/partnerberichten.ts';
import { POSTSTATEN } from '../../../contracts/post.ts';
import { STORING_NA } from '../../../domain/delivery/circuit.ts';
import { BEWAARTERMIJN_DAGEN } from '../../../domain/delivery/retention.ts';
import { MAX_POGINGEN, WACHTTIJDEN_MS } from '../../../domain/delivery/schedule.ts';
import { BLADZIJDEN, codeblokken, leesBladzijde, MAP, tabelrijen } from './documentatie.ts';

/** What the pages for partners say is so. */

const meervoud = (aantal: number, woord: string): string =>
  aantal === 1 ? `1 ${woord}` : `${aantal} ${{ minuut: 'minuten', seconde: 'seconden' }[woord] ?? woord}`;

/** A duration as the page writes it; from minutes on, seconds are left out. */
const inWoorden = (ms: number): string => {
  const seconden = ms / 1000;
  if (seconden === 0) return 'meteen';
  if (seconden < 60) return meervoud(seconden, 'seconde');
  const minuten = Math.floor(seconden / 60);
  if (minuten < 60) return meervoud(minuten, 'minuut');
  return `${meervoud(Math.floor(minuten / 60), 'uur')} en ${meervoud(minuten % 60, 'minuut')}`;
};

describe('the pages for partners', () => {
  test('give the schedule by which the hub tries again', () => {
    const momenten = Array.from({ length: WACHTTIJDEN_MS.length + 1 }, (_, gedaan) =>
      WACHTTIJDEN_MS.slice(0, gedaan).reduce((som, wachttijd) => som + wachttijd, 0),
    );
    expect(momenten).toHaveLength(MAX_POGINGEN);
    expect(tabelrijen(leesBladzijde('storingen.md'), '| poging |')).toEqual(
      momenten.map((moment, plaats) => [String(plaats + 1), inWoorden(moment)]),
    );
  });

  test('name exactly the fields of each role', () => {
    const rijen = tabelrijen(leesBladzijde('README.md'), '| partner |');
    expect(rijen.map(([rol, velden = '']) => [rol, velden.replaceAll('`', '').split(', ')])).toEqual(
      PARTNERROLLEN.map((rol) => [rol, Object.keys(PARTNERVELDEN[rol].shape)]),
    );
  });

  test('name every kind of message and every state', () => {
    expect(
      tabelrijen(leesBladzijde('README.md'), '| soort |').map(([soort = '']) => soort.replaceAll('*', '')),
    ).toEqual(Object.keys(BERICHTTYPEN));
    expect(
      tabelrijen(leesBladzijde('herleveren.md'), '| staat |').map(([staat = '']) =>
        staat.replaceAll('`', ''),
      ),
    ).toEqual(POSTSTATEN);
  });

  test('say how long the pull door keeps a message', () => {
    const [[, dagen] = []] = tabelrijen(leesBladzijde('README.md'), '| wat | hoe lang');
    expect(dagen).toBe(`${OPHAALVENSTER_DAGEN} dagen`);
    expect(leesBladzijde('ophalen.md')).toContain(`**${OPHAALVENSTER_DAGEN} dagen.**`);
  });

  test('say how long anything can be read and sent again', () => {
    const rijen = tabelrijen(leesBladzijde('README.md'), '| wat | hoe lang');
    expect(rijen.at(-1)?.[1]).toBe(`${BEWAARTERMIJN_DAGEN} dagen`);
    for (const naam of ['herleveren.md', 'ophalen.md', 'wachtrij.md', 'rekenblad.md']) {
      expect(leesBladzijde(naam), naam).toContain(`${BEWAARTERMIJN_DAGEN} dagen`);
    }
  });

  // One word meant two things: a request of a programme, and a telephone call.
  test('use bellen for a telephone call only', () => {
    const contracts = ['openapi.json', 'asyncapi.yaml'].map((file) =>
      readFileSync(join(MAP, '../../contracts', file), 'utf8'),
    );
    const sentences = [...BLADZIJDEN.map(leesBladzijde), ...contracts].flatMap((text) =>
      text.split(/[.:|]\s|\n\s*\n/),
    );
    const called = sentences.filter((sentence) => /\b(bel|belt|bellen|gebeld|beller)\b/i.test(sentence));
    expect(called.length).toBeGreaterThan(0);
    const hub = /\b(hub|adres|adressen|server|ontvanger|computer|ons)\b/i;
    expect(called.filter((sentence) => hub.test(sentence))).toEqual([]);
    expect(called.filter((sentence) => /met bellen|niet gebeld/.test(sentence))).toEqual([]);
  });

  test('say after how many failures a server counts as out of order', () => {
    expect(leesBladzijde('storingen.md')).toContain(`${STORING_NA} keer achter elkaar niet**`);
  });

  test.each(BLADZIJDEN)('%s refers only to what is there', (naam) => {
    const tekst = leesBladzijde(naam);
    const kapot = [...tekst.matchAll(/\]\((?!https?:)([^)#]*)(#[^)]*)?\)/g)].filter(([, pad = '', anker]) => {
      const doel = pad === '' ? join(MAP, naam) : join(MAP, dirname(naam), pad);
      if (!existsSync(doel)) return true;
      if (anker === undefined) return false;
      const koppen = [...readFileSync(doel, 'utf8').matchAll(/^#+ (.*)$/gm)].map(
        ([, kop = '']) =>
          `#${kop
            .toLowerCase()
            .replace(/[^\p{L}\p{N} -]/gu, '')
            .replaceAll(' ', '-')}`,
      );
      return !koppen.includes(anker);
    });
    expect(kapot.map(([heel]) => heel)).toEqual([]);
  });

  test.each(BLADZIJDEN)('%s names only calls that the API has', (naam) => {
    const paden = Object.entries(openapi.paths).flatMap(([pad, bewerkingen]) =>
      Object.keys(bewerkingen).map((methode) => `${methode.toUpperCase()} ${pad.replace(/\{\w+\}/g, '{}')}`),
    );
    const genoemd = [
      ...leesBladzijde(naam).matchAll(/(GET|POST|PUT|PATCH|DELETE) [^\s`|]*\/v1(\/[^\s`?|"]+)/g),
    ].map(
      ([, methode, pad = '']) =>
        `${methode} ${pad.replace(/\{\w+\}|\$ID|<\w+>|@\{.*?\}\/|\{\{.*?\}\}/g, '{}')}`,
    );
    expect(genoemd.filter((aanroep) => !paden.includes(aanroep))).toEqual([]);
  });

  test('have a page for every door, with commands', () => {
    for (const naam of ['ophalen.md', 'webhook.md', 'wachtrij.md']) {
      expect(codeblokken(leesBladzijde(naam)).filter(({ taal }) => taal === 'sh').length).toBeGreaterThan(2);
    }
  });

  // Each programme is one file to copy, so what they share stands in each of them.
  test.each(['py', 'ts'])('keep messages in the same way in every %s programme', (language) => {
    const blocks = ['ophalen/ophaler', 'wachtrij/lezer', 'webhook/ontvanger'].map((programme) => {
      const source = readFileSync(join(MAP, 'voorbeelden', `${programme}.${language}`), 'utf8');
      return /--- bewaren[\s\S]*--- einde bewaren ---/.exec(source)?.[0] ?? programme;
    });
    expect(blocks[0]).toContain('fsync');
    expect(new Set(blocks).size).toBe(1);
  });
});
