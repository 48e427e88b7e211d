import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One resource as the template has it, with its expressions unresolved. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Condition?: string;
}

/** The part of a CloudFormation template that a deployment on one machine needs. */
export interface Template {
  readonly Parameters?: Readonly<Record<string, TemplateParameter>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Resources?: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, TemplateOutput>>;
}

export interface TemplateParameter {
  readonly Type: string;
  readonly Default?: string | number;
  readonly AllowedValues?: readonly (string | number)[];
  readonly AllowedPattern?: string;
}

export interface TemplateOutput {
  readonly Value: unknown;
  readonly Condition?: string;
  readonly Export?: { readonly Name: unknown };
}

export interface AssemblyStack {
  readonly name: string;
  readonly template: Template;
}

/** A synthesised app: its stacks, each after the stacks it depends on, and its assets by object key. */
export interface Assembly {
  readonly stacks: readonly AssemblyStack[];
  readonly assets: ReadonlyMap<string, Asset>;
}

interface Asset {
  readonly path: string;
  readonly packaging: string;
}

interface Artifact {
  readonly type: string;
  readonly dependencies?: readonly string[];
  readonly properties?: {
    readonly templateFile?: string;
    readonly stackName?: string;
    readonly file?: string;
    readonly directoryName?: string;
  };
}

interface AssetManifest {
  readonly files?: Readonly<
    Record<
      string,
      {
        readonly source: { readonly path?: string; readonly packaging?: string };
        readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
      }
    >
  >;
}

const SECTIONS = new Set([
  ...['AWSTemplateFormatVersion', 'Description', 'Metadata', 'Parameters', 'Mappings', 'Conditions'],
  ...['Resources', 'Outputs', 'Rules'],
]);

const readJson = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T;

function readTemplate(path: string, stackName: string): Template {
  const template = readJson<Template & { Rules?: Record<string, unknown> }>(path);
  for (const section of Object.keys(template)) {
    if (!SECTIONS.has(section)) throw new Error(`stack ${stackName}: unknown template section ${section}`);
  }
  // The only rule that the CDK adds checks the version of the bootstrap stack, which this machine does not have.
  for (const rule of Object.keys(template.Rules ?? {})) {
    if (rule !== 'CheckBootstrapVersion') throw new Error(`stack ${stackName}: unknown rule ${rule}`);
  }
  return template;
}

/** What a manifest of assets names, each with the key under which templates find it. */
const readAssets = (directory: string, file: string): readonly (readonly [string, Asset])[] =>
  Object.values(readJson<AssetManifest>(join(directory, file)).files ?? {}).flatMap(
    ({ source: { path, packaging = 'file' }, destinations }) =>
      path
        ? Object.values(destinations).map(
            ({ objectKey }) => [objectKey, { path: join(directory, path), packaging }] as const,
          )
        : [],
  );

const NOTHING: Assembly = { stacks: [], assets: new Map() };

/** What one artifact brings: a stack, assets, or the assembly of a stage with both. */
const readArtifact = (directory: string, id: string, { type, properties = {} }: Artifact): Assembly => {
  const { templateFile, stackName: name = id, file, directoryName } = properties;
  if (type === 'aws:cloudformation:stack' && templateFile)
    return { ...NOTHING, stacks: [{ name, template: readTemplate(join(directory, templateFile), name) }] };
  if (type === 'cdk:asset-manifest' && file)
    return { ...NOTHING, assets: new Map(readAssets(directory, file)) };
  if (type === 'cdk:cloud-assembly' && directoryName) return readAssembly(join(directory, directoryName));
  return NOTHING;
};

/** Reads the directory of a cloud assembly (`cdk.out`), with the nested assemblies of stages. */
export function readAssembly(directory: string): Assembly {
  const manifest = readJson<{ artifacts?: Record<string, Artifact> }>(join(directory, 'manifest.json'));
  const artifacts = manifest.artifacts ?? {};
  const stacks: AssemblyStack[] = [];
  const assets = new Map<string, Asset>();
  const visited = new Set<string>();

  const visit = (id: string): void => {
    const artifact = artifacts[id];
    if (visited.has(id) || !artifact) return;
    visited.add(id);
    for (const dependency of artifact.dependencies ?? []) visit(dependency);
    const found = readArtifact(directory, id, artifact);
    stacks.push(...found.stacks);
    for (const [key, asset] of found.assets) assets.set(key, asset);
  };
  for (const id of Object.keys(artifacts)) visit(id);
  return { stacks, assets };
}
