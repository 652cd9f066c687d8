// Which name means what: the scopes of a script, and what each name in them was given.

const FUNCTION = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);
const BLOCK = new Set([
  'BlockStatement', 'ForStatement', 'ForInStatement', 'ForOfStatement', 'SwitchStatement',
  'CatchClause', 'ClassDeclaration', 'ClassExpression', 'TSEnumDeclaration',
]);
const WHOLE = new Set(['Program', 'StaticBlock', 'TSModuleBlock']);
const TYPED_VALUES = new Set([
  'TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSTypeAssertion',
  'TSInstantiationExpression', 'TSEnumDeclaration', 'TSEnumBody', 'TSEnumMember',
  'TSModuleDeclaration', 'TSModuleBlock', 'TSExportAssignment', 'TSImportEqualsDeclaration',
  'TSParameterProperty', 'TSExternalModuleReference',
]);

export const isFunction = node => FUNCTION.has(node?.type);

/** Types are no code, nor is what is only declared. */
const erased = node =>
  node.declare === true || (node.type.startsWith('TS') && !TYPED_VALUES.has(node.type));

/** A name's meaning. `values` are what it is given: a node and the keys that lead into it, or
 * null where it cannot be told. */
class Binding {
  values = [];
  used = false;

  /** The only value that it ever has. */
  get value() {
    return this.values.length === 1 ? this.values[0] : null;
  }
}

export class Scope {
  #names = new Map();

  constructor(parent, whole) {
    this.parent = parent;
    this.function = whole ? this : parent.function;
  }

  declare(name) {
    let binding = this.#names.get(name);
    if (!binding) this.#names.set(name, binding = new Binding());
    return binding;
  }

  find(name) {
    for (let scope = this; scope; scope = scope.parent) {
      const binding = scope.#names.get(name);
      if (binding) return binding;
    }
    return null;
  }
}

export class Scopes {
  #keys; #scopes = new Map(); #assigned = [];

  constructor(keys, program) {
    this.#keys = keys;
    this.#collect(program, null);
    for (const { pattern, value, scope } of this.#assigned) {
      this.#give(pattern, value, name => scope.find(name));
    }
  }

  /** The scope inside of a node: its own, or the one around it. */
  inside(node, around) {
    return this.#scopes.get(node) ?? around;
  }

  /** The parts of a node that are code, and no names of members or labels. */
  children(node) {
    const all = [];
    for (const key of this.#keys[node.type] ?? []) {
      if (names(node, key)) continue;
      const child = node[key];
      if (Array.isArray(child)) {
        for (const one of child) if (one && !erased(one)) all.push(one);
      } else if (child && !erased(child)) {
        all.push(child);
      }
    }
    return all;
  }

  #collect(node, around) {
    let scope = around;
    if (WHOLE.has(node.type) || isFunction(node)) scope = new Scope(around, true);
    else if (BLOCK.has(node.type)) scope = new Scope(around, false);
    if (scope !== around) this.#scopes.set(node, scope);
    this.#declare(node, scope, around);
    for (const child of this.children(node)) this.#collect(child, scope);
  }

  #declare(node, scope, around) {
    const here = name => scope.declare(name);
    switch (node.type) {
      case 'VariableDeclaration': {
        const home = node.kind === 'var' ? scope.function : scope;
        for (const one of node.declarations) {
          // A `for (const x of xs)` has no value that one could name.
          const value = one.init ? { node: one.init, keys: [] } : undefined;
          this.#give(one.id, value, name => home.declare(name));
        }
        break;
      }
      case 'FunctionDeclaration':
        if (node.id) around.declare(node.id.name).values.push({ node, keys: [] });
        this.#parameters(node, here);
        break;
      case 'FunctionExpression':
        if (node.id) here(node.id.name).values.push({ node, keys: [] });
        this.#parameters(node, here);
        break;
      case 'ArrowFunctionExpression':
        this.#parameters(node, here);
        break;
      case 'ClassDeclaration':
      case 'ClassExpression':
        if (node.id) {
          here(node.id.name).values.push({ node, keys: [] });
          if (node.type === 'ClassDeclaration') {
            around.declare(node.id.name).values.push({ node, keys: [] });
          }
        }
        break;
      case 'CatchClause':
        if (node.param) this.#give(node.param, null, here);
        break;
      case 'ImportSpecifier':
      case 'ImportDefaultSpecifier':
      case 'ImportNamespaceSpecifier':
        here(node.local.name).values.push(null);
        break;
      case 'TSImportEqualsDeclaration':
        here(node.id.name).values.push(null);
        break;
      case 'TSEnumDeclaration':
        around.declare(node.id.name).values.push(null);
        for (const member of node.body?.members ?? []) {
          if (member.id.type === 'Identifier') here(member.id.name).values.push(null);
        }
        break;
      case 'TSModuleDeclaration':
        if (node.id.type === 'Identifier') here(node.id.name).values.push(null);
        break;
      case 'AssignmentExpression': {
        const value = node.operator === '=' ? { node: node.right, keys: [] } : null;
        this.#assigned.push({ pattern: node.left, value, scope });
        break;
      }
      case 'UpdateExpression':
        this.#assigned.push({ pattern: node.argument, value: null, scope });
        break;
      case 'ForInStatement':
      case 'ForOfStatement':
        if (node.left.type === 'VariableDeclaration') {
          const home = node.left.kind === 'var' ? scope.function : scope;
          for (const one of node.left.declarations) {
            this.#give(one.id, null, name => home.declare(name));
          }
        } else {
          this.#assigned.push({ pattern: node.left, value: null, scope });
        }
        break;
    }
  }

  #parameters(node, here) {
    for (const one of node.params) {
      this.#give(one.type === 'TSParameterProperty' ? one.parameter : one, null, here);
    }
  }

  /** Tells each name of a pattern what it gets; `undefined` only makes the names known. */
  #give(pattern, value, find) {
    const unknown = value === undefined ? undefined : null;
    switch (pattern?.type) {
      case 'Identifier': {
        const binding = find(pattern.name);
        if (binding && value !== undefined) binding.values.push(value);
        break;
      }
      case 'AssignmentPattern':
        this.#give(pattern.left, value, find);
        break;
      case 'RestElement':
        this.#give(pattern.argument, unknown, find);
        break;
      case 'ArrayPattern':
        for (const one of pattern.elements) if (one) this.#give(one, unknown, find);
        break;
      case 'ObjectPattern':
        for (const one of pattern.properties) {
          if (one.type === 'RestElement') this.#give(one.argument, value, find);
          else this.#give(one.value, value ? { ...value, keys: [...value.keys, one] } : unknown, find);
        }
        break;
    }
  }
}

/** Whether what a node has under a key only names something. */
function names(node, key) {
  switch (node.type) {
    case 'MemberExpression':
      return key === 'property' && !node.computed;
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
    case 'AccessorProperty':
      return key === 'key' && !node.computed;
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return key === 'label';
    case 'MetaProperty':
    case 'ImportSpecifier':
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier':
      return true;
    case 'ExportNamedDeclaration':
      return key === 'specifiers' && (node.source || node.exportKind === 'type');
    case 'ExportSpecifier':
      return key === 'exported';
    case 'TSEnumMember':
      return key === 'id' && !node.computed;
    case 'JSXAttribute':
    case 'JSXClosingElement':
      return key === 'name';
    default:
      return false;
  }
}
