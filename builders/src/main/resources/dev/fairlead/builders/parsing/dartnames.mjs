// Which nodes of a Dart tree declare names, and for which part of it.

const SCOPES = new Set([
  'class_body', 'extension_body', 'enum_body', 'block', 'for_statement', 'catch_clause',
  'switch_statement_case', 'switch_expression_case', 'if_statement', 'if_element', 'for_element',
  'function_expression', 'lambda_expression', 'function_declaration', 'method_declaration',
  'declaration', 'class_definition', 'switch_block', 'type_alias', 'extension_declaration',
  'mixin_declaration',
]);

/** The node types that have the name of something that they declare: in a field, or plainly. */
export const DECLARES = new Map([
  ['initialized_variable_definition', 'name'],
  ['initialized_identifier', true],
  ['function_signature', 'name'],
  ['getter_signature', 'name'],
  ['setter_signature', 'name'],
  ['constructor_signature', 'name'],
  ['class_definition', 'name'],
  ['enum_declaration', 'name'],
  ['enum_constant', 'name'],
  ['extension_declaration', 'name'],
  ['extension_type_declaration', 'name'],
  ['mixin_declaration', true],
  ['for_loop_parts', 'name'],
  ['catch_parameters', true],
  ['constructor_param', true],
  ['typed_identifier', true],
  ['static_final_declaration', true],
]);

/** Names and types together: their plain names are types, or else what they declare. */
const MIXED = new Set(['formal_parameter', 'variable_pattern', 'type_parameter']);
for (const type of MIXED) DECLARES.set(type, 'name');

export const opens = node => SCOPES.has(node.type);

/** The names that belong to a scope: those below it that are in no scope further down. */
export function declared(scope) {
  const names = new Set();
  const open = [];
  const children = node => {
    for (let i = node.childCount - 1; i >= 0; i--) open.push(node.child(i));
  };
  children(scope);
  // What is caught belongs to the block after it.
  const before = scope.type === 'block' ? scope.previousNamedSibling : null;
  if (before?.type === 'catch_clause') children(before);
  while (open.length > 0) {
    const node = open.pop();
    const key = DECLARES.get(node.type);
    if (key) {
      for (const name of own(node, key)) names.add(name);
    }
    // What a function or a class is called belongs to what is around it.
    if (!opens(node)) children(node);
    else for (const name of outer(node)) names.add(name);
  }
  return names;
}

function own(node, key) {
  const field = key === true ? null : node.childForFieldName(key);
  if (field) return field.type === 'identifier' || field.type === 'type_identifier' ? [field.text] : [];
  const kind = node.type === 'type_parameter' ? 'type_identifier' : 'identifier';
  const found = [];
  for (let i = 0; i < node.childCount; i++) {
    const child = node.child(i);
    if (child.type === kind) found.push(child.text);
    if (node.type === 'initialized_identifier' && found.length > 0) break;
  }
  return found;
}

/** What a scope's own node declares for the scope around it. */
function outer(node) {
  const found = [];
  const signature = node.childForFieldName('signature') ?? node;
  const name = signature.childForFieldName('name');
  if (name) found.push(name.text);
  for (const type of ['function_signature', 'getter_signature', 'initialized_identifier', 'setter_signature']) {
    if (['method_declaration', 'declaration', 'lambda_expression'].includes(node.type)) {
      for (const one of node.descendantsOfType(type)) found.push(...own(one, DECLARES.get(type)));
    }
  }
  return found;
}
