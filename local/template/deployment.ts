import type { z } from 'zod';
import type { Assembly, AssemblyStack, TemplateResource } from './assembly.ts';
import { createIdentifier, type Identity } from './identity.ts';
import { evaluateCondition, resolve, type Scope } from './intrinsics.ts';
import { checkParameterNames, parameterValues } from './parameters.ts';
import { isKnownType, type KnownType, type Properties, SCHEMAS, SKIPPED_TYPES } from './schemas.ts';

/** A resource of a known type, with every expression evaluated and every property checked. */
export interface Resource<T extends KnownType> {
  readonly stack: string;
  readonly logicalId: string;
  readonly name: string;
  readonly ref: string;
  readonly arn: string;
  readonly properties: Properties<T>;
}

export interface Deployment {
  of<T extends KnownType>(...types: readonly T[]): readonly Resource<T>[];
  /** Outputs of all stacks by key. */
  readonly outputs: Readonly<Record<string, string>>;
}

interface DeploymentOptions {
  readonly parameters: Readonly<Record<string, string>>;
  readonly queueUrl: (name: string) => string;
}

const RESOURCE_MEMBERS = new Set([
  ...['Type', 'Properties', 'Condition', 'DependsOn', 'Metadata', 'DeletionPolicy', 'UpdateReplacePolicy'],
]);

const place = (stack: string, logicalId: string, type: string): string =>
  `stack ${stack}, resource ${logicalId} (${type})`;

/** Throws on the first resource whose type is neither in `SCHEMAS` nor in `SKIPPED_TYPES`. */
export function checkResourceTypes(assembly: Assembly): void {
  for (const { name, template } of assembly.stacks) {
    for (const [logicalId, resource] of Object.entries(template.Resources ?? {})) {
      const where = place(name, logicalId, resource.Type);
      if (!isKnownType(resource.Type) && !SKIPPED_TYPES.has(resource.Type)) {
        throw new Error(`${where}: unknown resource type`);
      }
      const odd = Object.keys(resource).find((member) => !RESOURCE_MEMBERS.has(member));
      if (odd) throw new Error(`${where}: unknown resource attribute ${odd}`);
    }
  }
}

const describeIssue = (issue: z.core.$ZodIssue): string => {
  const path = issue.path.map(String).join('.');
  if (issue.code !== 'unrecognized_keys') return `property ${path}: ${issue.message}`;
  return `unknown property ${issue.keys.map((key) => (path ? `${path}.${key}` : key)).join(', ')}`;
};

function parseProperties<T extends KnownType>(type: T, properties: unknown, where: string): Properties<T> {
  const parsed = SCHEMAS[type].safeParse(properties);
  if (!parsed.success) throw new Error(`${where}: ${parsed.error.issues.map(describeIssue).join('; ')}`);
  return parsed.data as Properties<T>;
}

/** The scope in which the expressions of one stack are evaluated. It works identities and conditions out on request. */
function stackScope(
  { name: stack, template }: AssemblyStack,
  values: ReadonlyMap<string, unknown>,
  identify: ReturnType<typeof createIdentifier>,
  importValue: (name: string) => unknown,
): Scope & { identity(logicalId: string): Identity } {
  const identities = new Map<string, Identity>();
  const naming = new Set<string>();

  const identity = (logicalId: string): Identity => {
    const known = identities.get(logicalId);
    if (known) return known;
    const resource = template.Resources?.[logicalId];
    if (!resource) throw new Error(`stack ${stack}: nothing is called ${logicalId}`);
    if (naming.has(logicalId)) throw new Error(`stack ${stack}: the name of ${logicalId} refers to itself`);
    naming.add(logicalId);
    const made = identify(stack, logicalId, resource, (property) =>
      resolve(resource.Properties?.[property], scope),
    );
    identities.set(logicalId, made);
    return made;
  };

  const scope: Scope & { identity(logicalId: string): Identity } = {
    identity,
    ref: (name) => (values.has(name) ? values.get(name) : identity(name).ref),
    getAtt: (logicalId, attribute) => {
      const value = identity(logicalId).attributes[attribute];
      if (value === undefined) throw new Error(`stack ${stack}: ${logicalId} has no attribute ${attribute}`);
      return value;
    },
    importValue,
    condition: (name) => {
      const expression = template.Conditions?.[name];
      if (expression === undefined) throw new Error(`stack ${stack}: unknown condition ${name}`);
      return evaluateCondition(expression, scope);
    },
    findInMap: (map, first, second) => {
      const value = template.Mappings?.[map]?.[first]?.[second];
      if (value === undefined) throw new Error(`stack ${stack}: no mapping ${map}.${first}.${second}`);
      return value;
    },
  };
  return scope;
}

/**
 * Works out which resources and outputs a deployment of the assembly with these parameters has. It creates nothing, and
 * throws on a type, property, expression or parameter that is unknown here.
 */
export function planDeployment(assembly: Assembly, options: DeploymentOptions): Deployment {
  checkResourceTypes(assembly);
  checkParameterNames(
    assembly.stacks.map((stack) => stack.template),
    options.parameters,
  );
  const identify = createIdentifier(options.queueUrl);
  const exported = new Map<string, () => unknown>();
  const importValue = (name: string): unknown => {
    const value = exported.get(name);
    if (!value) throw new Error(`no stack exports ${name}`);
    return value();
  };
  const found: (Resource<KnownType> & { readonly type: KnownType })[] = [];
  const outputs: Record<string, string> = {};

  for (const stack of assembly.stacks) {
    const values = parameterValues(stack.name, stack.template, options.parameters);
    const scope = stackScope(stack, values, identify, importValue);
    const included = ({ Condition }: { Condition?: string }): boolean =>
      Condition === undefined || scope.condition(Condition);

    for (const [key, output] of Object.entries(stack.template.Outputs ?? {})) {
      if (!included(output)) continue;
      if (output.Export) {
        exported.set(String(resolve(output.Export.Name, scope)), () => resolve(output.Value, scope));
      }
      // The CDK makes exports for references between stacks. They are no outputs of the app.
      if (!key.startsWith('ExportsOutput')) outputs[key] = String(resolve(output.Value, scope));
    }
    for (const [logicalId, resource] of Object.entries(stack.template.Resources ?? {})) {
      if (!isKnownType(resource.Type) || !included(resource)) continue;
      found.push({ type: resource.Type, ...resolved(stack.name, logicalId, resource, resource.Type, scope) });
    }
  }
  return {
    of: <T extends KnownType>(...types: readonly T[]) =>
      found.filter((resource) =>
        (types as readonly string[]).includes(resource.type),
      ) as unknown as Resource<T>[],
    outputs,
  };
}

function resolved<T extends KnownType>(
  stack: string,
  logicalId: string,
  resource: TemplateResource,
  type: T,
  scope: ReturnType<typeof stackScope>,
): Resource<T> {
  const where = place(stack, logicalId, type);
  try {
    const { name, ref, attributes } = scope.identity(logicalId);
    const properties = parseProperties(type, resolve(resource.Properties ?? {}, scope), where);
    return { stack, logicalId, name, ref, arn: attributes['Arn'] ?? ref, properties };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw reason.startsWith(where) ? error : new Error(`${where}: ${reason}`, { cause: error });
  }
}
