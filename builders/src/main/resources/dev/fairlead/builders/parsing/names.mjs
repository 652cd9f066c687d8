// What an expression names, as far as it can be told without running it.
import { isFunction } from './scopes.mjs';

const WHOLE = new Set(['globalThis', 'self', 'window', 'global']);
const BUILT_IN = /^[A-Z][A-Za-z0-9]*$/;
const FARTHEST = 30;

/** `(x)`, `x!`, `x as T` and `x?.y` are what is in them. */
export function bare(node) {
  for (;;) {
    switch (node?.type) {
      case 'ParenthesizedExpression':
      case 'ChainExpression':
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'TSTypeAssertion':
      case 'TSInstantiationExpression':
        node = node.expression;
        break;
      case 'SequenceExpression':
        node = node.expressions.at(-1);
        break;
      default:
        return node;
    }
  }
}

/** The text that an expression always is, or null. */
export function constant(node, scope, depth = 0) {
  node = bare(node);
  if (!node || depth > FARTHEST) return null;
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' ? node.value : null;
    case 'TemplateLiteral': {
      let text = node.quasis[0].value.cooked;
      for (let i = 0; i < node.expressions.length && text !== null; i++) {
        const part = constant(node.expressions[i], scope, depth + 1);
        text = part === null ? null : text + part + node.quasis[i + 1].value.cooked;
      }
      return text;
    }
    case 'BinaryExpression': {
      if (node.operator !== '+') return null;
      const left = constant(node.left, scope, depth + 1);
      const right = left === null ? null : constant(node.right, scope, depth + 1);
      return right === null ? null : left + right;
    }
    case 'Identifier': {
      const value = scope.find(node.name)?.value;
      return value && value.keys.length === 0 ? constant(value.node, scope, depth + 1) : null;
    }
    default:
      return null;
  }
}

/** The name of a member, or null. */
export function member(node, scope) {
  if (node.property?.type === 'PrivateIdentifier') return null;
  return node.computed ? constant(node.property, scope) : node.property.name;
}

/** The key of a property, or null. */
export function key(property, scope) {
  if (property.computed) return constant(property.key, scope);
  return property.key.name ?? String(property.key.value);
}

/** The path of a member below another path; globals hang below the empty one. */
export function below(path, name) {
  if (path === null || name === null) return null;
  return path === '' ? (WHOLE.has(name) ? '' : name) : `${path}.${name}`;
}

/** The global that an expression is, as a path such as `process.exit`, or null. */
export function path(node, scope, depth = 0) {
  node = bare(node);
  if (!node || depth > FARTHEST) return null;
  const next = child => path(child, scope, depth + 1);
  switch (node.type) {
    case 'Identifier': {
      const binding = scope.find(node.name);
      if (!binding) return below('', node.name);
      const value = binding.value;
      return value ? value.keys.reduce((at, one) => below(at, key(one, scope)), next(value.node)) : null;
    }
    case 'MemberExpression': {
      const name = member(node, scope);
      if (name === 'constructor' && makes(node.object, scope, depth)) return 'Function';
      return below(next(node.object), name);
    }
    case 'LogicalExpression':
      return next(node.left) ?? next(node.right);
    case 'ConditionalExpression':
      return next(node.consequent) ?? next(node.alternate);
    case 'AssignmentExpression':
      return next(node.right);
    case 'CallExpression':
    case 'NewExpression':
      return called(node, scope, next);
    default:
      return null;
  }
}

function called(node, scope, next) {
  if (isWhole(node, scope)) return '';
  const callee = next(node.callee);
  return callee === 'Reflect.get'
    ? below(next(node.arguments[0]), constant(node.arguments[1], scope))
    : null;
}

/** `Function("return this")()`, which much honest code has. */
function isWhole(node, scope) {
  const made = bare(node.callee);
  return (made?.type === 'CallExpression' || made?.type === 'NewExpression') && harmless(made, scope);
}

/** A function made of a text that is known to do nothing but give the global object. */
export function harmless(node, scope) {
  return node.arguments?.length === 1
    && /^\s*return this;?\s*$/.test(constant(node.arguments[0], scope) ?? '');
}

/** Whether a value's `constructor` makes functions of texts. */
function makes(node, scope, depth) {
  node = bare(node);
  if (!node || depth > FARTHEST) return false;
  if (isFunction(node) || node.type === 'ClassExpression') return true;
  if (node.type === 'MemberExpression' && member(node, scope) === 'constructor') return true;
  if (node.type === 'CallExpression' && path(node.callee, scope, depth + 1) === 'Object.getPrototypeOf') {
    return makes(node.arguments[0], scope, depth + 1);
  }
  if (node.type === 'Identifier') {
    const value = scope.find(node.name)?.value;
    if (value && value.keys.length === 0) {
      return value.node.type.endsWith('Declaration') || makes(value.node, scope, depth + 1);
    }
  }
  return BUILT_IN.test(path(node, scope, depth + 1) ?? '');
}
