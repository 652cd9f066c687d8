// JavaScript and TypeScript: what a file uses, what it imports, and whether it answers requests.
import { parseSync, visitorKeys } from '/tools/node_modules/oxc-parser/src-js/index.js';
import { handlers } from './handlers.mjs';
import { bare, below, constant, harmless, key, member, path } from './names.mjs';
import { Rules } from './rules.mjs';
import { Scopes } from './scopes.mjs';

const LANGUAGES = { ts: 'ts', mts: 'ts', tsx: 'tsx', jsx: 'jsx' };
const HANDED_ON = new Set(['call', 'apply', 'bind']);
const ON = new Set(['Reflect.apply', 'Reflect.construct']);

export function open(job) {
  const rules = new Rules(job.rules);
  const dependencies = new Set(job.dependencies);
  return { read: (file, text, findings) => read(rules, dependencies, file, text, findings) };
}

function read(rules, dependencies, file, text, findings) {
  const lang = LANGUAGES[file.slice(file.lastIndexOf('.') + 1)] ?? 'jsx';
  const parsed = parse(file, text, lang);
  const errors = parsed.errors.filter(error => error.severity === 'Error');
  if (errors.length > 0) {
    for (const error of errors) findings.error(error.labels[0]?.start ?? 0, error.message);
    return;
  }
  const program = parsed.program;
  const scopes = new Scopes(visitorKeys, program);
  new Walk(rules, dependencies, scopes, findings, lang.startsWith('ts')).run(program);
  handlers(program, scopes, findings);
}

/** A file without imports and exports may be a script, of CommonJS, or a module all the same. */
function parse(file, text, lang) {
  let first = null;
  for (const sourceType of ['unambiguous', 'commonjs', 'module']) {
    const parsed = parseSync(file, text, { lang, sourceType });
    if (parsed.errors.every(error => error.severity !== 'Error')) return parsed;
    first ??= parsed;
  }
  return first;
}

class Walk {
  #rules; #dependencies; #scopes; #findings; #typed; #imports = [];

  constructor(rules, dependencies, scopes, findings, typed) {
    this.#rules = rules;
    this.#dependencies = dependencies;
    this.#scopes = scopes;
    this.#findings = findings;
    this.#typed = typed;
  }

  run(program) {
    this.#walk(program, null);
    for (const { node, bindings } of this.#imports) {
      // TypeScript leaves out what is imported for its types alone.
      const needed = !this.#typed || bindings.length === 0 || bindings.some(one => one.used);
      if (needed) this.#import(node.source, node.source.value);
    }
  }

  #walk(node, around) {
    const scope = this.#scopes.inside(node, around);
    this.#look(node, scope);
    if (node.type === 'UnaryExpression' && node.operator === 'typeof') {
      // To ask whether something is there is no use of it.
      if (path(node.argument, scope) !== null) return;
    }
    for (const child of this.#scopes.children(node)) this.#walk(child, scope);
  }

  #look(node, scope) {
    switch (node.type) {
      case 'Identifier': {
        const binding = scope.find(node.name);
        if (binding) binding.used = true;
        else this.#name(path(node, scope), node);
        break;
      }
      case 'JSXIdentifier': {
        const binding = scope.find(node.name);
        if (binding) binding.used = true;
        break;
      }
      case 'MemberExpression':
        this.#name(path(node, scope), node.property);
        break;
      case 'VariableDeclarator':
        this.#taken(node.id, path(node.init, scope), scope);
        break;
      case 'AssignmentExpression':
        this.#taken(node.left, path(node.right, scope), scope);
        this.#assigned(node.left, scope);
        break;
      case 'CallExpression':
      case 'NewExpression':
        this.#call(node, scope);
        break;
      case 'TaggedTemplateExpression':
        this.#called(path(node.tag, scope), true, node.tag);
        break;
      case 'DebuggerStatement':
        this.#word('debugger', 'debugger', node);
        break;
      case 'WithStatement':
        this.#word('with', 'with', node);
        break;
      default:
        this.#modules(node, scope);
    }
  }

  #modules(node, scope) {
    switch (node.type) {
      case 'ImportDeclaration':
        if (node.importKind !== 'type') this.#declared(node, scope);
        break;
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration':
        if (node.source && node.exportKind !== 'type') this.#import(node.source, node.source.value);
        break;
      case 'ImportExpression':
        this.#import(node.source, constant(node.source, scope));
        break;
      case 'TSImportEqualsDeclaration':
        if (node.moduleReference.type === 'TSExternalModuleReference' && node.importKind !== 'type') {
          const source = node.moduleReference.expression;
          this.#import(source, source.value);
        }
        break;
    }
  }

  #declared(node, scope) {
    const values = node.specifiers.filter(one => one.importKind !== 'type');
    if (node.specifiers.length > 0 && values.length === 0) return;
    this.#imports.push({ node, bindings: values.map(one => scope.find(one.local.name)) });
  }

  #call(node, scope) {
    const callee = bare(node.callee);
    const to = path(callee, scope);
    if (to === 'require' || to === 'module.require') {
      this.#import(node.arguments[0] ?? node, constant(node.arguments[0], scope));
      return;
    }
    const text = constant(node.arguments[0], scope) !== null || concatenated(node.arguments[0]);
    if (!harmless(node, scope)) this.#called(to, text, callee);
    if (callee.type === 'MemberExpression' && HANDED_ON.has(member(callee, scope))) {
      this.#called(path(callee.object, scope), false, callee.object);
    }
    if (ON.has(to)) this.#called(path(node.arguments[0], scope), false, node.arguments[0]);
    if (to === 'Reflect.get') this.#name(path(node, scope), node.arguments[1]);
  }

  /** `const { exit } = process`. */
  #taken(pattern, from, scope) {
    if (pattern.type === 'AssignmentPattern') this.#taken(pattern.left, from, scope);
    if (pattern.type !== 'ObjectPattern' || from === null) return;
    for (const one of pattern.properties) {
      if (one.type === 'RestElement') continue;
      const found = below(from, key(one, scope));
      this.#name(found, one.key);
      this.#taken(one.value, found, scope);
    }
  }

  #assigned(left, scope) {
    const target = bare(left);
    if (target?.type === 'MemberExpression' && member(target, scope) === '__proto__') {
      this.#word('__proto__ =', '__proto__', target.property);
    }
  }

  #import(source, name) {
    if (name === null) {
      this.#word('import of no text', 'import', source);
      return;
    }
    this.#findings.remark('IMPORT', source.start, name);
    const parts = name.split('/');
    const own = name.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
    if (!this.#dependencies.has(own)) {
      this.#findings.use(this.#rules.ofModule(name), source.start, name);
    }
  }

  #name(name, at) {
    if (name) this.#findings.use(this.#rules.ofName(name), at.start, name);
  }

  #called(name, text, at) {
    const last = at.type === 'MemberExpression' ? at.property : at;
    if (name) this.#findings.use(this.#rules.ofCall(name, text), last.start, name);
  }

  #word(word, used, at) {
    this.#findings.use(this.#rules.ofWord(word), at.start, used);
  }
}

/** A text with other things in it. */
function concatenated(node) {
  node = bare(node);
  if (node?.type === 'TemplateLiteral') return true;
  return node?.type === 'BinaryExpression' && node.operator === '+'
    && [node.left, node.right].some(side => concatenated(side) || typeof bare(side).value === 'string');
}
