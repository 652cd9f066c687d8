// Dart: what a file uses of its SDK's libraries, under whatever prefix, and what is marked as the
// handler. Types are not inferred: a thing has to be named before it can be used.
import { Language, Parser } from '/tools/node_modules/web-tree-sitter/web-tree-sitter.js';
import { declared, DECLARES, opens } from './dartnames.mjs';
import { Rules } from './rules.mjs';

const GRAMMAR = '/tools/node_modules/tree-sitter-dart-orchard/tree-sitter-dart_orchard.wasm';
const MARKS = new Set(['cloudFunction', 'CloudFunction']);
const CONTRACT = 'CloudFunction';
const LIBRARIES = /^dart:/;

export async function open(job) {
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(GRAMMAR));
  return new Reader(parser, new Rules(job.rules));
}

class Reader {
  #parser; #rules; #files = new Map();

  constructor(parser, rules) {
    this.#parser = parser;
    this.#rules = rules;
  }

  read(file, text, findings) {
    const tree = this.#parser.parse(text);
    if (tree.rootNode.hasError) {
      broken(tree.rootNode, at => findings.error(at, 'this is no Dart, or none that its parser knows'));
    }
    const unit = new Unit(tree.rootNode);
    this.#files.set(file, unit);
    for (const { uri, at } of [...unit.imports, ...unit.exports]) {
      findings.remark('IMPORT', at, uri);
      findings.use(this.#rules.ofModule(uri), at, uri);
    }
    for (const { uri, at, shows } of unit.exports) {
      // What is handed on so could be used elsewhere without its library being named.
      for (const name of this.#rules.names(uri)) {
        if (shows(name)) findings.use(this.#rules.ofMember(uri, name), at, `${uri} ${name}`);
      }
    }
    handlers(tree.rootNode, findings);
  }

  /** Once all files are known: a part has the imports of its library. */
  finish(file, findings) {
    const unit = this.#files.get(file);
    const library = unit.library ? this.#files.get(resolved(file, unit.library)) : null;
    const whole = [unit, ...(library ? [library] : [])];
    for (const [name, other] of this.#files) {
      const part = uri => resolved(name, uri) === file;
      if (!library && other.parts.some(part)) whole.push(other);
    }
    const imports = whole.flatMap(one => one.imports.filter(({ uri }) => LIBRARIES.test(uri)));
    const known = new Set(whole.flatMap(one => [...one.top]));
    for (const one of whole) {
      for (const uri of one.parts) {
        for (const name of this.#files.get(resolved(file, uri))?.top ?? []) known.add(name);
      }
    }
    this.#walk(unit.root, imports, known, findings);
  }

  #walk(root, imports, known, findings) {
    const look = (node, scopes) => {
      const name = node.text.replace(/^\$/, '');
      const qualifier = prefix(node);
      if (qualifier === null) {
        if (scopes.some(scope => scope.has(name)) || known.has(name)) return;
      }
      for (const one of imports) {
        if (one.prefix === (qualifier ?? '') && one.shows(name)) {
          const dollar = node.text.startsWith('$') ? 1 : 0;
          findings.use(this.#rules.ofMember(one.uri, name), node.startIndex + dollar, `${one.uri} ${name}`);
        }
      }
    };
    const prefix = node => {
      const before = qualifierOf(node);
      if (before === undefined) return null;
      return before !== null && imports.some(one => one.prefix === before) ? before : NOTHING;
    };
    visit(root, [], look, node => {
      const words = node.type === 'external' || node.text === 'external' ? ['external'] : [];
      for (const word of words) findings.use(this.#rules.ofWord(word), node.startIndex, word);
    });
  }
}

// A prefix that no import has.
const NOTHING = '\0';

/** What stands before a dot before a name: its text, null for what is no plain name, undefined
 * where nothing does. */
function qualifierOf(node) {
  const before = node.previousSibling;
  if (node.type === 'type_identifier' || MADE.has(node.parent?.type)) {
    // In types the dots are tokens between names.
    if (before?.type === '.' && before.previousSibling) return before.previousSibling.text;
    return undefined;
  }
  if (node.parent?.type === 'scoped_identifier' && before) {
    return node.parent.firstChild.text;
  }
  if (before?.type === 'assignable_operator' || before?.type === '.' || before?.type === '?.') {
    const owner = before.previousSibling;
    return owner?.type === 'identifier' ? owner.text : null;
  }
  if (node.parent?.type === 'cascade_selector') return null;
  return undefined;
}

const MADE = new Set(['const_object_expression', 'new_expression']);
const NAMES = new Set(['identifier', 'type_identifier', 'identifier_dollar_escaped']);
const APART = new Set([
  'label', 'library_import', 'library_export', 'library_name', 'part_directive', 'part_of_directive',
  'combinator', 'annotation_name', 'break_statement', 'continue_statement',
]);

/** Goes through a tree without recursion, with the names that each scope declares. */
function visit(root, outer, look, other) {
  const open = [[root, outer]];
  while (open.length > 0) {
    const [node, scopes] = open.pop();
    if (APART.has(node.type)) continue;
    if (NAMES.has(node.type)) {
      if (!declares(node)) look(node, scopes);
      continue;
    }
    other(node);
    const inside = opens(node) ? [...scopes, declared(node)] : scopes;
    for (let i = node.childCount - 1; i >= 0; i--) open.push([node.child(i), inside]);
  }
}

/** Whether a name is that of what is declared here. */
function declares(node) {
  const key = DECLARES.get(node.parent?.type);
  if (!key) return false;
  return key === true || node.parent.childForFieldName(key)?.equals(node) === true;
}

/** A file's directives and what it declares at its top. */
class Unit {
  imports = []; exports = []; parts = []; library = null;

  constructor(root) {
    this.root = root;
    this.top = declared(root);
    for (let i = 0; i < root.childCount; i++) {
      const node = root.child(i);
      if (node.type === 'import_or_export') this.#directive(node.child(0));
      else if (node.type === 'part_directive') this.parts.push(uris(node)[0]?.uri ?? '');
      else if (node.type === 'part_of_directive') this.library = uris(node)[0]?.uri ?? null;
    }
  }

  #directive(node) {
    if (node === null) return;
    const imported = node.type === 'library_import';
    const inside = imported ? node.descendantsOfType('import_specification')[0] ?? node : node;
    const own = [];
    for (let i = 0; i < inside.childCount; i++) own.push(inside.child(i));
    const prefix = own.find(one => one.type === 'identifier')?.text ?? '';
    const limits = own.filter(one => one.type === 'combinator').map(one => ({
      show: one.text.startsWith('show'),
      names: new Set(one.descendantsOfType('identifier').map(name => name.text)),
    }));
    const shows = name => limits.every(one => one.show === one.names.has(name));
    for (const { uri, at } of uris(inside)) {
      (imported ? this.imports : this.exports).push({ uri, at, prefix, shows });
    }
  }
}

function uris(node) {
  return node.descendantsOfType('uri').map(one => ({ uri: string(one.text), at: one.startIndex }));
}

function string(text) {
  return text.replace(/\\u\{?([0-9a-fA-F]{2,6})\}?/g, (_, hex) => String.fromCodePoint(parseInt(hex, 16)))
    .replace(/['"]\s*['"]|^r?['"]+|['"]+$/g, '');
}

function resolved(file, uri) {
  const parts = file.split('/').slice(0, -1);
  for (const part of uri.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

/** The classes and functions that are marked, and marks where they mean nothing. */
function handlers(root, findings) {
  for (const mark of root.descendantsOfType('annotation')) {
    const name = mark.childForFieldName('name');
    const last = name?.type === 'scoped_identifier' ? name.childForFieldName('name') : name;
    if (!MARKS.has(last?.text)) continue;
    const { node, wrong } = marked(mark);
    const called = node ? named(node) : 'what @cloudFunction marks';
    if (wrong) findings.error(mark.startIndex, `${called} cannot answer requests: ${wrong}`);
    else findings.remark('HANDLER', node.startIndex, called);
  }
}

function named(node) {
  const signature = node.childForFieldName('signature') ?? node;
  return signature.childForFieldName('name')?.text ?? 'it';
}

function marked(mark) {
  let node = mark.parent;
  if (node?.type === 'program') {
    // A function's marks stand before it.
    node = mark.nextNamedSibling;
    while (node && (node.type === 'annotation' || node.type.endsWith('comment'))) node = node.nextNamedSibling;
  }
  if (node?.type === 'function_declaration') {
    return node.parent.type === 'program' ? { node } : { node, wrong: 'it is not at the top of its file' };
  }
  if (node?.type !== 'class_definition') {
    return { node: null, wrong: 'it is neither a class nor a function at the top of its file' };
  }
  const types = ['superclass', 'interfaces']
    .flatMap(field => node.childForFieldName(field)?.descendantsOfType('type_identifier') ?? []);
  if (!types.some(one => one.text === CONTRACT)) {
    return { node, wrong: `it neither extends nor implements ${CONTRACT}` };
  }
  for (let i = 0; i < node.childCount; i++) {
    if (['abstract', 'sealed'].includes(node.child(i).type)) {
      return { node, wrong: 'no instance can be made of it' };
    }
  }
  return { node };
}

/** The first places that could not be understood. */
function broken(root, tell) {
  const open = [root];
  let told = 0;
  while (open.length > 0 && told < 20) {
    const node = open.pop();
    if (node.isError || node.isMissing) {
      told++;
      tell(node.startIndex);
    } else if (node.hasError) {
      for (let i = node.childCount - 1; i >= 0; i--) open.push(node.child(i));
    }
  }
}
