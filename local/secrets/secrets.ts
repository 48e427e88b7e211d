import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type Operations, serviceError } from '../aws-json.ts';
import { readKept } from '../kept-file.ts';
import { sealFor } from '../seal.ts';
import type { Resource } from '../template/deployment.ts';
import { generateSecretString } from './generate.ts';

export interface Secrets {
  readonly operations: Operations;
  /** The current value of a secret by name or ARN. */
  value(nameOrArn: string): string | undefined;
}

const versionSchema = z.object({ id: z.string(), value: z.string(), stages: z.array(z.string()) });
type Version = z.infer<typeof versionSchema>;
/** The secrets on disk. A text is a secret of an earlier version of the hub, which kept one version of each. */
const keptSchema = z.record(z.string(), z.union([z.string(), z.array(versionSchema)]));

/** Without the secrets nothing that was stored under them can be found or read. */
export const LOST_SECRETS = 'put it back from a copy of this folder, or begin with an empty folder';

const CURRENT = 'AWSCURRENT';
const PREVIOUS = 'AWSPREVIOUS';
const FIRST = '00000000-0000-4000-8000-000000000001';

const inputs = {
  get: z.object({
    SecretId: z.string(),
    VersionId: z.string().optional(),
    VersionStage: z.string().optional(),
  }),
  describe: z.object({ SecretId: z.string() }),
  put: z.object({
    SecretId: z.string(),
    SecretString: z.string(),
    VersionStages: z.array(z.string()).min(1).default([CURRENT]),
    ClientRequestToken: z.string().optional(),
  }),
  stage: z.object({
    SecretId: z.string(),
    VersionStage: z.string(),
    RemoveFromVersionId: z.string().optional(),
    MoveToVersionId: z.string().optional(),
  }),
};

const parse = <Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> => {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw serviceError('ValidationException', `${fields}: required or not as expected`);
};

/** Writes a file beside the old one and renames it, so that a crash leaves one of the two. */
function writeWhole(path: string, content: string): void {
  const file = openSync(`${path}.new`, 'w', 0o600);
  writeSync(file, content);
  fsyncSync(file);
  closeSync(file);
  renameSync(`${path}.new`, path);
}

/**
 * Gives a version a label and takes it from any other. When that label is AWSCURRENT, the version that had it gets
 * AWSPREVIOUS.
 */
const labelled = (versions: readonly Version[], label: string, id: string | undefined): Version[] => {
  const before = versions.find(({ stages }) => stages.includes(label))?.id;
  const previous = label === CURRENT && before !== undefined && before !== id ? before : undefined;
  return versions.map((version) => ({
    ...version,
    stages: [
      ...version.stages.filter((stage) => stage !== label && !(stage === PREVIOUS && previous !== undefined)),
      ...(version.id === id ? [label] : []),
      ...(version.id === previous ? [PREVIOUS] : []),
    ],
  }));
};

/** Makes the secrets of an app, with their versions. A value is generated once and kept in `dataDir`. */
export function createSecrets(
  resources: readonly Resource<'AWS::SecretsManager::Secret'>[],
  dataDir?: string,
): Secrets {
  const path = dataDir === undefined ? undefined : join(dataDir, 'secrets.json');
  const { seal } = sealFor(dataDir);
  const kept = (path === undefined ? undefined : readKept(path, keptSchema, LOST_SECRETS)) ?? {};
  const versionsOf = new Map<string, Version[]>();
  for (const { name, properties } of resources) {
    const { SecretString: given, GenerateSecretString: generation } = properties;
    const known = kept[name];
    if (Array.isArray(known) && given === undefined) versionsOf.set(name, known);
    else {
      const value = given ?? (typeof known === 'string' ? known : generateSecretString(generation ?? {}));
      versionsOf.set(name, [{ id: FIRST, value, stages: [CURRENT] }]);
    }
  }
  const save = (): void => {
    if (path) writeWhole(path, seal(JSON.stringify({ ...kept, ...Object.fromEntries(versionsOf) })));
  };
  if (resources.length > 0) save();

  // Secrets Manager also accepts an ARN without its random ending.
  const find = (id: string) =>
    resources.find(({ name, arn }) => id === name || id === arn || arn.slice(0, -7) === id);
  const secretOf = (id: string) => {
    const secret = find(id);
    if (!secret) {
      throw serviceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    }
    return { ...secret, versions: versionsOf.get(secret.name) ?? [] };
  };
  const set = (name: string, versions: readonly Version[]): void => {
    versionsOf.set(
      name,
      // Secrets Manager deprecates a version without a label and removes it later.
      versions.filter(({ stages }) => stages.length > 0),
    );
    save();
  };

  const getSecretValue = (input: unknown): unknown => {
    const { SecretId, VersionId, VersionStage } = parse(inputs.get, input);
    const { arn, name, versions } = secretOf(SecretId);
    const stage = VersionStage ?? (VersionId === undefined ? CURRENT : undefined);
    const version = versions.find(
      ({ id, stages }) =>
        (VersionId === undefined || id === VersionId) && (stage === undefined || stages.includes(stage)),
    );
    if (!version) {
      throw serviceError(
        'ResourceNotFoundException',
        "Secrets Manager can't find the specified secret value.",
      );
    }
    return {
      ARN: arn,
      Name: name,
      SecretString: version.value,
      VersionId: version.id,
      VersionStages: version.stages,
      CreatedDate: 0,
    };
  };

  const describeSecret = (input: unknown): unknown => {
    const { arn, name, versions } = secretOf(parse(inputs.describe, input).SecretId);
    return {
      ARN: arn,
      Name: name,
      VersionIdsToStages: Object.fromEntries(versions.map(({ id, stages }) => [id, stages])),
    };
  };

  const putSecretValue = (input: unknown): unknown => {
    const { SecretId, SecretString, VersionStages, ClientRequestToken } = parse(inputs.put, input);
    const { arn, name, versions } = secretOf(SecretId);
    const id = ClientRequestToken ?? randomUUID();
    const existing = versions.find((version) => version.id === id);
    if (existing && existing.value !== SecretString) {
      throw serviceError('ResourceExistsException', 'A version with this token has another value.');
    }
    const all = existing ? versions : [...versions, { id, value: SecretString, stages: [] }];
    set(
      name,
      VersionStages.reduce<Version[]>((labels, stage) => labelled(labels, stage, id), all),
    );
    return { ARN: arn, Name: name, VersionId: id, VersionStages };
  };

  const updateStage = (input: unknown): unknown => {
    const { SecretId, VersionStage, RemoveFromVersionId, MoveToVersionId } = parse(inputs.stage, input);
    const { arn, name, versions } = secretOf(SecretId);
    const holder = versions.find(({ stages }) => stages.includes(VersionStage))?.id;
    if (holder !== undefined && holder !== MoveToVersionId && holder !== RemoveFromVersionId) {
      throw serviceError(
        'InvalidParameterException',
        `The label ${VersionStage} is on another version: name it in RemoveFromVersionId.`,
      );
    }
    if (MoveToVersionId !== undefined && !versions.some(({ id }) => id === MoveToVersionId)) {
      throw serviceError('ResourceNotFoundException', "Secrets Manager can't find this version.");
    }
    set(name, labelled(versions, VersionStage, MoveToVersionId));
    return { ARN: arn, Name: name };
  };

  return {
    operations: {
      'secretsmanager.GetSecretValue': getSecretValue,
      'secretsmanager.DescribeSecret': describeSecret,
      'secretsmanager.PutSecretValue': putSecretValue,
      'secretsmanager.UpdateSecretVersionStage': updateStage,
    },
    value: (nameOrArn) => {
      const secret = find(nameOrArn);
      const versions = secret === undefined ? [] : (versionsOf.get(secret.name) ?? []);
      return versions.find(({ stages }) => stages.includes(CURRENT))?.value;
    },
  };
}
