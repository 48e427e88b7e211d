/**
 * The source of the errors of a client of AWS (`dist-es/models/errors.js`) with what all of them share written once: a client has a
 * class for each error of its service, thirty and more, and a bundle holds them all. A class in another form than this stays as
 * it is, so that after an upgrade a bundle is larger and nothing else.
 */
const ERROR =
  /export class (\w+) extends __BaseException \{\n {4}static shapeId = "([^"]+)";\n {4}name = "\1";\n {4}\$fault = "(client|server)";\n((?: {4}\w+;\n)*) {4}constructor\(opts\) \{\n {8}super\(\{\n {12}name: "\1",\n {12}\$fault: "\3",\n {12}\.\.\.opts,\n {8}\}\);\n {8}Object\.setPrototypeOf\(this, \1\.prototype\);\n((?: {8}this\.(\w+) = opts\.\6;\n)*) {4}\}\n\}\n?/g;

const SHARED = `
const __error = (shapeId, name, $fault, members = []) => class __Error extends __BaseException {
  static shapeId = shapeId;
  name = name;
  $fault = $fault;
  constructor(opts) {
    super({ name, $fault, ...opts });
    Object.setPrototypeOf(this, __Error.prototype);
    for (const member of members) this[member] = opts[member];
  }
};
`;

/** The source of the errors of an AWS client, with what all of them share written once. */
export const withErrorsOnce = (source: string): string => {
  const shared = source.replaceAll(
    ERROR,
    (_, name: string, shapeId: string, fault: string, members: string) => {
      const own = members.match(/\w+/g) ?? [];
      const more = own.length === 0 ? '' : `, ${JSON.stringify(own)}`;
      return `export const ${name} = /* @__PURE__ */ __error("${shapeId}", "${name}", "${fault}"${more});\n`;
    },
  );
  if (shared === source) return source;
  const [start = '', ...rest] = shared.split('\n');
  return [start, SHARED, ...rest].join('\n');
};
