// The packed file has two halves. First a few hundred bytes of loader and a table of parts; then, inside one comment, the
// parts themselves: small ones as plain minified text, large ones deflated. V8 skips a comment much faster than it parses
// code, so a run pays only for the parts it asks for: `--version` compiles 2 KB of 2.3 MB. Node still reads the comment,
// and 3 MB of it cost an eighth of its own start: hence the deflated ones. A part that another one imports is run when
// something of it is first used, so an import at the top of a file costs nothing until then. Node's compile cache (22.1)
// would keep nothing but the loader, since node:vm runs the parts: a command takes 66 ms of processor time without it and
// 68 ms with it. The loader uses neither `import` nor `require`, so Node runs the file alike as an ES module and as
// CommonJS, whatever package.json happens to lie above the place it was copied to.

import { deflateRawSync } from 'node:zlib'

const escapedEnd = '*\u0001/'

/** From this many letters on a part is deflated: inflating it costs less than reading past it in every run. */
const worthDeflating = 50_000

/** Where the loader of the one file finds the parts: behind the mark in that same file. */
const inThisFile = `const file = typeof __filename === "string" ? __filename : process.argv[1];
const bytes = builtin("node:fs").readFileSync(file);
const start = bytes.indexOf("\\n/*!" + "parts\\n") + 10;
const textOf = ([offset, length, , deflated]) => {
  const text = bytes.latin1Slice(start + offset, start + offset + length);
  if (deflated) return builtin("node:zlib").inflateRawSync(Buffer.from(text, "base64")).latin1Slice();
  return text.replaceAll("*\\u0001/", "*/");
};`

/** And that of the executable, where `__filename` would be a hundred megabytes with Node in them. */
const inTheExecutable = `const bytes = Buffer.from(builtin("node:sea").getRawAsset("parts"));
const textOf = ([offset, length]) => bytes.latin1Slice(offset, offset + length);`

/**
 * @typedef {{ name: string, code: string, exports: string[] | null }[]} Parts CommonJS modules that require each other as
 *   `./name`, each with the names it exports, or null where these are not known
 *
 * @param {Parts} parts
 * @param {string} entry the name of the part that starts the program
 * @returns {string} the text of the file, ASCII only, so that offsets in characters are offsets in bytes
 */
export function pack(parts, entry) {
  const { table, body } = joinParts(parts, insideOfAComment)
  return `#!/usr/bin/env node\n${loader(table, entry, inThisFile)}\n/*!parts\n${body}*/\n`
}

/**
 * The same for an executable with Node in it: the loader is its main file, and the parts lie beside it as an asset.
 *
 * @param {Parts} parts
 * @param {string} entry
 * @returns {{ main: string, parts: string }}
 */
export function packForExecutable(parts, entry) {
  const { table, body } = joinParts(parts, (text) => ({ text, deflated: false }))
  return { main: `${loader(table, entry, inTheExecutable)}\n`, parts: body }
}

/** How a part stands inside of a comment, which must not end there. */
function insideOfAComment(text) {
  if (text.length >= worthDeflating) {
    return { text: deflateRawSync(text, { level: 9 }).toString('base64'), deflated: true }
  }
  if (text.includes(escapedEnd)) throw new Error('A part holds the mark that stands for the end of a comment')
  return { text: text.replaceAll('*/', escapedEnd), deflated: false }
}

/**
 * The parts behind each other, and where each begins, how long it is, what it exports, and 1 where it is deflated.
 *
 * @param {Parts} parts
 * @param {(text: string) => { text: string, deflated: boolean }} written how the text of a part is written
 */
function joinParts(parts, written) {
  const table = {}
  let body = ''
  const known = new Set(parts.filter(({ exports }) => exports !== null).map(({ name }) => name))
  for (const { name, code, exports } of parts) {
    if (Buffer.byteLength(code) !== code.length) throw new Error(`${name} is not plain ASCII`)
    // An import as esbuild writes it; import() and imports for their effect alone stand otherwise and are not put off.
    const withLaterImports = code.replace(/=require\("\.\/([^"]+)"\)/g, (whole, imported) =>
      known.has(imported) ? `=require.later("./${imported}")` : whole,
    )
    const { text, deflated } = written(withLaterImports)
    table[name] = [body.length, text.length, exports === null ? 0 : exports.join(' '), ...(deflated ? [1] : [])]
    body += `${text}\n`
  }
  return { table, body }
}

function loader(table, entry, whereThePartsAre) {
  return `"use strict";(() => {
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write("Rollcall needs Node 20.19 or newer; this is Node " + process.versions.node + ".\\n");
  process.exit(1);
}
const builtin = (name) => process.getBuiltinModule(name);
${whereThePartsAre}
const table = ${JSON.stringify(table)};
const loaded = new Map();
const load = (id) => {
  if (!id.startsWith("./")) {
    const found = builtin(id);
    if (found === undefined) throw new Error("Not part of this program: " + id);
    return found;
  }
  const name = id.slice(2);
  const known = loaded.get(name);
  if (known !== undefined) return known.exports;
  const part = { exports: {} };
  loaded.set(name, part);
  builtin("node:vm").runInThisContext("(function(module,exports,require){" + textOf(table[name]) + "\\n})", { filename: "rollcall:" + name })(part, part.exports, load);
  return part.exports;
};
load.later = (id) => {
  const name = id.slice(2);
  if (loaded.has(name)) return loaded.get(name).exports;
  const ahead = {};
  const names = table[name][2].split(" ");
  const run = () => Object.defineProperties(ahead, Object.getOwnPropertyDescriptors(load(id)));
  for (const key of names) Object.defineProperty(ahead, key, { configurable: true, enumerable: true, get: () => run()[key] });
  return ahead;
};
load("./${entry}");
})();`
}
