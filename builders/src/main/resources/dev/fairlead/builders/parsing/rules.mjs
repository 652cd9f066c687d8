// Rules as the server hands them over, asked by names that are resolved.

/** Answers which rules a use breaks. */
export class Rules {
  #rules;

  constructor(rules) {
    this.#rules = rules;
  }

  #of(test) {
    return this.#rules.filter(rule => rule.matches.some(test));
  }

  /** Of a name such as `process.exit`, however far it reaches. */
  ofName(path) {
    const dot = path.lastIndexOf('.');
    return this.#of(match =>
      match.kind === 'type'
        ? path === match.name || path.startsWith(`${match.name}.`)
        : match.kind === 'member'
          && match.type === path.slice(0, Math.max(dot, 0))
          && match.names.includes(path.slice(dot + 1)));
  }

  /** Of what is called, or made with `new`; `text`: whether its first argument is a text. */
  ofCall(path, text) {
    return this.#of(match => match.kind === 'call' && match.name === path && (text || !match.text));
  }

  /** Of a module, also of what lies below it. One that ends with `:` is a whole scheme. */
  ofModule(name) {
    return this.#of(match =>
      match.kind === 'module'
      && (match.name.endsWith(':')
        ? name.startsWith(match.name)
        : name === match.name || name.startsWith(`${match.name}/`)));
  }

  /** Of a member of a module. */
  ofMember(module, name) {
    return this.#of(match =>
      match.kind === 'member' && match.type === module && match.names.includes(name));
  }

  /** The members of a module that any rule names. */
  names(module) {
    return this.#rules.flatMap(rule => rule.matches)
      .filter(match => match.kind === 'member' && match.type === module)
      .flatMap(match => match.names);
  }

  ofWord(word) {
    return this.#of(match => match.kind === 'modifier' && match.word === word);
  }
}
