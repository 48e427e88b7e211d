import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSeal, keyPath, openDataFolder, openSeal } from '../../../local/seal.ts';
import { temporaryFolder } from '../../temporary.ts';

const TEXT = '{"naam":"Tesfaye","bsn":"999966133"}';
const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

describe('a seal', () => {
  const seal = createSeal(randomBytes(32));

  it('gives back what it sealed, and shows nothing of it', () => {
    const bytes = seal.sealBytes(TEXT);
    expect([seal.open(seal.seal(TEXT)), seal.openBytes(bytes)]).toEqual([TEXT, TEXT]);
    expect(seal.seal(TEXT)).not.toContain('Tesfaye');
    expect(bytes.includes('999966133')).toBe(false);
    expect(seal.seal(TEXT)).not.toBe(seal.seal(TEXT));
  });

  it('is not opened by another key, nor when a byte was changed', () => {
    const other = createSeal(randomBytes(32));
    expect(() => other.open(seal.seal(TEXT))).toThrow();
    const bytes = seal.sealBytes(TEXT);
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    expect(() => seal.openBytes(bytes)).toThrow();
  });

  it('reads what an earlier hub wrote without one', () => {
    expect([seal.open(TEXT), seal.openBytes(Buffer.from(TEXT))]).toEqual([TEXT, TEXT]);
  });
});

describe('the key of the data of a local hub', () => {
  it('is made once, for its owner alone', async () => {
    const path = join(await temporaryFolder(), 'settings', 'data-sleutel');
    const sealed = openSeal(path).seal(TEXT);
    expect([await modeOf(path), openSeal(path).open(sealed)]).toEqual([0o600, TEXT]);
  });

  it('lies where HUB_DATA_SLEUTEL says, or among the settings of the user', () => {
    expect(keyPath({ HUB_DATA_SLEUTEL: '/k' })).toBe('/k');
    expect(keyPath({ XDG_CONFIG_HOME: '/home/a/.config' })).toBe(
      '/home/a/.config/inburgeringshub/data-sleutel',
    );
  });

  it('is refused when it is no key', async () => {
    const path = join(await temporaryFolder(), 'data-sleutel');
    await writeFile(path, 'kort');
    expect(() => openSeal(path)).toThrow(/no key of 32 bytes/);
  });
});

describe('the folder of the data of a local hub', () => {
  it('is for its owner alone, also when it was there already', async () => {
    const root = await temporaryFolder();
    const dataDir = join(root, 'data');
    await mkdir(dataDir, { mode: 0o755 });
    openDataFolder(dataDir, join(root, 'sleutel'));
    expect(await modeOf(dataDir)).toBe(0o700);
    expect(await readFile(join(dataDir, 'zegel'), 'utf8')).toMatch(/^sealed:/);
  });

  it('is refused with another key, by what to do', async () => {
    const root = await temporaryFolder();
    const [dataDir, path] = [join(root, 'data'), join(root, 'sleutel')];
    openDataFolder(dataDir, path);
    openDataFolder(dataDir, path);
    await rm(path);
    expect(() => openDataFolder(dataDir, path)).toThrow(/set HUB_DATA_SLEUTEL/);
  });
});
