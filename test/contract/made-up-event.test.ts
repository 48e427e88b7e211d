import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { PROJECT } from '../exported-names.ts';
import { temporaryFolder } from '../temporary.ts';

/**
 * An event of the routemap is one entry and its examples. This test adds a made-up event to a copy of the project, and changes
 * nothing else in it by hand.
 */

const run = promisify(execFile);

const EVENT = 'kopje-thee-gedronken';
const TYPE = 'nl.inburgeringszaken.kopje.thee.gedronken.v1';
const ENTRY = `
  '${EVENT}': {
    rows: ['R06.3'],
    velden: ['datum', 'tolk?'],
    rollen: ['taalmaatjes'],
    meestalNa: ['taalmaatje-gekoppeld'],
  },`;

const V_NUMMER = '2798163871';

const example = (data: object) => ({
  specversion: '1.0',
  id: '5f1c2b7e-6c1e-5c55-8a3b-5f6f2c9e1d10',
  source: 'urn:nld:oin:00000099000009070000:systeem:casus',
  type: TYPE,
  time: '2025-09-06T08:00:00Z',
  datacontenttype: 'application/json',
  data: { zaakId: '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a', ...data },
});
const GOOD = example({ datum: '2025-09-05', tolk: true });
const BAD = { verwacht: [{ pointer: '/data/datum' }], bericht: example({}) };

/** The files that the copy of the project leaves out: packages, and generated files. */
const NOT_COPIED = new Set(['node_modules', '.git', 'cdk.out', 'dist', 'coverage']);

let copy: string;

const written = (path: string): string => readFileSync(join(copy, path), 'utf8');
const load = async <Module>(path: string): Promise<Module> =>
  (await import(/* @vite-ignore */ pathToFileURL(join(copy, path)).href)) as Module;
/** Runs programmes of the copy in one process, which loads what they share once. */
const node = (main: string, ...others: readonly string[]) => {
  const loaded = others.flatMap((path) => ['--import', pathToFileURL(join(copy, path)).href]);
  return run(process.execPath, [...loaded, join(copy, main)], { cwd: copy });
};

beforeAll(() => {
  copy = temporaryFolder();
  for (const name of readdirSync(PROJECT))
    if (!NOT_COPIED.has(name)) cpSync(join(PROJECT, name), join(copy, name), { recursive: true });
  symlinkSync(join(PROJECT, 'node_modules'), join(copy, 'node_modules'));
  const register = join(copy, 'contracts/routemap-entries.ts');
  const before = readFileSync(register, 'utf8');
  const after = before.replace('const ENTRIES = {', `const ENTRIES = {${ENTRY}`);
  expect(after).not.toBe(before);
  writeFileSync(register, after);
  const examples = join(copy, 'contracts/voorbeelden', TYPE);
  mkdirSync(examples);
  writeFileSync(join(examples, 'goed-volledig.json'), JSON.stringify(GOOD));
  writeFileSync(join(examples, 'fout-onvolledig.json'), JSON.stringify(BAD));
});

describe('an event of the routemap that was added as one entry with its examples', () => {
  it('asks for no other change: the compiler finds no fault', async () => {
    const tsc = join(PROJECT, 'node_modules/typescript/bin/tsc');
    // Half of what the project compiles is tests, of which none has a line for each event.
    const { include } = JSON.parse(written('tsconfig.json')) as { readonly include: readonly string[] };
    const project = join(copy, 'tsconfig.source.json');
    const config = {
      extends: './tsconfig.json',
      compilerOptions: { tsBuildInfoFile: 'tsbuildinfo' },
      include: include.filter((name) => !['test', 'bench', 'docs'].includes(name)),
    };
    writeFileSync(project, JSON.stringify(config));
    // Several threads each check again what they share, and the other core has tests of its own.
    const flags = ['--singleThreaded', '--project', project];
    const faults = await run(process.execPath, [tsc, ...flags]).then(
      () => '',
      ({ stdout }: { readonly stdout: string }) => stdout,
    );
    expect(faults).toBe('');
  });

  it('has a contract that takes its good example, and refuses the other for its fault', async () => {
    const { inboundSchema } =
      await load<typeof import('../../contracts/berichttypen.ts')>('contracts/berichttypen.ts');
    const schema = inboundSchema(TYPE as never);
    expect(schema.safeParse(GOOD).success).toBe(true);
    const { error } = schema.safeParse(BAD.bericht);
    expect(error?.issues.map(({ path }) => path)).toEqual([['data', 'datum']]);
  });

  it('may be sent by every gemeente and by the partners of its roles, and by nobody else', async () => {
    const { organisations } =
      await load<typeof import('../../domain/organisations.ts')>('domain/organisations.ts');
    for (const one of organisations) {
      const may = one.rol === 'gemeente' || (one.rol === 'partner' && one.partnerrol === 'taalmaatjes');
      expect(one.eventTypes.includes(TYPE as never), one.sleutel).toBe(may);
    }
  });

  it('is a word of hub meld, with its fields as options', async () => {
    const { REPORT_KINDS } = await load<typeof import('../../cli/gemeente/report-kinds.ts')>(
      'cli/gemeente/report-kinds.ts',
    );
    const kind = Object.entries(REPORT_KINDS).find(([type]) => type === TYPE)?.[1];
    expect(kind).toMatchObject({
      word: EVENT,
      options: { '--datum <datum>': 'datum', '--tolk <tolk>': 'tolk' },
    });
  });

  it('stands on the timeline and is told to the gemeente, with what it misses', async () => {
    const { hubInMemory, SECRET } = await load<typeof import('../unit/functions/hub-in-memory.ts')>(
      'test/unit/functions/hub-in-memory.ts',
    );
    const { inbound, inschrijvingBericht, koppelingBericht } = await load<
      typeof import('../unit/functions/berichten.ts')
    >('test/unit/functions/berichten.ts');
    const { createPseudonyms } = await load<typeof import('../../adapters/secrets/pseudonyms.ts')>(
      'adapters/secrets/pseudonyms.ts',
    );
    const hub = hubInMemory(() => ({}));
    const zaakId = createPseudonyms(SECRET).zaakId(V_NUMMER as never);
    await hub.process([koppelingBericht(), inschrijvingBericht({ vNummer: V_NUMMER as never })]);
    const report = inbound(TYPE as never, GOOD.time, { ...GOOD.data, zaakId }, 'gemeente-0907');
    await hub.process([report, report]);
    const { gebeurtenissen = [] } = (await hub.zaken.tijdlijn(zaakId, '0907' as never)) ?? {};
    const said = { datum: '2025-09-05', tolk: true, ontbreektVooraf: ['taalmaatje-gekoppeld'] };
    expect(gebeurtenissen.filter(({ naam }) => naam === EVENT)).toMatchObject([
      { gegevens: { ...said, status: 'geldig' } },
    ]);
    const told = (hub.queues.get('0907/gemeente') ?? []).map(({ tekst = '' }) => JSON.parse(tekst).data);
    expect(told.filter(({ gebeurtenis }) => gebeurtenis === EVENT)).toMatchObject([said]);
  });

  it('stands in the specifications and on the pages once they are made again', async () => {
    await node(
      'contracts/publish/generate.ts',
      'test/unit/docs/routemap/write.ts',
      'test/unit/docs/privacy/write.ts',
    );
    expect(JSON.parse(written(`contracts/schemas/${TYPE}.json`))).toMatchObject({
      title: expect.any(String),
    });
    for (const page of ['contracts/openapi.json', 'docs/privacy.md']) expect(written(page)).toContain(TYPE);
    expect(written('docs/routemap.md')).toContain(
      `| [\`${EVENT}\`](../contracts/schemas/${TYPE}.json) | datum, tolk? |`,
    );
    expect(written('docs/partners/melden.md')).toContain('`kopje.thee.gedronken`');
  });
});
