// Whether a file answers requests: by what it exports, or as a script that defines `handle`.
import { bare, key, member } from './names.mjs';

const NAMES = new Set(['handle', 'default']);

/** Tells the handlers of a file, and whether it exports anything. */
export function handlers(program, scopes, findings) {
  const scope = scopes.inside(program, null);
  const found = [];
  let exports = null;
  for (const node of program.body) {
    if (node.type.startsWith('Export') || node.type === 'TSExportAssignment') {
      if (node.exportKind === 'type' || node.declaration?.declare) continue;
      exports ??= node;
      found.push(...exported(node));
    } else if (node.type === 'ExpressionStatement') {
      const common = assigned(bare(node.expression), scope);
      if (common?.exports) exports ??= node;
      if (common?.name) found.push({ name: common.name, at: node });
    }
  }
  // A plain script's own; next to exports it is nobody's.
  if (exports === null) found.push(...program.body.flatMap(defined));
  for (const { name, at } of found.slice(0, 1)) findings.remark('HANDLER', at.start, name);
  if (exports !== null) findings.remark('EXPORTS', exports.start, 'exports');
}

function exported(node) {
  switch (node.type) {
    case 'ExportDefaultDeclaration':
      return answers(node.declaration) ? [{ name: 'default', at: node }] : [];
    case 'TSExportAssignment':
      return answers(node.expression) ? [{ name: 'default', at: node }] : [];
    case 'ExportNamedDeclaration':
      if (node.declaration) return defined(node.declaration);
      return node.specifiers
        .filter(one => one.exportKind !== 'type')
        .map(one => ({ name: one.exported.name ?? one.exported.value, at: one }))
        .filter(({ name }) => NAMES.has(name));
    default:
      return [];
  }
}

/** Whether a default export may be a handler: what is plainly something else is none. */
function answers(value) {
  value = bare(value);
  switch (value.type) {
    case 'Literal':
    case 'TemplateLiteral':
    case 'ArrayExpression':
    case 'ClassDeclaration':
    case 'ClassExpression':
    case 'TSInterfaceDeclaration':
    case 'TSDeclareFunction':
      return false;
    case 'ObjectExpression':
      return value.properties.some(one => one.type === 'SpreadElement' || one.computed || NAMES.has(key(one)));
    default:
      return true;
  }
}

function defined(node) {
  if (node.declare) return [];
  if (node.type === 'FunctionDeclaration') {
    return node.id?.name === 'handle' ? [{ name: 'handle', at: node }] : [];
  }
  if (node.type !== 'VariableDeclaration') return [];
  return node.declarations
    .filter(one => bound(one.id))
    .map(one => ({ name: 'handle', at: one }));
}

function bound(pattern) {
  switch (pattern?.type) {
    case 'Identifier':
      return pattern.name === 'handle';
    case 'AssignmentPattern':
      return bound(pattern.left);
    case 'ObjectPattern':
      return pattern.properties.some(one => bound(one.value ?? one.argument));
    case 'ArrayPattern':
      return pattern.elements.some(bound);
    default:
      return false;
  }
}

/** `module.exports = …`, `exports.handle = …`, `globalThis.handle = …`. */
function assigned(node, scope) {
  if (node?.type !== 'AssignmentExpression' || node.left.type !== 'MemberExpression') return null;
  const name = member(node.left, scope);
  const owner = bare(node.left.object);
  const free = one => one.type === 'Identifier' && scope.find(one.name) === null ? one.name : null;
  const whole = owner.type === 'MemberExpression'
    ? free(bare(owner.object)) === 'module' && member(owner, scope) === 'exports'
    : free(owner) === 'exports';
  if (free(owner) === 'module' && name === 'exports') {
    // `module.exports = exports = …`
    let value = bare(node.right);
    while (value.type === 'AssignmentExpression') value = bare(value.right);
    return { exports: true, name: answers(value) ? 'default' : null };
  }
  if (whole) return { exports: true, name: NAMES.has(name) ? name : null };
  return free(owner) === 'globalThis' && name === 'handle' ? { exports: false, name } : null;
}
