import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { PULL_WINDOW_DAYS } from '../../../../contracts/berichten.ts';
import { hubType } from '../../../../contracts/hub-type.ts';
import openapi from '../../../../contracts/openapi.json' with { type: 'json' };
import { stepNamesOf } from '../../../../contracts/partner-gebeurtenissen.ts';
import { PARTNER_FIELDS } from '../../../../contracts/partnerberichten.ts';
import { BERICHTTYPEN, PARTNERROLLEN, type Partnerrol } from '../../../../contracts/partnerrollen.ts';
import { POSTSTATEN } from '../../../../contracts/postvak.ts';
import { OUTAGE_AFTER } from '../../../../domain/delivery/circuit.ts';
import { RETENTION_DAYS } from '../../../../domain/delivery/retention.ts';
import { MAX_ATTEMPTS, WAITS_MS } from '../../../../domain/delivery/schedule.ts';
import { partOf, partsIn } from '../generated-parts.ts';
import { PARTS_FOR_PARTNERS } from '../routemap/parts.ts';
import { codeBlocks, PAGES, PARTNER_PAGES, readPage, tableRows } from './pages.ts';

const EXAMPLES = join(PARTNER_PAGES, '../../contracts/voorbeelden');
const Told = z.object({
  type: z.string(),
  subject: z.string().optional(),
  data: z.record(z.string(), z.unknown()),
});

/** The pages for partners are held against the code and the contracts. */

const plural = (count: number, word: string): string =>
  count === 1 ? `1 ${word}` : `${count} ${{ minuut: 'minuten', seconde: 'seconden' }[word] ?? word}`;

/** A duration as the page writes it; from minutes on, seconds are left out. */
const inWords = (ms: number): string => {
  const seconds = ms / 1000;
  if (seconds === 0) return 'meteen';
  if (seconds < 60) return plural(seconds, 'seconde');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return plural(minutes, 'minuut');
  return `${plural(Math.floor(minutes / 60), 'uur')} en ${plural(minutes % 60, 'minuut')}`;
};

/** The published examples of what partners are told, with the names of what stands in each. */
const toldToPartners = globSync(`nl.*/goed-{${PARTNERROLLEN.join(',')}}*.json`, { cwd: EXAMPLES }).flatMap(
  (name) => {
    const { type, subject, data } = Told.parse(JSON.parse(readFileSync(join(EXAMPLES, name), 'utf8')));
    // Without a volgnummer it is what a partner reports, in the same type.
    if (!('volgnummer' in data)) return [];
    return [{ name, type, fields: [...Object.keys(data), ...(subject === undefined ? [] : ['subject'])] }];
  },
);

describe('the pages for partners', () => {
  test('give the schedule by which the hub tries again', () => {
    const moments = Array.from({ length: WAITS_MS.length + 1 }, (_, done) =>
      WAITS_MS.slice(0, done).reduce((sum, wait) => sum + wait, 0),
    );
    expect(moments).toHaveLength(MAX_ATTEMPTS);
    expect(tableRows(readPage('storingen.md'), '| poging |')).toEqual(
      moments.map((moment, place) => [String(place + 1), inWords(moment)]),
    );
  });

  test('name exactly the fields of each role', () => {
    const rows = tableRows(readPage('README.md'), '| partner |');
    expect(rows.map(([role, fields = '']) => [role, fields.replaceAll('`', '').split(', ')])).toEqual(
      PARTNERROLLEN.map((role) => [role, Object.keys(PARTNER_FIELDS[role].shape)]),
    );
  });

  test('name for each role what it may report', () => {
    const page = readPage('melden.md');
    expect(partsIn(page)).toEqual(Object.keys(PARTS_FOR_PARTNERS));
    for (const [name, content] of Object.entries(PARTS_FOR_PARTNERS))
      expect(partOf(page, name)).toBe(content());
  });

  test('name for each role the steps that it hears', () => {
    const rows = tableRows(readPage('README.md'), '| partner | stappen');
    const types = (role: Partnerrol) => stepNamesOf(role).map(hubType);
    expect(
      rows.map(([role, cell = '']) => [
        role,
        cell.split(', ').map((name) => `nl.inburgeringszaken.${name.replaceAll('`', '')}.v1`),
      ]),
    ).toEqual(PARTNERROLLEN.flatMap((role) => (types(role).length === 0 ? [] : [[role, types(role)]])));
  });

  test('say which fields stand in every message, and which in those about the person alone', () => {
    const text = readPage('README.md').replaceAll(/\s+/g, ' ');
    const [, inEvery = ''] = /In elk bericht staan, ook in een stap: (.*?) Alleen in/.exec(text) ?? [];
    const everywhere = [...inEvery.matchAll(/(?<=^|\s)- `(\w+)`:/g)].map(([, name = '']) => name);
    const [, kinds = '', only = ''] = /Alleen in (.*?) staat `(\w+)`/.exec(text) ?? [];
    const types = [...kinds.matchAll(/`(\w+)`/g)].map(([, kind = '']) => Reflect.get(BERICHTTYPEN, kind));
    expect(everywhere).toContain('volgnummer');
    expect(only).not.toBe('');
    expect(toldToPartners.length).toBeGreaterThan(70);
    for (const { name, type, fields } of toldToPartners) {
      const shown = fields.flatMap((field) => (field === 'huishoudenId' ? ['zaakId', field] : [field]));
      expect(shown, name).toEqual(expect.arrayContaining(everywhere));
      expect(fields.includes(only), name).toBe(types.includes(type));
    }
  });

  test('name every kind of message and every state', () => {
    expect(
      tableRows(readPage('README.md'), '| soort |').map(([kind = '']) => kind.replaceAll('*', '')),
    ).toEqual(Object.keys(BERICHTTYPEN));
    expect(
      tableRows(readPage('herleveren.md'), '| staat |').map(([state = '']) => state.replaceAll('`', '')),
    ).toEqual(POSTSTATEN);
  });

  test('say how long the pull door keeps a message', () => {
    const [[, days] = []] = tableRows(readPage('README.md'), '| wat | hoe lang');
    expect(days).toBe(`${PULL_WINDOW_DAYS} dagen`);
    expect(readPage('ophalen.md')).toContain(`**${PULL_WINDOW_DAYS} dagen.**`);
  });

  test('say how long a message can be read and sent again', () => {
    const rows = tableRows(readPage('README.md'), '| wat | hoe lang');
    expect(rows.at(-1)?.[1]).toBe(`${RETENTION_DAYS} dagen`);
    for (const name of ['herleveren.md', 'ophalen.md', 'wachtrij.md', 'rekenblad.md']) {
      expect(readPage(name), name).toContain(`${RETENTION_DAYS} dagen`);
    }
  });

  // In Dutch, bellen can be misread as a request of a programme.
  test('use bellen for a telephone call only', () => {
    const contracts = ['openapi.json', 'asyncapi.yaml'].map((file) =>
      readFileSync(join(PARTNER_PAGES, '../../contracts', file), 'utf8'),
    );
    const sentences = [...PAGES.map(readPage), ...contracts].flatMap((text) => text.split(/[.:|]\s|\n\s*\n/));
    const called = sentences.filter((sentence) => /\b(bel|belt|bellen|gebeld|beller)\b/i.test(sentence));
    expect(called.length).toBeGreaterThan(0);
    const hub = /\b(hub|adres|adressen|server|ontvanger|computer|ons)\b/i;
    expect(called.filter((sentence) => hub.test(sentence))).toEqual([]);
    expect(called.filter((sentence) => /met bellen|niet gebeld/.test(sentence))).toEqual([]);
  });

  test('say after how many failures a server counts as out of order', () => {
    expect(readPage('storingen.md')).toContain(`${OUTAGE_AFTER} keer achter elkaar niet**`);
  });

  test.each(PAGES)('%s links to files and headings that exist', (name) => {
    const text = readPage(name);
    const broken = [...text.matchAll(/\]\((?!https?:)([^)#]*)(#[^)]*)?\)/g)].filter(
      ([, path = '', anchor]) => {
        const target = path === '' ? join(PARTNER_PAGES, name) : join(PARTNER_PAGES, dirname(name), path);
        if (!existsSync(target)) return true;
        if (anchor === undefined) return false;
        const headers = [...readFileSync(target, 'utf8').matchAll(/^#+ (.*)$/gm)].map(
          ([, head = '']) =>
            `#${head
              .toLowerCase()
              .replace(/[^\p{L}\p{N} -]/gu, '')
              .replaceAll(' ', '-')}`,
        );
        return !headers.includes(anchor);
      },
    );
    expect(broken.map(([whole]) => whole)).toEqual([]);
  });

  test.each(PAGES)('%s names only calls that the API has', (name) => {
    const paths = Object.entries(openapi.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replace(/\{\w+\}/g, '{}')}`),
    );
    const named = [...readPage(name).matchAll(/(GET|POST|PUT|PATCH|DELETE) [^\s`|]*\/v1(\/[^\s`?|"]+)/g)].map(
      ([, method, path = '']) =>
        `${method} ${path.replace(/\{\w+\}|\$ID|<\w+>|@\{.*?\}\/|\{\{.*?\}\}/g, '{}')}`,
    );
    expect(named.filter((invocation) => !paths.includes(invocation))).toEqual([]);
  });

  test('have a page for every door, with commands', () => {
    for (const name of ['ophalen.md', 'webhook.md', 'wachtrij.md']) {
      expect(codeBlocks(readPage(name)).filter(({ language: taal }) => taal === 'sh').length).toBeGreaterThan(
        2,
      );
    }
  });

  // Each programme is one file to copy, so the shared code is in each of them.
  test.each(['py', 'ts'])('have the same code to keep messages in every %s programme', (language) => {
    const blocks = ['ophalen/ophaler', 'wachtrij/lezer', 'webhook/ontvanger'].map((programme) => {
      const source = readFileSync(join(PARTNER_PAGES, 'voorbeelden', `${programme}.${language}`), 'utf8');
      return /--- bewaren[\s\S]*--- einde bewaren ---/.exec(source)?.[0] ?? programme;
    });
    expect(blocks[0]).toContain('fsync');
    expect(new Set(blocks).size).toBe(1);
  });
});
