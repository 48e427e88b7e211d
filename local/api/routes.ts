/** One node of the API's resource tree. */
export interface RouteNode {
  readonly id: string;
  readonly parentId?: string;
  readonly pathPart: string;
}

export interface Route<T> {
  readonly resourceId: string;
  /** The path with its parameters, as in `/gebeurtenissen/{id}`. */
  readonly resourcePath: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly method: T;
}

interface Node<T> {
  readonly id: string;
  readonly resourcePath: string;
  readonly fixed: Map<string, Node<T>>;
  parameter?: { readonly name: string; readonly node: Node<T> };
  greedy?: { readonly name: string; readonly node: Node<T> };
  readonly methods: Map<string, T>;
}

const decode = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    // API Gateway hands on an invalid escape as it came.
    return segment;
  }
};

interface Place<T> {
  readonly node: Node<T>;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Hangs a node under its parent: by a fixed segment, or by a parameter for one segment or for all that follow. */
const hang = <T>(parent: Node<T>, pathPart: string, node: Node<T>): void => {
  const [, name, plus] = /^\{([^}+]+)(\+?)\}$/.exec(pathPart) ?? [];
  if (name === undefined) parent.fixed.set(pathPart, node);
  else if (plus) parent.greedy = { name, node };
  else parent.parameter = { name, node };
};

/** The node that these segments lead to from another one, with the parameters on the way. */
const walk = <T>(
  node: Node<T>,
  segments: readonly string[],
  parameters: Readonly<Record<string, string>> = {},
): Place<T> | undefined => {
  const [segment, ...rest] = segments;
  if (segment === undefined) return node.methods.size > 0 ? { node, parameters } : undefined;
  const fixed = node.fixed.get(segment);
  const { parameter, greedy } = node;
  return (
    (fixed && walk(fixed, rest, parameters)) ??
    (parameter && walk(parameter.node, rest, { ...parameters, [parameter.name]: decode(segment) })) ??
    (greedy && {
      node: greedy.node,
      parameters: { ...parameters, [greedy.name]: segments.map(decode).join('/') },
    })
  );
};

/**
 * Makes a router over a tree of resources. A fixed segment goes before a parameter, a parameter before a greedy
 * parameter, and a named method before ANY. The router returns undefined when no resource or method matches.
 */
export function createRouter<T>(
  rootId: string,
  nodes: readonly RouteNode[],
  methods: readonly { readonly resourceId: string; readonly httpMethod: string; readonly method: T }[],
): (httpMethod: string, path: string) => Route<T> | undefined {
  const made = new Map<string, Node<T>>();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const empty = (id: string, resourcePath: string): Node<T> => ({
    id,
    resourcePath,
    fixed: new Map(),
    methods: new Map(),
  });

  const nodeOf = (id: string): Node<T> => {
    const known = made.get(id);
    if (known) return known;
    const definition = byId.get(id);
    if (id !== rootId && !definition?.parentId) throw new Error(`no API resource ${id}`);
    const parent = definition?.parentId === undefined ? undefined : nodeOf(definition.parentId);
    const base = parent && parent.resourcePath !== '/' ? parent.resourcePath : '';
    const node = empty(id, id === rootId ? '/' : `${base}/${definition?.pathPart}`);
    made.set(id, node);
    if (parent && definition) hang(parent, definition.pathPart, node);
    return node;
  };
  for (const { id } of nodes) nodeOf(id);
  for (const { resourceId, httpMethod, method } of methods)
    nodeOf(resourceId).methods.set(httpMethod, method);
  const root = nodeOf(rootId);

  return (httpMethod, path) => {
    const found = walk(
      root,
      path
        .split('/')
        .slice(1)
        .filter((segment, index, all) => segment !== '' || index < all.length - 1),
    );
    const method = found?.node.methods.get(httpMethod) ?? found?.node.methods.get('ANY');
    if (!found || method === undefined) return undefined;
    const { node, parameters } = found;
    return { resourceId: node.id, resourcePath: node.resourcePath, parameters, method };
  };
}
