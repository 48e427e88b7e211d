import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { choosePort } from '../../local/port.ts';
import { scenario } from '../hub/proefhub.ts';
import { type Codeblok, codeblokken, leesBladzijde } from '../unit/partners/documentatie.ts';
import { ontbreekt, PYTHON } from '../unit/partners/runtimes.ts';
import { type DraaiendeHub, startHub } from './hub-hulp.ts';

/** The commands of the pages for partners, run as they stand, in a folder that looks like the project. */

const PROJECT = join(import.meta.dirname, '../..');

let hub: DraaiendeHub;
let map: string;

beforeEach(async () => {
  map = mkdtempSync(join(tmpdir(), 'partnerbladzijde-'));
  for (const naam of readdirSync(PROJECT)) symlinkSync(join(PROJECT, naam), join(map, naam));
  hub = await startHub();
});
afterEach(async () => {
  await hub.stop();
  rmSync(map, { recursive: true, force: true });
});

/** One block as part of a script: as it stands, in the background, or again until it shows what the page promises. */
const alsScript = ({ wijze, tekst }: Codeblok, poort: number): string => {
  if (wijze === '') return tekst;
  if (wijze === 'achtergrond') {
    return `( ${tekst.trimEnd()} ) &\nuntil curl -s -o /dev/null http://127.0.0.1:${poort}/; do sleep 0.1; done\n`;
  }
  const gezocht = wijze.replace(/^wacht-op /, '');
  return `until UIT=$(\n${tekst}) && [[ $UIT == *'${gezocht}'* ]]; do sleep 0.2; done\n`;
};

/** Runs every command of a page, from the first to the last; throws what went wrong. */
const volg = async (bladzijde: string): Promise<void> => {
  const poort = await choosePort(0);
  const script = [
    'set -euo pipefail',
    "trap 'kill $(jobs -p) 2>/dev/null || true' EXIT",
    ...codeblokken(leesBladzijde(bladzijde))
      .filter(({ taal }) => taal === 'sh')
      .map((blok) => alsScript(blok, poort)),
  ]
    .join('\n')
    .replaceAll('http://127.0.0.1:8787', hub.hub.url)
    .replaceAll('127.0.0.1:8080', `127.0.0.1:${poort}`)
    .replaceAll('POORT=8080', `POORT=${poort}`);
  const kind = spawn('bash', ['-c', script], {
    cwd: map,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [fouten, [code]] = await Promise.all([text(kind.stderr), once(kind, 'exit')]);
  if (code !== 0) throw new Error(`${bladzijde} ended with ${code}: ${fouten}`);
};

const lees = (bestand: string): string => readFileSync(join(map, bestand), 'utf8');

const Bericht = z.looseObject({ id: z.string() });
const Lijst = z.object({ berichten: z.array(Bericht) });

const idsIn = (bestand: string): readonly string[] =>
  lees(bestand)
    .trim()
    .split('\n')
    .map((regel) => Bericht.parse(JSON.parse(regel)).id);

/** What the hub says that the school was sent, by state. */
const verstuurd = async (staat?: string): Promise<readonly string[]> => {
  const vraag = staat === undefined ? '' : `?staat=${staat}`;
  const { body } = await hub.client.call('taalschool-9999', `/berichten${vraag}`, { method: 'GET' });
  return Lijst.parse(body).berichten.map(({ id }) => id);
};

describe('the commands of the pages for partners', { timeout: 180_000 }, () => {
  it('oefenen.md fills the sandbox gemeente', async () => {
    await volg('oefenen.md');
    expect(await verstuurd()).toHaveLength(6);
  });

  it('wachtrij.md gives every message once', async () => {
    await volg('wachtrij.md');
    expect(idsIn('ontvangen.jsonl').toSorted()).toEqual([...(await verstuurd())].toSorted());
  });

  it('ophalen.md gives the messages, and takes away what was confirmed', async () => {
    await volg('ophalen.md');
    const [eerst, daarna] = ['antwoord.json', 'daarna.json'].map((bestand) =>
      Lijst.parse(JSON.parse(lees(bestand))).berichten.map(({ id }) => id),
    );
    expect(eerst?.length).toBeGreaterThan(0);
    expect(daarna).not.toContain(eerst?.[0]);
    expect(await verstuurd('bevestigd')).toEqual([eerst?.[0]]);
    expect((await verstuurd('klaargezet')).toSorted()).toEqual([...(daarna ?? [])].toSorted());
  });

  it.skipIf(ontbreekt(PYTHON) !== undefined)(
    'webhook.md delivers every message once, and its receiver passes the rehearsal',
    async () => {
      await volg('webhook.md');
      const ontvangen = idsIn('ontvangen.jsonl');
      expect(new Set(ontvangen).size).toBe(ontvangen.length);
      const bezorgd = await verstuurd('bezorgd');
      expect(bezorgd).toHaveLength(6);
      expect(ontvangen).toEqual(expect.arrayContaining([...bezorgd]));
    },
  );

  it('van-deur-wisselen.md changes the door', async () => {
    await volg('van-deur-wisselen.md');
    expect(JSON.parse(lees('gewisseld.json'))).toMatchObject({ deur: 'ophalen' });
  });

  it('herleveren.md counts first and sends again then', async () => {
    await hub.speel(scenario('oefengemeente.jsonl'));
    await volg('herleveren.md');
    expect(JSON.parse(lees('geteld.json'))).toEqual({ aantal: 6 });
    expect(JSON.parse(lees('gevraagd.json'))).toMatchObject({ aantal: 6 });
    await hub.rust();
    const ids = (await hub.inWachtrij('9999', 'taalschool')).map(({ bericht }) => bericht.id);
    expect([ids.length, new Set(ids).size]).toEqual([12, 6]);
  });
});
