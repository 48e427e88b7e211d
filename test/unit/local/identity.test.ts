import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkIdentity, type IdentityTable } from '../../../local/identity.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const setup = () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hub-identity-'));
  folders.push(dataDir);
  const state: { id?: string } = {};
  const table: IdentityTable = {
    read: async () => state.id,
    write: async (id) => {
      state.id = id;
    },
  };
  const secrets = (...values: readonly string[]) =>
    writeFileSync(
      join(dataDir, 'secrets.json'),
      JSON.stringify({ Hmac: values.map((value) => ({ value })) }),
    );
  secrets('een');
  return { dataDir, state, secrets, start: () => checkIdentity(dataDir, table) };
};

describe('a hub that starts with its data', () => {
  it('says nothing when it is the data that it had, nor the first time', async () => {
    const { dataDir, start } = setup();
    expect(await start()).toEqual([]);
    expect(await start()).toEqual([]);
    expect(readFileSync(join(dataDir, 'hub.json'), 'utf8')).not.toContain('een');
  });

  it('says at every start that its table is empty, until somebody takes the data as it is', async () => {
    const { dataDir, state, start } = setup();
    await start();
    delete state.id;
    for (let time = 0; time < 2; time++) {
      expect(await start()).toEqual([
        expect.stringContaining('its table is empty'),
        expect.stringContaining('hub.json'),
      ]);
    }
    rmSync(join(dataDir, 'hub.json'));
    expect(await start()).toEqual([]);
    expect(await start()).toEqual([]);
  });

  it('says that the table is that of another hub', async () => {
    const { state, start } = setup();
    await start();
    state.id = 'b7d7e4f2-2f6f-4a55-9c35-5a4f0f6c1a01';
    expect((await start())[0]).toContain('another hub');
  });

  it('says that a secret is another one, and takes one that followed on the one that it had', async () => {
    const { secrets, start } = setup();
    await start();
    secrets('twee', 'een');
    expect(await start()).toEqual([]);
    secrets('drie', 'twee');
    expect(await start()).toEqual([]);
    secrets('ander');
    expect((await start())[0]).toContain('the secret Hmac is another one');
  });

  it('does not start on a mark that cannot be read', async () => {
    const { dataDir, start } = setup();
    writeFileSync(join(dataDir, 'hub.json'), '{');
    await expect(start()).rejects.toThrow('hub.json cannot be read');
  });
});
