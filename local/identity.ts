import { createHash, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { readKept } from './kept-file.ts';
import { LOST_SECRETS } from './secrets/secrets.ts';

/**
 * Whether the data that a hub starts with is the data that it had. Beside the data stands which hub it is and under which
 * secrets; the table holds the same id. What was replaced, emptied or mixed in between no longer agrees.
 */

/** What stands beside the data: the id, and per secret a digest of each value that it had at the last start. */
const Kept = z.strictObject({ id: z.uuid(), secrets: z.record(z.string(), z.array(z.string())) });
type Kept = z.infer<typeof Kept>;

/** The table's side of it. */
export interface IdentityTable {
  read(): Promise<string | undefined>;
  write(id: string): Promise<void>;
}

const FILE = 'hub.json';
const Secrets = z.record(z.string(), z.array(z.looseObject({ value: z.string() })));

const digestsIn = (dataDir: string): Kept['secrets'] => {
  const secrets = readKept(join(dataDir, 'secrets.json'), Secrets, LOST_SECRETS) ?? {};
  return Object.fromEntries(
    Object.entries(secrets).map(([name, versions]) => [
      name,
      versions.map(({ value }) => createHash('sha256').update(value).digest('base64url')),
    ]),
  );
};

/** A secret counts as the same while any value of it is one that it had: a re-keying keeps the one before. */
const otherSecrets = (before: Kept['secrets'], now: Kept['secrets']): readonly string[] =>
  Object.entries(before)
    .filter(([name, digests]) => !(now[name] ?? []).some((digest) => digests.includes(digest)))
    .map(([name]) => name);

/**
 * What does not agree, in lines to show; none when the data is what it was, or when there is nothing yet to compare it
 * with. What disagrees is left as it is, so that the next start says it again.
 */
export const checkIdentity = async (dataDir: string, table: IdentityTable): Promise<readonly string[]> => {
  const path = join(dataDir, FILE);
  const kept = readKept(path, Kept, 'remove it to take the data as it is');
  const there = await table.read();
  const secrets = digestsIn(dataDir);
  if (kept === undefined) {
    const id = there ?? randomUUID();
    if (there === undefined) await table.write(id);
    writeFileSync(path, JSON.stringify({ id, secrets } satisfies Kept), { mode: 0o600 });
    return [];
  }
  const lines = [
    ...(there === undefined
      ? ['its table is empty, or is not the one that it had: what was accepted before is not in it']
      : []),
    ...(there !== undefined && there !== kept.id ? ['its table is that of another hub'] : []),
    ...otherSecrets(kept.secrets, secrets).map(
      (name) => `the secret ${name} is another one: what was stored under it cannot be found or read`,
    ),
  ];
  if (lines.length === 0) writeFileSync(path, JSON.stringify({ ...kept, secrets }), { mode: 0o600 });
  else lines.push(`put the whole folder back, or remove ${path} to go on with what is there`);
  return lines;
};

const KEY = { pk: { S: 'HUB' }, sk: { S: 'HUB' } };

/** The id in the table of a hub that runs. */
export const identityTable = (endpoint: string, TableName: string): IdentityTable => {
  const client = new DynamoDBClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'lokaal', secretAccessKey: 'lokaal' },
  });
  return {
    async read() {
      const { Item } = await client.send(new GetItemCommand({ TableName, Key: KEY, ConsistentRead: true }));
      return Item?.['id']?.S;
    },
    async write(id) {
      await client.send(new PutItemCommand({ TableName, Item: { ...KEY, id: { S: id } } }));
    },
  };
};
