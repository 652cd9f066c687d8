// Calls a module with the handler ABI on a fresh instance: fl_alloc, fl_handle(ptr, len) -> ptr<<32|len.
export function call(module, request) {
  const instance = new WebAssembly.Instance(module, imports(module));
  const { memory, fl_alloc, fl_handle, _initialize } = instance.exports;
  _initialize?.();
  const input = new TextEncoder().encode(JSON.stringify(request));
  const at = fl_alloc(input.length);
  new Uint8Array(memory.buffer, at, input.length).set(input);
  const packed = BigInt.asUintN(64, fl_handle(at, input.length));
  return new Uint8Array(memory.buffer, Number(packed >> 32n), Number(packed & 0xffffffffn)).slice();
}

function imports(module) {
  const made = {};
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    if (kind === "function") {
      (made[from] ??= {})[name] = () => 0;
    }
  }
  return made;
}
