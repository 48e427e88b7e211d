import { parseSync, Visitor } from 'oxc-parser';

/**
 * The source of a contract without the titles, descriptions and examples of its schemas (`.meta({ … })`): the specifications are
 * made of those, and a function reads them of few contracts (`contracts.ts`). Each call becomes white space, so that every line keeps its number. Throws when
 * the source is no TypeScript.
 */
export const withoutMeta = (path: string, source: string): string => {
  const { program, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path}: ${errors.map(({ message }) => message).join('; ')}`);
  const calls: { readonly from: number; readonly to: number }[] = [];
  new Visitor({
    CallExpression: ({ callee, arguments: given, end }) => {
      if (callee.type !== 'MemberExpression' || given.length !== 1) return;
      if (callee.property.type === 'Identifier' && callee.property.name === 'meta') {
        calls.push({ from: callee.object.end, to: end });
      }
    },
  }).visit(program);
  // A call within the argument of another goes with that one.
  let text = source;
  for (const { from, to } of calls) {
    text = text.slice(0, from) + source.slice(from, to).replaceAll(/\S/g, ' ') + text.slice(to);
  }
  return text;
};
